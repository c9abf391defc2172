//! English inflection and derivation: Snowball's English stemmer (Porter 2), with what it does not know or throws together.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::Form;
use super::english_tables::{AGENTS, IRREGULAR, NOT_ISE};

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));
static FORMS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| IRREGULAR.iter().copied().collect());

/// The root: `managing` and `management` manag, `organised` and `organization` organis.
pub(crate) fn root(word: &str) -> String {
    let word = word
        .strip_suffix("'s")
        .or(word.strip_suffix('\''))
        .unwrap_or(word);
    let Some(known) = FORMS.get(word) else {
        return stem(word);
    };
    // A word that is listed as itself, or under a name of its own, is not to be stemmed.
    if *known == word || known.ends_with('~') {
        (*known).to_owned()
    } else {
        own_or_stem(known)
    }
}

fn own_or_stem(word: &str) -> String {
    if FORMS.get(word).is_some_and(|known| *known == word) {
        word.to_owned()
    } else {
        stem(word)
    }
}

fn stem(word: &str) -> String {
    if word.len() <= 2 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    if let Some(stem) = in_ise(word) {
        return format!("{stem}is");
    }
    STEMMER.stem(word).into_owned()
}

/// The stem of a verb in `-ise` or `-ize` and of its nouns.
fn in_ise(word: &str) -> Option<&str> {
    // Most words have none of these, which two letters tell.
    if !word
        .as_bytes()
        .windows(2)
        .any(|pair| pair[0] == b'i' && matches!(pair[1], b's' | b'z'))
    {
        return None;
    }
    let suffixes = [
        "isations", "izations", "isation", "ization", "ising", "izing", "isers", "izers", "ised", "ized",
        "ises", "izes",
    ];
    let suffixes = suffixes.iter().chain(&["iser", "izer", "ise", "ize"]);
    let stem = suffixes
        .into_iter()
        .find_map(|suffix| word.strip_suffix(suffix))?;
    let other = NOT_ISE
        .iter()
        .any(|known| known.strip_suffix("is").is_some_and(|known| stem == known));
    (stem.len() >= 3 && !other).then_some(stem)
}

/// What else a word of a text may be.
pub(crate) fn readings(word: &str, add: &mut dyn FnMut(String, Form)) {
    if let Some((_, done)) = AGENTS.iter().find(|(known, _)| *known == word) {
        add(own_or_stem(done), Form::Agent);
    }
    if let Some(stem) = word.strip_suffix("ers").or(word.strip_suffix("er"))
        && stem.len() >= 4
        && !FORMS.contains_key(word)
    {
        add(root(stem), Form::Agent);
        add(root(&format!("{stem}e")), Form::Agent);
        add(root(&format!("{stem}ing")), Form::Agent);
    }
}
