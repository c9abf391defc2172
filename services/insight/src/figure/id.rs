//! The name of a figure: a stable, readable path such as `overview/projects/running?block=transitions` or
//! `project/llo-101/indicator/learners/reported`. Parsing and printing live together, and each undoes the other.

use std::{fmt, str::FromStr};

use contracts::{
    insight::v1::WaitsOn,
    programme::v1::{MoneyState, ProjectState},
};

use super::{
    measure::{IndicatorSource, Measure, MilestoneMeasure, ReportMeasure},
    selection::{Scope, UNASSIGNED},
};

/// Which figure: what is measured, over which projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureId {
    /// Over which projects.
    pub cover: Cover,
    /// What.
    pub measure: Measure,
}

/// What a figure covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cover {
    /// The projects of a scope.
    Scope(Scope),
    /// One project.
    Project(String),
}

/// The text names no figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no figure '{0}'")]
pub struct UnknownFigure(pub String);

const PROJECT_STATES: &[(&str, ProjectState)] = &[
    ("registered", ProjectState::Registered),
    ("running", ProjectState::Running),
    ("finished", ProjectState::Finished),
    ("stopped", ProjectState::Stopped),
    ("closed", ProjectState::Closed),
];
const MILESTONES: &[(&str, MilestoneMeasure)] = &[
    ("planned", MilestoneMeasure::Planned),
    ("late", MilestoneMeasure::Late),
    ("achieved", MilestoneMeasure::Achieved),
    ("dropped", MilestoneMeasure::Dropped),
    ("on-time-rate", MilestoneMeasure::OnTimeRate),
];
const SOURCES: &[(&str, IndicatorSource)] = &[
    ("reported", IndicatorSource::Reported),
    ("observed", IndicatorSource::Observed),
    ("target", IndicatorSource::Target),
];
const MONEY_STATES: &[(&str, MoneyState)] = &[
    ("reserved", MoneyState::Reserved),
    ("conditional", MoneyState::Conditional),
    ("granted", MoneyState::Granted),
    ("committed", MoneyState::Committed),
    ("paid", MoneyState::Paid),
    ("realised", MoneyState::Realised),
];
const REPORTS: &[(&str, ReportMeasure)] = &[
    ("due", ReportMeasure::Due),
    ("in", ReportMeasure::In),
    ("missing", ReportMeasure::Missing),
    ("late", ReportMeasure::Late),
    ("response-overdue", ReportMeasure::ResponseOverdue),
];
/// On whom a report can wait.
const WAITS_ON: &[(&str, WaitsOn)] = &[
    ("project", WaitsOn::Project),
    ("reviewer", WaitsOn::Reviewer),
    ("approver", WaitsOn::Approver),
];

fn named<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, value)| *value)
}

fn name_of<'a, T: PartialEq>(table: &[(&'a str, T)], value: &T) -> &'a str {
    table
        .iter()
        .find(|(_, it)| it == value)
        .map_or("unknown", |(name, _)| *name)
}

impl fmt::Display for FigureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cover {
            Cover::Scope(scope) => write!(f, "overview/{}{}", self.measure, Query(scope)),
            Cover::Project(project_id) => write!(f, "project/{project_id}/{}", self.measure),
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Projects(state) => write!(f, "projects/{}", name_of(PROJECT_STATES, state)),
            Self::Milestones(which) => write!(f, "milestones/{}", name_of(MILESTONES, which)),
            Self::Indicator { indicator_id, source } => {
                write!(f, "indicator/{indicator_id}/{}", name_of(SOURCES, source))
            }
            Self::Money(state) => write!(f, "money/{}", name_of(MONEY_STATES, state)),
            Self::Reports(which) => write!(f, "reports/{}", name_of(REPORTS, which)),
            Self::Waiting(whom) => write!(f, "reports/waiting/{}", name_of(WAITS_ON, whom)),
            Self::OpenAttentionPoints => f.write_str("attention-points/open"),
        }
    }
}

/// A scope as `?block=...&region=...`; nothing for the whole programme.
struct Query<'a>(&'a Scope);

