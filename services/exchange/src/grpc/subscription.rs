//! The subscription service.

mod look;
mod preview;
mod replay;

use blocks::{
    contract::{REASON_CHARS_MAX, whole},
    known::Kind as Known,
};
use contracts::{
    exchange::v1::{self, subscription_service_server::SubscriptionService},
    options::v1::Role,
};
use eventing::Committed;
use runtime::{
    access,
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::{Request, Response};

use super::{Answer, Desk, named, unknown};
use crate::{
    contract::subscription::read_content,
    domain::subscription::{By, Command, Content, Door, Rejection, Start, Subscription},
};

/// Answers the calls of the subscription service.
#[derive(Clone)]
pub struct Subscriptions(pub Desk);

/// Makes a command of what is asked for.
type OfContent = fn(Box<Content>, By) -> Command;

impl Subscriptions {
    async fn asked<T: prost::Message>(
        &self,
        request: &Request<T>,
        request_id: &str,
        given: Option<v1::Subscription>,
        command: OfContent,
    ) -> Result<(String, Committed), Fault> {
        let mut faults = Faults::new();
        let content = read_content(&mut faults, given);
        let (change, content) = together(Change::parse(request, request_id), whole(faults, content))?;
        let programme = (
            "subscription.programme_id".to_owned(),
            Known::LinkedProgramme,
            content.programme_id.as_str(),
        );
        self.0.office.known.check(&[programme]).await?;
        if matches!(content.door, Door::Nats { .. }) && self.0.nats.is_none() {
            return Err(Fault::rejected(&Rejection::DoorClosed));
        }
        let id = content.subscription_id.clone();
        let command = |by| command(Box::new(content), by);
        let committed = self.0.execute(&id, &change, command).await?;
        Ok((id, committed))
    }

    async fn approve(
        &self,
        request: &Request<v1::ApproveSubscriptionRequest>,
    ) -> Result<v1::ApproveSubscriptionResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("subscription_id", &given.subscription_id);
        faults.check(
            "revision",
            given.revision > 0,
            "the revision that was looked at, from 1 on",
        );
        let (change, id) = together(Change::parse(request, &given.request_id), faults.finish(id))?;
        let subscription = self.0.office.store.load::<Subscription>(&id).await?.state;
        let start = subscription.content().ok_or_else(unknown)?.start;
        let from_position = match start {
            Start::Now => self.0.archive.head().await? + 1,
            Start::Position(position) => position,
            Start::Date(day) => self.0.archive.first_on(day).await?,
            Start::Beginning => 1,
        };
        let command = |by| Command::Approve {
            revision: given.revision,
            from_position,
            by,
        };
        let committed = self.0.execute(&id, &change, command).await?;
        let approved = self.0.office.store.load::<Subscription>(&id).await?.state;
        Ok(v1::ApproveSubscriptionResponse {
            receipt: self.0.office.receipt(&id, &committed),
            from_position: approved.from_position(),
        })
    }

    async fn refuse(
        &self,
        request: &Request<v1::RefuseSubscriptionRequest>,
    ) -> Result<v1::RefuseSubscriptionResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("subscription_id", &given.subscription_id);
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let parsed = faults.finish((id, reason));
        let (change, (id, reason)) = together(Change::parse(request, &given.request_id), parsed)?;
        let committed = self
            .0
            .execute(&id, &change, |by| Command::Refuse { reason, by })
            .await?;
        Ok(v1::RefuseSubscriptionResponse {
            receipt: self.0.office.receipt(&id, &committed),
        })
    }

    async fn suspend(
        &self,
        request: &Request<v1::SuspendSubscriptionRequest>,
    ) -> Result<v1::SuspendSubscriptionResponse, Fault> {
        let given = request.get_ref();
        let whose = (&*given.programme_id, &*given.subscription_id);
        let (change, (programme_id, id), reason) =
            with_reason(request, &given.request_id, whose, &given.reason)?;
        let command = |by| Command::Suspend {
            programme_id,
            reason,
            by_hub: is_hub(&change),
            by,
        };
        let committed = self.0.execute(&id, &change, command).await?;
        Ok(v1::SuspendSubscriptionResponse {
            receipt: self.0.office.receipt(&id, &committed),
        })
    }

    async fn resume(
        &self,
        request: &Request<v1::ResumeSubscriptionRequest>,
    ) -> Result<v1::ResumeSubscriptionResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let named = named(&mut faults, &given.programme_id, &given.subscription_id);
        let parsed = faults.finish(named);
        let (change, (programme_id, id)) = together(Change::parse(request, &given.request_id), parsed)?;
        let command = |by| Command::Resume {
            programme_id,
            by_hub: is_hub(&change),
            by,
        };
        let committed = self.0.execute(&id, &change, command).await?;
        Ok(v1::ResumeSubscriptionResponse {
            receipt: self.0.office.receipt(&id, &committed),
        })
    }

    async fn end(
        &self,
        request: &Request<v1::EndSubscriptionRequest>,
    ) -> Result<v1::EndSubscriptionResponse, Fault> {
        let given = request.get_ref();
        let whose = (&*given.programme_id, &*given.subscription_id);
        let (change, (programme_id, id), reason) =
            with_reason(request, &given.request_id, whose, &given.reason)?;
        let command = |by| Command::End {
            programme_id,
            reason,
            by,
        };
        let committed = self.0.execute(&id, &change, command).await?;
        Ok(v1::EndSubscriptionResponse {
            receipt: self.0.office.receipt(&id, &committed),
        })
    }
}

