//! Documents that are made to break who reads them.

use testkit::reason;
use tonic::{Code, Status};

use crate::{
    bad_input::fields,
    radar::{read, source, try_register},
    reach::Reach,
};

/// The largest document, in bytes.
const LARGEST: usize = 12 * 1024 * 1024;

async fn hand_in(hub: &Reach<'_>, format: &str, content: &[u8]) -> Result<String, Status> {
    let known = source("Een document", "CBS", "2025-01-01");
    let taken = try_register(hub, known, format, content).await?;
    Ok(taken.source_id)
}

pub(super) async fn nothing_that_is_handed_in_breaks_the_reader(hub: &Reach<'_>) {
    unreadable(hub).await;
    odd(hub).await;
    deep(hub).await;
    too_large(hub).await;
}

async fn too_large(hub: &Reach<'_>) {
    let mut large = "woord ".repeat(LARGEST / 6 + 1).into_bytes();
    large.truncate(LARGEST + 1);
    let status = hand_in(hub, "TEXT_FORMAT_PLAIN", &large).await.unwrap_err();
    assert_eq!(fields(&status), ["text.content"], "{status:?}");
    large.truncate(LARGEST);
    hand_in(hub, "TEXT_FORMAT_PLAIN", &large).await.unwrap();
    let message = vec![b'a'; 17 * 1024 * 1024];
    let status = hand_in(hub, "TEXT_FORMAT_PLAIN", &message).await.unwrap_err();
    assert_eq!(reason(&status), "MESSAGE_TOO_LARGE");
}

async fn unreadable(hub: &Reach<'_>) {
    let garbage: Vec<u8> = (0..100_000_u32)
        .map(|it| (it.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let pdf = [b"%PDF-1.7\n".as_slice(), &garbage].concat();
    let pages = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9999999>>endobj\n\
        trailer<</Root 1 0 R/Size 3>>\nstartxref\n9\n%%EOF";
    for (format, content) in [
        ("TEXT_FORMAT_PDF", garbage.as_slice()),
        ("TEXT_FORMAT_PDF", &pdf),
        ("TEXT_FORMAT_PDF", pages),
        ("TEXT_FORMAT_PDF", b"Gewone tekst."),
        ("TEXT_FORMAT_PLAIN", &garbage),
        ("TEXT_FORMAT_MARKDOWN", &garbage),
        (
            "TEXT_FORMAT_HTML",
            b"<script>alert('tekst')</script><style>p {}</style>",
        ),
        ("TEXT_FORMAT_PLAIN", b" \n\t\n "),
    ] {
        let status = hand_in(hub, format, content).await.unwrap_err();
        assert_eq!(
            (status.code(), reason(&status).as_str()),
            (Code::InvalidArgument, "SOURCE_UNREADABLE"),
            "{format}: {status:?}"
        );
        assert_eq!(fields(&status), ["text.content"]);
    }
}

/// Elements in each other, by the hundred thousand; and quotations in quotations.
async fn deep(hub: &Reach<'_>) {
    for element in ["<div>", "<table><tr><td>", "<b><i>", "<ul><li>"] {
        let mut page = element.repeat(LARGEST / 8 / element.len());
        page.push_str("<p>Wij installeren warmtepompen.</p>");
        hand_in(hub, "TEXT_FORMAT_HTML", page.as_bytes()).await.unwrap();
    }
    for mark in ["> ", "- ", "[", "**", "&#"] {
        let text = format!("{}Wij lassen staal.", mark.repeat(200_000));
        // It is read or refused; either way there is an answer.
        let outcome = hand_in(hub, "TEXT_FORMAT_MARKDOWN", text.as_bytes()).await;
        assert!(
            outcome
                .as_ref()
                .map_or_else(|it| reason(it) == "SOURCE_UNREADABLE", |_| true),
            "{mark}: {outcome:?}"
        );
    }
}

/// Texts that are odd and still texts: they are read like any other.
async fn odd(hub: &Reach<'_>) {
    let zero = "Monteurs installeren\u{0} warmtepompen\u{0}.";
    let turned = "\u{202e}nepmopetmraw nerellatsni\u{202c} en warmtepompen installeren.";
    let endless = "warmtepomp".repeat(100_000);
    let combined = format!("Warmtepompen installeren a{}", "\u{301}".repeat(100_000));
    for text in [zero, turned, &endless, &combined] {
        let shown: String = text.chars().take(40).collect();
        let id = hand_in(hub, "TEXT_FORMAT_PLAIN", text.as_bytes())
            .await
            .unwrap_or_else(|status| panic!("{shown:?}: {status:?}"));
        read(hub, &id).await;
    }
}
