//! Arguments of `schakelpunt culture`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use contracts::culture::v1::{Component, EvidenceStrength, InterventionState, MeasurementState};

use super::{PagesArgs, RequestArgs, application::FileArgs, class::ReviewArg};

/// The learning culture (building block 4).
#[derive(Clone, Debug, Subcommand)]
pub enum CultureCommand {
    /// Instruments that measure it.
    #[command(subcommand)]
    Instrument(CultureInstrumentCommand),
    /// Measurements.
    #[command(subcommand)]
    Measurement(MeasurementCommand),
    /// Figures of official statistics.
    #[command(subcommand)]
    Figure(FigureCommand),
    /// Findings of studies.
    #[command(subcommand)]
    Finding(FindingCommand),
    /// Interventions and their effects.
    #[command(subcommand)]
    Intervention(InterventionCommand),
    /// What reports say of it, to be coded.
    #[command(subcommand)]
    Answer(AnswerCommand),
    /// How it appears across projects.
    Across {
        /// The coding scheme.
        #[command(flatten)]
        scheme: SchemeArgs,
        /// Only of projects of this building block.
        #[arg(long, value_name = "BLOCK")]
        block: Option<String>,
        /// Only of this theme.
        #[arg(long, value_name = "THEME")]
        theme: Option<String>,
        /// Only in this region.
        #[arg(long, value_name = "REGION")]
        region: Option<String>,
    },
    /// How far coders agree.
    Agreement(SchemeArgs),
}

/// A version of a coding scheme.
#[derive(Clone, Debug, Args)]
pub struct SchemeArgs {
    /// The scheme.
    #[arg(value_name = "SCHEME")]
    pub scheme: String,
    /// Its version.
    #[arg(value_name = "VERSION", default_value_t = 1)]
    pub scheme_version: u32,
}

/// Instruments.
#[derive(Clone, Debug, Subcommand)]
pub enum CultureInstrumentCommand {
    /// Instruments.
    List(PagesArgs),
    /// One instrument with its versions and bridges.
    Show {
        /// The instrument.
        #[arg(value_name = "INSTRUMENT")]
        instrument: String,
    },
    /// Writes a version.
    Draft(FileArgs),
    /// Releases a version.
    Release(VersionArgs),
    /// Retires a version.
    Retire {
        /// Which.
        #[command(flatten)]
        version: VersionArgs,
        /// Why.
        #[arg(long, value_name = "TEXT", required = true)]
        reason: String,
    },
    /// Records a bridge between versions.
    Bridge(FileArgs),
}

/// A version of an instrument.
#[derive(Clone, Debug, Args)]
pub struct VersionArgs {
    /// The instrument.
    #[arg(value_name = "INSTRUMENT")]
    pub instrument: String,
    /// Its version.
    #[arg(value_name = "VERSION")]
    pub version: u32,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// Where a measurement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MeasurementStateArg {
    /// Planned.
    Planned,
    /// Responses are taken.
    Fielding,
    /// Responses are complete.
    Closed,
    /// Estimated and published.
    Estimated,
    /// Withdrawn.
    Withdrawn,
}

impl MeasurementStateArg {
    /// As the contract has it.
    #[must_use]
    pub fn state(self) -> MeasurementState {
        match self {
            Self::Planned => MeasurementState::Planned,
            Self::Fielding => MeasurementState::Fielding,
            Self::Closed => MeasurementState::Closed,
            Self::Estimated => MeasurementState::Estimated,
            Self::Withdrawn => MeasurementState::Withdrawn,
        }
    }
}

