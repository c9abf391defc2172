//! A figure of official statistics: a count out of a population, with where it comes from. A correction is another revision; no revision is
//! ever taken away.

use blocks::{
    findings::Findings,
    values::{Id, LocalText, Period},
};
use eventing::{Decider, FieldFault, RejectionKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most revisions of a figure.
const REVISIONS_MAX: usize = 200;

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Identifier.
    pub figure_id: Id,
    /// What it tells.
    pub name: LocalText,
    /// Identifier of the definition by which it was counted.
    pub definition_id: Id,
    /// The definition in words.
    pub definition: LocalText,
    /// Identifier of the population.
    pub population_id: Id,
    /// The population in words.
    pub population: LocalText,
    /// What is counted.
    pub unit: String,
    /// How many it holds for.
    pub count: u64,
    /// How many there are.
    pub out_of: u64,
    /// Period it is of.
    pub period: Period,
    /// Who publishes it.
    pub publisher: String,
    /// Table it stands in.
    pub table: String,
    /// Where the table is found.
    pub url: String,
    /// Day it was retrieved.
    pub retrieved_on: Date,
    /// True for invented data.
    pub example: bool,
}

/// A revision of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The figure.
    pub content: Content,
    /// Which revision it is, counting from 1.
    pub revision: u32,
    /// Why it was corrected; empty for the first.
    pub reason: String,
    /// Day it was recorded.
    pub recorded_on: Date,
}

/// A figure as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    revisions: Vec<Revision>,
}

/// What can be asked of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Record it, or correct it.
    Record {
        /// The figure.
        content: Box<Content>,
        /// Why it is corrected.
        reason: String,
        /// The block's day.
        today: Date,
    },
}

/// What can have happened to a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// It was recorded or corrected.
    Recorded {
        /// The revision.
        revision: Revision,
    },
}

/// Why a command on a figure is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Fields are wrong.
    #[error("the figure cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Recorded { .. } => "ReferenceFigureRecorded".to_owned(),
        }
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "REFERENCE_FIGURE_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        RejectionKind::Invalid
    }

    fn faults(&self) -> Vec<FieldFault> {
        let Self::Invalid(faults) = self;
        faults.clone()
    }
}

impl Content {
    /// The share, from 0 to 1; none without a population, which no recorded figure has.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.out_of > 0).then(|| self.count as f64 / self.out_of as f64)
    }
}

impl Figure {
    /// All revisions, oldest first.
    #[must_use]
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// The one that holds; none when nothing was recorded.
    #[must_use]
    pub fn present(&self) -> Option<&Revision> {
        self.revisions.last()
    }

    fn record(&self, content: Content, reason: String, today: Date) -> Result<Vec<Fact>, Rejection> {
        let before = self.present();
        if before.is_some_and(|it| it.content == content) {
            return Ok(Vec::new());
        }
        let mut findings = Findings::below("figure");
        findings.check(content.out_of > 0, "out_of", "a population of at least 1");
        let within = content.count <= content.out_of;
        findings.check(within, "count", "at most as many as there are in the population");
        // Not compared with the block's day: a hub whose clock is held in the past still takes what was retrieved since.
        let known = content.retrieved_on >= content.period.starts_on;
        findings.check(known, "retrieved_on", "a day not before the period it is of");
        let same = before.is_none_or(|before| before.content.period == content.period);
        findings.check(
            same,
            "period",
            "the period it was recorded with; another one is another figure",
        );
        let same = before.is_none_or(|before| {
            before.content.definition_id == content.definition_id
                && before.content.population_id == content.population_id
        });
        let expected = "the definition and population it was recorded with; others are another figure";
        findings.check(same, "definition_id", expected);
        let room = self.revisions.len() < REVISIONS_MAX;
        findings.check(room, "", format!("at most {REVISIONS_MAX} revisions"));
        let mut faults = findings.into_faults();
        if before.is_some() == reason.trim().is_empty() {
            let expected = "why it is corrected, when it is; nothing for a figure that is new";
            faults.push(FieldFault::new("reason", expected));
        }
        if !faults.is_empty() {
            return Err(Rejection::Invalid(faults));
        }
        let revision = Revision {
            revision: before.map_or(1, |before| before.revision + 1),
            reason,
            recorded_on: today,
            content,
        };
        Ok(vec![Fact::Recorded { revision }])
    }
}

impl Decider for Figure {
    const TYPE: &'static str = "reference-figure";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        let Command::Record {
            content,
            reason,
            today,
        } = command;
        self.record(*content, reason, today)
    }

    fn evolve(&mut self, fact: Fact) {
        let Fact::Recorded { revision } = fact;
        self.revisions.push(revision);
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Recorded { .. } => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;
    use jiff::civil::date;

    use super::*;
    use crate::domain::examples::{fields, figure};

    const TODAY: Date = Date::constant(2025, 6, 1);

    fn record(content: Content, reason: &str) -> Command {
        Command::Record {
            content: Box::new(content),
            reason: reason.into(),
            today: TODAY,
        }
    }

    fn recorded() -> Scenario<Figure> {
        Scenario::new().after([record(figure(), "")])
    }

    #[test]
    fn a_correction_is_another_revision_beside_the_first() {
        let corrected = Content {
            count: 2_435_000,
            ..figure()
        };
        recorded().when(record(figure(), "")).then([]);
        let refusal = recorded()
            .when(record(corrected.clone(), ""))
            .refused("REFERENCE_FIGURE_INVALID");
        assert_eq!(fields(&refusal), ["reason"]);
        let both = recorded().after([record(corrected.clone(), "bijgesteld")]);
        let counts: Vec<_> = both
            .state()
            .revisions()
            .iter()
            .map(|it| it.content.count)
            .collect();
        assert_eq!(counts, [2_434_000, 2_435_000]);
        assert_eq!(both.state().present().unwrap().revision, 2);
    }

    #[test]
    fn the_share_follows_from_the_counts() {
        let share = figure().share().unwrap();
        assert_eq!(format!("{share:.3}"), "0.264");
    }

    #[test]
    fn every_fault_of_a_figure_is_told() {
        let wrong = Content {
            count: 2,
            out_of: 1,
            retrieved_on: date(2022, 6, 2),
            ..figure()
        };
        let refusal = Scenario::<Figure>::new()
            .when(record(wrong, "zomaar"))
            .refused("REFERENCE_FIGURE_INVALID");
        let expected = ["figure.count", "figure.retrieved_on", "reason"];
        assert_eq!(fields(&refusal), expected);
        let other = Content {
            population_id: "nl-15-74".into(),
            ..figure()
        };
        let refusal = recorded()
            .when(record(other, "andere groep"))
            .refused("REFERENCE_FIGURE_INVALID");
        assert_eq!(fields(&refusal), ["figure.definition_id"]);
    }
}
