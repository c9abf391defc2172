//! Arguments of the commands that talk to a running hub.

use std::{path::PathBuf, str::FromStr};

use clap::{Args, Subcommand, ValueEnum};
use contracts::insight::v1::{Colour, GroupBy, Scope};
use contracts::programme::v1::ProjectState;

use runtime::access::Grant;

pub mod report;

/// Loads data files.
#[derive(Clone, Debug, Args)]
pub struct LoadArgs {
    /// Files in JSON Lines; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Most calls under way at the same time.
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub concurrency: u16,
    /// Read and check only; nothing is sent.
    #[arg(long)]
    pub check: bool,
    /// Stop at the first line that fails.
    #[arg(long)]
    pub stop_at_first_error: bool,
    /// Token for lines that say `as`, where no development issuer is at hand; may be given more than once.
    #[arg(long, value_name = "ROLE[:SCOPE]=FILE")]
    pub token_for: Vec<TokenFor>,
    /// Seconds to go on trying while the hub is away.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub retry_for: u64,
}

impl LoadArgs {
    /// Loads these files as `load` does without options.
    pub fn of_files(files: Vec<PathBuf>) -> Self {
        Self {
            files,
            concurrency: 16,
            check: false,
            stop_at_first_error: false,
            token_for: Vec::new(),
            retry_for: 60,
        }
    }
}

/// Which file holds the token for an `as` in a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenFor {
    /// The role and scope.
    pub grant: Grant,
    /// Where its token is.
    pub file: PathBuf,
}

impl FromStr for TokenFor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (grant, file) = text.split_once('=').ok_or("write ROLE[:SCOPE]=FILE")?;
        let grant = grant.parse::<Grant>().map_err(|error| error.to_string())?;
        if file.is_empty() {
            Err("the file is missing after `=`".to_owned())
        } else {
            Ok(Self {
                grant,
                file: file.into(),
            })
        }
    }
}

/// Which projects a view covers.
#[derive(Clone, Debug, Default, Args)]
pub struct ScopeArgs {
    /// Building block.
    #[arg(long, value_name = "BLOCK")]
    pub block: Option<String>,
    /// Theme.
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// Tranche.
    #[arg(long, value_name = "TRANCHE")]
    pub tranche: Option<String>,
    /// Labour-market region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Workgroup.
    #[arg(long, value_name = "WORKGROUP")]
    pub workgroup: Option<String>,
}

impl ScopeArgs {
    /// As the contract writes it; nothing when no filter was given.
    pub fn scope(self) -> Option<Scope> {
        let scope = Scope {
            block_id: self.block.unwrap_or_default(),
            theme_id: self.theme.unwrap_or_default(),
            tranche_id: self.tranche.unwrap_or_default(),
            region_id: self.region.unwrap_or_default(),
            workgroup_id: self.workgroup.unwrap_or_default(),
        };
        (scope != Scope::default()).then_some(scope)
    }
}

/// By what an overview is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Split {
    /// By building block.
    Block,
    /// By theme.
    Theme,
    /// By tranche.
    Tranche,
    /// By labour-market region.
    Region,
}

impl Split {
    /// As the contract writes it.
    pub fn group_by(self) -> GroupBy {
        match self {
            Self::Block => GroupBy::Block,
            Self::Theme => GroupBy::Theme,
            Self::Tranche => GroupBy::Tranche,
            Self::Region => GroupBy::Region,
        }
    }
}

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

/// State of a project, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum StateArg {
    /// Registered, without a plan.
    Registered,
    /// Running.
    Running,
    /// Work has ended.
    Finished,
    /// Stopped early.
    Stopped,
    /// Final report approved.
    Closed,
}

impl StateArg {
    /// As the contract writes it.
    pub fn state(self) -> ProjectState {
        match self {
            Self::Registered => ProjectState::Registered,
            Self::Running => ProjectState::Running,
            Self::Finished => ProjectState::Finished,
            Self::Stopped => ProjectState::Stopped,
            Self::Closed => ProjectState::Closed,
        }
    }
}

/// Judgement, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ColourArg {
    /// On course.
    Green,
    /// Needs attention.
    Amber,
    /// Off course.
    Red,
}

impl ColourArg {
    /// As the contract writes it.
    pub fn colour(self) -> Colour {
        match self {
            Self::Green => Colour::Green,
            Self::Amber => Colour::Amber,
            Self::Red => Colour::Red,
        }
    }
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

/// Attention points.
#[derive(Clone, Debug, Subcommand)]
pub enum AttentionCommand {
    /// The attention points of one project.
    List {
        /// The project.
        #[arg(value_name = "PROJECT")]
        project: String,
        /// Only those that are not closed.
        #[arg(long)]
        open: bool,
    },
    /// Raises an attention point.
    Raise {
        /// The project.
        #[arg(value_name = "PROJECT")]
        project: String,
        /// What is asked.
        #[arg(value_name = "TEXT")]
        text: String,
        /// Identifier within the project; made up when left out.
        #[arg(long, value_name = "ID")]
        id: Option<String>,
        /// Report it concerns.
        #[arg(long, value_name = "REPORT")]
        report: Option<String>,
        /// Identifier of this request.
        #[arg(long, value_name = "UUID")]
        request_id: Option<String>,
    },
    /// Answers an attention point outside a report.
    Answer {
        /// The project.
        #[arg(value_name = "PROJECT")]
        project: String,
        /// The attention point.
        #[arg(value_name = "ID")]
        id: String,
        /// The answer.
        #[arg(value_name = "TEXT")]
        text: String,
        /// Identifier of this request.
        #[arg(long, value_name = "UUID")]
        request_id: Option<String>,
    },
    /// Closes an answered attention point.
    Close {
        /// The project.
        #[arg(value_name = "PROJECT")]
        project: String,
        /// The attention point.
        #[arg(value_name = "ID")]
        id: String,
        /// Why it is settled.
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
        /// Identifier of this request.
        #[arg(long, value_name = "UUID")]
        request_id: Option<String>,
    },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_filter_is_no_scope() {
        assert_eq!(ScopeArgs::default().scope(), None);
        let radar = ScopeArgs {
            block: Some("radar".into()),
            ..ScopeArgs::default()
        };
        assert_eq!(radar.scope().unwrap().block_id, "radar");
    }

    #[test]
    fn a_token_for_a_role_names_its_file() {
        let given: TokenFor = "project-lead:llo-101=/run/a=b.jwt".parse().unwrap();
        assert_eq!(given.grant.to_string(), "project-lead:llo-101");
        assert_eq!(given.file, PathBuf::from("/run/a=b.jwt"));
        assert!("project-lead".parse::<TokenFor>().is_err());
        assert!("project-lead:a=".parse::<TokenFor>().is_err());
    }
}
