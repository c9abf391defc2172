//! One version of a scheme's rules: size classes, criteria, reporting calendar and thresholds. Rules differ between rounds,
//! so they belong to a version, and a project keeps the version it was submitted under.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Kind, Reference};
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

    /// Whether two readings hold the same rules. They may differ in what is confirmed: in the `confirmed` marks, and in a
    /// co-financing percentage that was absent because it could not be confirmed.
    #[must_use]
    pub fn same_rules(&self, newer: &Self) -> bool {
        let confirmed = |version: &Self| {
            let mut copy = version.clone();
            copy.criteria
                .iter_mut()
                .for_each(|criterion| criterion.confirmed = true);
            copy.cofinancing_percent = self.cofinancing_percent.and(copy.cofinancing_percent);
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
