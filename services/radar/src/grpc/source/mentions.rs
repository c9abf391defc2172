//! Mentions, with the words around them.

use std::collections::HashMap;

use contracts::radar::v1;
use distil::Document;
use runtime::{fault::Fault, parse::Faults};

use super::Sources;
use crate::{
    archive::{MentionRow, Wanted},
    grpc::{cut, one_more, parse_page},
};

/// Longest piece of a passage that is shown, in characters: enough to judge by, too little to replace the source.
const PASSAGE_CHARS_MAX: usize = 300;

impl Sources {
    pub(super) async fn mentions(
        &self,
        request: &v1::ListMentionsRequest,
    ) -> Result<v1::ListMentionsResponse, Fault> {
        let mut faults = Faults::new();
        faults.optional_id("source_id", &request.source_id);
        faults.optional_id("run_id", &request.run_id);
        faults.optional_uri("concept_uri", &request.concept_uri);
        let is_named = !request.source_id.is_empty() || !request.concept_uri.is_empty();
        faults.check("source_id", is_named, "a source, or a concept in concept_uri");
        let manner = v1::MentionManner::try_from(request.manner).ok();
        faults.check("manner", manner.is_some(), "one of the values of the contract");
        let manner = faults.finish(manner.unwrap_or_default())?;
        let run_id = match self.0.run_in_use().await? {
            _ if !request.run_id.is_empty() => request.run_id.clone(),
            Some(run) => run.run_id,
            None => String::new(),
        };
        let uris = self.0.concepts_of(&request.concept_uri).await?;
        let wanted = Wanted {
            run_id: &run_id,
            source_id: &request.source_id,
            uris: &uris,
            manner: letter_of(manner),
        };
        let page = parse_page(request.page_size, &request.page_token, &format!("{wanted:?}"))?;
        let after = page.after.clone().unwrap_or_default();
        let asked = self
            .0
            .archive
            .mentions(&wanted, place_of(&after), one_more(&page))
            .await?;
        let mut rows: Vec<(String, MentionRow)> = asked.into_iter().map(|it| (key_of(&it), it)).collect();
        let next_page_token = cut(&page, &mut rows, |it| it.0.as_str());
        let rows: Vec<MentionRow> = rows.into_iter().map(|it| it.1).collect();
        Ok(v1::ListMentionsResponse {
            mentions: self.with_words(&run_id, rows).await?,
            next_page_token,
            run_id,
        })
    }

    async fn with_words(&self, run_id: &str, rows: Vec<MentionRow>) -> Result<Vec<v1::Mention>, Fault> {
        let mut texts: HashMap<String, Option<Document>> = HashMap::new();
        let mut mentions = Vec::with_capacity(rows.len());
        for row in rows {
            if !texts.contains_key(&row.source_id) {
                let text = self.0.archive.text(&row.source_id).await?;
                texts.insert(row.source_id.clone(), text);
            }
            let text = texts.get(&row.source_id).and_then(Option::as_ref);
            mentions.push(mention(run_id, row, text));
        }
        Ok(mentions)
    }
}

fn key_of(row: &MentionRow) -> String {
    format!("{} {}", row.source_id, row.number)
}

fn place_of(key: &str) -> (&str, i32) {
    let (source_id, number) = key.split_once(' ').unwrap_or((key, ""));
    (source_id, number.parse().unwrap_or(-1))
}

fn letter_of(manner: v1::MentionManner) -> Option<u8> {
    match manner {
        v1::MentionManner::Unspecified => None,
        v1::MentionManner::Asserted => Some(b'a'),
        v1::MentionManner::Negated => Some(b'n'),
        v1::MentionManner::Listed => Some(b'l'),
    }
}

fn mention(run_id: &str, row: MentionRow, text: Option<&Document>) -> v1::Mention {
    let manner = match row.manner.cast_unsigned() {
        b'a' => v1::MentionManner::Asserted,
        b'n' => v1::MentionManner::Negated,
        _ => v1::MentionManner::Listed,
    };
    let matched = match row.matched.cast_unsigned() {
        b'e' => v1::MentionMatch::Exact,
        b'i' => v1::MentionMatch::Inflected,
        b'c' => v1::MentionMatch::Compound,
        b'r' => v1::MentionMatch::Reordered,
        _ => v1::MentionMatch::Gapped,
    };
    let number = |it: i32| usize::try_from(it).unwrap_or(0);
    let place = Place::of(
        text,
        number(row.begins_at),
        number(row.ends_at),
        number(row.passage),
    );
    v1::Mention {
        source_id: row.source_id,
        run_id: run_id.to_owned(),
        concept_uri: row.uri,
        label: row.label,
        words: place.words,
        passage: place.passage,
        passage_number: u32::try_from(row.passage).unwrap_or(0),
        begins_at: place.begins_at,
        ends_at: place.ends_at,
        manner: manner.into(),
        r#match: matched.into(),
        confidence: (f64::from(row.confidence) * 1_000.0).round() / 1_000.0,
        page: place.page,
    }
}

/// Where a mention stands, as it is shown.
#[derive(Debug, Default)]
struct Place {
    words: String,
    passage: String,
    begins_at: u32,
    ends_at: u32,
    page: u32,
}

impl Place {
    fn of(text: Option<&Document>, begins: usize, ends: usize, passage: usize) -> Self {
        let shown = || {
            let document = text?;
            let words = document.text().get(begins..ends)?;
            let passage = document.passages().get(passage)?;
            let before = document.text().get(..begins)?.chars().count();
            let within = document.text().get(passage.range.start..begins)?.chars().count();
            let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
            Some(Self {
                words: words.to_owned(),
                passage: around(document.passage_text(passage), within, words.chars().count()),
                begins_at: count(before),
                ends_at: count(before + words.chars().count()),
                page: passage.page.unwrap_or(0),
            })
        };
        shown().unwrap_or_default()
    }
}

/// A piece of a passage with the words in its middle; what is left out is shown by an ellipsis.
fn around(passage: &str, begins: usize, length: usize) -> String {
    let all = passage.chars().count();
    if all <= PASSAGE_CHARS_MAX {
        return passage.to_owned();
    }
    let room = PASSAGE_CHARS_MAX.saturating_sub(length) / 2;
    let first = begins.saturating_sub(room).min(all - PASSAGE_CHARS_MAX);
    let piece: String = passage.chars().skip(first).take(PASSAGE_CHARS_MAX).collect();
    let before = if first > 0 { "…" } else { "" };
    let after = if first + PASSAGE_CHARS_MAX < all {
        "…"
    } else {
        ""
    };
    format!("{before}{}{after}", piece.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_passage_is_shown_around_the_words() {
        let passage = format!("{}warmtepomp{}", "a".repeat(400), "ë".repeat(400));
        let shown = around(&passage, 400, 10);
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.contains("warmtepomp"));
        assert!(shown.chars().count() <= PASSAGE_CHARS_MAX + 2);
        assert_eq!(around("kort", 0, 4), "kort");
        let at_the_end = around(&format!("{}pomp", "b".repeat(500)), 500, 4);
        assert!(at_the_end.ends_with("pomp"));
    }

    #[test]
    fn a_key_is_a_place() {
        assert_eq!(place_of("s12 7"), ("s12", 7));
        assert_eq!(place_of(""), ("", -1));
    }
}
