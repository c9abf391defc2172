//! `schakelpunt coherence needs`: per provider and region the skills of the radar that it should look at.

use contracts::insight::v1::{ListSkillNeedsRequest, ListSkillNeedsResponse, SkillNeed, SkillNeedKind};

use super::{Session, heading, headings, number, paging, pipeline::standing, positions, region, skill};
use crate::{cli::coherence::NeedsArgs, failure::Failure, output::Page};

pub(super) async fn run(args: NeedsArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let events = args.shown.events;
    let kind = args.kind.map_or(SkillNeedKind::Unspecified, |kind| kind.kind());
    let request = ListSkillNeedsRequest {
        kind: kind.into(),
        provider_id: args.provider.unwrap_or_default(),
        region_id: args.region.unwrap_or_default(),
        theme_id: args.theme.unwrap_or_default(),
        skill_uri: args.skill.unwrap_or_default(),
        consistency_token: args.shown.consistency_token.unwrap_or_default(),
        ..ListSkillNeedsRequest::default()
    };
    let ask = |page_token, page_size| {
        let request = ListSkillNeedsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.coherence().list_skill_needs(request).await
        })
    };
    let answer = paging::all(args.shown.limit, args.shown.page_token, parts, ask).await?;
    session
        .screen
        .answer(&answer, |page, answer| shown(page, answer, events))?;
    Ok(())
}

fn parts(answer: &mut ListSkillNeedsResponse) -> (&mut Vec<SkillNeed>, &mut String) {
    (&mut answer.needs, &mut answer.next_page_token)
}

fn shown(page: &mut Page<'_>, answer: &ListSkillNeedsResponse, events: bool) {
    heading(page, "coherence-needs-heading", &answer.as_of);
    let columns = [
        "coherence-column-provider",
        "coherence-column-region",
        "column-kind",
        "coherence-column-skill",
        "coherence-column-ring",
        ">coherence-column-people",
        ">coherence-column-understood",
        ">coherence-column-in-progress",
        ">coherence-column-own-offers",
        ">coherence-column-others-offers",
        ">coherence-column-credentials",
    ];
    let mut grid = page.table(&headings(&columns, events));
    for it in &answer.needs {
        let need = it.need.clone().unwrap_or_default();
        let figures = [
            need.people.as_ref(),
            need.demands_understood.as_ref(),
            need.demands_in_progress.as_ref(),
            it.offers.as_ref(),
            it.offers_of_others.as_ref(),
            it.credentials.as_ref(),
        ];
        let mut cells = vec![
            provider(page, it),
            region(&it.region_id, &it.region_name),
            page.texts.word(it.kind().as_str_name()),
            skill(it.skill.as_ref()),
            standing(page, it.signal.as_ref()),
        ];
        cells.extend(figures.map(|figure| number(page, figure)));
        cells.extend(events.then(|| positions(figures)));
        grid.row_of(cells);
    }
    page.grid(&grid, "coherence-none-needs");
    page.field("next-page", &answer.next_page_token);
    page.freshness(answer.freshness.as_ref());
}

fn provider(page: &Page<'_>, need: &SkillNeed) -> String {
    match need.provider_id.as_str() {
        "" => page.get("coherence-nobody"),
        id => region(id, &need.provider_name),
    }
}

#[cfg(test)]
mod tests {
    use contracts::insight::v1::{TracedFigure, traced_figure::Value};

    use super::*;
    use crate::output::{Lang, Texts};

    fn written(needs: Vec<SkillNeed>) -> String {
        let answer = ListSkillNeedsResponse {
            needs,
            ..ListSkillNeedsResponse::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        shown(&mut page, &answer, true);
        page.into_text()
    }

    #[test]
    fn a_need_names_its_provider_or_that_nobody_offers_it() {
        let of = |provider_id: &str| SkillNeed {
            kind: SkillNeedKind::NotOffered.into(),
            provider_id: provider_id.into(),
            provider_name: "Hogeschool".into(),
            offers_of_others: Some(TracedFigure {
                value: Some(Value::Count(3)),
                positions: vec![29],
                events: 1,
            }),
            ..SkillNeed::default()
        };
        let text = written(vec![of(""), of("hs-1")]);
        assert!(
            text.contains("(geen opleider)") && text.contains("hs-1 Hogeschool"),
            "{text}"
        );
        assert!(text.contains("niet aangeboden") && text.contains("29"), "{text}");
        assert!(written(Vec::new()).contains("Geen opleider"));
    }
}
