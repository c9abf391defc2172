//! Who is in the season: 53 projects, spread as the real rounds were, and how each of them fares.

use jiff::civil::{Date, date};

/// The block a project belongs to. The two schemes fund these two blocks only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Block {
    /// Block 2, through the scheme for the energy and raw-materials transition.
    Transitions,
    /// Block 3, through the scheme for providers.
    Professionalisation,
}

impl Block {
    /// Identifier of the block.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Transitions => "transitions",
            Self::Professionalisation => "professionalisation",
        }
    }

    /// Identifier of its scheme.
    #[must_use]
    pub fn scheme(self) -> &'static str {
        match self {
            Self::Transitions => "llo-energie-grondstoffen",
            Self::Professionalisation => "llo-opleiders",
        }
    }

    /// The coordinator's role token.
    #[must_use]
    pub fn coordinator(self) -> String {
        format!("block-coordinator:{}", self.id())
    }
}

/// How a project keeps to its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pace {
    /// On course.
    Good,
    /// Some weeks behind.
    Slow,
    /// Months behind.
    Slipping,
}

/// A place in the season: everything about a project that was decided rather than drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Number: 101 to 117 for round 1, 201 to 236 for round 2.
    pub number: u32,
    /// Round it was granted in.
    pub round: u32,
    /// Block.
    pub block: Block,
    /// True for the size class large.
    pub large: bool,
    /// How it keeps to its plan.
    pub pace: Pace,
    /// True when it was first granted under a condition.
    pub conditional: bool,
    /// First day.
    pub starts_on: Date,
    /// Last day of the plan as granted.
    pub ends_on: Date,
}

impl Seat {
    /// Identifier, such as `llo-101`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("llo-{}", self.number)
    }

    /// True for the project that waits for its condition and has no plan yet.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.number == 236
    }
}

/// All places, in the order of their numbers.
#[must_use]
pub fn seats() -> Vec<Seat> {
    (101..=117).chain(201..=236).map(seat).collect()
}

fn seat(number: u32) -> Seat {
    let (starts_on, ends_on) = (starts_on(number), ends_on(number));
    let block = match number {
        101..=106 | 112..=114 | 201..=209 | 220..=227 => Block::Transitions,
        _ => Block::Professionalisation,
    };
    let large = matches!(number, 101..=111 | 201..=219);
    Seat {
        number,
        round: number / 100,
        block,
        large,
        pace: pace(number),
        conditional: is_conditional(number),
        starts_on,
        ends_on,
    }
}

fn pace(number: u32) -> Pace {
    match number {
        104 | 108 | 111 | 117 | 204 | 213 | 224 | 231 => Pace::Slipping,
        102 | 109 | 115 | 206 | 210 | 216 | 222 | 229 | 234 => Pace::Slow,
        _ => Pace::Good,
    }
}

fn is_conditional(number: u32) -> bool {
    matches!(number, 205 | 212 | 219 | 227 | 233 | 236)
}

fn starts_on(number: u32) -> Date {
    match number {
        109 | 110 | 117 => date(2024, 7, 1),
        101..=116 => date(2024, 1, 1),
        236 => date(2026, 7, 1),
        // Projects under a condition start half a year later, once it is met.
        _ if is_conditional(number) => date(2025, 7, 1),
        _ => date(2025, 1, 1),
    }
}

fn ends_on(number: u32) -> Date {
    match number {
        112..=115 | 117 => date(2025, 12, 31),
        103 | 106 | 116 | 221 | 222 => date(2026, 6, 30),
        101..=111 | 220..=235 => date(2026, 12, 31),
        _ => date(2027, 12, 31),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(round: u32, large: bool) -> usize {
        seats()
            .iter()
            .filter(|seat| seat.round == round && seat.large == large)
            .count()
    }

    #[test]
    fn the_rounds_are_as_large_as_the_real_ones() {
        assert_eq!((count(1, true), count(1, false)), (11, 6));
        assert_eq!((count(2, true), count(2, false)), (19, 17));
    }

    #[test]
    fn every_project_starts_and_ends_with_a_half_year() {
        for seat in seats() {
            assert!(
                matches!((seat.starts_on.month(), seat.starts_on.day()), (1 | 7, 1)),
                "{}",
                seat.id()
            );
            assert!(
                matches!((seat.ends_on.month(), seat.ends_on.day()), (6, 30) | (12, 31)),
                "{}",
                seat.id()
            );
            assert!(seat.starts_on < seat.ends_on, "{}", seat.id());
        }
    }
}
