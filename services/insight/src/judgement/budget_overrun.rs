//! More was realised than planned.

use contracts::insight::v1::Colour;
use jiff::civil::Date;

use super::facts::{BudgetLine, Facts};
use super::{Finding, Message, Rule, Value};

/// See the module. The threshold is the plan itself: one cent above it counts.
pub(super) struct BudgetOverrun;

impl Rule for BudgetOverrun {
    fn code(&self) -> &'static str {
        "BUDGET_OVERRUN"
    }

    fn version(&self) -> u32 {
        1
    }

    fn thresholds(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts, _today: Date) -> Option<Finding> {
        if facts.realised_cents() > facts.planned_cents() {
            return Some(in_total(facts));
        }
        let over: Vec<&BudgetLine> = facts.budget.iter().filter(|line| is_over(line)).collect();
        (!over.is_empty()).then(|| in_categories(&over))
    }
}

fn is_over(line: &BudgetLine) -> bool {
    line.realised_cents > line.planned_cents
}

fn in_total(facts: &Facts) -> Finding {
    let text = Message::new("judgement-budget-overrun-total")
        .with("planned", Value::Cents(facts.planned_cents()))
        .with("realised", Value::Cents(facts.realised_cents()));
    let positions = facts
        .budget
        .iter()
        .flat_map(|line| line.positions.clone())
        .collect();
    Finding::new(Colour::Red, text, positions)
}

fn in_categories(over: &[&BudgetLine]) -> Finding {
    let items = over.iter().map(|line| item(line)).collect();
    let text = Message::new("judgement-budget-overrun")
        .count("count", over.len() as i64)
        .items("categories", items);
    let positions = over.iter().flat_map(|line| line.positions.clone()).collect();
    Finding::new(Colour::Amber, text, positions)
}

fn item(line: &BudgetLine) -> Message {
    Message::new("judgement-budget-overrun-item")
        .text("category", &line.category)
        .with("planned", Value::Cents(line.planned_cents))
        .with("realised", Value::Cents(line.realised_cents))
}

#[cfg(test)]
mod tests {
    use super::super::example::{budget, day, running};
    use super::*;

    fn colour(budget: Vec<BudgetLine>) -> Option<Colour> {
        let facts = Facts { budget, ..running() };
        BudgetOverrun
            .judge(&facts, day("2025-06-01"))
            .map(|finding| finding.colour)
    }

    #[test]
    fn the_plan_may_be_used_to_the_cent() {
        assert_eq!(colour(vec![budget("personnel", 100, 99)]), None);
        assert_eq!(colour(vec![budget("personnel", 100, 100)]), None);
    }

    #[test]
    fn one_category_above_its_plan_is_amber() {
        assert_eq!(
            colour(vec![budget("personnel", 100, 101), budget("travel", 100, 99)]),
            Some(Colour::Amber)
        );
    }

    #[test]
    fn the_total_above_the_plan_is_red() {
        assert_eq!(
            colour(vec![budget("personnel", 100, 101), budget("travel", 100, 100)]),
            Some(Colour::Red)
        );
    }

    #[test]
    fn amounts_too_large_to_add_do_not_wrap_round() {
        let huge = vec![budget("a", i64::MAX, i64::MAX), budget("b", i64::MAX, i64::MAX)];
        assert_eq!(colour(huge), None);
    }
}
