//! The rules around one project: money, plan, attention points.

use std::collections::{BTreeMap, BTreeSet};

use contracts::programme::v1::{plan_change::Change, *};
use jiff::civil::Date;
use season::{
    calendar::plus,
    line::{Call, Line},
    money::looks_like_bsn,
};

use crate::{
    hub::{day, request},
    report::Report,
};

#[derive(Default)]
pub(crate) struct Stone {
    pub(crate) due_on: Option<Date>,
    pub(crate) achieved_on: Option<Date>,
    pub(crate) dropped: bool,
}

pub(crate) struct Project {
    pub(crate) profile: ProjectProfile,
    pub(crate) ends_on: Date,
    pub(crate) plan_version: u32,
    pub(crate) milestones: BTreeMap<String, Stone>,
    pub(crate) targets: BTreeSet<String>,
    pub(crate) budget: BTreeMap<String, i64>,
    pub(crate) money: BTreeMap<i32, i64>,
    pub(crate) reports: BTreeMap<String, Report>,
    /// Attention points with their state.
    pub(crate) points: BTreeMap<String, AttentionPointState>,
    pub(crate) change_requests: BTreeMap<String, (Vec<PlanChange>, Option<bool>)>,
    pub(crate) dependencies: Vec<Dependency>,
    pub(crate) waived: Vec<String>,
    pub(crate) state: ProjectState,
}

impl Project {
    pub(crate) fn new(profile: ProjectProfile) -> Self {
        let ends_on = day(&profile.ends_on);
        Self {
            profile,
            ends_on,
            plan_version: 0,
            milestones: BTreeMap::new(),
            targets: BTreeSet::new(),
            budget: BTreeMap::new(),
            money: BTreeMap::new(),
            reports: BTreeMap::new(),
            points: BTreeMap::new(),
            change_requests: BTreeMap::new(),
            dependencies: Vec::new(),
            waived: Vec::new(),
            state: ProjectState::Registered,
        }
    }

    pub(crate) fn carry_out(&mut self, line: &Line) {
        match line.call {
            Call::RecordMoney => self.record_money(line),
            Call::SetBaseline => self.set_baseline(line),
            Call::RequestChange => self.request_change(line),
            Call::DecideChange => self.decide_change(line),
            Call::RevisePlan => self.revise(line),
            Call::AchieveMilestone => {
                let asked: AchieveMilestoneRequest = request(line);
                self.achieve(&asked.milestone_id, day(&asked.achieved_on), line);
            }
            Call::FinishProject | Call::StopProject => self.end(line),
            Call::RaiseAttentionPoint | Call::AnswerAttentionPoint | Call::CloseAttentionPoint => {
                self.point(line)
            }
            Call::WaiveObligation => self
                .waived
                .push(request::<WaiveObligationRequest>(line).obligation_id),
            Call::WithdrawDependency => {
                let asked: WithdrawDependencyRequest = request(line);
                let before = self.dependencies.len();
                self.dependencies
                    .retain(|one| one.dependency_id != asked.dependency_id);
                assert_eq!(self.dependencies.len() + 1, before, "{}", line.text());
            }
            Call::ScheduleObligation => {}
            _ => self.report(line),
        }
    }

    fn record_money(&mut self, line: &Line) {
        let asked: RecordMoneyRequest = request(line);
        let before = self
            .money
            .insert(asked.state, asked.total_cents)
            .unwrap_or_default();
        assert!(
            asked.total_cents >= before || !asked.correction_reason.is_empty(),
            "{}",
            line.text()
        );
        assert!(
            day(&asked.decided_on) <= line.on && !looks_like_bsn(asked.total_cents),
            "{}",
            line.text()
        );
        let total = |state: MoneyState| self.money.get(&i32::from(state)).copied().unwrap_or_default();
        let awarded = total(MoneyState::Granted) + total(MoneyState::Conditional);
        assert!(
            total(MoneyState::Committed) <= awarded && total(MoneyState::Paid) <= awarded,
            "{}",
            line.text()
        );
        let (least, most) = match self.profile.size_class() {
            SizeClass::Small => (5_000_000, 12_500_000),
            _ => (12_500_001, 200_000_000),
        };
        if asked.state() == MoneyState::Granted {
            assert!((least..=most).contains(&asked.total_cents), "{}", line.text());
        }
    }

    fn set_baseline(&mut self, line: &Line) {
        let plan = request::<SetBaselineRequest>(line).plan.unwrap();
        assert_eq!(self.state, ProjectState::Registered, "{}", line.text());
        assert!((4..=8).contains(&plan.milestones.len()), "{}", line.text());
        self.state = ProjectState::Running;
        self.plan_version = 1;
        for one in plan.milestones {
            let due_on = day(&one.due_on);
            assert!(
                day(&self.profile.starts_on) <= due_on && due_on <= self.ends_on,
                "{}",
                line.text()
            );
            self.milestones.insert(
                one.milestone_id,
                Stone {
                    due_on: Some(due_on),
                    ..Stone::default()
                },
            );
        }
        self.targets = plan
            .targets
            .into_iter()
            .map(|target| target.indicator_id)
            .collect();
        self.budget = plan
            .budget
            .into_iter()
            .map(|cost| (cost.category, cost.planned_cents))
            .collect();
    }

    fn request_change(&mut self, line: &Line) {
        let asked: RequestChangeRequest = request(line);
        assert!(
            self.state == ProjectState::Running && !asked.changes.is_empty(),
            "{}",
            line.text()
        );
        self.check_changes(&asked.changes, line);
        let before = self
            .change_requests
            .insert(asked.change_request_id, (asked.changes, None));
        assert!(before.is_none(), "{}", line.text());
    }

