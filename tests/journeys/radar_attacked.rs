//! The rules of the radar under attack: by what is asked, by who asks it, by several at once, and by what is handed in.

mod at_once;
mod bad_input;
mod deciding;
mod documents;
mod evidence;
mod leaks;
mod pages;
mod roles;

use std::{future::Future, time::Duration};

use runtime::{access::Grant, identity::development::LocalIssuer};
use serde_json::{Value, json};
use testkit::{Client, TestHub, eventually, reason, request_id};
use tonic::{Response, Status};

use crate::{
    radar::{register, source, try_register},
    reach::{Reach, request},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_of_the_radar_hold() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    ready(&reach).await;
    bad_input::everything_wrong_is_told_at_once(&reach).await;
    pages::a_page_is_of_its_own_list(&reach).await;
    roles::nobody_does_what_is_not_theirs(&reach).await;
    roles::the_public_sees_what_was_published(&reach).await;
    documents::nothing_that_is_handed_in_breaks_the_reader(&reach).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn curation_holds_whoever_tries_and_whenever() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    ready(&reach).await;
    deciding::whoever_proposes_decides_in_no_role(&hub, &reach).await;
    deciding::merges_lead_somewhere(&reach).await;
    evidence::one_publisher_in_several_spellings_is_one_voice(&reach).await;
    evidence::a_source_that_is_withdrawn_counts_no_more(&reach).await;
    at_once::everything_is_done_once(&hub, &reach).await;
    leaks::no_text_leaves_the_archive(&hub, &reach).await;
}

/// A hub that knows its reference data and has the concepts it starts with.
async fn ready(hub: &Reach<'_>) {
    hub.clock("2026-07-01T09:00:00Z").await;
    hub.load_reference_data().await;
    eventually("regions and themes are known to the radar", async || {
        let known = source("Eerste studie", "TNO", "2025-03-01");
        match try_register(hub, known, "TEXT_FORMAT_PLAIN", b"Een eerste studie, over niets.").await {
            Err(status) if reason(&status) == "REFERENCE_UNKNOWN" => None,
            other => Some(other.unwrap()),
        }
    })
    .await;
}

/// Somebody in these roles, whoever else has them.
fn person(hub: &TestHub, name: &str, roles: &str) -> Client {
    let grants: Vec<Grant> = roles.split(' ').map(|role| role.parse().unwrap()).collect();
    let issuer = LocalIssuer::development(&hub.servers.development_key()).unwrap();
    let token = issuer.token(&grants, name, Duration::from_secs(3_600)).unwrap();
    Client::with_token(&hub.address(), &token)
}

/// The refusal of a call that must not succeed.
async fn refused<T>(what: &str, call: impl Future<Output = Result<Response<T>, Status>>) -> Status {
    match call.await {
        Ok(_) => panic!("{what} was done"),
        Err(status) => status,
    }
}

/// Sources of several publishers that say that some work is done.
async fn sources_about(hub: &Reach<'_>, sentence: &str, publishers: &[&str]) -> Vec<String> {
    let mut ids = Vec::new();
    for (number, publisher) in publishers.iter().enumerate() {
        let text = format!("Notitie {number} van {publisher}. {sentence}");
        let known = source(&format!("Notitie {number}"), publisher, "2025-10-01");
        ids.push(register(hub, known, &text).await.source_id);
    }
    for id in &ids {
        crate::radar::read(hub, id).await;
    }
    ids
}

/// A proposal of a concept.
fn concept(id: &str, uri: &str) -> Value {
    json!({"skillId": id, "label": {"nl": id}, "conceptUri": uri})
}

/// A request about one skill, with a reason.
fn about(skill_id: &str) -> Value {
    json!({"requestId": request_id(), "skillId": skill_id, "reason": "Een reden."})
}

/// A request about one skill, and nothing else.
fn step(skill_id: &str) -> Value {
    json!({"requestId": request_id(), "skillId": skill_id})
}

/// Skills of the set that the hub starts with, by their English labels.
async fn uri_of(hub: &Reach<'_>, label: &str) -> String {
    let asked = json!({"query": label, "language": "en", "pageSize": 1});
    let found = hub.radar("").taxonomies().search_concepts(request(asked)).await;
    let found = found.unwrap().into_inner().concepts;
    found.first().unwrap_or_else(|| panic!("{label}")).uri.clone()
}
