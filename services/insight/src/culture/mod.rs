//! The learning culture as the hub knows it: what projects tell of it in their reports, what was measured, and what is done about it.
//!
//! Three components stand side by side everywhere, and nothing here makes one number of them. What was measured is shown as it was
//! published, with what is not shown as not shown. Effects carry the claim that their design allows.

mod answers;
mod interventions;
mod measured;

pub use answers::{Answers, Filter as AnswersFilter, Wanted, in_projects};
pub use interventions::{Filter as InterventionsFilter, Interventions, interventions};
pub use measured::{Filter as MeasuredFilter, figures, measured};

pub(crate) use answers::answers_to;
