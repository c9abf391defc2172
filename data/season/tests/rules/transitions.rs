//! The rules of building block 2: window, consortium, phases, ceilings, advances; and the project that an award makes.

use std::collections::{BTreeMap, BTreeSet};

use contracts::{programme::v1::*, transitions::v1::*};
use jiff::civil::{Date, date};
use season::line::{Call, Line};

use crate::hub::{Hub, day, request};

/// An application with what was decided on it.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) said: Application,
    pub(crate) submitted: Option<Date>,
    pub(crate) withdrawn: bool,
    /// Assessors with whether they have an interest.
    pub(crate) interests: BTreeMap<String, bool>,
    pub(crate) scored: BTreeSet<String>,
    pub(crate) outcome: Option<AwardOutcome>,
    pub(crate) awarded: i64,
    pub(crate) paid: i64,
    /// Whether its condition was met, once that was decided.
    pub(crate) met: Option<bool>,
    pub(crate) changes: BTreeMap<String, Option<i64>>,
    pub(crate) determined: Option<i64>,
}

impl Hub {
    pub(crate) fn transitions(&mut self, line: &Line) {
        let text = line.text();
        match line.call {
            Call::RecordBottleneck => {
                let found = request::<RecordBottleneckRequest>(line).bottleneck.unwrap();
                assert!(
                    !found.skills.is_empty() && day(&found.observed_on) <= line.on,
                    "{text}"
                );
                assert!(
                    self.bottlenecks.insert(found.bottleneck_id, true).is_none(),
                    "{text}"
                );
            }
            Call::ReviseBottleneck => {
                let found = request::<ReviseBottleneckRequest>(line).bottleneck.unwrap();
                assert!(self.bottlenecks[&found.bottleneck_id], "{text}");
            }
            Call::ResolveBottleneck => {
                let id = request::<ResolveBottleneckRequest>(line).bottleneck_id;
                assert_eq!(self.bottlenecks.insert(id, false), Some(true), "{text}");
            }
            Call::SignalDemand | Call::ContributeToDemand | Call::AdvanceDemand | Call::DropDemand => {
                self.demand(line)
            }
            Call::DesignSolution | Call::PilotSolution | Call::ScaleSolution | Call::ReuseSolution => {
                self.solution(line)
            }
            Call::RecordAward
            | Call::RecordAdvance
            | Call::RecordCondition
            | Call::RequestAwardChange
            | Call::DecideAwardChange
            | Call::DetermineGrant => self.award(line),
            _ => self.application(line),
        }
    }

    fn demand(&mut self, line: &Line) {
        let text = line.text();
        match line.call {
            Call::SignalDemand => {
                let demand = request::<SignalDemandRequest>(line).demand.unwrap();
                let known = |id: &String| self.bottlenecks.contains_key(id);
                assert!(demand.bottleneck_ids.iter().all(known), "{text}");
                let signalled = (Vec::new(), DemandPhase::Signal.into());
                assert!(
                    self.demands.insert(demand.demand_id, signalled).is_none(),
                    "{text}"
                );
            }
            Call::ContributeToDemand => {
                let asked: ContributeToDemandRequest = request(line);
                let party = asked.contribution.unwrap().party;
                self.demands.get_mut(&asked.demand_id).unwrap().0.push(party);
            }
            Call::AdvanceDemand => {
                let asked: AdvanceDemandRequest = request(line);
                let (parties, phase) = self.demands.get_mut(&asked.demand_id).unwrap();
                assert_eq!(*phase + 1, asked.phase, "{text}");
                let parties: BTreeSet<_> = parties.iter().collect();
                assert!(
                    asked.phase() != DemandPhase::Understand || parties.len() >= 3,
                    "{text}"
                );
                *phase = asked.phase;
            }
            _ => {
                let id = request::<DropDemandRequest>(line).demand_id;
                self.demands.get_mut(&id).unwrap().1 = DemandPhase::Dropped.into();
            }
        }
    }

