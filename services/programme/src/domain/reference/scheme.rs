//! Grant schemes and the windows in which they take applications.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Content, Key, Kind, Reference, Referenced, SizeClass, content_of};
use crate::domain::{
    findings::Findings,
    values::{Cents, Id, LocalText},
};

/// A grant scheme (regeling).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheme {
    /// Identifier.
    pub scheme_id: Id,
    /// Name.
    pub name: LocalText,
    /// Building block it funds.
    pub block_id: Id,
    /// Theme it funds, if it is bound to one.
    pub theme_id: Option<Id>,
    /// Agency that runs it.
    pub agency: String,
    /// Day it was established.
    pub established_on: Date,
    /// Last day it holds.
    pub lapses_on: Date,
}

impl Scheme {
    pub(super) fn references(&self) -> Vec<Reference> {
        let block = Reference::new("entry.scheme.block_id", Kind::BuildingBlock, &self.block_id);
        let theme = self
            .theme_id
            .as_deref()
            .map(|theme| Reference::new("entry.scheme.theme_id", Kind::Theme, theme));
        std::iter::once(block).chain(theme).collect()
    }

    pub(super) fn check(&self, findings: &mut Findings) {
        findings.check(
            self.established_on <= self.lapses_on,
            "lapses_on",
            format!("a day not before established_on, {}", self.established_on),
        );
    }
}

/// Ceiling (subsidieplafond) of a call window for one size class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ceiling {
    /// Size class.
    pub size_class: SizeClass,
    /// Ceiling.
    pub ceiling: Cents,
    /// False while the figure could not be confirmed from a public source.
    pub confirmed: bool,
}

/// The window of one scheme in one tranche.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallWindow {
    /// Identifier.
    pub call_id: Id,
    /// Tranche.
    pub tranche_id: Id,
    /// Scheme.
    pub scheme_id: Id,
    /// Version of the scheme's rules that holds in this window.
    pub scheme_version: u32,
    /// First day; absent while it could not be confirmed.
    pub opens_on: Option<Date>,
    /// Last day; absent while it could not be confirmed.
    pub closes_on: Option<Date>,
    /// Ceilings.
    pub ceilings: Vec<Ceiling>,
}

impl CallWindow {
    /// Key of the scheme version that holds in this window.
    #[must_use]
    pub fn version_key(&self) -> Key {
        Key::scheme_version(&self.scheme_id, self.scheme_version)
    }

    pub(super) fn references(&self) -> Vec<Reference> {
        vec![
            Reference::new("entry.call_window.tranche_id", Kind::Tranche, &self.tranche_id),
            Reference::new("entry.call_window.scheme_id", Kind::Scheme, &self.scheme_id),
            Reference {
                field: "entry.call_window.scheme_version".to_owned(),
                key: self.version_key(),
            },
        ]
    }

    pub(super) fn check(&self, findings: &mut Findings) {
        if let (Some(opens), Some(closes)) = (self.opens_on, self.closes_on) {
            findings.check(
                opens <= closes,
                "closes_on",
                format!("a day not before opens_on, {opens}"),
            );
        }
        findings.distinct(
            "ceilings",
            ".size_class",
            self.ceilings.iter().map(|one| one.size_class),
        );
        for (index, one) in self.ceilings.iter().enumerate() {
            let field = format!("ceilings[{index}].ceiling_cents");
            findings.check(
                !one.ceiling.is_negative(),
                field,
                "an amount that is not negative",
            );
        }
    }

    /// A ceiling for a size class that the scheme version does not know limits nothing: it is a mistake.
    pub(super) fn check_against_version(&self, read: &[Referenced], findings: &mut Findings) {
        let Some(Content::SchemeVersion(version)) = content_of(read, &self.version_key()) else {
            return;
        };
        for (index, one) in self.ceilings.iter().enumerate() {
            findings.check(
                version.limits(one.size_class).is_some(),
                format!("entry.call_window.ceilings[{index}].size_class"),
                "a size class of the scheme version",
            );
        }
    }
}
