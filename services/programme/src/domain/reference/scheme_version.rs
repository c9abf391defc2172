//! One version of a scheme's rules: size classes, criteria, reporting calendar and thresholds. Rules differ between rounds,
//! so they belong to a version, and a project keeps the version it was submitted under.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Kind, OrganisationKind, Reference};
use crate::domain::{
    findings::Findings,
    values::{Cents, Id, LocalText},
};

/// Longest stretch that a calendar may name, in months. Bounds what a slip of the keyboard can schedule.
const MAX_MONTHS: u32 = 600;
/// Longest stretch that a calendar or threshold may name, in days.
const MAX_DAYS: u32 = 3_650;

/// Size class of a project under a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SizeClass {
    /// Small.
    Small,
    /// Large.
    Large,
}

/// Limits of one size class, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeClassRule {
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
    /// Name.
    pub name: LocalText,
    /// Weight in percent; the weights for one size class add to 100.
    pub weight_percent: u32,
    /// Size class it applies to.
    pub size_class: SizeClass,
    /// False while the figure could not be confirmed from a public source.
    pub confirmed: bool,
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
    /// What the hub itself checks of it; absent where people judge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<Requirement>,
}

/// What the hub checks of a consortium. Kinds are at least one.
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

impl Requirement {
    /// The kinds it names; none where it is not about kinds.
    #[must_use]
    pub fn kinds(&self) -> Option<&[OrganisationKind]> {
        match self {
            Self::LeadIs(kinds)
            | Self::SomePartnerIs(kinds)
            | Self::SomePartnerIsOfAnotherKind(kinds)
            | Self::EveryPartnerIs(kinds) => Some(kinds),
            Self::Cofinanced => None,
        }
    }
}

/// From which total an application comes into consideration, in points from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwardThresholds {
    /// From this total it can be granted.
    pub granted_from: u32,
    /// From this total it can be granted on conditions; not above `granted_from`.
    pub conditional_from: u32,
    /// False while the figures could not be confirmed from a public source.
    pub confirmed: bool,
}

/// When reports fall due under a scheme version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportingCalendar {
    /// Whole months after the start at whose end a reporting period closes, rising. Empty when `every_months` is used.
    pub period_end_months: Vec<u32>,
    /// Length of each reporting period in whole months. 0 when `period_end_months` is used.
    pub every_months: u32,
    /// Days between the end of a period and the day the report is due.
    pub due_after_days: u32,
    /// Days before the due day on which a reminder falls due.
    pub reminder_days: u32,
    /// Days the hub has to answer a submitted report.
    pub response_term_days: u32,
    /// Whole months between the end of a project and the day its final report is due.
    pub final_report_months: u32,
}

/// How far a plan may be revised without an approved change request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionThreshold {
    /// Days a milestone or the end of the project may move to a later day.
    pub slip_days: u32,
    /// Percent of the total budget that may shift between categories.
    pub budget_shift_percent: u32,
}

/// One version of a scheme's rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemeVersion {
    /// Scheme it belongs to.
    pub scheme_id: Id,
    /// Version, counting from 1.
    pub version: u32,
    /// First day it holds.
    pub valid_from: Date,
    /// Size classes.
    pub size_classes: Vec<SizeClassRule>,
    /// Assessment criteria.
    pub criteria: Vec<Criterion>,
    /// Consortium rules.
    pub consortium_rules: Vec<ConsortiumRule>,
    /// Least share of the costs to be co-financed, in percent; absent while it could not be confirmed.
    pub cofinancing_percent: Option<u32>,
    /// Advance on a conditional award in percent of the grant.
    pub conditional_advance_percent: u32,
    /// Reporting calendar.
    pub reporting_calendar: ReportingCalendar,
    /// How far a plan may be revised without an approved change request.
    pub revision_threshold: RevisionThreshold,
    /// From which total an application comes into consideration; absent where the scheme has no such thresholds or they are not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub award_thresholds: Option<AwardThresholds>,
}

impl SchemeVersion {
    /// Limits of a size class; absent when the version has no such class.
    #[must_use]
    pub fn limits(&self, size_class: SizeClass) -> Option<SizeClassRule> {
        self.size_classes
            .iter()
            .copied()
            .find(|rule| rule.size_class == size_class)
    }

    /// Whether two readings hold the same rules. They may differ in what is confirmed: in the `confirmed` marks, and in what
    /// was absent because it could not be confirmed (co-financing, thresholds) or was only words (requirements).
    #[must_use]
    pub fn same_rules(&self, newer: &Self) -> bool {
        let confirmed = |version: &Self| {
            let mut copy = version.clone();
            copy.criteria
                .iter_mut()
                .for_each(|criterion| criterion.confirmed = true);
            copy.cofinancing_percent = self.cofinancing_percent.and(copy.cofinancing_percent);
            copy.award_thresholds = self.award_thresholds.and(copy.award_thresholds);
            if let Some(thresholds) = &mut copy.award_thresholds {
                thresholds.confirmed = true;
            }
            for (rule, first) in copy.consortium_rules.iter_mut().zip(&self.consortium_rules) {
                rule.requirement = first.requirement.as_ref().and(rule.requirement.take());
            }
            copy
        };
        confirmed(self) == confirmed(newer)
    }

