//! Reports owed and handed in, and what falls due next.

use contracts::insight::v1::WaitsOn;
use contracts::programme::v1::{ObligationState, ReportState};
use jiff::civil::Date;

use super::super::language::day;
use super::super::waiting::waits_on;
use super::page::{Column, Page};
use crate::judgement::facts::{Facts, Obligation};
use crate::judgement::measures::days_between;
use crate::judgement::{Message, Value};

/// How far the page looks ahead, in days: half a year shows at least one reporting deadline in most calendars.
const AHEAD_DAYS: i64 = 183;
/// Most coming things named.
const AHEAD_ITEMS: usize = 10;

/// Obligations whose period has begun, with where their reports stand.
pub(super) fn reports(page: &mut Page, facts: &Facts, today: Date) {
    page.title(2, "feedback-heading-reports");
    let begun: Vec<&Obligation> = facts
        .obligations
        .iter()
        .filter(|owed| owed.period.starts_on <= today)
        .collect();
    if begun.is_empty() {
        return page.paragraph(&Message::new("feedback-no-reports"));
    }
    let columns = [
        Column::Text("feedback-column-period"),
        Column::Text("feedback-column-kind"),
        Column::Text("feedback-column-due"),
        Column::Text("feedback-column-state"),
        Column::Figure("feedback-column-days-late"),
        Column::Text("feedback-column-waits-on"),
    ];
    let rows: Vec<_> = begun
        .into_iter()
        .map(|owed| report_row(page, owed, today))
        .collect();
    page.table(&columns, &rows);
}

fn report_row(page: &Page, owed: &Obligation, today: Date) -> Vec<String> {
    let late = owed.days_late(today);
    vec![
        page.data(&owed.period.label),
        page.words(&Message::new("feedback-report-kind").code("kind", owed.kind.as_str_name())),
        day(page.lang, owed.due_on),
        page.words(&state(owed)),
        if late > 0 { late.to_string() } else { String::new() },
        waits_on(owed, today)
            .map(|(whom, _)| whom_word(page, whom))
            .unwrap_or_default(),
    ]
}

/// What a reader wants to know: the report's state once there is one, and that of the obligation otherwise.
fn state(owed: &Obligation) -> Message {
    match owed.report_state() {
        ReportState::Unspecified => obligation_state(owed.state),
        state => Message::new("feedback-report-state").code("state", state.as_str_name()),
    }
}

fn obligation_state(state: ObligationState) -> Message {
    Message::new("feedback-obligation-state").code("state", state.as_str_name())
}

/// On whom something waits, in words.
pub(super) fn whom_word(page: &Page, whom: WaitsOn) -> String {
    page.words(&Message::new("feedback-waits-on").code("whom", whom.as_str_name()))
}

/// What falls due next over one or more projects, soonest first. With several projects each line names its own.
pub(super) fn next(page: &mut Page, projects: &[&Facts], today: Date) {
    page.title(2, "feedback-heading-next");
    let named = projects.len() > 1;
    let mut coming: Vec<(Date, String)> = projects
        .iter()
        .flat_map(|facts| coming(page, facts, today, named))
        .collect();
    coming.sort();
    let more = coming.len().saturating_sub(AHEAD_ITEMS);
    let mut lines: Vec<String> = coming
        .into_iter()
        .take(AHEAD_ITEMS)
        .map(|(_, line)| line)
        .collect();
    if lines.is_empty() {
        return page.paragraph(&Message::new("feedback-nothing-next").count("days", AHEAD_DAYS));
    }
    if more > 0 {
        lines.push(page.words(&Message::new("feedback-and-more").count("count", more as i64)));
    }
    page.list(&lines);
}

fn coming(page: &Page, facts: &Facts, today: Date, named: bool) -> Vec<(Date, String)> {
    let soon = |due: Date| (0..=AHEAD_DAYS).contains(&days_between(today, due));
    let line = |due: Date, message: Message| {
        let words = page.words(&message.with("due", Value::Day(due)));
        let project = if named {
            format!(" ({})", page.data(&facts.profile.name))
        } else {
            String::new()
        };
        (due, format!("{words}{project}"))
    };
    let milestones = facts
        .milestones
        .iter()
        .filter(|it| it.is_open() && soon(it.due_on));
    let milestones = milestones.map(|it| {
        line(
            it.due_on,
            Message::new("feedback-next-milestone").text("title", &it.title),
        )
    });
    let owed = facts
        .obligations
        .iter()
        .filter(|it| it.is_open() && soon(it.due_on));
    let owed = owed.map(|it| line(it.due_on, next_report(it)));
    milestones.chain(owed).collect()
}

fn next_report(owed: &Obligation) -> Message {
    Message::new("feedback-next-report")
        .code("kind", owed.kind.as_str_name())
        .text("period", &owed.period.label)
}
