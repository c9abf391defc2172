//! The figures as a table and as JSON.

use std::path::Path;

use anyhow::Context;
use comfy_table::{Cell, CellAlignment, Table, presets};
use serde_json::{Value, json};

use crate::measure::{Outcome, Unit, median};

/// Everything that was measured.
#[derive(Default)]
pub(crate) struct Report {
    outcomes: Vec<Outcome>,
}

impl Report {
    /// Adds what a measure came to, and shows it at once.
    pub(crate) fn add(&mut self, outcome: Outcome) {
        let mut table = heading();
        rows(&mut table, &outcome);
        eprintln!("{table}");
        self.outcomes.push(outcome);
    }

    /// Prints the whole table.
    pub(crate) fn print(&self) {
        let mut table = heading();
        for outcome in &self.outcomes {
            rows(&mut table, outcome);
        }
        println!("{table}");
    }

    /// Writes everything as JSON, with each round's figures.
    pub(crate) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let measures: Vec<Value> = self.outcomes.iter().map(as_json).collect();
        let text = serde_json::to_string_pretty(&json!({"measures": measures}))?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
        eprintln!("written to {}", path.display());
        Ok(())
    }
}

fn heading() -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY);
    table.set_header([
        "measure",
        "contender",
        "median",
        "least",
        "most",
        "ratio",
        "asked",
        "",
    ]);
    table
}

fn rows(table: &mut Table, outcome: &Outcome) {
    for (index, (name, figures)) in outcome.figures.iter().enumerate() {
        let measure = if index == 0 { outcome.name } else { "" };
        let least = figures.iter().copied().fold(f64::INFINITY, f64::min);
        let most = figures.iter().copied().fold(0.0, f64::max);
        let verdicts: Vec<Verdict> = verdicts(outcome)
            .filter(|verdict| verdict.against == *name)
            .collect();
        table.add_row(vec![
            Cell::new(measure),
            Cell::new(name),
            number(median(figures), outcome.unit),
            number(least, outcome.unit),
            number(most, outcome.unit),
            lines(&verdicts, |verdict| {
                format!("{:.2} ({})", verdict.ratio, verdict.of)
            }),
            lines(&verdicts, |verdict| {
                format!("{} {}", sign(outcome.unit), verdict.asked)
            }),
            lines(&verdicts, |verdict| {
                if verdict.reached { "reached" } else { "MISSED" }.to_owned()
            }),
        ]);
    }
}

fn lines(verdicts: &[Verdict], line: impl Fn(&Verdict) -> String) -> Cell {
    Cell::new(verdicts.iter().map(line).collect::<Vec<_>>().join("\n"))
}

fn sign(unit: Unit) -> &'static str {
    match unit {
        Unit::PerSecond | Unit::Percent => ">=",
        Unit::Microseconds | Unit::Mebibytes => "<=",
    }
}

fn number(value: f64, unit: Unit) -> Cell {
    let text = match unit {
        Unit::PerSecond => format!("{value:.0}/s"),
        Unit::Microseconds => format!("{value:.0} us"),
        Unit::Mebibytes => format!("{value:.0} MiB"),
        Unit::Percent => format!("{value:.1} %"),
    };
    Cell::new(text).set_alignment(CellAlignment::Right)
}

struct Verdict {
    of: &'static str,
    against: &'static str,
    ratio: f64,
    asked: f64,
    reached: bool,
}

fn verdicts(outcome: &Outcome) -> impl Iterator<Item = Verdict> + '_ {
    let middle = |name: &str| {
        let found = outcome.figures.iter().find(|(contender, _)| *contender == name);
        found.map_or(f64::NAN, |(_, figures)| median(figures))
    };
    outcome.reaches.iter().map(move |reach| {
        let ratio = middle(reach.of) / middle(reach.against);
        Verdict {
            of: reach.of,
            against: reach.against,
            ratio,
            asked: reach.ratio,
            reached: match outcome.unit {
                Unit::PerSecond | Unit::Percent => ratio >= reach.ratio,
                Unit::Microseconds | Unit::Mebibytes => ratio <= reach.ratio,
            },
        }
    })
}

fn as_json(outcome: &Outcome) -> Value {
    let contenders: Vec<Value> = outcome
        .figures
        .iter()
        .map(|(name, figures)| json!({"name": name, "median": median(figures), "rounds": figures}))
        .collect();
    let ratios: Vec<Value> = verdicts(outcome)
        .map(|verdict| {
            json!({"of": verdict.of, "against": verdict.against, "ratio": verdict.ratio, "asked": verdict.asked, "reached": verdict.reached})
        })
        .collect();
    let unit = match outcome.unit {
        Unit::PerSecond => "per second",
        Unit::Microseconds => "microseconds",
        Unit::Mebibytes => "mebibytes",
        Unit::Percent => "percent",
    };
    json!({"measure": outcome.name, "unit": unit, "contenders": contenders, "ratios": ratios})
}
