//! What becomes of a demand, told event by event. Everything carries the same identifier: kinds of things do not get mixed up by it.

use contracts::{hub::v1::SkillRef, programme::v1::RegionShare, transitions::v1 as api};

use super::MemoryLedger;

/// Events until the story is told; from then on the solution is used by one more.
const STORY: u32 = 15;

/// Tells the event that comes after `told` others.
pub fn tell_next(ledger: &MemoryLedger, id: &str, told: u32) {
    match told % (STORY + 2) {
        0..4 => tell_demand(ledger, id, told),
        4..10 => tell_award(ledger, id, told),
        _ => tell_solution(ledger, id, told),
    }
}

fn skills() -> Vec<SkillRef> {
    vec![SkillRef {
        uri: "http://data.europa.eu/esco/skill/1".into(),
        taxonomy: "ESCO 1.1.1".into(),
        label: "Solderen \"zacht\" \u{1F600}".into(),
    }]
}

fn tell_demand(ledger: &MemoryLedger, id: &str, told: u32) {
    let advanced = |phase: api::DemandPhase| api::DemandAdvanced {
        demand_id: id.into(),
        phase: phase.into(),
        reached_on: "2024-02-20".into(),
        ..Default::default()
    };
    match (told, told % 4) {
        (0 | 17.., 0) => {
            let bottleneck = api::Bottleneck {
                bottleneck_id: id.into(),
                region_id: "AM01".into(),
                skills: skills(),
                people: 10 + told,
                observed_on: "2024-01-15".into(),
                ..Default::default()
            };
            let recorded = api::BottleneckRecorded {
                bottleneck: Some(bottleneck),
                revision: told / 17 + 1,
            };
            ledger.tell("nl.bottlenecks.bottleneck-recorded.v1", "", &recorded);
        }
        (1, _) => {
            let demand = api::Demand {
                demand_id: id.into(),
                region_ids: vec!["AM01".into(), "AM02".into()],
                skills: skills(),
                signalled_on: "2024-02-01".into(),
                ..Default::default()
            };
            let signalled = api::DemandSignalled { demand: Some(demand) };
            ledger.tell("nl.demands.demand-signalled.v1", "", &signalled);
        }
        (2, _) => {
            ledger.tell(
                "nl.demands.demand-advanced.v1",
                "",
                &advanced(api::DemandPhase::Explore),
            );
        }
        (3, _) => {
            ledger.tell(
                "nl.demands.demand-advanced.v1",
                "",
                &advanced(api::DemandPhase::Understand),
            );
        }
        _ => {
            let resolved = api::BottleneckResolved {
                bottleneck_id: id.into(),
                resolved_on: "2025-01-15".into(),
            };
            ledger.tell("nl.bottlenecks.bottleneck-resolved.v1", "", &resolved);
        }
    }
}

fn application(id: &str) -> api::Application {
    let region = RegionShare {
        region_id: "AM01".into(),
        share_percent: 100,
    };
    api::Application {
        application_id: id.into(),
        call_id: "call-1".into(),
        name: "Voorbeeld".into(),
        regions: vec![region],
        skills: skills(),
        demand_ids: vec![id.into()],
        requested_cents: 10_000,
        ..Default::default()
    }
}

fn tell_award(ledger: &MemoryLedger, id: &str, told: u32) {
    match told % 17 {
        4 if told == 4 => {
            let submitted = api::ApplicationSubmitted {
                application: Some(application(id)),
                submitted_on: "2024-04-10".into(),
                ..Default::default()
            };
            ledger.tell("nl.applications.application-submitted.v1", id, &submitted);
        }
        5 => {
            let assessed = api::ApplicationAssessed {
                application_id: id.into(),
            };
            ledger.tell("nl.applications.application-assessed.v1", id, &assessed);
        }
        // Told again it takes the place of the decision before, as after an objection.
        4 | 6 => {
            let recorded = api::AwardRecorded {
                application_id: id.into(),
                outcome: api::AwardOutcome::Conditional.into(),
                awarded_cents: 10_000,
                decided_on: "2024-08-15".into(),
                conditions_due_on: "2024-12-15".into(),
                application: Some(application(id)),
                ..Default::default()
            };
            ledger.tell("nl.awards.award-recorded.v1", id, &recorded);
        }
        7 => {
            let decided = api::ConditionDecided {
                application_id: id.into(),
                state: api::AwardState::Granted.into(),
                awarded_cents: 10_000,
                ..Default::default()
            };
            ledger.tell("nl.awards.condition-decided.v1", id, &decided);
        }
        8 => {
            let paid = api::AdvancePaid {
                application_id: id.into(),
                total_cents: i64::from(told) * 100,
                ..Default::default()
            };
            ledger.tell("nl.awards.advance-paid.v1", id, &paid);
        }
        _ => {
            let determined = api::GrantDetermined {
                application_id: id.into(),
                determined_cents: 9_000,
                ..Default::default()
            };
            ledger.tell("nl.awards.grant-determined.v1", id, &determined);
        }
    }
}

fn tell_solution(ledger: &MemoryLedger, id: &str, told: u32) {
    match told {
        10 => {
            let solution = api::Solution {
                solution_id: id.into(),
                project_id: id.into(),
                skills: skills(),
                region_ids: vec!["AM01".into()],
                demand_ids: vec![id.into()],
                designed_on: "2025-01-10".into(),
                ..Default::default()
            };
            let designed = api::SolutionDesigned {
                solution: Some(solution),
            };
            ledger.tell("nl.solutions.solution-designed.v1", id, &designed);
        }
        11 => {
            let piloted = api::SolutionPiloted {
                solution_id: id.into(),
                piloted_on: "2025-02-01".into(),
                learners: 24,
                ..Default::default()
            };
            ledger.tell("nl.solutions.solution-piloted.v1", id, &piloted);
        }
        12 => {
            let scaled = api::SolutionScaled {
                solution_id: id.into(),
                scaled_on: "2025-02-20".into(),
                places_per_year: 200,
                ..Default::default()
            };
            ledger.tell("nl.solutions.solution-scaled.v1", id, &scaled);
        }
        _ => {
            let reuse = api::Reuse {
                reuse_id: format!("r{told}"),
                organisation_id: "org-2".into(),
                region_id: "AM02".into(),
                since: format!("2025-01-{:02}", 28 - told % 28),
                adaptation: "korter".into(),
            };
            let reused = api::SolutionReused {
                solution_id: id.into(),
                reuse: Some(reuse),
                ..Default::default()
            };
            ledger.tell("nl.solutions.solution-reused.v1", id, &reused);
        }
    }
}
