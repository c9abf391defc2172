//! Applications, for people.

use contracts::transitions::v1::{
    Application, Assessment, AwardOutcome, CheckApplicationResponse, GetRankingResponse, KeptApplication,
    ListApplicationsResponse, RankedApplication, RuleOutcome,
};

use super::{call::local, skill};
use crate::output::{Page, value};

/// A list of applications.
pub(super) fn listed(page: &mut Page<'_>, answer: &ListApplicationsResponse) {
    let mut grid = page.table(&[
        "column-application",
        "column-name",
        "column-call",
        "column-size",
        "column-lead",
        ">column-requested",
        "column-state",
    ]);
    for it in &answer.applications {
        grid.row([
            it.application_id.clone(),
            it.name.clone(),
            it.call_id.clone(),
            page.texts.word(it.size_class().as_str_name()),
            value::or_dash(&it.lead_organisation_id),
            page.euros(it.requested_cents),
            page.texts.word(it.state().as_str_name()),
        ]);
    }
    page.grid(&grid, "none-applications");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log("transitions", answer.freshness.as_ref());
}

/// One application: where it stands, what it says, and its assessments where they may be seen.
pub(super) fn kept(page: &mut Page<'_>, kept: &KeptApplication) {
    let application = kept.application.clone().unwrap_or_default();
    page.heading(page.name(
        &format!("{} {}", application.application_id, application.name),
        application.example,
    ));
    page.field("column-state", page.texts.word(kept.state().as_str_name()));
    page.field("column-call", &application.call_id);
    if kept.scheme_version > 0 {
        page.field(
            "column-rules",
            format!("{} v{}", kept.scheme_id, kept.scheme_version),
        );
        page.field("column-submitted", value::moment(kept.submitted_at.as_ref()));
    }
    page.field("column-reason", &kept.reason);
    content(page, &application);
    assessments(page, &kept.assessments);
}

fn content(page: &mut Page<'_>, it: &Application) {
    page.field("column-size", page.texts.word(it.size_class().as_str_name()));
    page.field("column-theme", &it.theme_id);
    page.field("column-workgroup", &it.workgroup_id);
    let regions: Vec<_> = it
        .regions
        .iter()
        .map(|share| format!("{} {} %", share.region_id, share.share_percent))
        .collect();
    page.field("column-regions", regions.join(", "));
    if !it.starts_on.is_empty() {
        page.field("column-term", format!("{} – {}", it.starts_on, it.ends_on));
    }
    page.field("column-target-group", &it.target_group);
    page.field("column-requested", page.euros(it.requested_cents));
    page.field("column-demands", it.demand_ids.join(", "));
    page.line(format!("\n{}", it.summary));
    let mut grid = page.table(&["column-organisation", "column-role"]);
    if !it.lead_organisation_id.is_empty() {
        grid.row([it.lead_organisation_id.clone(), page.get("role-lead")]);
    }
    for partner in &it.partners {
        grid.row([partner.organisation_id.clone(), partner.role.clone()]);
    }
    page.section("section-consortium");
    page.grid(&grid, "none-groups");
    skill::table(page, &it.skills);
    plan(page, it);
}

fn plan(page: &mut Page<'_>, it: &Application) {
    let Some(plan) = &it.plan else { return };
    let mut grid = page.table(&["column-milestone", "column-title", "column-due-on"]);
    for each in &plan.milestones {
        grid.row([each.milestone_id.clone(), each.title.clone(), each.due_on.clone()]);
    }
    page.section("section-milestones");
    page.grid(&grid, "none-milestones");
    let mut grid = page.table(&["column-indicator", ">column-baseline", ">column-target"]);
    for each in &plan.targets {
        grid.row([
            each.indicator_id.clone(),
            value::quantity(each.baseline_value, page.lang()),
            value::quantity(each.target_value, page.lang()),
        ]);
    }
    page.section("section-indicators");
    page.grid(&grid, "none-indicators");
    let mut grid = page.table(&["column-category", ">column-planned"]);
    for line in &plan.budget {
        grid.row([line.category.clone(), page.euros(line.planned_cents)]);
    }
    page.section("section-money");
    page.grid(&grid, "none-groups");
    page.field("cofinancing", page.euros(plan.cofinancing_cents));
}

fn assessments(page: &mut Page<'_>, assessments: &[Assessment]) {
    if assessments.is_empty() {
        return;
    }
    let mut grid = page.table(&[
        "column-assessor",
        "column-criterion",
        ">column-points",
        "column-motivation",
    ]);
    for each in assessments {
        let assessor = each.assessor.clone();
        if each.conflict {
            grid.row([
                assessor,
                page.get("has-interest"),
                value::NOTHING.into(),
                String::new(),
            ]);
            continue;
        }
        for score in &each.scores {
            grid.row([
                assessor.clone(),
                score.criterion_id.clone(),
                score.points.to_string(),
                score.motivation.clone(),
            ]);
        }
    }
    page.section("section-assessments");
    page.grid(&grid, "none-groups");
}

