//! Arguments of the commands that talk to a running hub.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use runtime::access::Grant;

pub mod application;
mod attention;
pub mod award;
mod call;
pub mod class;
pub mod coherence;
pub mod credential;
pub mod culture;
mod demand;
mod event_types;
mod filters;
mod ledger;
pub mod link;
pub mod linked;
mod load;
pub mod offer;
mod paging;
pub mod passport;
pub mod provider;
pub mod radar;
pub mod report;
pub mod rules;
pub mod skill;
pub mod solution;
pub mod subscription;
pub mod verify_credential;

pub use attention::AttentionCommand;
pub use call::CallCommand;
pub use demand::{BottleneckCommand, DemandCommand, SkillFilters};
pub use event_types::EventTypesArgs;
pub use filters::{ColourArg, ScopeArgs, Split, StateArg};
pub use ledger::{CheckArgs, LedgerCommand, ProofArgs, VerifyArgs};
pub use load::{LoadArgs, TokenFor};
pub use paging::{PagesArgs, RequestArgs};

/// The national overview.
#[derive(Clone, Debug, Default, Args)]
pub struct OverviewArgs {
    /// Which projects.
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// How to split.
    #[arg(long, value_enum)]
    pub by: Option<Split>,
    /// Name every figure, for `explain`.
    #[arg(long)]
    pub figures: bool,
    /// Wait until the change of this token is in the answer.
    #[arg(long, value_name = "TOKEN")]
    pub consistency_token: Option<String>,
}

/// Projects.
#[derive(Clone, Debug, Subcommand)]
pub enum ProjectCommand {
    /// A list of projects with their judgement.
    List(ProjectListArgs),
    /// Everything about one project.
    Show(ProjectShowArgs),
}

/// A list of projects.
#[derive(Clone, Debug, Args)]
pub struct ProjectListArgs {
    /// Which projects.
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// Only those in this state.
    #[arg(long, value_enum)]
    pub state: Option<StateArg>,
    /// Only those with this judgement.
    #[arg(long, value_enum, alias = "color")]
    pub colour: Option<ColourArg>,
    /// Words in the name or identifier.
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
    /// Order: `project_id`, `name`, `starts_on`, `ends_on` or `judgement`, with ` desc` turned round.
    #[arg(long, value_name = "FIELD")]
    pub order_by: Option<String>,
    /// Most projects to show; without it all.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Go on after an earlier answer that was cut off.
    #[arg(long, value_name = "TOKEN")]
    pub page_token: Option<String>,
    /// Wait until the change of this token is in the answer.
    #[arg(long, value_name = "TOKEN")]
    pub consistency_token: Option<String>,
}

/// Everything about one project.
#[derive(Clone, Debug, Args)]
pub struct ProjectShowArgs {
    /// The project.
    #[arg(value_name = "PROJECT")]
    pub project: String,
    /// Show the plan with its revisions and change requests instead of the status.
    #[arg(long, conflicts_with = "consistency_token")]
    pub plan: bool,
    /// Wait until the change of this token is in the answer.
    #[arg(long, value_name = "TOKEN")]
    pub consistency_token: Option<String>,
}

/// Reporting obligations.
#[derive(Clone, Debug, Args)]
pub struct ObligationsArgs {
    /// Which projects.
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// Only those that are open past their due day.
    #[arg(long)]
    pub late: bool,
    /// Only those due on or after this day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// Only those due on or before this day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY")]
    pub to: Option<String>,
    /// Most obligations to show; without it all.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Go on after an earlier answer that was cut off.
    #[arg(long, value_name = "TOKEN")]
    pub page_token: Option<String>,
    /// Wait until the change of this token is in the answer.
    #[arg(long, value_name = "TOKEN")]
    pub consistency_token: Option<String>,
}

