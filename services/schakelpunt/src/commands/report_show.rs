//! A progress report, for people.

use contracts::programme::v1::{Report, ReportContent};

use crate::output::{Page, value};

/// The whole report: where it stands, what it says, and its life so far.
pub(super) fn report(page: &mut Page<'_>, report: &Report) {
    page.heading(&report.report_id);
    page.field("column-state", page.texts.word(report.state().as_str_name()));
    page.field("column-kind", page.texts.word(report.kind().as_str_name()));
    let period = report.period.clone().unwrap_or_default();
    page.field(
        "column-period",
        format!("{} ({} – {})", period.label, period.starts_on, period.ends_on),
    );
    page.field("plan-version", report.plan_version.to_string());
    page.field("column-due-on", &report.due_on);
    page.field(
        "column-submitted",
        report
            .submitted_at
            .as_ref()
            .map(|at| value::moment(Some(at)))
            .unwrap_or_default(),
    );
    page.field(
        "column-days-late",
        if report.days_late == 0 {
            String::new()
        } else {
            report.days_late.to_string()
        },
    );
    page.field("response-due", &report.response_due_on);
    if report.response_overdue {
        page.line(page.get("response-overdue"));
    }
    page.field("column-revision", report.revision.to_string());
    page.field("column-version", report.version.to_string());
    report.content.iter().for_each(|each| content(page, each));
    history(page, report);
}

fn content(page: &mut Page<'_>, content: &ReportContent) {
    words(page, content);
    milestones(page, content);
    results(page, content);
    budget(page, content);
    work(page, content);
    answers(page, content);
    risks_and_groups(page, content);
    evidence(page, content);
}

fn words(page: &mut Page<'_>, content: &ReportContent) {
    let texts = [
        ("content-highlights", &content.highlights),
        ("content-deviations", &content.deviations),
        ("content-partner-problems", &content.partner_problems),
        ("content-learning-culture", &content.learning_culture),
        ("content-goal-attainment", &content.goal_attainment),
    ];
    for (key, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        page.section(key);
        page.line(text);
    }
}

fn milestones(page: &mut Page<'_>, content: &ReportContent) {
    let headings = [
        "column-milestone",
        "column-title",
        "column-due-on",
        "column-achieved",
        "column-expected",
        "column-explanation",
    ];
    let mut grid = page.table(&headings);
    for each in &content.milestones {
        let achieved = if each.achieved {
            format!("✓ {}", each.achieved_on)
        } else {
            value::NOTHING.to_owned()
        };
        let expected = value::or_dash(&each.expected_on);
        grid.row([
            each.milestone_id.clone(),
            each.title.clone(),
            each.due_on.clone(),
            achieved,
            expected,
            each.explanation.clone(),
        ]);
    }
    sectioned(page, "section-milestones", &grid);
}

fn results(page: &mut Page<'_>, content: &ReportContent) {
    let headings = [
        "column-indicator",
        ">column-baseline",
        ">column-target",
        ">column-previous",
        ">column-now",
        "column-explanation",
    ];
    let mut grid = page.table(&headings);
    let lang = page.lang();
    for each in &content.results {
        grid.row([
            each.indicator_id.clone(),
            value::quantity(each.baseline_value, lang),
            value::quantity(each.target_value, lang),
            value::quantity_or_dash(each.previous_value, lang),
            value::quantity_or_dash(each.current_value, lang),
            format!("{} {}", each.explanation, each.correction_reason)
                .trim()
                .to_owned(),
        ]);
    }
    sectioned(page, "section-indicators", &grid);
}

fn budget(page: &mut Page<'_>, content: &ReportContent) {
    let headings = [
        "column-category",
        ">column-planned",
        ">column-previous",
        ">column-realised",
        "column-explanation",
    ];
    let mut grid = page.table(&headings);
    for each in &content.budget {
        let note = format!("{} {}", each.deviation_note, each.correction_reason)
            .trim()
            .to_owned();
        let [planned, before, now] =
            [each.planned_cents, each.previous_cents, each.cumulative_cents].map(|c| page.euros(c));
        grid.row([each.category.clone(), planned, before, now, note]);
    }
    sectioned(page, "section-money", &grid);
    page.field(
        "cofinancing-realised",
        page.euros(content.cofinancing_realised_cents),
    );
}

fn work(page: &mut Page<'_>, content: &ReportContent) {
    let mut grid = page.table(&[
        "column-id",
        "column-title",
        "column-before",
        "column-now",
        "column-explanation",
    ]);
    for each in &content.activities {
        let (before, now) = (
            page.texts.word(each.before().as_str_name()),
            page.texts.word(each.now().as_str_name()),
        );
        grid.row([
            each.activity_id.clone(),
            each.title.clone(),
            before,
            now,
            each.progress.clone(),
        ]);
    }
    sectioned(page, "section-activities", &grid);
    let mut grid = page.table(&["column-id", "column-title", "column-state", "column-where"]);
    for each in &content.deliverables {
        let state = page.texts.word(each.state().as_str_name());
        grid.row([
            each.deliverable_id.clone(),
            each.title.clone(),
            state,
            value::or_dash(&each.uri),
        ]);
    }
    sectioned(page, "section-deliverables", &grid);
}

fn answers(page: &mut Page<'_>, content: &ReportContent) {
    let mut grid = page.table(&["column-id", "column-question", "column-answer"]);
    for each in &content.answers {
        grid.row([
            each.attention_point_id.clone(),
            each.question.clone(),
            value::or_dash(&each.answer),
        ]);
    }
    sectioned(page, "section-attention", &grid);
}

fn risks_and_groups(page: &mut Page<'_>, content: &ReportContent) {
    let mut grid = page.table(&[
        "column-risk",
        "column-measure",
        ">column-likelihood",
        ">column-impact",
    ]);
    for risk in &content.risks {
        grid.row([
            risk.description.clone(),
            risk.measure.clone(),
            risk.likelihood.to_string(),
            risk.impact.to_string(),
        ]);
    }
    sectioned(page, "section-risks", &grid);
    let mut grid = page.table(&["column-target-group", ">column-planned", ">column-reached"]);
    for group in &content.target_groups {
        grid.row([
            group.name.clone(),
            group.planned.to_string(),
            group.reached.to_string(),
        ]);
    }
    sectioned(page, "section-target-groups", &grid);
}

fn evidence(page: &mut Page<'_>, content: &ReportContent) {
    let mut grid = page.table(&["column-title", "column-where"]);
    content
        .evidence
        .iter()
        .for_each(|each| grid.row([each.title.clone(), each.uri.clone()]));
    sectioned(page, "section-evidence", &grid);
}

fn history(page: &mut Page<'_>, report: &Report) {
    let mut grid = page.table(&["column-when", "column-state", ">column-revision", "column-note"]);
    for step in &report.history {
        let state = page.texts.word(step.state().as_str_name());
        grid.row([
            value::moment(step.at.as_ref()),
            state,
            step.revision.to_string(),
            value::or_dash(&step.note),
        ]);
    }
    sectioned(page, "section-history", &grid);
}

/// A table under its heading; neither when it is empty.
fn sectioned(page: &mut Page<'_>, section: &str, grid: &crate::output::Grid) {
    if !grid.is_empty() {
        page.section(section);
        page.grid(grid, "");
    }
}
