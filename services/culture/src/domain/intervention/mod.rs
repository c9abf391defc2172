//! An intervention: planned, running, stopped or finished, with what was seen of its effects.

mod claim;
mod content;
mod effect;
mod estimate;
mod fact;
mod rejection;
#[cfg(test)]
mod tests;

use blocks::values::{Cents, Id};
use eventing::Decider;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use claim::Claim;
pub use content::{CONTENT_BYTES_MAX, Content};
pub use effect::{Design, Effect, Estimated, Numbers, Outcome};
pub use fact::Fact;
pub use rejection::Rejection;

/// Most effects of an intervention.
pub const EFFECTS_MAX: usize = 200;

/// How far an intervention is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Planned.
    #[default]
    Planned,
    /// Running.
    Running,
    /// Stopped before its end.
    Stopped,
    /// Finished.
    Finished,
}

/// An effect that was observed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptEffect {
    /// What was handed in.
    pub effect: Effect,
    /// What follows from it.
    pub estimated: Estimated,
    /// Day it was recorded.
    pub recorded_on: Date,
}

/// An intervention as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Intervention {
    content: Option<Content>,
    revision: u32,
    stage: Stage,
    started_on: Option<Date>,
    ended_on: Option<Date>,
    stopped_because: String,
    realised: Option<Cents>,
    effects: Vec<KeptEffect>,
}

/// What can be asked of an intervention.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Plan it.
    Plan {
        /// What it says.
        content: Box<Content>,
    },
    /// Replace what it says.
    Revise {
        /// What it says now.
        content: Box<Content>,
    },
    /// Record that it runs.
    Start {
        /// Workgroup that says so.
        workgroup_id: Id,
        /// Since when.
        started_on: Date,
        /// The block's day.
        today: Date,
    },
    /// Record that it ended.
    End {
        /// Workgroup that says so.
        workgroup_id: Id,
        /// Last day.
        ended_on: Date,
        /// Why, when it was stopped before its end.
        stopped_because: Option<String>,
        /// Cost that was realised.
        realised: Cents,
        /// The block's day.
        today: Date,
    },
    /// Record an effect.
    Observe {
        /// Workgroup that says so.
        workgroup_id: Id,
        /// The effect.
        effect: Box<Effect>,
        /// The block's day.
        today: Date,
    },
}