/// What needs attention in the hub itself.
#[derive(Clone, Debug, Args)]
pub struct SignalsArgs {
    /// Also those that are over.
    #[arg(long)]
    pub over: bool,
    /// How much of the list.
    #[command(flatten)]
    pub pages: PagesArgs,
    /// Wait until the change of this token is in the answer.
    #[arg(long, value_name = "TOKEN")]
    pub consistency_token: Option<String>,
}

/// Form of a feedback report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FeedbackFormat {
    /// For people.
    Markdown,
    /// For machines.
    Json,
}

/// Feedback reports.
#[derive(Clone, Debug, Subcommand)]
pub enum FeedbackCommand {
    /// For one project.
    Project(FeedbackArgs),
    /// For one workgroup.
    Workgroup(FeedbackArgs),
}

/// A feedback report.
#[derive(Clone, Debug, Args)]
pub struct FeedbackArgs {
    /// Project or workgroup.
    #[arg(value_name = "ID")]
    pub id: String,
    /// Form; follows `--output` when left out.
    #[arg(long, value_enum)]
    pub format: Option<FeedbackFormat>,
    /// Wait until the change of this token is in the answer.
    #[arg(long, value_name = "TOKEN")]
    pub consistency_token: Option<String>,
}

/// Published events.
#[derive(Clone, Debug, Args)]
pub struct EventsArgs {
    /// First ledger position.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub from: u64,
    /// Go on with new events as they come, until Ctrl-C.
    #[arg(long)]
    pub follow: bool,
    /// Only these CloudEvents types; may be given more than once, as may all that follow.
    #[arg(long = "type", value_name = "TYPE")]
    pub types: Vec<String>,
    /// Only of these building blocks.
    #[arg(long, value_name = "BLOCK")]
    pub block: Vec<String>,
    /// Only published by these services, such as `programme`.
    #[arg(long, value_name = "SERVICE")]
    pub publisher: Vec<String>,
    /// Only of these projects.
    #[arg(long, value_name = "PROJECT")]
    pub project: Vec<String>,
    /// Only of these regions.
    #[arg(long, value_name = "REGION")]
    pub region: Vec<String>,
    /// Only of these themes.
    #[arg(long, value_name = "THEME")]
    pub theme: Vec<String>,
    /// Only those for which this filter holds, as JSON of a subscription's filters; given more than once, all hold.
    #[arg(long, value_name = "JSON")]
    pub filter: Vec<String>,
    /// Only those for which the filters of this subscription hold: the file that `subscription request` takes.
    #[arg(long, value_name = "FILE")]
    pub filters_of: Option<PathBuf>,
    /// Stop after so many.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub limit: Option<u64>,
    /// Also show what each event says.
    #[arg(long)]
    pub data: bool,
}

/// The rule and the events behind a figure.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// The figure, as `overview --figures` names it.
    #[arg(value_name = "FIGURE")]
    pub figure: String,
    /// Most events to show; without it all.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Go on after an earlier answer that was cut off.
    #[arg(long, value_name = "TOKEN")]
    pub page_token: Option<String>,
    /// Wait until the change of this token is in the answer.
    #[arg(long, value_name = "TOKEN")]
    pub consistency_token: Option<String>,
}

/// Makes a development token.
#[derive(Clone, Debug, Args)]
pub struct TokenArgs {
    /// Role with its scope; may be given more than once.
    #[arg(long = "role", required = true, value_name = "ROLE[:SCOPE]")]
    pub roles: Vec<Grant>,
    /// Who the token is for; made from the roles when left out.
    #[arg(long, value_name = "NAME")]
    pub subject: Option<String>,
    /// How long it holds, such as `90s`, `15m` or `8h`.
    #[arg(long, value_name = "DURATION", default_value = "8h", value_parser = crate::client::ttl::parse)]
    pub ttl: std::time::Duration,
    /// The development issuer's key, instead of the one in the data directory.
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
}

/// Completions for a shell.
#[derive(Clone, Debug, Args)]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Help on a command.
#[derive(Clone, Debug, Args)]
pub struct HelpArgs {
    /// The command, such as `project list`.
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
}
