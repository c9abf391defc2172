//! What a project's report says of the learning culture, to be coded. The text is not kept here: it stays in the ledger, where the accepted
//! report was published. A correction of the report begins the coding anew.
//!
//! One person codes an answer, or several do without seeing each other's codes; then nothing of it is published before all are done. Where
//! they differ, somebody else settles it, or they do together, with a reason.

mod fact;
mod rejection;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use blocks::{
    findings::Findings,
    values::{Actor, Id},
};
use eventing::Decider;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use fact::Fact;
pub use rejection::Rejection;

use super::{component::Component, scheme};

/// Most coders of one answer.
pub const CODERS_MAX: u32 = 5;

/// Where an answer comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Report.
    pub report_id: Id,
    /// Project.
    pub project_id: Id,
    /// Round of correction of the report.
    pub revision: u32,
    /// Building block of the project.
    pub block_id: Id,
    /// Theme of the project.
    pub theme_id: Option<Id>,
    /// Regions of the project.
    pub region_ids: Vec<Id>,
    /// Whether the report answers the question at all.
    pub answered: bool,
    /// Position in the ledger of the accepted report.
    pub ledger_position: u64,
}

/// A version of a coding scheme, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemeRef {
    /// Scheme.
    pub scheme_id: Id,
    /// Version.
    pub version: u32,
}

/// What somebody gave an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coding {
    /// Who.
    pub by: Actor,
    /// Codes, sorted.
    pub code_ids: Vec<Id>,
    /// Day.
    pub coded_on: Date,
}

/// Codes that hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Codes, sorted.
    pub code_ids: Vec<Id>,
    /// Components of these codes.
    pub components: Vec<Component>,
    /// Why, when the coders differed.
    pub reason: Option<String>,
}

/// How far an answer is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// There is nothing to code.
    #[default]
    Empty,
    /// Waits for a coder.
    Waits,
    /// Was coded differently.
    Disputed,
    /// Coded.
    Coded,
}

/// An answer as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    source: Option<Source>,
    filed_on: Option<Date>,
    coders: u32,
    scheme: Option<SchemeRef>,
    codings: Vec<Coding>,
    settled: Option<Settled>,
}

/// What can be asked of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// File it, or what a correction made of it.
    File {
        /// Where it comes from.
        source: Source,
        /// The block's day.
        today: Date,
    },
    /// Ask for several coders.
    AskCoders {
        /// How many.
        coders: u32,
    },
    /// Code it.
    Code {
        /// Round of correction that was read.
        revision: u32,
        /// By which scheme.
        scheme: SchemeRef,
        /// That version; none when it was not defined.
        version: Option<Box<scheme::Version>>,
        /// Codes.
        code_ids: Vec<Id>,
        /// Who.
        by: Actor,
        /// The block's day.
        today: Date,
    },
    /// Settle it.
    Resolve {
        /// Round of correction that was read.
        revision: u32,
        /// The version by which it was coded.
        version: Option<Box<scheme::Version>>,
        /// Codes.
        code_ids: Vec<Id>,
        /// Why.
        reason: String,
        /// Whether its coders do it together.
        jointly: bool,
        /// Who.
        by: Actor,
    },
}

impl Answer {
    /// Where it comes from; none when it was not filed.
    #[must_use]
    pub fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// Day it was filed.
    #[must_use]
    pub fn filed_on(&self) -> Option<Date> {
        self.filed_on
    }

    /// Coders that are asked.
    #[must_use]
    pub fn coders(&self) -> u32 {
        self.coders
    }

    /// By which scheme it is coded; none before somebody began.
    #[must_use]
    pub fn scheme(&self) -> Option<&SchemeRef> {
        self.scheme.as_ref()
    }

    /// The codes that hold; none before they are settled.
    #[must_use]
    pub fn settled(&self) -> Option<&Settled> {
        self.settled.as_ref()
    }

    /// How many have coded it.
    #[must_use]
    pub fn done(&self) -> u32 {
        u32::try_from(self.codings.len()).unwrap_or(u32::MAX)
    }

    /// What coders gave it, as far as this one may see it: those of others only once one's own are in, or all are.
    #[must_use]
    pub fn codings_for(&self, actor: &str) -> &[Coding] {
        let own = self.codings.iter().any(|it| it.by == actor);
        if own || self.done() >= self.coders {
            &self.codings
        } else {
            &[]
        }
    }

    /// How far it is.
    #[must_use]
    pub fn stage(&self) -> Stage {
        match &self.source {
            Some(source) if source.answered => match &self.settled {
                Some(_) => Stage::Coded,
                None if self.done() >= self.coders => Stage::Disputed,
                None => Stage::Waits,
            },
            Some(_) | None => Stage::Empty,
        }
    }

    /// The answer, when it is at this stage and of this round of correction.
    fn standing(&self, stage: Stage, revision: u32) -> Result<&Source, Rejection> {
        let source = self.source.as_ref().ok_or(Rejection::Unknown)?;
        if source.revision != revision {
            return Err(Rejection::Revised(source.revision));
        }
        if self.stage() == stage {
            Ok(source)
        } else {
            Err(Rejection::Stage(self.stage()))
        }
    }

