//! From requests to what they mean; all faults at once.

use contracts::ledger::v1::{EventFilter, GetEventRequest, ReadEventsRequest, get_event_request};
use eventing::FieldFault;
use runtime::fault::Fault;
use runtime::parse::is_id;

use crate::filter::Filter;

/// Entries in one message when the caller does not say, and at most.
const DEFAULT_BATCH: u32 = 500;
const MAX_BATCH: u32 = 2_000;

/// Most values of one filter field.
const MAX_VALUES: usize = 100;

/// Longest CloudEvents type, event id and similar, in characters.
const MAX_TEXT_CHARS: usize = 255;

/// A request for entries, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Read {
    /// First position, at least 1.
    pub(super) from: u64,
    /// Which entries.
    pub(super) filter: Filter,
    /// Whether to go on when the head is reached.
    pub(super) follow: bool,
    /// Most entries in one message, at least 1.
    pub(super) batch: u32,
    /// Most entries in all.
    pub(super) limit: Option<u64>,
}

/// Which entry is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    /// The one at a position.
    Position(u64),
    /// The one with a CloudEvents id.
    EventId(String),
}

/// Checks a request for entries.
pub(super) fn read(request: ReadEventsRequest) -> Result<Read, Fault> {
    let given = request.filter.unwrap_or_default();
    Ok(Read {
        from: request.from_position.max(1),
        filter: from_filter(given, "from_position", request.from_position)?,
        follow: request.follow,
        batch: if request.batch_size == 0 {
            DEFAULT_BATCH
        } else {
            request.batch_size.min(MAX_BATCH)
        },
        limit: Some(request.limit).filter(|limit| *limit > 0),
    })
}

/// Checks which entries are asked for, and the field that says from where.
pub(super) fn from_filter(given: EventFilter, field: &str, position: u64) -> Result<Filter, Fault> {
    let mut faults = Vec::new();
    if !is_position(&position) {
        let expected = "a position: at most 9223372036854775807";
        faults.push(fault(field, expected, position));
    }
    let filter = filter(given, &mut faults);
    finish(filter, faults)
}

/// Whether a ledger could get there.
pub(super) fn is_position(position: &u64) -> bool {
    i64::try_from(*position).is_ok()
}

/// Checks which entry is asked for. A position that cannot exist is unknown, not faulty.
pub(super) fn key(request: GetEventRequest) -> Result<Key, Fault> {
    match request.key {
        Some(get_event_request::Key::Position(position)) => Ok(Key::Position(position)),
        Some(get_event_request::Key::EventId(id)) if is_text(&id) => Ok(Key::EventId(id)),
        Some(get_event_request::Key::EventId(id)) => Err(Fault::invalid(vec![fault(
            "event_id",
            "an event id such as `programme-000000000042`",
            short(&id),
        )])),
        None => {
            let expected = "`position` or `event_id`, found neither";
            Err(Fault::invalid(vec![FieldFault::new("key", expected)]))
        }
    }
}

/// Checks the name of a block.
pub(super) fn block(name: String) -> Result<String, Fault> {
    let faults = if is_id(&name) {
        Vec::new()
    } else {
        vec![not_an_id("block", &name)]
    };
    finish(name, faults)
}

fn filter(filter: EventFilter, faults: &mut Vec<FieldFault>) -> Filter {
    let mut field = |name: &str, values: Vec<String>, ids: bool| {
        check(&format!("filter.{name}"), &values, ids, faults);
        values
    };
    Filter {
        types: field("types", filter.types, false),
        blocks: field("blocks", filter.blocks, true),
        building_blocks: field("building_block_ids", filter.building_block_ids, true),
        projects: field("project_ids", filter.project_ids, true),
        regions: field("region_ids", filter.region_ids, true),
        themes: field("theme_ids", filter.theme_ids, true),
    }
}

fn check(field: &str, values: &[String], ids: bool, faults: &mut Vec<FieldFault>) {
    if values.len() > MAX_VALUES {
        faults.push(fault(
            field,
            &format!("at most {MAX_VALUES} values"),
            values.len(),
        ));
        // Their own faults would only make the answer long.
        return;
    }
    for (index, value) in values.iter().enumerate() {
        let field = format!("{field}[{index}]");
        if ids && !is_id(value) {
            faults.push(not_an_id(&field, value));
        } else if !is_text(value) {
            let expected = "a CloudEvents type such as `nl.projects.milestone-achieved.v1`";
            faults.push(fault(&field, expected, short(value)));
        }
    }
}

fn is_text(value: &str) -> bool {
    !value.is_empty() && value.chars().count() <= MAX_TEXT_CHARS && !value.chars().any(char::is_control)
}

fn not_an_id(field: &str, found: &str) -> FieldFault {
    fault(
        field,
        "an identifier: a letter or digit, then letters, digits, `_` and `-`, 64 in all",
        short(found),
    )
}

pub(super) fn fault(field: &str, expected: &str, found: impl std::fmt::Display) -> FieldFault {
    FieldFault::new(field, format!("{expected}; found `{found}`"))
}

/// Enough of a value to recognise it.
fn short(value: &str) -> String {
    let start: String = value.chars().take(40).collect();
    let start = start.escape_debug();
    if value.chars().count() > 40 {
        format!("{start}…")
    } else {
        start.to_string()
    }
}

pub(super) fn finish<T>(value: T, faults: Vec<FieldFault>) -> Result<T, Fault> {
    if faults.is_empty() {
        Ok(value)
    } else {
        Err(Fault::invalid(faults))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(filter: EventFilter) -> Vec<String> {
        let mut faults = Vec::new();
        super::filter(filter, &mut faults);
        faults.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn an_empty_request_means_everything_from_the_beginning() {
        let read = read(ReadEventsRequest::default()).unwrap();
        let expected = Read {
            from: 1,
            filter: Filter::default(),
            follow: false,
            batch: DEFAULT_BATCH,
            limit: None,
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn a_batch_that_is_too_large_is_made_smaller() {
        let request = ReadEventsRequest {
            batch_size: 1_000_000,
            ..Default::default()
        };
        assert_eq!(read(request).unwrap().batch, MAX_BATCH);
    }

    #[test]
    fn all_faulty_values_are_named_at_once() {
        let filter = EventFilter {
            types: vec![
                "nl.projects.milestone-achieved.v1".into(),
                String::new(),
                "x".repeat(300),
            ],
            project_ids: vec!["a b".into()],
            region_ids: vec!["AM01".into(), "x".repeat(65)],
            theme_ids: vec!["t".into(); 101],
            ..Default::default()
        };
        let expected = [
            "filter.types[1]",
            "filter.types[2]",
            "filter.project_ids[0]",
            "filter.region_ids[1]",
        ];
        assert_eq!(faults_of(filter), [&expected[..], &["filter.theme_ids"]].concat());
    }

    #[test]
    fn a_position_that_no_ledger_reaches_is_refused() {
        assert!(
            read(ReadEventsRequest {
                from_position: u64::MAX,
                ..Default::default()
            })
            .is_err()
        );
    }

    #[test]
    fn an_entry_is_asked_for_by_position_or_id() {
        let request = |key| GetEventRequest { key };
        let position = get_event_request::Key::Position(7);
        assert_eq!(key(request(Some(position))).unwrap(), Key::Position(7));
        assert!(key(request(None)).is_err());
        assert!(key(request(Some(get_event_request::Key::EventId("a\0".into())))).is_err());
    }
}
