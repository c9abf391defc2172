//! What is known of a project when it is registered.

use eventing::Context;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::{
    findings::Findings,
    reference::{Key, Kind, Reference, SizeClass},
    size::{PROFILE_BYTES_MAX, json_bytes},
    values::Id,
};

/// Most partners, regions and linked programmes of one project.
const LIST_MAX: usize = 200;

/// The share of a project in one region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionShare {
    /// Region code.
    pub region_id: Id,
    /// Share in whole percent, 1 to 100; the shares of a project add to 100.
    pub share_percent: u32,
}

/// A partner in the consortium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// Organisation.
    pub organisation_id: Id,
    /// Its role in words, such as `employer partner`.
    pub role: String,
}

/// What is known of a project when it is registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Identifier.
    pub project_id: Id,
    /// Name.
    pub name: String,
    /// What it is about.
    pub summary: String,
    /// Building block.
    pub block_id: Id,
    /// Workgroup it reports through.
    pub workgroup_id: Id,
    /// Theme, if it is bound to one.
    pub theme_id: Option<Id>,
    /// Call window it was granted in.
    pub call_id: Id,
    /// Scheme it is funded by.
    pub scheme_id: Id,
    /// Version of the scheme's rules it was submitted under.
    pub scheme_version: u32,
    /// Size class.
    pub size_class: SizeClass,
    /// Lead applicant (penvoerder).
    pub lead_organisation_id: Id,
    /// Other partners.
    pub partners: Vec<Partner>,
    /// Regions with the share of each.
    pub regions: Vec<RegionShare>,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Linked programmes it works with.
    pub linked_programme_ids: Vec<Id>,
    /// True for an invented project of the example season.
    #[serde(default)]
    pub example: bool,
}

impl Profile {
    /// Key of the scheme version it was submitted under.
    #[must_use]
    pub fn scheme_version_key(&self) -> Key {
        Key::scheme_version(&self.scheme_id, self.scheme_version)
    }

    /// Where its events belong, for filters.
    #[must_use]
    pub fn context(&self) -> Context {
        Context {
            building_block: Some(self.block_id.clone()),
            project: Some(self.project_id.clone()),
            theme: self.theme_id.clone(),
            regions: self.regions.iter().map(|share| share.region_id.clone()).collect(),
        }
    }

    /// The reference data it names; all of it must exist.
    #[must_use]
    pub fn references(&self) -> Vec<Reference> {
        let one = |field: &str, kind, id: &str| Reference::new(format!("project.{field}"), kind, id);
        let mut all = vec![
            one("block_id", Kind::BuildingBlock, &self.block_id),
            one("workgroup_id", Kind::Workgroup, &self.workgroup_id),
            one("call_id", Kind::CallWindow, &self.call_id),
            one("scheme_id", Kind::Scheme, &self.scheme_id),
            Reference {
                field: "project.scheme_version".to_owned(),
                key: self.scheme_version_key(),
            },
            one(
                "lead_organisation_id",
                Kind::Organisation,
                &self.lead_organisation_id,
            ),
        ];
        all.extend(
            self.theme_id
                .as_deref()
                .map(|theme| one("theme_id", Kind::Theme, theme)),
        );
        all.extend(self.partners.iter().enumerate().map(|(index, partner)| {
            one(
                &format!("partners[{index}].organisation_id"),
                Kind::Organisation,
                &partner.organisation_id,
            )
        }));
        all.extend(self.regions.iter().enumerate().map(|(index, share)| {
            one(
                &format!("regions[{index}].region_id"),
                Kind::Region,
                &share.region_id,
            )
        }));
        all.extend(self.linked_programme_ids.iter().enumerate().map(|(index, id)| {
            one(
                &format!("linked_programme_ids[{index}]"),
                Kind::LinkedProgramme,
                id,
            )
        }));
        all
    }

    /// What is wrong with it by its own rules.
    pub(super) fn check(&self, findings: &mut Findings) {
        findings.check(
            self.starts_on <= self.ends_on,
            "ends_on",
            format!("a day not before starts_on, {}", self.starts_on),
        );
        self.check_regions(findings);
        self.check_partners(findings);
        findings.distinct("linked_programme_ids", "", &self.linked_programme_ids);
        for (field, length) in [
            ("partners", self.partners.len()),
            ("regions", self.regions.len()),
            ("linked_programme_ids", self.linked_programme_ids.len()),
        ] {
            findings.check(length <= LIST_MAX, field, format!("at most {LIST_MAX} elements"));
        }
        let bytes = json_bytes(self);
        findings.check(
            bytes <= PROFILE_BYTES_MAX,
            "",
            format!("at most {PROFILE_BYTES_MAX} bytes in all, not {bytes}"),
        );
    }

    fn check_regions(&self, findings: &mut Findings) {
        findings.distinct(
            "regions",
            ".region_id",
            self.regions.iter().map(|share| &share.region_id),
        );
        for (index, share) in self.regions.iter().enumerate() {
            let field = format!("regions[{index}].share_percent");
            findings.check((1..=100).contains(&share.share_percent), field, "1 to 100");
        }
        let sum: u64 = self
            .regions
            .iter()
            .map(|share| u64::from(share.share_percent))
            .sum();
        findings.check(
            sum == 100,
            "regions",
            format!("shares that add to 100, found {sum}"),
        );
    }

    fn check_partners(&self, findings: &mut Findings) {
        findings.distinct(
            "partners",
            ".organisation_id",
            self.partners.iter().map(|one| &one.organisation_id),
        );
        for (index, partner) in self.partners.iter().enumerate() {
            findings.check(
                partner.organisation_id != self.lead_organisation_id,
                format!("partners[{index}].organisation_id"),
                "another organisation than the lead applicant",
            );
        }
    }
}
