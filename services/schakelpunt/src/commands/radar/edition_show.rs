//! Editions of the radar, for people.

use contracts::radar::v1::{Edition, EditionEntry, ListEditionsResponse, Movement, Ring, ScopedRing};

use super::{BLOCK, count, factor, method};
use crate::output::{Page, value};

/// A list of editions.
pub(super) fn listed(page: &mut Page<'_>, answer: &ListEditionsResponse) {
    let mut grid = page.table(&[
        ">column-edition",
        "column-title",
        "column-published-on",
        ">column-skills",
        ">column-sources",
        ">column-words",
        "column-method",
    ]);
    for it in &answer.editions {
        let method = it.method.clone().unwrap_or_default();
        grid.row([
            it.number.to_string(),
            page.lang().pick(it.title.as_ref()).to_owned(),
            it.published_on.clone(),
            count(page, it.skills),
            count(page, it.sources),
            count(page, it.words),
            format!("{}, {}", method.reading_method, method.ring_rule),
        ]);
    }
    page.grid(&grid, "none-editions");
    page.field("next-page", &answer.next_page_token);
    page.fresh_from(BLOCK);
}

/// One edition.
pub(super) fn edition(page: &mut Page<'_>, it: &Edition) {
    let title = page.lang().pick(it.title.as_ref()).to_owned();
    page.heading(format!("{}. {title}", it.number));
    page.field("column-published-on", &it.published_on);
    let scope = it.scope.clone().unwrap_or_default();
    page.field("edition-as-of", &scope.as_of);
    page.field("column-sources", count(page, it.sources));
    page.field("column-words", count(page, it.words));
    method(page, it.method.as_ref());
    let note = page.lang().pick(it.note.as_ref()).to_owned();
    if !note.is_empty() {
        page.line(format!("\n{note}"));
    }
    entries(page, &it.entries);
    departures(page, it);
}

fn entries(page: &mut Page<'_>, entries: &[EditionEntry]) {
    let mut grid = page.table(&[
        "column-skill",
        "column-ring",
        "column-movement",
        "column-growth",
        ">column-mentions",
        ">column-sources",
        ">column-disagreements",
        "column-rings",
    ]);
    for it in entries {
        grid.row([
            page.lang().pick(it.label.as_ref()).to_owned(),
            page.texts.word(it.ring().as_str_name()),
            moved(page, it),
            factor(page, it.growth.as_ref()),
            count(page, it.mentions),
            count(page, it.sources),
            count(page, it.dissents),
            rings(page, it),
        ]);
    }
    page.section("section-skills");
    page.grid(&grid, "none-radar");
}

/// How it stands against the edition before, with the ring in which it was when it moved.
fn moved(page: &Page<'_>, it: &EditionEntry) -> String {
    let movement = page.texts.word(it.movement().as_str_name());
    match (it.movement(), it.previous_ring()) {
        (Movement::Moved, before) if before != Ring::Unspecified => {
            format!("{movement} ({})", page.texts.word(before.as_str_name()))
        }
        _ => movement,
    }
}

/// Where it is in another ring than in the country.
fn rings(page: &Page<'_>, it: &EditionEntry) -> String {
    let name = |part: &ScopedRing| [&*part.theme_id, &*part.sector, &*part.region_id].concat();
    let other = it.rings.iter().filter(|part| part.ring() != it.ring());
    let told = other.map(|part| format!("{}: {}", name(part), page.texts.word(part.ring().as_str_name())));
    value::or_dash(&told.collect::<Vec<_>>().join("; "))
}

fn departures(page: &mut Page<'_>, it: &Edition) {
    if it.departures.is_empty() {
        return;
    }
    let mut grid = page.table(&["column-skill", "column-name", "column-previous-ring"]);
    for gone in &it.departures {
        grid.row([
            gone.skill_id.clone(),
            page.lang().pick(gone.label.as_ref()).to_owned(),
            page.texts.word(gone.previous_ring().as_str_name()),
        ]);
    }
    page.section("section-departures");
    page.grid(&grid, "none-radar");
}
