//! The calls of the block: one service per module; each call parses, commands, executes and replies.

pub mod curation;
pub mod distilling;
pub mod edition;
mod filing;
pub mod source;
pub mod taxonomy;
pub mod trend;

use blocks::office::{Office, cut, one_more, parse_id, parse_page};
use runtime::fault::Fault;
use tonic::{Response, Status};

pub(crate) use filing::{block as block_context, source as source_context};

use crate::{
    archive::Archive,
    domain::run::{ARCHIVE, Run, Runs},
    taxonomies::Taxonomies,
};

/// Name of the block.
pub(crate) const BLOCK: &str = "radar";

type Answer<T> = Result<Response<T>, Status>;

/// What every service of the radar works with.
#[derive(Clone)]
pub struct Desk {
    /// Log, time, and what is known of others.
    pub office: Office,
    /// Taxonomies.
    pub taxonomies: Taxonomies,
    /// Texts, mentions, and what was read.
    pub archive: Archive,
}

impl Desk {
    /// The run in use; none before there is one.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn run_in_use(&self) -> Result<Option<Run>, Fault> {
        let runs = self.office.store.load::<Runs>(ARCHIVE).await?;
        Ok(runs.state.in_use().cloned())
    }

    /// A concept and what stands for it today: mentions of either count for it. None when no concept is named.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn concepts_of(&self, uri: &str) -> Result<Vec<String>, Fault> {
        if uri.is_empty() {
            return Ok(Vec::new());
        }
        let mut uris = self.taxonomies.today(uri).await?;
        if !uris.iter().any(|it| it == uri) {
            uris.push(uri.to_owned());
        }
        Ok(uris)
    }
}

/// The number of things to skip that a token of a list by rank stands for. Anybody can make a token: it is never negative, and never so
/// large that something could be added to it no more.
fn skipped(page: &runtime::paging::Page) -> i64 {
    let given = page.after.as_deref().and_then(|it| it.parse::<u32>().ok());
    i64::from(given.unwrap_or(0))
}

/// Cuts what was found from `skip` on to the page, and answers the token of the next one; empty on the last.
fn cut_ranked<T>(page: &runtime::paging::Page, skip: i64, found: &mut Vec<T>) -> String {
    let more = found.len() > page.limit;
    found.truncate(page.limit);
    let next = skip + i64::try_from(found.len()).unwrap_or(0);
    if more {
        page.next_token(&next.to_string())
    } else {
        String::new()
    }
}
