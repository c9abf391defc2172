//! Which mentions by a word that is also used in other meanings count.
//!
//! `Communication`, `history` or `Swift` name skills, but mostly something else. Such a word counts where skills are talked about: near a word that says so
//! (`knowledge of`, `course`), or joined with another mention (`history and geography`); a name of software also in a passage about
//! software; and a word that is a whole item of a list.

use super::choose::Chosen;
use super::find::Found;
use super::passage::Sentence;
use crate::document::PassageKind;
use crate::words::{Break, Class};

/// Words between a word of every kind of text and what shows that a skill is meant.
const NEAR: usize = 4;

/// Drops the mentions that do not count.
pub(super) fn admit(sentence: &Sentence<'_>, chosen: &mut Vec<Chosen>, software: bool, kind: PassageKind) {
    if chosen.iter().all(|chosen| !chosen.found.weak) {
        return;
    }
    let all: Vec<Found> = chosen.iter().map(|chosen| chosen.found).collect();
    let context = Context {
        sentence,
        software,
        all: &all,
        item: kind != PassageKind::Paragraph,
    };
    chosen.retain(|chosen| !chosen.found.weak || context.admits(&chosen.found));
}

struct Context<'a> {
    sentence: &'a Sentence<'a>,
    software: bool,
    all: &'a [Found],
    item: bool,
}

impl Context<'_> {
    fn admits(&self, found: &Found) -> bool {
        let near =
            self.talk_of_skills(found.first.saturating_sub(NEAR), found.last + NEAR) || self.joined(found);
        let whole = self.item && found.words.count() as usize == self.sentence.len();
        // At the start of a sentence a capital tells nothing, and a letter or two may stand for anything.
        let doubtful = found.common && found.first == 0 || self.sentence.info(found.first).length <= 2;
        if found.qualified || doubtful {
            return near && (self.software || !doubtful) || self.software && !doubtful || self.joined(found);
        }
        near || whole || !found.common && self.talk_of_skills(0, self.sentence.len())
    }

    fn talk_of_skills(&self, from: usize, to: usize) -> bool {
        (from..=to.min(self.sentence.len())).any(|at| self.sentence.is(at, Class::SKILL_TALK))
    }

    /// Whether a coordinator or comma joins it with another mention.
    fn joined(&self, found: &Found) -> bool {
        let others = self.all.iter().filter(|other| {
            other.concept != found.concept && (!other.common || other.qualified && found.qualified)
        });
        let links = |from: usize, to: usize| {
            let between = (from + 1..=to).any(|at| {
                self.sentence.tokens[at].before == Break::Comma
                    || self.sentence.is(at, Class::COORDINATOR | Class::SUBORDINATOR)
            });
            let only = (from + 1..to).all(|at| self.sentence.is(at, Class::STOP));
            between && only
        };
        others.into_iter().any(|other| {
            other.last < found.first && links(other.last, found.first)
                || found.last < other.first && links(found.last, other.first)
        })
    }
}
