//! The response clock: the hub, too, can be late.

use jiff::civil::Date;

use super::{Asked, Fact, Record};

/// Tells that the response term has passed: while the hub owes an answer, and once per submission.
pub(super) fn check_response(record: &Record, asked: Asked<'_>, today: Date) -> Vec<Fact> {
    let passed = record
        .response_due_on
        .filter(|due| record.stage.is_with_hub() && !record.response_overdue && *due < today);
    let overdue = |response_due_on| Fact::ResponseBecameOverdue {
        project_id: record.project_id.clone(),
        response_due_on,
        at: asked.at,
    };
    passed.map(overdue).into_iter().collect()
}
