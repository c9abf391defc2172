//! `schakelpunt coherence interventions`: what is done about the learning culture, at what cost, and what was seen of it.

use contracts::{
    culture::v1::{Component, InterventionState},
    insight::v1::{
        InterventionEffects, InterventionTally, ListCultureInterventionsRequest,
        ListCultureInterventionsResponse,
    },
};

use super::{Session, heading, headings, named, number, paging, positions, region};
use crate::{
    cli::coherence::InterventionsArgs,
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(args: InterventionsArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let events = args.shown.events;
    let state = args.state.map_or(InterventionState::Unspecified, |it| it.state());
    let component = args.component.map_or(Component::Unspecified, |it| it.component());
    let request = ListCultureInterventionsRequest {
        state: state.into(),
        region_id: args.region.unwrap_or_default(),
        component: component.into(),
        project_id: args.project.unwrap_or_default(),
        consistency_token: args.shown.consistency_token.unwrap_or_default(),
        ..ListCultureInterventionsRequest::default()
    };
    let ask = |page_token, page_size| {
        let request = ListCultureInterventionsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.coherence().list_culture_interventions(request).await
        })
    };
    let answer = paging::all(args.shown.limit, args.shown.page_token, parts, ask).await?;
    session
        .screen
        .answer(&answer, |page, answer| shown(page, answer, events))?;
    Ok(())
}

fn parts(answer: &mut ListCultureInterventionsResponse) -> (&mut Vec<InterventionEffects>, &mut String) {
    (&mut answer.interventions, &mut answer.next_page_token)
}

fn shown(page: &mut Page<'_>, answer: &ListCultureInterventionsResponse, events: bool) {
    heading(page, "coherence-interventions-heading", &answer.as_of);
    if answer.contains_examples {
        page.line(page.get("coherence-examples"));
    }
    tallies(page, &answer.tallies, events);
    for it in &answer.interventions {
        intervention(page, it, events);
    }
    page.field("next-page", &answer.next_page_token);
    page.freshness(answer.freshness.as_ref());
}

fn tallies(page: &mut Page<'_>, tallies: &[InterventionTally], events: bool) {
    let columns = [
        "coherence-column-region",
        "column-state",
        ">column-interventions",
        ">coherence-column-planned-cost",
        ">coherence-column-realised-cost",
    ];
    let mut grid = page.table(&headings(&columns, events));
    for it in tallies {
        let figures = [
            it.interventions.as_ref(),
            it.planned.as_ref(),
            it.realised.as_ref(),
        ];
        let mut cells = vec![
            region(&it.region_id, &it.region_name),
            page.texts.word(it.state().as_str_name()),
        ];
        cells.extend(figures.map(|figure| number(page, figure)));
        cells.extend(events.then(|| positions(figures)));
        grid.row_of(cells);
    }
    page.grid(&grid, "coherence-none-interventions");
    page.line(page.get("coherence-interventions-note"));
}

/// An intervention with what may be said of its effects, and no more.
fn intervention(page: &mut Page<'_>, it: &InterventionEffects, events: bool) {
    let plan = it.intervention.clone().unwrap_or_default();
    let title = page.lang().pick(plan.title.as_ref()).to_owned();
    page.heading(format!("{} {title}", plan.intervention_id));
    let state = page.texts.word(it.state().as_str_name());
    page.field("column-state", state);
    let moved: Vec<String> = plan
        .components()
        .map(|component| page.texts.word(component.as_str_name()))
        .collect();
    page.field("column-component", moved.join(", "));
    page.field("coherence-column-regions", plan.region_ids.join(", "));
    page.field("coherence-column-planned-cost", page.euros(plan.planned_cents));
    page.field(
        "coherence-column-realised-cost",
        number(page, it.realised.as_ref()),
    );
    for kept in &it.effects {
        let effect = kept.effect.clone().unwrap_or_default();
        let words = page.texts.with(
            "coherence-effect",
            &[
                ("sentence", page.lang().pick(kept.sentence.as_ref())),
                ("estimate", &value::quantity(kept.estimate, page.lang())),
                ("lower", &value::quantity(kept.lower, page.lang())),
                ("upper", &value::quantity(kept.upper, page.lang())),
                ("design", &page.texts.word(effect.design().as_str_name())),
            ],
        );
        page.line(words);
    }
    if events {
        page.field("coherence-column-events", named(it.positions.clone()));
    }
}

#[cfg(test)]
mod tests {
    use contracts::{
        culture::v1::{Effect, EffectDesign, Intervention, KeptEffect},
        hub::v1::LocalText,
        insight::v1::{TracedFigure, traced_figure::Value},
    };

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn an_effect_is_told_by_its_claim_with_its_interval_and_design() {
        let text = |nl: &str, en: &str| {
            Some(LocalText {
                nl: nl.into(),
                en: en.into(),
            })
        };
        let effect = KeptEffect {
            effect: Some(Effect {
                design: EffectDesign::BeforeAfter.into(),
                ..Effect::default()
            }),
            estimate: 4.0,
            lower: 1.5,
            upper: 6.5,
            sentence: text("Het leergedrag is veranderd.", "Learning behaviour changed."),
            ..KeptEffect::default()
        };
        let shown_one = InterventionEffects {
            intervention: Some(Intervention {
                intervention_id: "leertijd".into(),
                title: text("Leertijd", "Time to learn"),
                planned_cents: 10_000_000,
                ..Intervention::default()
            }),
            state: InterventionState::Running.into(),
            effects: vec![effect],
            positions: vec![88],
            ..InterventionEffects::default()
        };
        let tally = InterventionTally {
            state: InterventionState::Running.into(),
            planned: Some(TracedFigure {
                value: Some(Value::Cents(10_000_000)),
                ..TracedFigure::default()
            }),
            ..InterventionTally::default()
        };
        let answer = ListCultureInterventionsResponse {
            tallies: vec![tally],
            interventions: vec![shown_one],
            ..ListCultureInterventionsResponse::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        shown(&mut page, &answer, true);
        let text = page.into_text();
        for expected in [
            "leertijd",
            "loopt",
            "EUR 100.000,00",
            "Het leergedrag is veranderd.",
            "1,5",
            "voor en na",
            "88",
        ] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
    }
}
