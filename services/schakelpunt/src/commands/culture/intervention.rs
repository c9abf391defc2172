//! `schakelpunt culture intervention`: what is done, and what was seen of it.

use contracts::culture::v1::{
    Component, Effect, FinishInterventionRequest, GetInterventionRequest, Intervention, InterventionState,
    KeptEffect, KeptIntervention, ListInterventionsRequest, ListInterventionsResponse, ObserveEffectRequest,
    PlanInterventionRequest, StartInterventionRequest, StopInterventionRequest,
};

use super::{BLOCK, estimates};
use crate::{
    cli::{
        PagesArgs,
        application::FileArgs,
        culture::{ComponentArg, InterventionCommand, InterventionStateArg, InterventionStepArgs},
    },
    client::Hub,
    commands::{Session, attention::recorded_by, json_file, paging, request_id},
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(command: InterventionCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        InterventionCommand::List {
            state,
            region,
            component,
            project,
            pages,
        } => list(state, region, component, project, pages, session).await,
        InterventionCommand::Show { intervention } => show(intervention, session).await,
        InterventionCommand::Plan(args) => plan(args, session).await,
        InterventionCommand::Start(step) => start(step, session).await,
        InterventionCommand::Stop {
            step,
            reason,
            realised,
        } => stop(step, reason, realised, session).await,
        InterventionCommand::Finish { step, realised } => finish(step, realised, session).await,
        InterventionCommand::Observe {
            intervention,
            of_workgroup,
            file,
        } => observe(intervention, of_workgroup, file, session).await,
    }
}

async fn list(
    state: Option<InterventionStateArg>,
    region: Option<String>,
    component: Option<ComponentArg>,
    project: Option<String>,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListInterventionsRequest {
        state: state
            .map_or(InterventionState::Unspecified, InterventionStateArg::state)
            .into(),
        region_id: region.unwrap_or_default(),
        component: component
            .map_or(Component::Unspecified, ComponentArg::component)
            .into(),
        project_id: project.unwrap_or_default(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListInterventionsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.interventions().list_interventions(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut ListInterventionsResponse) -> (&mut Vec<KeptIntervention>, &mut String) {
    (&mut answer.interventions, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListInterventionsResponse) {
    let mut grid = page.table(&[
        "column-intervention",
        "column-title",
        "column-state",
        "column-regions",
        ">column-planned",
        ">column-realised",
        ">column-effects",
    ]);
    for kept in &answer.interventions {
        let it = kept.intervention.clone().unwrap_or_default();
        grid.row([
            it.intervention_id.clone(),
            page.name(page.lang().pick(it.title.as_ref()), it.example),
            page.texts.word(kept.state().as_str_name()),
            it.region_ids.join(" "),
            page.euros(it.planned_cents),
            realised(page, kept),
            kept.effects.len().to_string(),
        ]);
    }
    page.grid(&grid, "none-interventions");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

fn realised(page: &Page<'_>, kept: &KeptIntervention) -> String {
    let cents = kept.realised_cents;
    cents.map_or_else(|| value::NOTHING.to_owned(), |cents| page.euros(cents))
}

async fn show(intervention_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetInterventionRequest { intervention_id };
    let make = |hub: Hub, request| async move { hub.interventions().get_intervention(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer.intervention.iter().for_each(|it| shown(page, it));
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

fn shown(page: &mut Page<'_>, kept: &KeptIntervention) {
    let it = kept.intervention.clone().unwrap_or_default();
    let lang = page.lang();
    let title = page.name(lang.pick(it.title.as_ref()), it.example);
    page.heading(format!("{} {title}", it.intervention_id));
    page.field("column-state", page.texts.word(kept.state().as_str_name()));
    page.field("column-reason", &kept.stopped_because);
    page.field("column-organisation", it.organisation_ids.join(" "));
    page.field("column-regions", it.region_ids.join(" "));
    page.field("column-target-group", lang.pick(it.target_group.as_ref()));
    page.field("column-project", &it.project_id);
    page.field("column-planned", page.euros(it.planned_cents));
    page.field("column-realised", realised(page, kept));
    page.line(format!("\n{}", lang.pick(it.description.as_ref())));
    page.section("section-effects");
    kept.effects.iter().for_each(|it| effect(page, it));
}

/// The claim as a sentence, and what it rests on.
fn effect(page: &mut Page<'_>, kept: &KeptEffect) {
    let it = kept.effect.clone().unwrap_or_default();
    let lang = page.lang();
    page.line(format!("{}: {}", it.effect_id, lang.pick(kept.sentence.as_ref())));
    page.field("column-design", page.texts.word(it.design().as_str_name()));
    page.field("column-difference", value::quantity(kept.estimate, lang));
    page.field(
        "column-interval",
        estimates::interval(page, kept.lower, kept.upper),
    );
    page.field("column-method", &kept.method);
    page.field("column-source", &it.source);
}

async fn plan(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = PlanInterventionRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        intervention: Some(json_file::read::<Intervention>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.interventions().plan_intervention(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn start(step: InterventionStepArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = StartInterventionRequest {
        request_id: request_id::given_or_new(step.request.request_id),
        workgroup_id: step.of_workgroup,
        intervention_id: step.intervention,
        started_on: step.on,
    };
    let make = |hub: Hub, request| async move { hub.interventions().start_intervention(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn stop(
    step: InterventionStepArgs,
    reason: String,
    realised_cents: i64,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let request = StopInterventionRequest {
        request_id: request_id::given_or_new(step.request.request_id),
        workgroup_id: step.of_workgroup,
        intervention_id: step.intervention,
        stopped_on: step.on,
        reason,
        realised_cents,
    };
    let make = |hub: Hub, request| async move { hub.interventions().stop_intervention(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn finish(
    step: InterventionStepArgs,
    realised_cents: i64,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let request = FinishInterventionRequest {
        request_id: request_id::given_or_new(step.request.request_id),
        workgroup_id: step.of_workgroup,
        intervention_id: step.intervention,
        finished_on: step.on,
        realised_cents,
    };
    let make = |hub: Hub, request| async move { hub.interventions().finish_intervention(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn observe(
    intervention_id: String,
    workgroup_id: String,
    args: FileArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let request = ObserveEffectRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        workgroup_id,
        intervention_id,
        effect: Some(json_file::read::<Effect>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.interventions().observe_effect(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}
