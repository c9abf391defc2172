//! What a programme connects and verifies with, and events that are delivered again.

use std::path::{Path, PathBuf};

use contracts::exchange::v1::{
    GetNatsConnectionRequest, GetNatsConnectionResponse, GetWebhookKeysRequest, GetWebhookKeysResponse,
    ReplayParkedRequest, ReplaySubscriptionRequest, RotateWebhookKeysRequest,
};
use exchange::nats::credentials;
use nkeys::KeyPair;

use super::{BLOCK, programme_of};
use crate::{
    cli::{RequestArgs, subscription::ReplayArgs},
    client::Hub,
    commands::{Session, private_file, request_id},
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn replay(args: ReplayArgs, session: &Session<'_>) -> Result<(), Failure> {
    let programme_id = programme_of(&args.subscription, session).await?;
    let request_id = request_id::given_or_new(args.request.request_id);
    let (events, receipt) = if args.parked {
        let request = ReplayParkedRequest {
            request_id,
            programme_id,
            subscription_id: args.subscription,
            positions: Vec::new(),
        };
        let make = |hub: Hub, request| async move { hub.deliveries().replay_parked(request).await };
        let answer = session.hub()?.call(request, make).await?;
        (answer.events, answer.receipt)
    } else {
        let request = ReplaySubscriptionRequest {
            request_id,
            programme_id,
            subscription_id: args.subscription,
            from_position: args.from,
            to_position: args.to,
        };
        let make = |hub: Hub, request| async move { hub.subscriptions().replay_subscription(request).await };
        let answer = session.hub()?.call(request, make).await?;
        (answer.events, answer.receipt)
    };
    let answer = contracts::exchange::v1::ReplaySubscriptionResponse { receipt, events };
    session.screen.answer(&answer, |page, answer| {
        page.field("column-events", answer.events.to_string());
        page.receipt(answer.receipt.as_ref());
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

pub(super) async fn keys(
    subscription_id: String,
    rotate: bool,
    request: RequestArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let programme_id = programme_of(&subscription_id, session).await?;
    let answer = if rotate {
        let request = RotateWebhookKeysRequest {
            request_id: request_id::given_or_new(request.request_id),
            programme_id,
            subscription_id,
        };
        let make = |hub: Hub, request| async move { hub.connections().rotate_webhook_keys(request).await };
        let keys = session.hub()?.call(request, make).await?.keys;
        GetWebhookKeysResponse { keys }
    } else {
        let request = GetWebhookKeysRequest {
            programme_id,
            subscription_id,
        };
        let make = |hub: Hub, request| async move { hub.connections().get_webhook_keys(request).await };
        session.hub()?.call(request, make).await?
    };
    session.screen.answer(&answer, keys_shown)?;
    Ok(())
}

fn keys_shown(page: &mut Page<'_>, answer: &GetWebhookKeysResponse) {
    let mut grid = page.table(&[
        ">column-generation",
        "column-public-key",
        "column-secret",
        "column-until",
    ]);
    for it in &answer.keys {
        grid.row([
            it.generation.to_string(),
            it.public_key.clone(),
            it.secret.clone(),
            value::moment(it.until.as_ref()),
        ]);
    }
    page.grid(&grid, "none-keys");
    page.fresh_from(BLOCK);
}

/// Makes a user's key; the private one goes into a file, the public one into the request.
pub(super) fn nats_key(file: &Path, session: &Session<'_>) -> Result<(), Failure> {
    let user = KeyPair::new_user();
    let unusable = |error| Failure::file(file, std::io::Error::other(error));
    private_file::write(file, user.seed().map_err(unusable)?.as_bytes())?;
    let answer = contracts::exchange::v1::Nats {
        user_key: user.public_key(),
    };
    session.screen.answer(&answer, |page, answer| {
        page.field("column-public-key", &answer.user_key);
    })?;
    Ok(())
}

pub(super) async fn nats(
    subscription_id: String,
    files: Option<(PathBuf, PathBuf)>,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let request = GetNatsConnectionRequest {
        programme_id: programme_of(&subscription_id, session).await?,
        subscription_id,
    };
    let make = |hub: Hub, request| async move { hub.connections().get_nats_connection(request).await };
    let answer = session.hub()?.call(request, make).await?;
    if let Some((key_file, file)) = files {
        let seed = std::fs::read_to_string(&key_file).map_err(|error| Failure::file(&key_file, error))?;
        private_file::write(&file, credentials(&answer.user_jwt, seed.trim()).as_bytes())?;
    }
    session.screen.answer(&answer, connection)?;
    Ok(())
}

fn connection(page: &mut Page<'_>, answer: &GetNatsConnectionResponse) {
    page.field("column-address", &answer.url);
    page.field("column-stream", &answer.stream);
    page.field("column-consumer", &answer.consumer);
    page.field("column-user-jwt", &answer.user_jwt);
    page.fresh_from(BLOCK);
}