/// A change of a programme's subscription, and the reason for it.
fn with_reason<M: prost::Message>(
    request: &Request<M>,
    request_id: &str,
    (programme_id, subscription_id): (&str, &str),
    reason: &str,
) -> Result<(Change, (String, String), String), Fault> {
    let mut faults = Faults::new();
    let named = named(&mut faults, programme_id, subscription_id);
    let reason = faults.text("reason", reason, REASON_CHARS_MAX, true);
    let parsed = faults.finish((named, reason));
    let (change, (named, reason)) = together(Change::parse(request, request_id), parsed)?;
    Ok((change, named, reason))
}

/// Whether the hub does it, and not a programme.
fn is_hub(change: &Change) -> bool {
    let caller = change.caller();
    caller.has(Role::NationalCoordinator) || caller.has(Role::Operator)
}

#[tonic::async_trait]
impl SubscriptionService for Subscriptions {
    async fn request_subscription(
        &self,
        request: Request<v1::RequestSubscriptionRequest>,
    ) -> Answer<v1::RequestSubscriptionResponse> {
        let given = request.get_ref();
        let command = |content, by| Command::Request { content, by };
        let asked = self.asked(&request, &given.request_id, given.subscription.clone(), command);
        let (id, committed) = asked.await?;
        Ok(Response::new(v1::RequestSubscriptionResponse {
            receipt: self.0.office.receipt(&id, &committed),
        }))
    }

    async fn revise_subscription(
        &self,
        request: Request<v1::ReviseSubscriptionRequest>,
    ) -> Answer<v1::ReviseSubscriptionResponse> {
        let given = request.get_ref();
        let command = |content, by| Command::Revise { content, by };
        let asked = self.asked(&request, &given.request_id, given.subscription.clone(), command);
        let (id, committed) = asked.await?;
        Ok(Response::new(v1::ReviseSubscriptionResponse {
            receipt: self.0.office.receipt(&id, &committed),
        }))
    }

    async fn approve_subscription(
        &self,
        request: Request<v1::ApproveSubscriptionRequest>,
    ) -> Answer<v1::ApproveSubscriptionResponse> {
        Ok(Response::new(self.approve(&request).await?))
    }

    async fn refuse_subscription(
        &self,
        request: Request<v1::RefuseSubscriptionRequest>,
    ) -> Answer<v1::RefuseSubscriptionResponse> {
        Ok(Response::new(self.refuse(&request).await?))
    }

    async fn suspend_subscription(
        &self,
        request: Request<v1::SuspendSubscriptionRequest>,
    ) -> Answer<v1::SuspendSubscriptionResponse> {
        Ok(Response::new(self.suspend(&request).await?))
    }

    async fn resume_subscription(
        &self,
        request: Request<v1::ResumeSubscriptionRequest>,
    ) -> Answer<v1::ResumeSubscriptionResponse> {
        Ok(Response::new(self.resume(&request).await?))
    }

    async fn end_subscription(
        &self,
        request: Request<v1::EndSubscriptionRequest>,
    ) -> Answer<v1::EndSubscriptionResponse> {
        Ok(Response::new(self.end(&request).await?))
    }

    async fn replay_subscription(
        &self,
        request: Request<v1::ReplaySubscriptionRequest>,
    ) -> Answer<v1::ReplaySubscriptionResponse> {
        Ok(Response::new(self.replay(&request).await?))
    }

    async fn get_subscription(
        &self,
        request: Request<v1::GetSubscriptionRequest>,
    ) -> Answer<v1::GetSubscriptionResponse> {
        let caller = access::caller(&request);
        Ok(Response::new(self.get(&caller, request.get_ref()).await?))
    }

    async fn list_subscriptions(
        &self,
        request: Request<v1::ListSubscriptionsRequest>,
    ) -> Answer<v1::ListSubscriptionsResponse> {
        let caller = access::caller(&request);
        Ok(Response::new(self.list(&caller, request.get_ref()).await?))
    }

    async fn preview_subscription(
        &self,
        request: Request<v1::PreviewSubscriptionRequest>,
    ) -> Answer<v1::PreviewSubscriptionResponse> {
        let caller = access::caller(&request);
        Ok(Response::new(self.preview(&caller, request.into_inner()).await?))
    }
}
