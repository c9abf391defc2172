//! What is known of a word as written, worked out once and kept.

use rustc_hash::FxHashMap;

use crate::language::{Language, ballot};
use crate::lexicon::{Index, Lexicon, Parts, compounds, is_acronym, pieces, word_digest};
use crate::morphology::{Form, dutch_prefix, dutch_rest, folded, readings, root, synonyms};
use crate::words::{Class, class};

/// The most words that are kept; after a document that made them more they are worked out anew.
const MAX_KEPT_WORDS: usize = 200_000;

/// How a word stands for a unit of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Via {
    /// It is a form of it.
    Form,
    /// It names the one who does it.
    Agent,
    /// It is a piece of a word with hyphens.
    Piece,
    /// It is another verb that says the same.
    Synonym,
    /// It is the last part of a compound.
    Head,
    /// It is another part of a compound.
    Part,
}

/// What a word is without regard to the language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WordInfo {
    /// The languages in which it is a function word.
    pub(crate) ballot: u8,
    /// The digest of the folded word.
    pub(crate) digest: u64,
    /// Starts with a capital.
    pub(crate) capital: bool,
    /// All capitals, more than one.
    pub(crate) acronym: bool,
    /// Consists of letters (and hyphens) only, so that it may be part of a term.
    pub(crate) letters: bool,
    /// The number of characters, up to 255.
    pub(crate) length: u8,
    by: [u32; 2],
}

/// What a word is in one language.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(crate) class: Class,
    /// The units it may stand for.
    pub(crate) units: Box<[(u32, Via)]>,
    /// The verbs it may be with a prefix from elsewhere in its clause.
    pub(crate) separable: Box<[(u8, u32)]>,
    /// The separable prefix it may be.
    pub(crate) prefix: Option<u8>,
    /// Its stems for terms, with compounds taken apart, by their numbers.
    pub(crate) stems: Box<[u32]>,
    /// The sum of the digests of the stems, so that the order of words does not matter.
    pub(crate) term: u64,
    /// A noun of a verb or a participle in English: `management`, `inspected`.
    pub(crate) nominal: bool,
}

const UNKNOWN: u32 = u32::MAX;

/// All words that were met.
#[derive(Debug, Default)]
pub(crate) struct Words {
    numbers: FxHashMap<Box<str>, u32>,
    infos: Vec<WordInfo>,
    known: Vec<Known>,
    stems: FxHashMap<Box<str>, u32>,
    stem_texts: Vec<Box<str>>,
}

impl Words {
    /// Forgets everything when it has become too much; only between documents, for numbers change.
    pub(crate) fn trim(&mut self) {
        if self.infos.len() > MAX_KEPT_WORDS {
            *self = Self::default();
        }
    }

