//! Awards, for people.

use contracts::transitions::v1::{Award, ListAwardsResponse};

use crate::output::{Grid, Page, value};

/// A list of awards.
pub(super) fn listed(page: &mut Page<'_>, answer: &ListAwardsResponse) {
    let mut grid = page.table(&[
        "column-application",
        "column-state",
        "column-size",
        ">column-awarded",
        ">column-paid",
        ">column-determined",
        "column-decided-on",
        "column-reference",
    ]);
    for award in &answer.awards {
        grid.row([
            award.application_id.clone(),
            page.texts.word(award.state().as_str_name()),
            page.texts.word(award.size_class().as_str_name()),
            page.euros(award.awarded_cents),
            page.euros(paid(award)),
            or_dash(page, award.determined_cents),
            award.decided_on.clone(),
            award.reference.clone(),
        ]);
    }
    page.grid(&grid, "none-awards");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log("transitions", answer.freshness.as_ref());
}

/// What was paid in advances; the hub refuses more than was awarded, so it fits.
fn paid(award: &Award) -> i64 {
    let cents = award.advances.iter().map(|advance| advance.cents);
    cents.fold(0, i64::saturating_add)
}

fn or_dash(page: &Page<'_>, cents: Option<i64>) -> String {
    cents.map_or_else(|| value::NOTHING.to_owned(), |cents| page.euros(cents))
}

/// One award with its conditions, advances and changes.
pub(super) fn award(page: &mut Page<'_>, award: &Award) {
    page.heading(&award.application_id);
    page.field("column-state", page.texts.word(award.state().as_str_name()));
    page.field("column-call", &award.call_id);
    page.field("column-size", page.texts.word(award.size_class().as_str_name()));
    page.field("column-awarded", page.euros(award.awarded_cents));
    page.field("column-paid", page.euros(paid(award)));
    let determined = award.determined_cents.map(|cents| page.euros(cents));
    page.field("column-determined", determined.unwrap_or_default());
    page.field("column-decided-on", &award.decided_on);
    page.field("column-reference", &award.reference);
    page.field("column-motivation", &award.motivation);
    let grid = conditions(page, award);
    sectioned(page, "section-conditions", &grid);
    let grid = advances(page, award);
    sectioned(page, "section-advances", &grid);
    let grid = changes(page, award);
    sectioned(page, "section-change-requests", &grid);
}

fn conditions(page: &Page<'_>, award: &Award) -> Grid {
    let mut grid = page.table(&[
        "column-id",
        "column-text",
        "column-due-on",
        "column-state",
        "column-decided-on",
        "column-reference",
    ]);
    for it in &award.conditions {
        grid.row([
            it.condition_id.clone(),
            it.text.clone(),
            it.due_on.clone(),
            page.texts.word(it.state().as_str_name()),
            value::or_dash(&it.decided_on),
            value::or_dash(&it.reference),
        ]);
    }
    grid
}

fn advances(page: &Page<'_>, award: &Award) -> Grid {
    let mut grid = page.table(&["column-paid-on", ">column-amount", "column-reference"]);
    for it in &award.advances {
        grid.row([it.paid_on.clone(), page.euros(it.cents), it.reference.clone()]);
    }
    grid
}

fn changes(page: &Page<'_>, award: &Award) -> Grid {
    let mut grid = page.table(&[
        "column-id",
        "column-reason",
        ">column-amount",
        "column-state",
        "column-decided-on",
        "column-reference",
    ]);
    for it in &award.changes {
        grid.row([
            it.change_id.clone(),
            it.reason.clone(),
            or_dash(page, it.awarded_cents),
            page.texts.word(it.state().as_str_name()),
            value::or_dash(&it.decided_on),
            value::or_dash(&it.reference),
        ]);
    }
    grid
}

/// A table under its heading; neither when it is empty.
fn sectioned(page: &mut Page<'_>, section: &str, grid: &Grid) {
    if !grid.is_empty() {
        page.section(section);
        page.grid(grid, "");
    }
}

#[cfg(test)]
mod tests {
    use contracts::transitions::v1::{Advance, AwardState};

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn an_award_shows_what_was_awarded_beside_what_was_paid() {
        let texts = Texts::new(Lang::En);
        let mut page = Page::new(&texts);
        let advance = |cents| Advance {
            cents,
            ..Advance::default()
        };
        let given = Award {
            application_id: "llo-201".into(),
            state: AwardState::Conditional.into(),
            awarded_cents: 10_000_000,
            advances: vec![advance(2_000_000), advance(5)],
            ..Award::default()
        };
        award(&mut page, &given);
        let text = page.into_text();
        assert!(
            text.contains("EUR 100,000.00") && text.contains("EUR 20,000.05"),
            "{text}"
        );
    }
}
