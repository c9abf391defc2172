//! Issuing credentials through the whole hub: calls of five hundred learners each, signed, encrypted, kept, logged and answered.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use contracts::professionalisation::v1::IssueCredentialsRequest;
use futures::future::try_join_all;
use schakelpunt::blocks::BLOCKS;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time::Instant;
use tonic::Request;
use uuid::Uuid;

use super::{
    caller::Caller,
    process::{Hub, Patience},
};
use crate::{
    measure::{Contender, Effort, Named},
    servers::Servers,
};

/// Learners in one call.
const LEARNERS: usize = 500;
/// Calls at the same time.
const AT_ONCE: usize = 4;
const PROVIDER: &str = "vb-hs-oostpoort";
const CLASS: &str = "mc-meting";

/// A hub with a provider that can issue.
pub(crate) struct Provider {
    _hub: Hub,
    officer: Caller,
}

impl Provider {
    /// Starts a hub, and brings a provider so far that it can issue.
    pub(crate) async fn begin(servers: &Servers) -> anyhow::Result<Arc<Self>> {
        let hub = Hub::start(&servers.database("issuing").await?, BLOCKS.to_vec())?;
        hub.load_reference()?;
        let who = |roles: &str| hub.caller(roles, 1);
        let coordinator = who("block-coordinator:professionalisation")?;
        coordinator
            .rules(0)
            .define_framework(request(framework())?)
            .await?;
        let officer = hub.caller(&format!("provider-officer:{PROVIDER}"), AT_ONCE)?;
        register(&officer).await?;
        officer.classes(0).propose_class(request(class())?).await?;
        let review = json!({"requestId": Uuid::new_v4(), "classId": CLASS, "approved": true});
        who("assessor")?.classes(0).review_class(request(review)?).await?;
        let accredit = json!({"requestId": Uuid::new_v4(), "classId": CLASS, "reference": "KM-1", "accreditedOn": "2025-01-01"});
        who("agency-officer")?
            .classes(0)
            .accredit_class(request(accredit)?)
            .await?;
        let publish = json!({"requestId": Uuid::new_v4(), "providerId": PROVIDER, "classId": CLASS});
        officer.classes(0).publish_class(request(publish)?).await?;
        let rotate = json!({"requestId": Uuid::new_v4(), "providerId": PROVIDER, "algorithm": "KEY_ALGORITHM_ED25519"});
        officer.issuing(0).rotate_key(request(rotate)?).await?;
        Ok(Arc::new(Self { _hub: hub, officer }))
    }
}

fn request<T: DeserializeOwned>(json: Value) -> anyhow::Result<Request<T>> {
    Ok(Request::new(serde_json::from_value(json)?))
}

/// What the reference data define is heard by the block a moment later.
async fn register(officer: &Caller) -> anyhow::Result<()> {
    let provider = json!({
        "providerId": PROVIDER, "name": "Voorbeeld-Hogeschool Oostpoort", "kind": "PROVIDER_KIND_HBO", "brin": "00XA",
        "regionIds": ["AM01"], "example": true,
    });
    let patience = Patience::with("the block to know the provider's organisation");
    loop {
        let register = json!({"requestId": Uuid::new_v4(), "provider": provider});
        if officer
            .providers(0)
            .register_provider(request(register)?)
            .await
            .is_ok()
        {
            return Ok(());
        }
        patience.pause().await?;
    }
}

fn framework() -> Value {
    json!({
        "requestId": Uuid::new_v4(), "blockId": "professionalisation",
        "framework": {
            "frameworkId": "meting", "version": 1, "name": {"nl": "Meting"}, "source": "een meting",
            "providerKinds": ["PROVIDER_KIND_HBO"], "unit": "SIZE_UNIT_EC", "sizeLeast": 3, "sizeMost": 30,
            "nlqfLowest": 5, "nlqfHighest": 8, "example": true,
        },
    })
}

fn class() -> Value {
    json!({
        "requestId": Uuid::new_v4(),
        "credentialClass": {
            "classId": CLASS, "providerId": PROVIDER, "name": "Warmtepompontwerper", "description": "Ontwerpt installaties",
            "learningOutcomes": ["ontwerpt een installatie"], "criteria": "een proeve", "frameworkId": "meting",
            "frameworkVersion": 1, "size": 5, "nlqfLevel": 6, "language": "nl", "example": true,
            "skills": [{
                "uri": "http://data.europa.eu/esco/skill/00735755-adc6-4ea0-b034-b8caff339c9f", "taxonomy": "ESCO 1.1.1",
                "label": "warmtepomp installeren",
            }],
        },
    })
}

/// Issues as fast as the hub answers.
pub(crate) struct Issuing(Arc<Provider>);

impl Issuing {
    /// A few calls at a time.
    pub(crate) fn named(name: &'static str, provider: &Arc<Provider>) -> Named {
        (name, Box::new(Self(provider.clone())))
    }

    async fn issue_until(&self, connection: usize, until: Instant) -> anyhow::Result<usize> {
        let mut issued = 0;
        while Instant::now() < until {
            let learner = |number: usize| json!({"identities": [{"kind": "IDENTITY_KIND_SYSTEM_ID", "value": format!("leerling-{connection}-{number}")}]});
            let asked = request::<IssueCredentialsRequest>(json!({
                "requestId": Uuid::new_v4(), "providerId": PROVIDER, "classId": CLASS, "regionId": "AM01",
                "recipients": (0..LEARNERS).map(learner).collect::<Vec<_>>(),
            }))?;
            let answer = self
                .0
                .officer
                .issuing(connection)
                .issue_credentials(asked)
                .await?
                .into_inner();
            anyhow::ensure!(
                answer.credentials.iter().all(|it| !it.document.is_empty()),
                "a document is missing"
            );
            issued += answer.credentials.len();
        }
        Ok(issued)
    }
}

#[async_trait]
impl Contender for Issuing {
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64> {
        let begun = Instant::now();
        let until = begun + effort.time().max(Duration::from_secs(1));
        let issued = try_join_all((0..AT_ONCE).map(|connection| self.issue_until(connection, until))).await?;
        #[expect(clippy::cast_precision_loss, reason = "a rate")]
        let issued = issued.into_iter().sum::<usize>() as f64;
        Ok(issued / begun.elapsed().as_secs_f64())
    }
}
