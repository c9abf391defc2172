//! `schakelpunt coherence pipeline`: skills from signal to credential, per region and for the country as a whole.

use contracts::insight::v1::{
    GetSkillPipelineRequest, GetSkillPipelineResponse, PipelineStage, SkillPipeline, SkillSignal,
    TracedFigure, traced_figure::Value,
};
use contracts::radar::v1::Ring;

use super::{Session, heading, headings, number, paging, positions, region, skill};
use crate::{
    cli::coherence::PipelineArgs,
    failure::Failure,
    output::{Page, money::whole},
};

pub(super) async fn run(args: PipelineArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let events = args.shown.events;
    let ring = args.ring.map_or(Ring::Unspecified, |ring| ring.ring());
    let gap = args.gap.map_or(PipelineStage::Unspecified, |gap| gap.stage());
    let request = GetSkillPipelineRequest {
        region_id: args.region.unwrap_or_default(),
        theme_id: args.theme.unwrap_or_default(),
        skill_uri: args.skill.unwrap_or_default(),
        ring: ring.into(),
        gap_at: gap.into(),
        consistency_token: args.shown.consistency_token.unwrap_or_default(),
        ..GetSkillPipelineRequest::default()
    };
    let ask = |page_token, page_size| {
        let request = GetSkillPipelineRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.coherence().get_skill_pipeline(request).await
        })
    };
    let answer = paging::all(args.shown.limit, args.shown.page_token, parts, ask).await?;
    session
        .screen
        .answer(&answer, |page, answer| shown(page, answer, events))?;
    Ok(())
}

fn parts(answer: &mut GetSkillPipelineResponse) -> (&mut Vec<SkillPipeline>, &mut String) {
    (&mut answer.rows, &mut answer.next_page_token)
}

fn shown(page: &mut Page<'_>, answer: &GetSkillPipelineResponse, events: bool) {
    heading(page, "coherence-pipeline-heading", &answer.as_of);
    if answer.edition > 0 {
        let edition = answer.edition.to_string();
        let words = page
            .texts
            .with("coherence-pipeline-edition", &[("edition", &edition)]);
        page.line(words);
    }
    let columns = [
        "coherence-column-region",
        "coherence-column-skill",
        "coherence-column-ring",
        ">coherence-column-sources-here",
        ">coherence-column-sources",
        ">coherence-column-publishers",
        ">coherence-column-people",
        ">coherence-column-demands",
        ">coherence-column-solutions",
        ">coherence-column-offers",
        ">coherence-column-classes",
        ">coherence-column-credentials",
        "coherence-column-gap",
    ];
    let mut grid = page.table(&headings(&columns, events));
    for row in &answer.rows {
        grid.row_of(cells(page, row, events));
    }
    page.grid(&grid, "none-groups");
    page.line(page.get("coherence-pipeline-note"));
    page.field("next-page", &answer.next_page_token);
    page.freshness(answer.freshness.as_ref());
}

fn cells(page: &Page<'_>, row: &SkillPipeline, events: bool) -> Vec<String> {
    let (need, supply) = (
        row.need.clone().unwrap_or_default(),
        row.supply.clone().unwrap_or_default(),
    );
    let signal = row.signal.clone().unwrap_or_default();
    let demands = [
        need.demands_understood.as_ref(),
        need.demands_in_progress.as_ref(),
    ];
    let solutions = [
        supply.designed.as_ref(),
        supply.piloted.as_ref(),
        supply.scaled.as_ref(),
    ];
    let told = [
        signal.sources_here.as_ref(),
        signal.sources.as_ref(),
        signal.publishers.as_ref(),
    ];
    let taught = [
        supply.offers.as_ref(),
        supply.classes.as_ref(),
        supply.credentials.as_ref(),
    ];
    let mut cells = vec![
        region(&row.region_id, &row.region_name),
        skill(row.skill.as_ref()),
        standing(page, row.signal.as_ref()),
    ];
    cells.extend(told.map(|figure| number(page, figure)));
    cells.push(number(page, need.people.as_ref()));
    cells.push(sum(page, &demands));
    cells.push(sum(page, &solutions));
    cells.extend(taught.map(|figure| number(page, figure)));
    cells.push(page.texts.word(row.gap_at().as_str_name()));
    let all = [told, solutions, taught].concat();
    let all = all
        .into_iter()
        .chain(demands)
        .chain([need.people.as_ref(), supply.reused.as_ref()]);
    cells.extend(events.then(|| positions(all)));
    cells
}

