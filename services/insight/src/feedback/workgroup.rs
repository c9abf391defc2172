//! The feedback report of one workgroup: its projects, worst first, anonymous other workgroups, what waits, and the readable page.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use contracts::hub::v1::LocalText;
use contracts::insight::v1::{GetWorkgroupFeedbackResponse, OverviewGroup, PeerComparison};
use contracts::programme::v1::{AttentionPoint, AttentionPointState};

use super::blocks;
use super::language::Language;
use super::markdown::WorkgroupPage;
use super::peers::{self, Compared};
use super::waiting::Waiting;
use crate::figure::{Scope, Selection};
use crate::judgement::Facts;
use crate::overview;
use crate::rows::{self, same};
use crate::status::attention_point;
use crate::views::{Verdict, View, Whole};

/// The feedback report of a workgroup; none when nobody defined it and no project names it.
pub fn workgroup_feedback(
    view: &View,
    workgroup_id: &str,
    language: Language,
) -> Option<GetWorkgroupFeedbackResponse> {
    let (all, today) = (&*view.facts, view.as_of);
    let projects = projects(view, workgroup_id);
    let name = name(all, workgroup_id, &projects)?;
    let overview = overview(view, workgroup_id, &name);
    let peers = compared(view, workgroup_id);
    let waiting = all_waiting(&projects);
    let judged: Vec<_> = projects
        .iter()
        .map(|it| (&it.facts, &it.verdict.judgement))
        .collect();
    let figures = blocks::of_workgroup(all, workgroup_id);
    let page = WorkgroupPage {
        name: &name,
        projects: &judged,
        overview: &overview,
        peers: &peers,
        figures: &figures,
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
            .map(|project| project.verdict.summary.clone())
            .collect(),
        waiting: waiting.iter().map(|item| item.answer()).collect(),
        attention_points: open_points(&projects),
        freshness: Some(view.freshness),
        overview: Some(overview),
        peers,
        figures,
    })
}

/// The projects of a workgroup with their judgements, worst first, then by identifier.
fn projects(view: &View, workgroup_id: &str) -> Vec<Arc<Whole>> {
    let own = view
        .facts
        .projects
        .values()
        .filter(|it| it.project.workgroup_id == workgroup_id);
    let mut projects: Vec<_> = own.filter_map(|it| view.whole(&it.project.project_id)).collect();
    projects.sort_by_key(|project| Reverse(project.verdict.judgement.colour));
    projects
}

fn name(all: &rows::Facts, workgroup_id: &str, projects: &[Arc<Whole>]) -> Option<LocalText> {
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

fn overview(view: &View, workgroup_id: &str, name: &LocalText) -> OverviewGroup {
    let scope = Scope {
        workgroup: workgroup_id.to_owned(),
        ..Scope::default()
    };
    let selection = Selection::of_scope(&view.facts, &scope, view.as_of).tallied(&view.tallies);
    overview::group(selection, &scope, workgroup_id.to_owned(), Some(name.clone()))
}

fn compared(view: &View, workgroup_id: &str) -> Vec<PeerComparison> {
    let of_groups = view
        .facts
        .projects
        .values()
        .filter(|it| !it.project.workgroup_id.is_empty());
    let verdicts: Vec<Arc<Verdict>> = of_groups
        .filter_map(|it| view.verdict(&it.project.project_id))
        .collect();
    let mut groups: BTreeMap<&str, Vec<Compared<'_>>> = BTreeMap::new();
    for verdict in &verdicts {
        let workgroup = &verdict.facts.profile.workgroup_id;
        groups.entry(workgroup).or_default().push(verdict.compared());
    }
    let own = groups.remove(workgroup_id).unwrap_or_default();
    peers::of_workgroup(&own, &groups.into_values().collect::<Vec<_>>())
}

fn all_waiting(projects: &[Arc<Whole>]) -> Vec<&Waiting> {
    let mut all: Vec<&Waiting> = projects.iter().flat_map(|project| &project.waiting).collect();
    all.sort_by_key(|item| Reverse(item.days));
    all
}

fn open_points(projects: &[Arc<Whole>]) -> Vec<AttentionPoint> {
    let of_project = |facts: &Facts| -> Vec<AttentionPoint> {
        let open = facts
            .attention_points
            .iter()
            .filter(|it| it.state != AttentionPointState::Closed);
        open.map(|point| attention_point(facts, point)).collect()
    };
    projects
        .iter()
        .flat_map(|project| of_project(&project.facts))
        .collect()
}
