//! `schakelpunt radar mentions`: where skills are named.

use contracts::radar::v1::{ListMentionsRequest, ListMentionsResponse, Mention, MentionManner};

use super::{BLOCK, Session, paging};
use crate::{
    cli::radar::{MannerArg, MentionsArgs},
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(args: MentionsArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let manner = args.manner.map_or(MentionManner::Unspecified, MannerArg::manner);
    let request = ListMentionsRequest {
        source_id: args.source.unwrap_or_default(),
        concept_uri: args.concept.unwrap_or_default(),
        run_id: args.run.unwrap_or_default(),
        manner: manner.into(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListMentionsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.sources().list_mentions(request).await
        })
    };
    let answer = paging::all(args.pages.limit, args.pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut ListMentionsResponse) -> (&mut Vec<Mention>, &mut String) {
    (&mut answer.mentions, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListMentionsResponse) {
    let mut grid = page.table(&[
        "column-source",
        ">column-place",
        "column-label",
        "column-manner",
        "column-match",
        ">column-confidence",
        "column-passage",
    ]);
    for it in &answer.mentions {
        grid.row([
            it.source_id.clone(),
            place(it),
            it.label.clone(),
            page.texts.word(it.manner().as_str_name()),
            page.texts.word(it.r#match().as_str_name()),
            value::percent(it.confidence, page.lang()),
            value::or_dash(&it.passage),
        ]);
    }
    page.grid(&grid, "none-mentions");
    page.field("radar-run", &answer.run_id);
    page.field("next-page", &answer.next_page_token);
    page.fresh_from(BLOCK);
}

/// Where in the text it stands, in characters; with the page where there are pages.
fn place(it: &Mention) -> String {
    let place = format!("{} – {}", it.begins_at, it.ends_at);
    match it.page {
        0 => place,
        page => format!("p. {page}: {place}"),
    }
}
