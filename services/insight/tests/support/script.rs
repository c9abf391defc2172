//! A programme that goes its way: any list of numbers becomes a history that could have happened.

use contracts::{hub::v1::Period, programme::v1 as api};

use super::{MemoryLedger, culture, linked, radar, tell_project, transitions::tell_next};

/// What a project has had so far.
#[derive(Default, Clone, Copy)]
struct Had {
    registered: bool,
    plan_version: u32,
    reports: u32,
    points: u32,
    transitions: u32,
    radar: u32,
    culture: u32,
    linked: u32,
}

/// Tells a history to a ledger.
pub struct Script<'a> {
    ledger: &'a MemoryLedger,
    had: [Had; 4],
}

impl<'a> Script<'a> {
    pub fn new(ledger: &'a MemoryLedger) -> Self {
        Self {
            ledger,
            had: [Had::default(); 4],
        }
    }

    /// What a number stands for, with what must have happened before it.
    pub fn step(&mut self, number: u16) {
        let index = usize::from(number % 4);
        let id = format!("p{index}");
        let had = &mut self.had[index];
        if !had.registered {
            *had = Had {
                registered: true,
                plan_version: 1,
                ..*had
            };
            return tell_project(self.ledger, &id);
        }
        match number / 4 % 12 {
            11 => {
                had.linked += 1;
                linked::tell_next(self.ledger, &id, had.linked - 1);
            }
            10 => {
                had.culture += 1;
                culture::tell_next(self.ledger, &id, had.culture - 1);
            }
            9 => {
                had.radar += 1;
                radar::tell_next(self.ledger, &id, had.radar - 1);
            }
            8 => {
                had.transitions += 1;
                tell_next(self.ledger, &id, had.transitions - 1);
            }
            0 => money(self.ledger, &id, i64::from(number)),
            1 => {
                had.plan_version += 1;
                revise(self.ledger, &id, had.plan_version, number);
            }
            2 => {
                had.reports += 1;
                start_report(self.ledger, &id, had.reports);
            }
            3 | 4 if had.reports > 0 => accept(self.ledger, &id, u32::from(number) % had.reports + 1, number),
            5 => {
                had.points += 1;
                raise(self.ledger, &id, had.points);
            }
            6 if had.points > 0 => answer(self.ledger, &id, u32::from(number) % had.points + 1),
            _ => depend(self.ledger, &id, number),
        }
    }
}

fn money(ledger: &MemoryLedger, id: &str, cents: i64) {
    let recorded = api::MoneyRecorded {
        project_id: id.into(),
        amount: Some(api::MoneyAmount {
            state: api::MoneyState::Paid.into(),
            total_cents: cents,
            reference: "betaling".into(),
            decided_on: "2024-02-01".into(),
        }),
        ..Default::default()
    };
    ledger.tell("nl.projects.money-recorded.v1", id, &recorded);
}

/// Drops, moves and adds milestones, targets and lines.
fn revise(ledger: &MemoryLedger, id: &str, plan_version: u32, number: u16) {
    let milestones = (0..number % 5).map(|n| api::Milestone {
        milestone_id: format!("m{n}"),
        title: format!("Mijlpaal {n}"),
        due_on: format!("2025-{:02}-01", (number + n) % 12 + 1),
        ..Default::default()
    });
    let targets = (0..number % 3).map(|n| api::Target {
        indicator_id: format!("i{n}"),
        baseline_value: 0.0,
        target_value: f64::from(number % 7) / 3.0,
    });
    let budget = (0..number % 4).map(|n| api::BudgetLine {
        category: format!("c{n}"),
        planned_cents: i64::from(number % 6) * 100,
    });
    let revised = api::PlanRevised {
        project_id: id.into(),
        plan_version,
        plan: Some(api::Plan {
            milestones: milestones.collect(),
            targets: targets.collect(),
            budget: budget.collect(),
            cofinancing_cents: 5,
        }),
        ..Default::default()
    };
    ledger.tell("nl.projects.plan-revised.v1", id, &revised);
}

fn start_report(ledger: &MemoryLedger, id: &str, report: u32) {
    let started = api::ReportStarted {
        project_id: id.into(),
        report_id: format!("{id}-r{report}"),
        kind: api::ReportKind::Progress.into(),
        period: Some(Period {
            label: format!("periode {report}"),
            starts_on: "2024-01-01".into(),
            ends_on: format!("2024-{:02}-28", 12 - report % 12),
        }),
        ..Default::default()
    };
    ledger.tell("nl.reports.report-started.v1", id, &started);
}

/// Accepted again and again with other results: values come, change and go.
fn accept(ledger: &MemoryLedger, id: &str, report: u32, number: u16) {
    let results = (0..number % 4).map(|n| api::ResultProgress {
        indicator_id: format!("i{}", (number + n) % 5),
        current_value: Some(f64::from(number) / 9.0),
        ..Default::default()
    });
    let accepted = api::ReportAccepted {
        project_id: id.into(),
        report_id: format!("{id}-r{report}"),
        results: results.collect(),
        learning_culture: if number.is_multiple_of(2) {
            "ja".into()
        } else {
            String::new()
        },
        revision: u32::from(number),
        ..Default::default()
    };
    ledger.tell("nl.reports.report-accepted.v1", id, &accepted);
}

fn raise(ledger: &MemoryLedger, id: &str, point: u32) {
    let raised = api::AttentionPointRaised {
        project_id: id.into(),
        attention_point_id: format!("a{point}"),
        text: "Waarom?".into(),
        ..Default::default()
    };
    ledger.tell("nl.attention-points.attention-point-raised.v1", id, &raised);
}

fn answer(ledger: &MemoryLedger, id: &str, point: u32) {
    let answered = api::AttentionPointAnswered {
        project_id: id.into(),
        attention_point_id: format!("a{point}"),
        answer: "Daarom.".into(),
        ..Default::default()
    };
    ledger.tell("nl.attention-points.attention-point-answered.v1", id, &answered);
}

fn depend(ledger: &MemoryLedger, id: &str, number: u16) {
    let declared = api::DependencyDeclared {
        project_id: id.into(),
        dependency: Some(api::Dependency {
            dependency_id: format!("d{}", number % 3),
            milestone_id: "m1".into(),
            on_project_id: format!("p{}", number % 4),
            on_milestone_id: "m2".into(),
            ..Default::default()
        }),
    };
    ledger.tell("nl.projects.dependency-declared.v1", id, &declared);
}
