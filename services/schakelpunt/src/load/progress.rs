//! Tells on standard error how far a load is, and what failed.

use std::{
    io::{self, IsTerminal, Write},
    time::{Duration, Instant},
};

use serde_json::json;

use super::fault::Fault;
use crate::output::{Format, Texts};

/// Time between two signs of life.
const EVERY: Duration = Duration::from_millis(500);

/// Tells on standard error how far a load is, and what failed.
pub(super) struct Progress<'a> {
    texts: &'a Texts,
    format: Format,
    /// Signs of life only make sense where the next one can take the place of the last.
    shown: bool,
    last: Instant,
}

impl<'a> Progress<'a> {
    /// In the language of `texts`; with [`Format::Json`] only faults, one JSON object per line.
    pub(super) fn new(texts: &'a Texts, format: Format) -> Self {
        let shown = format == Format::Text && io::stderr().is_terminal();
        Self {
            texts,
            format,
            shown,
            last: Instant::now(),
        }
    }

    /// A file begins. Where signs of life are not shown, this is one.
    pub(super) fn file(&self, file: &str) {
        if !self.shown && self.format == Format::Text {
            tell(&format!("{}\n", self.texts.with("load-file", &[("file", file)])));
        }
    }

    /// A sign of life, not too often.
    pub(super) fn at(&mut self, file: &str, line: u64, away: bool) {
        if !self.shown || self.last.elapsed() < EVERY {
            return;
        }
        self.last = Instant::now();
        let key = if away { "load-away" } else { "load-progress" };
        let text = self
            .texts
            .with(key, &[("file", file), ("line", &line.to_string())]);
        tell(&format!("\r\u{1b}[K{text}"));
    }

    /// A line that failed.
    pub(super) fn fault(&self, file: &str, line: u64, call: &str, fault: &Fault) {
        let text = match self.format {
            Format::Json => {
                json!({"file": file, "line": line, "call": call, "error": fault.json(self.texts)}).to_string()
            }
            Format::Text => format!("{}: {}", place(file, line, call), fault.one_line(self.texts)),
        };
        self.clear();
        tell(&format!("{text}\n"));
    }

    /// Takes the last sign of life away.
    pub(super) fn clear(&self) {
        if self.shown {
            tell("\r\u{1b}[K");
        }
    }
}

/// File, line and call, as far as they are known; line 0 is the file as a whole.
fn place(file: &str, line: u64, call: &str) -> String {
    let line = if line == 0 {
        String::new()
    } else {
        format!(":{line}")
    };
    let call = if call.is_empty() {
        String::new()
    } else {
        format!(": {call}")
    };
    format!("{file}{line}{call}")
}

fn tell(text: &str) {
    // When nobody reads the errors any more, loading goes on.
    let _ = io::stderr().write_all(text.as_bytes());
}
