//! The hub over REST: reads and changes with roles, the same refusals as over gRPC, and paths, headers and faults as the NL API Design Rules
//! have them.

mod asking;
pub(crate) mod described;
mod reading;
mod subscribing;

use contracts::rest::VERSION;
use reqwest::{Client, Method, RequestBuilder, StatusCode, header::HeaderMap};
use serde_json::Value;
use testkit::{SeparateProcesses, TestHub};

use crate::reach::{Reach, program};

/// A whole hub as seen over REST.
pub(crate) struct Rest<'a>(pub(crate) &'a TestHub);

/// What was answered.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Rest<'_> {
    /// A request in these roles; without a token when there are none.
    fn request(&self, method: Method, roles: &str, path: &str) -> RequestBuilder {
        let request = Client::new().request(method, format!("{}{path}", self.0.address()));
        if roles.is_empty() {
            request
        } else {
            request.bearer_auth(self.0.caller(roles).token())
        }
    }

    async fn get(&self, roles: &str, path: &str) -> Answer {
        answer(self.request(Method::GET, roles, path)).await
    }

    async fn post(&self, roles: &str, path: &str, body: Value) -> Answer {
        answer(self.request(Method::POST, roles, path).json(&body)).await
    }

    async fn put(&self, roles: &str, path: &str, body: Value) -> Answer {
        answer(self.request(Method::PUT, roles, path).json(&body)).await
    }
}

async fn answer(request: RequestBuilder) -> Answer {
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    let bytes = answer.bytes().await.unwrap();
    let body = serde_json::from_slice(&bytes).unwrap_or_default();
    let answer = Answer {
        status,
        headers,
        body,
    };
    answer.has_its_headers();
    answer
}

impl Answer {
    /// Every answer has them, whatever it is.
    fn has_its_headers(&self) {
        let value = |name: &str| self.headers[name].to_str().unwrap();
        assert_eq!(value("api-version"), VERSION);
        assert_eq!(value("x-content-type-options"), "nosniff");
        assert_eq!(value("x-frame-options"), "DENY");
        assert_eq!(value("content-security-policy"), "frame-ancestors 'none'");
        assert!(value("strict-transport-security").starts_with("max-age="));
        assert!(self.headers.contains_key("cache-control"));
    }

    /// What was answered, if it went well.
    fn ok(self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        self.body
    }

    /// The reason of a refusal that is written as it should be.
    fn refused(&self, status: StatusCode) -> &str {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(self.body["status"], status.as_u16());
        assert!(self.body["title"].is_string() && self.body["detail"].is_string());
        self.body["reason"].as_str().unwrap()
    }

    /// The fields of a refusal, sorted.
    fn faults(&self) -> Vec<&str> {
        let faults = self.body["faults"].as_array().unwrap();
        let mut fields: Vec<&str> = faults.iter().map(|it| it["field"].as_str().unwrap()).collect();
        fields.sort_unstable();
        fields
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn coordinators_and_programmes_use_the_hub_over_rest() {
    let names = ["programme", "ledger", "insight", "exchange"].map(str::to_owned);
    let mut hub = TestHub::start(schakelpunt::blocks::named(&names).unwrap().leak()).await;
    {
        let (reach, rest) = (Reach::whole(&hub), Rest(&hub));
        reach.clock("2023-12-01T09:00:00Z").await;
        reach.load_reference_data().await;
        reach.clock("2024-01-02T09:00:00Z").await;
        reach.running_project("llo-1").await;
        reading::a_coordinator_sees_projects_and_the_overview(&reach, &rest).await;
        reading::events_come_in_pages_as_json(&reach, &rest).await;
        reading::attention_points_are_raised_and_listed(&reach, &rest).await;
        reading::what_may_not_be_seen_is_refused_as_over_grpc(&reach, &rest).await;
        subscribing::a_programme_subscribes_and_takes_events(&reach, &rest).await;
        subscribing::the_same_request_twice_is_one_change(&rest).await;
        asking::every_fault_is_told_at_once(&rest).await;
        described::every_path_of_the_document_is_served(&rest).await;
        described::every_answer_fits_its_schema(&rest).await;
        described::the_catalogue_is_open_to_everyone(&rest).await;
        described::the_descriptors_are_those_of_the_contract(&rest).await;
        asking::methods_and_paths_are_exact(&rest).await;
    }
    hub.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_process_serves_the_rest_of_its_blocks() {
    let hub = SeparateProcesses::start(program(), &["programme", "ledger", "insight"]).await;
    let reach = Reach::separate(&hub);
    reach.clock("2023-12-01T09:00:00Z").await;
    reach.load_reference_data().await;
    reach.running_project("llo-1").await;
    reading::each_process_answers_for_itself(&hub).await;
}
