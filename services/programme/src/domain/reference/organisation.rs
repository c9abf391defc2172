//! Organisations: applicants, partners and others.

use serde::{Deserialize, Serialize};

use crate::domain::{findings::Findings, values::Id};

/// Kinds of organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// Public provider of secondary vocational education.
    Mbo,
    /// Public university of applied sciences.
    Hbo,
    /// Public research university.
    Wo,
    /// Private education provider.
    PrivateProvider,
    /// Employer partner (arbeidsorganisatie).
    Employer,
    /// Umbrella body (koepel).
    UmbrellaBody,
    /// Sector body.
    SectorBody,
    /// Training fund.
    TrainingFund,
    /// Municipality.
    Municipality,
    /// Province as an organisation.
    Province,
    /// Any other.
    Other,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Identifier.
    pub organisation_id: Id,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: OrganisationKind,
    /// Government or education identification number (OIN, 20 digits), if known.
    pub oin: Option<String>,
}

impl Organisation {
    pub(super) fn check(&self, findings: &mut Findings) {
        let valid = |oin: &String| oin.len() == 20 && oin.bytes().all(|byte| byte.is_ascii_digit());
        findings.check(
            self.oin.as_ref().is_none_or(valid),
            "oin",
            "20 digits, or nothing when it is not known",
        );
    }
}
