use proptest::prelude::*;

use super::*;
use crate::document::PassageKind::{Heading, ListItem, Paragraph, TableCell};

fn passages(bytes: &[u8], format: Format) -> Vec<(PassageKind, String)> {
    let document = extract(bytes, format).unwrap();
    document
        .passages()
        .iter()
        .map(|passage| (passage.kind, document.passage_text(passage).to_owned()))
        .collect()
}

fn named(passages: &[(PassageKind, &str)]) -> Vec<(PassageKind, String)> {
    passages
        .iter()
        .map(|(kind, text)| (*kind, (*text).to_owned()))
        .collect()
}

#[test]
fn plain_text() {
    let text = "Kop van het stuk\n\nEen alinea die over twee regels\nloopt.\n\n- eerste punt\n- tweede punt\n1. derde\n\n12\n";
    let expected = [
        (Heading, "Kop van het stuk"),
        (Paragraph, "Een alinea die over twee regels loopt."),
        (ListItem, "eerste punt"),
        (ListItem, "tweede punt"),
        (ListItem, "derde"),
    ];
    assert_eq!(passages(text.as_bytes(), Format::Plain), named(&expected));
}

#[test]
fn words_are_whole_and_written_in_one_way() {
    let text = "De ontwik-\nkeling van e\u{301}e\u{301}n o\u{fb03}ce\u{ad}pakket: zorg-\nen welzijn,\u{a0}deel\u{200b}nemers.";
    assert_eq!(
        passages(text.as_bytes(), Format::Plain)[0].1,
        "De ontwikkeling van één officepakket: zorg- en welzijn, deelnemers."
    );
}

#[test]
fn markdown() {
    let text = "# Kop *een*\n\nTekst met `code` en [een koppeling](https://example.org).\n\n- punt\n  - punt onder punt\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nlet x = 1;\n```\n\n<div>los <b>stuk</b></div>\n";
    let expected = [
        (Heading, "Kop een"),
        (Paragraph, "Tekst met code en een koppeling."),
        (ListItem, "punt"),
        (ListItem, "punt onder punt"),
        (TableCell, "a"),
        (TableCell, "b"),
        (TableCell, "c"),
        (TableCell, "d"),
        (Paragraph, "los stuk"),
    ];
    assert_eq!(passages(text.as_bytes(), Format::Markdown), named(&expected));
}

#[test]
fn html_without_what_nobody_reads() {
    let text = "<!doctype html><head><title>Titel</title><style>p{}</style><script>if (a < b) { '</p>' }</script></head><body><nav><ul><li>Menu</ul></nav>\
        <h1>Kop</h1><p>Een &eacute;n <b>twee</b><br>drie<p>Vier<ul><li>vijf<li>zes</ul><table><tr><td>zeven<td>acht</table><p hidden>weg</p>\
        <footer>Voet</footer></body>";
    let expected = [
        (Heading, "Titel"),
        (Heading, "Kop"),
        (Paragraph, "Een én twee drie"),
        (Paragraph, "Vier"),
        (ListItem, "vijf"),
        (ListItem, "zes"),
        (TableCell, "zeven"),
        (TableCell, "acht"),
    ];
    assert_eq!(passages(text.as_bytes(), Format::Html), named(&expected));
    assert_eq!(
        passages(b"<nav>Alles staat in het menu", Format::Html),
        named(&[(Paragraph, "Alles staat in het menu")])
    );
}

