//! Reference figures, as published: all revisions.

use contracts::culture::v1;
use eventing::Published;

use super::event;
use crate::{contract::figure, domain::figure::Fact};

/// The message for a fact of a reference figure.
pub(super) fn message(figure_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    let Fact::Recorded { revision } = fact;
    let figure = Some(figure::kept(&revision));
    event(figure_id, &v1::ReferenceFigureRecorded { figure })
}