/// How an application stands to every rule.
pub(super) fn checked(page: &mut Page<'_>, answer: &CheckApplicationResponse) {
    page.field(
        "column-rules",
        format!("{} v{}", answer.scheme_id, answer.scheme_version),
    );
    let mut grid = page.table(&[
        "column-outcome",
        "column-rule",
        "column-required",
        "column-text",
        "column-found",
    ]);
    for rule in &answer.rules {
        let sign = match rule.outcome() {
            RuleOutcome::Holds => "✓",
            RuleOutcome::Fails => "✗",
            RuleOutcome::ForPeople | RuleOutcome::Unspecified => "·",
        };
        grid.row([
            format!("{sign} {}", page.texts.word(rule.outcome().as_str_name())),
            rule.rule_id.clone(),
            page.get(if rule.required { "yes" } else { "no" }),
            local(rule.text.as_ref(), page.lang()),
            local(rule.found.as_ref(), page.lang()),
        ]);
    }
    page.grid(&grid, "none-rules");
    let verdict = if answer.can_be_submitted {
        "check-can-be-submitted"
    } else {
        "check-cannot-be-submitted"
    };
    page.line(format!("\n{}", page.get(verdict)));
    page.fresh_from("transitions");
}

/// The ranking of a call: a table for each size class, and how equal totals are ordered.
pub(super) fn ranking(page: &mut Page<'_>, answer: &GetRankingResponse) {
    if answer.size_classes.is_empty() {
        page.line(page.get("none-applications"));
    }
    for class in &answer.size_classes {
        page.heading(page.texts.word(class.size_class().as_str_name()));
        let ceiling = class.ceiling_cents;
        page.field(
            "column-ceiling",
            ceiling.map_or_else(|| page.get("not-confirmed"), |cents| page.euros(cents)),
        );
        let mut grid = page.table(&[
            ">column-place",
            "column-application",
            "column-name",
            ">column-total",
            ">column-assessors",
            ">column-conflicts",
            ">column-requested",
            "column-within-ceiling",
            "column-suggests",
        ]);
        class.applications.iter().for_each(|it| grid.row(place(page, it)));
        page.grid(&grid, "none-applications");
    }
    if let Some(tie_break) = &answer.tie_break {
        page.line(format!("\n{}", local(Some(tie_break), page.lang())));
    }
    page.freshness_of_log("transitions", answer.freshness.as_ref());
}

fn place(page: &Page<'_>, it: &RankedApplication) -> [String; 9] {
    let scored = it.place > 0;
    let or_dash = |text: String| if scored { text } else { value::NOTHING.to_owned() };
    let suggests = match it.suggests() {
        AwardOutcome::Unspecified => value::NOTHING.to_owned(),
        outcome => page.texts.word(outcome.as_str_name()),
    };
    [
        or_dash(it.place.to_string()),
        it.application_id.clone(),
        it.name.clone(),
        or_dash(points(page, it.total_hundredths)),
        it.assessors.to_string(),
        it.conflicts.to_string(),
        page.euros(it.requested_cents),
        page.get(if it.within_ceiling { "yes" } else { "no" }),
        suggests,
    ]
}

/// Hundredths of a point with two decimals.
fn points(page: &Page<'_>, hundredths: u32) -> String {
    let separator = match page.lang() {
        crate::output::Lang::Nl => ',',
        crate::output::Lang::En => '.',
    };
    format!("{}{separator}{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use contracts::{hub::v1::LocalText, transitions::v1::RuleCheck};

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn a_check_shows_each_rule_with_its_text_and_whether_it_holds() {
        let texts = Texts::new(Lang::En);
        let mut page = Page::new(&texts);
        let rule = RuleCheck {
            rule_id: "employer-partner".into(),
            text: Some(LocalText {
                nl: "Een arbeidsorganisatie doet mee".into(),
                en: "An employer takes part".into(),
            }),
            required: true,
            outcome: RuleOutcome::Fails.into(),
            ..RuleCheck::default()
        };
        checked(
            &mut page,
            &CheckApplicationResponse {
                rules: vec![rule],
                ..CheckApplicationResponse::default()
            },
        );
        let text = page.into_text();
        assert!(
            text.contains("✗ fails") && text.contains("An employer takes part"),
            "{text}"
        );
        assert!(text.contains("cannot be submitted"), "{text}");
    }

    #[test]
    fn an_application_without_scores_has_no_place_and_no_total() {
        let texts = Texts::new(Lang::Nl);
        let page = Page::new(&texts);
        let mut it = RankedApplication {
            total_hundredths: 7_205,
            place: 3,
            ..RankedApplication::default()
        };
        assert_eq!(place(&page, &it)[3], "72,05");
        it.place = 0;
        assert_eq!(
            [&place(&page, &it)[0], &place(&page, &it)[3]],
            [value::NOTHING; 2]
        );
    }
}
