//! `schakelpunt project`: the list of projects, and one project.

use contracts::insight::v1::{
    Colour, GetProjectStatusRequest, ListProjectsRequest, ListProjectsResponse, ProjectSummary,
};
use contracts::programme::v1::{GetProjectRequest, ProjectState};

use super::{Session, paging, project_plan, project_status};
use crate::{
    cli::{ProjectCommand, ProjectListArgs, ProjectShowArgs},
    failure::Failure,
    output::{Grid, Page},
};

pub(super) async fn run(command: ProjectCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        ProjectCommand::List(args) => list(args, session).await,
        ProjectCommand::Show(args) if args.plan => plan(args, session).await,
        ProjectCommand::Show(args) => status(args, session).await,
    }
}

async fn list(args: ProjectListArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListProjectsRequest {
        scope: args.scope.scope(),
        state: args
            .state
            .map_or(ProjectState::Unspecified, |state| state.state())
            .into(),
        colour: args
            .colour
            .map_or(Colour::Unspecified, |colour| colour.colour())
            .into(),
        search: args.search.unwrap_or_default(),
        order_by: args.order_by.unwrap_or_default(),
        page_size: 0,
        page_token: String::new(),
        consistency_token: args.consistency_token.unwrap_or_default(),
    };
    let ask = |page_token, page_size| {
        let request = ListProjectsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.insight().list_projects(request).await
        })
    };
    let answer = paging::all(args.limit, args.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

/// The parts of an answer that comes in pages.
fn parts(answer: &mut ListProjectsResponse) -> (&mut Vec<ProjectSummary>, &mut String) {
    (&mut answer.projects, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListProjectsResponse) {
    let grid = summaries(page, &answer.projects);
    page.grid(&grid, "none-projects");
    let (shown, total) = (answer.projects.len().to_string(), answer.total_size.to_string());
    page.line(format!(
        "\n{}",
        page.texts
            .with("projects-shown", &[("shown", &shown), ("total", &total)])
    ));
    page.field("next-page", &answer.next_page_token);
    page.freshness(answer.freshness.as_ref());
}

/// A table of projects with their judgement; feedback for a workgroup shows it too.
fn summaries(page: &Page<'_>, projects: &[ProjectSummary]) -> Grid {
    let headings = [
        "column-project",
        "column-name",
        "column-judgement",
        "column-state",
        "column-block",
        "column-size",
        "column-regions",
        "column-ends",
    ];
    let mut grid = page.table(&headings);
    for project in projects {
        let regions: Vec<_> = project
            .regions
            .iter()
            .map(|region| region.region_id.as_str())
            .collect();
        grid.row([
            project.project_id.clone(),
            page.name(&project.name, project.example),
            page.judgement(
                project
                    .judgement
                    .as_ref()
                    .map_or(Colour::Unspecified, |judgement| judgement.colour()),
            ),
            page.texts.word(project.state().as_str_name()),
            project.block_id.clone(),
            page.texts.word(project.size_class().as_str_name()),
            regions.join(" "),
            project.ends_on.clone(),
        ]);
    }
    grid
}

async fn status(args: ProjectShowArgs, session: &Session<'_>) -> Result<(), Failure> {
    let consistency_token = args.consistency_token.unwrap_or_default();
    let request = GetProjectStatusRequest {
        project_id: args.project,
        consistency_token,
    };
    let make =
        |hub: crate::client::Hub, request| async move { hub.insight().get_project_status(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, project_status::status)?;
    Ok(())
}

async fn plan(args: ProjectShowArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetProjectRequest {
        project_id: args.project,
    };
    let make = |hub: crate::client::Hub, request| async move { hub.projects().get_project(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer
            .project
            .iter()
            .for_each(|project| project_plan::plan(page, project));
        page.fresh_from("programme");
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use contracts::insight::v1::Judgement;

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn an_invented_project_is_marked_and_its_judgement_is_a_word() {
        let texts = Texts::new(Lang::En);
        let mut page = Page::new(&texts);
        let judgement = Some(Judgement {
            colour: Colour::Amber.into(),
            reasons: Vec::new(),
        });
        let project = ProjectSummary {
            name: "Wind".into(),
            example: true,
            judgement,
            ..ProjectSummary::default()
        };
        listed(
            &mut page,
            &ListProjectsResponse {
                projects: vec![project],
                total_size: 1,
                ..Default::default()
            },
        );
        let text = page.into_text();
        assert!(
            text.contains("Wind (example)") && text.contains("! amber"),
            "{text}"
        );
    }
}
