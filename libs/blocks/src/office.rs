//! What the calls of every block work with: its log, its time, what is known of others; and how identifiers and pages are read.

use std::sync::Arc;

use contracts::hub::v1::Receipt;
use eventing::{Clock, Committed, Context, Decider, Meta, Store};
use futures::FutureExt;
use jiff::{Timestamp, civil::Date};
use runtime::{fault::Fault, paging::Page, parse::Faults, receipt::receipt};

use crate::known::Known;

/// Things on a page, unless the caller asks otherwise; and at most.
const PAGE: usize = 50;
const PAGE_MAX: usize = 500;

/// What every service of a block works with.
#[derive(Clone)]
pub struct Office {
    /// The block's log.
    pub store: Store,
    /// The time it works by.
    pub clock: Arc<dyn Clock>,
    /// What other blocks made public.
    pub known: Known,
}

impl Office {
    /// The block's time, and the Dutch day it is.
    #[must_use]
    pub fn now(&self) -> (Timestamp, Date) {
        let now = self.clock.now();
        (now, eventing::clock::dutch_date(now))
    }

    /// The receipt of a change.
    #[must_use]
    pub fn receipt(&self, id: &str, committed: &Committed) -> Option<Receipt> {
        Some(receipt(self.store.block(), id, committed))
    }

    /// Carries out a command, its facts filed under what the thing belongs to.
    ///
    /// # Errors
    /// The refusal, or what is in the way.
    pub async fn execute_filed<D>(
        &self,
        id: &str,
        meta: &Meta,
        command: D::Command,
        context: fn(&D) -> Option<Context>,
    ) -> Result<Committed, Fault>
    where
        D: Decider,
        D::Command: Clone + Send + Sync,
    {
        self.store
            .execute_reading::<D, _, Fault>(id, meta, |reading| {
                let (id, command) = (id.to_owned(), command.clone());
                async move {
                    if let Some(context) = context(&reading.read::<D>(&id).await?.state) {
                        reading.file_under(context);
                    }
                    Ok(command)
                }
                .boxed()
            })
            .await
    }
}

/// An identifier that must be given.
///
/// # Errors
/// It is not one.
pub fn parse_id(field: &str, id: &str) -> Result<String, Fault> {
    let mut faults = Faults::new();
    let id = faults.id(field, id);
    faults.finish(id)
}

/// The page that is asked for; `arguments` is what else the request says, which a token goes with.
///
/// # Errors
/// The size is negative, or the token belongs to another request.
pub fn parse_page(page_size: i32, page_token: &str, arguments: &str) -> Result<Page, Fault> {
    Page::parse(page_size, PAGE, PAGE_MAX, page_token, arguments)
}

/// One more than fits on a page: it tells whether there is a next one.
#[must_use]
pub fn one_more(page: &Page) -> i64 {
    i64::try_from(page.limit).unwrap_or(i64::MAX).saturating_add(1)
}

/// Cuts what was found to the page, and answers the token of the next one; empty on the last.
pub fn cut<T>(page: &Page, found: &mut Vec<T>, key: impl Fn(&T) -> &str) -> String {
    let more = found.len() > page.limit;
    found.truncate(page.limit);
    let last = found.last().filter(|_| more);
    last.map_or_else(String::new, |last| page.next_token(key(last)))
}
