//! The commands that talk to a running hub, one file each.

use crate::{
    cli::{Globals, UserCommand},
    client::Hub,
    failure::Failure,
    output::{Screen, Texts},
};

mod application;
mod application_show;
mod attention;
mod award;
mod award_show;
mod call;
mod class;
mod coherence;
mod completions;
mod confirm;
mod credential;
mod credential_issue;
mod credential_sources;
mod credential_verify;
mod culture;
mod demand;
mod event_types;
mod events;
mod events_filter;
mod explain;
mod feedback;
mod help;
mod json_file;
mod ledger;
mod link;
mod linked;
mod load;
mod obligations;
mod offer;
mod overview;
mod paging;
mod passport;
mod private_file;
mod project;
mod project_plan;
mod project_status;
mod provider;
mod provider_show;
mod radar;
mod report;
mod report_fill;
mod report_show;
mod request_id;
mod rules;
mod signals;
mod skill;
mod solution;
mod subscription;
mod token;

/// What every command works with.
pub(crate) struct Session<'a> {
    /// The options of all commands.
    pub(crate) globals: &'a Globals,
    /// Where answers go.
    pub(crate) screen: Screen<'a>,
}

impl Session<'_> {
    /// The hub to call.
    pub(crate) fn hub(&self) -> Result<Hub, Failure> {
        Hub::of(self.globals)
    }
}

/// Carries out a command.
///
/// # Errors
/// Why it was not done.
pub async fn run(command: UserCommand, globals: Globals) -> Result<(), Failure> {
    let texts = Texts::new(globals.lang);
    let session = Session {
        globals: &globals,
        screen: Screen::new(&texts, globals.output),
    };
    match command {
        UserCommand::Load(args) => load::run(args, &session).await,
        UserCommand::Overview(args) => overview::run(args, &session).await,
        UserCommand::Coherence(command) => coherence::run(command, &session).await,
        UserCommand::Linked(args) => linked::run(args, &session).await,
        UserCommand::Project(command) => project::run(command, &session).await,
        UserCommand::Report(command) => report::run(command, &session).await,
        UserCommand::Obligations(args) => obligations::run(args, &session).await,
        UserCommand::Attention(command) => attention::run(command, &session).await,
        UserCommand::Feedback(command) => feedback::run(command, &session).await,
        UserCommand::Bottleneck(command) => demand::bottleneck(command, &session).await,
        UserCommand::Demand(command) => demand::run(command, &session).await,
        UserCommand::Call(command) => call::run(command, &session).await,
        UserCommand::Application(command) => application::run(command, &session).await,
        UserCommand::Award(command) => award::run(command, &session).await,
        UserCommand::Solution(command) => solution::run(command, &session).await,
        UserCommand::Provider(command) => provider::run(command, &session).await,
        UserCommand::Offer(command) => offer::run(command, &session).await,
        UserCommand::Credential(command) => credential::run(command, &session).await,
        UserCommand::Passport(command) => passport::run(command, &session).await,
        UserCommand::Framework(command) => rules::framework(command, &session).await,
        UserCommand::Instrument(command) => rules::instrument(command, &session).await,
        UserCommand::Radar(command) => radar::run(command, &session).await,
        UserCommand::Skill(command) => radar::skill::run(command, &session).await,
        UserCommand::Culture(command) => culture::run(command, &session).await,
        UserCommand::Link(command) => link::run(command, &session).await,
        UserCommand::Subscription(command) => subscription::run(command, &session).await,
        UserCommand::Signals(args) => signals::run(args, &session).await,
        UserCommand::Events(args) => events::run(args, &session).await,
        UserCommand::EventTypes(args) => event_types::run(args, &session).await,
        UserCommand::Ledger(command) => ledger::run(command, &session).await,
        UserCommand::Explain(args) => explain::run(args, &session).await,
        UserCommand::Token(args) => token::run(args, &session),
        UserCommand::Completions(args) => completions::run(args, &session),
        UserCommand::Help(args) => help::run(args, &session),
    }
}
