//! What all forms of an edition show: its skills in their order, numbered, with how each moved.

use std::collections::BTreeSet;

use super::{
    text::{has_ink, one_line},
    words::{Said, Words},
};
use crate::{
    domain::edition::{Entry, Published, Theme},
    trends::Ring,
};

/// Rings from the middle outwards. What is undecided lies around them.
pub(super) const RINGS: [Ring; 5] = [
    Ring::Emerging,
    Ring::Growing,
    Ring::Established,
    Ring::Declining,
    Ring::Undecided,
];

/// How a skill stands against the edition before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Movement {
    /// It was not there before.
    New,
    /// It came nearer to the middle.
    In(Ring),
    /// It went further from the middle.
    Out(Ring),
    /// It is where it was.
    Same,
}

/// A skill with its number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Its number, counting from 1, by ring and then by Dutch label: it is the same in every form and language.
    pub(super) number: usize,
    /// What the edition says of it.
    pub(super) entry: &'a Entry,
    /// How it stands against the edition before.
    pub(super) movement: Movement,
}

/// An edition, laid out.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    /// The edition.
    pub(super) edition: &'a Published,
    /// Its skills.
    pub(super) lines: Vec<Line<'a>>,
}

impl<'a> Sheet<'a> {
    /// Lays an edition out.
    pub(super) fn new(edition: &'a Published) -> Self {
        let mut entries: Vec<&Entry> = edition.content.entries.iter().collect();
        entries.sort_by_cached_key(|it| {
            (
                it.ring,
                one_line(&it.label.nl).to_lowercase(),
                it.skill_id.clone(),
            )
        });
        let line = |(index, entry): (usize, &'a Entry)| Line {
            number: index + 1,
            entry,
            movement: movement(edition, entry),
        };
        Self {
            edition,
            lines: entries.into_iter().enumerate().map(line).collect(),
        }
    }

    /// Whether there is an edition before to compare with.
    pub(super) fn is_compared(&self) -> bool {
        !self.edition.before.is_empty()
    }

    /// Skills in a ring.
    pub(super) fn within(&self, ring: Ring) -> impl Iterator<Item = &Line<'a>> {
        self.lines.iter().filter(move |it| it.entry.ring == ring)
    }

    /// A theme by its identifier.
    pub(super) fn theme(&self, theme_id: &str) -> Option<&'a Theme> {
        self.edition
            .content
            .themes
            .iter()
            .find(|it| it.theme_id == theme_id)
    }

    /// The name of a theme; its identifier where it is not known.
    pub(super) fn theme_name(&self, words: &Words, theme_id: &str) -> Said {
        match self.theme(theme_id) {
            Some(theme) => words.said(&theme.name, theme_id),
            None => Said::plain(theme_id),
        }
    }

    /// Tests by which growth was judged, by name.
    pub(super) fn tests(&self) -> BTreeSet<&'a str> {
        let growths = self.lines.iter().filter_map(|it| it.entry.growth.as_ref());
        growths
            .map(|it| it.method.as_str())
            .filter(|it| has_ink(it))
            .collect()
    }
}

impl Movement {
    /// Ring in which the skill was, if it was anywhere.
    pub(super) fn from(self, now: Ring) -> Option<Ring> {
        match self {
            Self::New => None,
            Self::In(before) | Self::Out(before) => Some(before),
            Self::Same => Some(now),
        }
    }
}

fn movement(edition: &Published, entry: &Entry) -> Movement {
    // Rings are ordered from the middle outwards.
    match edition.previous_ring(&entry.skill_id) {
        None => Movement::New,
        Some(before) if before > entry.ring => Movement::In(before),
        Some(before) if before < entry.ring => Movement::Out(before),
        Some(_) => Movement::Same,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::examples;

    #[test]
    fn skills_are_numbered_by_ring_and_label() {
        let edition = examples::second();
        let sheet = Sheet::new(&edition);
        let labels: Vec<_> = sheet
            .lines
            .iter()
            .map(|it| (it.number, it.entry.label.nl.as_str()))
            .collect();
        assert_eq!(
            labels,
            [
                (1, "Batterijen herfabriceren"),
                (2, "Veilig werken met waterstof"),
                (3, "Warmtepompen installeren"),
                (4, "Zorgtechnologie gebruiken"),
                (5, "Bouwtekeningen lezen"),
                (6, "Cv-ketels onderhouden"),
                (7, "Digitale tweelingen bouwen"),
            ]
        );
    }

    #[test]
    fn the_number_does_not_depend_on_the_order_of_the_entries() {
        let edition = examples::second();
        let mut turned = edition.clone();
        turned.content.entries.reverse();
        let ids = |it: &Published| -> Vec<String> {
            let sheet = Sheet::new(it);
            sheet.lines.iter().map(|it| it.entry.skill_id.clone()).collect()
        };
        assert_eq!(ids(&edition), ids(&turned));
    }

    #[test]
    fn nearer_to_the_middle_is_in() {
        let edition = examples::second();
        let sheet = Sheet::new(&edition);
        let movements: Vec<_> = sheet.lines.iter().map(|it| it.movement).collect();
        assert_eq!(
            movements,
            [
                Movement::New,
                Movement::In(Ring::Undecided),
                Movement::Same,
                Movement::New,
                Movement::Out(Ring::Growing),
                Movement::Same,
                Movement::New,
            ]
        );
    }
}
