//! `schakelpunt coherence white-spots`: themes and skills without an application in a region.

use contracts::insight::v1::{ListWhiteSpotsRequest, ListWhiteSpotsResponse, WhiteSpot, WhiteSpotKind};

use super::{Session, heading, headings, number, paging, positions, region, skill};
use crate::{
    cli::coherence::WhiteSpotsArgs,
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(args: WhiteSpotsArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let events = args.shown.events;
    let kind = args.kind.map_or(WhiteSpotKind::Unspecified, |kind| kind.kind());
    let request = ListWhiteSpotsRequest {
        kind: kind.into(),
        region_id: args.region.unwrap_or_default(),
        theme_id: args.theme.unwrap_or_default(),
        without_demand: args.without_demand,
        consistency_token: args.shown.consistency_token.unwrap_or_default(),
        ..ListWhiteSpotsRequest::default()
    };
    let ask = |page_token, page_size| {
        let request = ListWhiteSpotsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.coherence().list_white_spots(request).await
        })
    };
    let answer = paging::all(args.shown.limit, args.shown.page_token, parts, ask).await?;
    session
        .screen
        .answer(&answer, |page, answer| shown(page, answer, events))?;
    Ok(())
}

fn parts(answer: &mut ListWhiteSpotsResponse) -> (&mut Vec<WhiteSpot>, &mut String) {
    (&mut answer.spots, &mut answer.next_page_token)
}

fn shown(page: &mut Page<'_>, answer: &ListWhiteSpotsResponse, events: bool) {
    heading(page, "coherence-white-spots-heading", &answer.as_of);
    let columns = [
        "column-kind",
        "coherence-column-region",
        "coherence-column-theme-or-skill",
        ">coherence-column-people",
        ">coherence-column-bottlenecks",
        ">coherence-column-understood",
        ">coherence-column-came-to-nothing",
        ">coherence-column-sources-here",
    ];
    let mut grid = page.table(&headings(&columns, events));
    for spot in &answer.spots {
        let figures = [
            spot.people.as_ref(),
            spot.bottlenecks.as_ref(),
            spot.demands.as_ref(),
            spot.came_to_nothing.as_ref(),
            spot.sources.as_ref(),
        ];
        let mut cells = vec![
            page.texts.word(spot.kind().as_str_name()),
            region(&spot.region_id, &spot.region_name),
            what(page, spot),
        ];
        cells.extend(figures.map(|figure| number(page, figure)));
        cells.extend(events.then(|| positions(figures)));
        grid.row_of(cells);
    }
    page.grid(&grid, "coherence-none-white-spots");
    page.field("next-page", &answer.next_page_token);
    page.freshness(answer.freshness.as_ref());
}

fn what(page: &Page<'_>, spot: &WhiteSpot) -> String {
    match page.lang().pick(spot.theme_name.as_ref()) {
        _ if spot.skill.is_some() => skill(spot.skill.as_ref()),
        "" => value::or_dash(&spot.theme_id),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use contracts::hub::v1::{LocalText, SkillRef};

    use super::*;
    use crate::output::{Lang, Texts};

    fn written(spots: Vec<WhiteSpot>) -> String {
        let answer = ListWhiteSpotsResponse {
            spots,
            ..ListWhiteSpotsResponse::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        shown(&mut page, &answer, false);
        page.into_text()
    }

    #[test]
    fn a_theme_and_a_skill_are_named_in_the_reader_s_language() {
        let theme = WhiteSpot {
            kind: WhiteSpotKind::Theme.into(),
            region_id: "AM02".into(),
            theme_name: Some(LocalText {
                nl: "Energie".into(),
                en: "Energy".into(),
            }),
            ..WhiteSpot::default()
        };
        let skill = WhiteSpot {
            kind: WhiteSpotKind::Skill.into(),
            skill: Some(SkillRef {
                label: "Solderen".into(),
                ..SkillRef::default()
            }),
            ..theme.clone()
        };
        let text = written(vec![theme, skill]);
        assert!(text.contains("Energie") && text.contains("Solderen"), "{text}");
    }

    #[test]
    fn no_white_spot_is_said_in_words() {
        assert!(written(Vec::new()).contains("Geen witte vlekken"));
    }
}
