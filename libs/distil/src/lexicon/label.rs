//! From the text of a label to what it takes to find it.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::language::Language;
use crate::morphology::folded;
use crate::words::{Class, Token, class, tokenise};

/// The words of a label that carry its meaning, and how the whole is written.
#[derive(Debug)]
pub(super) struct Parsed<'a> {
    /// The folded words without function words; words with hyphens are in pieces.
    pub(super) content: Vec<String>,
    /// The digest of all words in order, see [`surface`].
    pub(super) surface: u64,
    /// The number of words, function words included.
    pub(super) words: usize,
    /// The label without its qualifier.
    pub(super) name: &'a str,
    /// Whether it has a qualifier in brackets, as homonyms have.
    pub(super) qualified: bool,
    /// Whether a coordinator is among its words.
    pub(super) coordinated: bool,
}

/// Parts a label into what is looked for and its qualifier: `Java (computer programming)`.
pub(super) fn unqualified(text: &str) -> (&str, bool) {
    match text
        .trim()
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once(" ("))
    {
        Some((name, _)) if name.contains(char::is_alphanumeric) => (name.trim(), true),
        _ => (text.trim(), false),
    }
}

pub(super) fn parsed<'a>(text: &'a str, language: Language, tokens: &mut Vec<Token>) -> Parsed<'a> {
    let (name, qualified) = unqualified(text);
    tokens.clear();
    tokenise(name, tokens);
    let words: Vec<String> = tokens
        .iter()
        .map(|token| folded(&name[token.start as usize..token.end as usize]))
        .collect();
    let mut content = Vec::new();
    for (word, token) in words.iter().zip(tokens.iter()) {
        let written = &name[token.start as usize..token.end as usize];
        // `IT` is no pronoun.
        if !class(word, language).has(Class::STOP) || is_acronym(written) {
            content.extend(pieces(word));
        }
    }
    if content.is_empty() {
        content.extend(words.iter().flat_map(|word| pieces(word)));
    }
    Parsed {
        coordinated: words
            .iter()
            .any(|word| class(word, language).has(Class::COORDINATOR)),
        surface: surface(words.iter().map(|word| word_digest(word))),
        words: words.len(),
        content,
        name,
        qualified,
    }
}

/// At least two letters, all of them capitals.
pub(crate) fn is_acronym(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase)
}

/// The parts of a word with hyphens; a short first part (`e-mail`, `co-creation`, `non-ferrous`) stays with the rest.
pub(crate) fn pieces(word: &str) -> Vec<String> {
    if !word.contains('-') {
        return vec![word.to_owned()];
    }
    let parts: Vec<&str> = word.split('-').filter(|part| !part.is_empty()).collect();
    let bound = |part: &str| {
        part.len() == 1
            || matches!(
                part,
                "co" | "re"
                    | "pre"
                    | "non"
                    | "anti"
                    | "multi"
                    | "inter"
                    | "over"
                    | "sub"
                    | "de"
                    | "un"
                    | "up"
                    | "bio"
                    | "micro"
                    | "eco"
            )
    };
    match parts.as_slice() {
        [first, rest @ ..] if bound(first) && !rest.is_empty() => vec![format!("{first}{}", rest.concat())],
        _ => parts.into_iter().map(str::to_owned).collect(),
    }
}

/// A digest of a folded word.
pub(crate) fn word_digest(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish()
}

/// A digest of words in order.
pub(crate) fn surface(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(0, |digest, word| {
        (digest.rotate_left(7) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}
