//! `schakelpunt solution`: learning solutions from design to scale, and where else they are used.

use contracts::transitions::v1::{
    DesignSolutionRequest, GetSolutionRequest, KeptSolution, ListSolutionsRequest, ListSolutionsResponse,
    PilotSolutionRequest, Reuse, ReuseSolutionRequest, ScaleSolutionRequest, Solution, SolutionState,
};

use super::{Session, attention::recorded_by, json_file, paging, request_id, skill};
use crate::{
    cli::{
        application::FileArgs,
        solution::{ReuseArgs, SolutionCommand, SolutionListArgs, SolutionStateArg, StepArgs},
    },
    client::Hub,
    failure::Failure,
    output::{Page, money::whole, value},
};

/// Block that records what these commands change.
const BLOCK: &str = "transitions";

pub(super) async fn run(command: SolutionCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        SolutionCommand::List(args) => list(args, session).await,
        SolutionCommand::Show { solution } => show(solution, session).await,
        SolutionCommand::Design(args) => design(args, session).await,
        SolutionCommand::Pilot { step, learners } => pilot(step, learners, session).await,
        SolutionCommand::Scale { step, places } => scale(step, places, session).await,
        SolutionCommand::Reuse(args) => reuse(args, session).await,
    }
}

async fn list(args: SolutionListArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let state = args
        .state
        .map_or(SolutionState::Unspecified, SolutionStateArg::state);
    let request = ListSolutionsRequest {
        project_id: args.project.unwrap_or_default(),
        region_id: args.region.unwrap_or_default(),
        skill_uri: args.skill.unwrap_or_default(),
        state: state.into(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListSolutionsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.solutions().list_solutions(request).await
        })
    };
    let answer = paging::all(args.pages.limit, args.pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut ListSolutionsResponse) -> (&mut Vec<KeptSolution>, &mut String) {
    (&mut answer.solutions, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListSolutionsResponse) {
    let mut grid = page.table(&[
        "column-solution",
        "column-name",
        "column-project",
        "column-state",
        "column-regions",
        "column-skills",
        ">column-reuse",
    ]);
    for kept in &answer.solutions {
        let solution = kept.solution.clone().unwrap_or_default();
        grid.row([
            solution.solution_id,
            solution.name,
            solution.project_id,
            page.texts.word(kept.state().as_str_name()),
            solution.region_ids.join(" "),
            skill::labels(&solution.skills),
            kept.reuse.len().to_string(),
        ]);
    }
    page.grid(&grid, "none-solutions");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log("transitions", answer.freshness.as_ref());
}

async fn show(solution_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetSolutionRequest { solution_id };
    let make = |hub: Hub, request| async move { hub.solutions().get_solution(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer.solution.iter().for_each(|kept| shown(page, kept));
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

fn shown(page: &mut Page<'_>, kept: &KeptSolution) {
    let solution = kept.solution.clone().unwrap_or_default();
    page.heading(format!("{} {}", solution.solution_id, solution.name));
    page.field("column-state", page.texts.word(kept.state().as_str_name()));
    page.field("column-project", &solution.project_id);
    page.field("column-regions", solution.region_ids.join(" "));
    page.field("column-target-group", &solution.target_group);
    page.field("column-demands", solution.demand_ids.join(", "));
    page.field("column-designed-on", &solution.designed_on);
    page.field("column-piloted-on", &kept.piloted_on);
    page.field("column-learners", number(page, kept.pilot_learners));
    page.field("column-scaled-on", &kept.scaled_on);
    page.field("column-places", number(page, kept.places_per_year));
    page.line(format!("\n{}", solution.description));
    skill::table(page, &solution.skills);
    let mut grid = page.table(&[
        "column-id",
        "column-organisation",
        "column-region",
        "column-since",
        "column-adaptation",
    ]);
    for reuse in &kept.reuse {
        grid.row([
            reuse.reuse_id.clone(),
            reuse.organisation_id.clone(),
            reuse.region_id.clone(),
            reuse.since.clone(),
            value::or_dash(&reuse.adaptation),
        ]);
    }
    page.section("section-reuse");
    page.grid(&grid, "none-reuse");
}

/// A number; nothing for none, so that its field is left out.
fn number(page: &Page<'_>, number: u32) -> String {
    if number == 0 {
        String::new()
    } else {
        whole(i64::from(number), page.lang())
    }
}

async fn design(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = DesignSolutionRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        solution: Some(json_file::read::<Solution>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.solutions().design_solution(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn pilot(step: StepArgs, learners: u32, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = PilotSolutionRequest {
        request_id: request_id::given_or_new(step.request.request_id),
        project_id: project(&hub, step.project, &step.solution).await?,
        solution_id: step.solution,
        piloted_on: step.on,
        learners,
    };
    let make = |hub: Hub, request| async move { hub.solutions().pilot_solution(request).await };
    let answer = hub.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn scale(step: StepArgs, places_per_year: u32, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ScaleSolutionRequest {
        request_id: request_id::given_or_new(step.request.request_id),
        project_id: project(&hub, step.project, &step.solution).await?,
        solution_id: step.solution,
        scaled_on: step.on,
        places_per_year,
    };
    let make = |hub: Hub, request| async move { hub.solutions().scale_solution(request).await };
    let answer = hub.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

/// The project that made a solution: given, or asked of the hub.
async fn project(hub: &Hub, given: Option<String>, solution_id: &str) -> Result<String, Failure> {
    if let Some(project) = given {
        return Ok(project);
    }
    let request = GetSolutionRequest {
        solution_id: solution_id.to_owned(),
    };
    let make = |hub: Hub, request| async move { hub.solutions().get_solution(request).await };
    let kept = hub.call(request, make).await?.solution.unwrap_or_default();
    Ok(kept.solution.unwrap_or_default().project_id)
}

async fn reuse(args: ReuseArgs, session: &Session<'_>) -> Result<(), Failure> {
    let reuse = Reuse {
        reuse_id: args.reuse,
        organisation_id: args.organisation,
        region_id: args.region,
        since: args.on,
        adaptation: args.adaptation,
    };
    let request = ReuseSolutionRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        solution_id: args.solution,
        reuse: Some(reuse),
    };
    let make = |hub: Hub, request| async move { hub.solutions().reuse_solution(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}
