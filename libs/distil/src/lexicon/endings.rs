//! What the words of a label tell by themselves.

use crate::language::Language;
use crate::morphology::root;

/// A noun that names what a verb does: `management`, `planning`, `analysis`.
pub(super) fn is_deverbal(word: &str) -> bool {
    ["ment", "tion", "sion", "sis", "ance", "ing"]
        .iter()
        .any(|suffix| word.ends_with(suffix) && word.len() > suffix.len() + 2)
}

/// The roots of words that say little in a label: verbs of doing, and names of kinds.
pub(super) fn idle_roots(language: Language) -> Vec<String> {
    let words = match language {
        Language::Nl => {
            "uitvoeren verrichten toepassen gebruiken techniek technologie systeem software proces methode beginselen principes soorten"
        }
        Language::En => {
            "perform conduct execute undertake carry apply use provide technique technology system software process method principle fundamental type"
        }
    };
    words.split(' ').map(|word| root(word, language)).collect()
}

/// A word that needs a noun after it, by its ending: `design electrical` is no skill without `systems`.
pub(super) fn is_adjective(word: &str, language: Language) -> bool {
    let suffixes: &[&str] = match language {
        Language::Nl => &["isch", "ische", "lijk", "lijke"],
        Language::En => &["al", "ic", "ive", "ous", "able", "ible", "ful", "ary"],
    };
    suffixes.iter().any(|suffix| word.ends_with(suffix))
}
