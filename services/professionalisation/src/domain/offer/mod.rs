//! A modular learning offer, and how far it fits itself to the learner.

mod flexibility;
mod rejection;
#[cfg(test)]
mod tests;

use blocks::{
    findings::Findings,
    lists::{LIST_MAX, check_count},
    size::json_bytes,
    skill::{SkillRef, check_skills},
    values::Id,
};
use eventing::Decider;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use flexibility::{Figures, Flexibility};
pub use rejection::Rejection;

use super::framework::NLQF_LEVELS;

/// Most learning outcomes of an offer or class.
pub const OUTCOMES_MAX: usize = 30;
/// Longest offer, in bytes of JSON: it has to travel in one event.
pub const CONTENT_BYTES_MAX: usize = 44_000;
/// Most hours of study of one offer: some five years.
const STUDY_LOAD_HOURS_MAX: u32 = 10_000;

/// In which form an offer teaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// In a classroom.
    OnSite,
    /// Online.
    Online,
    /// Both.
    Blended,
    /// At work.
    Workplace,
}

/// What an offer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Identifier.
    pub offer_id: Id,
    /// Provider.
    pub provider_id: Id,
    /// Project in which it was developed.
    pub project_id: Option<Id>,
    /// Title.
    pub title: String,
    /// What a learner can do afterwards.
    pub learning_outcomes: Vec<String>,
    /// Skills it teaches.
    pub skills: Vec<SkillRef>,
    /// Study load in hours.
    pub study_load_hours: u32,
    /// NLQF level.
    pub nlqf_level: u32,
    /// Language of instruction, as in BCP 47.
    pub language: String,
    /// Form.
    pub form: Form,
    /// Labour-market regions in which it is taught.
    pub region_ids: Vec<Id>,
    /// For whom.
    pub target_group: String,
    /// How far it fits itself to the learner.
    pub flexibility: Flexibility,
    /// Credential classes with which it can end.
    pub class_ids: Vec<Id>,
    /// Solution that it teaches.
    pub solution_id: Option<Id>,
    /// First day of enrolment.
    pub open_from: Date,
    /// True for invented data.
    pub example: bool,
}

/// An offer as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    content: Option<Content>,
    revision: u32,
    withdrawn_on: Option<Date>,
}

/// What can be asked of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Publish it.
    Publish {
        /// What it says.
        content: Box<Content>,
        /// Whether its provider was registered.
        provider_known: bool,
    },
    /// Replace what it says.
    Revise {
        /// What it says now.
        content: Box<Content>,
    },
    /// Withdraw it.
    Withdraw {
        /// Provider that says so.
        provider_id: Id,
        /// Last day of enrolment.
        withdrawn_on: Date,
        /// The block's day.
        today: Date,
    },
}

