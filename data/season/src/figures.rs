//! The figures of a report: results and costs, as they are, or a little too high where they are to be corrected later.

use contracts::programme::v1::{BudgetProgress, ReportContent, ResultProgress};

use crate::{
    calendar::HalfYear,
    cast::Pace,
    content::Writing,
    money::{part, whole_euros},
    plan::Cost,
    rng::Rng,
    targets::{Goal, Nature},
};

impl Writing<'_> {
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

    pub(crate) fn results(&self) -> Vec<ResultProgress> {
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

    pub(crate) fn costs(&self, cost: &Cost) -> BudgetProgress {
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
}
