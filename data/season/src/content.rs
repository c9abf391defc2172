//! What a report says: results, costs and milestones from the project's own truth, and words around them.

use contracts::programme::v1::{
    ActivityProgress, AttentionAnswer, Deliverable, Evidence, MilestoneProgress, ReportContent, Risk,
    TargetGroup, WorkState,
};
use jiff::civil::Date;

use crate::{
    calendar::{HalfYear, days_between, plus},
    cast::{Pace, Seat},
    money::part,
    plan::{Script, Stone},
    rng::Rng,
    words,
};

/// A report to be written.
#[derive(Debug, Clone, Copy)]
pub struct Writing<'a> {
    /// Project.
    pub seat: &'a Seat,
    /// Its plan as it stands.
    pub script: &'a Script,
    /// Period.
    pub period: HalfYear,
    /// True when counts and costs are too high, to be corrected later.
    pub too_high: bool,
    /// True for the final report.
    pub last: bool,
}

impl Writing<'_> {
    pub(crate) fn day(&self) -> Date {
        self.period.last_day()
    }

    fn rng(&self, what: &str) -> Rng {
        Rng::named(&format!("{}/{}/{what}", self.seat.id(), self.period.label()))
    }

    /// Share of the project's time that is gone, in thousandths.
    pub(crate) fn gone(&self) -> i64 {
        let whole = days_between(self.seat.starts_on, self.seat.ends_on).max(1);
        (days_between(self.seat.starts_on, self.day()) * 1000 / whole).clamp(0, 1000)
    }

    /// Everything the report says, with answers to these attention points.
    #[must_use]
    pub fn content(&self, asked: &[String]) -> ReportContent {
        let mut rng = self.rng("words");
        let highlights = if self.seat.pace == Pace::Good {
            &words::HIGHLIGHTS_WELL[..]
        } else {
            &words::HIGHLIGHTS_BEHIND[..]
        };
        ReportContent {
            highlights: rng.pick(highlights).into(),
            activities: self.activities(),
            deliverables: self.deliverables(),
            milestones: self.milestones(),
            results: self.results(),
            target_groups: self.target_groups(),
            partner_problems: if rng.chance(20) {
                rng.pick(&words::PARTNER_PROBLEMS).into()
            } else {
                String::new()
            },
            deviations: if rng.chance(40) {
                rng.pick(&words::DEVIATIONS).into()
            } else {
                String::new()
            },
            risks: risks(&mut rng, self.seat.pace),
            budget: self.script.budget.iter().map(|cost| self.costs(cost)).collect(),
            cofinancing_realised_cents: part(self.script.cofinancing_cents, self.gone() * 9 / 10),
            answers: answers(&mut rng, asked),
            evidence: vec![self.evidence("voortgang", "Onderbouwing van de resultaten")],
            learning_culture: if rng.chance(92) {
                rng.pick(&words::LEARNING_CULTURE).into()
            } else {
                String::new()
            },
            goal_attainment: if self.last {
                rng.pick(&words::GOAL_ATTAINMENT).into()
            } else {
                String::new()
            },
            ..ReportContent::default()
        }
    }

    /// Evidence that does not exist: its address is reserved for examples.
    #[must_use]
    pub fn evidence(&self, what: &str, title: &str) -> Evidence {
        let uri = format!(
            "https://example.org/voorbeeld/{}/{}/{what}",
            self.seat.id(),
            self.period.label()
        );
        Evidence {
            title: title.into(),
            uri,
        }
    }

    fn milestones(&self) -> Vec<MilestoneProgress> {
        self.script
            .standing()
            .map(|stone| self.milestone(stone))
            .collect()
    }

    fn milestone(&self, stone: &Stone) -> MilestoneProgress {
        let milestone_id = stone.id.clone();
        if stone.real_on <= self.day() {
            return MilestoneProgress {
                milestone_id,
                achieved: true,
                achieved_on: stone.real_on.to_string(),
                ..Default::default()
            };
        }
        let in_sight = stone.due_on <= plus(self.day(), 90) && stone.real_on > plus(stone.due_on, 10);
        if !in_sight {
            return MilestoneProgress {
                milestone_id,
                ..Default::default()
            };
        }
        let expected_on = stone.real_on.max(plus(self.day(), 75)).to_string();
        let explanation =
            "De voorbereiding kost meer tijd; de partners hebben de stappen opnieuw verdeeld.".into();
        MilestoneProgress {
            milestone_id,
            expected_on,
            explanation,
            ..Default::default()
        }
    }

    fn activities(&self) -> Vec<ActivityProgress> {
        let state = |nth: i64| self.work_state(self.gone() - nth * 150);
        let activity = |(nth, (id, title)): (i64, (&str, &str))| ActivityProgress {
            activity_id: id.into(),
            title: title.into(),
            now: state(nth).into(),
            progress: self.rng(id).pick(&words::HIGHLIGHTS_WELL).into(),
            ..Default::default()
        };
        (0..)
            .zip(words::activities(self.seat.block))
            .map(activity)
            .collect()
    }

    fn work_state(&self, gone: i64) -> WorkState {
        match gone {
            ..=0 => WorkState::NotStarted,
            850.. => WorkState::Done,
            _ if self.seat.pace == Pace::Slipping => WorkState::Behind,
            _ => WorkState::OnSchedule,
        }
    }

    fn deliverables(&self) -> Vec<Deliverable> {
        let state = self.work_state(self.gone() - 300);
        let uri = if state == WorkState::Done {
            self.evidence("d1", "").uri
        } else {
            String::new()
        };
        vec![Deliverable {
            deliverable_id: "d1".into(),
            title: "Beschrijving van aanpak en materiaal".into(),
            state: state.into(),
            uri,
        }]
    }

    fn target_groups(&self) -> Vec<TargetGroup> {
        let people = self.script.goals.iter().find(|goal| {
            matches!(
                goal.indicator_id,
                "trans-participants-started" | "prof-adult-learners"
            )
        });
        let Some(goal) = people else { return Vec::new() };
        let reached = goal.value_on(self.seat, self.day());
        let shares = [0.62, 0.38];
        let group = |(name, share): (&str, f64)| TargetGroup {
            name: name.into(),
            planned: (goal.target * share) as u32,
            reached: (reached * share) as u32,
            ..Default::default()
        };
        words::target_groups(self.seat.block)
            .into_iter()
            .zip(shares)
            .map(group)
            .collect()
    }
}

fn risks(rng: &mut Rng, pace: Pace) -> Vec<Risk> {
    let (description, measure) = words::RISKS[rng.index(words::RISKS.len())];
    let worse = if pace == Pace::Slipping { 2 } else { 0 };
    let mut grade = || u32::try_from(rng.between(1, 3) + worse).unwrap_or(1);
    vec![Risk {
        description: description.into(),
        measure: measure.into(),
        likelihood: grade(),
        impact: grade(),
    }]
}

fn answers(rng: &mut Rng, asked: &[String]) -> Vec<AttentionAnswer> {
    let mut answer = |id: &String| AttentionAnswer {
        attention_point_id: id.clone(),
        answer: rng.pick(&words::ANSWERS).into(),
        ..Default::default()
    };
    asked.iter().map(&mut answer).collect()
}
