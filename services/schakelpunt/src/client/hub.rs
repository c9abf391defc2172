//! The connection to a hub and the calls over it.

use std::{path::Path, time::Duration};

use backon::{ExponentialBuilder, Retryable};
use bytes::Bytes;
use contracts::{
    culture::v1::{
        coding_service_client::CodingServiceClient, finding_service_client::FindingServiceClient,
        instrument_service_client::InstrumentServiceClient,
        intervention_service_client::InterventionServiceClient,
        measurement_service_client::MeasurementServiceClient,
        reference_figure_service_client::ReferenceFigureServiceClient,
    },
    exchange::v1::{
        catalogue_service_client::CatalogueServiceClient, connection_service_client::ConnectionServiceClient,
        delivery_service_client::DeliveryServiceClient, link_service_client::LinkServiceClient,
        subscription_service_client::SubscriptionServiceClient,
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
        feedback_service_client::FeedbackServiceClient, project_service_client::ProjectServiceClient,
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
use http::{StatusCode, header};
use http_body_util::{BodyExt, Limited};
use tonic::{
    Code, Request, Response, Status,
    service::interceptor::InterceptedService,
    transport::{Certificate, Channel, ClientTlsConfig, Endpoint},
};
use tonic_types::StatusExt;
use tower::ServiceExt;

use super::{Bearer, Refusal};
use crate::{
    cli::Globals,
    data_dir::{self, HubFile},
    failure::{Failure, Note},
};

/// Largest answer that is taken, in bytes.
const LARGEST_ANSWER: usize = 64 * 1024 * 1024;
/// Longest time to set up a connection.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// Attempts after the first, for a hub that is away for a moment.
const MORE_ATTEMPTS: usize = 2;

/// A channel that puts the caller's token on every call.
pub type Wire = InterceptedService<Channel, Bearer>;

/// A hub, here or elsewhere; cheap to clone.
#[derive(Clone, Debug)]
pub struct Hub {
    channel: Channel,
    bearer: Bearer,
    timeout: Duration,
}

impl Hub {
    /// The hub that these options mean. Nothing is sent yet.
    ///
    /// # Errors
    /// When there is no address, it is not one, or the token cannot be had.
    pub fn of(globals: &Globals) -> Result<Self, Failure> {
        let address = address(globals)?;
        let channel = endpoint(&address, globals.ca_file.as_deref())?.connect_lazy();
        Ok(Self {
            channel,
            bearer: Bearer::of(globals)?,
            timeout: globals.call_timeout(),
        })
    }

    /// The connection without a token, for calls made by hand.
    pub fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// Who calls.
    pub fn bearer(&self) -> &Bearer {
        &self.bearer
    }

    /// How long a call may take.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    fn wire(&self) -> Wire {
        InterceptedService::new(self.channel.clone(), self.bearer.clone())
    }

    /// Views over everything published.
    pub fn insight(&self) -> InsightServiceClient<Wire> {
        InsightServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Views over several building blocks at once.
    pub fn coherence(&self) -> CoherenceServiceClient<Wire> {
        CoherenceServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// The ledger.
    pub fn ledger(&self) -> LedgerServiceClient<Wire> {
        LedgerServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Projects and their plans.
    pub fn projects(&self) -> ProjectServiceClient<Wire> {
        ProjectServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Progress reports.
    pub fn reporting(&self) -> ReportingServiceClient<Wire> {
        ReportingServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Attention points.
    pub fn feedback(&self) -> FeedbackServiceClient<Wire> {
        FeedbackServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// The reference data.
    pub fn reference(&self) -> ReferenceDataServiceClient<Wire> {
        ReferenceDataServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Competence bottlenecks and demands.
    pub fn demand(&self) -> DemandServiceClient<Wire> {
        DemandServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Applications for a grant.
    pub fn applications(&self) -> ApplicationServiceClient<Wire> {
        ApplicationServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Calls and awards.
    pub fn awards(&self) -> AwardServiceClient<Wire> {
        AwardServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Learning solutions.
    pub fn solutions(&self) -> SolutionServiceClient<Wire> {
        SolutionServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Education providers.
    pub fn providers(&self) -> ProviderServiceClient<Wire> {
        ProviderServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Instruments of the learning culture.
    pub fn culture_instruments(&self) -> InstrumentServiceClient<Wire> {
        InstrumentServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Measurements of the learning culture.
    pub fn measurements(&self) -> MeasurementServiceClient<Wire> {
        MeasurementServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Figures of official statistics.
    pub fn reference_figures(&self) -> ReferenceFigureServiceClient<Wire> {
        ReferenceFigureServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// What other programmes connect and verify with.
    pub fn connections(&self) -> ConnectionServiceClient<Wire> {
        ConnectionServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Links of other programmes.
    pub fn links(&self) -> LinkServiceClient<Wire> {
        LinkServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Subscriptions of other programmes.
    pub fn subscriptions(&self) -> SubscriptionServiceClient<Wire> {
        SubscriptionServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// The catalogue of event types.
    pub fn catalogue(&self) -> CatalogueServiceClient<Wire> {
        CatalogueServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Delivery of events to other programmes.
    pub fn deliveries(&self) -> DeliveryServiceClient<Wire> {
        DeliveryServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Findings of studies.
    pub fn findings(&self) -> FindingServiceClient<Wire> {
        FindingServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Interventions.
    pub fn interventions(&self) -> InterventionServiceClient<Wire> {
        InterventionServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Coding of answers.
    pub fn coding(&self) -> CodingServiceClient<Wire> {
        CodingServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// What providers offer.
    pub fn offers(&self) -> OfferServiceClient<Wire> {
        OfferServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Classes of microcredentials.
    pub fn classes(&self) -> CredentialClassServiceClient<Wire> {
        CredentialClassServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Keys and credentials.
    pub fn issuing(&self) -> IssuingServiceClient<Wire> {
        IssuingServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Skills passports.
    pub fn passports(&self) -> PassportServiceClient<Wire> {
        PassportServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Instruments and quality frameworks.
    pub fn rules(&self) -> RuleServiceClient<Wire> {
        RuleServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Skill taxonomies.
    pub fn taxonomies(&self) -> TaxonomyServiceClient<Wire> {
        TaxonomyServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// What the radar reads.
    pub fn sources(&self) -> SourceServiceClient<Wire> {
        SourceServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Runs over what it reads.
    pub fn distilling(&self) -> DistillingServiceClient<Wire> {
        DistillingServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Emerging skills.
    pub fn curation(&self) -> CurationServiceClient<Wire> {
        CurationServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Trends.
    pub fn trends(&self) -> TrendServiceClient<Wire> {
        TrendServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Editions of the radar.
    pub fn editions(&self) -> EditionServiceClient<Wire> {
        EditionServiceClient::new(self.wire()).max_decoding_message_size(LARGEST_ANSWER)
    }

    /// Makes a call. It is tried again when the hub is away for a moment, which is safe: questions change nothing and
    /// changes carry a `request_id`.
    ///
    /// # Errors
    /// What the hub refused, or that it did not answer in time.
    pub async fn call<Q, A, F>(&self, question: Q, make: impl Fn(Self, Request<Q>) -> F) -> Result<A, Failure>
    where
        Q: Clone,
        F: Future<Output = Result<Response<A>, Status>>,
    {
        let attempt = || {
            let mut request = Request::new(question.clone());
            request.set_timeout(self.timeout);
            make(self.clone(), request)
        };
        let attempts = attempt
            .retry(
                ExponentialBuilder::default()
                    .with_min_delay(Duration::from_millis(200))
                    .with_max_times(MORE_ATTEMPTS),
            )
            .when(is_away);
        match tokio::time::timeout(self.timeout, attempts).await {
            Ok(Ok(answer)) => Ok(answer.into_inner()),
            Ok(Err(status)) => Err(Refusal::from(status).into()),
            Err(_elapsed) => Err(Refusal::too_late(self.timeout.as_secs()).into()),
        }
    }
}

impl Hub {
    /// Fetches what the hub serves over plain HTTP at a path. It is tried again when the hub is away for a moment.
    ///
    /// # Errors
    /// The hub did not answer, or not in time. A refusal is an answer.
    pub async fn get(&self, path: &str) -> Result<(StatusCode, Bytes), Failure> {
        let attempts = (|| self.get_once(path)).retry(
            ExponentialBuilder::default()
                .with_min_delay(Duration::from_millis(200))
                .with_max_times(MORE_ATTEMPTS),
        );
        let answer = tokio::time::timeout(self.timeout, attempts.when(is_away)).await;
        let answer = answer.map_err(|_elapsed| Refusal::too_late(self.timeout.as_secs()))?;
        answer.map_err(|status| Refusal::from(status).into())
    }

    async fn get_once(&self, path: &str) -> Result<(StatusCode, Bytes), Status> {
        let mut request = http::Request::get(path);
        if let Some(token) = self.bearer.header() {
            request = request.header(header::AUTHORIZATION, token);
        }
        let request = request
            .body(tonic::body::Body::empty())
            .map_err(|error| Status::invalid_argument(error.to_string()))?;
        let away = |error: &dyn std::error::Error| Status::unavailable(runtime::fault::error_chain(error));
        let answer = self
            .channel
            .clone()
            .oneshot(request)
            .await
            .map_err(|error| Status::from_error(error.into()))?;
        let status = answer.status();
        if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(Status::unavailable(format!("{path}: {status}")));
        }
        let body = Limited::new(answer.into_body(), LARGEST_ANSWER).collect().await;
        let body = body.map_err(|error| away(error.as_ref()))?;
        Ok((status, body.to_bytes()))
    }
}

/// Whether the hub is away for a moment. A change that is not visible yet was waited for by the hub already.
fn is_away(status: &Status) -> bool {
    let reason = status.get_details_error_info().map(|info| info.reason);
    status.code() == Code::Unavailable && reason.as_deref() != Some("NOT_YET_VISIBLE")
}

/// The address given, or that of the hub running from the data directory.
fn address(globals: &Globals) -> Result<String, Failure> {
    if let Some(address) = globals
        .address
        .as_deref()
        .filter(|address| !address.trim().is_empty())
    {
        return Ok(address.trim().to_owned());
    }
    let dir = data_dir::resolve(globals.data_dir.as_deref());
    match HubFile::read(&dir) {
        Ok(Some(hub)) => Ok(hub.address),
        Ok(None) => Err(Failure::Local(
            Note::new("no-hub-here").with("place", dir.display()),
        )),
        Err(error) => Err(Failure::file(&HubFile::path(&dir), error)),
    }
}

fn endpoint(address: &str, ca_file: Option<&Path>) -> Result<Endpoint, Failure> {
    let wrong = |error: &dyn std::fmt::Display| {
        Failure::Usage(
            Note::new("address-malformed")
                .with("address", address)
                .with("error", error),
        )
    };
    if !address.starts_with("http://") && !address.starts_with("https://") {
        return Err(wrong(&"http:// / https://"));
    }
    let endpoint = Endpoint::from_shared(address.to_owned()).map_err(|error| wrong(&error))?;
    let endpoint = endpoint
        .connect_timeout(CONNECT_WITHIN)
        .user_agent(concat!("schakelpunt/", env!("CARGO_PKG_VERSION")));
    let endpoint = endpoint.map_err(|error| wrong(&error))?;
    if address.starts_with("http://") {
        return Ok(endpoint);
    }
    endpoint.tls_config(tls(ca_file)?).map_err(|error| wrong(&error))
}

fn tls(ca_file: Option<&Path>) -> Result<ClientTlsConfig, Failure> {
    let Some(file) = ca_file else {
        return Ok(ClientTlsConfig::new().with_webpki_roots());
    };
    let pem = std::fs::read(file).map_err(|error| Failure::file(file, error))?;
    Ok(ClientTlsConfig::new().ca_certificate(Certificate::from_pem(pem)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_a_scheme_that_is_known() {
        for wrong in ["", "127.0.0.1:7700", "ftp://hub", "http://", "https://a b"] {
            assert!(endpoint(wrong, None).is_err(), "{wrong} was taken");
        }
        assert!(endpoint("http://127.0.0.1:7700", None).is_ok());
        assert!(endpoint("https://hub.example.nl", None).is_ok());
    }
}
