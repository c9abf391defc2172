//! What an audit came to, for people and for machines.

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;
use ledger::audit::{Finding, Trust};
use serde::Serialize;
use transparency::{SignedCheckpoint, VerifierKey};

use super::keys;
use crate::output::{Page, Texts, money::whole};

/// Most findings that are shown. The first is what counts; the others follow from it more often than not.
const SHOWN: usize = 10;

/// What an audit came to.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outcome {
    /// Whether everything holds.
    pub(super) proven: bool,
    /// `network` or `tables`.
    pub(super) source: &'static str,
    /// Name of the log.
    pub(super) origin: String,
    /// Entries covered by the kept checkpoint that the audit went on from.
    pub(super) covered_before: u64,
    /// Entries that were looked at.
    pub(super) entries: u64,
    /// Newest position that was looked at.
    pub(super) position: u64,
    /// Up to which position the ledger is signed.
    pub(super) signed: u64,
    /// Root of the tree over all entries up to `position`, in base64.
    pub(super) root: String,
    /// Events that wait for their place while a restored ledger is filled again.
    pub(super) held: u64,
    /// Entries that are newer than the checkpoint, and so not proven yet.
    pub(super) waiting: u64,
    /// Whether the keys that are trusted came from somebody else than the hub.
    pub(super) independent: bool,
    /// Keys that are trusted.
    pub(super) keys: Vec<String>,
    /// Witnesses that have seen the checkpoint.
    pub(super) witnesses: Vec<Witness>,
    /// What is wrong, the first position first.
    pub(super) findings: Vec<Told>,
    /// How long it took.
    pub(super) seconds: f64,
}

/// A witness that has seen a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Witness {
    /// Its name.
    pub(super) name: String,
    /// When.
    pub(super) time: String,
}

/// A finding in words.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    first: u64,
    last: u64,
    kind: &'static str,
    message: String,
    values: BTreeMap<&'static str, String>,
}

/// What an audit found out, wherever it read.
pub(super) struct Audited<'a> {
    pub(super) source: &'static str,
    pub(super) covered_before: u64,
    pub(super) position: u64,
    pub(super) signed: u64,
    pub(super) root: String,
    pub(super) held: u64,
    pub(super) waiting: u64,
    pub(super) checkpoint: Option<&'a SignedCheckpoint>,
    pub(super) findings: &'a [Finding],
    pub(super) took: Duration,
}

impl Outcome {
    pub(super) fn new(result: &Audited<'_>, trust: &Trust, texts: &Texts) -> Self {
        let findings = result.findings.iter().take(SHOWN);
        let checkpoint = result.checkpoint;
        let origin = checkpoint.map_or_else(String::new, |it| it.checkpoint().origin().to_owned());
        let witnesses: Vec<_> = trust.witnesses().cloned().collect();
        Self {
            proven: result.findings.is_empty(),
            source: result.source,
            origin,
            covered_before: result.covered_before,
            entries: result.position.saturating_sub(result.covered_before),
            position: result.position,
            signed: result.signed,
            root: result.root.clone(),
            held: result.held,
            waiting: result.waiting,
            independent: trust.is_independent(),
            keys: keys::of_logs(&trust.keys()),
            witnesses: checkpoint.map_or_else(Vec::new, |it| witnessed(it, &witnesses)),
            findings: findings.map(|finding| Told::new(finding, texts)).collect(),
            seconds: result.took.as_secs_f64(),
        }
    }

