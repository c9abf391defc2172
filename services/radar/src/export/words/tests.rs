use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use jiff::civil::date;

use super::*;

const DUTCH: Words = Words {
    language: Language::Dutch,
};
const ENGLISH: Words = Words {
    language: Language::English,
};

/// The variables of each key of a file.
fn variables(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut entries: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line
            .split_once(" =")
            .filter(|_| line.starts_with(char::is_alphabetic))
        {
            key = name.to_owned();
        }
        let names = line.split('$').skip(1);
        let names = names.map(|rest| rest.chars().take_while(|it| it.is_alphanumeric()).collect());
        entries.entry(key.clone()).or_default().extend(names);
    }
    entries
}

/// The text of every source file below a folder.
fn sources(folder: &Path) -> String {
    let paths = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let text = |path: std::path::PathBuf| match path.is_dir() {
        true => sources(&path),
        false => std::fs::read_to_string(&path).unwrap_or_default(),
    };
    paths.map(text).collect()
}

#[test]
fn the_files_are_well_formed() {
    assert!(TEXTS.is_ok(), "{:?}", TEXTS.as_ref().err());
}

#[test]
fn dutch_and_english_have_the_same_keys_with_the_same_variables() {
    assert_eq!(variables(FILES[0].1), variables(FILES[1].1));
}

#[test]
fn every_key_is_used_and_every_used_key_exists() {
    let source = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/export"));
    let mut known: BTreeSet<String> = variables(FILES[0].1).into_keys().collect();
    known.remove("");
    let is_key =
        |it: &str| it.starts_with("edition-") && it.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let used: BTreeSet<String> = source
        .split('"')
        .filter(|it| is_key(it))
        .map(str::to_owned)
        .collect();
    let used: BTreeSet<String> = used.into_iter().filter(|it| it != "edition-").collect();
    assert_eq!(known, used);
}

#[test]
fn every_text_is_filled_in() {
    for words in [DUTCH, ENGLISH] {
        assert!(
            words
                .movement(Movement::In(Ring::Undecided))
                .contains(&words.ring(Ring::Undecided))
        );
        assert!(words.periods(PeriodLength::HalfYear, 8).contains('8'));
    }
}

#[test]
fn figures_follow_the_language() {
    assert_eq!(
        (DUTCH.count(1_234_567), ENGLISH.count(1_234_567)),
        ("1.234.567".into(), "1,234,567".into())
    );
    assert_eq!((DUTCH.count(0), DUTCH.count(999)), ("0".into(), "999".into()));
    assert_eq!(
        (DUTCH.decimal(1.3, 2), ENGLISH.decimal(1.3, 2)),
        ("1,30".into(), "1.30".into())
    );
    assert_eq!(
        (DUTCH.decimal(f64::NAN, 2), DUTCH.decimal(f64::INFINITY, 2)),
        (NONE.into(), NONE.into())
    );
    assert_eq!(
        (DUTCH.probability(0.000_4), ENGLISH.probability(0.04)),
        ("< 0,001".into(), "0.040".into())
    );
    assert_eq!(DUTCH.day(date(2026, 3, 1)), "1 maart 2026");
    assert_eq!(ENGLISH.day(date(2026, 12, 31)), "31 December 2026");
}

#[test]
fn english_falls_back_on_dutch_and_says_so() {
    let said = |words: Words, nl: &str, en: &str| {
        let said = words.said(&LocalText::new(nl, en), "id");
        (said.text, said.lang)
    };
    assert_eq!(said(ENGLISH, "Lassen", "Welding"), ("Welding".into(), None));
    assert_eq!(
        said(ENGLISH, "Lassen", " \u{200b}"),
        ("Lassen".into(), Some("nl"))
    );
    assert_eq!(said(DUTCH, "Lassen", "Welding"), ("Lassen".into(), None));
    assert_eq!(said(DUTCH, "\u{202e}", "Welding"), ("id".into(), None));
}
