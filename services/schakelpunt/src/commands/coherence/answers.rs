//! `schakelpunt coherence answers`: what projects tell of the learning culture in their reports.

use contracts::insight::v1::{
    CultureAppearance, CultureTally, GetCultureInProjectsRequest, GetCultureInProjectsResponse,
};

use super::{Session, heading, headings, number, positions};
use crate::{
    cli::coherence::AnswersArgs,
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(args: AnswersArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetCultureInProjectsRequest {
        scheme_id: args.scheme.unwrap_or_default(),
        scheme_version: args.version.unwrap_or_default(),
        block_id: args.block.unwrap_or_default(),
        theme_id: args.theme.unwrap_or_default(),
        region_id: args.region.unwrap_or_default(),
        consistency_token: args.consistency_token.unwrap_or_default(),
    };
    let ask = |hub: crate::client::Hub, request| async move {
        hub.coherence().get_culture_in_projects(request).await
    };
    let answer = session.hub()?.call(request, ask).await?;
    session
        .screen
        .answer(&answer, |page, answer| shown(page, answer, args.events))?;
    Ok(())
}

fn shown(page: &mut Page<'_>, answer: &GetCultureInProjectsResponse, events: bool) {
    heading(page, "coherence-answers-heading", &answer.as_of);
    if answer.contains_examples {
        page.line(page.get("coherence-examples"));
    }
    let words = page.texts.with(
        "coherence-answers-counted",
        &[
            ("reports", number(page, answer.reports.as_ref()).as_str()),
            ("answered", &number(page, answer.answered.as_ref())),
            (
                "share",
                &answer
                    .answered_share
                    .map_or_else(|| value::NOTHING.to_owned(), |it| value::percent(it, page.lang())),
            ),
            ("coded", &number(page, answer.coded.as_ref())),
        ],
    );
    page.line(words);
    if !answer.scheme_id.is_empty() {
        let scheme = format!("{} v{}", answer.scheme_id, answer.scheme_version);
        page.field("coherence-column-scheme", scheme);
    }
    let columns = [
        "column-code",
        "column-component",
        ">column-projects",
        "coherence-column-blocks",
        "coherence-column-themes",
        "coherence-column-regions",
    ];
    let mut grid = page.table(&headings(&columns, events));
    for it in answer.components.iter().chain(&answer.codes) {
        let mut cells = vec![
            name(page, it),
            page.texts.word(it.component().as_str_name()),
            number(page, it.projects.as_ref()),
        ];
        cells.extend([&it.blocks, &it.themes, &it.regions].map(|tallies| tallied(page, tallies)));
        cells.extend(events.then(|| positions([it.projects.as_ref()])));
        grid.row_of(cells);
    }
    page.grid(&grid, "none-groups");
    page.freshness(answer.freshness.as_ref());
}

/// A code by its label; a whole component by none.
fn name(page: &Page<'_>, it: &CultureAppearance) -> String {
    match page.lang().pick(it.label.as_ref()) {
        "" => value::or_dash(&it.code_id),
        label => label.to_owned(),
    }
}

fn tallied(page: &Page<'_>, tallies: &[CultureTally]) -> String {
    let each = tallies
        .iter()
        .map(|it| format!("{} {}", it.id, number(page, it.projects.as_ref())));
    value::or_dash(&each.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use contracts::{
        culture::v1::Component,
        hub::v1::LocalText,
        insight::v1::{TracedFigure, traced_figure::Value},
    };

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn codes_and_components_are_counted_by_project_with_their_events() {
        let figure = |count, positions: &[u64]| {
            Some(TracedFigure {
                value: Some(Value::Count(count)),
                positions: positions.to_vec(),
                events: 1,
            })
        };
        let code = CultureAppearance {
            code_id: "tijd".into(),
            label: Some(LocalText {
                nl: "Tijd om te leren".into(),
                en: "Time to learn".into(),
            }),
            component: Component::StimulatingFactors.into(),
            projects: figure(3, &[41]),
            regions: vec![CultureTally {
                id: "AM01".into(),
                projects: figure(2, &[41]),
            }],
            ..CultureAppearance::default()
        };
        let answer = GetCultureInProjectsResponse {
            reports: figure(8, &[]),
            answered: figure(6, &[]),
            answered_share: Some(0.75),
            codes: vec![code],
            ..GetCultureInProjectsResponse::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        shown(&mut page, &answer, true);
        let text = page.into_text();
        for expected in ["Tijd om te leren", "stimulerende factoren", "AM01 2", "41", "75"] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
    }
}
