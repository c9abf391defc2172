//! What a verification comes to: every check with its outcome, in the order of the specification.

use std::fmt;

/// The steps of a verification, in the order of Open Badges 3.0, section "Verification and Validation".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The document can be read.
    Document,
    /// It has the form that the specification gives credentials.
    Schema,
    /// It says who it is about.
    Subject,
    /// Its proof holds: nothing was changed since it was signed.
    Proof,
    /// The key is one that the issuer lets sign credentials.
    Issuer,
    /// There is no newer version.
    Refresh,
    /// It was not revoked or suspended.
    Status,
    /// It is valid already.
    ValidFrom,
    /// It is valid still.
    ValidUntil,
    /// It is about whom the verifier has in mind.
    Recipient,
    /// What others say about it.
    Endorsements,
}

impl Step {
    /// Its name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Schema => "schema",
            Self::Subject => "subject",
            Self::Proof => "proof",
            Self::Issuer => "issuer",
            Self::Refresh => "refresh",
            Self::Status => "status",
            Self::ValidFrom => "validFrom",
            Self::ValidUntil => "validUntil",
            Self::Recipient => "recipient",
            Self::Endorsements => "endorsements",
        }
    }

    /// Whether a credential is not verified without it.
    fn is_compulsory(self) -> bool {
        !matches!(self, Self::Refresh | Self::Recipient | Self::Endorsements)
    }
}

/// What a check came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It holds.
    Passed,
    /// It does not hold.
    Failed,
    /// It could not, or did not have to, be found out.
    NotChecked,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Which step it belongs to.
    pub step: Step,
    /// What it came to.
    pub outcome: Outcome,
    /// Why, as a stable code in `UPPER_SNAKE_CASE`.
    pub reason: &'static str,
    /// Why, in a sentence.
    pub sentence: String,
}

impl Check {
    pub(crate) fn passed(step: Step, reason: &'static str, sentence: impl Into<String>) -> Self {
        Self::new(step, Outcome::Passed, reason, sentence)
    }

    pub(crate) fn failed(step: Step, reason: &'static str, sentence: impl Into<String>) -> Self {
        Self::new(step, Outcome::Failed, reason, sentence)
    }

    pub(crate) fn not_checked(step: Step, reason: &'static str, sentence: impl Into<String>) -> Self {
        Self::new(step, Outcome::NotChecked, reason, sentence)
    }

    fn new(step: Step, outcome: Outcome, reason: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            step,
            outcome,
            reason,
            sentence: sentence.into(),
        }
    }
}

/// What all checks come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Everything that has to hold holds.
    Verified,
    /// Something does not hold.
    Refuted,
    /// Nothing is wrong, but something could not be found out.
    Undecided,
}

/// What the credential says, for showing beside the checks. It is the claim of whoever made the document, and worth
/// something only when the verdict is [`Verdict::Verified`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The credential's id.
    pub id: Option<String>,
    /// The issuer's id.
    pub issuer: Option<String>,
    /// The name of what was achieved.
    pub achievement: Option<String>,
    /// The id of what was achieved.
    pub achievement_id: Option<String>,
    /// When it begins to hold, as the document writes it.
    pub valid_from: Option<String>,
    /// When it ends, as the document writes it.
    pub valid_until: Option<String>,
}

/// A verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// All checks, in the order of [`Step`]; a step can have more than one.
    pub checks: Vec<Check>,
    /// What the credential says; `None` when it could not be read.
    pub summary: Option<Summary>,
}

impl Report {
    /// What the checks come to.
    pub fn verdict(&self) -> Verdict {
        let any = |outcome| {
            let mut relevant = self.checks.iter().filter(|check| check.outcome == outcome);
            relevant.any(|check| outcome == Outcome::Failed || check.step.is_compulsory())
        };
        if any(Outcome::Failed) {
            Verdict::Refuted
        } else if any(Outcome::NotChecked) {
            Verdict::Undecided
        } else {
            Verdict::Verified
        }
    }

    /// The checks that failed.
    pub fn failures(&self) -> impl Iterator<Item = &Check> {
        self.checks
            .iter()
            .filter(|check| check.outcome == Outcome::Failed)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for check in &self.checks {
            let outcome = match check.outcome {
                Outcome::Passed => "passed",
                Outcome::Failed => "failed",
                Outcome::NotChecked => "not checked",
            };
            writeln!(
                formatter,
                "{}: {outcome}, {}: {}",
                check.step.as_str(),
                check.reason,
                check.sentence
            )?;
        }
        write!(formatter, "{:?}", self.verdict())
    }
}
