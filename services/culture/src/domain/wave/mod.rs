//! A measurement: planned, fielded, closed, estimated. Responses are no facts of it: the log knows how many there were, and keeps of each
//! batch a digest that nobody can work back from once the responses are gone.

mod cell;
mod fact;
mod plan;
mod rejection;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use blocks::{findings::Findings, size::json_bytes, values::days_after};
use eventing::Decider;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use cell::{Category, Cell, Estimate, ItemEstimate, Reliability, Shown, Summary, Weighting};
pub use fact::{About, Batch, Fact};
pub use plan::{
    FIRM_SIZE, FirmSize, Margin, MarginCategory, Mode, PLAN_BYTES_MAX, Plan, REGION, SECTOR, Sampling,
};
pub use rejection::Rejection;

use super::instrument::{Standing, Version};

/// Most responses in one call.
pub const BATCH_MAX: usize = 1_000;
/// Most responses of a measurement.
pub const RESPONSES_MAX: u32 = 100_000;
/// Most batches of a measurement.
const BATCHES_MAX: usize = 5_000;
/// How long responses are kept at most after the end of the fieldwork, in days: long enough to weight and check them, and a bound that
/// nobody has to think of. After that the measurement is withdrawn.
pub const RETENTION_DAYS: u32 = 365;
/// Most bytes of JSON of the cells in one fact: it has to travel in one event.
pub const PART_BYTES_MAX: usize = 36_000;

/// Where a measurement stands.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Planned.
    #[default]
    Planned,
    /// Responses are taken.
    Fielding,
    /// Responses are complete.
    Closed,
    /// Estimated and published.
    Estimated,
    /// Withdrawn.
    Withdrawn,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimates {
    /// Of the measurement as a whole.
    pub summary: Summary,
    /// The cell of the whole population.
    pub whole: Cell,
    /// All other cells.
    pub cells: Vec<Cell>,
}

/// A measurement as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wave {
    plan: Option<Plan>,
    revision: u32,
    stage: Stage,
    batches: BTreeMap<Uuid, u32>,
    closed_on: Option<Date>,
    summary: Option<(Summary, Date)>,
    cells: Vec<Cell>,
    withdrawn_because: String,
}

/// What can be asked of a measurement.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Plan it.
    Plan {
        /// The plan.
        plan: Box<Plan>,
        /// The instrument's version as it stands.
        instrument: Option<Box<(Version, Standing)>>,
    },
    /// Replace the plan.
    Revise {
        /// The plan as it is now.
        plan: Box<Plan>,
        /// The instrument's version as it stands.
        instrument: Option<Box<(Version, Standing)>>,
    },
    /// Begin the fieldwork.
    Start {
        /// The block's day.
        today: Date,
    },
    /// Note that a batch of responses was taken.
    TakeBatch(Batch),
    /// End the fieldwork.
    Close {
        /// The block's day.
        today: Date,
    },
    /// Publish what was found.
    Estimate {
        /// It.
        estimates: Box<Estimates>,
        /// The block's day.
        today: Date,
    },
    /// Withdraw it if its responses were kept for too long.
    Expire {
        /// The block's day.
        today: Date,
    },
    /// Withdraw it.
    Withdraw {
        /// Why.
        reason: String,
        /// The block's day.
        today: Date,
    },
}

impl Wave {
    /// The plan; none when it was not planned.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Responses that were taken.
    #[must_use]
    pub fn responses(&self) -> u32 {
        self.batches.values().sum()
    }

    /// Whether a batch was taken.
    #[must_use]
    pub fn has_batch(&self, batch_id: Uuid) -> bool {
        self.batches.contains_key(&batch_id)
    }

    /// What is known of it as a whole, and since when; none before it was estimated.
    #[must_use]
    pub fn summary(&self) -> Option<(&Summary, Date)> {
        self.summary.as_ref().map(|(summary, day)| (summary, *day))
    }

    /// What was found, cell by cell.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Day the fieldwork ended.
    #[must_use]
    pub fn closed_on(&self) -> Option<Date> {
        self.closed_on
    }

    /// Why it was withdrawn; empty when it was not.
    #[must_use]
    pub fn withdrawn_because(&self) -> &str {
        &self.withdrawn_because
    }

    /// The plan, when the measurement is at this stage.
    ///
    /// # Errors
    /// There is no such measurement, or it is at another stage.
    pub fn at(&self, stage: Stage) -> Result<&Plan, Rejection> {
        let plan = self.known()?;
        if self.stage == stage {
            Ok(plan)
        } else {
            Err(Rejection::Stage(self.stage))
        }
    }

    fn known(&self) -> Result<&Plan, Rejection> {
        self.plan.as_ref().ok_or(Rejection::Unknown)
    }

    fn revise(&self, plan: Plan, instrument: Option<&(Version, Standing)>) -> Result<Vec<Fact>, Rejection> {
        let known = self.at(Stage::Planned)?;
        if *known == plan {
            return Ok(Vec::new());
        }
        check(&plan, instrument)?;
        let revision = self.revision + 1;
        Ok(vec![Fact::Revised { plan, revision }])
    }

    fn start(&self, today: Date) -> Result<Vec<Fact>, Rejection> {
        if self.stage == Stage::Fielding {
            return Ok(Vec::new());
        }
        self.at(Stage::Planned)?;
        Ok(vec![Fact::FieldworkStarted { started_on: today }])
    }

