//! Sources come in and are read.

use contracts::radar::v1::{Mention, MentionManner};
use serde_json::json;
use testkit::{eventually, reason};
use tonic::Code;

use super::{CURATOR, HEAT_PUMPS, read, register, source, try_register};
use crate::reach::{Reach, request};

const TEXT: &str = "Vakmensen voor de warmtetransitie\n\n\
    Installateurs leren warmtepompen te installeren en in te regelen. Het installeren van warmtepompen vraagt om overleg met de klant.\n\n\
    Ervaring met het installeren van warmtepompen is niet vereist.";

pub(super) async fn a_document_is_one_source(hub: &Reach<'_>) {
    let known = source(
        "Vakmensen voor de warmtetransitie",
        "Expertisecentrum Techniek",
        "2025-05-12",
    );
    eventually("regions and themes are known to the radar", async || {
        let asked = try_register(hub, known.clone(), "TEXT_FORMAT_PLAIN", TEXT.as_bytes()).await;
        match asked {
            Err(status) if reason(&status) == "REFERENCE_UNKNOWN" => None,
            other => Some(other.unwrap()),
        }
    })
    .await;
    let first = register(hub, known.clone(), TEXT).await;
    let page = format!(
        "<html><body><h1>{}</h1></body></html>",
        TEXT.replace("\n\n", "</h1><p>")
    );
    let again = try_register(hub, known, "TEXT_FORMAT_HTML", page.as_bytes())
        .await
        .unwrap();
    assert_eq!(
        first.source_id, again.source_id,
        "another format of the same document is the same source"
    );
    assert!(again.receipt.unwrap().log_positions.is_empty());
    let otherwise = source("Een andere titel", "Iemand anders", "2025-05-12");
    let refused = try_register(hub, otherwise, "TEXT_FORMAT_PLAIN", TEXT.as_bytes())
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::AlreadyExists, "SOURCE_EXISTS")
    );
    assert!(refused.message().contains(&first.source_id), "{refused:?}");
}

pub(super) async fn mentions_say_where_and_how(hub: &Reach<'_>) {
    let known = source(
        "Vakmensen voor de warmtetransitie",
        "Expertisecentrum Techniek",
        "2025-05-12",
    );
    let source_id = register(hub, known, TEXT).await.source_id;
    let kept = read(hub, &source_id).await;
    assert_eq!(kept.found_language, "nl");
    let asked = json!({"sourceId": source_id, "conceptUri": HEAT_PUMPS});
    let refused = hub
        .radar("")
        .sources()
        .list_mentions(request(asked.clone()))
        .await
        .unwrap_err();
    assert_eq!(
        refused.code(),
        Code::PermissionDenied,
        "the text is under its licence"
    );
    let found = hub
        .radar(CURATOR)
        .sources()
        .list_mentions(request(asked))
        .await
        .unwrap()
        .into_inner();
    let manners: Vec<MentionManner> = found.mentions.iter().map(Mention::manner).collect();
    assert_eq!(
        manners
            .iter()
            .filter(|it| **it == MentionManner::Asserted)
            .count(),
        2,
        "{found:#?}"
    );
    assert_eq!(
        manners.iter().filter(|it| **it == MentionManner::Negated).count(),
        1,
        "{found:#?}"
    );
    for mention in &found.mentions {
        let chars: Vec<char> = mention.passage.chars().collect();
        assert!(
            chars.iter().collect::<String>().contains(&mention.words),
            "{mention:?}"
        );
        assert!(
            mention.ends_at > mention.begins_at && (0.0..=1.0).contains(&mention.confidence),
            "{mention:?}"
        );
    }
}

pub(super) async fn what_cannot_be_read_is_told(hub: &Reach<'_>) {
    let bad = json!({"title": "", "publisher": "CBS", "publishedOn": "2030-01-01", "licence": "onbekend", "kind": "SOURCE_KIND_STUDY"});
    let refused = try_register(hub, bad, "TEXT_FORMAT_PLAIN", b"")
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    let known = source("Kapot", "CBS", "2025-01-01");
    for (format, content) in [
        ("TEXT_FORMAT_PLAIN", b"\xff\xfe\x00".as_slice()),
        ("TEXT_FORMAT_PDF", b"%PDF-1.7 kapot".as_slice()),
        ("TEXT_FORMAT_HTML", b"<html></html>".as_slice()),
    ] {
        let refused = try_register(hub, known.clone(), format, content)
            .await
            .unwrap_err();
        assert_eq!(reason(&refused), "SOURCE_UNREADABLE", "{format}");
    }
}

/// Four years of reports: heat pumps are named more and more, welding as often as ever, and hydrogen safety comes up.
pub(crate) async fn years_of_reading_come_in(hub: &Reach<'_>) {
    let publishers = ["CBS", "TNO", "UWV", "Techniek Nederland"];
    for (period, day) in [
        "2022-09-01",
        "2023-03-01",
        "2023-09-01",
        "2024-03-01",
        "2024-09-01",
        "2025-03-01",
        "2025-09-01",
        "2026-03-01",
    ]
    .iter()
    .enumerate()
    {
        for (number, publisher) in publishers.iter().enumerate() {
            let text = report(period, number);
            register(
                hub,
                source(&format!("Rapport {period}-{number}"), publisher, day),
                &text,
            )
            .await;
        }
    }
    super::all_read(hub).await;
}

fn report(period: usize, number: usize) -> String {
    let mut text = format!("Rapport {number} over periode {period} van de arbeidsmarkt in de techniek.\n\n");
    let filler = "De vraag naar personeel blijft groot en werkgevers zoeken samen met scholen naar oplossingen voor de regio. ";
    text.push_str(&filler.repeat(20));
    text.push_str("\n\n");
    for _ in 0..period * 2 {
        text.push_str("Monteurs moeten warmtepompen installeren bij bewoners thuis. ");
    }
    if period >= 5 {
        text.push_str("\n\nWaterstofveiligheid is een nieuw vak: werkgevers vragen om waterstofveiligheid op de werkvloer. ");
    }
    text
}
