//! Arguments of `schakelpunt skill`.

use clap::{Args, Subcommand, ValueEnum};
use contracts::radar::v1::{ConceptKind, SkillState, WaitsFor};

use super::{PagesArgs, RequestArgs};

pub mod release;

/// Skills: concepts of taxonomies, and emerging skills from proposal to publication.
#[derive(Clone, Debug, Subcommand)]
pub enum SkillCommand {
    /// Concepts by words of their labels.
    Search(SearchArgs),
    /// One skill: a concept by its URI, or an emerging skill by its identifier.
    Show {
        /// URI of a concept, or identifier of an emerging skill.
        #[arg(value_name = "URI|SKILL")]
        skill: String,
    },
    /// Releases of taxonomies.
    #[command(subcommand)]
    Release(release::ReleaseCommand),
    /// Emerging skills.
    List {
        /// Only in this state.
        #[arg(long, value_enum)]
        state: Option<SkillStateArg>,
        /// Only of this theme.
        #[arg(long, value_name = "THEME")]
        theme: Option<String>,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// What waits, oldest first.
    Queue {
        /// Only what waits for this.
        #[arg(long = "for", value_enum)]
        waits_for: Option<WaitsForArg>,
        /// Only of this theme.
        #[arg(long, value_name = "THEME")]
        theme: Option<String>,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// Proposes a skill.
    Propose(Box<ProposeArgs>),
    /// Adds a source that a person read.
    Cite {
        /// The skill.
        #[arg(value_name = "SKILL")]
        skill: String,
        /// The source.
        #[arg(value_name = "SOURCE")]
        source: String,
        /// Where in it, and what it says of the skill.
        #[arg(long, value_name = "TEXT", required = true)]
        note: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Takes a proposal under review.
    Review(SkillStepArgs),
    /// Finds a skill valid.
    Validate(SkillReasonArgs),
    /// Rejects a skill.
    Reject(SkillReasonArgs),
    /// Merges a skill into another one.
    Merge {
        /// Which one, and why.
        #[command(flatten)]
        step: SkillReasonArgs,
        /// Skill it is merged into.
        #[arg(long, value_name = "SKILL", required = true)]
        into: String,
        /// Do not ask whether it is meant.
        #[arg(long)]
        yes: bool,
    },
    /// Publishes a skill that was found valid.
    Publish(SkillStepArgs),
    /// Takes a published skill off the radar.
    Retire(SkillReasonArgs),
    /// Records a disagreement.
    Dissent(SkillReasonArgs),
}

/// What to search for.
#[derive(Clone, Debug, Args)]
pub struct SearchArgs {
    /// Words of a label; the last one may be the beginning of a word.
    #[arg(value_name = "WORDS", required = true, num_args = 1..)]
    pub words: Vec<String>,
    /// Only labels in this language.
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<String>,
    /// Only of this scheme.
    #[arg(long, value_name = "SCHEME")]
    pub scheme: Option<String>,
    /// Only of this collection.
    #[arg(long, value_name = "COLLECTION")]
    pub collection: Option<String>,
    /// Only of this kind.
    #[arg(long, value_enum)]
    pub kind: Option<ConceptKindArg>,
    /// How much of the list.
    #[command(flatten)]
    pub pages: PagesArgs,
}

/// A skill to propose.
#[derive(Clone, Debug, Args)]
pub struct ProposeArgs {
    /// Identifier of the skill.
    #[arg(value_name = "SKILL")]
    pub skill: String,
    /// What it is called, in Dutch.
    #[arg(long, value_name = "TEXT", required = true)]
    pub label: String,
    /// What it is called, in English.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub label_en: String,
    /// What it is, in Dutch.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub description: String,
    /// What it is, in English.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub description_en: String,
    /// Concept it is.
    #[arg(long, value_name = "URI", conflicts_with = "terms")]
    pub concept: Option<String>,
    /// Key of a term it is counted by, as candidates have them; may be given more than once.
    #[arg(long = "term", value_name = "KEY", required_unless_present = "concept")]
    pub terms: Vec<String>,
    /// Theme; may be given more than once.
    #[arg(long = "theme", value_name = "THEME")]
    pub themes: Vec<String>,
    /// Why.
    #[arg(long, value_name = "TEXT", required = true)]
    pub reason: String,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// A step of a skill.
#[derive(Clone, Debug, Args)]
pub struct SkillStepArgs {
    /// The skill.
    #[arg(value_name = "SKILL")]
    pub skill: String,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// A step of a skill that must give a reason.
#[derive(Clone, Debug, Args)]
pub struct SkillReasonArgs {
    /// The skill.
    #[arg(value_name = "SKILL")]
    pub skill: String,
    /// Why.
    #[arg(long, value_name = "TEXT", required = true)]
    pub reason: String,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// Kind of concept, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ConceptKindArg {
    /// A skill or competence.
    Skill,
    /// Knowledge.
    Knowledge,
    /// An attitude or value.
    Attitude,
    /// A group of skills.
    Group,
    /// A task.
    Task,
    /// An occupation.
    Occupation,
    /// Something else.
    Other,
}

impl ConceptKindArg {
    /// As the contract writes it.
    pub fn kind(self) -> ConceptKind {
        match self {
            Self::Skill => ConceptKind::Skill,
            Self::Knowledge => ConceptKind::Knowledge,
            Self::Attitude => ConceptKind::Attitude,
            Self::Group => ConceptKind::Group,
            Self::Task => ConceptKind::Task,
            Self::Occupation => ConceptKind::Occupation,
            Self::Other => ConceptKind::Other,
        }
    }
}

/// State of an emerging skill, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SkillStateArg {
    /// Proposed.
    Proposed,
    /// Under review.
    InReview,
    /// Found valid.
    Validated,
    /// Rejected.
    Rejected,
    /// Merged into another one.
    Merged,
    /// Published.
    Published,
    /// Off the radar again.
    Retired,
}

impl SkillStateArg {
    /// As the contract writes it.
    pub fn state(self) -> SkillState {
        match self {
            Self::Proposed => SkillState::Proposed,
            Self::InReview => SkillState::InReview,
            Self::Validated => SkillState::Validated,
            Self::Rejected => SkillState::Rejected,
            Self::Merged => SkillState::Merged,
            Self::Published => SkillState::Published,
            Self::Retired => SkillState::Retired,
        }
    }
}

/// With whom something waits, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum WaitsForArg {
    /// Somebody who takes it under review.
    Reviewer,
    /// Whoever took it under review.
    Decision,
    /// Somebody who publishes it.
    Publisher,
    /// More independent sources.
    Evidence,
}

impl WaitsForArg {
    /// As the contract writes it.
    pub fn waits_for(self) -> WaitsFor {
        match self {
            Self::Reviewer => WaitsFor::Reviewer,
            Self::Decision => WaitsFor::Decision,
            Self::Publisher => WaitsFor::Publisher,
            Self::Evidence => WaitsFor::Evidence,
        }
    }
}
