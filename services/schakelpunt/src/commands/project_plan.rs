//! The plan of one project with its history, for people.

use contracts::programme::v1::{ChangeRequest, Plan, PlanRevision, Project};

use crate::output::{Page, value};

/// The plan as it stands, what was revised and asked, and what it waits for.
pub(super) fn plan(page: &mut Page<'_>, project: &Project) {
    let profile = project.profile.clone().unwrap_or_default();
    page.heading(format!(
        "{} – {}",
        profile.project_id,
        page.name(&profile.name, profile.example)
    ));
    page.field("column-state", page.texts.word(project.state().as_str_name()));
    page.field("plan-version", project.plan_version.to_string());
    page.field("column-version", project.version.to_string());
    project.plan.iter().for_each(|plan| current(page, plan));
    revisions(page, &project.revisions);
    change_requests(page, &project.change_requests);
    dependencies(page, project);
}

fn current(page: &mut Page<'_>, plan: &Plan) {
    page.section("section-milestones");
    let headings = [
        "column-milestone",
        "column-title",
        "column-due-on",
        "column-baseline",
        "column-state",
    ];
    let mut grid = page.table(&headings);
    for each in &plan.milestones {
        let state = page.texts.word(each.state().as_str_name());
        grid.row([
            each.milestone_id.clone(),
            each.title.clone(),
            each.due_on.clone(),
            each.baseline_due_on.clone(),
            state,
        ]);
    }
    page.grid(&grid, "none-milestones");
    targets_and_budget(page, plan);
}

fn targets_and_budget(page: &mut Page<'_>, plan: &Plan) {
    page.section("section-indicators");
    let mut grid = page.table(&["column-indicator", ">column-baseline", ">column-target"]);
    for target in &plan.targets {
        let quantity = |number| value::quantity(number, page.lang());
        grid.row([
            target.indicator_id.clone(),
            quantity(target.baseline_value),
            quantity(target.target_value),
        ]);
    }
    page.grid(&grid, "none-indicators");
    page.section("section-money");
    let mut grid = page.table(&["column-what", ">column-value"]);
    plan.budget
        .iter()
        .for_each(|line| grid.row([line.category.clone(), page.euros(line.planned_cents)]));
    grid.row([page.get("cofinancing"), page.euros(plan.cofinancing_cents)]);
    page.grid(&grid, "none-groups");
}

fn revisions(page: &mut Page<'_>, revisions: &[PlanRevision]) {
    page.section("section-revisions");
    let headings = [
        ">column-version",
        "column-when",
        "column-what",
        "column-old",
        "column-new",
        "column-reason",
        "column-decision",
    ];
    let mut grid = page.table(&headings);
    for revision in revisions {
        for changed in &revision.values {
            grid.row([
                revision.plan_version.to_string(),
                value::moment(revision.recorded_at.as_ref()),
                changed.path.clone(),
                value::or_dash(&changed.old_value),
                value::or_dash(&changed.new_value),
                revision.reason.clone(),
                value::or_dash(&revision.decision),
            ]);
        }
    }
    page.grid(&grid, "none-revisions");
}

fn change_requests(page: &mut Page<'_>, requests: &[ChangeRequest]) {
    if requests.is_empty() {
        return;
    }
    page.section("section-change-requests");
    let mut grid = page.table(&[
        "column-id",
        "column-state",
        "column-when",
        "column-reason",
        "column-decision",
    ]);
    for request in requests {
        grid.row([
            request.change_request_id.clone(),
            page.texts.word(request.state().as_str_name()),
            value::moment(request.requested_at.as_ref()),
            request.reason.clone(),
            value::or_dash(&request.decision),
        ]);
    }
    page.grid(&grid, "none-revisions");
}

fn dependencies(page: &mut Page<'_>, project: &Project) {
    if project.dependencies.is_empty() {
        return;
    }
    page.section("section-dependencies");
    let mut grid = page.table(&["column-id", "column-milestone", "column-waits-for", "column-note"]);
    for each in &project.dependencies {
        let other = format!("{}/{}", each.on_project_id, each.on_milestone_id);
        grid.row([
            each.dependency_id.clone(),
            each.milestone_id.clone(),
            other,
            value::or_dash(&each.note),
        ]);
    }
    page.grid(&grid, "none-milestones");
}

#[cfg(test)]
mod tests {
    use contracts::programme::v1::RevisedValue;

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn a_revision_shows_the_old_value_beside_the_new() {
        let changed = RevisedValue {
            path: "milestone/m1/due_on".into(),
            old_value: "2024-01-01".into(),
            new_value: "2024-03-01".into(),
        };
        let revision = PlanRevision {
            plan_version: 2,
            values: vec![changed],
            reason: "ziekte".into(),
            ..Default::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        plan(
            &mut page,
            &Project {
                revisions: vec![revision],
                ..Default::default()
            },
        );
        let text = page.into_text();
        assert!(
            text.contains("2024-01-01") && text.contains("2024-03-01") && text.contains("ziekte"),
            "{text}"
        );
    }
}
