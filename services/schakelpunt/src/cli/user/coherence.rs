//! Arguments of `schakelpunt coherence`.

use clap::{Args, Subcommand, ValueEnum};
use contracts::insight::v1::{PipelineStage, SkillNeedKind, WhiteSpotKind};

use super::{
    ScopeArgs, Split,
    culture::{ComponentArg, InterventionStateArg},
    radar::RingArg,
};

/// How demand, grants and solutions hang together.
#[derive(Clone, Debug, Subcommand)]
pub enum CoherenceCommand {
    /// Demand against supply.
    Demand(DemandArgs),
    /// The funnel of calls.
    Funnel(FunnelArgs),
    /// From demand to award to first learner.
    LeadTimes(LeadTimesArgs),
    /// Money by state.
    Money(MoneyArgs),
    /// Reuse of solutions.
    Reuse(ReuseArgs),
    /// Skills from signal to credential.
    Pipeline(PipelineArgs),
    /// Who needs the radar.
    Needs(NeedsArgs),
    /// What was measured of the learning culture.
    Culture(CultureArgs),
    /// What is done about it.
    Interventions(InterventionsArgs),
    /// What projects tell of it.
    Answers(AnswersArgs),
    /// Themes and skills without an application.
    WhiteSpots(WhiteSpotsArgs),
    /// What teaches the same to the same people in the same region.
    Overlap(OverlapArgs),
}

/// How much of a list is shown, and after which change.
#[derive(Clone, Debug, Default, Args)]
pub struct ShownArgs {
    /// Most rows to show; without it all.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Go on after an earlier answer that was cut off.
    #[arg(long, value_name = "TOKEN")]
    pub page_token: Option<String>,
    /// Wait until the change of this token is in the answer.
    #[arg(long, value_name = "TOKEN")]
    pub consistency_token: Option<String>,
    /// Name the ledger positions behind each row.
    #[arg(long)]
    pub events: bool,
}

