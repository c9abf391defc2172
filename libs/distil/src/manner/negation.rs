//! Negation: which mentions a `not`, `no`, `without` or `instead of` reaches.
//!
//! The scope follows the idea of NegEx (Chapman et al. 2001): a negation reaches forward to the end of its clause, and a
//! negated requirement (`is not required`) backward to its start. Here clauses end at stronger breaks, at words that start
//! another clause (`but`, `maar`, `omdat`), and at commas that do not belong to an enumeration.

use crate::reading::{Sentence, WordSet};
use crate::words::{Break, Class};

/// How far before a mention a negation is looked for, in words.
const REACH_FORWARD: usize = 14;
/// How far after a mention a negated requirement is looked for, in words.
const REACH_BACKWARD: usize = 12;
/// How far after a negation its requirement may stand, in words.
const REQUIREMENT_WITHIN: usize = 5;

/// The negations of a sentence.
pub(super) struct Negation<'a> {
    sentence: &'a Sentence<'a>,
    /// The words of all mentions.
    covered: WordSet,
    any: bool,
}

impl<'a> Negation<'a> {
    pub(super) fn of(sentence: &'a Sentence<'a>, covered: WordSet) -> Self {
        let cue = Class::NEGATOR | Class::REPLACEMENT;
        Self {
            sentence,
            covered,
            any: (0..sentence.len()).any(|at| sentence.is(at, cue)),
        }
    }

    /// Whether the mention that reaches from one word to another is negated.
    pub(super) fn negates(&self, words: &WordSet, first: usize, last: usize) -> bool {
        self.any && (self.before(words, first, last) || self.after(last))
    }

    /// A negation before the mention or between its words.
    fn before(&self, words: &WordSet, first: usize, last: usize) -> bool {
        let mut content = 0;
        let mut purpose = false;
        let mut required = false;
        let mut at = last;
        while at > 0 && first.saturating_sub(at) < REACH_FORWARD {
            if self.ends_before(at, first) {
                return self.heads_a_list(at);
            }
            at -= 1;
            if words.contains(at) {
                continue;
            }
            if self.replaces(at) {
                return content == 0;
            }
            if self.sentence.is(at, Class::SUBORDINATOR) && !self.is_negator(at) {
                return false;
            }
            if self.is_negator(at) {
                // `No better way to …` negates the way, `no need to …` what need not be done.
                let reaches = !(self.is_narrow(at) && self.undone_later(last))
                    && (!purpose || required || self.sentence.is(at, Class::ADVERB_NEGATOR));
                return !self.turned_back(at) && reaches && (content == 0 || !self.is_narrow(at));
            }
            purpose |= at < first && self.starts_a_purpose(at);
            required |= self.sentence.is(at, Class::REQUIREMENT);
            // What an enumeration names besides, and words about skills, do not come between `without` and the mention.
            let passed = self.sentence.is(at, Class::STOP | Class::SKILL_TALK) || self.covered.contains(at);
            content += usize::from(!passed && at < first);
        }
        false
    }

    /// Whether the clause that a mention stands in starts at this word.
    fn ends_before(&self, at: usize, first: usize) -> bool {
        match self.sentence.tokens[at].before {
            Break::None => false,
            Break::Comma => at <= first && !self.enumerates(at, first),
            _ => true,
        }
    }

    /// Whether the words from a comma to a mention are further items of the enumeration before the comma: no predicate is among them.
    fn enumerates(&self, comma: usize, first: usize) -> bool {
        let inside = (comma..first).all(|at| {
            !self
                .sentence
                .is(at, Class::PREDICATE | Class::PASSIVE | Class::SUBORDINATOR)
        });
        let before_is_item = !(0..comma)
            .rev()
            .take(3)
            .any(|at| self.sentence.is(at, Class::REQUIREMENT));
        inside && before_is_item && self.items_follow(comma)
    }

    /// Whether a coordinator follows before the clause ends, as it does in an enumeration.
    fn items_follow(&self, comma: usize) -> bool {
        let rest = comma..self.sentence.len();
        for at in rest {
            if at > comma && self.sentence.tokens[at].before > Break::Comma {
                return false;
            }
            if self.sentence.is(at, Class::COORDINATOR) {
                return true;
            }
        }
        false
    }

    /// `Niet vereist: …`.
    fn heads_a_list(&self, at: usize) -> bool {
        let colon = self.sentence.tokens[at].before == Break::Colon;
        colon
            && at >= 2
            && self.sentence.is(at - 1, Class::REQUIREMENT)
            && (at.saturating_sub(3)..at - 1).any(|cue| self.is_negator(cue))
    }

    fn is_negator(&self, at: usize) -> bool {
        self.sentence.is(at, Class::NEGATOR)
    }

