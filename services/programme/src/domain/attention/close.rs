//! Closing an attention point.

use jiff::Timestamp;

use super::{AttentionPoints, Fact, Rejection, rejection::check_text};
use crate::domain::values::{Actor, Id};

/// Closes an answered point. Nobody who answered it settles it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Close {
    /// Point.
    pub point_id: Id,
    /// Why it is settled; required.
    pub note: String,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
}

pub(super) fn close(points: &AttentionPoints, command: Close) -> Result<Vec<Fact>, Rejection> {
    let Close {
        point_id,
        note,
        at,
        by,
    } = command;
    check_text("note", &note)?;
    let point = points.unsettled(&point_id)?;
    if point.answer.is_none() {
        return Err(Rejection::Unanswered { point_id });
    }
    if point.answerers.contains(&by) {
        return Err(Rejection::OwnAnswer { point_id });
    }
    Ok(vec![Fact::Closed {
        point_id,
        note,
        at,
        by,
    }])
}
