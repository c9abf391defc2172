//! Raising an attention point.

use jiff::Timestamp;

use super::{AttentionPoints, Fact, Point, Rejection, UNSETTLED_MAX, rejection::check_text};
use crate::domain::values::{Actor, Id};

/// Raises a point. Whether the report exists is for the caller to check: it is another aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raise {
    /// Identifier, new in this project.
    pub point_id: Id,
    /// Report it concerns, if any.
    pub report_id: Option<Id>,
    /// What is asked.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
}

pub(super) fn raise(points: &AttentionPoints, command: Raise) -> Result<Vec<Fact>, Rejection> {
    let Raise {
        point_id,
        report_id,
        text,
        at,
        by,
    } = command;
    check_text("text", &text)?;
    if points.point(&point_id).is_some() {
        return Err(Rejection::Exists { point_id });
    }
    if points
        .all()
        .iter()
        .filter(|point: &&Point| point.is_unsettled())
        .count()
        >= UNSETTLED_MAX
    {
        return Err(Rejection::TooMany);
    }
    Ok(vec![Fact::Raised {
        point_id,
        report_id,
        text,
        at,
        by,
    }])
}
