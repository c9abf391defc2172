//! `schakelpunt culture figure`: figures of official statistics, and results beside them.

use contracts::culture::v1::{
    GetReferenceFigureRequest, KeptFigure, ListReferenceFiguresRequest, ListReferenceFiguresResponse,
    PlaceBesideReferenceRequest, PlaceBesideReferenceResponse,
};

use super::{BLOCK, estimates};
use crate::{
    cli::{PagesArgs, culture::FigureCommand},
    client::Hub,
    commands::{Session, paging},
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(command: FigureCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        FigureCommand::List(pages) => list(pages, session).await,
        FigureCommand::Show { reference_figure } => show(reference_figure, session).await,
        FigureCommand::Beside {
            reference_figure,
            measurement,
            item,
            project,
            indicator,
        } => {
            let request = PlaceBesideReferenceRequest {
                figure_id: reference_figure,
                wave_id: measurement.unwrap_or_default(),
                item_id: item.unwrap_or_default(),
                project_id: project.unwrap_or_default(),
                indicator_id: indicator.unwrap_or_default(),
            };
            beside(request, session).await
        }
    }
}

async fn list(pages: PagesArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let ask = |page_token, page_size| {
        let request = ListReferenceFiguresRequest {
            page_token,
            page_size,
        };
        hub.call(request, |hub, request| async move {
            hub.reference_figures().list_reference_figures(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut ListReferenceFiguresResponse) -> (&mut Vec<KeptFigure>, &mut String) {
    (&mut answer.figures, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListReferenceFiguresResponse) {
    let mut grid = page.table(&[
        "column-figure",
        "column-name",
        "column-period",
        ">column-count",
        ">column-out-of",
        ">column-share",
        "column-table",
    ]);
    for kept in &answer.figures {
        let it = kept.figure.clone().unwrap_or_default();
        grid.row([
            it.figure_id.clone(),
            page.name(page.lang().pick(it.name.as_ref()), it.example),
            it.period.clone().unwrap_or_default().label,
            value::quantity(it.count as f64, page.lang()),
            value::quantity(it.out_of as f64, page.lang()),
            value::percent(kept.share, page.lang()),
            it.table.clone(),
        ]);
    }
    page.grid(&grid, "none-figures");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

async fn show(figure_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetReferenceFigureRequest { figure_id };
    let make = |hub: Hub, request| async move { hub.reference_figures().get_reference_figure(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer.revisions.iter().for_each(|it| shown(page, it));
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

fn shown(page: &mut Page<'_>, kept: &KeptFigure) {
    let it = kept.figure.clone().unwrap_or_default();
    let lang = page.lang();
    let name = page.name(lang.pick(it.name.as_ref()), it.example);
    page.heading(format!("{} {name} ({})", it.figure_id, kept.revision));
    page.field("column-reason", &kept.reason);
    page.field("column-definition", lang.pick(it.definition.as_ref()));
    page.field("column-population", lang.pick(it.population.as_ref()));
    page.field("column-period", it.period.clone().unwrap_or_default().label);
    page.field("column-count", value::quantity(it.count as f64, lang));
    page.field("column-out-of", value::quantity(it.out_of as f64, lang));
    page.field("column-share", value::percent(kept.share, lang));
    page.field(
        "column-source",
        format!("{}, {}, {}", it.publisher, it.table, it.url),
    );
    page.field("column-retrieved-on", &it.retrieved_on);
}

async fn beside(request: PlaceBesideReferenceRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make =
        |hub: Hub, request| async move { hub.reference_figures().place_beside_reference(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        placed(page, answer);
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

fn placed(page: &mut Page<'_>, answer: &PlaceBesideReferenceResponse) {
    answer.figure.iter().for_each(|it| shown(page, it));
    let it = answer.result.clone().unwrap_or_default();
    let lang = page.lang();
    page.section("section-beside");
    page.field("column-source", &it.source);
    page.field("column-population", lang.pick(it.population.as_ref()));
    let told = match it.unit.as_str() {
        "share" => value::percent(it.value, lang),
        unit => format!("{} {unit}", value::quantity(it.value, lang)),
    };
    page.field("column-result", told);
    if let (Some(n), Some(lower), Some(upper)) = (it.n, it.lower, it.upper) {
        page.field("column-n", n.to_string());
        let interval = format!(
            "{} – {}",
            value::percent(lower, lang),
            value::percent(upper, lang)
        );
        page.field("column-interval", interval);
    }
    let key = if answer.comparable {
        "culture-comparable"
    } else {
        "culture-not-comparable"
    };
    page.line(page.get(key));
    estimates::caveats(page, answer.caveats());
}
