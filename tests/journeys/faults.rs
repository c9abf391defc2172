//! What happens when the database or the broker goes away, or a process is killed.

use serde_json::json;
use testkit::{SeparateProcesses, TestHub, TestServers, eventually, request_id};
use tonic::Code;
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

use crate::reach::{Reach, profile, program, request};

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_lost_everything_costs_nothing() {
    let mut hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    Reach::whole(&hub).clock("2023-12-01T09:00:00Z").await;
    Reach::whole(&hub).load_reference_data().await;
    hub.servers.nats.restart_with_empty_store().await.unwrap();
    let register = json!({"requestId": request_id(), "project": profile("llo-1")});
    let receipt = hub
        .caller("agency-officer")
        .projects()
        .register_project(request(register))
        .await
        .unwrap()
        .into_inner()
        .receipt
        .unwrap();
    arrives(&hub, &receipt.consistency_token, "llo-1").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_broker_changes_are_kept_and_arrive_later() {
    let mut hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    Reach::whole(&hub).clock("2023-12-01T09:00:00Z").await;
    Reach::whole(&hub).load_reference_data().await;
    hub.servers.nats.kill().await.unwrap();
    let register = json!({"requestId": request_id(), "project": profile("llo-1")});
    let receipt = hub
        .caller("agency-officer")
        .projects()
        .register_project(request(register))
        .await
        .unwrap()
        .into_inner()
        .receipt
        .unwrap();
    eventually("health tells that the broker is away", async || {
        (serving(&hub).await == 2).then_some(())
    })
    .await;
    hub.servers.nats.restart().await.unwrap();
    arrives(&hub, &receipt.consistency_token, "llo-1").await;
    eventually("health tells that all is well", async || {
        (serving(&hub).await == 1).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_away_is_said_and_nothing_is_half_written() {
    let servers = TestServers::start_durable().await;
    let mut hub = TestHub::start_on(servers, schakelpunt::blocks::BLOCKS).await;
    Reach::whole(&hub).clock("2023-12-01T09:00:00Z").await;
    Reach::whole(&hub).load_reference_data().await;
    hub.servers.postgres.stop_immediate().await.unwrap();
    let register = json!({"requestId": request_id(), "project": profile("llo-1")});
    let officer = hub.caller("agency-officer");
    let refused = officer
        .projects()
        .register_project(request(register.clone()))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::Unavailable, "{refused:?}");
    eventually("health tells that the database is away", async || {
        (serving(&hub).await == 2).then_some(())
    })
    .await;

    hub.servers.postgres.restart().await.unwrap();
    let receipt = eventually("the same request goes through", async || {
        officer
            .projects()
            .register_project(request(register.clone()))
            .await
            .ok()
    })
    .await;
    arrives(
        &hub,
        &receipt.into_inner().receipt.unwrap().consistency_token,
        "llo-1",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_block_goes_on_where_it_was() {
    let mut hub = SeparateProcesses::start(program(), &["programme", "ledger", "insight"]).await;
    Reach::separate(&hub).clock("2023-12-01T09:00:00Z").await;
    Reach::separate(&hub).load_reference_data().await;
    for (number, block) in ["ledger", "insight", "programme"].into_iter().enumerate() {
        hub.kill(block);
        hub.start_again(program(), block).await;
        let id = format!("llo-{number}");
        let register = json!({"requestId": request_id(), "project": profile(&id)});
        let officer = hub.caller("programme", "agency-officer");
        let receipt = officer
            .projects()
            .register_project(request(register))
            .await
            .unwrap()
            .into_inner()
            .receipt
            .unwrap();
        let status = json!({"projectId": id, "consistencyToken": receipt.consistency_token});
        eventually("the project is visible", async || {
            hub.caller("insight", "auditor")
                .insight()
                .get_project_status(request(status.clone()))
                .await
                .ok()
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_stops_finds_everything_again_its_clock_too() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    Reach::whole(&hub).clock("2023-12-01T09:00:00Z").await;
    Reach::whole(&hub).load_reference_data().await;
    Reach::whole(&hub).running_project("llo-1").await;
    let before = hub
        .caller("auditor")
        .projects()
        .get_project(request(json!({"projectId": "llo-1"})))
        .await
        .unwrap();
    let hub = hub.restart().await;
    let after = hub
        .caller("auditor")
        .projects()
        .get_project(request(json!({"projectId": "llo-1"})))
        .await
        .unwrap();
    assert_eq!(before.into_inner(), after.into_inner());
    let clock = hub
        .anyone()
        .clock()
        .get_clock(request(json!({})))
        .await
        .unwrap()
        .into_inner();
    assert!(
        clock.held && clock.now.unwrap().seconds == 1_701_421_200,
        "the clock stands where it stood"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_started_before_its_database_says_so_and_comes_up_when_it_comes_up() {
    let mut servers = TestServers::start_durable().await;
    servers.postgres.stop().await.unwrap();
    let mut starting = SeparateProcesses::spawn(servers, program(), &["ledger"]);
    let log = starting.servers.home().join("ledger.log");
    eventually("the process says what it waits for", async || {
        std::fs::read_to_string(&log)
            .ok()
            .filter(|log| log.contains("the database is away"))
    })
    .await;
    starting.servers.postgres.restart().await.unwrap();
    starting.ready().await;
    assert!(
        starting
            .caller("ledger", "auditor")
            .ledger()
            .get_head(request(json!({})))
            .await
            .is_ok()
    );
}

async fn arrives(hub: &TestHub, token: &str, project: &str) {
    let status = json!({"projectId": project, "consistencyToken": token});
    eventually("the change arrives in insight", async || {
        hub.caller("auditor")
            .insight()
            .get_project_status(request(status.clone()))
            .await
            .ok()
    })
    .await;
}

/// What health says of the whole: 1 serving, 2 not.
async fn serving(hub: &TestHub) -> i32 {
    let mut health = HealthClient::new(hub.anyone().wire());
    health
        .check(HealthCheckRequest::default())
        .await
        .unwrap()
        .into_inner()
        .status
}
