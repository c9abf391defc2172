//! From a word as written to the keys under which it is looked up.
//!
//! A word of a label has one key: its *root*. A word of a text has several *readings*, for the same letters may be a noun, a third person
//! or a participle; the root is always the first of them. A word is taken for a word of a label when one of its readings is that root.

pub(crate) mod dutch;
mod dutch_tables;
pub(crate) mod english;
mod english_tables;
mod synonyms;
#[cfg(test)]
mod tests;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::language::Language;

pub(crate) use synonyms::synonyms;

/// How a reading comes from the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// The word itself, inflected or not.
    Inflected,
    /// The one who does it: `beheerder`, `installateur`.
    Agent,
}

/// Small letters without marks, one kind of apostrophe and hyphen: how words are compared.
pub(crate) fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            '\u{2019}' | '\u{2018}' | '\u{2bc}' => '\'',
            '\u{2010}' | '\u{2011}' => '-',
            c => c,
        })
        .collect()
}

/// The root of a folded word.
pub(crate) fn root(word: &str, language: Language) -> String {
    match language {
        Language::Nl => dutch::root(word),
        Language::En => english::root(word),
    }
}

/// All readings of a folded word, its root first, without doubles.
pub(crate) fn readings(word: &str, language: Language) -> Vec<(String, Form)> {
    let mut found = vec![(root(word, language), Form::Inflected)];
    let mut add = |key: String, form: Form| {
        if !key.is_empty() && found.iter().all(|(known, _)| *known != key) {
            found.push((key, form));
        }
    };
    match language {
        Language::Nl => dutch::readings(word, &mut add),
        Language::En => english::readings(word, &mut add),
    }
    found
}

/// The ways to part the root of a Dutch verb into a separable prefix, by its number, and the root of the rest.
pub(crate) fn dutch_separable(root: &str) -> Vec<(u8, String)> {
    let prefixes = (0..).zip(dutch_tables::SEPARABLE);
    let parted = prefixes.filter_map(|(number, prefix)| Some((number, root.strip_prefix(prefix)?)));
    parted
        .filter(|(_, rest)| rest.len() >= 3)
        .map(|(number, rest)| (number, dutch::short(rest)))
        .collect()
}

/// The number of a separable prefix that stands alone.
pub(crate) fn dutch_prefix(word: &str) -> Option<u8> {
    (0..)
        .zip(dutch_tables::SEPARABLE)
        .find(|(_, prefix)| **prefix == word)
        .map(|(number, _)| number)
}

/// A root of a Dutch verb in the spelling in which separable verbs are looked up.
pub(crate) fn dutch_rest(root: &str) -> String {
    dutch::short(root)
}
