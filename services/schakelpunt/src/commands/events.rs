//! `schakelpunt events`: published events from a ledger position on, and new ones as they come.
//!
//! As JSON each event is one line: the protobuf JSON of `schakelpunt.ledger.v1.Entry`. With `--data` each line also has
//! a member `event`, which is what `data` says, decoded.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use contracts::ledger::v1::{Entry, EventFilter, ReadEventsRequest, ReadEventsResponse};
use serde_json::Value;
use tonic::{Code, Request, Status};

use super::{Session, events_filter::Filters};
use crate::{
    cli::EventsArgs,
    client::{Hub, Refusal},
    failure::Failure,
    output::{Format, money::whole, value},
};

pub(super) async fn run(args: EventsArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let filters = Filters::read(&args)?;
    let mut reader = Reader {
        show_data: args.data,
        follow: args.follow,
        left: args.limit.filter(|_| !filters.is_empty()),
        request: request(args, &filters),
        filters,
        seen: 0,
        head: (0, 0),
        session,
    };
    tokio::select! {
        // Whoever follows ends it this way: that is no failure.
        _ = tokio::signal::ctrl_c(), if reader.follow => Ok(()),
        outcome = reader.read(&hub) => outcome,
    }
}

/// What the ledger is asked. It knows nothing of the filters of subscriptions: with them it is read on until enough events were shown.
fn request(args: EventsArgs, filters: &Filters) -> ReadEventsRequest {
    let filter = EventFilter {
        types: args.types,
        blocks: args.publisher,
        building_block_ids: args.block,
        project_ids: args.project,
        region_ids: args.region,
        theme_ids: args.theme,
    };
    let filter = (filter != EventFilter::default()).then_some(filter);
    let limit = args.limit.filter(|_| filters.is_empty()).unwrap_or_default();
    ReadEventsRequest {
        from_position: args.from,
        filter,
        follow: args.follow,
        batch_size: 0,
        limit,
    }
}

struct Reader<'a> {
    /// What to ask next: it moves on with what was read, so that a new connection goes on where the old one broke.
    request: ReadEventsRequest,
    follow: bool,
    show_data: bool,
    filters: Filters,
    /// Events that may still be shown, where that is counted here.
    left: Option<u64>,
    seen: u64,
    /// Position read up to, and the ledger's newest.
    head: (u64, u64),
    session: &'a Session<'a>,
}

impl Reader<'_> {
    async fn read(&mut self, hub: &Hub) -> Result<(), Failure> {
        let mut waits = patience();
        loop {
            let before = self.head.0;
            match self.read_once(hub).await? {
                None => return self.finished(),
                Some(status) if !self.follow || status.code() != Code::Unavailable => {
                    return Err(Refusal::from(status).into());
                }
                Some(_away) => {
                    if self.head.0 > before {
                        waits = patience();
                    }
                    self.session.screen.aside("events-reconnecting");
                    tokio::time::sleep(waits.next().unwrap_or(LONGEST_WAIT)).await;
                }
            }
        }
    }

    /// Reads one stream to its end; the status when it broke.
    async fn read_once(&mut self, hub: &Hub) -> Result<Option<Status>, Failure> {
        let mut request = Request::new(self.request.clone());
        if !self.follow {
            request.set_timeout(hub.timeout());
        }
        let mut stream = match hub.ledger().read_events(request).await {
            Ok(answer) => answer.into_inner(),
            Err(status) => return Ok(Some(status)),
        };
        loop {
            match stream.message().await {
                Ok(Some(batch)) => {
                    self.show(&batch)?;
                    if self.left == Some(0) {
                        return Ok(None);
                    }
                }
                Ok(None) => return Ok(None),
                Err(status) => return Ok(Some(status)),
            }
        }
    }

    fn show(&mut self, batch: &ReadEventsResponse) -> Result<(), Failure> {
        let wanted = batch.entries.iter().filter(|entry| self.filters.hold(entry));
        let most = self
            .left
            .map_or(usize::MAX, |left| usize::try_from(left).unwrap_or(usize::MAX));
        let lines: Vec<_> = wanted.take(most).map(|entry| self.line(entry)).collect();
        if !lines.is_empty() {
            self.session.screen.put(&format!("{}\n", lines.join("\n")))?;
        }
        self.seen += lines.len() as u64;
        self.left = self.left.map(|left| left.saturating_sub(lines.len() as u64));
        self.head = (batch.read_to_position, batch.head_position);
        self.request.from_position = batch
            .read_to_position
            .saturating_add(1)
            .max(self.request.from_position);
        if self.request.limit > 0 {
            // 0 would mean no limit; a stream that reached its limit ends of itself before this is asked again.
            self.request.limit = self
                .request
                .limit
                .saturating_sub(batch.entries.len() as u64)
                .max(1);
        }
        Ok(())
    }

    fn line(&self, entry: &Entry) -> String {
        match self.session.screen.format {
            Format::Json => json_line(entry, self.show_data),
            Format::Text => text_line(entry, self.show_data),
        }
    }

    fn finished(&self) -> Result<(), Failure> {
        if self.session.screen.format == Format::Json {
            return Ok(());
        }
        let texts = self.session.screen.texts;
        let number = |number: u64| whole(i64::try_from(number).unwrap_or(i64::MAX), texts.lang);
        let (seen, read, head) = (number(self.seen), number(self.head.0), number(self.head.1));
        let line = texts.with(
            "events-read",
            &[("seen", &seen), ("position", &read), ("head", &head)],
        );
        Ok(self.session.screen.put(&format!("\n{line}\n"))?)
    }
}

const LONGEST_WAIT: Duration = Duration::from_secs(30);

fn patience() -> impl Iterator<Item = Duration> {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(500))
        .with_max_delay(LONGEST_WAIT)
        .without_max_times()
        .build()
}

fn json_line(entry: &Entry, show_data: bool) -> String {
    // An entry has nothing that JSON cannot say.
    let mut line = serde_json::to_value(entry).unwrap_or_default();
    if let (true, Some(members)) = (show_data, line.as_object_mut()) {
        members.insert(
            "event".to_owned(),
            serde_json::from_slice(&entry.data).unwrap_or(Value::Null),
        );
    }
    line.to_string()
}

fn text_line(entry: &Entry, show_data: bool) -> String {
    let when = value::moment(entry.time.as_ref());
    let line = format!(
        "{:>9}  {when}  {}  {}",
        entry.position, entry.r#type, entry.subject
    );
    let line = if show_data {
        format!("{line}\n           {}", String::from_utf8_lossy(&entry.data))
    } else {
        line
    };
    crate::output::clean(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        let data = br#"{"milestoneId":"m1"}"#.to_vec();
        Entry {
            position: 7,
            r#type: "nl.projects.milestone-achieved.v1".into(),
            data: data.into(),
            ..Entry::default()
        }
    }

    #[test]
    fn an_event_as_json_is_the_entry_and_on_request_what_it_says() {
        let plain: Value = serde_json::from_str(&json_line(&entry(), false)).unwrap();
        assert_eq!(
            (plain["position"].as_str(), plain.get("event")),
            (Some("7"), None)
        );
        let decoded: Value = serde_json::from_str(&json_line(&entry(), true)).unwrap();
        assert_eq!(decoded["event"]["milestoneId"], "m1");
    }

    #[test]
    fn an_event_as_text_is_one_line() {
        let line = text_line(&entry(), false);
        assert!(
            line.contains("nl.projects.milestone-achieved.v1") && !line.contains('\n'),
            "{line}"
        );
    }
}