    fn file(&self, source: Source, today: Date) -> Vec<Fact> {
        let known = self.source.as_ref();
        // Heard again, or an older round that arrives late.
        if known.is_some_and(|known| known.ledger_position >= source.ledger_position) {
            return Vec::new();
        }
        vec![Fact::Filed {
            source,
            filed_on: today,
        }]
    }

    fn ask(&self, coders: u32) -> Result<Vec<Fact>, Rejection> {
        if self.source.is_none() {
            return Err(Rejection::Unknown);
        }
        let mut findings = Findings::below("");
        let count = (2..=CODERS_MAX).contains(&coders);
        findings.check(count, "coders", format!("2 to {CODERS_MAX} coders"));
        findings.refuse_with(Rejection::Invalid)?;
        if self.stage() != Stage::Waits {
            return Err(Rejection::Stage(self.stage()));
        }
        if !self.codings.is_empty() {
            return Err(Rejection::Begun);
        }
        if self.coders == coders {
            return Ok(Vec::new());
        }
        Ok(vec![Fact::CodersAsked { coders }])
    }

    fn code(
        &self,
        revision: u32,
        scheme: SchemeRef,
        version: Option<&scheme::Version>,
        code_ids: Vec<Id>,
        by: Actor,
        today: Date,
    ) -> Result<Vec<Fact>, Rejection> {
        let source = self.standing(Stage::Waits, revision)?;
        if self.codings.iter().any(|it| it.by == by) {
            return Err(Rejection::CodedBefore);
        }
        let begun = self.scheme.as_ref().unwrap_or(&scheme);
        let mut findings = Findings::below("");
        let expected = format!(
            "version {} of {}, by which others code it",
            begun.version, begun.scheme_id
        );
        findings.check(*begun == scheme, "scheme_version", expected);
        let code_ids = known_codes(version, code_ids, &mut findings);
        findings.refuse_with(Rejection::Invalid)?;
        let coding = Coding {
            by,
            code_ids,
            coded_on: today,
        };
        let alike = self.codings.iter().all(|it| it.code_ids == coding.code_ids);
        let settled = (self.done() + 1 >= self.coders && alike).then(|| Fact::Settled {
            project_id: source.project_id.clone(),
            revision,
            scheme: scheme.clone(),
            settled: Settled {
                components: version.map_or_else(Vec::new, |it| it.components(&coding.code_ids)),
                code_ids: coding.code_ids.clone(),
                reason: None,
            },
            coders: self.done() + 1,
            by: None,
        });
        let coded = Fact::Coded { scheme, coding };
        Ok([coded].into_iter().chain(settled).collect())
    }

    fn resolve(
        &self,
        revision: u32,
        version: Option<&scheme::Version>,
        code_ids: Vec<Id>,
        reason: String,
        jointly: bool,
        by: Actor,
    ) -> Result<Vec<Fact>, Rejection> {
        let source = self.standing(Stage::Disputed, revision)?;
        let scheme = self.scheme.clone().ok_or(Rejection::Stage(self.stage()))?;
        if self.codings.iter().any(|it| it.by == by) != jointly {
            return Err(Rejection::NotIndependent);
        }
        let mut findings = Findings::below("");
        let code_ids = known_codes(version, code_ids, &mut findings);
        findings.refuse_with(Rejection::Invalid)?;
        Ok(vec![Fact::Settled {
            project_id: source.project_id.clone(),
            revision,
            scheme,
            settled: Settled {
                components: version.map_or_else(Vec::new, |it| it.components(&code_ids)),
                code_ids,
                reason: Some(reason),
            },
            coders: self.done(),
            by: Some(by),
        }])
    }
}

/// The codes sorted, each noted that the version does not have or that stands twice.
fn known_codes(version: Option<&scheme::Version>, given: Vec<Id>, findings: &mut Findings) -> Vec<Id> {
    let Some(version) = version else {
        findings.fault("scheme_version", "a version that was defined");
        return given;
    };
    findings.distinct("code_ids", "", &given);
    let known: BTreeSet<&Id> = version.codes.iter().map(|it| &it.code_id).collect();
    for (index, id) in given.iter().enumerate() {
        let field = format!("code_ids[{index}]");
        findings.check(known.contains(id), field, "a code of this version");
    }
    let mut sorted = given;
    sorted.sort();
    sorted
}

impl Decider for Answer {
    const TYPE: &'static str = "answer";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::File { source, today } => Ok(self.file(source, today)),
            Command::AskCoders { coders } => self.ask(coders),
            Command::Code {
                revision,
                scheme,
                version,
                code_ids,
                by,
                today,
            } => self.code(revision, scheme, version.as_deref(), code_ids, by, today),
            Command::Resolve {
                revision,
                version,
                code_ids,
                reason,
                jointly,
                by,
            } => self.resolve(revision, version.as_deref(), code_ids, reason, jointly, by),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Filed { source, filed_on } => {
                *self = Self {
                    source: Some(source),
                    filed_on: Some(filed_on),
                    coders: 1,
                    ..Self::default()
                };
            }
            Fact::CodersAsked { coders } => self.coders = coders,
            Fact::Coded { scheme, coding } => {
                self.scheme = Some(scheme);
                self.codings.push(coding);
            }
            Fact::Settled { settled, .. } => self.settled = Some(settled),
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Filed { .. } | Fact::CodersAsked { .. } | Fact::Coded { .. } => false,
            Fact::Settled { .. } => true,
        }
    }
}
