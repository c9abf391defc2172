//! What a distiller found, as it is recorded and as it is kept.

use std::collections::BTreeMap;

use distil::{Distiller, Document, How, Manner};
use sha2::{Digest, Sha256};

use crate::{
    archive::{Archive, Mention, Terms},
    domain::{
        reading::{Findings, FoundConcept},
        run::Run,
    },
};

/// Most terms that are kept of one source: the most frequent.
const TERMS_MAX: usize = 100;

/// A term that no concept covers.
struct Term {
    key: String,
    surface: String,
    occurrences: u32,
}

/// What was found in a source.
pub(super) struct Found {
    /// What is recorded.
    pub(super) findings: Findings,
    mentions: Vec<Mention>,
    terms: Vec<Term>,
}

impl Found {
    /// Keeps what is not recorded: where mentions stand, and terms.
    pub(super) async fn keep(
        &self,
        archive: &Archive,
        run_id: &str,
        source_id: &str,
    ) -> Result<(), sqlx::Error> {
        let terms = Terms {
            language: &self.findings.language,
            keys: self.terms.iter().map(|it| it.key.as_str()).collect(),
            surfaces: self.terms.iter().map(|it| it.surface.as_str()).collect(),
            occurrences: self.terms.iter().map(|it| i64::from(it.occurrences)).collect(),
        };
        archive
            .keep_found(run_id, source_id, &self.mentions, &terms)
            .await
    }
}

/// Reads a document. `language` is what is said of the source, in place of what is found.
pub(super) fn find(
    run: &Run,
    source_id: &str,
    language: Option<String>,
    distiller: &Distiller,
    document: &Document,
) -> Found {
    let reading = distiller.read(document);
    let mentions: Vec<Mention> = reading.mentions.iter().map(|it| mention(it, distiller)).collect();
    let terms: Vec<Term> = reading.terms.iter().take(TERMS_MAX).map(term).collect();
    let found = reading.language.language.map(|it| it.code().to_owned());
    let findings = Findings {
        run_id: run.run_id.clone(),
        source_id: source_id.to_owned(),
        method: run.basis.method_name(),
        language: language.or(found).unwrap_or_default(),
        words: reading.words,
        concepts: concepts(&mentions),
        terms: u32::try_from(terms.len()).unwrap_or(u32::MAX),
        digest: digest(&mentions, &terms),
    };
    Found {
        findings,
        mentions,
        terms,
    }
}

/// A place in a text as it is kept. Texts are smaller than two gigabytes.
fn place(it: usize) -> i32 {
    i32::try_from(it).unwrap_or(i32::MAX)
}

fn mention(it: &distil::Mention, distiller: &Distiller) -> Mention {
    let lexicon = distiller.lexicon();
    Mention {
        uri: lexicon.uri(it.concept).to_owned(),
        begins_at: place(it.range.start),
        ends_at: place(it.range.end),
        passage: i32::try_from(it.passage).unwrap_or(i32::MAX),
        manner: manner_letter(it.manner),
        matched: match it.how {
            How::Exact => b'e',
            How::Inflected => b'i',
            How::Compound => b'c',
            How::Reordered => b'r',
            How::Gapped => b'g',
        },
        confidence: it.confidence,
        label: lexicon.label(it.label).to_owned(),
    }
}

fn manner_letter(manner: Manner) -> u8 {
    match manner {
        Manner::Asserted => b'a',
        Manner::Negated => b'n',
        Manner::Listed => b'l',
    }
}

fn term(it: &distil::Term) -> Term {
    Term {
        key: it.key.clone(),
        surface: it.surfaces.first().map(|it| it.0.clone()).unwrap_or_default(),
        occurrences: it.count,
    }
}

fn concepts(mentions: &[Mention]) -> Vec<FoundConcept> {
    let mut concepts: BTreeMap<&str, FoundConcept> = BTreeMap::new();
    for mention in mentions {
        let found = concepts.entry(&mention.uri).or_insert_with(|| FoundConcept {
            uri: mention.uri.clone(),
            asserted: 0,
            listed: 0,
            negated: 0,
            confidence_thousandths: 0,
        });
        match mention.manner {
            b'a' => found.asserted += 1,
            b'l' => found.listed += 1,
            _ => found.negated += 1,
        }
        if mention.manner != b'n' {
            found.confidence_thousandths = found.confidence_thousandths.max(thousandths(mention.confidence));
        }
    }
    concepts.into_values().collect()
}

fn thousandths(confidence: f32) -> u16 {
    // From 0 to 1000, whatever it is.
    (confidence.clamp(0.0, 1.0) * 1_000.0).round() as u16
}

fn digest(mentions: &[Mention], terms: &[Term]) -> String {
    let mut hasher = Sha256::new();
    for it in mentions {
        let place = format!(
            "{} {} {} {} {}",
            it.uri, it.begins_at, it.ends_at, it.manner, it.matched
        );
        hasher.update(format!("{place} {} {}\n", thousandths(it.confidence), it.label));
    }
    for it in terms {
        hasher.update(format!("{} {} {}\n", it.key, it.surface, it.occurrences));
    }
    hex::encode(hasher.finalize())
}
