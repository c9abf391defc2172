//! Compares what columns say with what the bytes say.

use std::fmt::Display;

use super::{Columns, Moment, Wrong};
use crate::event::{Event, data_of};

/// Everything in which the columns differ from the event.
pub(super) fn compare(event: &Event, columns: &Columns) -> Vec<Wrong> {
    let mut wrong = Comparison::default();
    wrong.text("block", &columns.block, &event.block);
    wrong.number("sequence", columns.sequence, event.sequence);
    wrong.number("log_position", columns.log_position, event.log_position);
    wrong.text("event_id", &columns.event_id, &event.id);
    wrong.text("type", &columns.kind, &event.kind);
    wrong.text("source", &columns.source, &event.source);
    wrong.text("subject", &columns.subject, &event.subject);
    wrong.value("time", columns.time, Some(Moment::kept(event.time)), |time| {
        time.map_or_else(|| "-".to_owned(), |time| time.to_string())
    });
    wrong.optional(
        "building_block",
        columns.building_block.as_deref(),
        event.building_block.as_deref(),
    );
    wrong.optional("project", columns.project.as_deref(), event.project.as_deref());
    let regions: Vec<_> = event.regions.iter().map(|region| Some(region.as_str())).collect();
    let kept: Vec<_> = columns.regions.iter().map(Option::as_deref).collect();
    wrong.value("regions", kept, regions, |regions| {
        let texts: Vec<_> = regions.iter().map(|region| region.unwrap_or("NULL")).collect();
        format!("{{{}}}", texts.join(","))
    });
    wrong.optional("theme", columns.theme.as_deref(), event.theme.as_deref());
    wrong.number("audience", i64::from(columns.audience), event.audience as u64);
    wrong.optional(
        "traceparent",
        columns.traceparent.as_deref(),
        event.traceparent.as_deref(),
    );
    if let Some(served) = &columns.data {
        // An event that could be read back has data.
        let proven = data_of(&event.entry).unwrap_or_default();
        wrong.value("data", served.as_ref(), proven, |data| {
            short(String::from_utf8_lossy(data))
        });
    }
    wrong.0
}

/// What was found to differ so far.
#[derive(Default)]
struct Comparison(Vec<Wrong>);

impl Comparison {
    fn value<T: PartialEq>(
        &mut self,
        column: &'static str,
        found: T,
        proven: T,
        show: impl Fn(&T) -> String,
    ) {
        if found != proven {
            self.0.push(Wrong::Column {
                column,
                found: show(&found),
                proven: show(&proven),
            });
        }
    }

    fn text(&mut self, column: &'static str, found: &str, proven: &str) {
        self.value(column, found, proven, |text| short(text));
    }

    fn optional(&mut self, column: &'static str, found: Option<&str>, proven: Option<&str>) {
        self.value(column, found, proven, |text| short(text.unwrap_or("NULL")));
    }

    fn number(&mut self, column: &'static str, found: i64, proven: u64) {
        self.value(column, i128::from(found), i128::from(proven), ToString::to_string);
    }
}

/// As much of a text as a report needs.
fn short(text: impl Display) -> String {
    let text = text.to_string();
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}
