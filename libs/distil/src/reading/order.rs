//! In which order words may stand, and which words coordinated phrases may share.

use super::passage::{Sentence, WordSet};
use crate::lexicon::Pattern;
use crate::morphology::folded;
use crate::words::{Break, Class};

/// Content words that may stand between a noun and the preposition phrase that is its object.
const MAX_WORDS_IN_OBJECT: usize = 1;

/// Letters of the shortest word for what somebody does, whose doer is taken for it: `bricklayer`, `bricklaying`; other doers are mostly things (`printer`).
const SHORTEST_TRADE: usize = 8;

/// Whether a coordination between the words of a label only adds to them: it starts right after the first of them (`install and maintain
/// boilers`), or ends right before the last (`manage budgets and staff`). In `coach employees and manage staff` it joins two whole phrases.
pub(super) fn shares(sentence: &Sentence<'_>, first: usize, last: usize, set: &WordSet) -> bool {
    let joins = |at: usize| sentence.is(at, Class::COORDINATOR) || sentence.tokens[at].before == Break::Comma;
    if joins(first + 1) {
        return true;
    }
    let mut at = last;
    while at > first {
        if sentence.tokens[at].before == Break::Comma || sentence.is(at - 1, Class::COORDINATOR) {
            return true;
        }
        at -= 1;
        if !set.contains(at) && !sentence.is(at, Class::STOP) {
            return false;
        }
    }
    false
}

/// How the words of a label stand in a sentence.
pub(super) struct Arrangement {
    /// In the order of the label.
    pub(super) ordered: bool,
    /// The content words between them.
    pub(super) gap: usize,
    /// Whether a coordinator stands between them.
    pub(super) coordinated: bool,
    /// Whether the first names the one who does it.
    pub(super) agent: bool,
}

/// Whether the words of an English label, which stand at these places in the order of the label, can mean what it means.
///
/// An English object follows its verb, so `clients manage` is not `manage clients`; `client management` is, and so are `clients are managed` and
/// `management of clients`. A noun of a verb needs a preposition before its object: `development depended on policy` is not `develop policy`.
pub(super) fn reads_as_english(
    sentence: &Sentence<'_>,
    pattern: &Pattern,
    at: &[usize],
    arrangement: &Arrangement,
) -> bool {
    let Arrangement {
        ordered,
        gap,
        coordinated,
        agent,
    } = *arrangement;
    let (Some(first), Some(last), Some(earliest)) = (at.first(), at.last(), at.iter().min()) else {
        return false;
    };
    let near = gap <= MAX_WORDS_IN_OBJECT;
    let followed = at.get(1).is_none_or(|next| *next <= first + 1);
    if ordered && pattern.deverbal {
        // A noun before the noun of a verb stays next to it: `family members are involved in planning` is no `family planning`.
        return gap == 0 || coordinated;
    }
    if ordered {
        return followed
            || near && sentence.is(first + 1, Class::PREPOSITION)
            || !is_noun_of_verb(sentence.word(*first));
    }
    // `Sharing of cars` and `shares cars` are `car sharing`, `shares of cars` are not.
    let joined = is_joint(sentence, earliest + 1);
    let nominal = |at: usize| sentence.known(at).nominal;
    if pattern.deverbal && last == earliest {
        return !joined || nominal(*earliest);
    }
    let turned = |pair: &[usize]| {
        let object_first = pair[0] == *first && (agent || nominal(*first));
        pair[0] < pair[1] || object_first || near && is_joint(sentence, pair[1] + 1)
    };
    at.windows(2).all(turned)
}

fn is_joint(sentence: &Sentence<'_>, at: usize) -> bool {
    at < sentence.len() && matches!(sentence.word(at), "of" | "for" | "in")
}

fn is_noun_of_verb(word: &str) -> bool {
    ["ment", "ments", "tion", "tions", "sion", "sions", "sis", "ance"]
        .iter()
        .any(|suffix| word.ends_with(suffix))
}

/// Whether a single English word is the word of the label: other than in number, or as what is done by a verb (`weld`, `welding`).
///
/// English makes verbs and nouns of each other without a trace, so any other form is too often something else (`signed`, `signing`).
pub(super) fn is_same_noun(word: &str, name: &str) -> bool {
    let (word, name) = (folded(word), folded(name));
    let singular = |word: &str| {
        word.strip_suffix("ies")
            .map(|stem| format!("{stem}y"))
            .unwrap_or(word.trim_end_matches('s').to_owned())
    };
    let agent = word
        .trim_end_matches('s')
        .strip_suffix("er")
        .is_some_and(|stem| name.strip_suffix("ing") == Some(stem) && name.len() > SHORTEST_TRADE);
    let gerund = word
        .strip_suffix("ing")
        .is_some_and(|stem| name.starts_with(stem) && name.len() <= stem.len() + 1);
    singular(&word) == singular(&name) || word.strip_suffix("'s") == Some(&name) || gerund || agent
}
