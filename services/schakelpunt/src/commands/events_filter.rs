//! The filters of subscriptions over events that are read: the same notation, read and compared by the exchange's own code.

use contracts::{
    exchange::v1::{Filter as Written, Subscription},
    ledger::v1::Entry,
};
use exchange::{contract::filter::read_list, delivery::all_hold, domain::filter::Filter};
use runtime::parse::Faults;

use super::json_file;
use crate::{
    cli::EventsArgs,
    failure::{Failure, Note},
};

/// Which events are shown.
#[derive(Debug, Default)]
pub(super) struct Filters(Vec<Filter>);

impl Filters {
    /// Reads what was given on the command line and in a file.
    ///
    /// # Errors
    /// The file or a filter cannot be read; the first place that is wrong is named, with what was expected there.
    pub(super) fn read(args: &EventsArgs) -> Result<Self, Failure> {
        let mut written = Vec::new();
        for text in &args.filter {
            written.push(serde_json::from_str::<Written>(text).map_err(|error| bad("--filter", error))?);
        }
        let mut faults = Faults::new();
        let mut filters = read_list(&mut faults, "--filter", written);
        if let Some(file) = &args.filters_of {
            let subscription = json_file::read::<Subscription>(file)?;
            filters.extend(read_list(&mut faults, "filters", subscription.filters));
        }
        match faults.finish(filters) {
            Ok(filters) => Ok(Self(filters)),
            Err(fault) => {
                let all = fault.fields().iter();
                let told: Vec<String> = all.map(|it| format!("{}: {}", it.field, it.expected)).collect();
                Err(Failure::Usage(
                    Note::new("filters-malformed").with("faults", told.join("; ")),
                ))
            }
        }
    }

    /// Whether none is given: then the ledger chooses, and counts.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an event is shown.
    pub(super) fn hold(&self, entry: &Entry) -> bool {
        all_hold(&self.0, entry)
    }
}

fn bad(field: &str, error: serde_json::Error) -> Failure {
    Failure::Usage(Note::new("filters-malformed").with("faults", format!("{field}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(filters: &[&str]) -> EventsArgs {
        EventsArgs {
            from: 1,
            follow: false,
            types: Vec::new(),
            block: Vec::new(),
            publisher: Vec::new(),
            project: Vec::new(),
            region: Vec::new(),
            theme: Vec::new(),
            filter: filters.iter().map(|it| (*it).to_owned()).collect(),
            filters_of: None,
            limit: None,
            data: false,
        }
    }

    #[test]
    fn all_dialects_are_understood_and_all_filters_hold() {
        let any = r#"{"any":{"filters":[{"exact":{"values":{"project":"llo-1"}}},{"all":{"filters":[{"suffix":{"values":{"type":".v1"}}}]}}]}}"#;
        let not = r#"{"not":{"prefix":{"values":{"type":"nl.reports."}}}}"#;
        let filters = Filters::read(&args(&[any, not])).unwrap();
        let entry = |event_type: &str| Entry {
            r#type: event_type.to_owned(),
            ..Entry::default()
        };
        assert!(filters.hold(&entry("nl.projects.milestone-achieved.v1")));
        assert!(!filters.hold(&entry("nl.reports.report-accepted.v1")));
        assert!(!filters.hold(&entry("nl.projects.milestone-achieved.v2")));
    }

    #[test]
    fn every_filter_that_cannot_be_used_is_named() {
        let wrong = [r#"{"exact":{"values":{"colour":"red"}}}"#, "{}"];
        let Err(Failure::Usage(note)) = Filters::read(&args(&wrong)) else {
            panic!("they were taken");
        };
        let told = &note.values[0].1;
        assert!(
            told.contains("--filter[0].exact.values[colour]") && told.contains("--filter[1]"),
            "{told}"
        );
        assert!(Filters::read(&args(&["{"])).is_err());
    }
}
