//! An edition of the radar: numbered, frozen, with how it differs from the one before. It never changes.

use blocks::{
    skill::SkillRef,
    values::{Actor, Id, LocalText},
};
use eventing::{Decider, RejectionKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::trends::{Growth, PeriodLength, Ring};

/// Most skills in an edition: so many can be published in one event.
pub const ENTRIES_MAX: usize = 250;

/// A part of what was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Part {
    /// Sources about a theme.
    Theme(Id),
    /// Sources about a sector.
    Sector(String),
    /// Sources about a region.
    Region(Id),
}

/// A theme, as it was called when the edition was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// Identifier.
    pub theme_id: Id,
    /// Its name.
    pub name: LocalText,
}

/// A skill in an edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Emerging skill.
    pub skill_id: Id,
    /// Its reference.
    pub reference: SkillRef,
    /// Its label.
    pub label: LocalText,
    /// Its themes.
    pub theme_ids: Vec<Id>,
    /// Its ring.
    pub ring: Ring,
    /// How fast it grows, where enough was read to tell.
    pub growth: Option<Growth>,
    /// Mentions.
    pub mentions: u32,
    /// Sources.
    pub sources: u32,
    /// Who published these.
    pub publishers: u32,
    /// Disagreements.
    pub dissents: u32,
    /// Its rings in parts of what was read.
    pub rings: Vec<(Part, Ring)>,
}

/// By what rules an edition was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Length of the periods.
    pub period_length: PeriodLength,
    /// Number of periods.
    pub periods: u32,
    /// Day in or after the last one.
    pub as_of: Date,
    /// Name and version of the rule that gives rings.
    pub ring_rule: String,
    /// Method by which the run reads.
    pub reading_method: String,
    /// Run.
    pub run_id: Id,
    /// Position of the log up to which it holds everything.
    pub log_position: u64,
    /// Sources that were read.
    pub sources: u32,
    /// Words that were read.
    pub words: u64,
}

/// What an edition says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Its number, counting from 1.
    pub number: u32,
    /// Title.
    pub title: LocalText,
    /// What its readers should know.
    pub note: LocalText,
    /// By what rules it was made.
    pub basis: Basis,
    /// Themes of its skills, as they were called.
    pub themes: Vec<Theme>,
    /// Skills, by ring and label.
    pub entries: Vec<Entry>,
}

/// A skill that was in the edition before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Emerging skill.
    pub skill_id: Id,
    /// Its label then.
    pub label: LocalText,
    /// Its ring then.
    pub ring: Ring,
}

/// An edition as its one fact made it.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    published: Option<Published>,
}

/// An edition that was published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// What it says.
    pub content: Content,
    /// What was in the one before.
    pub before: Vec<Before>,
    /// Day.
    pub published_on: Date,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Publish it.
    Publish {
        /// What it says.
        content: Box<Content>,
        /// What was in the one before.
        before: Vec<Before>,
        /// Who.
        by: Actor,
        /// The block's day.
        today: Date,
    },
}

/// What can have happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Fact {
    /// It was published.
    Published {
        /// What it says and what was in the one before.
        edition: Box<Published>,
        /// Who.
        by: Actor,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Published { .. } => "EditionPublished",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// Why it is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Somebody else published it.
    #[error("edition {0} was published in the meantime")]
    Overtaken(u32),
    /// There is nothing to publish.
    #[error("no skill is published, so there is nothing to show in an edition")]
    Empty,
    /// There is too much.
    #[error("{0} skills are published; an edition holds at most {ENTRIES_MAX}: retire or merge some first")]
    TooLarge(usize),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Overtaken(_) => "EDITION_OVERTAKEN",
            Self::Empty => "EDITION_EMPTY",
            Self::TooLarge(_) => "EDITION_TOO_LARGE",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Overtaken(_) => RejectionKind::Conflict,
            Self::Empty | Self::TooLarge(_) => RejectionKind::WrongState,
        }
    }
}

/// Name of the stream of an edition.
#[must_use]
pub fn stream(number: u32) -> String {
    number.to_string()
}

impl Published {
    /// Ring in which a skill was in the edition before.
    #[must_use]
    pub fn previous_ring(&self, skill_id: &str) -> Option<Ring> {
        let before = self.before.iter().find(|it| it.skill_id == skill_id);
        before.map(|it| it.ring)
    }

    /// Skills that were in the edition before and are in this one no more.
    pub fn departures(&self) -> impl Iterator<Item = &Before> {
        let is_here = |it: &Before| {
            self.content
                .entries
                .iter()
                .any(|entry| entry.skill_id == it.skill_id)
        };
        self.before.iter().filter(move |it| !is_here(it))
    }

    /// What the next edition is compared with.
    #[must_use]
    pub fn as_before(&self) -> Vec<Before> {
        let before = |entry: &Entry| Before {
            skill_id: entry.skill_id.clone(),
            label: entry.label.clone(),
            ring: entry.ring,
        };
        self.content.entries.iter().map(before).collect()
    }
}

impl Edition {
    /// The edition; none when it was not published.
    #[must_use]
    pub fn published(&self) -> Option<&Published> {
        self.published.as_ref()
    }
}

impl Decider for Edition {
    const TYPE: &'static str = "edition";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        let Command::Publish {
            content,
            before,
            by,
            today,
        } = command;
        if self.published.is_some() {
            return Err(Rejection::Overtaken(content.number));
        }
        match content.entries.len() {
            0 => Err(Rejection::Empty),
            count if count > ENTRIES_MAX => Err(Rejection::TooLarge(count)),
            _ => {
                let edition = Box::new(Published {
                    content: *content,
                    before,
                    published_on: today,
                });
                Ok(vec![Fact::Published { edition, by }])
            }
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Published { edition, .. } => self.published = Some(*edition),
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Published { .. } => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;

    use super::*;
    use crate::domain::examples::{DAY, edition};

    fn publish(content: Content, before: Vec<Before>) -> Command {
        Command::Publish {
            content: Box::new(content),
            before,
            by: "coordinator".into(),
            today: DAY,
        }
    }

    fn before(skill_id: &str) -> Before {
        Before {
            skill_id: skill_id.into(),
            label: LocalText::new(skill_id, skill_id),
            ring: Ring::Emerging,
        }
    }

    #[test]
    fn it_is_published_once() {
        let published = Scenario::<Edition>::new().after([publish(edition(), Vec::new())]);
        published
            .when(publish(edition(), Vec::new()))
            .refused("EDITION_OVERTAKEN");
    }

    #[test]
    fn it_is_neither_empty_nor_too_large() {
        let of = |count: usize| Content {
            entries: edition().entries.into_iter().cycle().take(count).collect(),
            ..edition()
        };
        let when = |count| Scenario::<Edition>::new().when(publish(of(count), Vec::new()));
        when(0).refused("EDITION_EMPTY");
        when(ENTRIES_MAX + 1).refused("EDITION_TOO_LARGE");
    }

    #[test]
    fn it_says_what_came_moved_and_went() {
        let here = edition().entries[0].skill_id.clone();
        let scenario =
            Scenario::<Edition>::new().after([publish(edition(), vec![before(&here), before("weg")])]);
        let published = scenario.state().published().unwrap();
        assert_eq!(published.previous_ring(&here), Some(Ring::Emerging));
        assert_eq!(published.previous_ring("nieuw"), None);
        let gone: Vec<_> = published.departures().map(|it| it.skill_id.as_str()).collect();
        assert_eq!(gone, ["weg"]);
    }
}
