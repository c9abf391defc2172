//! The committed files are what the generator writes, and hold nothing that must not be in them.

#![expect(clippy::unwrap_used, reason = "in tests, panicking is how a failure is told")]

use std::{collections::BTreeSet, fs, path::PathBuf};

use season::money::looks_like_bsn;

fn data() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn committed(folder: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(data().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap());
    let mut files: Vec<_> = entries
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                fs::read_to_string(entry.path()).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

fn all_committed() -> Vec<(String, String)> {
    ["reference", "professionalisation", "example-season"]
        .into_iter()
        .flat_map(committed)
        .collect()
}

#[test]
fn the_committed_season_is_what_the_generator_writes() {
    let written: Vec<_> = season::files()
        .into_iter()
        .map(|file| (file.name.to_owned(), file.text))
        .collect();
    for ((name, text), (committed_name, committed_text)) in written.iter().zip(committed("example-season")) {
        assert_eq!(*name, committed_name);
        assert!(
            *text == committed_text,
            "{name} differs: run `cargo run -p season` and commit what it writes"
        );
    }
    assert_eq!(written.len(), committed("example-season").len());
}

#[test]
fn every_file_begins_by_naming_its_source() {
    for (name, text) in all_committed() {
        let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        let about = &first["about"];
        for field in ["source", "retrieved", "note"] {
            assert!(
                about[field].as_str().is_some_and(|text| !text.is_empty()),
                "{name}: {field}"
            );
        }
        assert!(
            about["title"]["nl"].is_string() && about["title"]["en"].is_string(),
            "{name}"
        );
        let invented = !name.starts_with("0") || text.contains("Voorbeeldseizoen: ");
        assert_eq!(about["example"], invented, "{name}");
    }
}

#[test]
fn no_line_holds_personal_data() {
    for (name, text) in all_committed() {
        assert!(
            !text.contains('@'),
            "{name} holds something like an e-mail address"
        );
        for digits in text
            .split(|c: char| !c.is_ascii_digit())
            .filter(|digits| digits.len() == 9)
        {
            assert!(
                !looks_like_bsn(digits.parse().unwrap()),
                "{name}: {digits} passes the test of a BSN"
            );
        }
    }
}

/// A loader derives the request id from the line: of two lines that are the same, the second does nothing.
#[test]
fn no_line_is_there_twice() {
    let mut seen = BTreeSet::new();
    for (name, text) in all_committed() {
        for line in text.lines() {
            assert!(seen.insert(line.to_owned()), "{name}: {line}");
        }
    }
}
