//! `schakelpunt coherence demand`: who asks for a skill in a region, and what teaches it there.

use contracts::insight::v1::{DemandSupply, GetDemandSupplyRequest, GetDemandSupplyResponse};

use super::{Session, heading, headings, number, paging, positions, region, skill};
use crate::{cli::coherence::DemandArgs, failure::Failure, output::Page};

pub(super) async fn run(args: DemandArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let events = args.shown.events;
    let request = GetDemandSupplyRequest {
        region_id: args.region.unwrap_or_default(),
        skill_uri: args.skill.unwrap_or_default(),
        theme_id: args.theme.unwrap_or_default(),
        consistency_token: args.shown.consistency_token.unwrap_or_default(),
        ..GetDemandSupplyRequest::default()
    };
    let ask = |page_token, page_size| {
        let request = GetDemandSupplyRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.coherence().get_demand_supply(request).await
        })
    };
    let answer = paging::all(args.shown.limit, args.shown.page_token, parts, ask).await?;
    session
        .screen
        .answer(&answer, |page, answer| shown(page, answer, events))?;
    Ok(())
}

fn parts(answer: &mut GetDemandSupplyResponse) -> (&mut Vec<DemandSupply>, &mut String) {
    (&mut answer.rows, &mut answer.next_page_token)
}

fn shown(page: &mut Page<'_>, answer: &GetDemandSupplyResponse, events: bool) {
    heading(page, "coherence-demand-heading", &answer.as_of);
    let columns = [
        "coherence-column-region",
        "coherence-column-skill",
        ">coherence-column-people",
        ">coherence-column-bottlenecks",
        ">coherence-column-understood",
        ">coherence-column-in-progress",
        ">coherence-column-designed",
        ">coherence-column-piloted",
        ">coherence-column-scaled",
        ">coherence-column-learners",
        ">coherence-column-places",
        ">coherence-column-reused",
        ">coherence-column-offers",
        ">coherence-column-flexible",
        ">coherence-column-credentials",
    ];
    let mut grid = page.table(&headings(&columns, events));
    for row in &answer.rows {
        let (need, supply) = (
            row.need.clone().unwrap_or_default(),
            row.supply.clone().unwrap_or_default(),
        );
        let figures = [
            need.people.as_ref(),
            need.bottlenecks.as_ref(),
            need.demands_understood.as_ref(),
            need.demands_in_progress.as_ref(),
            supply.designed.as_ref(),
            supply.piloted.as_ref(),
            supply.scaled.as_ref(),
            supply.pilot_learners.as_ref(),
            supply.places_per_year.as_ref(),
            supply.reused.as_ref(),
            supply.offers.as_ref(),
            supply.offers_flexible.as_ref(),
            supply.credentials.as_ref(),
        ];
        let mut cells = vec![
            region(&row.region_id, &row.region_name),
            skill(row.skill.as_ref()),
        ];
        cells.extend(figures.map(|figure| number(page, figure)));
        cells.extend(events.then(|| positions(figures)));
        grid.row_of(cells);
    }
    page.grid(&grid, "none-groups");
    page.line(page.get("coherence-demand-note"));
    page.field("next-page", &answer.next_page_token);
    page.freshness(answer.freshness.as_ref());
}

#[cfg(test)]
mod tests {
    use contracts::insight::v1::{Need, TracedFigure, traced_figure::Value};

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn each_region_and_skill_is_a_row_with_its_events_when_asked_for() {
        let people = TracedFigure {
            value: Some(Value::Count(400)),
            positions: vec![17],
            events: 1,
        };
        let row = DemandSupply {
            region_id: "AM01".into(),
            region_name: "Groningen".into(),
            need: Some(Need {
                people: Some(people),
                ..Need::default()
            }),
            ..DemandSupply::default()
        };
        let answer = GetDemandSupplyResponse {
            as_of: "2025-06-01".into(),
            rows: vec![row],
            ..GetDemandSupplyResponse::default()
        };
        let written = |lang, events| {
            let texts = Texts::new(lang);
            let mut page = Page::new(&texts);
            shown(&mut page, &answer, events);
            page.into_text()
        };
        let text = written(Lang::Nl, true);
        assert!(text.contains("AM01 Groningen") && text.contains("400"), "{text}");
        assert!(text.contains("17") && text.contains("2025-06-01"), "{text}");
        assert!(!written(Lang::En, false).contains("17"));
    }
}
