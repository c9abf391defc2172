//! `schakelpunt subscription`: which programme gets which events, and how it fares.

mod connecting;
mod deciding;
mod looking;

use contracts::exchange::v1::{GetSubscriptionRequest, GetSubscriptionResponse};

use super::Session;
use crate::{cli::subscription::SubscriptionCommand, client::Hub, failure::Failure};

/// Block that records what these commands change.
const BLOCK: &str = "exchange";

pub(super) async fn run(command: SubscriptionCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        SubscriptionCommand::List {
            programme,
            state,
            pages,
        } => looking::list(programme, state, pages, session).await,
        SubscriptionCommand::Show { subscription } => looking::show(subscription, session).await,
        SubscriptionCommand::Parked { subscription, pages } => {
            looking::parked(subscription, pages, session).await
        }
        SubscriptionCommand::Preview(args) => looking::preview(args, session).await,
        SubscriptionCommand::Request(args) => deciding::request(args, session).await,
        SubscriptionCommand::Revise(args) => deciding::revise(args, session).await,
        SubscriptionCommand::Approve {
            subscription,
            revision,
            request,
        } => deciding::approve(subscription, revision, request, session).await,
        SubscriptionCommand::Refuse(args) => deciding::refuse(args, session).await,
        SubscriptionCommand::Suspend(args) => deciding::suspend(args, session).await,
        SubscriptionCommand::Resume {
            subscription,
            request,
        } => deciding::resume(subscription, request, session).await,
        SubscriptionCommand::End(args) => deciding::end(args, session).await,
        SubscriptionCommand::Replay(args) => connecting::replay(args, session).await,
        SubscriptionCommand::Keys {
            subscription,
            rotate,
            request,
        } => connecting::keys(subscription, rotate, request, session).await,
        SubscriptionCommand::NatsKey { key_file } => connecting::nats_key(&key_file, session),
        SubscriptionCommand::Nats {
            subscription,
            key_file,
            credentials,
        } => connecting::nats(subscription, key_file.zip(credentials), session).await,
    }
}

async fn get(subscription_id: String, session: &Session<'_>) -> Result<GetSubscriptionResponse, Failure> {
    let request = GetSubscriptionRequest { subscription_id };
    let make = |hub: Hub, request| async move { hub.subscriptions().get_subscription(request).await };
    session.hub()?.call(request, make).await
}

/// The programme whose subscription it is: calls name it, people need not.
async fn programme_of(subscription_id: &str, session: &Session<'_>) -> Result<String, Failure> {
    let found = get(subscription_id.to_owned(), session).await?;
    let subscription = found.subscription.and_then(|it| it.subscription);
    Ok(subscription.map(|it| it.programme_id).unwrap_or_default())
}
