//! Concepts of taxonomies: `schakelpunt skill search`, and `skill show` with a URI.

use contracts::radar::v1::{
    Concept, ConceptKind, ConceptLabels, ConceptState, FoundConcept, GetConceptRequest,
    SearchConceptsRequest, SearchConceptsResponse,
};

use super::{BLOCK, Session, paging};
use crate::{
    cli::skill::{ConceptKindArg, SearchArgs},
    client::Hub,
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn search(args: SearchArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let kind = args.kind.map_or(ConceptKind::Unspecified, ConceptKindArg::kind);
    let request = SearchConceptsRequest {
        query: args.words.join(" "),
        language: args.language.unwrap_or_default(),
        scheme_id: args.scheme.unwrap_or_default(),
        kind: kind.into(),
        collection: args.collection.unwrap_or_default(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = SearchConceptsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.taxonomies().search_concepts(request).await
        })
    };
    let answer = paging::all(args.pages.limit, args.pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut SearchConceptsResponse) -> (&mut Vec<FoundConcept>, &mut String) {
    (&mut answer.concepts, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &SearchConceptsResponse) {
    let mut grid = page.table(&[
        "column-label",
        "column-found",
        "column-kind",
        "column-release",
        "column-uri",
    ]);
    for it in &answer.concepts {
        grid.row([
            it.label.clone(),
            found(it),
            page.texts.word(it.kind().as_str_name()),
            format!("{} {}", it.scheme_id, it.version),
            it.uri.clone(),
        ]);
    }
    page.grid(&grid, "none-concepts");
    page.field("next-page", &answer.next_page_token);
    page.fresh_from(BLOCK);
}

/// The label that fits the words, where it is not the one that is shown anyway.
fn found(it: &FoundConcept) -> String {
    if it.found_label == it.label {
        value::NOTHING.to_owned()
    } else {
        format!("{} ({})", it.found_label, it.found_language)
    }
}

/// One concept.
pub(super) async fn show(uri: String, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.taxonomies().get_concept(request).await };
    let answer = session.hub()?.call(GetConceptRequest { uri }, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer.concept.iter().for_each(|it| shown(page, it));
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

fn shown(page: &mut Page<'_>, it: &Concept) {
    page.heading(heading(page, it));
    page.field("column-uri", &it.uri);
    page.field("column-release", format!("{} {}", it.scheme_id, it.version));
    page.field("column-kind", page.texts.word(it.kind().as_str_name()));
    page.field("column-state", page.texts.word(it.state().as_str_name()));
    page.field("column-skill", &it.skill_id);
    page.field("column-collections", it.collections.join(", "));
    if it.state() != ConceptState::InForce {
        page.field("concept-now", value::or_dash(&it.current_uris.join(", ")));
    }
    let mut grid = page.table(&["column-language", "column-label", "column-other-labels"]);
    for labels in &it.labels {
        grid.row([
            labels.language.clone(),
            preferred(page, labels),
            value::or_dash(&labels.alternatives.join("; ")),
        ]);
    }
    page.section("section-labels");
    page.grid(&grid, "none-labels");
    for labels in it.labels.iter().filter(|it| !it.description.is_empty()) {
        page.line(format!("\n{}: {}", labels.language, labels.description));
    }
    for (key, uris) in [
        ("section-broader", &it.broader_uris),
        ("section-narrower", &it.narrower_uris),
        ("section-matched", &it.matched_uris),
    ] {
        if !uris.is_empty() {
            page.section(key);
            uris.iter().for_each(|uri| page.line(format!("- {uri}")));
        }
    }
}

/// The label in the language of the answer, or in the other one, or in any.
fn heading(page: &Page<'_>, it: &Concept) -> String {
    let of = |language: &str| it.labels.iter().find(|it| it.language == language);
    let order = match page.lang() {
        crate::output::Lang::Nl => ["nl", "en"],
        crate::output::Lang::En => ["en", "nl"],
    };
    let found = order.into_iter().find_map(of).or(it.labels.first());
    found.map_or_else(|| it.uri.clone(), |it| it.preferred.clone())
}

/// The preferred label, marked where the project translated it itself.
fn preferred(page: &Page<'_>, it: &ConceptLabels) -> String {
    if it.own_translation {
        format!("{} ({})", it.preferred, page.get("own-translation"))
    } else {
        it.preferred.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn a_concept_that_was_replaced_says_what_it_means_now() {
        let labels = |language: &str, preferred: &str, own_translation| ConceptLabels {
            language: language.into(),
            preferred: preferred.into(),
            own_translation,
            ..ConceptLabels::default()
        };
        let concept = Concept {
            state: ConceptState::Replaced.into(),
            labels: vec![labels("en", "weld", false), labels("nl", "lassen", true)],
            current_uris: vec!["http://nieuw".into()],
            ..Concept::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        shown(&mut page, &concept);
        let text = page.into_text();
        assert!(text.starts_with("lassen"), "{text}");
        assert!(
            text.contains("http://nieuw") && text.contains("eigen vertaling"),
            "{text}"
        );
    }
}
