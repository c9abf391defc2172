//! Own progress against the own plan: milestones, goals, budget and money.

use jiff::civil::Date;

use super::super::language::{cents, day, pick, quantity, share};
use super::page::{Column, Page};
use crate::judgement::facts::{Facts, Indicator, Measured, Milestone, Wait};
use crate::judgement::{Message, Value};

/// Milestones with their slip and what they wait for.
pub(super) fn milestones(page: &mut Page, facts: &Facts, today: Date) {
    page.title(3, "feedback-heading-milestones");
    if facts.milestones.is_empty() {
        return page.paragraph(&Message::new("feedback-no-milestones"));
    }
    let mut by_day: Vec<&Milestone> = facts.milestones.iter().collect();
    by_day.sort_by(|a, b| (a.due_on, &a.milestone_id).cmp(&(b.due_on, &b.milestone_id)));
    let columns = [
        Column::Text("feedback-column-milestone"),
        Column::Text("feedback-column-baseline-day"),
        Column::Text("feedback-column-planned-day"),
        Column::Text("feedback-column-achieved-day"),
        Column::Text("feedback-column-state"),
        Column::Figure("feedback-column-slip"),
        Column::Text("feedback-column-waits-for"),
    ];
    let rows: Vec<_> = by_day
        .into_iter()
        .map(|milestone| milestone_row(page, milestone, today))
        .collect();
    page.table(&columns, &rows);
}

fn milestone_row(page: &Page, milestone: &Milestone, today: Date) -> Vec<String> {
    let waits: Vec<String> = milestone
        .waits_for
        .iter()
        .map(|it| waits_for(page, it, today))
        .collect();
    vec![
        page.data(&milestone.title),
        day(page.lang, milestone.baseline_due_on),
        day(page.lang, milestone.due_on),
        milestone
            .achieved_on
            .map(|on| day(page.lang, on))
            .unwrap_or_default(),
        milestone_state(page, milestone, today),
        page.words(&Message::new("feedback-slip").count("days", milestone.slip_days(today))),
        waits.join("; "),
    ]
}

fn milestone_state(page: &Page, milestone: &Milestone, today: Date) -> String {
    match milestone.days_late(today) {
        0 => {
            page.words(&Message::new("feedback-milestone-state").code("state", milestone.state.as_str_name()))
        }
        days => page.words(&Message::new("feedback-late-now").count("days", days)),
    }
}

fn waits_for(page: &Page, wait: &Wait, today: Date) -> String {
    let state = match (wait.due_on, wait.days_late(today)) {
        (None, _) => Message::new("feedback-wait-unknown"),
        _ if wait.is_achieved() => Message::new("feedback-wait-achieved"),
        _ if wait.is_dropped() => Message::new("feedback-wait-dropped"),
        (Some(due), 0) => Message::new("feedback-wait-planned").with("due", Value::Day(due)),
        (Some(due), days) => Message::new("feedback-wait-late")
            .with("due", Value::Day(due))
            .count("days", days),
    };
    let state = page.words(&state);
    format!(
        "{} ({}): {state}",
        page.data(&wait.title),
        page.data(&wait.project_id)
    )
}

/// Indicators with target, value and attainment, then what was corrected and where report and observation differ.
pub(super) fn goals(page: &mut Page, facts: &Facts, today: Date) {
    page.title(3, "feedback-heading-goals");
    if facts.indicators.is_empty() {
        return page.paragraph(&Message::new("feedback-no-goals"));
    }
    let elapsed = Value::Share(facts.profile.elapsed(today));
    page.paragraph(&Message::new("feedback-elapsed").with("elapsed", elapsed));
    let columns = [
        Column::Text("feedback-column-goal"),
        Column::Text("feedback-column-unit"),
        Column::Figure("feedback-column-baseline"),
        Column::Figure("feedback-column-target"),
        Column::Figure("feedback-column-reported"),
        Column::Text("feedback-column-until"),
        Column::Figure("feedback-column-observed"),
        Column::Figure("feedback-column-attainment"),
    ];
    let rows: Vec<_> = facts
        .indicators
        .iter()
        .map(|indicator| goal_row(page, indicator))
        .collect();
    page.table(&columns, &rows);
    remarks(page, facts);
}