impl fmt::Display for Query<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set = self.0.fields().into_iter().filter(|(_, value)| !value.is_empty());
        for (index, (name, value)) in set.enumerate() {
            write!(f, "{}{name}={value}", if index == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

impl FromStr for FigureId {
    type Err = UnknownFigure;

    fn from_str(text: &str) -> Result<Self, UnknownFigure> {
        parse(text).ok_or_else(|| UnknownFigure(text.chars().take(200).collect()))
    }
}

fn parse(text: &str) -> Option<FigureId> {
    let (path, query) = text
        .split_once('?')
        .map_or((text, None), |(path, query)| (path, Some(query)));
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["overview", measure @ ..] => Some(FigureId {
            cover: Cover::Scope(parse_scope(query)?),
            measure: parse_measure(measure)?,
        }),
        ["project", project_id, measure @ ..] if query.is_none() && is_id(project_id) => Some(FigureId {
            cover: Cover::Project((*project_id).to_owned()),
            measure: parse_measure(measure)?,
        }),
        _ => None,
    }
}

fn parse_measure(parts: &[&str]) -> Option<Measure> {
    match parts {
        ["projects", state] => named(PROJECT_STATES, state).map(Measure::Projects),
        ["milestones", which] => named(MILESTONES, which).map(Measure::Milestones),
        ["indicator", id, source] if is_id(id) => named(SOURCES, source).map(|source| Measure::Indicator {
            indicator_id: (*id).to_owned(),
            source,
        }),
        ["money", state] => named(MONEY_STATES, state).map(Measure::Money),
        ["reports", "waiting", whom] => named(WAITS_ON, whom).map(Measure::Waiting),
        ["reports", which] => named(REPORTS, which).map(Measure::Reports),
        ["attention-points", "open"] => Some(Measure::OpenAttentionPoints),
        _ => None,
    }
}

/// Each field at most once, in the printed order, so that a figure has exactly one name.
fn parse_scope(query: Option<&str>) -> Option<Scope> {
    let mut scope = Scope::default();
    let Some(query) = query else { return Some(scope) };
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=')?;
        if !is_id(value) && value != UNASSIGNED {
            return None;
        }
        let field = scope.field_mut(name)?;
        value.clone_into(field);
    }
    (Query(&scope).to_string().strip_prefix('?') == Some(query)).then_some(scope)
}

/// The hub's identifiers: a letter or digit, then at most 63 letters, digits, `_` or `-`.
fn is_id(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id() -> impl Strategy<Value = String> {
        "[A-Za-z0-9][A-Za-z0-9_-]{0,12}"
    }

    fn any_of<T: Copy + std::fmt::Debug + 'static>(
        table: &'static [(&'static str, T)],
    ) -> impl Strategy<Value = T> {
        prop::sample::select(table.iter().map(|(_, value)| *value).collect::<Vec<_>>())
    }

    fn measures() -> impl Strategy<Value = Measure> {
        prop_oneof![
            any_of(PROJECT_STATES).prop_map(Measure::Projects),
            any_of(MILESTONES).prop_map(Measure::Milestones),
            (id(), any_of(SOURCES))
                .prop_map(|(indicator_id, source)| Measure::Indicator { indicator_id, source }),
            any_of(MONEY_STATES).prop_map(Measure::Money),
            any_of(REPORTS).prop_map(Measure::Reports),
            any_of(WAITS_ON).prop_map(Measure::Waiting),
            Just(Measure::OpenAttentionPoints),
        ]
    }

    fn scopes() -> impl Strategy<Value = Scope> {
        let field = || prop_oneof![Just(String::new()), Just(UNASSIGNED.to_owned()), id()];
        (field(), field(), field(), field(), field()).prop_map(
            |(block, theme, tranche, region, workgroup)| Scope {
                block,
                theme,
                tranche,
                region,
                workgroup,
            },
        )
    }

    fn covers() -> impl Strategy<Value = Cover> {
        prop_oneof![scopes().prop_map(Cover::Scope), id().prop_map(Cover::Project)]
    }

    proptest! {
        #[test]
        fn what_is_printed_parses_to_the_same_figure(cover in covers(), measure in measures()) {
            let figure = FigureId { cover, measure };
            prop_assert_eq!(figure.to_string().parse(), Ok(figure));
        }

        #[test]
        fn what_parses_prints_as_it_was_written(text in "(overview|project/p1)/[a-z/-]{0,30}(\\?[a-z=&]{0,20})?") {
            if let Ok(figure) = text.parse::<FigureId>() {
                prop_assert_eq!(figure.to_string(), text);
            }
        }
    }

    #[test]
    fn the_names_are_those_that_were_promised() {
        for name in [
            "overview/projects/running?block=transitions",
            "overview/money/granted?region=AM01",
            "overview/indicator/learners/reported",
            "overview/reports/waiting/reviewer?block=culture&workgroup=wg-1",
            "overview/milestones/on-time-rate?theme=-",
            "project/llo-101/indicator/learners/reported",
        ] {
            assert_eq!(name.parse::<FigureId>().unwrap().to_string(), name);
        }
    }

    #[test]
    fn other_names_are_unknown_figures() {
        for name in [
            "",
            "overview",
            "overview/",
            "overview/projects",
            "overview/projects/asleep",
            "overview/projects/running?",
            "overview/projects/running?block=",
            "overview/projects/running?block=a&block=b",
            "overview/projects/running?region=AM01&block=a",
            "overview/projects/running?colour=red",
            "overview/projects/running?block=a%20b",
            "overview/indicator/../reported",
            "overview/reports/waiting/decider",
            "project/p1/projects/running?block=a",
            "project//projects/running",
            "projects/running",
        ] {
            assert_eq!(
                name.parse::<FigureId>(),
                Err(UnknownFigure(name.to_owned())),
                "{name}"
            );
        }
    }
}
