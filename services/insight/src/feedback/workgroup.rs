//! The feedback report of one workgroup: its projects, worst first, anonymous other workgroups, what waits, and the readable page.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use contracts::hub::v1::LocalText;
use contracts::insight::v1::{GetWorkgroupFeedbackResponse, OverviewGroup, PeerComparison};
use contracts::programme::v1::{AttentionPoint, AttentionPointState};
use jiff::civil::Date;

use super::language::Language;
use super::markdown::WorkgroupPage;
use super::peers;
use super::waiting::{Waiting, waiting};
use crate::figure::Scope;
use crate::judgement::{Facts, Judgement, judge};
use crate::overview;
use crate::rows::{self, same};
use crate::status::{Depth, attention_point, facts_of, summary};
use crate::views::{Verdict, View};

/// The feedback report of a workgroup; none when nobody defined it and no project names it.
pub fn workgroup_feedback(
    view: &View,
    workgroup_id: &str,
    language: Language,
) -> Option<GetWorkgroupFeedbackResponse> {
    let (all, today) = (&*view.facts, view.as_of);
    let projects = projects(all, workgroup_id, today);
    let name = name(all, workgroup_id, &projects)?;
    let overview = overview(all, workgroup_id, &name, today);
    let peers = compared(view, workgroup_id, &projects);
    let waiting = all_waiting(&projects, today);
    let page = WorkgroupPage {
        name: &name,
        projects: &projects,
        overview: &overview,
        peers: &peers,
        waiting: &waiting,
        today,
        freshness: &view.freshness,
    };
    Some(GetWorkgroupFeedbackResponse {
        workgroup_id: workgroup_id.to_owned(),
        markdown: page.write(language),
        name: Some(name.clone()),
        projects: projects
            .iter()
            .map(|(facts, judgement)| summary(facts, judgement))
            .collect(),
        waiting: waiting.iter().map(Waiting::answer).collect(),
        attention_points: open_points(&projects),
        freshness: Some(view.freshness),
        overview: Some(overview),
        peers,
    })
}

/// The projects of a workgroup with their judgements, worst first, then by identifier.
fn projects(all: &rows::Facts, workgroup_id: &str, today: Date) -> Vec<(Facts, Judgement)> {
    let own = all
        .projects
        .values()
        .filter(|it| it.project.workgroup_id == workgroup_id);
    let facts = own.filter_map(|it| facts_of(all, &it.project.project_id, today, Depth::Everything));
    let mut projects: Vec<_> = facts
        .map(|facts| {
            let judgement = judge(&facts, today);
            (facts, judgement)
        })
        .collect();
    projects.sort_by_key(|(_, judgement)| Reverse(judgement.colour));
    projects
}

fn name(all: &rows::Facts, workgroup_id: &str, projects: &[(Facts, Judgement)]) -> Option<LocalText> {
    let defined = all.reference.workgroups.get(workgroup_id);
    if defined.is_none() && projects.is_empty() {
        return None;
    }
    Some(
        defined
            .and_then(|it| it.name.clone())
            .unwrap_or_else(|| same(workgroup_id)),
    )
}

fn overview(all: &rows::Facts, workgroup_id: &str, name: &LocalText, today: Date) -> OverviewGroup {
    let scope = Scope {
        workgroup: workgroup_id.to_owned(),
        ..Scope::default()
    };
    overview::group(all, &scope, workgroup_id.to_owned(), Some(name.clone()), today)
}

fn compared(view: &View, workgroup_id: &str, own: &[(Facts, Judgement)]) -> Vec<PeerComparison> {
    let others = view.facts.projects.values().filter(|it| {
        let workgroup = &it.project.workgroup_id;
        workgroup != workgroup_id && !workgroup.is_empty()
    });
    let verdicts: Vec<Arc<Verdict>> = others
        .filter_map(|it| view.verdict(&it.project.project_id))
        .collect();
    let mut groups: BTreeMap<&str, Vec<&Facts>> = BTreeMap::new();
    for verdict in &verdicts {
        let workgroup = &verdict.facts.profile.workgroup_id;
        groups.entry(workgroup).or_default().push(&verdict.facts);
    }
    let own: Vec<&Facts> = own.iter().map(|(facts, _)| facts).collect();
    peers::of_workgroup(&own, &groups.into_values().collect::<Vec<_>>(), view.as_of)
}

fn all_waiting(projects: &[(Facts, Judgement)], today: Date) -> Vec<Waiting> {
    let mut all: Vec<Waiting> = projects
        .iter()
        .flat_map(|(facts, _)| waiting(facts, today))
        .collect();
    all.sort_by_key(|item| Reverse(item.days));
    all
}

fn open_points(projects: &[(Facts, Judgement)]) -> Vec<AttentionPoint> {
    let of_project = |facts: &Facts| -> Vec<AttentionPoint> {
        let open = facts
            .attention_points
            .iter()
            .filter(|it| it.state != AttentionPointState::Closed);
        open.map(|point| attention_point(facts, point)).collect()
    };
    projects.iter().flat_map(|(facts, _)| of_project(facts)).collect()
}
