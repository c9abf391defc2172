//! What can be measured.

use contracts::{
    insight::v1::WaitsOn,
    programme::v1::{Aggregation, Indicator, MoneyState, OwnerLevel, ProjectState},
};

/// One thing that can be measured over any set of projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// Projects in a state.
    Projects(ProjectState),
    /// Milestones.
    Milestones(MilestoneMeasure),
    /// An indicator.
    Indicator {
        /// Which.
        indicator_id: String,
        /// Where its value comes from.
        source: IndicatorSource,
    },
    /// Money in a state.
    Money(MoneyState),
    /// Reports that were due.
    Reports(ReportMeasure),
    /// Reports that wait, by on whom.
    Waiting(WaitsOn),
    /// Attention points that are not closed.
    OpenAttentionPoints,
}

/// What is counted of milestones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MilestoneMeasure {
    /// Open and not past their planned day.
    Planned,
    /// Open and past their planned day.
    Late,
    /// Achieved.
    Achieved,
    /// Dropped.
    Dropped,
    /// Achieved by the day of the baseline, as a share of all achieved.
    OnTimeRate,
}

/// Where the value of an indicator comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorSource {
    /// Accepted reports.
    Reported,
    /// Events.
    Observed,
    /// Targets of the current plans.
    Target,
}

/// What is counted of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportMeasure {
    /// Obligations whose due day has come; waived ones left out.
    Due,
    /// Of those: fulfilled.
    In,
    /// Of those: not fulfilled.
    Missing,
    /// Of those fulfilled: after the due day.
    Late,
    /// Reports the hub did not answer within its term and still has not.
    ResponseOverdue,
}

impl Measure {
    /// Key of the rule in `locales/rules.*.ftl`.
    #[must_use]
    pub fn rule_key(&self, indicator: Option<&Indicator>, single: bool) -> &'static str {
        match self {
            Self::Projects(_) => "rule-projects",
            Self::Milestones(which) => which.rule_key(),
            Self::Indicator { source, .. } => source.rule_key(indicator, single),
            Self::Money(MoneyState::Realised) => "rule-money-realised",
            Self::Money(_) => "rule-money",
            Self::Reports(which) => which.rule_key(),
            Self::Waiting(_) => "rule-reports-waiting",
            Self::OpenAttentionPoints => "rule-attention-points-open",
        }
    }
}

impl MilestoneMeasure {
    fn rule_key(self) -> &'static str {
        match self {
            Self::Planned => "rule-milestones-planned",
            Self::Late => "rule-milestones-late",
            Self::Achieved => "rule-milestones-achieved",
            Self::Dropped => "rule-milestones-dropped",
            Self::OnTimeRate => "rule-milestones-on-time-rate",
        }
    }
}

impl ReportMeasure {
    fn rule_key(self) -> &'static str {
        match self {
            Self::Due => "rule-reports-due",
            Self::In => "rule-reports-in",
            Self::Missing => "rule-reports-missing",
            Self::Late => "rule-reports-late",
            Self::ResponseOverdue => "rule-reports-response-overdue",
        }
    }
}

impl IndicatorSource {
    fn rule_key(self, indicator: Option<&Indicator>, single: bool) -> &'static str {
        match (self, single) {
            (Self::Reported, true) => "rule-indicator-reported-project",
            (Self::Target, true) => "rule-indicator-target-project",
            (Self::Target, false) => "rule-indicator-target",
            (Self::Observed, _) => "rule-indicator-observed",
            (Self::Reported, false) => indicator.map_or("rule-indicator-none", reported_rule_key),
        }
    }
}

fn reported_rule_key(indicator: &Indicator) -> &'static str {
    if indicator.owner_level() != OwnerLevel::Project {
        return "rule-indicator-owner";
    }
    match indicator.aggregation() {
        Aggregation::Sum => "rule-indicator-sum",
        Aggregation::Last => "rule-indicator-last",
        Aggregation::Max => "rule-indicator-max",
        Aggregation::Ratio => "rule-indicator-ratio",
        Aggregation::Distinct => "rule-indicator-distinct",
        Aggregation::None | Aggregation::Unspecified => "rule-indicator-none",
    }
}
