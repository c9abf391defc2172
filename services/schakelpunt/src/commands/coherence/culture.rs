//! `schakelpunt coherence culture`: what was measured of the learning culture, beside figures of official statistics.

use contracts::{
    culture::v1::Caveat,
    insight::v1::{
        BesideFigure, GetLearningCultureRequest, GetLearningCultureResponse, MeasuredWave, NationalFigure,
    },
};

use super::{Session, heading, named, paging};
use crate::{
    cli::coherence::CultureArgs,
    commands::culture::estimates,
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(args: CultureArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let events = args.shown.events;
    let request = GetLearningCultureRequest {
        wave_id: args.measurement.unwrap_or_default(),
        region_id: args.region.unwrap_or_default(),
        consistency_token: args.shown.consistency_token.unwrap_or_default(),
        ..GetLearningCultureRequest::default()
    };
    let ask = |page_token, page_size| {
        let request = GetLearningCultureRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.coherence().get_learning_culture(request).await
        })
    };
    let answer = paging::all(args.shown.limit, args.shown.page_token, parts, ask).await?;
    session
        .screen
        .answer(&answer, |page, answer| shown(page, answer, events))?;
    Ok(())
}

fn parts(answer: &mut GetLearningCultureResponse) -> (&mut Vec<MeasuredWave>, &mut String) {
    (&mut answer.waves, &mut answer.next_page_token)
}

fn shown(page: &mut Page<'_>, answer: &GetLearningCultureResponse, events: bool) {
    heading(page, "coherence-culture-heading", &answer.as_of);
    if answer.contains_examples {
        page.line(page.get("coherence-examples"));
    }
    if answer.waves.is_empty() {
        page.line(page.get("coherence-none-measurements"));
    }
    answer.waves.iter().for_each(|wave| measured(page, wave, events));
    national(page, &answer.figures, events);
    page.line(page.get("coherence-culture-note"));
    page.field("next-page", &answer.next_page_token);
    page.freshness(answer.freshness.as_ref());
}

fn measured(page: &mut Page<'_>, wave: &MeasuredWave, events: bool) {
    let plan = wave.measurement.clone().unwrap_or_default();
    let period = plan.fieldwork.clone().unwrap_or_default();
    let words = page.texts.with(
        "coherence-measurement",
        &[
            ("measurement", plan.wave_id.as_str()),
            ("from", &value::or_dash(&period.starts_on)),
            ("until", &value::or_dash(&period.ends_on)),
        ],
    );
    page.heading(words);
    let instrument = format!("{} v{}", plan.instrument_id, plan.instrument_version);
    page.field("column-instrument", instrument);
    let population = page.lang().pick(plan.population.as_ref()).to_owned();
    page.field("column-population", population);
    let state = page.texts.word(wave.state().as_str_name());
    page.field("column-state", state);
    let summary = wave.summary.clone().unwrap_or_default();
    page.field("column-responses", wave.responses.to_string());
    page.field("column-method", &summary.method);
    if wave.summary.is_some() {
        page.field("column-suppressed", summary.suppressed.to_string());
        let cells: Vec<_> = wave.whole.iter().chain(&wave.cells).cloned().collect();
        estimates::cells(page, &cells);
    }
    wave.beside.iter().for_each(|it| beside(page, it));
    if events {
        page.field("coherence-column-events", named(wave.positions.clone()));
    }
}

/// One item beside the figure that is counted in the same way.
fn beside(page: &mut Page<'_>, it: &BesideFigure) {
    let share = match (it.share, it.lower, it.upper) {
        (Some(share), Some(lower), Some(upper)) => format!(
            "{} ({})",
            value::percent(share, page.lang()),
            estimates::interval(page, lower * 100.0, upper * 100.0)
        ),
        _ => page.get("culture-suppressed"),
    };
    let differs: Vec<String> = it
        .caveats()
        .map(|caveat: Caveat| page.texts.word(caveat.as_str_name()))
        .collect();
    let differs = match differs.as_slice() {
        [] => page.get("coherence-beside-comparable"),
        differs => page
            .texts
            .with("coherence-beside-differs", &[("what", &differs.join(", "))]),
    };
    let words = page.texts.with(
        "coherence-beside",
        &[
            ("item", it.item_id.as_str()),
            ("share", &share),
            ("figure", &it.figure_id),
            ("differs", &differs),
        ],
    );
    page.line(words);
}