    pub(super) fn references(&self) -> Vec<Reference> {
        vec![Reference::new(
            "entry.scheme_version.scheme_id",
            Kind::Scheme,
            &self.scheme_id,
        )]
    }

    pub(super) fn check(&self, findings: &mut Findings) {
        let id_fits = self.scheme_id.len() + self.version.to_string().len() + 2 <= 64;
        findings.check(
            id_fits,
            "scheme_id",
            "at most 64 characters together with `-v` and the version",
        );
        findings.check(self.version >= 1, "version", "a version from 1");
        self.check_size_classes(findings);
        self.check_criteria(findings);
        findings.distinct(
            "consortium_rules",
            ".rule_id",
            self.consortium_rules.iter().map(|rule| &rule.rule_id),
        );
        for (index, rule) in self.consortium_rules.iter().enumerate() {
            let field = format!("consortium_rules[{index}].requirement");
            let kinds = rule.requirement.as_ref().and_then(Requirement::kinds);
            findings.check(
                kinds.is_none_or(|kinds| !kinds.is_empty()),
                field,
                "at least one kind",
            );
        }
        if let Some(thresholds) = self.award_thresholds {
            thresholds.check(findings);
        }
        findings.check(
            self.cofinancing_percent.unwrap_or(0) <= 100,
            "cofinancing_percent",
            "0 to 100",
        );
        findings.check(
            self.conditional_advance_percent <= 100,
            "conditional_advance_percent",
            "0 to 100",
        );
        self.reporting_calendar.check(findings);
        self.revision_threshold.check(findings);
    }

    fn check_size_classes(&self, findings: &mut Findings) {
        findings.check(
            !self.size_classes.is_empty(),
            "size_classes",
            "at least one size class",
        );
        findings.distinct(
            "size_classes",
            ".size_class",
            self.size_classes.iter().map(|rule| rule.size_class),
        );
        for (index, rule) in self.size_classes.iter().enumerate() {
            let negative = rule.minimum.is_negative();
            let minimum = format!("size_classes[{index}].minimum_cents");
            findings.check(!negative, minimum, "an amount that is not negative");
            findings.check(
                rule.minimum <= rule.maximum,
                format!("size_classes[{index}].maximum_cents"),
                format!("an amount not below minimum_cents, {}", rule.minimum),
            );
        }
    }

    fn check_criteria(&self, findings: &mut Findings) {
        let keys = self
            .criteria
            .iter()
            .map(|one| (one.size_class, &one.criterion_id));
        findings.distinct("criteria", ".criterion_id", keys);
        let mut sums: BTreeMap<SizeClass, u64> = BTreeMap::new();
        for (index, one) in self.criteria.iter().enumerate() {
            *sums.entry(one.size_class).or_default() += u64::from(one.weight_percent);
            findings.check(
                (1..=100).contains(&one.weight_percent),
                format!("criteria[{index}].weight_percent"),
                "1 to 100",
            );
            let known = self.limits(one.size_class).is_some();
            findings.check(
                known,
                format!("criteria[{index}].size_class"),
                "one of the version's size_classes",
            );
        }
        for (size_class, sum) in sums {
            let expected =
                format!("weights that add to 100 for each size class, found {sum} for {size_class:?}");
            findings.check(sum == 100, "criteria", expected);
        }
    }
}

impl ReportingCalendar {
    fn check(&self, findings: &mut Findings) {
        let at = |field: &str| format!("reporting_calendar.{field}");
        let one_way = self.period_end_months.is_empty() != (self.every_months == 0);
        findings.check(
            one_way,
            at("period_end_months"),
            "exactly one of period_end_months and every_months",
        );
        let rising = self
            .period_end_months
            .is_sorted_by(|earlier, later| earlier < later);
        let positive = self.period_end_months.first().is_none_or(|first| *first >= 1);
        findings.check(
            rising && positive,
            at("period_end_months"),
            "months from 1, each more than the one before",
        );
        let months = self
            .period_end_months
            .iter()
            .copied()
            .chain([self.every_months, self.final_report_months]);
        findings.check(
            months.max() <= Some(MAX_MONTHS),
            "reporting_calendar",
            format!("at most {MAX_MONTHS} months"),
        );
        let days = [self.due_after_days, self.reminder_days, self.response_term_days];
        findings.check(
            days.iter().all(|days| *days <= MAX_DAYS),
            "reporting_calendar",
            format!("at most {MAX_DAYS} days"),
        );
        findings.check(
            self.response_term_days >= 1,
            at("response_term_days"),
            "at least 1 day",
        );
    }
}

impl AwardThresholds {
    fn check(self, findings: &mut Findings) {
        findings.check(
            self.granted_from <= 100,
            "award_thresholds.granted_from",
            "0 to 100",
        );
        findings.check(
            self.conditional_from <= self.granted_from,
            "award_thresholds.conditional_from",
            format!("0 to granted_from, {}", self.granted_from),
        );
    }
}

impl RevisionThreshold {
    fn check(&self, findings: &mut Findings) {
        let slip = "revision_threshold.slip_days";
        findings.check(
            self.slip_days <= MAX_DAYS,
            slip,
            format!("at most {MAX_DAYS} days"),
        );
        findings.check(
            self.budget_shift_percent <= 100,
            "revision_threshold.budget_shift_percent",
            "0 to 100",
        );
    }
}
