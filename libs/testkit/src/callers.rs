//! Callers in any role, and what they are answered.

use std::{path::Path, time::Duration};

use contracts::{
    culture::v1::{
        coding_service_client::CodingServiceClient, finding_service_client::FindingServiceClient,
        instrument_service_client::InstrumentServiceClient,
        intervention_service_client::InterventionServiceClient,
        measurement_service_client::MeasurementServiceClient,
        reference_figure_service_client::ReferenceFigureServiceClient,
    },
    exchange::v1::{
        connection_service_client::ConnectionServiceClient, delivery_service_client::DeliveryServiceClient,
        link_service_client::LinkServiceClient, subscription_service_client::SubscriptionServiceClient,
    },
    insight::v1::{
        coherence_service_client::CoherenceServiceClient, insight_service_client::InsightServiceClient,
    },
    ledger::v1::ledger_service_client::LedgerServiceClient,
    professionalisation::v1::{
        credential_class_service_client::CredentialClassServiceClient,
        issuing_service_client::IssuingServiceClient, offer_service_client::OfferServiceClient,
        passport_service_client::PassportServiceClient, provider_service_client::ProviderServiceClient,
        rule_service_client::RuleServiceClient,
    },
    programme::v1::{
        development_clock_service_client::DevelopmentClockServiceClient,
        feedback_service_client::FeedbackServiceClient, project_service_client::ProjectServiceClient,
        publication_service_client::PublicationServiceClient,
        reference_data_service_client::ReferenceDataServiceClient,
        reporting_service_client::ReportingServiceClient,
    },
    radar::v1::{
        curation_service_client::CurationServiceClient, distilling_service_client::DistillingServiceClient,
        edition_service_client::EditionServiceClient, source_service_client::SourceServiceClient,
        taxonomy_service_client::TaxonomyServiceClient, trend_service_client::TrendServiceClient,
    },
    transitions::v1::{
        application_service_client::ApplicationServiceClient, award_service_client::AwardServiceClient,
        demand_service_client::DemandServiceClient, solution_service_client::SolutionServiceClient,
    },
};
use runtime::{access::Grant, identity::development::LocalIssuer};
use tonic::{
    Request, Status,
    metadata::MetadataValue,
    service::{Interceptor, interceptor::InterceptedService},
    transport::{Channel, Endpoint},
};
use tonic_types::StatusExt;

/// How long a token of a test holds, in seconds.
const TOKEN_SECONDS: u64 = 3_600;

/// Puts a bearer token on every request.
#[derive(Clone)]
pub struct Bearer(String);

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if !self.0.is_empty() {
            let value = MetadataValue::try_from(format!("Bearer {}", self.0))
                .map_err(|_| Status::internal("token"))?;
            request.metadata_mut().insert("authorization", value);
        }
        Ok(request)
    }
}

/// A caller with a token.
#[derive(Clone)]
pub struct Client {
    channel: Channel,
    bearer: Bearer,
}

type Wire = InterceptedService<Channel, Bearer>;

impl Client {
    /// A caller with this token; none when it is empty.
    ///
    /// # Panics
    /// When the address is not one.
    #[must_use]
    pub fn with_token(address: &str, token: &str) -> Self {
        let endpoint = Endpoint::from_shared(address.to_owned())
            .unwrap()
            .connect_timeout(Duration::from_secs(10));
        Self {
            channel: endpoint.connect_lazy(),
            bearer: Bearer(token.to_owned()),
        }
    }

    /// A caller in these roles, each written `role[:scope]` and separated by spaces. The same roles are the same person.
    ///
    /// # Panics
    /// When a role is unknown or the key cannot sign.
    #[must_use]
    pub fn in_roles(address: &str, development_key: &Path, roles: &str) -> Self {
        let grants: Vec<Grant> = roles
            .split_whitespace()
            .map(|role| role.parse().unwrap())
            .collect();
        let issuer = LocalIssuer::development(development_key).unwrap();
        let token = issuer
            .token(
                &grants,
                &format!("test-{roles}"),
                Duration::from_secs(TOKEN_SECONDS),
            )
            .unwrap();
        Self::with_token(address, &token)
    }

