//! The rules under which applications are made and judged: a version of a scheme, and a call. Both are reference data that the
//! programme block publishes; this is what this block needs of them. An application keeps the rules it was submitted under.

use blocks::values::{Cents, Id, LocalText};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Size class of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SizeClass {
    /// Small.
    Small,
    /// Large.
    Large,
}

/// Kinds of organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// Employer partner.
    Employer,
    /// Umbrella body.
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

/// Limits of one size class, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The size class.
    pub size_class: SizeClass,
    /// Least grant.
    pub minimum: Cents,
    /// Highest grant.
    pub maximum: Cents,
}

/// A criterion by which applications are assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Identifier within the version.
    pub criterion_id: Id,
    /// Weight in percent; the weights for one size class add to 100.
    pub weight_percent: u32,
    /// Size class it applies to.
    pub size_class: SizeClass,
}

/// A rule on who must or may be in a consortium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsortiumRule {
    /// Identifier within the version.
    pub rule_id: Id,
    /// The rule in words.
    pub text: LocalText,
    /// True when an application must meet it.
    pub required: bool,
    /// What is checked of it; absent where people judge.
    pub requirement: Option<Requirement>,
}

/// What is checked of a consortium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// The lead applicant is of one of these kinds.
    LeadIs(Vec<OrganisationKind>),
    /// A partner other than the lead applicant is of one of these kinds.
    SomePartnerIs(Vec<OrganisationKind>),
    /// A partner is of one of these kinds, and of another kind than the lead applicant.
    SomePartnerIsOfAnotherKind(Vec<OrganisationKind>),
    /// Every partner is of one of these kinds.
    EveryPartnerIs(Vec<OrganisationKind>),
    /// Co-financing covers at least the version's share of the costs; more than nothing while that share is not known.
    Cofinanced,
}

/// From which total an application comes into consideration, in points from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// From this total it can be granted.
    pub granted_from: u32,
    /// From this total it can be granted on conditions.
    pub conditional_from: u32,
}

/// One version of a scheme's rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Scheme.
    pub scheme_id: Id,
    /// Version, counting from 1.
    pub version: u32,
    /// Building block it funds.
    pub block_id: Id,
    /// Theme it is bound to, if it is.
    pub theme_id: Option<Id>,
    /// Size classes.
    pub limits: Vec<Limits>,
    /// Assessment criteria.
    pub criteria: Vec<Criterion>,
    /// Consortium rules.
    pub consortium: Vec<ConsortiumRule>,
    /// Least share of the costs to be co-financed, in percent; absent while it is not known.
    pub cofinancing_percent: Option<u32>,
    /// Advance on a conditional award in percent of it.
    pub conditional_advance_percent: u32,
    /// Thresholds, where the scheme has any that are known.
    pub thresholds: Option<Thresholds>,
}

impl Rules {
    /// Limits of a size class; absent when the version has no such class.
    #[must_use]
    pub fn limits(&self, size_class: SizeClass) -> Option<Limits> {
        self.limits
            .iter()
            .copied()
            .find(|limits| limits.size_class == size_class)
    }

    /// The criteria of a size class, the weightiest first, equal weights by identifier.
    #[must_use]
    pub fn criteria(&self, size_class: SizeClass) -> Vec<&Criterion> {
        let mut criteria: Vec<_> = self
            .criteria
            .iter()
            .filter(|criterion| criterion.size_class == size_class)
            .collect();
        criteria.sort_by(|a, b| {
            let by_weight = b.weight_percent.cmp(&a.weight_percent);
            by_weight.then_with(|| a.criterion_id.cmp(&b.criterion_id))
        });
        criteria
    }
}

/// A call: the window of a scheme's version, with its ceilings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Call.
    pub call_id: Id,
    /// Tranche.
    pub tranche_id: Id,
    /// First day; absent while it is not known.
    pub opens_on: Option<Date>,
    /// Last day; absent while it is not known.
    pub closes_on: Option<Date>,
    /// Ceilings, where they are known.
    pub ceilings: Vec<Ceiling>,
}

/// Ceiling of a call for one size class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ceiling {
    /// Size class.
    pub size_class: SizeClass,
    /// What may be awarded at most.
    pub ceiling: Cents,
}

impl Call {
    /// Whether it is open on a day. A window of which a day is not known is not open.
    #[must_use]
    pub fn is_open(&self, day: Date) -> bool {
        let within = |(opens, closes)| opens <= day && day <= closes;
        self.opens_on.zip(self.closes_on).is_some_and(within)
    }

    /// The ceiling of a size class; absent while it is not known.
    #[must_use]
    pub fn ceiling(&self, size_class: SizeClass) -> Option<Cents> {
        let found = self
            .ceilings
            .iter()
            .find(|ceiling| ceiling.size_class == size_class);
        found.map(|ceiling| ceiling.ceiling)
    }
}
