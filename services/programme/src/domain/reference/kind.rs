//! Kinds of reference data and the keys of entries.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::values::Id;

/// Kinds of reference data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Building block (bouwsteen).
    BuildingBlock,
    /// Workgroup (werkgroep).
    Workgroup,
    /// Theme.
    Theme,
    /// Scheme (regeling).
    Scheme,
    /// Version of a scheme's rules.
    SchemeVersion,
    /// Tranche (aanvraagronde).
    Tranche,
    /// Call window.
    CallWindow,
    /// Province.
    Province,
    /// Labour-market region.
    Region,
    /// Organisation.
    Organisation,
    /// Indicator definition.
    Indicator,
    /// Linked Groeifonds programme.
    LinkedProgramme,
}

impl Kind {
    /// Permanent name, used in stream ids and tables. It has no hyphen, so that `<kind>-<id>` can be read back.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BuildingBlock => "building_block",
            Self::Workgroup => "workgroup",
            Self::Theme => "theme",
            Self::Scheme => "scheme",
            Self::SchemeVersion => "scheme_version",
            Self::Tranche => "tranche",
            Self::CallWindow => "call_window",
            Self::Province => "province",
            Self::Region => "region",
            Self::Organisation => "organisation",
            Self::Indicator => "indicator",
            Self::LinkedProgramme => "linked_programme",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name().replace('_', " "))
    }
}

/// Names one entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// Kind.
    pub kind: Kind,
    /// Identifier within the kind.
    pub id: Id,
}

impl Key {
    /// The key of an entry.
    pub fn new(kind: Kind, id: impl Into<Id>) -> Self {
        Self { kind, id: id.into() }
    }

    /// The key of one version of a scheme: the scheme, a hyphen, `v` and the version.
    #[must_use]
    pub fn scheme_version(scheme_id: &str, version: u32) -> Self {
        Self::new(Kind::SchemeVersion, format!("{scheme_id}-v{version}"))
    }

    /// Identifier of the entry's stream.
    #[must_use]
    pub fn stream_id(&self) -> String {
        format!("{}-{}", self.kind.name(), self.id)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_entries_share_a_stream() {
        let odd_scheme = Key::new(Kind::Scheme, "version-x-v1").stream_id();
        assert_ne!(odd_scheme, Key::scheme_version("x", 1).stream_id());
        assert_eq!(
            Key::scheme_version("llo-opleiders", 1).stream_id(),
            "scheme_version-llo-opleiders-v1"
        );
    }
}