fn goal_row(page: &Page, indicator: &Indicator) -> Vec<String> {
    let number = |value: Option<f64>| value.map(|value| quantity(page.lang, value)).unwrap_or_default();
    let value = |measured: &Option<Measured>| number(measured.as_ref().map(|it| it.value));
    vec![
        page.data(pick(page.lang, &indicator.name)),
        page.data(&indicator.unit),
        number(indicator.target.map(|target| target.baseline)),
        number(indicator.target.map(|target| target.target)),
        value(&indicator.reported),
        indicator
            .reported
            .as_ref()
            .map(|it| day(page.lang, it.until))
            .unwrap_or_default(),
        value(&indicator.observed),
        indicator.attainment().map(share).unwrap_or_default(),
    ]
}

fn remarks(page: &mut Page, facts: &Facts) {
    let corrected = facts.indicators.iter().flat_map(corrections);
    let differing = facts.indicators.iter().filter_map(difference);
    let remarks: Vec<String> = corrected.chain(differing).map(|it| page.words(&it)).collect();
    if !remarks.is_empty() {
        page.list(&remarks);
    }
}

fn corrections(indicator: &Indicator) -> impl Iterator<Item = Message> {
    let changed = indicator
        .series
        .iter()
        .filter(|point| point.as_corrected != Some(point.as_reported));
    changed.map(|point| {
        let key = if point.as_corrected.is_some() {
            "feedback-corrected"
        } else {
            "feedback-withdrawn"
        };
        let message = Message::new(key)
            .with("name", Value::Local(indicator.name.clone()))
            .text("period", &point.period.label)
            .with("reported", Value::Quantity(point.as_reported));
        point
            .as_corrected
            .into_iter()
            .fold(message, |it, now| it.with("corrected", Value::Quantity(now)))
    })
}

/// Reported and observed need not be the same: a report may be older, or an event missing. That they differ is worth a look.
fn difference(indicator: &Indicator) -> Option<Message> {
    let (reported, observed) = (indicator.reported.as_ref()?, indicator.observed.as_ref()?);
    ((reported.value - observed.value).abs() > f64::EPSILON).then(|| {
        Message::new("feedback-differs")
            .with("name", Value::Local(indicator.name.clone()))
            .with("reported", Value::Quantity(reported.value))
            .with("until", Value::Day(reported.until))
            .with("observed", Value::Quantity(observed.value))
    })
}

/// Planned and realised costs by category.
pub(super) fn budget(page: &mut Page, facts: &Facts) {
    page.title(3, "feedback-heading-budget");
    if facts.budget.is_empty() {
        return page.paragraph(&Message::new("feedback-no-budget"));
    }
    page.paragraph(&match facts.realised_until {
        Some(until) => Message::new("feedback-realised-until").with("until", Value::Day(until)),
        None => Message::new("feedback-nothing-realised"),
    });
    let columns = [
        Column::Text("feedback-column-category"),
        Column::Figure("feedback-column-planned"),
        Column::Figure("feedback-column-realised"),
        Column::Figure("feedback-column-share"),
    ];
    let line = |name: String, planned, realised| {
        vec![
            name,
            cents(page.lang, planned),
            cents(page.lang, realised),
            part(realised, planned),
        ]
    };
    let lines = facts.budget.iter();
    let mut rows: Vec<_> = lines
        .map(|it| line(page.data(&it.category), it.planned_cents, it.realised_cents))
        .collect();
    let total = line(
        page.word("feedback-total"),
        facts.planned_cents(),
        facts.realised_cents(),
    );
    rows.push(
        total
            .into_iter()
            .map(|cell| {
                if cell.is_empty() {
                    cell
                } else {
                    format!("**{cell}**")
                }
            })
            .collect(),
    );
    page.table(&columns, &rows);
}

fn part(realised_cents: i64, planned_cents: i64) -> String {
    if planned_cents > 0 {
        share(realised_cents as f64 / planned_cents as f64)
    } else {
        String::new()
    }
}

/// Money by state, as the agency decided it; never added up over states.
pub(super) fn money(page: &mut Page, facts: &Facts) {
    if facts.money.is_empty() {
        return;
    }
    page.title(3, "feedback-heading-money");
    let columns = [
        Column::Text("feedback-column-money-state"),
        Column::Figure("feedback-column-amount"),
    ];
    let mut states: Vec<_> = facts.money.iter().collect();
    states.sort_by_key(|money| money.state);
    let row = |state: &'static str, amount| {
        vec![
            page.words(&Message::new("feedback-money-state").code("state", state)),
            cents(page.lang, amount),
        ]
    };
    let rows: Vec<_> = states
        .into_iter()
        .map(|money| row(money.state.as_str_name(), money.cents))
        .collect();
    page.table(&columns, &rows);
}
