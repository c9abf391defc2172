//! `schakelpunt culture`: how the learning culture is measured and moved, and how it appears in projects.

mod answer;
pub(super) mod estimates;
mod figure;
mod finding;
mod instrument;
mod intervention;
mod measurement;

use super::Session;
use crate::{cli::culture::CultureCommand, failure::Failure};

/// Block that records what these commands change.
const BLOCK: &str = "culture";

pub(super) async fn run(command: CultureCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        CultureCommand::Instrument(command) => instrument::run(command, session).await,
        CultureCommand::Measurement(command) => measurement::run(command, session).await,
        CultureCommand::Figure(command) => figure::run(command, session).await,
        CultureCommand::Finding(command) => finding::run(command, session).await,
        CultureCommand::Intervention(command) => intervention::run(command, session).await,
        CultureCommand::Answer(command) => answer::run(command, session).await,
        CultureCommand::Across {
            scheme,
            block,
            theme,
            region,
        } => answer::across(scheme, [block, theme, region], session).await,
        CultureCommand::Agreement(scheme) => answer::agreement(scheme, session).await,
    }
}
