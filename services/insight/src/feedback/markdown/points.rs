//! Attention points, open and answered.

use contracts::programme::v1::AttentionPointState;
use eventing::clock::dutch_date;
use jiff::Timestamp;

use super::page::Page;
use crate::judgement::facts::{AttentionPoint, Facts};
use crate::judgement::{Message, Value};

/// Attention points of one project by state: what is asked, and what was answered.
pub(super) fn of_project(page: &mut Page, facts: &Facts) {
    page.title(2, "feedback-heading-points");
    if facts.attention_points.is_empty() {
        return page.paragraph(&Message::new("feedback-no-points"));
    }
    group(
        page,
        facts,
        AttentionPointState::Raised,
        "feedback-heading-points-open",
    );
    group(
        page,
        facts,
        AttentionPointState::Answered,
        "feedback-heading-points-answered",
    );
    group(
        page,
        facts,
        AttentionPointState::Closed,
        "feedback-heading-points-closed",
    );
}

fn group(page: &mut Page, facts: &Facts, state: AttentionPointState, heading: &'static str) {
    let points: Vec<_> = facts
        .attention_points
        .iter()
        .filter(|point| point.state == state)
        .collect();
    if points.is_empty() {
        return;
    }
    page.title(3, heading);
    let items: Vec<String> = points.into_iter().map(|point| item(page, point)).collect();
    page.list(&items);
}

/// Attention points that are not closed, over several projects.
pub(super) fn of_projects(page: &mut Page, projects: &[&Facts]) {
    page.title(2, "feedback-heading-points");
    let items: Vec<String> = projects
        .iter()
        .flat_map(|facts| open_items(page, facts))
        .collect();
    if items.is_empty() {
        return page.paragraph(&Message::new("feedback-no-open-points"));
    }
    page.list(&items);
}

fn open_items(page: &Page, facts: &Facts) -> Vec<String> {
    let open = facts
        .attention_points
        .iter()
        .filter(|point| point.state != AttentionPointState::Closed);
    open.map(|point| format!("{} – {}", page.data(&facts.profile.name), item(page, point)))
        .collect()
}

fn item(page: &Page, point: &AttentionPoint) -> String {
    let head = on(Message::new(raised_key(point)), point.raised_at)
        .text("id", &point.attention_point_id)
        .text("report", &point.report_id)
        .text("text", &point.text);
    let asked = page.words(&head);
    match point.answered_at.filter(|_| !point.answer.is_empty()) {
        None => asked,
        Some(at) => format!("{asked}\n  - {}", page.words(&answer(point, at))),
    }
}

fn raised_key(point: &AttentionPoint) -> &'static str {
    if point.report_id.is_empty() {
        "feedback-point"
    } else {
        "feedback-point-on-report"
    }
}

fn answer(point: &AttentionPoint, at: Timestamp) -> Message {
    let key = if point.answered_in_report_id.is_empty() {
        "feedback-answer"
    } else {
        "feedback-answer-in-report"
    };
    on(Message::new(key), at)
        .text("report", &point.answered_in_report_id)
        .text("text", &point.answer)
}

fn on(message: Message, at: Timestamp) -> Message {
    message.with("day", Value::Day(dutch_date(at)))
}
