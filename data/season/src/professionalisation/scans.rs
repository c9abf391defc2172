//! Maturity scans, two of each provider and a year apart, and the development plan that rests on the first.

use contracts::professionalisation::v1::{
    DevelopmentPlan, Finding, Goal, PlanDevelopmentRequest, RecordScanRequest, Scan,
};
use jiff::civil::Date;
use serde_json::json;

use super::providers::{Cast, PROVIDERS};
use crate::{
    calendar::{plus, workday},
    line::{Call, Line},
    rng::Rng,
};

/// Instrument and version of `data/professionalisation/01-instruments.jsonl`.
const INSTRUMENT: (&str, u32) = ("llo-rijpheidsscan", 1);
/// Its dimensions.
pub const DIMENSIONS: [&str; 5] = ["offer", "recognition", "educators", "demand", "organisation"];
/// The plan of each provider.
pub const PLAN: &str = "plan-1";
/// Days from one scan to the next.
const YEAR_DAYS: i64 = 364;

const EVIDENCE: [&str; 4] = [
    "Gesprekken met teams en lerenden",
    "Aanbod en rooster van dit schooljaar",
    "Zelfbeoordeling, door een andere opleider nagelezen",
    "Cijfers over instroom en afronding",
];

/// Scans and plans.
#[must_use]
pub fn lines() -> Vec<Line> {
    PROVIDERS.iter().flat_map(lines_of).collect()
}

fn lines_of(cast: &Cast) -> [Line; 3] {
    let mut rng = Rng::named(&format!("{}/scans", cast.id));
    let first = workday(plus(cast.since, rng.between(35, 90)));
    let second = workday(plus(first, YEAR_DAYS));
    let planned = workday(plus(first, 28));
    [
        scan(cast, 0, first, &mut rng),
        plan(cast, first, planned),
        scan(cast, 1, second, &mut rng),
    ]
}

fn scan(cast: &Cast, nth: usize, on: Date, rng: &mut Rng) -> Line {
    let findings = DIMENSIONS.iter().zip(cast.levels[nth]);
    let findings = findings.map(|(id, level)| Finding {
        dimension_id: (*id).to_owned(),
        level,
        evidence: rng.pick(&EVIDENCE).to_owned(),
    });
    let scan = Scan {
        scan_id: format!("scan-{}", nth + 1),
        instrument_id: INSTRUMENT.0.into(),
        instrument_version: INSTRUMENT.1,
        taken_on: plus(on, -3).to_string(),
        findings: findings.collect(),
        project_id: cast.project_id(),
    };
    let request = RecordScanRequest {
        provider_id: cast.id.into(),
        scan: Some(scan),
        ..Default::default()
    };
    // The project is another block's.
    Line::new(on, Call::RecordScan, cast.officer(), &request).until(json!({}))
}

/// One level more in the two dimensions where the first scan found least.
fn plan(cast: &Cast, scanned: Date, on: Date) -> Line {
    let mut lowest: Vec<_> = DIMENSIONS.iter().zip(cast.levels[0]).collect();
    lowest.sort_by_key(|(_, level)| *level);
    let goals = lowest.iter().take(2).map(|(id, level)| Goal {
        dimension_id: (**id).to_owned(),
        level: level + 1,
        due_on: plus(scanned, 2 * YEAR_DAYS).to_string(),
    });
    let plan = DevelopmentPlan {
        plan_id: PLAN.into(),
        scan_id: "scan-1".into(),
        goals: goals.collect(),
        approach: "Met een paar teams beginnen, elk half jaar kijken wat werkt, en dat verbreden.".into(),
        project_id: cast.project_id(),
    };
    let request = PlanDevelopmentRequest {
        provider_id: cast.id.into(),
        plan: Some(plan),
        ..Default::default()
    };
    Line::new(on, Call::PlanDevelopment, cast.officer(), &request).until(json!({}))
}
