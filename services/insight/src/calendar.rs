//! The calendar of reporting obligations, by due day, with lateness.

use contracts::{insight::v1::ObligationStatus, programme::v1::ObligationState};
use jiff::civil::Date;
use runtime::paging::Page;

use crate::{
    figure::Scope,
    projects::cut,
    rows::{ObligationRow, ProjectFacts},
    status::obligation_of,
};

/// Which obligations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of projects in this scope.
    pub scope: Scope,
    /// Due on or after this day.
    pub due_from: Option<Date>,
    /// Due on or before this day.
    pub due_to: Option<Date>,
    /// In one of these states; any when empty.
    pub states: Vec<ObligationState>,
    /// Open past their due day.
    pub late_only: bool,
}

impl Filter {
    fn takes(&self, row: &ObligationRow, today: Date) -> bool {
        self.due_from.is_none_or(|day| row.due_on >= day)
            && self.due_to.is_none_or(|day| row.due_on <= day)
            && (self.states.is_empty() || self.states.contains(&row.state))
            && (!self.late_only || row.is_late(today))
    }
}

struct Candidate<'a> {
    key: String,
    project: &'a ProjectFacts,
    row: &'a ObligationRow,
}

/// The page of obligations of the projects the caller may see, and the token for the next page.
#[must_use]
pub fn calendar<'a>(
    visible: impl Iterator<Item = &'a ProjectFacts>,
    filter: &Filter,
    page: &Page,
    today: Date,
) -> (Vec<ObligationStatus>, String) {
    let mut all: Vec<Candidate<'a>> = visible
        .filter(|project| filter.scope.covers(project))
        .flat_map(|project| project.obligations.iter().map(move |row| (project, row)))
        .filter(|(_, row)| filter.takes(row, today))
        .map(|(project, row)| Candidate {
            key: format!("{}/{}/{}", row.due_on, row.project_id, row.obligation_id),
            project,
            row,
        })
        .collect();
    all.sort_by(|a, b| a.key.cmp(&b.key));
    let (shown, token) = cut(all, page, false, |it| &it.key);
    (
        shown
            .iter()
            .map(|it| obligation_of(it.project, it.row, today))
            .collect(),
        token,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        figure::fixture::{day, facts, obligation, project, today},
        rows::Facts,
    };

    fn programme() -> Facts {
        let obligations = vec![
            obligation("c", "2025-08-01", ObligationState::Scheduled, 0),
            obligation("a", "2024-08-01", ObligationState::Fulfilled, 3),
            obligation("b", "2025-02-01", ObligationState::Overdue, 0),
        ];
        facts(
            [ProjectFacts {
                obligations: obligations.into(),
                ..project("p1")
            }],
            Vec::new(),
        )
    }

    fn ids(filter: &Filter) -> Vec<String> {
        let facts = programme();
        let (mut ids, mut token) = (Vec::new(), String::new());
        loop {
            let page = Page::parse(1, 1, 1, &token, "x").unwrap();
            let (shown, next) = calendar(facts.projects.values().map(AsRef::as_ref), filter, &page, today());
            ids.extend(
                shown
                    .into_iter()
                    .filter_map(|it| it.obligation)
                    .map(|it| it.obligation_id),
            );
            token = next;
            if token.is_empty() {
                return ids;
            }
        }
    }

    #[test]
    fn it_goes_by_due_day_and_shows_each_once() {
        assert_eq!(ids(&Filter::default()), ["a", "b", "c"]);
    }

    #[test]
    fn days_include_both_ends() {
        let both = Filter {
            due_from: Some(day("2025-02-01")),
            due_to: Some(day("2025-08-01")),
            ..Filter::default()
        };
        assert_eq!(ids(&both), ["b", "c"]);
    }

    #[test]
    fn late_is_open_past_its_due_day() {
        assert_eq!(
            ids(&Filter {
                late_only: true,
                ..Filter::default()
            }),
            ["b"]
        );
        assert_eq!(
            ids(&Filter {
                states: vec![ObligationState::Fulfilled],
                ..Filter::default()
            }),
            ["a"]
        );
    }
}
