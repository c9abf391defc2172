//! What is wrong with a release, and what is only worth telling.
//!
//! A **fault** refuses the import: what it names would make references point to nothing, or to something else than meant. A
//! **remark** lets it pass: real releases come in parts, and a part has links into the parts that were not handed in. Which is
//! which stands beside each [`Code`].

use std::collections::BTreeMap;
use std::fmt;

use crate::limits::{MAX_LISTED, MAX_LISTED_PER_CODE};

mod code;

pub use code::{Code, Severity};

/// Longest piece of the input that a finding repeats, in characters.
const MAX_FOUND_CHARS: usize = 120;

/// One thing found: where, what, and what was expected in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub code: Code,
    /// The file it is in.
    pub file: String,
    /// The line in it, from 1, where that is known: for a record of several lines the first.
    pub line: Option<u64>,
    /// The concept it is about, where there is one.
    pub subject: Option<String>,
    /// What stands there, shortened.
    pub found: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(formatter, ", line {line}")?;
        }
        if let Some(subject) = &self.subject {
            write!(formatter, ", <{subject}>")?;
        }
        write!(formatter, ": {}: ", self.code.as_str())?;
        if !self.found.is_empty() {
            write!(formatter, "found {}; ", self.found)?;
        }
        write!(formatter, "expected {}", self.code.expected())
    }
}

/// Findings of one severity: the first ones listed, all of them counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    listed: Vec<Finding>,
    counts: BTreeMap<Code, usize>,
}

impl Findings {
    /// The first of them, in the order they were met: at most [`MAX_LISTED`], and [`MAX_LISTED_PER_CODE`] of a code.
    pub fn listed(&self) -> &[Finding] {
        &self.listed
    }

    /// How many there are of each code, those that are not listed too.
    pub fn counts(&self) -> &BTreeMap<Code, usize> {
        &self.counts
    }

    /// How many there are in all.
    pub fn total(&self) -> usize {
        self.counts.values().sum()
    }

    /// How many are not listed.
    pub fn others(&self) -> usize {
        self.total() - self.listed.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Whether there is one of a code.
    pub fn has(&self, code: Code) -> bool {
        self.counts.contains_key(&code)
    }

    fn add(&mut self, code: Code, finding: impl FnOnce() -> Finding) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= MAX_LISTED_PER_CODE && self.listed.len() < MAX_LISTED {
            self.listed.push(finding());
        }
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, finding) in self.listed.iter().enumerate() {
            let end = if at == 0 { "" } else { "\n" };
            write!(formatter, "{end}{finding}")?;
        }
        if self.others() > 0 {
            write!(formatter, "\nand {} more", self.others())?;
        }
        Ok(())
    }
}

/// Where something was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) file: usize,
    pub(crate) line: Option<u64>,
}

/// Both sorts of findings while reading.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) files: Vec<String>,
    pub(crate) faults: Findings,
    pub(crate) remarks: Findings,
}

impl Log {
    /// Notes a finding. `subject` is the concept, where there is one; `found` is what stands there.
    pub(crate) fn add(&mut self, code: Code, place: Place, subject: Option<&str>, found: &str) {
        let Self {
            files,
            faults,
            remarks,
        } = self;
        let to = match code.severity() {
            Severity::Fault => faults,
            Severity::Remark => remarks,
        };
        to.add(code, || Finding {
            code,
            file: files.get(place.file).cloned().unwrap_or_default(),
            line: place.line,
            subject: subject.map(shortened),
            found: shortened(found),
        });
    }
}

/// The beginning of a text, on one line, so that a message stays one.
fn shortened(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(MAX_FOUND_CHARS)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(MAX_FOUND_CHARS).is_some() {
        short.push('…');
    }
    short
}

/// A release that was refused: all its faults, and what else is worth telling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Why it was refused; never empty.
    pub faults: Findings,
    /// What would have been told if it had passed.
    pub remarks: Findings,
}

impl fmt::Display for Rejected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "the release has {} faults:\n{}",
            self.faults.total(),
            self.faults
        )
    }
}

impl std::error::Error for Rejected {}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place {
        file: 0,
        line: Some(3),
    };

    fn log() -> Log {
        Log {
            files: vec!["skills_nl.csv".into()],
            ..Log::default()
        }
    }

    #[test]
    fn a_finding_says_where_what_and_what_was_expected() {
        let mut log = log();
        log.add(Code::BadUri, PLACE, None, "install\nheat pump");
        assert_eq!(
            log.faults.to_string(),
            "skills_nl.csv, line 3: bad-uri: found install heat pump; \
             expected an absolute http, https or urn URI of at most 512 bytes"
        );
    }

    #[test]
    fn the_first_are_listed_and_all_are_counted() {
        let mut log = log();
        for _ in 0..70 {
            log.add(Code::BadUri, PLACE, None, "a");
        }
        for _ in 0..70 {
            log.add(Code::BadColumns, PLACE, None, "b");
        }
        log.add(Code::BadLabel, PLACE, None, "c");
        assert_eq!(log.faults.listed().len(), MAX_LISTED);
        assert_eq!(log.faults.total(), 141);
        assert_eq!(log.faults.others(), 41);
        assert_eq!(log.faults.counts()[&Code::BadColumns], 70);
        assert!(log.faults.to_string().ends_with("and 41 more"));
        assert!(log.remarks.is_empty());
    }

    #[test]
    fn what_stands_there_is_repeated_in_short() {
        let mut log = log();
        log.add(Code::BadLabel, PLACE, None, &"é".repeat(5_000));
        assert_eq!(log.faults.listed()[0].found.chars().count(), MAX_FOUND_CHARS + 1);
    }
}
