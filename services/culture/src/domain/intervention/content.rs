//! What an intervention is to do, by whom, where, for whom and at what cost.

use blocks::{
    findings::Findings,
    lists::check_count,
    size::json_bytes,
    values::{Cents, Id, LocalText},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Rejection;
use crate::domain::component::Component;

/// Longest intervention, in bytes of JSON: it has to travel in one event.
pub const CONTENT_BYTES_MAX: usize = 44_000;

/// What an intervention says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Identifier.
    pub intervention_id: Id,
    /// Workgroup it belongs to.
    pub workgroup_id: Id,
    /// Title.
    pub title: LocalText,
    /// What is done.
    pub description: LocalText,
    /// Organisations that do it.
    pub organisation_ids: Vec<Id>,
    /// Regions in which.
    pub region_ids: Vec<Id>,
    /// Sectors in which.
    pub sector_ids: Vec<Id>,
    /// Theme.
    pub theme_id: Option<Id>,
    /// For whom.
    pub target_group: LocalText,
    /// Components it is to move.
    pub components: Vec<Component>,
    /// Project it belongs to.
    pub project_id: Option<Id>,
    /// First day that is planned.
    pub starts_on: Date,
    /// Last day that is planned.
    pub ends_on: Date,
    /// Cost that is planned.
    pub planned: Cents,
    /// True for invented data.
    pub example: bool,
}

impl Content {
    pub(super) fn check(&self, before: Option<&Self>) -> Result<(), Rejection> {
        let mut findings = Findings::below("intervention");
        check_count(&mut findings, "organisation_ids", &self.organisation_ids, 1);
        check_count(&mut findings, "region_ids", &self.region_ids, 1);
        check_count(&mut findings, "sector_ids", &self.sector_ids, 0);
        findings.check(
            !self.components.is_empty(),
            "components",
            "at least one component",
        );
        findings.distinct("components", "", &self.components);
        let ordered = self.starts_on <= self.ends_on;
        findings.check(ordered, "ends_on", "a day not before starts_on");
        let same = before.is_none_or(|it| it.workgroup_id == self.workgroup_id);
        findings.check(same, "workgroup_id", "the workgroup it was planned by");
        let same = before.is_none_or(|it| it.project_id == self.project_id);
        findings.check(same, "project_id", "the project it was planned with");
        let size = json_bytes(self) <= CONTENT_BYTES_MAX;
        findings.check(size, "", format!("at most {CONTENT_BYTES_MAX} bytes in all"));
        findings.refuse_with(Rejection::Invalid)
    }
}
