//! Emerging skills and their queue, for people.

use contracts::radar::v1::{
    Evidence, GetSkillResponse, KeptSkill, ListCurationQueueResponse, ListSkillsResponse,
};

use super::{BLOCK, count};
use crate::output::{Page, value};

/// A list of skills.
pub(super) fn listed(page: &mut Page<'_>, answer: &ListSkillsResponse) {
    let mut grid = page.table(&[
        "column-skill",
        "column-name",
        "column-state",
        "column-since",
        ">column-sources",
        ">column-publishers",
        ">column-disagreements",
        "column-themes",
    ]);
    for kept in &answer.skills {
        let it = kept.skill.clone().unwrap_or_default();
        let evidence = kept.evidence.clone().unwrap_or_default();
        grid.row([
            it.skill_id.clone(),
            page.lang().pick(it.label.as_ref()).to_owned(),
            page.texts.word(kept.state().as_str_name()),
            kept.state_since.clone(),
            count(page, evidence.sources),
            count(page, evidence.publishers),
            kept.dissent.len().to_string(),
            value::or_dash(&it.theme_ids.join(", ")),
        ]);
    }
    page.grid(&grid, "none-emerging");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

/// What waits, with whom and for how long.
pub(super) fn queue(page: &mut Page<'_>, answer: &ListCurationQueueResponse) {
    let mut grid = page.table(&[
        "column-skill",
        "column-name",
        "column-state",
        "column-waits-for",
        ">column-days",
        "column-reviewer",
        ">column-sources",
        ">column-publishers",
        ">column-disagreements",
    ]);
    for item in &answer.items {
        let kept = item.skill.clone().unwrap_or_default();
        let it = kept.skill.clone().unwrap_or_default();
        let evidence = kept.evidence.clone().unwrap_or_default();
        grid.row([
            it.skill_id.clone(),
            page.lang().pick(it.label.as_ref()).to_owned(),
            page.texts.word(kept.state().as_str_name()),
            page.texts.word(item.waits_for().as_str_name()),
            count(page, item.days),
            value::or_dash(&item.reviewer),
            count(page, evidence.sources),
            count(page, evidence.publishers),
            kept.dissent.len().to_string(),
        ]);
    }
    page.grid(&grid, "none-queue");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

/// One skill, with the merges that led to it.
pub(super) fn shown(page: &mut Page<'_>, answer: &GetSkillResponse) {
    answer.skill.iter().for_each(|kept| skill(page, kept));
    page.field("skill-redirected-from", answer.redirected_from.join(" → "));
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

fn skill(page: &mut Page<'_>, kept: &KeptSkill) {
    let it = kept.skill.clone().unwrap_or_default();
    let reference = kept.reference.clone().unwrap_or_default();
    let label = page.lang().pick(it.label.as_ref());
    page.heading(format!("{} {label}", it.skill_id));
    page.field("column-state", page.texts.word(kept.state().as_str_name()));
    page.field("column-since", &kept.state_since);
    page.field("column-proposed-on", &kept.proposed_on);
    page.field("column-published-on", &kept.published_on);
    page.field("column-reason", &kept.reason);
    page.field("column-taxonomy", &reference.taxonomy);
    page.field("column-uri", &reference.uri);
    page.field("column-term-keys", it.term_keys.join("; "));
    page.field("column-themes", it.theme_ids.join(", "));
    page.field("column-merged", kept.merged_skill_ids.join(", "));
    let description = page.lang().pick(it.description.as_ref());
    if !description.is_empty() {
        page.line(format!("\n{description}"));
    }
    evidence(page, kept.evidence.clone().unwrap_or_default());
    if kept.is_under_supported {
        page.line(page.get("skill-under-supported"));
    }
    dissent(page, kept);
}

fn evidence(page: &mut Page<'_>, it: Evidence) {
    page.section("section-support");
    page.field("column-sources", count(page, it.sources));
    page.field("column-publishers", count(page, it.publishers));
    page.field("column-cited", count(page, it.cited));
    let regions = it.regions.iter().map(|it| {
        let region = match it.region_id.as_str() {
            "" => page.get("evidence-country"),
            region => region.to_owned(),
        };
        format!("{region}: {}", count(page, it.sources))
    });
    let regions: Vec<_> = regions.collect();
    page.field("column-regions", regions.join(", "));
    it.source_ids.iter().for_each(|id| page.line(format!("- {id}")));
}

fn dissent(page: &mut Page<'_>, kept: &KeptSkill) {
    let mut grid = page.table(&["column-day", "column-state", "column-reason"]);
    for it in &kept.dissent {
        grid.row([
            it.recorded_on.clone(),
            page.texts.word(it.state().as_str_name()),
            it.reason.clone(),
        ]);
    }
    page.section("section-dissent");
    page.grid(&grid, "none-dissent");
}

#[cfg(test)]
mod tests {
    use contracts::radar::v1::{Dissent, QueueItem, SkillState, WaitsFor};

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn dissent_and_too_little_support_are_shown() {
        let kept = KeptSkill {
            is_under_supported: true,
            dissent: vec![Dissent {
                reason: "dit is gewoon werk".into(),
                state: SkillState::Published.into(),
                ..Dissent::default()
            }],
            ..KeptSkill::default()
        };
        let answer = GetSkillResponse {
            skill: Some(kept),
            redirected_from: vec!["a".into(), "b".into()],
            ..GetSkillResponse::default()
        };
        let texts = Texts::new(Lang::En);
        let mut page = Page::new(&texts);
        shown(&mut page, &answer);
        let text = page.into_text();
        assert!(
            text.contains("dit is gewoon werk") && text.contains("a → b"),
            "{text}"
        );
        assert!(text.contains("fewer than two"), "{text}");
    }

    #[test]
    fn the_queue_says_with_whom_something_waits_and_how_long() {
        let item = QueueItem {
            waits_for: WaitsFor::Evidence.into(),
            days: 41,
            ..QueueItem::default()
        };
        let answer = ListCurationQueueResponse {
            items: vec![item],
            ..ListCurationQueueResponse::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        queue(&mut page, &answer);
        let text = page.into_text();
        assert!(text.contains("meer bronnen") && text.contains("41"), "{text}");
    }
}