fn national(page: &mut Page<'_>, figures: &[NationalFigure], events: bool) {
    if figures.is_empty() {
        return;
    }
    page.heading(page.get("coherence-national-figures"));
    for it in figures {
        let kept = it.figure.clone().unwrap_or_default();
        let figure = kept.figure.unwrap_or_default();
        let name = page.lang().pick(figure.name.as_ref());
        let source = format!("{}, {} ({})", figure.publisher, figure.table, figure.url);
        let mut line = format!(
            "{}: {name}: {} ({} / {}). {source}",
            figure.figure_id,
            value::percent(kept.share, page.lang()),
            figure.count,
            figure.out_of
        );
        if events {
            line = format!("{line} [{}]", named(it.positions.clone()));
        }
        page.line(line);
    }
}

#[cfg(test)]
mod tests {
    use contracts::{
        culture::v1::{
            Cell, ComponentEstimates, Estimate, KeptFigure, Measurement, MeasurementState, ReferenceFigure,
            Summary,
        },
        hub::v1::LocalText,
    };

    use super::*;
    use crate::output::{Lang, Texts};

    fn answer() -> GetLearningCultureResponse {
        let estimate = |value| {
            Some(Estimate {
                n: 512,
                value,
                lower: value - 3.0,
                upper: value + 3.0,
                ..Estimate::default()
            })
        };
        let whole = Cell {
            components: Some(ComponentEstimates {
                learning_behaviour: estimate(41.0),
                urgency: estimate(52.0),
                stimulating_factors: estimate(63.0),
            }),
            ..Cell::default()
        };
        let hidden = Cell {
            suppressed: true,
            ..Cell::default()
        };
        let beside = BesideFigure {
            figure_id: "cbs-deelname".into(),
            item_id: "q1".into(),
            share: Some(0.25),
            lower: Some(0.21),
            upper: Some(0.29),
            caveats: vec![Caveat::Population.into()],
            ..BesideFigure::default()
        };
        let wave = MeasuredWave {
            measurement: Some(Measurement {
                wave_id: "golf-1".into(),
                ..Measurement::default()
            }),
            state: MeasurementState::Estimated.into(),
            summary: Some(Summary {
                method: "horvitz-thompson 1".into(),
                suppressed: 7,
                ..Summary::default()
            }),
            whole: Some(whole),
            cells: vec![hidden],
            beside: vec![beside],
            positions: vec![71],
            ..MeasuredWave::default()
        };
        let figure = ReferenceFigure {
            figure_id: "cbs-deelname".into(),
            name: Some(LocalText {
                nl: "Deelname".into(),
                en: "Participation".into(),
            }),
            publisher: "CBS".into(),
            table: "85315NED".into(),
            count: 2_434_000,
            out_of: 9_219_000,
            ..ReferenceFigure::default()
        };
        GetLearningCultureResponse {
            waves: vec![wave],
            figures: vec![NationalFigure {
                figure: Some(KeptFigure {
                    figure: Some(figure),
                    share: 0.264,
                    ..KeptFigure::default()
                }),
                positions: vec![72],
            }],
            ..GetLearningCultureResponse::default()
        }
    }

    fn written(lang: Lang, answer: &GetLearningCultureResponse) -> String {
        let texts = Texts::new(lang);
        let mut page = Page::new(&texts);
        shown(&mut page, answer, true);
        page.into_text()
    }

    #[test]
    fn components_stand_side_by_side_with_what_is_not_shown_and_beside_what_is_official() {
        let text = written(Lang::Nl, &answer());
        for expected in [
            "golf-1",
            "leergedrag",
            "41",
            "52",
            "63",
            "512",
            "populatie",
            "CBS",
            "85315NED",
            "71",
            "72",
        ] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
        assert!(written(Lang::En, &answer()).contains("Participation"));
    }

    #[test]
    fn nothing_measured_is_said_in_words() {
        let text = written(Lang::Nl, &GetLearningCultureResponse::default());
        assert!(text.contains("Nog niets gemeten"), "{text}");
    }
}
