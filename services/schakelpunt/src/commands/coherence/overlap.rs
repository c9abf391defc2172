//! `schakelpunt coherence overlap`: what teaches the same to the same people in the same region.

use contracts::{
    insight::v1::{ListOverlapsRequest, ListOverlapsResponse, Overlap, OverlapMember, overlap_member::What},
    transitions::v1::AwardState,
};

use super::{Session, heading, headings, named, paging, region, skill};
use crate::{cli::coherence::OverlapArgs, failure::Failure, output::Page};

pub(super) async fn run(args: OverlapArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let events = args.shown.events;
    let request = ListOverlapsRequest {
        region_id: args.region.unwrap_or_default(),
        skill_uri: args.skill.unwrap_or_default(),
        about_id: args.about.unwrap_or_default(),
        consistency_token: args.shown.consistency_token.unwrap_or_default(),
        ..ListOverlapsRequest::default()
    };
    let ask = |page_token, page_size| {
        let request = ListOverlapsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.coherence().list_overlaps(request).await
        })
    };
    let answer = paging::all(args.shown.limit, args.shown.page_token, parts, ask).await?;
    session
        .screen
        .answer(&answer, |page, answer| shown(page, answer, events))?;
    Ok(())
}

fn parts(answer: &mut ListOverlapsResponse) -> (&mut Vec<Overlap>, &mut String) {
    (&mut answer.overlaps, &mut answer.next_page_token)
}

/// One row for each that takes part; an overlap is told by the first of its rows.
fn shown(page: &mut Page<'_>, answer: &ListOverlapsResponse, events: bool) {
    heading(page, "coherence-overlap-heading", &answer.as_of);
    let columns = [
        "coherence-column-region",
        "coherence-column-skill",
        "column-target-group",
        "column-kind",
        "column-id",
        "column-name",
        "column-project",
        "column-state",
    ];
    let mut grid = page.table(&headings(&columns, events));
    for overlap in &answer.overlaps {
        for (index, member) in overlap.members.iter().enumerate() {
            let of_overlap = [
                region(&overlap.region_id, &overlap.region_name),
                skill(overlap.skill.as_ref()),
                overlap.target_group.clone(),
            ];
            let mut cells: Vec<String> = of_overlap
                .into_iter()
                .map(|cell| if index == 0 { cell } else { String::new() })
                .collect();
            cells.extend(of_member(page, member));
            cells.extend(events.then(|| named(member.positions.clone())));
            grid.row_of(cells);
        }
    }
    page.grid(&grid, "coherence-none-overlaps");
    page.field("next-page", &answer.next_page_token);
    page.freshness(answer.freshness.as_ref());
}

fn of_member(page: &Page<'_>, member: &OverlapMember) -> [String; 5] {
    let (kind, id, state) = match &member.what {
        Some(What::SolutionId(id)) => (
            "coherence-solution",
            id.as_str(),
            page.texts.word(member.solution_state().as_str_name()),
        ),
        Some(What::ApplicationId(id)) => ("coherence-application", id.as_str(), decided(page, member)),
        None => ("coherence-application", "", String::new()),
    };
    [
        page.get(kind),
        id.to_owned(),
        member.name.clone(),
        member.project_id.clone(),
        state,
    ]
}

fn decided(page: &Page<'_>, member: &OverlapMember) -> String {
    match member.award_state() {
        AwardState::Unspecified => page.get("coherence-undecided"),
        state => page.texts.word(state.as_str_name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn those_that_overlap_stand_under_each_other() {
        let member = |what, name: &str| OverlapMember {
            what: Some(what),
            name: name.into(),
            positions: vec![7],
            ..OverlapMember::default()
        };
        let overlap = Overlap {
            region_id: "AM01".into(),
            target_group: "installateurs".into(),
            members: vec![
                member(What::ApplicationId("llo-201".into()), "Warmte"),
                member(What::SolutionId("oplossing-1".into()), "Pompen"),
            ],
            ..Overlap::default()
        };
        let answer = ListOverlapsResponse {
            overlaps: vec![overlap],
            ..ListOverlapsResponse::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        shown(&mut page, &answer, true);
        let text = page.into_text();
        for part in [
            "llo-201",
            "oplossing-1",
            "nog niet beslist",
            "aanvraag",
            "oplossing",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert_eq!(text.matches("AM01").count(), 1, "{text}");
    }
}
