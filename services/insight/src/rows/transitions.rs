//! Rows of the projection `transitions`: what is asked for, who applied with what, what was awarded, and the solutions that came of
//! it. Each is kept by its own identifier.

use std::{collections::BTreeMap, sync::Arc};

use contracts::{
    hub::v1::SkillRef,
    programme::v1::{RegionShare, SizeClass},
    transitions::v1::{ApplicationState, AwardOutcome, AwardState, DemandPhase, SolutionState},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{List, table::table};

table!(BottleneckRow, "bottlenecks", of bottleneck_id = "bottleneck_id", [], by []);
table!(DemandRow, "demands", of demand_id = "demand_id", [], by []);
table!(ApplicationRow, "applications", of application_id = "application_id", [], by []);
table!(AwardRow, "awards", of application_id = "application_id", [], by []);
table!(SolutionRow, "solutions", of solution_id = "solution_id", [], by []);
table!(ReuseRow, "solution_reuse", of solution_id = "solution_id", [reuse_id = "reuse_id"], by [since, reuse_id]);

/// Rows by identifier. Versions share it as long as nothing in it changes.
type ById<T> = Arc<BTreeMap<String, T>>;

/// What is known of transitions, by identifier.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Transitions {
    /// Competence bottlenecks, resolved ones included.
    pub bottlenecks: ById<Arc<BottleneckRow>>,
    /// Demands, dropped ones included.
    pub demands: ById<Arc<DemandRow>>,
    /// Applications that were submitted, withdrawn ones included.
    pub applications: ById<Arc<ApplicationRow>>,
    /// Decisions on applications, rejections included, by application.
    pub awards: ById<Arc<AwardRow>>,
    /// Solutions.
    pub solutions: ById<Arc<SolutionRow>>,
    /// Use of solutions by others, by solution.
    pub reuse: ById<List<ReuseRow>>,
}

impl Transitions {
    /// How the award of an application stands; none while it is not decided.
    #[must_use]
    pub fn award_state(&self, application_id: &str) -> Option<AwardState> {
        self.awards.get(application_id).map(|award| award.state)
    }

    /// Whether an application came to nothing: withdrawn, rejected or lapsed.
    #[must_use]
    pub fn came_to_nothing(&self, application: &ApplicationRow) -> bool {
        let award = self.award_state(&application.application_id);
        application.is_withdrawn() || matches!(award, Some(AwardState::Rejected | AwardState::Lapsed))
    }

    /// Use of a solution by others, by first day.
    pub fn reuse_of(&self, solution_id: &str) -> impl Iterator<Item = &ReuseRow> {
        self.reuse.get(solution_id).into_iter().flatten()
    }
}

/// A competence bottleneck as it reads now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BottleneckRow {
    /// Bottleneck.
    pub bottleneck_id: String,
    /// Labour-market region.
    pub region_id: String,
    /// Sector.
    pub sector: String,
    /// Theme; empty when it belongs to none.
    pub theme_id: String,
    /// Skills that are short.
    pub skills: Vec<SkillRef>,
    /// For whom.
    pub target_group: String,
    /// People who need them.
    pub people: u32,
    /// Where it was found.
    pub source: String,
    /// Day it was observed.
    pub observed_on: Date,
    /// How often it was recorded or revised.
    pub revision: u32,
    /// Day it was none any more.
    pub resolved_on: Option<Date>,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}

/// A demand and how far its articulation is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DemandRow {
    /// Demand.
    pub demand_id: String,
    /// Title.
    pub title: String,
    /// Labour-market regions it is about.
    pub region_ids: Vec<String>,
    /// Sector; empty when it crosses sectors.
    pub sector: String,
    /// Theme; empty when it belongs to none.
    pub theme_id: String,
    /// Skills that are asked for.
    pub skills: Vec<SkillRef>,
    /// For whom.
    pub target_group: String,
    /// Bottlenecks it rests on.
    pub bottleneck_ids: Vec<String>,
    /// How far it is.
    pub phase: DemandPhase,
    /// Day of the signal.
    pub signalled_on: Date,
    /// Day it was explored.
    pub explored_on: Option<Date>,
    /// Day it was understood.
    pub understood_on: Option<Date>,
    /// Day on which it was told that it is not pursued.
    pub dropped_on: Option<Date>,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}