    /// For people.
    pub(super) fn show(&self, page: &mut Page<'_>) {
        let lang = page.lang();
        let number = |number: u64| whole(i64::try_from(number).unwrap_or(i64::MAX), lang);
        let (entries, position) = (number(self.entries), number(self.position));
        let (before, signed) = (number(self.covered_before), number(self.signed));
        let waiting = number(self.waiting);
        let speed = number(rate(self.entries, self.seconds));
        let line = |page: &mut Page<'_>, key: &str, values: &[(&str, &str)]| {
            page.line(page.texts.with(key, values));
        };
        page.field("ledger-origin", &self.origin);
        if self.covered_before > 0 {
            line(page, "verify-covered", &[("position", &before)]);
        }
        if self.proven {
            line(
                page,
                "verify-proven",
                &[("entries", &entries), ("position", &position), ("speed", &speed)],
            );
            page.field("ledger-root", &self.root);
            line(
                page,
                "verify-signed",
                &[("position", &signed), ("waiting", &waiting)],
            );
        } else {
            self.findings
                .iter()
                .for_each(|finding| page.line(finding.line(page.texts)));
            page.line(page.get("verify-wrong"));
        }
        for witness in &self.witnesses {
            line(
                page,
                "ledger-witnessed",
                &[("name", &witness.name), ("time", &witness.time)],
            );
        }
        if self.held > 0 {
            line(page, "verify-held", &[("number", &number(self.held))]);
        }
        if !self.independent {
            page.line(page.get("verify-dependent"));
        }
        self.keys.iter().for_each(|key| page.field("ledger-key", key));
    }
}

/// Entries a second, rounded down.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a rounded speed for people to read"
)]
fn rate(entries: u64, seconds: f64) -> u64 {
    (entries as f64 / seconds.max(0.001)) as u64
}

/// The witnesses that have seen a checkpoint. A statement that does not hold was refused before.
pub(super) fn witnessed(checkpoint: &SignedCheckpoint, keys: &[VerifierKey]) -> Vec<Witness> {
    let statements = checkpoint.cosignatures(keys).unwrap_or_default();
    let witness = |statement: transparency::Cosigned| Witness {
        name: statement.witness,
        time: i64::try_from(statement.time)
            .ok()
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .map_or_else(String::new, |time| time.to_string()),
    };
    statements.into_iter().map(witness).collect()
}

impl Told {
    fn new(finding: &Finding, texts: &Texts) -> Self {
        let values = finding.what.values();
        let pairs: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let key = key(finding.what.kind());
        Self {
            first: finding.first,
            last: finding.last,
            kind: finding.what.kind(),
            message: texts.with(&key, &pairs),
            values: values.into_iter().collect(),
        }
    }

    fn line(&self, texts: &Texts) -> String {
        let (first, last) = (self.first.to_string(), self.last.to_string());
        let place = if self.first == self.last {
            texts.with("verify-at", &[("position", &first)])
        } else {
            texts.with("verify-among", &[("first", &first), ("last", &last)])
        };
        format!("✗ {place}: {}", self.message)
    }
}

/// Key of the words for a kind of finding.
fn key(kind: &str) -> String {
    format!("wrong-{}", kind.to_ascii_lowercase().replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use ledger::audit::Wrong;

    use super::*;
    use crate::output::Lang;

    #[test]
    fn every_kind_of_finding_has_words_in_both_languages() {
        for lang in [Lang::Nl, Lang::En] {
            let texts = Texts::new(lang);
            let missing: Vec<_> = Wrong::KINDS
                .iter()
                .map(|kind| key(kind))
                .filter(|key| !texts.has(key))
                .collect();
            assert_eq!(missing, Vec::<String>::new(), "{lang:?}");
        }
    }

    #[test]
    fn a_finding_names_its_place_and_what_differs() {
        let what = Wrong::Column {
            column: "subject",
            found: "a".into(),
            proven: "b".into(),
        };
        let texts = Texts::new(Lang::En);
        let told = Told::new(&Finding::at(812, what), &texts);
        let line = told.line(&texts);
        assert!(
            line.contains("812") && line.contains("subject") && line.contains('a') && line.contains('b'),
            "{line}"
        );
        let told = Told::new(&Finding::among(1, 9, Wrong::EntryMissing), &texts);
        assert!(told.line(&texts).contains("1 to 9"));
    }
}