    /// The number of a word as written.
    pub(crate) fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.infos.len() as u32;
        self.infos.push(info(word));
        self.numbers.insert(word.into(), number);
        number
    }

    pub(crate) fn info(&self, number: u32) -> &WordInfo {
        &self.infos[number as usize]
    }

    pub(crate) fn stem(&self, number: u32) -> &str {
        &self.stem_texts[number as usize]
    }

    /// The number under which [`Words::known`] gives what the word is in a language.
    pub(crate) fn know(&mut self, number: u32, word: &str, lexicon: &Lexicon, language: Language) -> u32 {
        let slot = language as usize;
        let known = self.infos[number as usize].by[slot];
        if known != UNKNOWN {
            return known;
        }
        let known = self.work_out(&folded(word), lexicon.index(language), language);
        self.known.push(known);
        let known = self.known.len() as u32 - 1;
        self.infos[number as usize].by[slot] = known;
        known
    }

    pub(crate) fn known(&self, number: u32) -> &Known {
        &self.known[number as usize]
    }

    fn work_out(&mut self, word: &str, index: &Index, language: Language) -> Known {
        let class = class(word, language);
        let mut known = Known {
            class,
            ..Known::default()
        };
        let mut units = Vec::new();
        let pieces = pieces(word);
        let mut stems = Vec::new();
        for piece in &pieces {
            let readings = readings(piece, language);
            add_forms(&mut units, &readings, index, pieces.len() > 1);
            // An English word that is a word of labels itself is not one made of two.
            let whole = language == Language::En && index.native(&readings[0].0).is_some();
            let parts = if whole {
                Parts::default()
            } else {
                compounds(piece, language, &|key, length| index.part(key, length))
            };
            if pieces.len() == 1 {
                let same = readings.iter().flat_map(|(key, _)| synonyms(key, language));
                units.extend(
                    same.filter_map(|key| index.native(key))
                        .map(|unit| (unit, Via::Synonym)),
                );
            }
            units.extend(parts.heads.iter().map(|unit| (*unit, Via::Head)));
            units.extend(parts.others.iter().map(|unit| (*unit, Via::Part)));
            stems.extend(self.stems_of(piece, language, index));
            if language == Language::Nl && !class.has(Class::STOP) {
                let rests = readings
                    .iter()
                    .flat_map(|(key, _)| index.separable(&dutch_rest(key)));
                known.separable = rests.copied().collect();
            }
        }
        if pieces.len() > 1 {
            add_forms(&mut units, &readings(&pieces.concat(), language), index, false);
        }
        units.sort_unstable();
        units.dedup_by_key(|(unit, _)| *unit);
        known.units = units.into();
        known.prefix = if language == Language::Nl {
            dutch_prefix(word)
        } else {
            None
        };
        stems.sort_unstable();
        stems.dedup();
        known.term = stems
            .iter()
            .map(|stem| word_digest(&self.stem_texts[*stem as usize]))
            .fold(0, u64::wrapping_add);
        known.stems = stems.into();
        known.nominal = language == Language::En && is_nominal(word);
        known
    }

    /// The stems of a word for terms: of the parts of a compound that the labels know both parts of, or its own.
    fn stems_of(&mut self, piece: &str, language: Language, index: &Index) -> Vec<u32> {
        let parts = split_in_two(piece, language, &|key, length| index.part(key, length).is_some());
        let roots = parts.unwrap_or_else(|| vec![root(piece, language)]);
        roots.iter().map(|root| self.stem_number(root)).collect()
    }

    fn stem_number(&mut self, stem: &str) -> u32 {
        if let Some(number) = self.stems.get(stem) {
            return *number;
        }
        let number = self.stem_texts.len() as u32;
        self.stem_texts.push(stem.into());
        self.stems.insert(stem.into(), number);
        number
    }
}

fn add_forms(units: &mut Vec<(u32, Via)>, readings: &[(String, Form)], index: &Index, piece: bool) {
    for (key, form) in readings {
        let via = match (piece, form) {
            (true, _) => Via::Piece,
            (false, Form::Inflected) => Via::Form,
            (false, Form::Agent) => Via::Agent,
        };
        units.extend(index.get(key).map(|unit| (unit, via)));
    }
}

/// The roots of the parts of a word, taken apart as often as both parts are known.
pub(crate) fn split_in_two(
    word: &str,
    language: Language,
    known: &dyn Fn(&str, usize) -> bool,
) -> Option<Vec<String>> {
    const SHORTEST_PART: usize = 4;
    if word.len() < 2 * SHORTEST_PART || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    (SHORTEST_PART..=word.len() - SHORTEST_PART).rev().find_map(|at| {
        let first = root(&word[..at], language);
        if !known(&first, at) {
            return None;
        }
        let rest = root(&word[at..], language);
        if known(&rest, word.len() - at) {
            return Some(vec![first, rest]);
        }
        let mut roots = split_in_two(&word[at..], language, known)?;
        roots.insert(0, first);
        Some(roots)
    })
}

fn is_nominal(word: &str) -> bool {
    const SUFFIXES: &[&str] = &[
        "ing", "ings", "ment", "ments", "tion", "tions", "sion", "sions", "ance", "ence", "al", "als", "ed",
        "sis", "ship", "ery", "audit", "audits", "design", "support", "control", "use", "care", "repair",
        "repairs", "built", "made", "kept", "written", "taught", "sold", "held", "driven", "work",
    ];
    SUFFIXES.iter().any(|suffix| word.ends_with(suffix))
}

fn info(word: &str) -> WordInfo {
    let folded = folded(word);
    WordInfo {
        ballot: ballot(&folded),
        digest: word_digest(&folded),
        capital: word.starts_with(char::is_uppercase),
        acronym: is_acronym(word),
        letters: !folded.is_empty()
            && folded
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'')),
        length: word.chars().take(255).count() as u8,
        by: [UNKNOWN; 2],
    }
}
