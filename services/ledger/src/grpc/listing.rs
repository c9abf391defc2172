//! One page of entries, for those who ask again and again instead of reading a stream.

use contracts::ledger::v1::{ListEventsRequest, ListEventsResponse};
use contracts::options::v1::Audience;
use eventing::FieldFault;
use runtime::fault::{Fault, together};
use runtime::paging::Page;

use super::reading::{MAX_MESSAGE_BYTES, incomplete};
use super::request;
use super::service::Ledger;
use crate::filter::Filter;
use crate::store::Query;

/// Entries on a page when the caller does not say, and at most.
const DEFAULT_ENTRIES: usize = 100;
const MAX_ENTRIES: usize = 1_000;

/// Most positions that are looked through for one page.
const MAX_LOOKED: u64 = 200_000;

/// A request for a page, checked.
struct Wanted {
    page: Page,
    filter: Filter,
    /// Position after which the page begins.
    after: u64,
}

impl Ledger {
    /// The entries of one page that `audience` may see.
    pub(super) async fn page(
        &self,
        request: ListEventsRequest,
        audience: Audience,
    ) -> Result<ListEventsResponse, Fault> {
        let wanted = wanted(request)?;
        let newest = self.store.newest().await?;
        self.head.advance(newest);
        let head = newest.position;
        let from = wanted.after.saturating_add(1);
        if from > head {
            return Ok(ListEventsResponse {
                read_to_position: wanted.after,
                head_position: head,
                ..Default::default()
            });
        }
        let query = Query {
            from,
            to: head.min(wanted.after.saturating_add(MAX_LOOKED)),
            filter: &wanted.filter,
            audience,
            max_entries: u32::try_from(wanted.page.limit).unwrap_or(u32::MAX),
            max_bytes: MAX_MESSAGE_BYTES,
        };
        let found = self.store.read(&query).await?;
        if found.read_to < from {
            return Err(incomplete());
        }
        let has_more = found.read_to < head;
        let token = has_more.then(|| wanted.page.next_token(&found.read_to.to_string()));
        Ok(ListEventsResponse {
            entries: found.entries,
            next_page_token: token.unwrap_or_default(),
            read_to_position: found.read_to,
            head_position: head,
        })
    }
}

fn wanted(request: ListEventsRequest) -> Result<Wanted, Fault> {
    let filter = request.filter.unwrap_or_default();
    let arguments = format!("{filter:?}/{}", request.after_position);
    let page = Page::parse(
        request.page_size,
        DEFAULT_ENTRIES,
        MAX_ENTRIES,
        &request.page_token,
        &arguments,
    );
    let given = request::from_filter(filter, "after_position", request.after_position);
    let (page, filter) = together(page, given)?;
    let after = match &page.after {
        None => request.after_position,
        // A token that was made elsewhere may hold anything.
        Some(after) => after.parse().ok().filter(request::is_position).ok_or_else(|| {
            let expected = "the `next_page_token` of the page before";
            Fault::invalid(vec![FieldFault::new("page_token", expected)])
        })?,
    };
    Ok(Wanted { page, filter, after })
}
