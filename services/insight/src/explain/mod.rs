//! The reasons behind a figure: its rule in words, and the events it was made from.

use std::sync::Arc;

use contracts::{hub::v1::LocalText, insight::v1::FigureEvent, ledger::v1::Entry, options::v1::Audience};
use jiff::civil::Date;
use runtime::{
    language::{Language, Texts, UnusableTexts},
    paging::Page,
};

use crate::{
    figure::{Computed, Contribution, Cover, FigureId, Measure, Selection, compute},
    overview::unknown_parts,
    rows::Facts,
};

/// The rules in both languages.
#[derive(Clone)]
pub struct Rules(Arc<Texts>);

impl Rules {
    /// The rules as they are in `locales/`.
    ///
    /// # Errors
    /// The files cannot be used, which a test excludes.
    pub fn new() -> Result<Self, UnusableTexts> {
        let texts = Texts::new(&[
            (Language::Dutch, include_str!("../../locales/rules.nl.ftl")),
            (Language::English, include_str!("../../locales/rules.en.ftl")),
        ])?;
        Ok(Self(Arc::new(texts)))
    }

    /// The rule of a figure.
    #[must_use]
    pub fn of(&self, facts: &Facts, id: &FigureId) -> LocalText {
        let indicator = match &id.measure {
            Measure::Indicator { indicator_id, .. } => facts.reference.indicators.get(indicator_id),
            Measure::Projects(_)
            | Measure::Milestones(_)
            | Measure::Money(_)
            | Measure::Reports(_)
            | Measure::Waiting(_)
            | Measure::OpenAttentionPoints => None,
        };
        let key = id
            .measure
            .rule_key(indicator, matches!(id.cover, Cover::Project(_)));
        LocalText {
            nl: self.0.get(Language::Dutch, key, &[]),
            en: self.0.get(Language::English, key, &[]),
        }
    }
}

/// The figure as it stands, computed as every view computes it.
#[must_use]
pub fn computed(facts: &Facts, id: &FigureId, today: Date) -> Computed {
    let selection = match &id.cover {
        Cover::Scope(scope) => Selection::of_scope(facts, scope, today),
        Cover::Project(project_id) => Selection::of_project(facts, project_id, today),
    };
    compute(&selection.explained(), &id.measure)
}

/// Whether everything a figure's name refers to is known.
#[must_use]
pub fn is_known(facts: &Facts, id: &FigureId) -> bool {
    let cover = match &id.cover {
        Cover::Scope(scope) => unknown_parts(&facts.reference, scope).is_empty(),
        Cover::Project(project_id) => facts.projects.contains_key(project_id),
    };
    let measure = match &id.measure {
        Measure::Indicator { indicator_id, .. } => facts.reference.indicators.contains_key(indicator_id),
        _ => true,
    };
    cover && measure
}

/// One page of events, by position; and the token for the next page.
#[must_use]
pub fn page_of<'a>(all: &'a [Contribution], page: &Page) -> (&'a [Contribution], String) {
    let after: u64 = page
        .after
        .as_deref()
        .and_then(|key| key.parse().ok())
        .unwrap_or(0);
    let start = all.partition_point(|contribution| contribution.position <= after);
    let end = all.len().min(start.saturating_add(page.limit));
    let shown = &all[start..end];
    let token = match shown.last() {
        Some(last) if end < all.len() => page.next_token(&last.position.to_string()),
        _ => String::new(),
    };
    (shown, token)
}

/// An event as the caller may see it: of one that was not made public, and whose project the caller may not see, only
/// where it stands, what kind it is and what it adds.
#[must_use]
pub fn event(contribution: &Contribution, entries: &[Entry], covered: &dyn Fn(&str) -> bool) -> FigureEvent {
    let found = entries.binary_search_by_key(&contribution.position, |entry| entry.position);
    let entry = found.ok().and_then(|index| entries.get(index));
    let open = entry.filter(|it| it.audience() == Audience::Public || covered(&it.project_id));
    FigureEvent {
        position: contribution.position,
        r#type: entry.map(|it| it.r#type.clone()).unwrap_or_default(),
        subject: open.map(|it| it.subject.clone()).unwrap_or_default(),
        project_id: open.map(|it| it.project_id.clone()).unwrap_or_default(),
        time: entry.and_then(|it| it.time),
        contribution: contribution.words(),
    }
}

#[cfg(test)]
mod tests;
