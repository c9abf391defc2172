//! `schakelpunt linked`: projects of other programmes, and what is counted of them.

use contracts::insight::v1::{
    LinkedProgramme, LinkedProjectStatus, ListLinkedProjectsRequest, ListLinkedProjectsResponse,
    TracedFigure, traced_figure::Value,
};

use super::{
    Session,
    coherence::{headings, named, number, positions},
    paging,
};
use crate::{
    cli::linked::LinkedArgs,
    failure::Failure,
    output::{Page, money::whole, value},
};

pub(super) async fn run(args: LinkedArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let events = args.shown.events;
    let request = ListLinkedProjectsRequest {
        programme_id: args.programme.unwrap_or_default(),
        region_id: args.region.unwrap_or_default(),
        theme_id: args.theme.unwrap_or_default(),
        consistency_token: args.shown.consistency_token.unwrap_or_default(),
        ..ListLinkedProjectsRequest::default()
    };
    let ask = |page_token, page_size| {
        let request = ListLinkedProjectsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.insight().list_linked_projects(request).await
        })
    };
    let answer = paging::all(args.shown.limit, args.shown.page_token, parts, ask).await?;
    session
        .screen
        .answer(&answer, |page, answer| shown(page, answer, events))?;
    Ok(())
}

fn parts(answer: &mut ListLinkedProjectsResponse) -> (&mut Vec<LinkedProjectStatus>, &mut String) {
    (&mut answer.projects, &mut answer.next_page_token)
}

fn shown(page: &mut Page<'_>, answer: &ListLinkedProjectsResponse, events: bool) {
    page.heading(page.get("linked-heading"));
    programmes(page, &answer.programmes, events);
    projects(page, &answer.projects, events);
    let (shown, total) = (answer.projects.len().to_string(), answer.total_size.to_string());
    let values = [("shown", shown.as_str()), ("total", &total)];
    page.line(page.texts.with("projects-shown", &values));
    page.field("next-page", &answer.next_page_token);
    page.freshness(answer.freshness.as_ref());
}

fn programmes(page: &mut Page<'_>, programmes: &[LinkedProgramme], events: bool) {
    let columns = [
        "column-programme",
        ">linked-column-linked",
        ">linked-column-same-as-hub",
        ">linked-column-counted",
        ">linked-column-finished",
        ">linked-column-participants",
        ">linked-column-milestones",
    ];
    let mut grid = page.table(&headings(&columns, events));
    for it in programmes {
        let figures = [
            it.linked.as_ref(),
            it.same_as_hub.as_ref(),
            it.counted.as_ref(),
            it.finished.as_ref(),
            it.participants.as_ref(),
            it.milestones.as_ref(),
        ];
        let mut cells = vec![it.programme_id.clone()];
        cells.extend(figures.map(|figure| number(page, figure)));
        cells.extend(events.then(|| positions(figures)));
        grid.row_of(cells);
    }
    page.grid(&grid, "linked-none");
    if !programmes.is_empty() {
        page.line(page.get("linked-note"));
    }
}

fn projects(page: &mut Page<'_>, projects: &[LinkedProjectStatus], events: bool) {
    if projects.is_empty() {
        return;
    }
    page.section("section-projects");
    let columns = [
        "column-programme",
        "column-project",
        "column-title",
        "column-regions",
        "column-theme",
        "linked-column-same-as",
        ">linked-column-participants",
        ">linked-column-milestones",
        "linked-column-finished-on",
        "linked-column-last-reported",
    ];
    let mut grid = page.table(&headings(&columns, events));
    for it in projects {
        let mut cells = project(page, it);
        cells.extend(events.then(|| named(it.positions.clone())));
        grid.row_of(cells);
    }
    page.grid(&grid, "linked-none");
}

