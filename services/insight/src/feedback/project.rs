//! The feedback report of one project: its status, anonymous peers, what waits, and the readable page.

use contracts::hub::v1::LocalText;
use contracts::insight::v1::{GetProjectFeedbackResponse, PeerComparison};

use super::culture;
use super::language::Language;
use super::markdown::{Names, ProjectPage};
use super::peers;
use super::waiting::Waiting;
use crate::judgement::facts::Profile;
use crate::rows::{self, Reference, same};
use crate::status::status;
use crate::views::View;

/// The feedback report of a project; none when it is not known.
pub fn project_feedback(
    view: &View,
    project_id: &str,
    language: Language,
) -> Option<GetProjectFeedbackResponse> {
    let (all, today) = (&*view.facts, view.as_of);
    let known = view.whole(project_id)?;
    let (facts, judgement) = (&known.facts, &known.verdict.judgement);
    let peers = compared(view, &facts.profile)?;
    let names = names(&all.reference, &facts.profile);
    let culture = culture::of_project(all, project_id);
    let page = ProjectPage {
        facts,
        names: &names,
        judgement,
        peers: &peers,
        culture: culture.as_ref(),
        parts: known.parts(language),
        today,
        freshness: &view.freshness,
    };
    let mut status = status(all, facts, judgement, today);
    status.freshness = Some(view.freshness);
    Some(GetProjectFeedbackResponse {
        status: Some(status),
        markdown: page.write(language),
        waiting: known.waiting.iter().map(Waiting::answer).collect(),
        peers,
        culture,
    })
}

/// Only projects that may be peers are looked at: the others would be left out anyway.
fn compared(view: &View, own: &Profile) -> Option<Vec<PeerComparison>> {
    let same_kind =
        |row: &rows::ProjectRow| row.scheme_id == own.scheme_id && row.size_class == own.size_class;
    let candidates = view
        .facts
        .projects
        .values()
        .filter(|other| same_kind(&other.project));
    let verdicts: Vec<_> = candidates
        .filter_map(|other| view.verdict(&other.project.project_id))
        .collect();
    let own = view.verdict(&own.project_id)?;
    Some(peers::of_project(
        own.compared(),
        verdicts.iter().map(|verdict| verdict.compared()),
    ))
}

/// Names from the reference data; an identifier that nobody defined is its own name.
fn names(reference: &Reference, profile: &Profile) -> Names {
    let or_id = |name: Option<&LocalText>, id: &str| name.cloned().unwrap_or_else(|| same(id));
    let block = reference
        .blocks
        .get(&profile.block_id)
        .and_then(|it| it.name.as_ref());
    let workgroup = reference
        .workgroups
        .get(&profile.workgroup_id)
        .and_then(|it| it.name.as_ref());
    let theme = reference
        .themes
        .get(&profile.theme_id)
        .and_then(|it| it.name.as_ref());
    let tranche = reference
        .tranches
        .get(&profile.tranche_id)
        .and_then(|it| it.name.as_ref());
    let scheme = reference
        .schemes
        .get(&profile.scheme_id)
        .and_then(|it| it.name.as_ref());
    Names {
        block: or_id(block, &profile.block_id),
        workgroup: or_id(workgroup, &profile.workgroup_id),
        theme: or_id(theme, &profile.theme_id),
        tranche: or_id(tranche, &profile.tranche_id),
        scheme: or_id(scheme, &profile.scheme_id),
    }
}
