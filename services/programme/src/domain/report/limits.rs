//! What even a draft must keep to: bounded texts and lists, numbers that are numbers, names that are used once.

use super::Content;
use crate::domain::{
    findings::Findings,
    size::{REPORT_BYTES_MAX, json_bytes},
};

/// Most characters of one text.
pub const TEXT_MAX_CHARS: usize = 20_000;
/// Most characters of a title, name, category or counted item.
pub const TITLE_MAX_CHARS: usize = 300;
/// Most lines of one list.
pub const LIST_MAX_LINES: usize = 500;
/// Highest likelihood or impact of a risk.
pub(super) const RISK_MAX: u32 = 5;

/// Notes what breaks a limit.
pub(super) fn check_limits(content: &Content, findings: &mut Findings) {
    check_lists(content, findings);
    check_texts(content, findings);
    check_names(content, findings);
    check_numbers(content, findings);
    let bytes = json_bytes(content);
    findings.check(
        bytes <= REPORT_BYTES_MAX,
        "",
        format!("at most {REPORT_BYTES_MAX} bytes in all, not {bytes}"),
    );
}

fn check_lists(content: &Content, findings: &mut Findings) {
    let lists = [
        ("activities", content.activities.len()),
        ("deliverables", content.deliverables.len()),
        ("milestones", content.milestones.len()),
        ("results", content.results.len()),
        ("target_groups", content.target_groups.len()),
        ("risks", content.risks.len()),
        ("budget", content.budget.len()),
        ("answers", content.answers.len()),
        ("evidence", content.evidence.len()),
    ];
    let items = content
        .results
        .iter()
        .enumerate()
        .map(|(n, line)| (format!("results[{n}].items"), line.items.len()));
    for (field, lines) in lists
        .into_iter()
        .map(|(field, lines)| (field.to_owned(), lines))
        .chain(items)
    {
        findings.check(
            lines <= LIST_MAX_LINES,
            field,
            format!("at most {LIST_MAX_LINES} lines, not {lines}"),
        );
    }
}

fn check_texts(content: &Content, findings: &mut Findings) {
    let mut long = |field: String, text: &str, most: usize| {
        let fits = text.len() <= most || text.chars().count() <= most;
        findings.check(fits, field, format!("at most {most} characters"));
    };
    for (field, text) in [
        ("highlights", &content.highlights),
        ("partner_problems", &content.partner_problems),
        ("deviations", &content.deviations),
        ("learning_culture", &content.learning_culture),
        ("goal_attainment", &content.goal_attainment),
        (
            "cofinancing_correction_reason",
            &content.cofinancing_correction_reason,
        ),
    ] {
        long(field.to_owned(), text, TEXT_MAX_CHARS);
    }
    for (path, text, most) in line_texts(content) {
        long(path, text, most);
    }
}

/// The texts of all lines, with their paths and the most characters each may have.
fn line_texts(content: &Content) -> Vec<(String, &str, usize)> {
    let mut texts = Vec::new();
    let mut text = |list: &str, n: usize, field: &str, text, most| {
        texts.push((format!("{list}[{n}].{field}"), text, most))
    };
    for (n, line) in content.activities.iter().enumerate() {
        text("activities", n, "title", line.title.as_str(), TITLE_MAX_CHARS);
        text("activities", n, "progress", &line.progress, TEXT_MAX_CHARS);
    }
    for (n, line) in content.deliverables.iter().enumerate() {
        text("deliverables", n, "title", &line.title, TITLE_MAX_CHARS);
    }
    for (n, line) in content.milestones.iter().enumerate() {
        text("milestones", n, "explanation", &line.explanation, TEXT_MAX_CHARS);
    }
    for (n, line) in content.results.iter().enumerate() {
        text("results", n, "explanation", &line.explanation, TEXT_MAX_CHARS);
        text(
            "results",
            n,
            "correction_reason",
            &line.correction_reason,
            TEXT_MAX_CHARS,
        );
        line.items
            .iter()
            .for_each(|item| text("results", n, "items", item, TITLE_MAX_CHARS));
    }
    for (n, line) in content.target_groups.iter().enumerate() {
        text("target_groups", n, "name", &line.name, TITLE_MAX_CHARS);
        text(
            "target_groups",
            n,
            "correction_reason",
            &line.correction_reason,
            TEXT_MAX_CHARS,
        );
    }
    for (n, line) in content.risks.iter().enumerate() {
        text("risks", n, "description", &line.description, TEXT_MAX_CHARS);
        text("risks", n, "measure", &line.measure, TEXT_MAX_CHARS);
    }
    for (n, line) in content.budget.iter().enumerate() {
        text("budget", n, "category", &line.category, TITLE_MAX_CHARS);
        text(
            "budget",
            n,
            "deviation_note",
            &line.deviation_note,
            TEXT_MAX_CHARS,
        );
        text(
            "budget",
            n,
            "correction_reason",
            &line.correction_reason,
            TEXT_MAX_CHARS,
        );
    }
    for (n, line) in content.answers.iter().enumerate() {
        text("answers", n, "answer", &line.answer, TEXT_MAX_CHARS);
    }
    for (n, line) in content.evidence.iter().enumerate() {
        text("evidence", n, "title", &line.title, TITLE_MAX_CHARS);
    }
    texts
}

fn check_names(content: &Content, findings: &mut Findings) {
    findings.distinct(
        "activities",
        ".activity_id",
        content.activities.iter().map(|line| &line.activity_id),
    );
    findings.distinct(
        "deliverables",
        ".deliverable_id",
        content.deliverables.iter().map(|line| &line.deliverable_id),
    );
    findings.distinct(
        "milestones",
        ".milestone_id",
        content.milestones.iter().map(|line| &line.milestone_id),
    );
    findings.distinct(
        "results",
        ".indicator_id",
        content.results.iter().map(|line| &line.indicator_id),
    );
    findings.distinct(
        "target_groups",
        ".name",
        content.target_groups.iter().map(|line| &line.name),
    );
    findings.distinct(
        "budget",
        ".category",
        content.budget.iter().map(|line| &line.category),
    );
    findings.distinct(
        "answers",
        ".attention_point_id",
        content.answers.iter().map(|line| &line.point_id),
    );
    for (n, line) in content.results.iter().enumerate() {
        findings.distinct(&format!("results[{n}].items"), "", &line.items);
    }
    for (n, line) in content.target_groups.iter().enumerate() {
        findings.check(
            !line.name.trim().is_empty(),
            format!("target_groups[{n}].name"),
            "a name",
        );
    }
}

fn check_numbers(content: &Content, findings: &mut Findings) {
    const CENTS: &str = "an amount in euro cents that is not negative";
    for (n, line) in content.results.iter().enumerate() {
        let finite = line.current_value.is_none_or(f64::is_finite);
        findings.check(finite, format!("results[{n}].current_value"), "a finite number");
    }
    for (n, line) in content.budget.iter().enumerate() {
        findings.check(
            line.cumulative_cents >= 0,
            format!("budget[{n}].cumulative_cents"),
            CENTS,
        );
    }
    findings.check(
        content.cofinancing_realised_cents >= 0,
        "cofinancing_realised_cents",
        CENTS,
    );
    for (n, risk) in content.risks.iter().enumerate() {
        let expected = format!("a number from 1 to {RISK_MAX}");
        findings.check(
            risk.likelihood <= RISK_MAX,
            format!("risks[{n}].likelihood"),
            expected.clone(),
        );
        findings.check(risk.impact <= RISK_MAX, format!("risks[{n}].impact"), expected);
    }
}
