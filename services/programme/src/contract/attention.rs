//! Attention points as the contract writes them.

use contracts::programme::v1 as proto;
use runtime::receipt::proto_time;

use crate::domain::attention::Point;

/// An attention point.
#[must_use]
pub fn point(project_id: &str, point: &Point) -> proto::AttentionPoint {
    let given = point.answer.as_ref();
    proto::AttentionPoint {
        attention_point_id: point.point_id.clone(),
        project_id: project_id.to_owned(),
        report_id: point.report_id.clone().unwrap_or_default(),
        text: point.text.clone(),
        state: state(point).into(),
        answer: given.map(|answer| answer.text.clone()).unwrap_or_default(),
        answered_in_report_id: given
            .and_then(|answer| answer.report_id.clone())
            .unwrap_or_default(),
        raised_at: Some(proto_time(point.raised_at)),
        answered_at: given.map(|answer| proto_time(answer.at)),
        closed_at: point.closed_at.map(proto_time),
    }
}

fn state(point: &Point) -> proto::AttentionPointState {
    match (point.closed_at, &point.answer) {
        (Some(_), _) => proto::AttentionPointState::Closed,
        (None, Some(_)) => proto::AttentionPointState::Answered,
        (None, None) => proto::AttentionPointState::Raised,
    }
}
