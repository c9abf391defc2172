//! An instrument that measures the learning culture, in versions that never change once they are released, and the bridges between them.

mod bridge;
mod fact;
mod rejection;
#[cfg(test)]
mod tests;
mod version;

use blocks::findings::Findings;
use eventing::Decider;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use bridge::{Bridge, Line};
pub use fact::Fact;
pub use rejection::Rejection;
pub use version::{AnswerOption, Item, LEAST_CELL, Scale, VERSION_BYTES_MAX, Version};

/// Most bridges of an instrument.
const BRIDGES_MAX: usize = 200;

/// Where a version stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Being written.
    Draft,
    /// In use.
    Released {
        /// Since when.
        released_on: Date,
    },
    /// Not used for new measurements any more.
    Retired {
        /// When it was released.
        released_on: Date,
        /// Since when it is retired.
        retired_on: Date,
        /// Why.
        reason: String,
    },
}

/// A version and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The version.
    pub version: Version,
    /// Where it stands.
    pub standing: Standing,
}

/// A bridge that was recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptBridge {
    /// The bridge.
    pub bridge: Bridge,
    /// Which one between these versions it is, counting from 1.
    pub revision: u32,
    /// Day it was recorded.
    pub recorded_on: Date,
}

/// An instrument as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Instrument {
    versions: Vec<Kept>,
    bridges: Vec<KeptBridge>,
}

/// What can be asked of an instrument.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Write the next version, or replace it before it is released.
    Draft {
        /// The version.
        version: Box<Version>,
    },
    /// Release a version.
    Release {
        /// Its number.
        version: u32,
        /// The block's day.
        today: Date,
    },
    /// Retire a version.
    Retire {
        /// Its number.
        version: u32,
        /// Why.
        reason: String,
        /// The block's day.
        today: Date,
    },
    /// Record a bridge.
    RecordBridge {
        /// The bridge.
        bridge: Bridge,
        /// The block's day.
        today: Date,
    },
}

impl Instrument {
    /// All versions, oldest first.
    #[must_use]
    pub fn versions(&self) -> &[Kept] {
        &self.versions
    }

    /// One version; none when it was not written.
    #[must_use]
    pub fn version(&self, number: u32) -> Option<&Kept> {
        self.versions.iter().find(|it| it.version.version == number)
    }

    /// All bridges, oldest first.
    #[must_use]
    pub fn bridges(&self) -> &[KeptBridge] {
        &self.bridges
    }

    /// The bridge that holds from one version to another.
    #[must_use]
    pub fn bridge(&self, from: u32, to: u32) -> Option<&KeptBridge> {
        let between = |it: &&KeptBridge| it.bridge.from_version == from && it.bridge.to_version == to;
        self.bridges.iter().rfind(between)
    }

    fn known(&self, number: u32) -> Result<&Kept, Rejection> {
        self.version(number).ok_or(Rejection::Unknown)
    }

    fn draft(&self, version: Version) -> Result<Vec<Fact>, Rejection> {
        let known = self.version(version.version);
        if known.is_some_and(|it| it.version == version) {
            return Ok(Vec::new());
        }
        if known.is_some_and(|it| it.standing != Standing::Draft) {
            return Err(Rejection::Fixed(version.version));
        }
        let released = self.versions.iter().filter(|it| it.standing != Standing::Draft);
        let earlier = released.map(|it| &it.version);
        let next = earlier.clone().next_back().map_or(1, |last| last.version + 1);
        let mut findings = Findings::below("instrument");
        let follows = version.version == next;
        findings.check(follows, "version", format!("{next}, the next version"));
        version.check(earlier, &mut findings);
        findings.refuse_with(Rejection::Invalid)?;
        Ok(vec![Fact::Drafted { version }])
    }

    fn release(&self, number: u32, today: Date) -> Result<Vec<Fact>, Rejection> {
        let known = self.known(number)?;
        match known.standing {
            Standing::Draft => Ok(vec![Fact::Released {
                version: known.version.clone(),
                released_on: today,
            }]),
            Standing::Released { .. } => Ok(Vec::new()),
            Standing::Retired { .. } => Err(Rejection::State(known.standing.clone())),
        }
    }

    fn retire(&self, number: u32, reason: String, today: Date) -> Result<Vec<Fact>, Rejection> {
        let known = self.known(number)?;
        match known.standing {
            Standing::Draft => Err(Rejection::State(known.standing.clone())),
            Standing::Retired { .. } => Ok(Vec::new()),
            Standing::Released { .. } => Ok(vec![Fact::Retired {
                version: number,
                reason,
                retired_on: today,
            }]),
        }
    }

    fn record_bridge(&self, bridge: Bridge, today: Date) -> Result<Vec<Fact>, Rejection> {
        if self.versions.is_empty() {
            return Err(Rejection::Unknown);
        }
        let released = |number| {
            let version = self.version(number);
            version.is_some_and(|it| it.standing != Standing::Draft)
        };
        let before = self.bridge(bridge.from_version, bridge.to_version);
        if before.is_some_and(|it| it.bridge == bridge) {
            return Ok(Vec::new());
        }
        let mut findings = Findings::below("bridge");
        bridge.check(released, &mut findings);
        let room = self.bridges.len() < BRIDGES_MAX;
        findings.check(
            room,
            "",
            format!("at most {BRIDGES_MAX} bridges of an instrument"),
        );
        findings.refuse_with(Rejection::BridgeInvalid)?;
        let bridge = KeptBridge {
            revision: before.map_or(1, |it| it.revision + 1),
            recorded_on: today,
            bridge,
        };
        Ok(vec![Fact::BridgeRecorded { bridge }])
    }

    fn put(&mut self, version: Version, standing: Standing) {
        let number = version.version;
        let kept = Kept { version, standing };
        match self.versions.iter_mut().find(|it| it.version.version == number) {
            Some(known) => *known = kept,
            None => self.versions.push(kept),
        }
    }
}

impl Decider for Instrument {
    const TYPE: &'static str = "instrument";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Draft { version } => self.draft(*version),
            Command::Release { version, today } => self.release(version, today),
            Command::Retire {
                version,
                reason,
                today,
            } => self.retire(version, reason, today),
            Command::RecordBridge { bridge, today } => self.record_bridge(bridge, today),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Drafted { version } => self.put(version, Standing::Draft),
            Fact::Released { version, released_on } => self.put(version, Standing::Released { released_on }),
            Fact::Retired {
                version,
                reason,
                retired_on,
            } => {
                let known = self.versions.iter_mut().find(|it| it.version.version == version);
                if let Some(known) = known
                    && let Standing::Released { released_on } = known.standing
                {
                    known.standing = Standing::Retired {
                        released_on,
                        retired_on,
                        reason,
                    };
                }
            }
            Fact::BridgeRecorded { bridge } => self.bridges.push(bridge),
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Drafted { .. } => false,
            Fact::Released { .. } | Fact::Retired { .. } | Fact::BridgeRecorded { .. } => true,
        }
    }
}
