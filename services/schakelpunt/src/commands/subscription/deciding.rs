//! Requesting subscriptions, and deciding on them.

use contracts::exchange::v1::{
    ApproveSubscriptionRequest, EndSubscriptionRequest, RefuseSubscriptionRequest,
    RequestSubscriptionRequest, ResumeSubscriptionRequest, ReviseSubscriptionRequest, Subscription,
    SuspendSubscriptionRequest,
};

use super::{BLOCK, programme_of};
use crate::{
    cli::{RequestArgs, application::FileArgs, subscription::SubscriptionReasonArgs},
    client::Hub,
    commands::{Session, attention::recorded_by, json_file, request_id},
    failure::Failure,
};

pub(super) async fn request(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = RequestSubscriptionRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        subscription: Some(json_file::read::<Subscription>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.subscriptions().request_subscription(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

pub(super) async fn revise(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = ReviseSubscriptionRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        subscription: Some(json_file::read::<Subscription>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.subscriptions().revise_subscription(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

pub(super) async fn approve(
    subscription_id: String,
    revision: u32,
    request: RequestArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let request = ApproveSubscriptionRequest {
        request_id: request_id::given_or_new(request.request_id),
        subscription_id,
        revision,
    };
    let make = |hub: Hub, request| async move { hub.subscriptions().approve_subscription(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        page.field("column-from-position", answer.from_position.to_string());
        page.receipt(answer.receipt.as_ref());
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

pub(super) async fn refuse(args: SubscriptionReasonArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = RefuseSubscriptionRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        subscription_id: args.subscription,
        reason: args.reason,
    };
    let make = |hub: Hub, request| async move { hub.subscriptions().refuse_subscription(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

pub(super) async fn suspend(args: SubscriptionReasonArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = SuspendSubscriptionRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        programme_id: programme_of(&args.subscription, session).await?,
        subscription_id: args.subscription,
        reason: args.reason,
    };
    let make = |hub: Hub, request| async move { hub.subscriptions().suspend_subscription(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

pub(super) async fn resume(
    subscription_id: String,
    request: RequestArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let request = ResumeSubscriptionRequest {
        request_id: request_id::given_or_new(request.request_id),
        programme_id: programme_of(&subscription_id, session).await?,
        subscription_id,
    };
    let make = |hub: Hub, request| async move { hub.subscriptions().resume_subscription(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

pub(super) async fn end(args: SubscriptionReasonArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = EndSubscriptionRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        programme_id: programme_of(&args.subscription, session).await?,
        subscription_id: args.subscription,
        reason: args.reason,
    };
    let make = |hub: Hub, request| async move { hub.subscriptions().end_subscription(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}