fn project(page: &Page<'_>, it: &LinkedProjectStatus) -> Vec<String> {
    let project = it.project.clone().unwrap_or_default();
    let people = it.participants.as_ref().map_or_else(
        || value::NOTHING.to_owned(),
        |it| whole(i64::try_from(it.participants).unwrap_or(i64::MAX), page.lang()),
    );
    let finished_on = it.finished.as_ref().map(|it| it.finished_on.as_str());
    vec![
        it.programme_id.clone(),
        project.project_id,
        project.title,
        value::or_dash(&project.region_ids.join(" ")),
        value::or_dash(&project.theme_id),
        value::or_dash(&project.same_as_project_id),
        people,
        it.milestones.len().to_string(),
        value::or_dash(finished_on.unwrap_or_default()),
        value::moment(it.last_reported_at.as_ref()),
    ]
}

/// One line about the projects of all programmes, for the overview; nothing when there are none.
pub(super) fn line(page: &mut Page<'_>, programmes: &[LinkedProgramme]) {
    if programmes.is_empty() {
        return;
    }
    let sum = |figure: fn(&LinkedProgramme) -> Option<&TracedFigure>| {
        let counts = programmes.iter().map(|it| count(figure(it)));
        whole(counts.fold(0, i64::saturating_add), page.lang())
    };
    let values = [
        ("programmes", programmes.len().to_string()),
        ("linked", sum(|it| it.linked.as_ref())),
        ("same", sum(|it| it.same_as_hub.as_ref())),
        ("participants", sum(|it| it.participants.as_ref())),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    page.line(format!("\n{}", page.texts.with("linked-line", &values)));
}

fn count(figure: Option<&TracedFigure>) -> i64 {
    match figure.and_then(|figure| figure.value.as_ref()) {
        Some(Value::Count(count)) => *count,
        Some(Value::Cents(_)) | None => 0,
    }
}

#[cfg(test)]
mod tests {
    use contracts::exchange::v1::{LinkedParticipantsCounted, LinkedProject};

    use super::*;
    use crate::output::{Lang, Texts};

    fn traced(count: i64, position: u64) -> Option<TracedFigure> {
        Some(TracedFigure {
            value: Some(Value::Count(count)),
            positions: vec![position],
            events: 1,
        })
    }

    fn programme(programme_id: &str) -> LinkedProgramme {
        LinkedProgramme {
            programme_id: programme_id.into(),
            linked: traced(3, 71),
            same_as_hub: traced(1, 72),
            participants: traced(1_200, 73),
            ..LinkedProgramme::default()
        }
    }

    fn written(write: impl Fn(&mut Page<'_>)) -> String {
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        write(&mut page);
        page.into_text()
    }

    #[test]
    fn programmes_and_their_projects_are_shown_with_the_events_behind_them() {
        let project = LinkedProjectStatus {
            programme_id: "zorg".into(),
            project: Some(LinkedProject {
                project_id: "wijk".into(),
                title: "Leren in de wijk".into(),
                same_as_project_id: "llo-101".into(),
                ..LinkedProject::default()
            }),
            participants: Some(LinkedParticipantsCounted {
                participants: 4_321,
                counted_until: "2025-02-28".into(),
            }),
            positions: vec![88],
            ..LinkedProjectStatus::default()
        };
        let answer = ListLinkedProjectsResponse {
            programmes: vec![programme("zorg")],
            projects: vec![project],
            total_size: 7,
            ..ListLinkedProjectsResponse::default()
        };
        let text = written(|page| shown(page, &answer, true));
        for wanted in ["71, 72, 73", "88", "llo-101", "4.321", "1.200", "1 van 7"] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
        assert!(!written(|page| shown(page, &answer, false)).contains("71, 72"));
    }

    #[test]
    fn the_overview_has_one_line_when_there_are_linked_projects_and_none_otherwise() {
        let both = [programme("bouw"), programme("zorg")];
        let text = written(|page| line(page, &both));
        for wanted in ["6 projecten", "2 andere programma", "2.400"] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
        assert_eq!(written(|page| line(page, &[])), "");
    }
}