/// Demand against supply.
#[derive(Clone, Debug, Args)]
pub struct DemandArgs {
    /// Labour-market region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Theme.
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// Skill.
    #[arg(long, value_name = "URI")]
    pub skill: Option<String>,
    /// How much is shown.
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// The funnel of calls.
#[derive(Clone, Debug, Args)]
pub struct FunnelArgs {
    /// Call.
    #[arg(value_name = "CALL")]
    pub call: Option<String>,
    /// Tranche.
    #[arg(long, value_name = "TRANCHE")]
    pub tranche: Option<String>,
    /// Theme.
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// Name the ledger positions behind each row.
    #[arg(long)]
    pub events: bool,
    /// Wait until the change of this token is in the answer.
    #[arg(long, value_name = "TOKEN")]
    pub consistency_token: Option<String>,
}

/// From demand to award to first learner.
#[derive(Clone, Debug, Args)]
pub struct LeadTimesArgs {
    /// Labour-market region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Theme.
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// By theme, by region or both.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub by: Vec<Split>,
    /// Show the demands themselves as well.
    #[arg(long)]
    pub chains: bool,
    /// How much is shown.
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// Money by state.
#[derive(Clone, Debug, Args)]
pub struct MoneyArgs {
    /// Which projects and applications.
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// By tranche, theme, region or several of them.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub by: Vec<Split>,
    /// Wait until the change of this token is in the answer.
    #[arg(long, value_name = "TOKEN")]
    pub consistency_token: Option<String>,
}

/// Reuse of solutions.
#[derive(Clone, Debug, Args)]
pub struct ReuseArgs {
    /// Labour-market region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Theme.
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// Skill.
    #[arg(long, value_name = "URI")]
    pub skill: Option<String>,
    /// Only what others use.
    #[arg(long)]
    pub reused: bool,
    /// How much is shown.
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// Skills from signal to credential.
#[derive(Clone, Debug, Args)]
pub struct PipelineArgs {
    /// Labour-market region; `-` for the country as a whole.
    #[arg(long, value_name = "REGION", allow_hyphen_values = true)]
    pub region: Option<String>,
    /// Theme.
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// Skill.
    #[arg(long, value_name = "URI")]
    pub skill: Option<String>,
    /// Ring in the newest edition.
    #[arg(long, value_enum)]
    pub ring: Option<RingArg>,
    /// First stage that is empty.
    #[arg(long, value_enum)]
    pub gap: Option<StageArg>,
    /// How much is shown.
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// Who needs the radar.
#[derive(Clone, Debug, Args)]
pub struct NeedsArgs {
    /// Provider; `-` for what no provider offers.
    #[arg(value_name = "PROVIDER", allow_hyphen_values = true)]
    pub provider: Option<String>,
    /// Only what is not offered, or only what declines.
    #[arg(long, value_enum)]
    pub kind: Option<NeedArg>,
    /// Labour-market region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Theme.
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// Skill.
    #[arg(long, value_name = "URI")]
    pub skill: Option<String>,
    /// How much is shown.
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// What was measured of the learning culture.
#[derive(Clone, Debug, Args)]
pub struct CultureArgs {
    /// Measurement.
    #[arg(value_name = "MEASUREMENT")]
    pub measurement: Option<String>,
    /// Labour-market region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// How much is shown.
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// What is done about the learning culture.
#[derive(Clone, Debug, Args)]
pub struct InterventionsArgs {
    /// Only in this state.
    #[arg(long, value_enum)]
    pub state: Option<InterventionStateArg>,
    /// Labour-market region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Only for this component.
    #[arg(long, value_enum)]
    pub component: Option<ComponentArg>,
    /// Only of this project.
    #[arg(long, value_name = "PROJECT")]
    pub project: Option<String>,
    /// How much is shown.
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// What projects tell of the learning culture.
#[derive(Clone, Debug, Args)]
pub struct AnswersArgs {
    /// Coding scheme.
    #[arg(value_name = "SCHEME")]
    pub scheme: Option<String>,
    /// Its version.
    #[arg(long, value_name = "N", requires = "scheme", value_parser = clap::value_parser!(u32).range(1..))]
    pub version: Option<u32>,
    /// Building block.
    #[arg(long, value_name = "BLOCK")]
    pub block: Option<String>,
    /// Theme.
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// Labour-market region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Name the ledger positions behind each row.
    #[arg(long)]
    pub events: bool,
    /// Wait until the change of this token is in the answer.
    #[arg(long, value_name = "TOKEN")]
    pub consistency_token: Option<String>,
}

/// Themes and skills without an application.
#[derive(Clone, Debug, Args)]
pub struct WhiteSpotsArgs {
    /// Only themes, only skills, or only skills that come up.
    #[arg(long, value_enum)]
    pub kind: Option<SpotArg>,
    /// Labour-market region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Theme.
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// Themes that nobody asks for as well.
    #[arg(long)]
    pub without_demand: bool,
    /// How much is shown.
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// What teaches the same to the same people in the same region.
#[derive(Clone, Debug, Args)]
pub struct OverlapArgs {
    /// Only with this application, project or solution.
    #[arg(value_name = "ID")]
    pub about: Option<String>,
    /// Labour-market region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Skill.
    #[arg(long, value_name = "URI")]
    pub skill: Option<String>,
    /// How much is shown.
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// Kind of a white spot, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SpotArg {
    /// A theme.
    Theme,
    /// A skill.
    Skill,
    /// A skill that comes up.
    EmergingSkill,
}

impl SpotArg {
    /// As the contract writes it.
    pub fn kind(self) -> WhiteSpotKind {
        match self {
            Self::Theme => WhiteSpotKind::Theme,
            Self::Skill => WhiteSpotKind::Skill,
            Self::EmergingSkill => WhiteSpotKind::EmergingSkill,
        }
    }
}

/// Stage of a skill, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum StageArg {
    /// Demand.
    Demand,
    /// Solution.
    Solution,
    /// Offer.
    Offer,
    /// Credential.
    Credential,
}

impl StageArg {
    /// As the contract writes it.
    pub fn stage(self) -> PipelineStage {
        match self {
            Self::Demand => PipelineStage::Demand,
            Self::Solution => PipelineStage::Solution,
            Self::Offer => PipelineStage::Offer,
            Self::Credential => PipelineStage::Credential,
        }
    }
}

/// Kind of a need, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum NeedArg {
    /// Asked for and not offered.
    NotOffered,
    /// Offered and in decline.
    Declines,
}

impl NeedArg {
    /// As the contract writes it.
    pub fn kind(self) -> SkillNeedKind {
        match self {
            Self::NotOffered => SkillNeedKind::NotOffered,
            Self::Declines => SkillNeedKind::Declines,
        }
    }
}