impl Intervention {
    /// What it says; none when it was not planned.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        self.content.as_ref()
    }

    /// How far it is.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Since when it runs, and until when it did.
    #[must_use]
    pub fn days(&self) -> (Option<Date>, Option<Date>) {
        (self.started_on, self.ended_on)
    }

    /// Why it was stopped; empty when it was not.
    #[must_use]
    pub fn stopped_because(&self) -> &str {
        &self.stopped_because
    }

    /// Cost that was realised; none before it ended.
    #[must_use]
    pub fn realised(&self) -> Option<Cents> {
        self.realised
    }

    /// Effects, oldest first.
    #[must_use]
    pub fn effects(&self) -> &[KeptEffect] {
        &self.effects
    }

    /// What it says, when it is of this workgroup. For any other there is no such intervention.
    fn of(&self, workgroup_id: &str) -> Result<&Content, Rejection> {
        let own = self.content.as_ref().filter(|it| it.workgroup_id == workgroup_id);
        own.ok_or(Rejection::Unknown)
    }

    fn expect(&self, stages: &[Stage]) -> Result<(), Rejection> {
        if stages.contains(&self.stage) {
            Ok(())
        } else {
            Err(Rejection::Stage(self.stage))
        }
    }

    fn revise(&self, content: Content) -> Result<Vec<Fact>, Rejection> {
        let known = self.content.as_ref().ok_or(Rejection::Unknown)?;
        self.expect(&[Stage::Planned, Stage::Running])?;
        if *known == content {
            return Ok(Vec::new());
        }
        content.check(Some(known))?;
        let revision = self.revision + 1;
        Ok(vec![Fact::Planned { content, revision }])
    }

    fn start(&self, workgroup_id: &str, started_on: Date, today: Date) -> Result<Vec<Fact>, Rejection> {
        let project_id = self.of(workgroup_id)?.project_id.clone();
        self.expect(&[Stage::Planned])?;
        if started_on > today {
            return Err(Rejection::Day {
                field: "started_on",
                today,
            });
        }
        Ok(vec![Fact::Started {
            project_id,
            started_on,
        }])
    }

    fn end(
        &self,
        workgroup_id: &str,
        ended_on: Date,
        stopped_because: Option<String>,
        realised: Cents,
        today: Date,
    ) -> Result<Vec<Fact>, Rejection> {
        let project_id = self.of(workgroup_id)?.project_id.clone();
        // What never began can be stopped, but not be finished.
        let stages: &[Stage] = match stopped_because {
            Some(_) => &[Stage::Planned, Stage::Running],
            None => &[Stage::Running],
        };
        self.expect(stages)?;
        if ended_on > today || self.started_on.is_some_and(|started| ended_on < started) {
            let field = if stopped_because.is_some() {
                "stopped_on"
            } else {
                "finished_on"
            };
            return Err(Rejection::Day { field, today });
        }
        Ok(vec![match stopped_because {
            Some(reason) => Fact::Stopped {
                project_id,
                reason,
                realised,
                stopped_on: ended_on,
            },
            None => Fact::Finished {
                project_id,
                realised,
                finished_on: ended_on,
            },
        }])
    }

    fn observe(&self, workgroup_id: &str, effect: Effect, today: Date) -> Result<Vec<Fact>, Rejection> {
        let project_id = self.of(workgroup_id)?.project_id.clone();
        self.expect(&[Stage::Running, Stage::Stopped, Stage::Finished])?;
        let taken = self
            .effects
            .iter()
            .find(|it| it.effect.effect_id == effect.effect_id);
        if taken.is_some_and(|it| it.effect == effect) {
            return Ok(Vec::new());
        }
        if taken.is_some() || self.effects.len() >= EFFECTS_MAX {
            return Err(Rejection::EffectExists(effect.effect_id));
        }
        let estimated = effect.estimated(today)?;
        let effect = KeptEffect {
            effect,
            estimated,
            recorded_on: today,
        };
        Ok(vec![Fact::EffectObserved { project_id, effect }])
    }
}

impl Decider for Intervention {
    const TYPE: &'static str = "intervention";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Plan { content } => {
                if self.content.is_some() {
                    return Err(Rejection::Exists);
                }
                content.check(None)?;
                Ok(vec![Fact::Planned {
                    content: *content,
                    revision: 1,
                }])
            }
            Command::Revise { content } => self.revise(*content),
            Command::Start {
                workgroup_id,
                started_on,
                today,
            } => self.start(&workgroup_id, started_on, today),
            Command::End {
                workgroup_id,
                ended_on,
                stopped_because,
                realised,
                today,
            } => self.end(&workgroup_id, ended_on, stopped_because, realised, today),
            Command::Observe {
                workgroup_id,
                effect,
                today,
            } => self.observe(&workgroup_id, *effect, today),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Planned { content, revision } => {
                self.content = Some(content);
                self.revision = revision;
            }
            Fact::Started { started_on, .. } => {
                self.stage = Stage::Running;
                self.started_on = Some(started_on);
            }
            Fact::Stopped {
                reason,
                realised,
                stopped_on,
                ..
            } => {
                (self.stage, self.ended_on) = (Stage::Stopped, Some(stopped_on));
                self.realised = Some(realised);
                self.stopped_because = reason;
            }
            Fact::Finished {
                realised,
                finished_on,
                ..
            } => {
                (self.stage, self.ended_on) = (Stage::Finished, Some(finished_on));
                self.realised = Some(realised);
            }
            Fact::EffectObserved { effect, .. } => self.effects.push(effect),
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Planned { .. }
            | Fact::Started { .. }
            | Fact::Stopped { .. }
            | Fact::Finished { .. }
            | Fact::EffectObserved { .. } => true,
        }
    }
}
