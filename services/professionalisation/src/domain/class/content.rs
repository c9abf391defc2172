//! What a class says, and what that is judged by.

use blocks::{
    findings::Findings,
    size::json_bytes,
    skill::{SkillRef, check_skills},
    values::Id,
};
use serde::{Deserialize, Serialize};

use super::Rejection;
use crate::domain::{
    framework::Version,
    offer::{check_language, check_outcomes},
    provider::Kind,
};

/// Longest class, in bytes of JSON: it has to travel in one event.
pub const CONTENT_BYTES_MAX: usize = 44_000;
/// Longest validity, in months.
const VALID_MONTHS_MAX: u32 = 600;

/// What a class says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Identifier.
    pub class_id: Id,
    /// Provider that issues it.
    pub provider_id: Id,
    /// Project in which it was developed.
    pub project_id: Option<Id>,
    /// Name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// What a holder showed.
    pub learning_outcomes: Vec<String>,
    /// How it was assessed.
    pub criteria: String,
    /// Skills it stands for.
    pub skills: Vec<SkillRef>,
    /// Quality framework.
    pub framework_id: Id,
    /// Version of the quality framework.
    pub framework_version: u32,
    /// Size in the unit of the framework.
    pub size: u32,
    /// NLQF level.
    pub nlqf_level: u32,
    /// Language of instruction, as in BCP 47.
    pub language: String,
    /// Months for which a credential is valid; 0 means for ever.
    pub valid_months: u32,
    /// True for invented data.
    pub example: bool,
}

/// What a class is judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// Kind of its provider; none when it was not registered.
    pub provider_kind: Option<Kind>,
    /// The version of the framework it names; none when it was not defined.
    pub framework: Option<Version>,
}

impl Content {
    /// Checks the class; `before` is what it said until now.
    pub(super) fn check(&self, ground: &Ground, before: Option<&Self>) -> Result<(), Rejection> {
        let kind = ground.provider_kind.ok_or(Rejection::ProviderUnknown)?;
        let mut findings = Findings::below("credential_class");
        check_outcomes(&mut findings, &self.learning_outcomes);
        check_skills(&self.skills, &mut findings);
        check_language(&mut findings, &self.language);
        let months = self.valid_months <= VALID_MONTHS_MAX;
        findings.check(months, "valid_months", format!("0 to {VALID_MONTHS_MAX} months"));
        let same = before.is_none_or(|before| before.project_id == self.project_id);
        findings.check(same, "project_id", "the project it was proposed with");
        match &ground.framework {
            None => findings.fault(
                "framework_version",
                "a version of a quality framework that was defined",
            ),
            Some(framework) => self.check_by(framework, kind, &mut findings),
        }
        let size = json_bytes(self) <= CONTENT_BYTES_MAX;
        findings.check(size, "", format!("at most {CONTENT_BYTES_MAX} bytes in all"));
        findings.refuse_with(Rejection::Invalid)
    }

    fn check_by(&self, framework: &Version, kind: Kind, findings: &mut Findings) {
        let (id, version) = (&framework.framework_id, framework.version);
        findings.check(
            framework.provider_kinds.contains(&kind),
            "framework_id",
            format!("a quality framework for this kind of provider; {id} version {version} is not"),
        );
        let (least, most) = (framework.size_least, framework.size_most);
        findings.check(
            (least..=most).contains(&self.size),
            "size",
            format!("{least} to {most} by {id} version {version}"),
        );
        let (lowest, highest) = (framework.nlqf_lowest, framework.nlqf_highest);
        findings.check(
            (lowest..=highest).contains(&self.nlqf_level),
            "nlqf_level",
            format!("a level from {lowest} to {highest} by {id} version {version}"),
        );
    }
}