/// Each demand is in one phase and each solution in one state, so they add up.
fn sum(page: &Page<'_>, figures: &[Option<&TracedFigure>]) -> String {
    let counts = figures.iter().flatten().filter_map(|figure| match figure.value {
        Some(Value::Count(count)) => Some(count),
        Some(Value::Cents(_)) | None => None,
    });
    whole(counts.fold(0, i64::saturating_add), page.lang())
}

/// The ring of a skill, or why it has none.
pub(super) fn standing(page: &Page<'_>, signal: Option<&SkillSignal>) -> String {
    match signal {
        None => page.get("coherence-not-on-radar"),
        Some(signal) if !signal.retired_on.is_empty() => page.get("coherence-off-radar"),
        Some(signal) if signal.ring() == Ring::Unspecified => page.get("coherence-not-in-edition"),
        Some(signal) => page.texts.word(signal.ring().as_str_name()),
    }
}

#[cfg(test)]
mod tests {
    use contracts::{
        hub::v1::SkillRef,
        insight::v1::{Need, Supply},
    };

    use super::*;
    use crate::output::{Lang, Texts};

    fn figure(count: i64, position: u64) -> Option<TracedFigure> {
        Some(TracedFigure {
            value: Some(Value::Count(count)),
            positions: vec![position],
            events: 1,
        })
    }

    fn written(lang: Lang, row: SkillPipeline) -> String {
        let answer = GetSkillPipelineResponse {
            as_of: "2025-06-01".into(),
            edition: 3,
            rows: vec![row],
            ..GetSkillPipelineResponse::default()
        };
        let texts = Texts::new(lang);
        let mut page = Page::new(&texts);
        shown(&mut page, &answer, true);
        page.into_text()
    }

    #[test]
    fn a_skill_shows_its_stages_and_where_it_stops() {
        let row = SkillPipeline {
            region_id: "AM01".into(),
            region_name: "Groningen".into(),
            skill: Some(SkillRef {
                label: "Solderen".into(),
                ..SkillRef::default()
            }),
            signal: Some(SkillSignal {
                ring: Ring::Emerging.into(),
                sources: figure(41, 11),
                ..SkillSignal::default()
            }),
            need: Some(Need {
                demands_understood: figure(2, 12),
                demands_in_progress: figure(5, 13),
                ..Need::default()
            }),
            supply: Some(Supply {
                reused: figure(1, 14),
                ..Supply::default()
            }),
            gap_at: PipelineStage::Offer.into(),
        };
        let text = written(Lang::Nl, row.clone());
        assert!(text.contains("opkomend") && text.contains("41"), "{text}");
        assert!(text.contains('7') && text.contains("aanbod"), "{text}");
        assert!(
            text.contains("editie 3") && text.contains("11, 12, 13, 14"),
            "{text}"
        );
        assert!(written(Lang::En, row).contains("emerging"));
    }

    #[test]
    fn a_skill_that_the_radar_does_not_have_says_so() {
        assert!(written(Lang::Nl, SkillPipeline::default()).contains("niet op de radar"));
        let retired = SkillPipeline {
            signal: Some(SkillSignal {
                retired_on: "2025-02-01".into(),
                ..SkillSignal::default()
            }),
            ..SkillPipeline::default()
        };
        assert!(written(Lang::En, retired).contains("off the radar"));
    }
}
