//! The judgement of a project: red, amber or green, with the reasons.
//!
//! A pure function over the [`Facts`] of one project and a day. Each rule is one file and one line in [`RULES`]; to add one, write the
//! file, add the line, and give `judgement-<key>-*` its words in `locales/{nl,en}/judgement.ftl`. `docs/judgement.md` shows the rules
//! to people and a test keeps it true. A change of a threshold raises the rule's version, so that an old judgement stays explainable.

mod attention_point_unanswered;
mod budget_behind;
mod budget_overrun;
mod dependency_late;
pub mod describe;
#[cfg(test)]
pub(crate) mod example;
pub mod facts;
mod goal_behind;
pub mod measures;
pub mod message;
mod milestone_late;
mod milestone_slipping;
mod observed_differs;
mod report_overdue;
mod report_returned;
mod silent;

use std::cmp::Reverse;

use contracts::insight::v1::Colour;
use contracts::programme::v1::ProjectState;
use jiff::civil::Date;

pub use facts::Facts;
pub use message::{Message, Value};

/// Every rule, in the order in which reasons of one colour are shown.
pub const RULES: &[&dyn Rule] = &[
    &report_overdue::ReportOverdue,
    &milestone_late::MilestoneLate,
    &dependency_late::DependencyLate,
    &goal_behind::GoalBehind,
    &budget_overrun::BudgetOverrun,
    &silent::Silent,
    &report_returned::ReportReturned,
    &attention_point_unanswered::AttentionPointUnanswered,
    &milestone_slipping::MilestoneSlipping,
    &budget_behind::BudgetBehind,
    &observed_differs::ObservedDiffers,
];

/// One rule of the judgement.
pub trait Rule: Sync {
    /// Stable code in UPPER_SNAKE_CASE; what other systems see.
    fn code(&self) -> &'static str;
    /// Raised when the rule or one of its thresholds changes.
    fn version(&self) -> u32;
    /// The thresholds by the name under which the description of the rule speaks of them.
    fn thresholds(&self) -> Vec<(&'static str, Value)>;
    /// Whether it also judges a project that does not run: only rules about what is still owed do.
    fn judges_what_is_owed(&self) -> bool {
        false
    }
    /// What it finds; nothing when the project is on course.
    fn judge(&self, facts: &Facts, today: Date) -> Option<Finding>;
}

/// What one rule found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Amber or red.
    pub colour: Colour,
    /// In words, still without a language.
    pub text: Message,
    /// Ledger positions of the events behind it, rising.
    pub positions: Vec<u64>,
}

impl Finding {
    /// A finding; the positions are put in order, each once.
    pub fn new(colour: Colour, text: Message, mut positions: Vec<u64>) -> Self {
        positions.sort_unstable();
        positions.dedup();
        Self {
            colour,
            text,
            positions,
        }
    }
}

/// One reason for a judgement: a finding and the rule that made it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// Code of the rule.
    pub code: &'static str,
    /// Version of the rule.
    pub rule_version: u32,
    /// What it found.
    pub finding: Finding,
}

/// A judgement with its reasons, worst first.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The worst colour among the reasons; green without any; unspecified while there is no plan to judge by.
    pub colour: Colour,
    /// The reasons.
    pub reasons: Vec<Reason>,
}

/// Judges one project as it stands on `today`.
pub fn judge(facts: &Facts, today: Date) -> Judgement {
    let applying = RULES.iter().filter(|rule| applies(**rule, facts.profile.state));
    let mut reasons: Vec<Reason> = applying.filter_map(|rule| reason(*rule, facts, today)).collect();
    reasons.sort_by_key(|reason| Reverse(reason.finding.colour));
    let colour = reasons
        .first()
        .map_or(without_reasons(facts.profile.state), |worst| worst.finding.colour);
    Judgement { colour, reasons }
}

/// A project that does not run is judged only on what is still owed.
fn applies(rule: &dyn Rule, state: ProjectState) -> bool {
    match state {
        ProjectState::Running => true,
        ProjectState::Registered | ProjectState::Finished | ProjectState::Stopped | ProjectState::Closed => {
            rule.judges_what_is_owed()
        }
        ProjectState::Unspecified => false,
    }
}

fn without_reasons(state: ProjectState) -> Colour {
    match state {
        ProjectState::Registered | ProjectState::Unspecified => Colour::Unspecified,
        ProjectState::Running | ProjectState::Finished | ProjectState::Stopped | ProjectState::Closed => {
            Colour::Green
        }
    }
}

fn reason(rule: &dyn Rule, facts: &Facts, today: Date) -> Option<Reason> {
    let finding = rule.judge(facts, today)?;
    Some(Reason {
        code: rule.code(),
        rule_version: rule.version(),
        finding,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::example::{day, milestone, running};
    use super::*;

    #[test]
    fn a_project_on_course_is_green_without_reasons() {
        let judgement = judge(&running(), day("2025-06-01"));
        assert_eq!(
            judgement,
            Judgement {
                colour: Colour::Green,
                reasons: Vec::new()
            }
        );
    }

    #[test]
    fn the_worst_reason_comes_first_and_gives_the_colour() {
        let mut facts = running();
        facts.milestones = vec![milestone("m1", "2025-05-31"), milestone("m2", "2025-12-01")];
        facts.milestones[1].baseline_due_on = day("2025-01-01");
        facts.last_sign = None;
        let judgement = judge(&facts, day("2025-06-30"));
        let codes: Vec<_> = judgement.reasons.iter().map(|reason| reason.code).collect();
        assert_eq!(judgement.colour, Colour::Red);
        assert_eq!(codes, ["SILENT", "MILESTONE_LATE", "MILESTONE_SLIPPING"]);
    }

    #[test]
    fn a_finished_project_is_not_judged_on_its_plan() {
        let mut facts = running();
        facts.profile.state = ProjectState::Finished;
        facts.milestones = vec![milestone("m1", "2024-05-31")];
        assert_eq!(judge(&facts, day("2026-06-30")).colour, Colour::Green);
    }

    #[test]
    fn a_project_without_a_plan_has_no_colour() {
        let mut facts = running();
        facts.profile.state = ProjectState::Registered;
        assert_eq!(judge(&facts, day("2025-06-01")).colour, Colour::Unspecified);
    }

    #[test]
    fn every_rule_has_a_code_of_its_own() {
        let codes: BTreeSet<_> = RULES.iter().map(|rule| rule.code()).collect();
        assert_eq!(codes.len(), RULES.len());
    }
}
