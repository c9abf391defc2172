//! Any text is read without a panic, within bounds that follow from its length, and in the same way each time.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use distil::{
    Concept, Distiller, Document, Format, Label, LabelKind, Language, Lexicon, METHODS, PassageKind, Reading,
    detect, extract,
};
use proptest::prelude::*;

const LABELS: &[(&str, Language)] = &[
    ("manage staff", Language::En),
    ("SQL", Language::En),
    ("C++", Language::En),
    ("install heat pumps", Language::En),
    ("personeel aansturen", Language::Nl),
    ("warmtepompen installeren", Language::Nl),
    ("zich inleven in patiënten", Language::Nl),
    ("İstanbul’da çalışmak", Language::Nl),
    ("مهارة", Language::En),
];

fn distillers() -> Vec<Distiller> {
    let labels: Vec<[Label<'_>; 1]> = LABELS
        .iter()
        .map(|(text, language)| {
            [Label {
                text,
                language: *language,
                kind: LabelKind::Preferred,
            }]
        })
        .collect();
    let concepts: Vec<Concept<'_>> = labels
        .iter()
        .map(|labels| Concept {
            uri: labels[0].text,
            labels,
        })
        .collect();
    let lexicon = Arc::new(Lexicon::build(&concepts));
    METHODS
        .iter()
        .map(|method| Distiller::new(Arc::clone(&lexicon), *method))
        .collect()
}

fn check(document: &Document, reading: &Reading) {
    let text = document.text();
    let mut before = (0, 0);
    for mention in &reading.mentions {
        let passage = &document.passages()[mention.passage as usize];
        assert!(
            text.get(mention.range.clone())
                .is_some_and(|words| !words.is_empty())
        );
        assert!(passage.range.start <= mention.range.start && mention.range.end <= passage.range.end);
        assert!(
            (mention.passage, mention.range.start) >= before,
            "mentions are in the order of the text"
        );
        assert!((0.0..=1.0).contains(&mention.confidence));
        before = (mention.passage, mention.range.start);
    }
    for term in &reading.terms {
        assert!(!term.key.is_empty() && term.count as usize >= term.places.len());
        assert!(term.places.iter().all(|place| text.get(place.clone()).is_some()));
        assert!(term.c_value.is_finite());
    }
    assert_eq!(reading.passages.len(), document.passages().len());
}

fn read_all(text: &str) {
    if let Ok(document) = extract(text.as_bytes(), Format::Plain) {
        for distiller in distillers() {
            let reading = distiller.read(&document);
            check(&document, &reading);
            assert_eq!(reading, distiller.read(&document));
        }
    }
}

#[test]
fn texts_that_break_things() {
    for text in [
        "İSTANBUL’DA ÇALIŞMAK İ ı ß ŉ ǰ",
        "e\u{301}\u{301}\u{301} \u{301}manage \u{301}staff",
        "man\u{200b}age sta\u{ad}ff, man\u{200d}age st\u{200c}aff",
        "\u{1f469}\u{200d}\u{1f692} manage \u{1f680} staff \u{1f1f3}\u{1f1f1}",
        "\u{202e}ffats eganam\u{202c} مهارة و مهارة",
        "a\0manage\0staff\0",
        "- - - -- --- manage - staff - - -",
        "....!!!???;;;:::,,,((([[[manage staff",
        "'''' ''manage'' 'staff' n't 's 't",
        "ge ge- gege gegege ver- be- t d de te en ing er",
        "\u{ffff}\u{fffd}\u{10ffff} manage staff \u{feff}",
    ] {
        read_all(text);
        let _ = detect(text);
    }
}

#[test]
fn large_texts_without_structure() {
    read_all(&"a".repeat(1_000_000));
    read_all(&"manage ".repeat(60_000));
    read_all(&"manage staff, ".repeat(30_000));
    read_all(&"aan te af op ".repeat(30_000));
    read_all(&"warmtepomp".repeat(20_000));
    read_all(&"no not without ".repeat(20_000));
    read_all(&"- x\n".repeat(50_000));
}

#[test]
fn zero_width_characters_do_not_hide_a_label() {
    let document = extract("They man\u{200b}age sta\u{ad}ff.".as_bytes(), Format::Plain).unwrap();
    assert!(
        distillers()
            .iter()
            .all(|distiller| distiller.read(&document).mentions.len() == 1)
    );
}

#[test]
fn documents_are_restored_only_whole() {
    let document = extract("Eén. Twee.".as_bytes(), Format::Plain).unwrap();
    let (text, mut passages) = document.into_parts();
    assert!(Document::restore(text.clone(), passages.clone()).is_ok());
    passages[0].range = 2..4;
    passages.push(passages[0].clone());
    passages[1].kind = PassageKind::ListItem;
    passages[1].range = 1..400;
    assert_eq!(Document::restore(text, passages).unwrap_err().len(), 2);
}

proptest! {
    #[test]
    fn any_text(text in any::<String>()) {
        read_all(&text);
    }

    #[test]
    fn any_words(words in proptest::collection::vec("(manage|staff|personeel|aan|stuurt|niet|geen|en|and|,|\\.|:|-|install|heat|pumps|SQL|C\\+\\+|warmtepompen|installeren|zonder|not only|\n- )", 0..60)) {
        read_all(&words.join(" "));
    }
}
