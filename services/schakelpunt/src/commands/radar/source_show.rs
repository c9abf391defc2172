//! Sources, for people.

use contracts::radar::v1::{KeptSource, ListSourcesResponse};

use super::{BLOCK, count};
use crate::output::{Page, value};

/// A list of sources.
pub(super) fn listed(page: &mut Page<'_>, answer: &ListSourcesResponse) {
    let mut grid = page.table(&[
        "column-source",
        "column-title",
        "column-publisher",
        "column-published-on",
        "column-kind",
        "column-state",
        ">column-words",
        ">column-mentions",
    ]);
    for kept in &answer.sources {
        let it = kept.source.clone().unwrap_or_default();
        grid.row([
            kept.source_id.clone(),
            it.title.clone(),
            it.publisher.clone(),
            it.published_on.clone(),
            page.texts.word(it.kind().as_str_name()),
            page.texts.word(kept.state().as_str_name()),
            count(page, kept.words),
            count(page, kept.mentions),
        ]);
    }
    page.grid(&grid, "none-sources");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

/// One source.
pub(super) fn source(page: &mut Page<'_>, kept: &KeptSource) {
    let it = kept.source.clone().unwrap_or_default();
    page.heading(&it.title);
    page.field("column-source", &kept.source_id);
    page.field("column-publisher", &it.publisher);
    page.field("column-published-on", &it.published_on);
    page.field("column-licence", &it.licence);
    page.field("column-kind", page.texts.word(it.kind().as_str_name()));
    page.field("column-state", page.texts.word(kept.state().as_str_name()));
    page.field("column-withdrawal", &kept.withdrawal);
    page.field("column-regions", it.region_ids.join(" "));
    page.field("column-sectors", it.sectors.join(", "));
    page.field("column-themes", it.theme_ids.join(", "));
    page.field("column-uri", &it.uri);
    page.field("column-language", value::or_dash(&kept.found_language));
    page.field("column-form", page.texts.word(kept.format().as_str_name()));
    page.field("column-registered-on", &kept.registered_on);
    page.field("column-words", count(page, kept.words));
    page.field("column-mentions", count(page, kept.mentions));
    page.field("column-concepts", count(page, kept.concepts));
}