    /// `Without welding you will not get far` says that welding is needed.
    fn undone_later(&self, last: usize) -> bool {
        let rest = last + 1..self.sentence.len();
        let clause = rest.take_while(|at| {
            self.sentence.tokens[*at].before <= Break::Comma && !self.sentence.is(*at, Class::SUBORDINATOR)
        });
        clause
            .into_iter()
            .any(|at| self.is_negator(at) && !self.is_narrow(at))
    }

    /// The `to` and `om` of an infinitive.
    fn starts_a_purpose(&self, at: usize) -> bool {
        matches!(self.sentence.word(at).to_ascii_lowercase().as_str(), "to" | "om")
    }

    /// `Without` and `zonder` only reach the noun that follows them.
    fn is_narrow(&self, at: usize) -> bool {
        matches!(
            self.sentence.word(at).to_ascii_lowercase().as_str(),
            "zonder" | "without"
        )
    }

    /// A negation that another word takes back: `not only`, `niet zonder`, `no less`, `mag niet ontbreken`.
    fn turned_back(&self, at: usize) -> bool {
        let near = (at + 1..at + 3)
            .any(|next| self.sentence.is(next, Class::TURNS_BACK) && !self.covered.contains(next));
        near || !self.sentence.is(at, Class::COORDINATOR) && self.doubled(at)
    }

    /// Another negation before this one in its clause, with no coordination between.
    fn doubled(&self, at: usize) -> bool {
        for before in (0..at).rev().take(REACH_FORWARD) {
            if self.sentence.tokens[before + 1].before > Break::None
                || self.sentence.is(before, Class::COORDINATOR)
            {
                return false;
            }
            if self.is_negator(before) {
                return true;
            }
        }
        false
    }

    /// `Instead of`, `rather than`, `in plaats van`, of which this is the first word that matters.
    fn replaces(&self, at: usize) -> bool {
        if !self.sentence.is(at, Class::REPLACEMENT) {
            return false;
        }
        let word = |at: usize| {
            if at < self.sentence.len() {
                self.sentence.word(at).to_ascii_lowercase()
            } else {
                String::new()
            }
        };
        let before = at.checked_sub(1).map(word).unwrap_or_default();
        match (word(at).as_str(), word(at + 1).as_str()) {
            ("plaats", "van") => before == "in",
            ("instead", "of")
            | ("rather", "than")
            | ("opposed", "to")
            | ("anders", "dan")
            | ("ipv" | "i.p.v", _) => true,
            _ => false,
        }
    }

    /// A negated requirement after the mention, in its clause: `is not required`, `hoeft niet`.
    fn after(&self, last: usize) -> bool {
        let mut predicate = false;
        let mut need = false;
        for at in (last + 1..self.sentence.len()).take(REACH_BACKWARD) {
            let strength = self.sentence.tokens[at].before;
            if strength > Break::Comma
                || strength == Break::Comma && (predicate || !self.enumeration_goes_on(at))
            {
                return false;
            }
            if self.sentence.is(at, Class::SUBORDINATOR)
                || predicate && self.sentence.is(at, Class::COORDINATOR)
            {
                return false;
            }
            if self.is_negator(at) && (predicate || self.is_verbal_negator(at)) && !self.turned_back(at) {
                return need || self.negates_a_requirement(at);
            }
            need |= self.is_need(at);
            predicate |= self.sentence.is(at, Class::PREDICATE | Class::PASSIVE);
        }
        false
    }

    /// A mention or an item follows the comma, not another clause.
    fn enumeration_goes_on(&self, at: usize) -> bool {
        self.covered.contains(at) || self.items_follow(at)
    }

    /// `Isn't`, and `not` and `niet`, which follow a verb that need not be known.
    fn is_verbal_negator(&self, at: usize) -> bool {
        self.sentence.is(at, Class::ADVERB_NEGATOR)
    }

    /// The verb of `hoeft niet`.
    fn is_need(&self, at: usize) -> bool {
        matches!(
            self.sentence.word(at).to_ascii_lowercase().as_str(),
            "hoef" | "hoeft" | "hoeven" | "hoefde" | "hoefden"
        )
    }

    fn negates_a_requirement(&self, at: usize) -> bool {
        for next in at + 1..(at + 1 + REQUIREMENT_WITHIN).min(self.sentence.len()) {
            if self.sentence.tokens[next].before > Break::None {
                return next == at + 1 && self.is_verbal_negator(at);
            }
            if self.sentence.is(next, Class::REQUIREMENT) {
                return true;
            }
        }
        // `SQL kent hij niet`: the adverb ends the clause.
        self.is_verbal_negator(at) && at + 1 == self.sentence.len()
    }
}
