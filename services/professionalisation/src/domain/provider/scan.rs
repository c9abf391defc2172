//! Maturity scans. Two of them are compared only when they were made with the same version of the same instrument.

use blocks::{findings::Findings, values::Id};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Fact, LIST_MAX, Provider, Rejection};
use crate::domain::instrument::Version;

/// What a scan found in one dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Dimension of the instrument.
    pub dimension_id: Id,
    /// Level.
    pub level: u32,
    /// On what it rests.
    pub evidence: String,
}

/// A maturity scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// Identifier within the provider.
    pub scan_id: Id,
    /// Instrument.
    pub instrument_id: Id,
    /// Version of the instrument.
    pub instrument_version: u32,
    /// Day on which it was completed.
    pub taken_on: Date,
    /// What it found.
    pub findings: Vec<Finding>,
    /// Project it was done for.
    pub project_id: Option<Id>,
}

/// How one dimension changed between two scans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DimensionChange {
    /// Dimension.
    pub dimension_id: Id,
    /// Level in the earlier scan.
    pub from_level: u32,
    /// Level in the later scan.
    pub to_level: u32,
}

impl Scan {
    /// The level it found in a dimension.
    #[must_use]
    pub fn level(&self, dimension_id: &str) -> Option<u32> {
        let finding = self.findings.iter().find(|it| it.dimension_id == dimension_id);
        finding.map(|finding| finding.level)
    }

    fn check(&self, instrument: Option<&Version>, today: Date) -> Result<(), Rejection> {
        let mut findings = Findings::below("scan");
        let past = self.taken_on <= today;
        findings.check(past, "taken_on", format!("a day not after today, {today}"));
        let Some(instrument) = instrument else {
            findings.fault(
                "instrument_version",
                "a version of an instrument that was defined",
            );
            return findings.refuse_with(Rejection::Invalid);
        };
        let ids = self.findings.iter().map(|it| &it.dimension_id);
        findings.distinct("findings", ".dimension_id", ids);
        for (index, finding) in self.findings.iter().enumerate() {
            check_level(&mut findings, index, finding, instrument);
        }
        let missing = instrument.dimensions.iter().map(|it| it.dimension_id.as_str());
        let missing: Vec<&str> = missing.filter(|id| self.level(id).is_none()).collect();
        findings.check(
            missing.is_empty(),
            "findings",
            format!("a level for each dimension; missing: {}", missing.join(", ")),
        );
        findings.refuse_with(Rejection::Invalid)
    }
}

fn check_level(findings: &mut Findings, index: usize, finding: &Finding, instrument: &Version) {
    let field = |name: &str| format!("findings[{index}].{name}");
    match instrument.dimension(&finding.dimension_id) {
        None => findings.fault(field("dimension_id"), "a dimension of the instrument"),
        Some(dimension) => {
            let known = dimension.levels.iter().any(|it| it.level == finding.level);
            let expected = format!("a level from 1 to {}", dimension.levels.len());
            findings.check(known, field("level"), expected);
        }
    }
}

impl Provider {
    pub(super) fn record_scan(
        &self,
        scan: Scan,
        instrument: Option<&Version>,
        today: Date,
    ) -> Result<Vec<Fact>, Rejection> {
        self.registered()?;
        if self.scans.iter().any(|known| known.scan_id == scan.scan_id) {
            return Err(Rejection::ScanExists);
        }
        if self.scans.len() >= LIST_MAX {
            return Err(Rejection::Limit("scans"));
        }
        scan.check(instrument, today)?;
        Ok(vec![Fact::Scanned { scan }])
    }

    /// How it changed from one scan to another, in the order of the later one's findings.
    ///
    /// # Errors
    /// One of the scans is not there, or they were made with different instruments or versions.
    pub fn compare(&self, from: &str, to: &str) -> Result<Vec<DimensionChange>, Rejection> {
        self.registered()?;
        let (from, to) = (self.scan(from)?, self.scan(to)?);
        let measure = |scan: &Scan| (scan.instrument_id.clone(), scan.instrument_version);
        if measure(from) != measure(to) {
            return Err(Rejection::ScansIncomparable);
        }
        let change = |it: &Finding| {
            Some(DimensionChange {
                dimension_id: it.dimension_id.clone(),
                from_level: from.level(&it.dimension_id)?,
                to_level: it.level,
            })
        };
        Ok(to.findings.iter().filter_map(change).collect())
    }
}
