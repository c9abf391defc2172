//! The rules of building block 4: waves in their order with responses that fit the plan, findings by two people, interventions that are
//! planned before they run, effects of what ran, answers of accepted reports.

use std::collections::{BTreeMap, BTreeSet};

use contracts::culture::v1::*;
use season::line::{Call, Line};
use serde_json::Value;

use crate::hub::{Hub, day, request};

/// What building block 4 keeps.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) waves: BTreeMap<String, Wave>,
    /// Findings with who proposed them and how far they are.
    pub(crate) findings: BTreeMap<String, (String, FindingState)>,
    pub(crate) interventions: BTreeMap<String, InterventionState>,
    pub(crate) effects: usize,
    pub(crate) coded: BTreeSet<String>,
}

/// A wave.
#[derive(Default)]
pub(crate) struct Wave {
    plan: Measurement,
    pub(crate) state: MeasurementState,
    pub(crate) responses: usize,
}

/// The items of the instrument in `data/culture/` with the values that can be answered.
fn items() -> BTreeMap<String, Vec<i64>> {
    let path = format!("{}/../culture/02-instruments.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let line: Value = serde_json::from_str(text.lines().nth(1).unwrap()).unwrap();
    let instrument = &line["request"]["instrument"];
    let scale = |id: &Value| {
        let scales = instrument["scales"].as_array().unwrap().iter();
        let found = scales
            .filter(|it| it["scaleId"] == *id)
            .flat_map(|it| it["options"].as_array().unwrap());
        found
            .map(|it| it["value"].as_i64().unwrap_or(0))
            .collect::<Vec<_>>()
    };
    let items = instrument["items"].as_array().unwrap().iter();
    items
        .map(|it| (it["itemId"].as_str().unwrap().to_owned(), scale(&it["scaleId"])))
        .collect()
}

impl Hub {
    /// Carries out a line of building block 4, or panics with the line and the rule it breaks.
    pub(crate) fn culture(&mut self, line: &Line) {
        match line.call {
            Call::PlanMeasurement
            | Call::StartFieldwork
            | Call::SubmitResponses
            | Call::CloseFieldwork
            | Call::EstimateMeasurement => self.measure(line),
            Call::ProposeFinding
            | Call::ReviewFinding
            | Call::PublishFinding
            | Call::RecordFindingDissent => {
                self.find(line);
            }
            Call::GetAnswer | Call::CodeAnswer => {
                let report_id = line.request["reportId"].as_str().unwrap().to_owned();
                let known = self
                    .projects
                    .values()
                    .any(|it| it.reports.contains_key(&report_id));
                assert!(known, "{}", line.text());
                if line.call == Call::CodeAnswer {
                    assert!(self.block_4.coded.insert(report_id), "{}", line.text());
                }
            }
            _ => self.intervene(line),
        }
    }

    fn measure(&mut self, line: &Line) {
        if line.call == Call::PlanMeasurement {
            let plan = request::<PlanMeasurementRequest>(line).measurement.unwrap();
            assert!(plan.example, "{}", line.text());
            let wave = Wave {
                state: MeasurementState::Planned,
                plan: plan.clone(),
                responses: 0,
            };
            assert!(
                self.block_4.waves.insert(plan.wave_id, wave).is_none(),
                "{}",
                line.text()
            );
            return;
        }
        let id = line.request["waveId"].as_str().unwrap();
        let wave = self
            .block_4
            .waves
            .get_mut(id)
            .unwrap_or_else(|| panic!("{}", line.text()));
        let (from, to) = match line.call {
            Call::StartFieldwork => (MeasurementState::Planned, MeasurementState::Fielding),
            Call::SubmitResponses => {
                wave.take(&request(line), line);
                (MeasurementState::Fielding, MeasurementState::Fielding)
            }
            Call::CloseFieldwork => (MeasurementState::Fielding, MeasurementState::Closed),
            _ => (MeasurementState::Closed, MeasurementState::Estimated),
        };
        assert_eq!(wave.state, from, "{}", line.text());
        wave.state = to;
    }

    fn find(&mut self, line: &Line) {
        if line.call == Call::ProposeFinding {
            let finding = request::<ProposeFindingRequest>(line).finding.unwrap();
            for id in &finding.intervention_ids {
                assert!(self.block_4.interventions.contains_key(id), "{}", line.text());
            }
            let kept = (line.caller.clone(), FindingState::Proposed);
            assert!(
                self.block_4.findings.insert(finding.finding_id, kept).is_none(),
                "{}",
                line.text()
            );
            return;
        }
        let id = line.request["findingId"].as_str().unwrap();
        let (proposer, state) = self
            .block_4
            .findings
            .get_mut(id)
            .unwrap_or_else(|| panic!("{}", line.text()));
        match line.call {
            Call::ReviewFinding => {
                assert!(
                    *state == FindingState::Proposed && *proposer != line.caller,
                    "{}",
                    line.text()
                );
                *state = FindingState::Reviewed;
            }
            Call::PublishFinding => {
                assert_eq!(*state, FindingState::Reviewed, "{}", line.text());
                *state = FindingState::Published;
            }
            Call::RecordFindingDissent => assert!(line.request["dissentId"].is_string(), "{}", line.text()),
            _ => {}
        }
    }

    fn intervene(&mut self, line: &Line) {
        if line.call == Call::PlanIntervention {
            let planned = request::<PlanInterventionRequest>(line).intervention.unwrap();
            assert!(
                day(&planned.starts_on) <= day(&planned.ends_on),
                "{}",
                line.text()
            );
            let kept = &mut self.block_4.interventions;
            let before = kept.insert(planned.intervention_id, InterventionState::Planned);
            assert!(before.is_none(), "{}", line.text());
            return;
        }
        let id = line.request["interventionId"].as_str().unwrap();
        let state = self
            .block_4
            .interventions
            .get_mut(id)
            .unwrap_or_else(|| panic!("{}", line.text()));
        match line.call {
            Call::StartIntervention => {
                assert_eq!(*state, InterventionState::Planned, "{}", line.text());
                *state = InterventionState::Running;
            }
            Call::ObserveEffect => {
                assert_ne!(*state, InterventionState::Planned, "{}", line.text());
                let effect = request::<ObserveEffectRequest>(line).effect.unwrap();
                assert!(day(&effect.observed_on) <= line.on, "{}", line.text());
                self.block_4.effects += 1;
            }
            call => {
                assert_eq!(*state, InterventionState::Running, "{}", line.text());
                *state = match call {
                    Call::StopIntervention => InterventionState::Stopped,
                    _ => InterventionState::Finished,
                };
            }
        }
    }
}

impl Wave {
    fn take(&mut self, batch: &SubmitResponsesRequest, line: &Line) {
        let items = items();
        for response in &batch.responses {
            assert!(
                self.plan.region_ids.contains(&response.region_id),
                "{}",
                line.text()
            );
            assert!(
                self.plan.sector_ids.contains(&response.sector_id),
                "{}",
                line.text()
            );
            for answer in &response.answers {
                let values = items
                    .get(&answer.item_id)
                    .unwrap_or_else(|| panic!("{}", answer.item_id));
                assert!(values.contains(&i64::from(answer.value)), "{answer:?}");
            }
        }
        self.responses += batch.responses.len();
    }
}
