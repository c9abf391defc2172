//! What a skill stands for is stood for by one skill. A concept is a place, and so is a term that no concept covers: who proposes a skill
//! takes its places first, and the proposal is guarded by them, so that of two at the same moment one gets through.

use blocks::values::Id;
use eventing::{Decider, RejectionKind};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::skill::{Content, Skill, Stage};

/// A place, and who has it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    holder: Option<Id>,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Take it for a skill.
    Take {
        /// Skill.
        skill_id: Id,
        /// Whether the skill that has it still needs it, see [`needs`].
        needed: bool,
    },
}

/// What can have happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// A skill took it.
    Taken {
        /// Skill.
        skill_id: Id,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Taken { .. } => "SkillPlaceTaken",
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
    /// Another skill stands there.
    #[error("skill {0} stands for the same concept or the same terms")]
    Same(Id),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Same(_) => "SKILL_SAME",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Same(_) => RejectionKind::AlreadyExists,
        }
    }
}

/// Names of the streams of the places that a skill stands in. Digests, since a term may turn out to be somebody's name, and a URI may be
/// long.
#[must_use]
pub fn of(content: &Content) -> Vec<String> {
    match &content.concept {
        Some(concept) => vec![stream("concept", &concept.uri)],
        None => content.term_keys.iter().map(|key| stream("term", key)).collect(),
    }
}

fn stream(kind: &str, name: &str) -> String {
    hex::encode(Sha256::digest(format!("{kind} {name}")))
}

/// Whether a skill stands in a place. One that was never proposed, or that was rejected, retired or merged, needs none.
#[must_use]
pub fn needs(skill: &Skill, place: &str) -> bool {
    let is_open = !matches!(skill.stage(), Stage::Rejected | Stage::Retired | Stage::Merged);
    let stands = |content| of(content).iter().any(|it| it == place);
    is_open && skill.content().is_some_and(stands)
}

impl Place {
    /// The skill that took it last.
    #[must_use]
    pub fn holder(&self) -> Option<&str> {
        self.holder.as_deref()
    }

    /// That this skill has it.
    ///
    /// # Errors
    /// Another has it.
    pub fn check(&self, skill_id: &str) -> Result<(), Rejection> {
        match self.holder() {
            Some(holder) if holder != skill_id => Err(Rejection::Same(holder.to_owned())),
            _ => Ok(()),
        }
    }
}

impl Decider for Place {
    const TYPE: &'static str = "place";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn begins(_: &Command) -> bool {
        false
    }

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        let Command::Take { skill_id, needed } = command;
        if needed {
            self.check(&skill_id)?;
        }
        if self.holder() == Some(&skill_id) {
            return Ok(Vec::new());
        }
        Ok(vec![Fact::Taken { skill_id }])
    }

    fn evolve(&mut self, fact: Fact) {
        let Fact::Taken { skill_id } = fact;
        self.holder = Some(skill_id);
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Taken { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;

    use super::*;

    fn take(skill_id: &str, needed: bool) -> Command {
        Command::Take {
            skill_id: skill_id.to_owned(),
            needed,
        }
    }

    fn taken(skill_id: &str) -> Fact {
        Fact::Taken {
            skill_id: skill_id.to_owned(),
        }
    }

    #[test]
    fn a_place_is_taken_once_and_passed_on_when_it_is_no_longer_needed() {
        Scenario::<Place>::new().when(take("a", false)).then([taken("a")]);
        Scenario::<Place>::given([taken("a")])
            .when(take("a", true))
            .then([]);
        Scenario::<Place>::given([taken("a")])
            .when(take("b", true))
            .refused("SKILL_SAME");
        Scenario::<Place>::given([taken("a")])
            .when(take("b", false))
            .then([taken("b")]);
    }
}
