//! The invented example season of the Landelijk Schakelpunt.
//!
//! Fifty-three projects and one that lapsed, spread as the two real rounds were, live from June 2023 to November 2026: they are granted, make
//! plans, report, are answered, fall behind, change course, finish. Nothing in it is real, and it says so: each project's
//! name begins with `Voorbeeld: ` and carries `example`.
//!
//! [`files`] gives the load files of `data/example-season/`, always the same; `cargo run -p season` writes them. To change
//! the season, change what was decided in [`cast`], [`fate`] or [`changes`], or the words in [`words`], and write it again.

mod acts;
pub mod award;
pub mod calendar;
pub mod cast;
pub mod catalogue;
pub mod changes;
mod chapter;
pub mod content;
pub mod culture;
pub mod exchange;
pub mod fate;
mod figures;
pub mod json;
pub mod line;
pub mod money;
pub mod network;
pub mod plan;
pub mod professionalisation;
pub mod profile;
pub mod radar;
pub mod rng;
pub mod story;
pub mod targets;
pub mod transitions;
pub mod words;

use jiff::civil::{Date, date};
use serde_json::{Value, json};

use crate::{
    calendar::{FIRST_DAY, LAST_DAY},
    line::{Line, advance_clock, release_clock},
};

/// A load file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// Its text.
    pub text: String,
}

/// Name, last day, and title in Dutch and English of each file with calls.
const PARTS: [(&str, Date, &str, &str); 6] = [
    (
        "01-round-1.jsonl",
        date(2024, 6, 30),
        "ronde 1 begint",
        "round 1 begins",
    ),
    (
        "02-autumn-2024.jsonl",
        date(2024, 12, 31),
        "najaar 2024, ronde 2 wordt verleend",
        "autumn 2024, round 2 is granted",
    ),
    (
        "03-spring-2025.jsonl",
        date(2025, 6, 30),
        "voorjaar 2025",
        "spring 2025",
    ),
    (
        "04-autumn-2025.jsonl",
        date(2025, 12, 31),
        "najaar 2025",
        "autumn 2025",
    ),
    (
        "05-spring-2026.jsonl",
        date(2026, 6, 30),
        "voorjaar 2026",
        "spring 2026",
    ),
    ("06-autumn-2026.jsonl", LAST_DAY, "najaar 2026", "autumn 2026"),
];

/// All calls of the season in the order in which they are made.
#[must_use]
pub fn lines() -> Vec<Line> {
    let mut lines: Vec<_> = cast::seats()
        .iter()
        .flat_map(story::story)
        .chain(network::lines())
        .chain(transitions::lines())
        .chain(professionalisation::lines())
        .chain(radar::lines())
        .chain(exchange::lines())
        .collect();
    lines.extend(culture::lines(&lines));
    lines.retain(|line| line.on <= LAST_DAY);
    lines.sort_by_key(|line| (line.on, line.call));
    lines
}

/// The load files, in the order in which they are loaded.
#[must_use]
pub fn files() -> Vec<File> {
    let lines = lines();
    let clock = [
        about("de klok begint in juni 2023", "the clock begins in June 2023"),
        advance_clock(FIRST_DAY),
    ];
    let mut files = vec![File {
        name: "00-clock.jsonl",
        text: text(clock),
    }];
    let mut from = FIRST_DAY;
    for (name, to, nl, en) in PARTS {
        let part = lines.iter().filter(|line| from < line.on && line.on <= to);
        files.push(File {
            name,
            text: text(std::iter::once(about(nl, en)).chain(with_clock(part, to))),
        });
        from = to;
    }
    files
}

/// The lines, each day led by the clock; the season ends at its last day and then lets the clock run.
fn with_clock<'a>(lines: impl Iterator<Item = &'a Line>, to: Date) -> Vec<String> {
    let mut texts = Vec::new();
    let mut today = None;
    for line in lines {
        if today != Some(line.on) {
            today = Some(line.on);
            texts.push(advance_clock(line.on));
        }
        texts.push(line.text());
    }
    if to == LAST_DAY {
        texts.extend((today != Some(LAST_DAY)).then(|| advance_clock(LAST_DAY)));
        texts.push(release_clock());
    }
    texts
}

fn about(nl: &str, en: &str) -> String {
    let title = json!({ "nl": format!("Voorbeeldseizoen: {nl}"), "en": format!("Example season: {en}") });
    let note =
        "Alles in dit bestand is verzonnen. Niet met de hand wijzigen: geschreven door cargo run -p season.";
    let about = [
        ("title", title),
        (
            "source",
            Value::from("Verzonnen voorbeeldseizoen van het Landelijk Schakelpunt"),
        ),
        ("retrieved", Value::from("2026-11-23")),
        ("example", Value::from(true)),
        ("note", Value::from(note)),
    ];
    let fields: Vec<_> = about
        .iter()
        .map(|(key, value)| format!("\"{key}\": {}", json::write(value)))
        .collect();
    format!(r#"{{"about": {{{}}}}}"#, fields.join(", "))
}

fn text(lines: impl IntoIterator<Item = String>) -> String {
    lines
        .into_iter()
        .flat_map(|line| [line, "\n".to_owned()])
        .collect()
}