    fn take(&self, batch: Batch) -> Result<Vec<Fact>, Rejection> {
        self.at(Stage::Fielding)?;
        if self.has_batch(batch.batch_id) {
            return Ok(Vec::new());
        }
        let room = RESPONSES_MAX.saturating_sub(self.responses());
        if batch.count > room || self.batches.len() >= BATCHES_MAX {
            return Err(Rejection::Limit { room });
        }
        Ok(vec![Fact::BatchTaken { batch }])
    }

    fn close(&self, today: Date) -> Result<Vec<Fact>, Rejection> {
        if self.stage == Stage::Closed {
            return Ok(Vec::new());
        }
        self.at(Stage::Fielding)?;
        let responses = self.responses();
        Ok(vec![Fact::FieldworkClosed {
            responses,
            closed_on: today,
        }])
    }

    fn estimate(&self, estimates: Estimates, today: Date) -> Result<Vec<Fact>, Rejection> {
        let plan = self.at(Stage::Closed)?;
        let parts = in_parts(estimates.cells);
        let count = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        let estimated = Fact::Estimated {
            about: About::of(plan),
            summary: estimates.summary,
            whole: estimates.whole,
            parts: count,
            estimated_on: today,
        };
        let parts = parts
            .into_iter()
            .zip(1..)
            .map(|(cells, part)| Fact::CellsEstimated {
                part,
                parts: count,
                cells,
            });
        Ok([estimated].into_iter().chain(parts).collect())
    }

    fn expire(&self, today: Date) -> Vec<Fact> {
        let ended = match self.stage {
            Stage::Fielding => self.plan.as_ref().map(|plan| plan.fieldwork.ends_on),
            Stage::Closed => self.closed_on,
            Stage::Planned | Stage::Estimated | Stage::Withdrawn => None,
        };
        let until = ended.and_then(|day| days_after(day, RETENTION_DAYS));
        if until.is_none_or(|until| today <= until) {
            return Vec::new();
        }
        vec![Fact::Withdrawn {
            reason: format!("responses are kept for at most {RETENTION_DAYS} days after the fieldwork"),
            had_been_estimated: false,
            withdrawn_on: today,
        }]
    }

    fn withdraw(&self, reason: String, today: Date) -> Result<Vec<Fact>, Rejection> {
        self.known()?;
        if self.stage == Stage::Withdrawn {
            return Ok(Vec::new());
        }
        Ok(vec![Fact::Withdrawn {
            reason,
            had_been_estimated: self.stage == Stage::Estimated,
            withdrawn_on: today,
        }])
    }
}

fn check(plan: &Plan, instrument: Option<&(Version, Standing)>) -> Result<(), Rejection> {
    let mut findings = Findings::below("measurement");
    plan.check(instrument, &mut findings);
    findings.refuse_with(Rejection::Invalid)
}

/// Cells in parts that each travel in one event.
fn in_parts(cells: Vec<Cell>) -> Vec<Vec<Cell>> {
    let (mut parts, mut bytes) = (Vec::<Vec<Cell>>::new(), usize::MAX);
    for cell in cells {
        let size = json_bytes(&cell);
        match parts
            .last_mut()
            .filter(|_| bytes.saturating_add(size) <= PART_BYTES_MAX)
        {
            Some(part) => {
                part.push(cell);
                bytes += size;
            }
            None => {
                parts.push(vec![cell]);
                bytes = size;
            }
        }
    }
    parts
}

impl Decider for Wave {
    const TYPE: &'static str = "measurement";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Plan { plan, instrument } => {
                if self.plan.is_some() {
                    return Err(Rejection::Exists);
                }
                check(&plan, instrument.as_deref())?;
                Ok(vec![Fact::Planned { plan: *plan }])
            }
            Command::Revise { plan, instrument } => self.revise(*plan, instrument.as_deref()),
            Command::Start { today } => self.start(today),
            Command::TakeBatch(batch) => self.take(batch),
            Command::Close { today } => self.close(today),
            Command::Estimate { estimates, today } => self.estimate(*estimates, today),
            Command::Expire { today } => Ok(self.expire(today)),
            Command::Withdraw { reason, today } => self.withdraw(reason, today),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Planned { plan } => {
                self.plan = Some(plan);
                self.revision = 1;
            }
            Fact::Revised { plan, revision } => {
                self.plan = Some(plan);
                self.revision = revision;
            }
            Fact::FieldworkStarted { .. } => self.stage = Stage::Fielding,
            Fact::BatchTaken { batch } => {
                self.batches.insert(batch.batch_id, batch.count);
            }
            Fact::FieldworkClosed { closed_on, .. } => {
                self.stage = Stage::Closed;
                self.closed_on = Some(closed_on);
            }
            Fact::Estimated {
                summary,
                whole,
                estimated_on,
                ..
            } => {
                self.stage = Stage::Estimated;
                self.summary = Some((summary, estimated_on));
                self.cells = vec![whole];
            }
            Fact::CellsEstimated { cells, .. } => self.cells.extend(cells),
            Fact::Withdrawn { reason, .. } => {
                self.stage = Stage::Withdrawn;
                self.withdrawn_because = reason;
            }
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::BatchTaken { .. } => false,
            Fact::Planned { .. }
            | Fact::Revised { .. }
            | Fact::FieldworkStarted { .. }
            | Fact::FieldworkClosed { .. }
            | Fact::Estimated { .. }
            | Fact::CellsEstimated { .. }
            | Fact::Withdrawn { .. } => true,
        }
    }
}
