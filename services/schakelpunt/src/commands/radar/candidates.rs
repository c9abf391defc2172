//! `schakelpunt radar candidates`: terms that no concept covers.

use contracts::radar::v1::{Candidate, ListCandidatesRequest, ListCandidatesResponse};

use super::{BLOCK, Session, count, paging};
use crate::{
    cli::radar::{CandidatesArgs, LanguageArg},
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(args: CandidatesArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListCandidatesRequest {
        theme_id: args.theme.unwrap_or_default(),
        language: args.language.map_or("", LanguageArg::code).to_owned(),
        sources_min: args.sources,
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListCandidatesRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.sources().list_candidates(request).await
        })
    };
    let answer = paging::all(args.pages.limit, args.pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut ListCandidatesResponse) -> (&mut Vec<Candidate>, &mut String) {
    (&mut answer.candidates, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListCandidatesResponse) {
    let mut grid = page.table(&[
        "column-candidate",
        "column-language",
        ">column-sources",
        ">column-publishers",
        ">column-occurrences",
        ">column-keyness",
        "column-term-keys",
        "column-skill",
    ]);
    for it in &answer.candidates {
        let keys: Vec<_> = it.variants.iter().map(|it| it.key.as_str()).collect();
        grid.row([
            it.term.clone(),
            it.language.clone(),
            count(page, it.sources),
            count(page, it.publishers),
            count(page, it.occurrences),
            value::decimals(it.keyness, 1, page.lang()),
            keys.join("; "),
            value::or_dash(&it.skill_id),
        ]);
    }
    page.grid(&grid, "none-candidates");
    page.field("radar-reading-method", &answer.method);
    page.field("radar-run", &answer.run_id);
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}