/// Measurements.
#[derive(Clone, Debug, Subcommand)]
pub enum MeasurementCommand {
    /// Measurements.
    List {
        /// Only with this instrument.
        #[arg(long, value_name = "INSTRUMENT")]
        instrument: Option<String>,
        /// Only those that cover this region.
        #[arg(long, value_name = "REGION")]
        region: Option<String>,
        /// Only in this state.
        #[arg(long, value_enum)]
        state: Option<MeasurementStateArg>,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// One measurement.
    Show {
        /// The measurement.
        #[arg(value_name = "MEASUREMENT")]
        measurement: String,
    },
    /// What a measurement found.
    Estimates {
        /// The measurement.
        #[arg(value_name = "MEASUREMENT")]
        measurement: String,
        /// The cut.
        #[command(flatten)]
        cut: CutArgs,
    },
    /// How two measurements differ.
    Compare {
        /// The earlier one.
        #[arg(value_name = "FROM")]
        from_measurement: String,
        /// The later one.
        #[arg(value_name = "TO")]
        to_measurement: String,
        /// The cut.
        #[command(flatten)]
        cut: CutArgs,
        /// Compare also when more than time differs.
        #[arg(long)]
        despite_differences: bool,
    },
    /// Plans a measurement.
    Plan(FileArgs),
    /// Begins the fieldwork.
    Start(WaveArgs),
    /// Hands responses in.
    Submit {
        /// Which.
        #[command(flatten)]
        wave: WaveArgs,
        /// The responses.
        #[arg(long, value_name = "FILE", required = true)]
        file: PathBuf,
    },
    /// Ends the fieldwork.
    Close(WaveArgs),
    /// Weights and estimates it; the responses are deleted.
    Estimate {
        /// Which.
        #[command(flatten)]
        wave: WaveArgs,
        /// Margins that the weights need not meet.
        #[arg(long, value_name = "VARIABLE")]
        leave_out: Vec<String>,
    },
    /// Withdraws it.
    Withdraw {
        /// Which.
        #[command(flatten)]
        wave: WaveArgs,
        /// Why.
        #[arg(long, value_name = "TEXT", required = true)]
        reason: String,
    },
}

/// A cut.
#[derive(Clone, Debug, Args)]
pub struct CutArgs {
    /// Variables; none for the whole population.
    #[arg(long = "by", id = "by_variable", value_name = "VARIABLE")]
    pub by: Vec<String>,
}

/// A measurement that is changed.
#[derive(Clone, Debug, Args)]
pub struct WaveArgs {
    /// The measurement.
    #[arg(value_name = "MEASUREMENT")]
    pub measurement: String,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// Figures of official statistics.
#[derive(Clone, Debug, Subcommand)]
pub enum FigureCommand {
    /// Figures.
    List(PagesArgs),
    /// One figure with all its revisions.
    Show {
        /// The figure.
        #[arg(value_name = "FIGURE")]
        reference_figure: String,
    },
    /// A result beside a figure.
    Beside {
        /// The figure.
        #[arg(value_name = "FIGURE")]
        reference_figure: String,
        /// A measurement.
        #[arg(
            long,
            value_name = "MEASUREMENT",
            conflicts_with = "project",
            requires = "item"
        )]
        measurement: Option<String>,
        /// An item of it.
        #[arg(long, value_name = "ITEM")]
        item: Option<String>,
        /// A project.
        #[arg(long, value_name = "PROJECT", requires = "indicator")]
        project: Option<String>,
        /// An indicator that it reports.
        #[arg(long, value_name = "INDICATOR")]
        indicator: Option<String>,
    },
}

/// A component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ComponentArg {
    /// Learning behaviour.
    LearningBehaviour,
    /// Urgency.
    Urgency,
    /// Stimulating factors.
    StimulatingFactors,
}

impl ComponentArg {
    /// As the contract has it.
    #[must_use]
    pub fn component(self) -> Component {
        match self {
            Self::LearningBehaviour => Component::LearningBehaviour,
            Self::Urgency => Component::Urgency,
            Self::StimulatingFactors => Component::StimulatingFactors,
        }
    }
}

/// Strength of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StrengthArg {
    /// Level 1.
    Correlation,
    /// Level 2.
    BeforeAfter,
    /// Level 3.
    Comparison,
    /// Level 4.
    Controlled,
    /// Level 5.
    Randomised,
}

impl StrengthArg {
    /// As the contract has it.
    #[must_use]
    pub fn strength(self) -> EvidenceStrength {
        match self {
            Self::Correlation => EvidenceStrength::Correlation,
            Self::BeforeAfter => EvidenceStrength::BeforeAfter,
            Self::Comparison => EvidenceStrength::Comparison,
            Self::Controlled => EvidenceStrength::Controlled,
            Self::Randomised => EvidenceStrength::Randomised,
        }
    }
}