    /// The token, for requests over plain HTTP.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.bearer.0
    }

    /// The channel with the token.
    #[must_use]
    pub fn wire(&self) -> Wire {
        InterceptedService::new(self.channel.clone(), self.bearer.clone())
    }

    /// Reference data.
    #[must_use]
    pub fn reference(&self) -> ReferenceDataServiceClient<Wire> {
        ReferenceDataServiceClient::new(self.wire())
    }

    /// Projects.
    #[must_use]
    pub fn projects(&self) -> ProjectServiceClient<Wire> {
        ProjectServiceClient::new(self.wire())
    }

    /// Reports and obligations.
    #[must_use]
    pub fn reporting(&self) -> ReportingServiceClient<Wire> {
        ReportingServiceClient::new(self.wire())
    }

    /// Attention points.
    #[must_use]
    pub fn feedback(&self) -> FeedbackServiceClient<Wire> {
        FeedbackServiceClient::new(self.wire())
    }

    /// Publications.
    #[must_use]
    pub fn publications(&self) -> PublicationServiceClient<Wire> {
        PublicationServiceClient::new(self.wire())
    }

    /// The development clock.
    #[must_use]
    pub fn clock(&self) -> DevelopmentClockServiceClient<Wire> {
        DevelopmentClockServiceClient::new(self.wire())
    }

    /// Bottlenecks and demands.
    #[must_use]
    pub fn demand(&self) -> DemandServiceClient<Wire> {
        DemandServiceClient::new(self.wire())
    }

    /// Instruments and quality frameworks.
    #[must_use]
    pub fn rules(&self) -> RuleServiceClient<Wire> {
        RuleServiceClient::new(self.wire())
    }

    /// Education providers.
    #[must_use]
    pub fn providers(&self) -> ProviderServiceClient<Wire> {
        ProviderServiceClient::new(self.wire())
    }

    /// Learning offers.
    #[must_use]
    pub fn offers(&self) -> OfferServiceClient<Wire> {
        OfferServiceClient::new(self.wire())
    }

    /// Credential classes.
    #[must_use]
    pub fn classes(&self) -> CredentialClassServiceClient<Wire> {
        CredentialClassServiceClient::new(self.wire())
    }

    /// Keys and credentials.
    #[must_use]
    pub fn issuing(&self) -> IssuingServiceClient<Wire> {
        IssuingServiceClient::new(self.wire())
    }

    /// Skills passports.
    #[must_use]
    pub fn passports(&self) -> PassportServiceClient<Wire> {
        PassportServiceClient::new(self.wire())
    }

    /// Applications.
    #[must_use]
    pub fn applications(&self) -> ApplicationServiceClient<Wire> {
        ApplicationServiceClient::new(self.wire())
    }

    /// Awards.
    #[must_use]
    pub fn awards(&self) -> AwardServiceClient<Wire> {
        AwardServiceClient::new(self.wire())
    }

    /// Solutions.
    #[must_use]
    pub fn solutions(&self) -> SolutionServiceClient<Wire> {
        SolutionServiceClient::new(self.wire())
    }

    /// Instruments of the learning culture.
    #[must_use]
    pub fn instruments(&self) -> InstrumentServiceClient<Wire> {
        InstrumentServiceClient::new(self.wire())
    }

    /// Measurements of the learning culture.
    #[must_use]
    pub fn measurements(&self) -> MeasurementServiceClient<Wire> {
        MeasurementServiceClient::new(self.wire())
    }

    /// Reference figures.
    #[must_use]
    pub fn figures(&self) -> ReferenceFigureServiceClient<Wire> {
        ReferenceFigureServiceClient::new(self.wire())
    }

    /// Findings of studies.
    #[must_use]
    pub fn findings(&self) -> FindingServiceClient<Wire> {
        FindingServiceClient::new(self.wire())
    }

    /// Interventions.
    #[must_use]
    pub fn interventions(&self) -> InterventionServiceClient<Wire> {
        InterventionServiceClient::new(self.wire())
    }

    /// Coding of answers.
    #[must_use]
    pub fn coding(&self) -> CodingServiceClient<Wire> {
        CodingServiceClient::new(self.wire())
    }

    /// Subscriptions of other programmes.
    #[must_use]
    pub fn subscriptions(&self) -> SubscriptionServiceClient<Wire> {
        SubscriptionServiceClient::new(self.wire())
    }

    /// Links of other programmes.
    #[must_use]
    pub fn links(&self) -> LinkServiceClient<Wire> {
        LinkServiceClient::new(self.wire())
    }

    /// What other programmes connect and verify with.
    #[must_use]
    pub fn connections(&self) -> ConnectionServiceClient<Wire> {
        ConnectionServiceClient::new(self.wire())
    }

    /// Delivery of events to other programmes.
    #[must_use]
    pub fn deliveries(&self) -> DeliveryServiceClient<Wire> {
        DeliveryServiceClient::new(self.wire())
    }

    /// Skill taxonomies.
    #[must_use]
    pub fn taxonomies(&self) -> TaxonomyServiceClient<Wire> {
        TaxonomyServiceClient::new(self.wire())
    }

    /// What the radar reads.
    #[must_use]
    pub fn sources(&self) -> SourceServiceClient<Wire> {
        SourceServiceClient::new(self.wire())
    }

    /// Runs over the archive.
    #[must_use]
    pub fn distilling(&self) -> DistillingServiceClient<Wire> {
        DistillingServiceClient::new(self.wire())
    }

    /// Emerging skills.
    #[must_use]
    pub fn curation(&self) -> CurationServiceClient<Wire> {
        CurationServiceClient::new(self.wire())
    }

    /// Trends.
    #[must_use]
    pub fn trends(&self) -> TrendServiceClient<Wire> {
        TrendServiceClient::new(self.wire())
    }

    /// Editions of the radar.
    #[must_use]
    pub fn editions(&self) -> EditionServiceClient<Wire> {
        EditionServiceClient::new(self.wire())
    }

    /// The ledger.
    #[must_use]
    pub fn ledger(&self) -> LedgerServiceClient<Wire> {
        LedgerServiceClient::new(self.wire())
    }

    /// Views of insight over several building blocks.
    #[must_use]
    pub fn coherence(&self) -> CoherenceServiceClient<Wire> {
        CoherenceServiceClient::new(self.wire())
    }

    /// Insight.
    #[must_use]
    pub fn insight(&self) -> InsightServiceClient<Wire> {
        InsightServiceClient::new(self.wire())
    }
}

/// The stable reason of a refusal.
///
/// # Panics
/// When it has none.
#[must_use]
pub fn reason(status: &Status) -> String {
    status
        .get_details_error_info()
        .unwrap_or_else(|| panic!("no reason in {status:?}"))
        .reason
}

/// A new request id.
#[must_use]
pub fn request_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
