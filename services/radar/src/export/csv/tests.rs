use proptest::prelude::*;

use super::*;
use crate::export::examples;

fn rows(file: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(file.as_bytes());
    let rows = reader
        .records()
        .map(|it| it.unwrap().iter().map(str::to_owned).collect());
    rows.collect()
}

#[test]
fn an_edition_has_a_line_per_skill_and_what_left_comes_last() {
    insta::assert_snapshot!(write(&examples::second()).unwrap().replace("\r\n", "\n"));
}

#[test]
fn lines_end_as_the_standard_says() {
    let file = write(&examples::second()).unwrap();
    assert_eq!(file.matches("\r\n").count(), file.matches('\n').count());
    assert!(file.ends_with("\r\n"));
}

#[test]
fn what_is_not_known_is_empty() {
    let mut edition = examples::first();
    edition.content.entries[0].growth = Some(Growth {
        factor: Some(f64::INFINITY),
        low: Some(0.000_000_1),
        high: None,
        p_value: f64::NAN,
        q_value: None,
        method: String::new(),
        dispersion: None,
    });
    let rows = rows(&write(&edition).unwrap());
    let from = SKILL.len();
    assert_eq!(rows[1][from..from + 7], ["", "0.0000001", "", "", "", "", ""]);
}

#[test]
fn nothing_is_a_formula() {
    for label in [
        "=1+1",
        "@x",
        "+31",
        "-1",
        " \t=cmd|'/c calc'!A1",
        "\u{feff}=1",
        "＝1",
    ] {
        let mut edition = examples::first();
        edition.content.entries[0].label.nl = label.into();
        let rows = rows(&write(&edition).unwrap());
        assert!(rows[1][4].starts_with('\''), "{:?}", rows[1][4]);
    }
}

proptest! {
    #[test]
    fn every_line_has_all_columns_whatever_a_label_holds(label in any::<String>(), theme in any::<String>()) {
        let mut edition = examples::second();
        edition.content.entries[0].label.nl.clone_from(&label);
        edition.content.entries[0].theme_ids = vec![theme];
        edition.before[0].label.en = label;
        let rows = rows(&write(&edition).unwrap());
        prop_assert_eq!(rows.len(), 1 + 7 + 1);
        prop_assert!(rows.iter().all(|it| it.len() == SKILL.len() + FIGURES.len()));
    }
}
