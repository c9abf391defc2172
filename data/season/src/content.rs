//! What a report says: results, costs and milestones from the project's own truth, and words around them.

use contracts::programme::v1::{
    ActivityProgress, AttentionAnswer, BudgetProgress, Deliverable, Evidence, MilestoneProgress,
    ReportContent, ResultProgress, Risk, TargetGroup, WorkState,
};
use jiff::civil::Date;

use crate::{
    calendar::{HalfYear, days_between, plus},
    cast::{Pace, Seat},
    money::{part, whole_euros},
    plan::{Cost, Script, Stone},
    rng::Rng,
    targets::{Goal, Nature},
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
    fn day(&self) -> Date {
        self.period.last_day()
    }

    fn rng(&self, what: &str) -> Rng {
        Rng::named(&format!("{}/{}/{what}", self.seat.id(), self.period.label()))
    }

    /// Share of the project's time that is gone, in thousandths.
    fn gone(&self) -> i64 {
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

    /// Only what a correction changes: results and costs, with the reason where they are lower than what was said first.
    #[must_use]
    pub fn correction(&self) -> ReportContent {
        let first = Self {
            too_high: true,
            ..*self
        };
        let mut results = self.results();
        for (now, before) in results.iter_mut().zip(first.results()) {
            if now.current_value < before.current_value {
                now.correction_reason = "Dubbele inschrijvingen zijn na controle verwijderd.".into();
            }
        }
        let mut budget: Vec<_> = self.script.budget.iter().map(|cost| self.costs(cost)).collect();
        for (now, before) in budget
            .iter_mut()
            .zip(self.script.budget.iter().map(|cost| first.costs(cost)))
        {
            if now.cumulative_cents < before.cumulative_cents {
                now.correction_reason = "Een factuur was in twee categorieën geboekt.".into();
            }
        }
        ReportContent {
            results,
            budget,
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

    fn results(&self) -> Vec<ResultProgress> {
        self.script.goals.iter().map(|goal| self.result(goal)).collect()
    }

    fn result(&self, goal: &Goal) -> ResultProgress {
        let items = goal.items_on(self.seat, self.day());
        let behind = self.seat.pace != Pace::Good && goal.nature == Nature::Count;
        let explanation = if behind {
            "Blijft achter bij de planning; zie de toelichting bij de afwijkingen."
        } else {
            ""
        };
        ResultProgress {
            indicator_id: goal.indicator_id.into(),
            current_value: self.value(goal),
            items,
            explanation: explanation.into(),
            ..ResultProgress::default()
        }
    }

    fn value(&self, goal: &Goal) -> Option<f64> {
        match &goal.nature {
            Nature::Count => Some(self.counted(goal)),
            Nature::Measure => Some(goal.value_on(self.seat, self.day())),
            Nature::Distinct(_) => Some(goal.items_on(self.seat, self.day()).len() as f64),
            Nature::Milestones => Some(self.milestones_reported()),
            Nature::Ratio(above, below) => {
                let counted = |id: &str| {
                    self.script
                        .goals
                        .iter()
                        .find(|one| one.indicator_id == id)
                        .map(|one| self.counted(one))
                };
                let (above, below) = counted(above).zip(counted(below))?;
                (below > 0.0).then(|| (above / below * 10_000.0).round() / 10_000.0)
            }
        }
    }

    /// A count, and a little more when the report is too high; never more than the next period will have anyway, so that
    /// later reports need no correction of their own.
    fn counted(&self, goal: &Goal) -> f64 {
        let real = goal.value_on(self.seat, self.day());
        let next = goal.value_on(self.seat, self.period.next().last_day());
        if self.too_high {
            (real + 3.0).min(next)
        } else {
            real
        }
    }

    /// Two projects count one milestone more than the hub observes: the difference is theirs to explain.
    fn milestones_reported(&self) -> f64 {
        let achieved = self
            .script
            .standing()
            .filter(|stone| stone.real_on <= self.day())
            .count();
        let extra = usize::from(matches!(self.seat.number, 202 | 212) && self.gone() > 300);
        (achieved + extra) as f64
    }

    fn costs(&self, cost: &Cost) -> BudgetProgress {
        let now = self.spent(cost, self.period);
        let next = self.spent(cost, self.period.next());
        let cumulative_cents = if self.too_high {
            whole_euros(now / 100 * 105).min(next)
        } else {
            now
        };
        let above = cumulative_cents > cost.planned;
        let note = "Meer inzet van externe deskundigen dan begroot; gedekt uit lagere personeelskosten.";
        BudgetProgress {
            category: cost.category.into(),
            cumulative_cents,
            deviation_note: if above { note.into() } else { String::new() },
            ..BudgetProgress::default()
        }
    }

    /// Realised since the start. Two projects spend more on experts than planned.
    fn spent(&self, cost: &Cost, period: HalfYear) -> i64 {
        let gone = Writing { period, ..*self }.gone();
        let speed = Rng::named(&format!("{}/{}/speed", self.seat.id(), cost.category)).between(84, 95);
        let overspends = matches!(self.seat.number, 203 | 223) && cost.category == "hired-expertise";
        let speed = if overspends { 260 } else { speed };
        let realised = part(cost.baseline, gone * speed / 100);
        if overspends {
            realised.min(part(cost.baseline, 1080))
        } else {
            realised
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