/// What can have happened to an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// It was published.
    Published {
        /// What it says.
        content: Content,
    },
    /// It says something else now.
    Revised {
        /// What it says.
        content: Content,
        /// How often it was published or revised.
        revision: u32,
    },
    /// It was withdrawn.
    Withdrawn {
        /// Last day of enrolment.
        withdrawn_on: Date,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Published { .. } => "OfferPublished",
            Self::Revised { .. } => "OfferRevised",
            Self::Withdrawn { .. } => "OfferWithdrawn",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Content {
    fn check(&self) -> Result<(), Rejection> {
        let mut findings = Findings::below("offer");
        check_outcomes(&mut findings, &self.learning_outcomes);
        check_skills(&self.skills, &mut findings);
        let hours = (1..=STUDY_LOAD_HOURS_MAX).contains(&self.study_load_hours);
        let expected = format!("1 to {STUDY_LOAD_HOURS_MAX} hours");
        findings.check(hours, "study_load_hours", expected);
        let level = NLQF_LEVELS.contains(&self.nlqf_level);
        findings.check(level, "nlqf_level", "a level from 1 to 8");
        check_language(&mut findings, &self.language);
        check_count(&mut findings, "region_ids", &self.region_ids, 1);
        check_count(&mut findings, "class_ids", &self.class_ids, 0);
        self.flexibility.check(&mut findings);
        let size = json_bytes(self) <= CONTENT_BYTES_MAX;
        findings.check(size, "", format!("at most {CONTENT_BYTES_MAX} bytes in all"));
        findings.refuse_with(Rejection::Invalid)
    }
}

/// Notes when there is no outcome, too many, or one twice.
pub(super) fn check_outcomes(findings: &mut Findings, outcomes: &[String]) {
    let count = (1..=OUTCOMES_MAX).contains(&outcomes.len());
    let expected = format!("1 to {OUTCOMES_MAX} learning outcomes");
    findings.check(count, "learning_outcomes", expected);
    findings.distinct("learning_outcomes", "", outcomes);
}

/// Notes when a language is not written as in BCP 47: two or three small letters, and parts of 2 to 8 letters or digits.
pub(super) fn check_language(findings: &mut Findings, language: &str) {
    let mut parts = language.split('-');
    let first = parts
        .next()
        .is_some_and(|it| (2..=3).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_lowercase()));
    let rest =
        parts.all(|it| (2..=8).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let expected = "a language as in BCP 47, such as nl or en-GB";
    findings.check(first && rest && language.len() <= LIST_MAX, "language", expected);
}

impl Offer {
    /// What it says; none when it was not published.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        self.content.as_ref()
    }

    /// Last day of enrolment, once it was withdrawn.
    #[must_use]
    pub fn withdrawn_on(&self) -> Option<Date> {
        self.withdrawn_on
    }

    /// What it says, when this provider offers it and did not withdraw it. For any other provider there is no such offer.
    fn standing(&self, provider_id: &str) -> Result<&Content, Rejection> {
        let own = self.content.as_ref().filter(|it| it.provider_id == provider_id);
        let content = own.ok_or(Rejection::Unknown)?;
        if self.withdrawn_on.is_some() {
            return Err(Rejection::Withdrawn);
        }
        Ok(content)
    }

    fn revise(&self, content: Content) -> Result<Vec<Fact>, Rejection> {
        let known = self.standing(&content.provider_id)?;
        if *known == content {
            return Ok(Vec::new());
        }
        let mut findings = Findings::below("offer");
        let same = known.project_id == content.project_id;
        findings.check(same, "project_id", "the project it was published with");
        findings.refuse_with(Rejection::Invalid)?;
        content.check()?;
        let revision = self.revision + 1;
        Ok(vec![Fact::Revised { content, revision }])
    }

    fn withdraw(&self, provider_id: &str, withdrawn_on: Date, today: Date) -> Result<Vec<Fact>, Rejection> {
        self.standing(provider_id)?;
        let mut findings = Findings::below("");
        let past = withdrawn_on <= today;
        findings.check(past, "withdrawn_on", format!("a day not after today, {today}"));
        findings.refuse_with(Rejection::Invalid)?;
        Ok(vec![Fact::Withdrawn { withdrawn_on }])
    }
}

impl Decider for Offer {
    const TYPE: &'static str = "offer";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Publish {
                content,
                provider_known,
            } => {
                if self.content.is_some() {
                    return Err(Rejection::Exists);
                }
                if !provider_known {
                    return Err(Rejection::ProviderUnknown);
                }
                content.check()?;
                Ok(vec![Fact::Published { content: *content }])
            }
            Command::Revise { content } => self.revise(*content),
            Command::Withdraw {
                provider_id,
                withdrawn_on,
                today,
            } => self.withdraw(&provider_id, withdrawn_on, today),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Published { content } => {
                self.content = Some(content);
                self.revision = 1;
            }
            Fact::Revised { content, revision } => {
                self.content = Some(content);
                self.revision = revision;
            }
            Fact::Withdrawn { withdrawn_on } => self.withdrawn_on = Some(withdrawn_on),
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Published { .. } | Fact::Revised { .. } | Fact::Withdrawn { .. } => true,
        }
    }
}
