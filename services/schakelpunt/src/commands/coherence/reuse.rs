//! `schakelpunt coherence reuse`: who uses which solution where.

use contracts::insight::v1::{GetReuseRequest, GetReuseResponse, SolutionReuse};

use super::{Session, heading, headings, named, number, paging, skill};
use crate::{
    cli::coherence::ReuseArgs,
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(args: ReuseArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let events = args.shown.events;
    let request = GetReuseRequest {
        region_id: args.region.unwrap_or_default(),
        theme_id: args.theme.unwrap_or_default(),
        skill_uri: args.skill.unwrap_or_default(),
        reused_only: args.reused,
        consistency_token: args.shown.consistency_token.unwrap_or_default(),
        ..GetReuseRequest::default()
    };
    let ask = |page_token, page_size| {
        let request = GetReuseRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.coherence().get_reuse(request).await
        })
    };
    let answer = paging::all(args.shown.limit, args.shown.page_token, parts, ask).await?;
    session
        .screen
        .answer(&answer, |page, answer| shown(page, answer, events))?;
    Ok(())
}

fn parts(answer: &mut GetReuseResponse) -> (&mut Vec<SolutionReuse>, &mut String) {
    (&mut answer.rows, &mut answer.next_page_token)
}

fn shown(page: &mut Page<'_>, answer: &GetReuseResponse, events: bool) {
    heading(page, "coherence-reuse-heading", &answer.as_of);
    let share = answer.share.map(|share| value::percent(share, page.lang()));
    let counts = [
        ("reused", number(page, answer.reused.as_ref())),
        ("solutions", number(page, answer.solutions.as_ref())),
        ("share", share.unwrap_or_else(|| value::NOTHING.to_owned())),
    ];
    let counts = counts.each_ref().map(|(name, value)| (*name, value.as_str()));
    page.line(page.texts.with("coherence-reuse-counted", &counts));
    let columns = [
        "coherence-column-solution",
        "column-project",
        "column-state",
        "coherence-column-skills",
        "column-regions",
        "coherence-column-used-by",
        "coherence-column-used-in",
        "coherence-column-since",
        "coherence-column-adaptation",
    ];
    let mut grid = page.table(&headings(&columns, events));
    for row in &answer.rows {
        rows_of(page, row, events)
            .into_iter()
            .for_each(|cells| grid.row_of(cells));
    }
    page.grid(&grid, "none-groups");
    page.field("next-page", &answer.next_page_token);
    page.freshness(answer.freshness.as_ref());
}

/// One row for each use; one without when there is none.
fn rows_of(page: &Page<'_>, row: &SolutionReuse, events: bool) -> Vec<Vec<String>> {
    let skills: Vec<String> = row.skills.iter().map(|it| skill(Some(it))).collect();
    let about = vec![
        format!("{} {}", row.solution_id, row.name).trim_end().to_owned(),
        row.project_id.clone(),
        page.texts.word(row.state().as_str_name()),
        skills.join(", "),
        value::or_dash(&row.region_ids.join(", ")),
    ];
    let used = |by: [&str; 4], positions: Vec<u64>| {
        let mut cells = about.clone();
        cells.extend(by.map(value::or_dash));
        cells.extend(events.then(|| named(positions)));
        cells
    };
    if row.uses.is_empty() {
        return vec![used([""; 4], row.positions.clone())];
    }
    let each = row.uses.iter().map(|it| {
        let by = [
            it.organisation_name.as_str(),
            it.region_id.as_str(),
            it.since.as_str(),
            it.adaptation.as_str(),
        ];
        used(by, vec![it.position])
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use contracts::insight::v1::ReuseElsewhere;

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn each_use_is_a_row_with_what_was_changed() {
        let used = ReuseElsewhere {
            organisation_name: "Hogeschool Oostpoort".into(),
            region_id: "AM02".into(),
            adaptation: "korter".into(),
            position: 52,
            ..ReuseElsewhere::default()
        };
        let solution = |id: &str, uses| SolutionReuse {
            solution_id: id.into(),
            uses,
            ..SolutionReuse::default()
        };
        let answer = GetReuseResponse {
            share: Some(0.5),
            rows: vec![solution("s1", vec![used]), solution("s2", Vec::new())],
            ..GetReuseResponse::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        shown(&mut page, &answer, true);
        let text = page.into_text();
        for part in ["Hogeschool Oostpoort", "AM02", "korter", "52", "s2", "50,0 %"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
