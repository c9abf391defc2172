//! Filters in the dialects of CloudEvents Subscriptions: which events a subscription is about.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Most filters within each other: more say nothing that fewer could not.
pub const DEPTH_MAX: usize = 8;
/// Most filters in all.
pub const FILTERS_MAX: usize = 200;
/// Most characters of a value.
pub const VALUE_CHARS_MAX: usize = 500;

/// Attributes that filters compare: those of CloudEvents, and the hub's own, by the names that they have in an event; only of `regions` one is
/// compared at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Attribute {
    /// Identifier of the event.
    Id,
    /// Who published it.
    Source,
    /// Its type.
    Type,
    /// What it is about.
    Subject,
    /// When it was logged.
    Time,
    /// Its position in the ledger, in twenty digits.
    Sequence,
    /// Block that published it.
    Block,
    /// Building block it belongs to.
    BuildingBlock,
    /// Project.
    Project,
    /// Labour-market region; an event may have several.
    Region,
    /// Theme.
    Theme,
    /// URI of a skill it speaks of; an event may have several.
    Skill,
}

/// All attributes.
pub const ATTRIBUTES: [Attribute; 12] = [
    Attribute::Id,
    Attribute::Source,
    Attribute::Type,
    Attribute::Subject,
    Attribute::Time,
    Attribute::Sequence,
    Attribute::Block,
    Attribute::BuildingBlock,
    Attribute::Project,
    Attribute::Region,
    Attribute::Theme,
    Attribute::Skill,
];

impl Attribute {
    /// Its name in a filter.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Source => "source",
            Self::Type => "type",
            Self::Subject => "subject",
            Self::Time => "time",
            Self::Sequence => "sequence",
            Self::Block => "block",
            Self::BuildingBlock => "buildingblock",
            Self::Project => "project",
            Self::Region => "region",
            Self::Theme => "theme",
            Self::Skill => "skill",
        }
    }

    /// The attribute of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        ATTRIBUTES.into_iter().find(|it| it.name() == name)
    }
}

/// What attributes are compared with.
pub type Values = BTreeMap<Attribute, String>;

/// A filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Filter {
    /// All attributes are exactly these.
    Exact(Values),
    /// All attributes start with these.
    Prefix(Values),
    /// All attributes end with these.
    Suffix(Values),
    /// All of these hold.
    All(Vec<Filter>),
    /// At least one of these holds.
    Any(Vec<Filter>),
    /// This one does not hold.
    Not(Box<Filter>),
}

/// An event as filters see it.
pub trait Filterable {
    /// Whether one of the attribute's values is as `is_wanted` says; an event without the attribute has none.
    fn has(&self, attribute: Attribute, is_wanted: &dyn Fn(&str) -> bool) -> bool;
}

impl Filter {
    /// Whether it holds for an event.
    #[must_use]
    pub fn holds(&self, event: &impl Filterable) -> bool {
        let all = |values: &Values, compare: fn(&str, &str) -> bool| {
            values
                .iter()
                .all(|(attribute, wanted)| event.has(*attribute, &|value| compare(value, wanted)))
        };
        match self {
            Self::Exact(values) => all(values, |value, wanted| value == wanted),
            Self::Prefix(values) => all(values, |value, wanted| value.starts_with(wanted)),
            Self::Suffix(values) => all(values, |value, wanted| value.ends_with(wanted)),
            Self::All(filters) => filters.iter().all(|it| it.holds(event)),
            Self::Any(filters) => filters.iter().any(|it| it.holds(event)),
            Self::Not(filter) => !filter.holds(event),
        }
    }
}

/// Whether all filters hold, as they do when there are none.
pub fn hold(filters: &[Filter], event: &impl Filterable) -> bool {
    filters.iter().all(|it| it.holds(event))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Event(Vec<(Attribute, &'static str)>);

    impl Filterable for Event {
        fn has(&self, attribute: Attribute, is_wanted: &dyn Fn(&str) -> bool) -> bool {
            self.0
                .iter()
                .any(|(of, value)| *of == attribute && is_wanted(value))
        }
    }

    fn event() -> Event {
        Event(vec![
            (Attribute::Type, "nl.projects.milestone-achieved.v1"),
            (Attribute::Region, "AM01"),
            (Attribute::Region, "AM02"),
            (Attribute::Theme, "energy"),
        ])
    }

    fn values(of: &[(Attribute, &str)]) -> Values {
        of.iter().map(|(it, value)| (*it, (*value).to_owned())).collect()
    }

    fn exact(attribute: Attribute, value: &str) -> Filter {
        Filter::Exact(values(&[(attribute, value)]))
    }

    #[test]
    fn attributes_are_compared_whole_from_the_start_and_from_the_end() {
        let is = |filter: Filter| filter.holds(&event());
        assert!(is(exact(Attribute::Theme, "energy")));
        assert!(!is(exact(Attribute::Theme, "ener")));
        assert!(is(Filter::Prefix(values(&[(Attribute::Type, "nl.projects.")]))));
        assert!(!is(Filter::Prefix(values(&[(Attribute::Type, "projects.")]))));
        assert!(is(Filter::Suffix(values(&[(Attribute::Type, ".v1")]))));
        assert!(!is(Filter::Suffix(values(&[(Attribute::Type, ".v2")]))));
    }

    #[test]
    fn several_attributes_hold_together_and_one_of_several_values_is_enough() {
        let both = |region: &str, theme: &str| {
            let both = values(&[(Attribute::Region, region), (Attribute::Theme, theme)]);
            Filter::Exact(both).holds(&event())
        };
        assert!(both("AM01", "energy") && both("AM02", "energy"));
        assert!(!both("AM03", "energy") && !both("AM01", "water"));
    }

    #[test]
    fn an_attribute_that_an_event_does_not_have_is_like_nothing_and_so_not_like_anything() {
        let project = exact(Attribute::Project, "llo-1");
        assert!(!project.holds(&event()));
        assert!(Filter::Not(Box::new(project)).holds(&event()));
    }

    #[test]
    fn filters_are_put_together() {
        let (yes, no) = (
            exact(Attribute::Theme, "energy"),
            exact(Attribute::Theme, "water"),
        );
        let is = |filter: Filter| filter.holds(&event());
        assert!(is(Filter::Any(vec![no.clone(), yes.clone()])) && !is(Filter::Any(vec![no.clone()])));
        assert!(is(Filter::All(vec![yes.clone()])) && !is(Filter::All(vec![yes.clone(), no.clone()])));
        assert!(
            hold(&[], &event()) && hold(std::slice::from_ref(&yes), &event()) && !hold(&[yes, no], &event())
        );
    }

    #[test]
    fn every_attribute_is_found_by_its_name() {
        assert!(ATTRIBUTES.iter().all(|it| Attribute::of(it.name()) == Some(*it)));
        assert_eq!(Attribute::of("ce-type"), None);
    }
}
