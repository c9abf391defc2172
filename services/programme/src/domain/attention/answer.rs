//! Answering attention points, directly or by a report.

use jiff::Timestamp;

use super::{AttentionPoints, Fact, Point, Rejection, rejection::check_text};
use crate::domain::values::{Actor, Id};

/// Answers a point outside a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Point.
    pub point_id: Id,
    /// The answer.
    pub answer: String,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
}

pub(super) fn answer(points: &AttentionPoints, command: Answer) -> Result<Vec<Fact>, Rejection> {
    let Answer {
        point_id,
        answer,
        at,
        by,
    } = command;
    check_text("answer", &answer)?;
    points.unsettled(&point_id)?;
    Ok(vec![Fact::Answered {
        point_id,
        report_id: None,
        answer,
        at,
        by,
    }])
}

pub(super) fn answer_by_report(
    points: &AttentionPoints,
    report_id: &str,
    answers: Vec<(Id, String)>,
    at: Timestamp,
    by: &str,
) -> Vec<Fact> {
    let news = |(point_id, answer): &(Id, String)| {
        let point = points.point(point_id).filter(|point| point.is_unsettled());
        point.is_some_and(|point| !answer.trim().is_empty() && !says(point, report_id, answer))
    };
    let answered = |(point_id, answer)| Fact::Answered {
        point_id,
        report_id: Some(report_id.to_owned()),
        answer,
        at,
        by: by.to_owned(),
    };
    answers.into_iter().filter(news).map(answered).collect()
}

/// Whether this is what the report answered already, in an earlier round.
fn says(point: &Point, report_id: &str, answer: &str) -> bool {
    point
        .answer
        .as_ref()
        .is_some_and(|given| given.text == answer && given.report_id.as_deref() == Some(report_id))
}