    fn application(&mut self, line: &Line) {
        let text = line.text();
        match line.call {
            Call::DraftApplication => {
                let said = request::<DraftApplicationRequest>(line).application.unwrap();
                let id = said.application_id.clone();
                let kept = Kept {
                    said,
                    ..Kept::default()
                };
                assert!(self.applications.insert(id, kept).is_none(), "{text}");
            }
            Call::FillApplication => {
                let said = request::<FillApplicationRequest>(line).application.unwrap();
                let known = said.demand_ids.iter().all(|id| {
                    self.demands
                        .get(id)
                        .is_some_and(|(_, phase)| *phase == i32::from(DemandPhase::Understand))
                });
                assert!(known, "{text}");
                let id = said.application_id.clone();
                self.kept(&id).said = said;
            }
            Call::CheckApplication => {
                let id = request::<CheckApplicationRequest>(line).application_id;
                assert!(self.applications.contains_key(&id), "{text}");
            }
            Call::SubmitApplication => {
                let kept = self.kept(&request::<SubmitApplicationRequest>(line).application_id);
                assert!(
                    (date(2024, 4, 1)..=date(2024, 4, 15)).contains(&line.on),
                    "{text}"
                );
                check_submitted(&kept.said, &text);
                kept.submitted = Some(line.on);
            }
            Call::WithdrawApplication => {
                let kept = self.kept(&request::<WithdrawApplicationRequest>(line).application_id);
                assert!(kept.outcome.is_none() && !kept.withdrawn, "{text}");
                kept.withdrawn = true;
            }
            Call::DeclareInterest => {
                let asked: DeclareInterestRequest = request(line);
                let kept = self.kept(&asked.application_id);
                kept.interests.insert(line.caller.clone(), asked.conflict);
            }
            _ => {
                let asked: ScoreApplicationRequest = request(line);
                let kept = self.kept(&asked.application_id);
                assert_eq!(kept.interests.get(&line.caller), Some(&false), "{text}");
                assert_eq!(asked.scores.len(), 3, "{text}");
                kept.scored.insert(line.caller.clone());
            }
        }
    }

    fn kept(&mut self, id: &str) -> &mut Kept {
        self.applications
            .get_mut(id)
            .unwrap_or_else(|| panic!("there is no application {id}"))
    }

    fn award(&mut self, line: &Line) {
        let id = line.request["applicationId"].as_str().unwrap().to_owned();
        let text = line.text();
        match line.call {
            Call::RecordAward => self.decide(&id, line),
            Call::RecordAdvance => {
                let advance = request::<RecordAdvanceRequest>(line).advance.unwrap();
                let kept = self.kept(&id);
                kept.paid += advance.cents;
                let waits = kept.outcome == Some(AwardOutcome::Conditional) && kept.met.is_none();
                let most = if waits { kept.awarded / 5 } else { kept.awarded };
                assert!(kept.paid <= most && day(&advance.paid_on) <= line.on, "{text}");
                self.money(&id, MoneyState::Paid);
            }
            Call::RecordCondition => {
                let met = request::<RecordConditionRequest>(line).met;
                let kept = self.kept(&id);
                assert_eq!(kept.met.replace(met), None, "{text}");
                let project = self.projects.get_mut(&id).unwrap();
                if met {
                    self.money(&id, MoneyState::Granted);
                } else {
                    project.state = ProjectState::Stopped;
                }
            }
            Call::RequestAwardChange => {
                let change = request::<RequestAwardChangeRequest>(line).change.unwrap();
                self.kept(&id)
                    .changes
                    .insert(change.change_id, change.awarded_cents);
            }
            Call::DecideAwardChange => {
                let asked: DecideAwardChangeRequest = request(line);
                let kept = self.kept(&id);
                if let (true, Some(cents)) = (asked.approved, kept.changes[&asked.change_id]) {
                    assert!(kept.paid <= cents, "{text}");
                    kept.awarded = cents;
                    self.money(&id, MoneyState::Granted);
                }
            }
            _ => {
                let cents = request::<DetermineGrantRequest>(line).determined_cents;
                let kept = self.kept(&id);
                assert!(cents <= kept.awarded && kept.determined.is_none(), "{text}");
                kept.determined = Some(cents);
            }
        }
    }

    /// Records a decision, and makes what was awarded a project with its plan and its money.
    fn decide(&mut self, id: &str, line: &Line) {
        let asked: RecordAwardRequest = request(line);
        let kept = self.kept(id);
        assert!(
            kept.submitted.is_some() && !kept.withdrawn && kept.outcome.is_none(),
            "{}",
            line.text()
        );
        assert!(
            asked.awarded_cents <= kept.said.requested_cents,
            "{}",
            line.text()
        );
        (kept.outcome, kept.awarded) = (Some(asked.outcome()), asked.awarded_cents);
        let said = kept.said.clone();
        if asked.outcome() == AwardOutcome::Rejected {
            return;
        }
        let profile = ProjectProfile {
            project_id: said.application_id,
            name: said.name,
            summary: said.summary,
            block_id: "transitions".into(),
            workgroup_id: said.workgroup_id,
            theme_id: said.theme_id,
            call_id: said.call_id,
            scheme_id: "llo-energie-grondstoffen".into(),
            scheme_version: 2,
            size_class: said.size_class,
            lead_organisation_id: said.lead_organisation_id,
            partners: said.partners,
            regions: said.regions,
            starts_on: said.starts_on,
            ends_on: said.ends_on,
            example: said.example,
            ..ProjectProfile::default()
        };
        self.take_in(profile, line);
        let baseline = SetBaselineRequest {
            project_id: id.to_owned(),
            plan: said.plan,
            ..SetBaselineRequest::default()
        };
        let baseline = Line::new(line.on, Call::SetBaseline, "", &baseline);
        self.projects.get_mut(id).unwrap().carry_out(&baseline);
        let state = match asked.outcome() {
            AwardOutcome::Conditional => MoneyState::Conditional,
            _ => MoneyState::Granted,
        };
        self.money(id, state);
    }