/// A PDF file with one line of text operators for each page.
fn pdf(pages: &[&str], trailer: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|page| format!("{} 0 R", 4 + 2 * page))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Count {} /Kids [{}] >>",
            pages.len(),
            kids.join(" ")
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (number, content) in pages.iter().enumerate() {
        let resources = "<< /Font << /F1 3 0 R >> >>";
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources {resources} /Contents {} 0 R >>",
            5 + 2 * number
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = file.len();
    file.push_str(&format!(
        "{table}trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    file.into_bytes()
}

#[test]
fn pdf_by_page_with_whole_words() {
    let first = "BT /F1 12 Tf 50 700 Td (De ontwik-) Tj 0 -14 Td (keling van techniek.) Tj 0 -40 Td (Een nieuwe alinea.) Tj ET";
    let document = extract(
        &pdf(
            &[first, "BT /F1 12 Tf 50 700 Td (Pagina twee heeft tekst.) Tj ET"],
            "",
        ),
        Format::Pdf,
    )
    .unwrap();
    assert!(
        document.text().contains("De ontwikkeling van techniek."),
        "{:?}",
        document.text()
    );
    let pages: Vec<Option<u32>> = document.passages().iter().map(|passage| passage.page).collect();
    assert_eq!((pages.first(), pages.last()), (Some(&Some(1)), Some(&Some(2))));
}

#[test]
fn pdf_lines_far_apart_are_one_paragraph() {
    let page = "BT /F1 12 Tf 50 700 Td (Zij plaatsen elke week) Tj 0 -30 Td (nieuwe warmtepompen.) Tj 0 -30 Td (Een nieuwe alinea.) Tj ET";
    let document = extract(&pdf(&[page], ""), Format::Pdf).unwrap();
    assert_eq!(document.passages().len(), 2, "{:?}", document.text());
    assert!(document.text().contains("week nieuwe warmtepompen."));
}

#[test]
fn pdf_that_gives_no_text_says_why() {
    let empty = pdf(&["0 0 m"], "");
    assert_eq!(
        extract(&empty, Format::Pdf),
        Err(ExtractError::PdfWithoutText { pages: 1 })
    );
    let key = "00".repeat(32);
    let locked = pdf(
        &["BT /F1 12 Tf (x) Tj ET"],
        &format!("/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >> /ID [<00> <00>]"),
    );
    assert_eq!(extract(&locked, Format::Pdf), Err(ExtractError::EncryptedPdf));
    assert!(matches!(
        extract(b"no file of that kind", Format::Pdf),
        Err(ExtractError::NotPdf { .. })
    ));
    let cut = &pdf(&["BT /F1 12 Tf (x) Tj ET"], "")[..200];
    assert!(extract(cut, Format::Pdf).is_err());
}

#[test]
fn what_cannot_be_read_says_why() {
    assert_eq!(
        extract(b"abc\xff", Format::Plain),
        Err(ExtractError::NotUtf8 { at: 3 })
    );
    assert_eq!(extract(b" \n ", Format::Markdown), Err(ExtractError::Empty));
    assert_eq!(extract(b"", Format::Html), Err(ExtractError::Empty));
    let large = vec![b'a'; MAX_BYTES + 1];
    assert_eq!(
        extract(&large, Format::Plain),
        Err(ExtractError::TooLarge {
            bytes: MAX_BYTES + 1,
            limit: MAX_BYTES
        })
    );
    assert_eq!(ExtractError::Empty.code(), "document-empty");
}

#[test]
fn deep_nesting_costs_no_more_than_its_length() {
    let depth = 100_000;
    for (open, format) in [
        ("<div>", Format::Html),
        ("<b><p>", Format::Html),
        ("<li>", Format::Html),
        ("<table><td>", Format::Html),
        ("> ", Format::Markdown),
        ("[", Format::Markdown),
        ("*a ", Format::Markdown),
    ] {
        let text = format!("{}tekst", open.repeat(depth / open.len()));
        let _ = extract(text.as_bytes(), format);
    }
    let nested = format!("{}x{}", "[".repeat(200_000), "]".repeat(200_000));
    let _ = extract(&pdf(&["BT ET"], &format!("/Info {nested}")), Format::Pdf);
}

#[test]
fn streams_that_inflate_beyond_bounds_are_not_opened() {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
    let stream = [
        b"<< >>\nstream\n".as_slice(),
        &encoder.finish().unwrap(),
        b"\nendstream",
    ]
    .concat();
    assert!(inflate::inflates_beyond(&stream, 1 << 20));
    assert!(!inflate::inflates_beyond(&stream, (1 << 20) + 1));
    assert!(inflate::inflates_beyond(&stream.repeat(2), 3 << 19));
}

#[test]
fn null_bytes_and_marks_of_byte_order_are_no_text() {
    assert_eq!(
        passages(b"\xef\xbb\xbfa\0b", Format::Plain),
        named(&[(Paragraph, "a b")])
    );
}

proptest! {
    #[test]
    fn any_bytes_in_any_format(bytes in proptest::collection::vec(any::<u8>(), 0..400), format in 0..4_usize) {
        let format = [Format::Plain, Format::Markdown, Format::Html, Format::Pdf][format];
        let _ = extract(&bytes, format);
    }

    #[test]
    fn any_text_gives_passages_inside_it(text in "[<>/a-z \\n#*|`\\[\\]&;\u{e9}\u{130}\u{200d}-]{0,200}", format in 0..3_usize) {
        let format = [Format::Plain, Format::Markdown, Format::Html][format];
        if let Ok(document) = extract(text.as_bytes(), format) {
            let (text, passages) = document.clone().into_parts();
            prop_assert_eq!(Document::restore(text, passages), Ok(document));
        }
    }

    #[test]
    fn broken_pdf_files(at in 0..600_usize, byte in any::<u8>()) {
        let mut file = pdf(&["BT /F1 12 Tf 50 700 Td (tekst) Tj ET"], "");
        if let Some(place) = file.get_mut(at) {
            *place = byte;
        }
        let _ = extract(&file, Format::Pdf);
    }
}
