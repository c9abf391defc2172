//! The connection service: what a programme connects and verifies with.

use contracts::exchange::v1::{self, connection_service_server::ConnectionService};
use jiff::{Timestamp, ToSpan};
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
    receipt::proto_time,
};
use tonic::{Request, Response};

use super::{Answer, Desk, named};
use crate::{
    domain::subscription::{Command, Content, Door, Rejection, Subscription},
    keys::Keys,
    webhook::signing,
};

/// How long keys of before sign, too, in hours.
const FORMER_KEYS_HOURS: i64 = 24;

/// Answers the calls of the connection service.
#[derive(Clone)]
pub struct Connections {
    /// What it works with.
    pub desk: Desk,
    /// What keys are derived from.
    pub keys: Keys,
}

impl Connections {
    /// A subscription with webhooks.
    async fn with_webhook(&self, programme_id: &str, id: &str) -> Result<Subscription, Fault> {
        let (subscription, content) = self.desk.of(programme_id, id).await?;
        match content.door {
            Door::Webhook { .. } => Ok(subscription),
            Door::Fetched | Door::Nats { .. } => Err(Fault::rejected(&Rejection::Door)),
        }
    }

    async fn webhook_keys(&self, given: &v1::GetWebhookKeysRequest) -> Result<Vec<v1::WebhookKeys>, Fault> {
        let mut faults = Faults::new();
        let named = named(&mut faults, &given.programme_id, &given.subscription_id);
        let (programme_id, id) = faults.finish(named)?;
        let subscription = self.with_webhook(&programme_id, &id).await?;
        Ok(self.written(&id, &subscription))
    }

    fn written(&self, id: &str, subscription: &Subscription) -> Vec<v1::WebhookKeys> {
        let newest = subscription.key_generation();
        let keys = signing::valid(&self.keys, id, subscription, Timestamp::now());
        let written = keys.iter().map(|it| v1::WebhookKeys {
            generation: it.number,
            public_key: it.public_key(),
            secret: it.secret(),
            until: subscription
                .previous_keys_until()
                .filter(|_| it.number < newest)
                .map(proto_time),
        });
        written.collect()
    }

    async fn rotate(
        &self,
        request: &Request<v1::RotateWebhookKeysRequest>,
    ) -> Result<v1::RotateWebhookKeysResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let named = named(&mut faults, &given.programme_id, &given.subscription_id);
        let (change, (programme_id, id)) =
            together(Change::parse(request, &given.request_id), faults.finish(named))?;
        self.with_webhook(&programme_id, &id).await?;
        let command = |by| Command::RotateKeys {
            programme_id: programme_id.clone(),
            // By the world's time: whoever verifies signatures has no other.
            until: Timestamp::now() + FORMER_KEYS_HOURS.hours(),
            by,
        };
        let committed = self.desk.execute(&id, &change, command).await?;
        let subscription = self.with_webhook(&programme_id, &id).await?;
        Ok(v1::RotateWebhookKeysResponse {
            receipt: self.desk.office.receipt(&id, &committed),
            keys: self.written(&id, &subscription),
        })
    }

    async fn nats_connection(
        &self,
        given: &v1::GetNatsConnectionRequest,
    ) -> Result<v1::GetNatsConnectionResponse, Fault> {
        let mut faults = Faults::new();
        let named = named(&mut faults, &given.programme_id, &given.subscription_id);
        let (programme_id, id) = faults.finish(named)?;
        let (_, content): (_, Content) = self.desk.of(&programme_id, &id).await?;
        let (Door::Nats { user_key }, Some(nats)) = (&content.door, &self.desk.nats) else {
            return Err(Fault::rejected(&Rejection::Door));
        };
        nats.connection(&programme_id, &id, user_key)
    }
}

#[tonic::async_trait]
impl ConnectionService for Connections {
    async fn get_webhook_keys(
        &self,
        request: Request<v1::GetWebhookKeysRequest>,
    ) -> Answer<v1::GetWebhookKeysResponse> {
        let keys = self.webhook_keys(request.get_ref()).await?;
        Ok(Response::new(v1::GetWebhookKeysResponse { keys }))
    }

    async fn rotate_webhook_keys(
        &self,
        request: Request<v1::RotateWebhookKeysRequest>,
    ) -> Answer<v1::RotateWebhookKeysResponse> {
        Ok(Response::new(self.rotate(&request).await?))
    }

    async fn get_nats_connection(
        &self,
        request: Request<v1::GetNatsConnectionRequest>,
    ) -> Answer<v1::GetNatsConnectionResponse> {
        Ok(Response::new(self.nats_connection(request.get_ref()).await?))
    }
}
