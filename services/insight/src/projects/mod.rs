//! The list of projects: filtered, ordered, paged, each with its judgement.

use std::sync::Arc;

use contracts::{
    insight::v1::{Colour, ProjectSummary},
    programme::v1::ProjectState,
};
use runtime::paging::Page;

use crate::{
    figure::Scope,
    rows::ProjectFacts,
    views::{Verdict, View},
};

/// Parts a page token's key: it occurs in no identifier, and in a name only where it does no harm.
const SEPARATOR: char = '\u{1f}';

/// Which projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// In this scope.
    pub scope: Scope,
    state: ProjectState,
    colour: Colour,
    words: Vec<String>,
}

impl Filter {
    /// A filter; an unspecified state or colour means any, and each word of `search` must occur.
    #[must_use]
    pub fn new(scope: Scope, state: ProjectState, colour: Colour, search: &str) -> Self {
        let words = search.split_whitespace().map(str::to_lowercase).collect();
        Self {
            scope,
            state,
            colour,
            words,
        }
    }

    fn takes(&self, facts: &ProjectFacts) -> bool {
        let project = &facts.project;
        let state = self.state == ProjectState::Unspecified || self.state == project.state;
        let text = format!("{} {}", project.project_id, project.name).to_lowercase();
        state && self.scope.covers(facts) && self.words.iter().all(|word| text.contains(word))
    }

    fn takes_colour(&self, verdict: Option<&Verdict>) -> bool {
        self.colour == Colour::Unspecified || colour(verdict) == self.colour
    }
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Order {
    by: By,
    descending: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum By {
    #[default]
    ProjectId,
    Name,
    StartsOn,
    EndsOn,
    Judgement,
}

impl Order {
    /// What `order_by` may say.
    pub const EXPECTED: &str =
        "project_id, name, starts_on, ends_on or judgement, and ` desc` after it to turn it round";

    /// Reads `order_by`; none when it says something else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (by, descending) = match words.as_slice() {
            [] => ("project_id", false),
            [by] | [by, "asc"] => (*by, false),
            [by, "desc"] => (*by, true),
            _ => return None,
        };
        let by = match by {
            "project_id" => By::ProjectId,
            "name" => By::Name,
            "starts_on" => By::StartsOn,
            "ends_on" => By::EndsOn,
            "judgement" => By::Judgement,
            _ => return None,
        };
        Some(Self { by, descending })
    }

    /// What a project is ordered by; its identifier makes it unlike any other's.
    fn key(self, facts: &ProjectFacts, verdict: Option<&Verdict>) -> String {
        let project = &facts.project;
        let first = match self.by {
            By::ProjectId => String::new(),
            By::Name => project.name.to_lowercase(),
            By::StartsOn => project.starts_on.to_string(),
            By::EndsOn => project.ends_on.to_string(),
            By::Judgement => rank(verdict).to_string(),
        };
        format!("{first}{SEPARATOR}{}", project.project_id)
    }
}

/// The worst first.
fn rank(verdict: Option<&Verdict>) -> u8 {
    match colour(verdict) {
        Colour::Red => 0,
        Colour::Amber => 1,
        Colour::Green => 2,
        Colour::Unspecified => 3,
    }
}

fn colour(verdict: Option<&Verdict>) -> Colour {
    verdict.map_or(Colour::Unspecified, |verdict| verdict.judgement.colour)
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// The projects.
    pub projects: Vec<ProjectSummary>,
    /// Token for the next page; empty on the last.
    pub next_page_token: String,
    /// Number of projects over all pages.
    pub total_size: u32,
}

/// A project that takes part, with what it is ordered by.
struct Candidate<'a> {
    key: String,
    facts: &'a ProjectFacts,
    verdict: Option<Arc<Verdict>>,
}

/// The page of projects out of those the caller may see.
#[must_use]
pub fn list<'a>(
    view: &'a View,
    visible: impl Iterator<Item = &'a ProjectFacts>,
    filter: &Filter,
    order: Order,
    page: &Page,
) -> List {
    // All are judged only when the judgement decides which projects there are or in which order.
    let judge_all = filter.colour != Colour::Unspecified || order.by == By::Judgement;
    let mut all: Vec<Candidate<'a>> = visible
        .filter(|project| filter.takes(project))
        .map(|project| candidate(view, project, order, judge_all))
        .filter(|it| filter.takes_colour(it.verdict.as_deref()))
        .collect();
    all.sort_by(|a, b| a.key.cmp(&b.key));
    if order.descending {
        all.reverse();
    }
    let total_size = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let (shown, next_page_token) = cut(all, page, order.descending, |it| &it.key);
    let projects = shown.into_iter().filter_map(|it| summarise(view, it)).collect();
    List {
        projects,
        next_page_token,
        total_size,
    }
}

/// The items of a page out of all, which are in order of their keys; and the token for the next page.
pub(crate) fn cut<T>(
    mut all: Vec<T>,
    page: &Page,
    descending: bool,
    key: fn(&T) -> &str,
) -> (Vec<T>, String) {
    let start = page.after.as_deref().map_or(0, |after| {
        all.partition_point(|it| {
            if descending {
                key(it) >= after
            } else {
                key(it) <= after
            }
        })
    });
    let mut shown = all.split_off(start);
    let more = shown.len() > page.limit;
    shown.truncate(page.limit);
    let token = shown
        .last()
        .filter(|_| more)
        .map(|last| page.next_token(key(last)));
    (shown, token.unwrap_or_default())
}

fn candidate<'a>(view: &View, project: &'a ProjectFacts, order: Order, judge: bool) -> Candidate<'a> {
    let verdict = if judge {
        view.verdict(&project.project.project_id)
    } else {
        None
    };
    Candidate {
        key: order.key(project, verdict.as_deref()),
        facts: project,
        verdict,
    }
}

fn summarise(view: &View, candidate: Candidate<'_>) -> Option<ProjectSummary> {
    let verdict = candidate
        .verdict
        .or_else(|| view.verdict(&candidate.facts.project.project_id))?;
    Some(verdict.summary.clone())
}

#[cfg(test)]
mod tests;
