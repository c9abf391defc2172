//! The commands and their arguments. What they say in help texts stands in `locales/`, for both languages.

use clap::{Parser, Subcommand};

mod globals;
mod parse;
mod server;
mod user;
mod words;

pub use globals::Globals;
pub use parse::{command, first_look, parse};
pub use server::{
    ConfigCheckArgs, ConfigCommand, ConfigNatsArgs, MigrateArgs, RebuildArgs, ServeArgs, UpArgs,
};
pub use user::{
    AttentionCommand, BottleneckCommand, CallCommand, CheckArgs, ColourArg, CompletionsArgs, DemandCommand,
    EventTypesArgs, EventsArgs, ExplainArgs, FeedbackCommand, FeedbackFormat, HelpArgs, LedgerCommand,
    LoadArgs, ObligationsArgs, OverviewArgs, PagesArgs, ProjectCommand, ProjectListArgs, ProjectShowArgs,
    ProofArgs, RequestArgs, ScopeArgs, SignalsArgs, SkillFilters, Split, StateArg, TokenArgs, TokenFor,
    VerifyArgs, application, award, class, coherence, credential, culture, link, linked, offer, passport,
    provider, radar, report, rules, skill, solution, subscription, verify_credential,
};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "schakelpunt", version, disable_help_subcommand = true)]
pub struct Cli {
    /// Options that every command takes.
    #[command(flatten)]
    pub globals: Globals,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Everything the binary can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Starts the whole hub in this process.
    Up(UpArgs),
    /// Starts one or more blocks in this process.
    Serve(ServeArgs),
    /// Brings the databases of the blocks up to date.
    Migrate(MigrateArgs),
    /// Builds a projection again from its log.
    Rebuild(RebuildArgs),
    /// Looks after the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Everything that talks to a running hub.
    #[command(flatten)]
    User(UserCommand),
}

/// Commands that talk to a running hub, and two that only help.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Loads data files.
    Load(LoadArgs),
    /// The national overview.
    Overview(OverviewArgs),
    /// How demand, grants and solutions hang together.
    #[command(subcommand)]
    Coherence(coherence::CoherenceCommand),
    /// Projects of other programmes.
    Linked(linked::LinkedArgs),
    /// Projects.
    #[command(subcommand)]
    Project(ProjectCommand),
    /// Progress reports.
    #[command(subcommand)]
    Report(report::ReportCommand),
    /// Reporting obligations.
    Obligations(ObligationsArgs),
    /// Attention points.
    #[command(subcommand)]
    Attention(AttentionCommand),
    /// Feedback reports.
    #[command(subcommand)]
    Feedback(FeedbackCommand),
    /// Competence bottlenecks.
    #[command(subcommand)]
    Bottleneck(BottleneckCommand),
    /// Demands.
    #[command(subcommand)]
    Demand(DemandCommand),
    /// Calls for applications.
    #[command(subcommand)]
    Call(CallCommand),
    /// Applications for a grant.
    #[command(subcommand)]
    Application(application::ApplicationCommand),
    /// Awards.
    #[command(subcommand)]
    Award(award::AwardCommand),
    /// Learning solutions.
    #[command(subcommand)]
    Solution(solution::SolutionCommand),
    /// Education providers.
    #[command(subcommand)]
    Provider(provider::ProviderCommand),
    /// What providers offer.
    #[command(subcommand)]
    Offer(offer::OfferCommand),
    /// Microcredentials.
    #[command(subcommand)]
    Credential(credential::CredentialCommand),
    /// Skills passports.
    #[command(subcommand)]
    Passport(passport::PassportCommand),
    /// Quality frameworks.
    #[command(subcommand)]
    Framework(rules::FrameworkCommand),
    /// Instruments of maturity scans.
    #[command(subcommand)]
    Instrument(rules::InstrumentCommand),
    /// The LLO-Radar.
    #[command(subcommand)]
    Radar(radar::RadarCommand),
    /// Skills.
    #[command(subcommand)]
    Skill(skill::SkillCommand),
    /// The learning culture.
    #[command(subcommand)]
    Culture(culture::CultureCommand),
    /// Links of other programmes.
    #[command(subcommand)]
    Link(link::LinkCommand),
    /// Subscriptions of other programmes.
    #[command(subcommand)]
    Subscription(subscription::SubscriptionCommand),
    /// What needs attention in the hub itself.
    Signals(SignalsArgs),
    /// Published events.
    Events(EventsArgs),
    /// Event types that the hub publishes.
    EventTypes(EventTypesArgs),
    /// The ledger as a transparency log.
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// The rule and the events behind a figure.
    Explain(ExplainArgs),
    /// Makes a development token.
    Token(TokenArgs),
    /// Completions for a shell.
    Completions(CompletionsArgs),
    /// Help on a command.
    Help(HelpArgs),
}
