//! Callers as programs are: with a token, a deadline and a trace of their own, over real connections.

use std::{path::Path, time::Duration};

use contracts::{
    exchange::v1::{
        delivery_service_client::DeliveryServiceClient,
        subscription_service_client::SubscriptionServiceClient,
    },
    insight::v1::insight_service_client::InsightServiceClient,
    ledger::v1::ledger_service_client::LedgerServiceClient,
    professionalisation::v1::{
        credential_class_service_client::CredentialClassServiceClient,
        issuing_service_client::IssuingServiceClient, provider_service_client::ProviderServiceClient,
        rule_service_client::RuleServiceClient,
    },
    programme::v1::{
        development_clock_service_client::DevelopmentClockServiceClient,
        project_service_client::ProjectServiceClient,
        reference_data_service_client::ReferenceDataServiceClient,
    },
    radar::v1::{
        distilling_service_client::DistillingServiceClient, taxonomy_service_client::TaxonomyServiceClient,
        trend_service_client::TrendServiceClient,
    },
    transitions::v1::{
        application_service_client::ApplicationServiceClient, award_service_client::AwardServiceClient,
    },
};
use runtime::{MESSAGE_BYTES_MAX, access::Grant, identity::development::LocalIssuer};
use tonic::{
    Request, Status,
    metadata::{Ascii, MetadataValue},
    service::{Interceptor, interceptor::InterceptedService},
    transport::{Channel, Endpoint},
};
use uuid::Uuid;

/// How long a token holds, in seconds.
const TOKEN_SECONDS: u64 = 12 * 3_600;
/// How long each call may take, in seconds.
const CALL_SECONDS: u64 = 20;

/// What goes with every call.
#[derive(Clone)]
pub(crate) struct Surroundings {
    authorization: MetadataValue<Ascii>,
}

impl Interceptor for Surroundings {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        let trace = Uuid::new_v4();
        let span = trace.as_u64_pair().0 | 1;
        let parent = format!("00-{}-{span:016x}-01", trace.simple());
        let parent = MetadataValue::try_from(parent).map_err(|_| Status::internal("a trace"))?;
        let metadata = request.metadata_mut();
        metadata.insert("authorization", self.authorization.clone());
        metadata.insert("traceparent", parent);
        request.set_timeout(Duration::from_secs(CALL_SECONDS));
        Ok(request)
    }
}

/// A connection with a token.
pub(crate) type Wire = InterceptedService<Channel, Surroundings>;

/// Somebody who calls.
#[derive(Clone)]
pub(crate) struct Caller {
    connections: Vec<Channel>,
    surroundings: Surroundings,
}

impl Caller {
    /// A caller of this name in these roles, each written `role[:scope]` and separated by spaces.
    pub(crate) fn connect(
        address: &str,
        development_key: &Path,
        subject: &str,
        roles: &str,
        connections: usize,
    ) -> anyhow::Result<Self> {
        let endpoint = Endpoint::from_shared(address.to_owned())?.connect_timeout(Duration::from_secs(10));
        Ok(Self {
            connections: (0..connections.max(1)).map(|_| endpoint.connect_lazy()).collect(),
            surroundings: surroundings(development_key, subject, roles)?,
        })
    }

    /// Somebody else over the same connections.
    pub(crate) fn also(&self, development_key: &Path, subject: &str, roles: &str) -> anyhow::Result<Self> {
        Ok(Self {
            connections: self.connections.clone(),
            surroundings: surroundings(development_key, subject, roles)?,
        })
    }

    /// What it calls itself by: the value of the header `Authorization`.
    pub(crate) fn authorization(&self) -> anyhow::Result<&str> {
        Ok(self.surroundings.authorization.to_str()?)
    }

    /// The connection for the n-th of those who share this caller's.
    fn wire(&self, number: usize) -> Wire {
        let connection = self.connections[number % self.connections.len()].clone();
        InterceptedService::new(connection, self.surroundings.clone())
    }

    pub(crate) fn clock(&self, number: usize) -> DevelopmentClockServiceClient<Wire> {
        DevelopmentClockServiceClient::new(self.wire(number))
    }

    pub(crate) fn reference(&self, number: usize) -> ReferenceDataServiceClient<Wire> {
        ReferenceDataServiceClient::new(self.wire(number))
    }

    pub(crate) fn projects(&self, number: usize) -> ProjectServiceClient<Wire> {
        ProjectServiceClient::new(self.wire(number))
    }

    pub(crate) fn applications(&self, number: usize) -> ApplicationServiceClient<Wire> {
        ApplicationServiceClient::new(self.wire(number)).max_decoding_message_size(MESSAGE_BYTES_MAX)
    }

    pub(crate) fn awards(&self, number: usize) -> AwardServiceClient<Wire> {
        AwardServiceClient::new(self.wire(number)).max_decoding_message_size(MESSAGE_BYTES_MAX)
    }

    pub(crate) fn rules(&self, number: usize) -> RuleServiceClient<Wire> {
        RuleServiceClient::new(self.wire(number))
    }

    pub(crate) fn providers(&self, number: usize) -> ProviderServiceClient<Wire> {
        ProviderServiceClient::new(self.wire(number))
    }

    pub(crate) fn classes(&self, number: usize) -> CredentialClassServiceClient<Wire> {
        CredentialClassServiceClient::new(self.wire(number))
    }

    pub(crate) fn issuing(&self, number: usize) -> IssuingServiceClient<Wire> {
        IssuingServiceClient::new(self.wire(number)).max_decoding_message_size(MESSAGE_BYTES_MAX)
    }

    pub(crate) fn taxonomies(&self, number: usize) -> TaxonomyServiceClient<Wire> {
        TaxonomyServiceClient::new(self.wire(number))
    }

    pub(crate) fn distilling(&self, number: usize) -> DistillingServiceClient<Wire> {
        DistillingServiceClient::new(self.wire(number))
    }

    pub(crate) fn trends(&self, number: usize) -> TrendServiceClient<Wire> {
        TrendServiceClient::new(self.wire(number))
    }

    pub(crate) fn subscriptions(&self, number: usize) -> SubscriptionServiceClient<Wire> {
        SubscriptionServiceClient::new(self.wire(number))
    }

    pub(crate) fn deliveries(&self, number: usize) -> DeliveryServiceClient<Wire> {
        DeliveryServiceClient::new(self.wire(number)).max_decoding_message_size(MESSAGE_BYTES_MAX)
    }

    pub(crate) fn ledger(&self, number: usize) -> LedgerServiceClient<Wire> {
        LedgerServiceClient::new(self.wire(number)).max_decoding_message_size(MESSAGE_BYTES_MAX)
    }

    pub(crate) fn insight(&self, number: usize) -> InsightServiceClient<Wire> {
        InsightServiceClient::new(self.wire(number)).max_decoding_message_size(MESSAGE_BYTES_MAX)
    }
}

fn surroundings(development_key: &Path, subject: &str, roles: &str) -> anyhow::Result<Surroundings> {
    let grants: Vec<Grant> = roles
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    let issuer = LocalIssuer::development(development_key)?;
    let token = issuer.token(&grants, subject, Duration::from_secs(TOKEN_SECONDS))?;
    Ok(Surroundings {
        authorization: format!("Bearer {token}").try_into()?,
    })
}