    /// Records a total as the programme block does when it hears of it.
    fn money(&mut self, id: &str, state: MoneyState) {
        let kept = &self.applications[id];
        let cents = if state == MoneyState::Paid {
            kept.paid
        } else {
            kept.awarded
        };
        self.projects
            .get_mut(id)
            .unwrap()
            .money
            .insert(state.into(), cents);
    }

    fn solution(&mut self, line: &Line) {
        let text = line.text();
        match line.call {
            Call::DesignSolution => {
                let made = request::<DesignSolutionRequest>(line).solution.unwrap();
                assert!(self.projects.contains_key(&made.project_id), "{text}");
                assert!(
                    made.demand_ids.iter().all(|id| self.demands.contains_key(id)),
                    "{text}"
                );
                let designed = (1, day(&made.designed_on));
                assert!(
                    self.solutions.insert(made.solution_id, designed).is_none(),
                    "{text}"
                );
            }
            Call::PilotSolution => {
                let asked: PilotSolutionRequest = request(line);
                self.step(&asked.solution_id, 2, day(&asked.piloted_on), line);
            }
            Call::ScaleSolution => {
                let asked: ScaleSolutionRequest = request(line);
                self.step(&asked.solution_id, 3, day(&asked.scaled_on), line);
            }
            _ => {
                let asked: ReuseSolutionRequest = request(line);
                let (_, since) = self.solutions[&asked.solution_id];
                let used = day(&asked.reuse.unwrap().since);
                assert!(since <= used && used <= line.on, "{text}");
            }
        }
    }

    fn step(&mut self, id: &str, to: u32, on: Date, line: &Line) {
        let kept = self.solutions.get_mut(id).unwrap();
        assert!(
            kept.0 + 1 == to && kept.1 <= on && on <= line.on,
            "{}",
            line.text()
        );
        *kept = (to, on);
    }
}

/// What a submitted application must say.
fn check_submitted(said: &Application, text: &str) {
    let plan = said.plan.as_ref().unwrap();
    let costs: i64 = plan.budget.iter().map(|line| line.planned_cents).sum();
    assert_eq!(costs, said.requested_cents + plan.cofinancing_cents, "{text}");
    assert!(plan.cofinancing_cents > 0 && !said.skills.is_empty(), "{text}");
    let (least, most) = match said.size_class() {
        SizeClass::Small => (5_000_000, 12_500_000),
        _ => (12_500_001, 200_000_000),
    };
    assert!((least..=most).contains(&said.requested_cents), "{text}");
    assert!(
        said.partners
            .iter()
            .any(|partner| partner.role == "arbeidsorganisatie"),
        "{text}"
    );
    assert!(said.name.starts_with("Voorbeeld: ") && said.example, "{text}");
}

/// The season shows the block's whole course.
#[test]
fn every_step_of_the_block_is_there() {
    let hub = crate::replayed();
    let count = |wanted: fn(&Kept) -> bool| hub.applications.values().filter(|kept| wanted(kept)).count();
    assert_eq!(count(|kept| kept.withdrawn), 1);
    assert_eq!(count(|kept| kept.outcome == Some(AwardOutcome::Rejected)), 4);
    assert_eq!(count(|kept| kept.met == Some(true)), 2);
    assert_eq!(count(|kept| kept.met == Some(false)), 1);
    assert_eq!(count(|kept| kept.determined.is_some()), 2);
    assert!(count(|kept| kept.scored.len() >= 2) >= 10);
    assert!(count(|kept| kept.interests.values().any(|conflict| *conflict)) >= 4);
    let phases: BTreeSet<_> = hub.demands.values().map(|(_, phase)| *phase).collect();
    assert!(phases.len() >= 3, "{phases:?}");
    let far: BTreeSet<_> = hub.solutions.values().map(|(far, _)| *far).collect();
    assert_eq!(far, BTreeSet::from([1, 2, 3]));
    assert!(hub.bottlenecks.values().any(|open| !open));
}
