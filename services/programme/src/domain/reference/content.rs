//! What an entry says: one of twelve kinds of content, each in its own type with its own rules.

use serde::{Deserialize, Serialize};

use super::{
    BuildingBlock, CallWindow, Indicator, Key, Kind, LinkedProgramme, Organisation, Province, Reference,
    Region, Scheme, SchemeVersion, Theme, Tranche, Workgroup,
};
use crate::domain::{
    findings::Findings,
    size::{ENTRY_BYTES_MAX, json_bytes},
};

/// An entry as someone defines it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// What it says.
    pub content: Content,
    /// Where the facts come from.
    pub source: String,
    /// True for invented data of the example season; shown to people as "voorbeeld".
    #[serde(default)]
    pub example: bool,
}

impl Definition {
    /// What is wrong with it by its own rules, below the path of its content in the contract.
    #[must_use]
    pub fn findings(&self) -> Findings {
        let mut findings = self.content.findings();
        let bytes = json_bytes(self);
        findings.check(
            bytes <= ENTRY_BYTES_MAX,
            "",
            format!("at most {ENTRY_BYTES_MAX} bytes with its source, not {bytes}"),
        );
        findings
    }
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Building block.
    BuildingBlock(BuildingBlock),
    /// Workgroup.
    Workgroup(Workgroup),
    /// Theme.
    Theme(Theme),
    /// Scheme.
    Scheme(Scheme),
    /// Version of a scheme's rules.
    SchemeVersion(SchemeVersion),
    /// Tranche.
    Tranche(Tranche),
    /// Call window.
    CallWindow(CallWindow),
    /// Province.
    Province(Province),
    /// Labour-market region.
    Region(Region),
    /// Organisation.
    Organisation(Organisation),
    /// Indicator definition.
    Indicator(Indicator),
    /// Linked programme.
    LinkedProgramme(LinkedProgramme),
}

impl Content {
    /// Kind and identifier of the entry that this is the content of.
    #[must_use]
    pub fn key(&self) -> Key {
        match self {
            Self::BuildingBlock(it) => Key::new(Kind::BuildingBlock, &it.block_id),
            Self::Workgroup(it) => Key::new(Kind::Workgroup, &it.workgroup_id),
            Self::Theme(it) => Key::new(Kind::Theme, &it.theme_id),
            Self::Scheme(it) => Key::new(Kind::Scheme, &it.scheme_id),
            Self::SchemeVersion(it) => Key::scheme_version(&it.scheme_id, it.version),
            Self::Tranche(it) => Key::new(Kind::Tranche, &it.tranche_id),
            Self::CallWindow(it) => Key::new(Kind::CallWindow, &it.call_id),
            Self::Province(it) => Key::new(Kind::Province, &it.province_id),
            Self::Region(it) => Key::new(Kind::Region, &it.region_id),
            Self::Organisation(it) => Key::new(Kind::Organisation, &it.organisation_id),
            Self::Indicator(it) => Key::new(Kind::Indicator, &it.indicator_id),
            Self::LinkedProgramme(it) => Key::new(Kind::LinkedProgramme, &it.programme_id),
        }
    }

    /// The other entries it refers to; they must exist.
    #[must_use]
    pub fn references(&self) -> Vec<Reference> {
        match self {
            Self::Workgroup(it) => it.references(),
            Self::Scheme(it) => it.references(),
            Self::SchemeVersion(it) => it.references(),
            Self::CallWindow(it) => it.references(),
            Self::Region(it) => it.references(),
            Self::Indicator(it) => it.references(),
            Self::BuildingBlock(_)
            | Self::Theme(_)
            | Self::Tranche(_)
            | Self::Province(_)
            | Self::Organisation(_)
            | Self::LinkedProgramme(_) => Vec::new(),
        }
    }

    /// What is wrong with it by its own rules, below the path of its field in the contract.
    #[must_use]
    pub fn findings(&self) -> Findings {
        let mut findings = Findings::below(format!("entry.{}", self.key().kind.name()));
        match self {
            Self::BuildingBlock(it) => it.check(&mut findings),
            Self::Workgroup(_) | Self::Theme(_) => {}
            Self::Scheme(it) => it.check(&mut findings),
            Self::SchemeVersion(it) => it.check(&mut findings),
            Self::Tranche(it) => it.check(&mut findings),
            Self::CallWindow(it) => it.check(&mut findings),
            Self::Province(it) => it.check(&mut findings),
            Self::Region(it) => it.check(&mut findings),
            Self::Organisation(it) => it.check(&mut findings),
            Self::Indicator(it) => it.check(&mut findings),
            Self::LinkedProgramme(it) => it.check(&mut findings),
        }
        findings
    }
}

impl From<BuildingBlock> for Content {
    fn from(content: BuildingBlock) -> Self {
        Self::BuildingBlock(content)
    }
}

impl From<Workgroup> for Content {
    fn from(content: Workgroup) -> Self {
        Self::Workgroup(content)
    }
}

impl From<Theme> for Content {
    fn from(content: Theme) -> Self {
        Self::Theme(content)
    }
}

impl From<Scheme> for Content {
    fn from(content: Scheme) -> Self {
        Self::Scheme(content)
    }
}

impl From<SchemeVersion> for Content {
    fn from(content: SchemeVersion) -> Self {
        Self::SchemeVersion(content)
    }
}

impl From<Tranche> for Content {
    fn from(content: Tranche) -> Self {
        Self::Tranche(content)
    }
}

impl From<CallWindow> for Content {
    fn from(content: CallWindow) -> Self {
        Self::CallWindow(content)
    }
}

impl From<Province> for Content {
    fn from(content: Province) -> Self {
        Self::Province(content)
    }
}

impl From<Region> for Content {
    fn from(content: Region) -> Self {
        Self::Region(content)
    }
}

impl From<Organisation> for Content {
    fn from(content: Organisation) -> Self {
        Self::Organisation(content)
    }
}

impl From<Indicator> for Content {
    fn from(content: Indicator) -> Self {
        Self::Indicator(content)
    }
}

impl From<LinkedProgramme> for Content {
    fn from(content: LinkedProgramme) -> Self {
        Self::LinkedProgramme(content)
    }
}
