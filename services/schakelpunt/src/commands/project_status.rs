//! The status of one project, for people.

use contracts::insight::v1::{
    Colour, GetProjectStatusResponse, Judgement, MilestoneStatus, ObligationStatus, ProjectIndicator,
    ProjectSummary,
};
use contracts::programme::v1::AttentionPoint;

use super::{attention, obligations};
use crate::output::{Page, value};

/// Everything about the status of one project.
pub(super) fn status(page: &mut Page<'_>, answer: &GetProjectStatusResponse) {
    answer.project.iter().for_each(|project| summary(page, project));
    let (day, version) = (answer.as_of.as_str(), answer.plan_version.to_string());
    let same_as = answer
        .same_as
        .iter()
        .map(|it| format!("{}/{}", it.programme_id, it.project_id));
    page.field("linked-same-as", same_as.collect::<Vec<_>>().join(", "));
    page.line(
        page.texts
            .with("status-as-of", &[("day", day), ("version", &version)]),
    );
    milestones(page, &answer.milestones);
    indicators(page, &answer.indicators);
    money(page, answer);
    obligation_rows(page, &answer.obligations);
    attention_rows(page, &answer.attention_points);
    page.freshness(answer.freshness.as_ref());
}

fn summary(page: &mut Page<'_>, project: &ProjectSummary) {
    page.heading(format!(
        "{} – {}",
        project.project_id,
        page.name(&project.name, project.example)
    ));
    page.field("column-state", page.texts.word(project.state().as_str_name()));
    page.field("column-block", &project.block_id);
    page.field("column-workgroup", &project.workgroup_id);
    page.field("column-theme", &project.theme_id);
    page.field("column-tranche", &project.tranche_id);
    page.field("column-size", page.texts.word(project.size_class().as_str_name()));
    let regions = project
        .regions
        .iter()
        .map(|region| format!("{} {} %", region.region_id, region.share_percent));
    page.field("column-regions", regions.collect::<Vec<_>>().join(", "));
    page.field(
        "column-term",
        format!(
            "{} – {}",
            value::or_dash(&project.starts_on),
            value::or_dash(&project.ends_on)
        ),
    );
    project.judgement.iter().for_each(|each| judgement(page, each));
}

fn judgement(page: &mut Page<'_>, judgement: &Judgement) {
    page.field("column-judgement", page.judgement(judgement.colour()));
    for reason in &judgement.reasons {
        let positions: Vec<_> = reason.positions.iter().take(5).map(u64::to_string).collect();
        let words = page.lang().pick(reason.text.as_ref()).to_owned();
        let rule = format!("{} v{}", reason.code, reason.rule_version);
        let events = if positions.is_empty() {
            String::new()
        } else {
            format!(", # {}", positions.join(" "))
        };
        page.line(format!(
            "  {}: {words} ({rule}{events})",
            page.judgement(reason.colour())
        ));
    }
}

fn milestones(page: &mut Page<'_>, milestones: &[MilestoneStatus]) {
    page.section("section-milestones");
    let headings = [
        "column-milestone",
        "column-title",
        "column-due-on",
        "column-state",
        ">column-slip",
        "column-waits-for",
    ];
    let mut grid = page.table(&headings);
    for status in milestones {
        let milestone = status.milestone.clone().unwrap_or_default();
        let state = page.texts.word(milestone.state().as_str_name());
        let state = if status.late {
            page.judgement(Colour::Red)
                .replace(&page.get("colour-red"), &page.get("late"))
        } else {
            state
        };
        let waits = status.waits_for.iter().map(|wait| {
            let mark = if wait.late {
                " !"
            } else if wait.achieved {
                " ✓"
            } else {
                ""
            };
            format!("{}/{}{mark}", wait.project_id, wait.milestone_id)
        });
        let waits = waits.collect::<Vec<_>>().join(" ");
        grid.row([
            milestone.milestone_id,
            milestone.title,
            milestone.due_on,
            state,
            status.slip_days.to_string(),
            waits,
        ]);
    }
    page.grid(&grid, "none-milestones");
}

fn indicators(page: &mut Page<'_>, indicators: &[ProjectIndicator]) {
    page.section("section-indicators");
    let headings = [
        "column-indicator",
        "column-unit",
        ">column-baseline",
        ">column-target",
        ">column-reported",
        ">column-observed",
        ">column-attainment",
    ];
    let mut grid = page.table(&headings);
    let lang = page.lang();
    for each in indicators {
        grid.row([
            lang.pick(each.name.as_ref()).to_owned(),
            each.unit.clone(),
            value::quantity_or_dash(each.baseline, lang),
            value::quantity_or_dash(each.target, lang),
            value::figure(each.reported.as_ref(), lang),
            value::figure(each.observed.as_ref(), lang),
            each.attainment
                .map_or_else(|| value::NOTHING.to_owned(), |share| value::percent(share, lang)),
        ]);
    }
    page.grid(&grid, "none-indicators");
}

fn money(page: &mut Page<'_>, answer: &GetProjectStatusResponse) {
    page.section("section-money");
    let mut grid = page.table(&["column-what", ">column-value"]);
    grid.row([
        page.get("budget-planned"),
        page.euros(answer.budget_planned_cents),
    ]);
    for each in &answer.money {
        let state = page.texts.word(each.state().as_str_name());
        grid.row([state, value::figure(each.figure.as_ref(), page.lang())]);
    }
    page.grid(&grid, "none-groups");
}

fn obligation_rows(page: &mut Page<'_>, obligations: &[ObligationStatus]) {
    page.section("section-reports");
    let grid = obligations::table(page, obligations);
    page.grid(&grid, "none-obligations");
}

fn attention_rows(page: &mut Page<'_>, points: &[AttentionPoint]) {
    page.section("section-attention");
    let grid = attention::table(page, points);
    page.grid(&grid, "none-attention");
}

#[cfg(test)]
mod tests {
    use contracts::{hub::v1::LocalText, insight::v1::Reason, programme::v1::Milestone};

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn a_judgement_names_its_reasons_and_the_events_behind_them() {
        let reason = Reason {
            code: "MILESTONE_LATE".into(),
            rule_version: 1,
            colour: Colour::Red.into(),
            text: Some(LocalText {
                nl: "mijlpaal m1 is te laat".into(),
                en: "milestone m1 is late".into(),
            }),
            positions: vec![12, 40],
        };
        let judgement = Some(Judgement {
            colour: Colour::Red.into(),
            reasons: vec![reason],
        });
        let project = Some(ProjectSummary {
            project_id: "llo-101".into(),
            judgement,
            ..Default::default()
        });
        let late = MilestoneStatus {
            milestone: Some(Milestone::default()),
            late: true,
            ..Default::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        status(
            &mut page,
            &GetProjectStatusResponse {
                project,
                milestones: vec![late],
                ..Default::default()
            },
        );
        let text = page.into_text();
        assert!(
            text.contains("✗ rood: mijlpaal m1 is te laat (MILESTONE_LATE v1, # 12 40)"),
            "{text}"
        );
        assert!(text.contains("✗ te laat"), "{text}");
    }
}