/// Findings.
#[derive(Clone, Debug, Subcommand)]
pub enum FindingCommand {
    /// Findings that were published.
    List {
        /// Only about this component.
        #[arg(long, value_enum)]
        component: Option<ComponentArg>,
        /// Only with evidence of at least this strength.
        #[arg(long, value_enum)]
        strength: Option<StrengthArg>,
        /// Only behind this intervention.
        #[arg(long, value_name = "INTERVENTION")]
        intervention: Option<String>,
        /// Also those that were retired.
        #[arg(long)]
        retired: bool,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// One finding.
    Show {
        /// The finding.
        #[arg(value_name = "FINDING")]
        finding: String,
    },
    /// Proposes a finding.
    Propose(FileArgs),
    /// Records a review.
    Review {
        /// The finding.
        #[arg(value_name = "FINDING")]
        finding: String,
        /// What the review found.
        #[arg(value_enum)]
        review: ReviewArg,
        /// Remarks.
        #[arg(long, value_name = "TEXT", default_value = "")]
        remarks: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Publishes a finding.
    Publish {
        /// The finding.
        #[arg(value_name = "FINDING")]
        finding: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Records that somebody disagrees.
    Dissent {
        /// The finding.
        #[arg(value_name = "FINDING")]
        finding: String,
        /// Identifier of the dissent.
        #[arg(value_name = "DISSENT")]
        dissent: String,
        /// Organisation that disagrees.
        #[arg(long, value_name = "ORGANISATION", default_value = "")]
        organisation: String,
        /// Why.
        #[arg(long, value_name = "TEXT", required = true)]
        reason: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Retires a finding.
    Retire {
        /// The finding.
        #[arg(value_name = "FINDING")]
        finding: String,
        /// Why.
        #[arg(long, value_name = "TEXT", required = true)]
        reason: String,
        /// Finding that takes its place.
        #[arg(long, value_name = "FINDING", default_value = "")]
        superseded_by: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
}

/// Where an intervention stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InterventionStateArg {
    /// Planned.
    Planned,
    /// Running.
    Running,
    /// Stopped.
    Stopped,
    /// Finished.
    Finished,
}

impl InterventionStateArg {
    /// As the contract has it.
    #[must_use]
    pub fn state(self) -> InterventionState {
        match self {
            Self::Planned => InterventionState::Planned,
            Self::Running => InterventionState::Running,
            Self::Stopped => InterventionState::Stopped,
            Self::Finished => InterventionState::Finished,
        }
    }
}

/// Interventions.
#[derive(Clone, Debug, Subcommand)]
pub enum InterventionCommand {
    /// Interventions.
    List {
        /// Only in this state.
        #[arg(long, value_enum)]
        state: Option<InterventionStateArg>,
        /// Only in this region.
        #[arg(long, value_name = "REGION")]
        region: Option<String>,
        /// Only for this component.
        #[arg(long, value_enum)]
        component: Option<ComponentArg>,
        /// Only of this project.
        #[arg(long, value_name = "PROJECT")]
        project: Option<String>,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// One intervention with its effects.
    Show {
        /// The intervention.
        #[arg(value_name = "INTERVENTION")]
        intervention: String,
    },
    /// Plans an intervention.
    Plan(FileArgs),
    /// Records that it runs.
    Start(InterventionStepArgs),
    /// Records that it was stopped before its end.
    Stop {
        /// Which, and when.
        #[command(flatten)]
        step: InterventionStepArgs,
        /// Why.
        #[arg(long, value_name = "TEXT", required = true)]
        reason: String,
        /// Cost that was realised.
        #[arg(long, value_name = "EUR", required = true, value_parser = crate::output::money::parse_euros)]
        realised: i64,
    },
    /// Records that it is finished.
    Finish {
        /// Which, and when.
        #[command(flatten)]
        step: InterventionStepArgs,
        /// Cost that was realised.
        #[arg(long, value_name = "EUR", required = true, value_parser = crate::output::money::parse_euros)]
        realised: i64,
    },
    /// Records an effect.
    Observe {
        /// The intervention.
        #[arg(value_name = "INTERVENTION")]
        intervention: String,
        /// Its workgroup.
        #[arg(long, value_name = "WORKGROUP", required = true)]
        of_workgroup: String,
        /// The effect.
        #[command(flatten)]
        file: FileArgs,
    },
}

/// A step of an intervention.
#[derive(Clone, Debug, Args)]
pub struct InterventionStepArgs {
    /// The intervention.
    #[arg(value_name = "INTERVENTION")]
    pub intervention: String,
    /// Its workgroup.
    #[arg(long, value_name = "WORKGROUP", required = true)]
    pub of_workgroup: String,
    /// Day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", required = true)]
    pub on: String,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// Answers of reports.
#[derive(Clone, Debug, Subcommand)]
pub enum AnswerCommand {
    /// Answers that wait, longest waiting first.
    List {
        /// Only of projects of this building block.
        #[arg(long, value_name = "BLOCK")]
        block: Option<String>,
        /// Only those that were coded differently.
        #[arg(long)]
        disputed: bool,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// One answer with its text.
    Show {
        /// The report.
        #[arg(value_name = "REPORT")]
        report: String,
    },
    /// Asks for several coders.
    AskCoders {
        /// The report.
        #[arg(value_name = "REPORT")]
        report: String,
        /// How many.
        #[arg(value_name = "N")]
        coders: u32,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Codes an answer.
    Code {
        /// The report.
        #[arg(value_name = "REPORT")]
        report: String,
        /// By which scheme.
        #[command(flatten)]
        scheme: SchemeArgs,
        /// The codes.
        #[command(flatten)]
        codes: CodesArgs,
    },
    /// Settles an answer that was coded differently.
    Resolve {
        /// The report.
        #[arg(value_name = "REPORT")]
        report: String,
        /// The codes.
        #[command(flatten)]
        codes: CodesArgs,
        /// Why.
        #[arg(long, value_name = "TEXT", required = true)]
        reason: String,
        /// Its coders do it together.
        #[arg(long)]
        jointly: bool,
    },
}

/// Codes of an answer.
#[derive(Clone, Debug, Args)]
pub struct CodesArgs {
    /// A code; none when no code applies.
    #[arg(long = "code", id = "culture_code", value_name = "CODE")]
    pub codes: Vec<String>,
    /// Round of correction that was read.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub revision: u32,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}