/// An application as it was submitted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplicationRow {
    /// Application; also its project, once it is one.
    pub application_id: String,
    /// Call.
    pub call_id: String,
    /// Tranche of the call.
    pub tranche_id: String,
    /// Scheme.
    pub scheme_id: String,
    /// Version of the scheme's rules.
    pub scheme_version: u32,
    /// Name.
    pub name: String,
    /// Workgroup it would report through.
    pub workgroup_id: String,
    /// Theme; empty when it belongs to none.
    pub theme_id: String,
    /// Size class.
    pub size_class: SizeClass,
    /// Regions with shares in percent.
    pub regions: Vec<RegionShare>,
    /// Skills it will teach.
    pub skills: Vec<SkillRef>,
    /// For whom.
    pub target_group: String,
    /// Demands it answers.
    pub demand_ids: Vec<String>,
    /// Grant that is asked for, in euro cents.
    pub requested_cents: i64,
    /// Invented application of the example season.
    pub example: bool,
    /// State.
    pub state: ApplicationState,
    /// Day it was submitted.
    pub submitted_on: Date,
    /// Day its first assessment was recorded.
    pub assessed_on: Option<Date>,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}

impl ApplicationRow {
    /// Whether it was withdrawn.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.state == ApplicationState::Withdrawn
    }
}

/// What was decided on an application, and what became of that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AwardRow {
    /// Application.
    pub application_id: String,
    /// Call.
    pub call_id: String,
    /// Tranche of the call.
    pub tranche_id: String,
    /// Building block.
    pub block_id: String,
    /// Theme; empty when it belongs to none.
    pub theme_id: String,
    /// Workgroup it reports through; empty when it was rejected.
    pub workgroup_id: String,
    /// Size class.
    pub size_class: SizeClass,
    /// What was decided first.
    pub outcome: AwardOutcome,
    /// How it stands now.
    pub state: AwardState,
    /// Amount awarded now, in euro cents.
    pub awarded_cents: i64,
    /// Final amount in euro cents; none before it is determined.
    pub determined_cents: Option<i64>,
    /// All advances so far, in euro cents.
    pub paid_cents: i64,
    /// Day of the decision.
    pub decided_on: Date,
    /// Last day on which all conditions can be met; none without conditions.
    pub conditions_due_on: Option<Date>,
    /// Regions with shares in percent; none when it was rejected.
    pub regions: Vec<RegionShare>,
    /// Demands the application answers; none when it was rejected.
    pub demand_ids: Vec<String>,
    /// Invented application of the example season.
    pub example: bool,
    /// Ledger position of the determination.
    pub determined_position: Option<u64>,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}

impl AwardRow {
    /// Whether money was promised: granted, or on conditions.
    #[must_use]
    pub fn takes(&self) -> bool {
        match self.outcome {
            AwardOutcome::Granted | AwardOutcome::Conditional => true,
            AwardOutcome::Rejected | AwardOutcome::Unspecified => false,
        }
    }
}

/// A solution and how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SolutionRow {
    /// Solution.
    pub solution_id: String,
    /// Project that made it.
    pub project_id: String,
    /// Name.
    pub name: String,
    /// Skills it teaches.
    pub skills: Vec<SkillRef>,
    /// Labour-market regions it was made for.
    pub region_ids: Vec<String>,
    /// For whom.
    pub target_group: String,
    /// Demands it answers.
    pub demand_ids: Vec<String>,
    /// How far it is.
    pub state: SolutionState,
    /// Day its design was finished.
    pub designed_on: Date,
    /// Day the first learners started.
    pub piloted_on: Option<Date>,
    /// Learners of the pilot.
    pub pilot_learners: u32,
    /// Day it became part of the regular offer.
    pub scaled_on: Option<Date>,
    /// Places for learners in a year.
    pub places_per_year: u32,
    /// Ledger positions of the events about the solution itself, oldest first.
    pub positions: Vec<u64>,
}

/// Use of a solution by others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReuseRow {
    /// Solution.
    pub solution_id: String,
    /// Identifier within the solution.
    pub reuse_id: String,
    /// Organisation that uses it.
    pub organisation_id: String,
    /// Region in which it is used.
    pub region_id: String,
    /// First day.
    pub since: Date,
    /// What was changed to make it fit; empty when nothing was.
    pub adaptation: String,
    /// Ledger position.
    pub position: u64,
}