    fn decide_change(&mut self, line: &Line) {
        let asked: DecideChangeRequest = request(line);
        let (_, decided) = self.change_requests.get_mut(&asked.change_request_id).unwrap();
        assert!(decided.is_none() && !asked.decision.is_empty(), "{}", line.text());
        *decided = Some(asked.approved);
    }

    fn revise(&mut self, line: &Line) {
        let asked: RevisePlanRequest = request(line);
        assert_eq!(asked.plan_version, self.plan_version, "{}", line.text());
        assert!(
            self.state == ProjectState::Running && !asked.reason.is_empty(),
            "{}",
            line.text()
        );
        self.check_changes(&asked.changes, line);
        if asked.change_request_id.is_empty() {
            self.check_within_threshold(&asked.changes, line);
        } else {
            let (changes, decided) = &self.change_requests[&asked.change_request_id];
            assert!(
                *decided == Some(true) && *changes == asked.changes && !asked.decision.is_empty(),
                "{}",
                line.text()
            );
        }
        // A report that is under way is bound to the plan it was started with.
        let under_way = self
            .reports
            .values()
            .filter(|report| report.is_under_way())
            .count();
        assert_eq!(under_way, 0, "{}", line.text());
        self.plan_version += 1;
        asked
            .changes
            .into_iter()
            .for_each(|one| self.change(one.change.unwrap()));
    }

    fn check_changes(&self, changes: &[PlanChange], line: &Line) {
        for change in changes.iter().filter_map(|one| one.change.as_ref()) {
            let open = |id: &str| !self.milestones[id].dropped && self.milestones[id].achieved_on.is_none();
            let fine = match change {
                Change::RescheduleMilestone(one) => open(&one.milestone_id) && day(&one.due_on) > line.on,
                Change::DropMilestone(one) => open(&one.milestone_id),
                Change::AddMilestone(one) => !self.milestones.contains_key(&one.milestone_id),
                Change::ChangeTarget(one) => self.targets.contains(&one.indicator_id),
                Change::ChangeBudget(one) => {
                    self.budget[&one.category] != one.planned_cents && one.planned_cents > 0
                }
                Change::ChangeEnd(one) => day(&one.ends_on) > self.ends_on,
            };
            assert!(fine, "{change:?} in {}", line.text());
        }
    }

    fn check_within_threshold(&self, changes: &[PlanChange], line: &Line) {
        let (slip_days, shift_percent) = if self.profile.scheme_version == 1 {
            (60, 10)
        } else {
            (90, 15)
        };
        let total: i64 = self.budget.values().sum();
        for change in changes.iter().filter_map(|one| one.change.as_ref()) {
            let fine = match change {
                Change::RescheduleMilestone(one) => {
                    day(&one.due_on) <= plus(self.milestones[&one.milestone_id].due_on.unwrap(), slip_days)
                }
                Change::ChangeBudget(one) => {
                    (one.planned_cents - self.budget[&one.category]).abs() * 100 <= total * shift_percent
                }
                _ => false,
            };
            assert!(fine, "{change:?} in {}", line.text());
        }
    }

    fn change(&mut self, change: Change) {
        match change {
            Change::RescheduleMilestone(one) => {
                self.milestones.get_mut(&one.milestone_id).unwrap().due_on = Some(day(&one.due_on));
            }
            Change::DropMilestone(one) => self.milestones.get_mut(&one.milestone_id).unwrap().dropped = true,
            Change::AddMilestone(one) => {
                self.milestones.insert(
                    one.milestone_id,
                    Stone {
                        due_on: Some(day(&one.due_on)),
                        ..Stone::default()
                    },
                );
            }
            Change::ChangeTarget(_) => {}
            Change::ChangeBudget(one) => {
                self.budget.insert(one.category, one.planned_cents);
            }
            Change::ChangeEnd(one) => self.ends_on = day(&one.ends_on),
        }
    }

    pub(crate) fn achieve(&mut self, milestone_id: &str, on: Date, line: &Line) {
        assert!(
            day(&self.profile.starts_on) <= on && on <= line.on,
            "{milestone_id} in {}",
            line.text()
        );
        let stone = self.milestones.get_mut(milestone_id).unwrap();
        assert!(
            !stone.dropped && stone.achieved_on.is_none_or(|before| before == on),
            "{milestone_id} in {}",
            line.text()
        );
        stone.achieved_on = Some(on);
    }

    fn end(&mut self, line: &Line) {
        assert_eq!(self.state, ProjectState::Running, "{}", line.text());
        let (on, state) = match line.call {
            Call::FinishProject => (
                request::<FinishProjectRequest>(line).finished_on,
                ProjectState::Finished,
            ),
            _ => (
                request::<StopProjectRequest>(line).stopped_on,
                ProjectState::Stopped,
            ),
        };
        assert!(day(&on) <= line.on, "{}", line.text());
        self.state = state;
    }

    fn point(&mut self, line: &Line) {
        use AttentionPointState::{Answered, Closed, Raised};
        let id = line.request["attentionPointId"].as_str().unwrap().to_owned();
        let before = self.points.get(&id).copied();
        let after = match line.call {
            Call::RaiseAttentionPoint => Raised,
            Call::AnswerAttentionPoint => Answered,
            _ => Closed,
        };
        let fine = matches!(
            (before, after),
            (None, Raised) | (Some(Raised), Answered) | (Some(Answered), Closed)
        );
        assert!(fine, "{before:?} to {after:?} in {}", line.text());
        self.points.insert(id, after);
    }
}
