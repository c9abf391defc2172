//! The calls of the block: one service per module; each call parses, commands, executes and replies.

pub mod application;
pub mod award;
pub mod demand;
mod filing;
pub mod solution;

use std::sync::Arc;

use contracts::hub::v1::Receipt;
use eventing::{Clock, Committed, Context, Decider, Meta, Store};
use futures::FutureExt;
use jiff::{Timestamp, civil::Date};
use runtime::{
    fault::{self, Fault},
    paging::Page,
    parse::Faults,
    receipt::receipt,
};
use tonic::{Response, Status};

use crate::known::{Kind, Known};

/// Name of the block in receipts.
pub(crate) const BLOCK: &str = "transitions";

/// Things on a page, unless the caller asks otherwise; and at most.
const PAGE: usize = 50;
const PAGE_MAX: usize = 500;

type Answer<T> = Result<Response<T>, Status>;

/// What every service of the block works with.
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
    fn now(&self) -> (Timestamp, Date) {
        let now = self.clock.now();
        (now, eventing::clock::dutch_date(now))
    }

    /// Carries out a command, its facts filed under what the thing belongs to.
    async fn execute_filed<D>(
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

fn receipt_of(id: &str, committed: &Committed) -> Option<Receipt> {
    Some(receipt(BLOCK, id, committed))
}

/// An identifier that must be given.
fn parse_id(field: &str, id: &str) -> Result<String, Fault> {
    let mut faults = Faults::new();
    let id = faults.id(field, id);
    faults.finish(id)
}

fn parse_page(page_size: i32, page_token: &str, arguments: &str) -> Result<Page, Fault> {
    Page::parse(page_size, PAGE, PAGE_MAX, page_token, arguments)
}

/// One more than fits on a page: it tells whether there is a next one.
fn one_more(page: &Page) -> i64 {
    i64::try_from(page.limit).unwrap_or(i64::MAX).saturating_add(1)
}

/// Cuts what was found to the page, and answers the token of the next one; empty on the last.
fn cut<T>(page: &Page, found: &mut Vec<T>, key: impl Fn(&T) -> &str) -> String {
    let more = found.len() > page.limit;
    found.truncate(page.limit);
    let last = found.last().filter(|_| more);
    last.map_or_else(String::new, |last| page.next_token(key(last)))
}

/// Refuses references that nobody defined, each with its field.
async fn check_known(known: &Known, named: &[(String, Kind, &str)]) -> Result<(), Fault> {
    let mut faults = Faults::new();
    for (field, kind, id) in named {
        let found = known.which(*kind, &[*id]).await?;
        faults.check(
            field,
            found.contains(*id),
            "something that the reference data define",
        );
    }
    let missing = faults.into_fields();
    if missing.is_empty() {
        Ok(())
    } else {
        let what = "the request names something that the reference data do not define";
        Err(Fault::new("REFERENCE_UNKNOWN", fault::Kind::Invalid, what).with_fields(missing))
    }
}
