//! The commands on subscriptions as their users meet them.

use serde_json::json;
use testkit::{TestHub, eventually};

use crate::{reach::Reach, shell::Shell};

const PROGRAMME: &str = "subscriber-programme:leeroverzicht-skills";
const COORDINATOR: &str = "national-coordinator";

#[tokio::test(flavor = "multi_thread")]
async fn a_programme_asks_and_a_coordinator_decides_from_the_command_line() {
    let names = ["programme", "ledger", "exchange"].map(str::to_owned);
    let hub = TestHub::start(schakelpunt::blocks::named(&names).unwrap().leak()).await;
    let shell = Shell {
        hub: &hub,
        reach: Reach::whole(&hub),
    };
    what_there_is_to_ask_for(&shell).await;
    shell.reach.load_reference_data().await;
    it_is_asked_for_and_approved(&shell).await;
    it_stops_goes_on_and_ends(&shell).await;
    another_one_is_refused(&shell).await;
    events_are_followed_with_the_filters_of_a_subscription(&shell).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signals_are_asked_for_from_the_command_line() {
    let names = ["programme", "ledger", "insight"].map(str::to_owned);
    let hub = TestHub::start(schakelpunt::blocks::named(&names).unwrap().leak()).await;
    let shell = Shell {
        hub: &hub,
        reach: Reach::whole(&hub),
    };
    let none = shell.done(COORDINATOR, "signals --over").await;
    assert!(none.contains("Nothing needs attention."), "{none}");
    let (code, said) = shell.run(PROGRAMME, "signals").await;
    assert!(code == 1 && said.contains("FORBIDDEN"), "{said}");
}

async fn what_there_is_to_ask_for(shell: &Shell<'_>) {
    let listed = shell.done(PROGRAMME, "event-types --domain projects").await;
    assert!(
        listed.contains("nl.projects.milestone-achieved.v1") && !listed.contains("nl.reports."),
        "{listed}"
    );
    let shown = shell
        .done(PROGRAMME, "event-types nl.projects.milestone-achieved.v1")
        .await;
    assert!(
        shown.contains("Class of data: public") && shown.contains(r#""projectId": "project-1""#),
        "{shown}"
    );
    let (code, said) = shell.run(PROGRAMME, "event-types nl.niets.v1").await;
    assert!(code == 1 && said.contains("EVENT_TYPE_UNKNOWN"), "{said}");
}

fn wanted(shell: &Shell<'_>, id: &str) -> String {
    let subscription = json!({
        "subscriptionId": id, "programmeId": "leeroverzicht-skills", "purpose": "Thema's en regio's bijhouden.",
        "filters": [{"exact": {"values": {"type": "nl.reference-data.reference-data-defined.v1"}}}],
        "dataClass": "AUDIENCE_PUBLIC", "start": {"beginning": true},
    });
    shell.file(&format!("{id}.json"), &subscription)
}

async fn it_is_asked_for_and_approved(shell: &Shell<'_>) {
    let file = wanted(shell, "stamgegevens");
    let preview = shell
        .done(PROGRAMME, &format!("subscription preview --file {file}"))
        .await;
    assert!(
        preview.contains("nl.reference-data.reference-data-defined.v1"),
        "{preview}"
    );
    eventually("the programme is known", async || {
        let request = format!("subscription request --file {file}");
        (shell.run(PROGRAMME, &request).await.0 == 0).then_some(())
    })
    .await;
    let (code, said) = shell.run(PROGRAMME, "subscription approve stamgegevens").await;
    assert_eq!(code, 1, "{said}");
    let approved = shell.done(COORDINATOR, "subscription approve stamgegevens").await;
    assert!(approved.contains("Delivered from position: 1"), "{approved}");
    let shown = shell.done(PROGRAMME, "subscription show stamgegevens").await;
    assert!(
        shown.contains("State: active") && shown.contains(r#"{"exact":{"values":{"type":"#),
        "{shown}"
    );
}

async fn it_stops_goes_on_and_ends(shell: &Shell<'_>) {
    shell
        .done(
            COORDINATOR,
            "subscription suspend stamgegevens --reason Onderhoud",
        )
        .await;
    let (code, said) = shell.run(PROGRAMME, "subscription resume stamgegevens").await;
    assert!(
        code == 1 && said.contains("SUBSCRIPTION_SUSPENDED_BY_HUB"),
        "{said}"
    );
    shell.done(COORDINATOR, "subscription resume stamgegevens").await;
    let parked = shell.done(PROGRAMME, "subscription parked stamgegevens").await;
    assert!(parked.contains("Nothing was parked."), "{parked}");
    shell
        .done(PROGRAMME, "subscription end stamgegevens --reason Klaar")
        .await;
    eventually("the list says so", async || {
        let listed = shell.done(COORDINATOR, "subscription list --state ended").await;
        listed.contains("stamgegevens").then_some(())
    })
    .await;
}

async fn another_one_is_refused(shell: &Shell<'_>) {
    let file = wanted(shell, "te-veel");
    shell
        .done(PROGRAMME, &format!("subscription request --file {file}"))
        .await;
    shell
        .done(COORDINATOR, "subscription refuse te-veel --reason Onduidelijk")
        .await;
    let shown = shell.done(PROGRAMME, "subscription show te-veel").await;
    assert!(
        shown.contains("refused") && shown.contains("Onduidelijk"),
        "{shown}"
    );
}

async fn events_are_followed_with_the_filters_of_a_subscription(shell: &Shell<'_>) {
    let all = shell
        .done(PROGRAMME, "events --output json --follow --limit 5")
        .await;
    let of = |position: usize| -> serde_json::Value {
        serde_json::from_str(all.lines().nth(position).unwrap()).unwrap()
    };
    let (third, fifth) = (of(2), of(4));
    let subject = |it: &serde_json::Value| it["subject"].as_str().unwrap().to_owned();
    let either = json!({"any": {"filters": [
        {"exact": {"values": {"subject": subject(&third)}}}, {"suffix": {"values": {"subject": subject(&fifth)}}},
    ]}});
    let not = json!({"not": {"exact": {"values": {"id": of(0)["eventId"]}}}});
    let asked = format!("events --output json --follow --limit 2 --filter {either} --filter {not}");
    let found = shell.done(PROGRAMME, &asked).await;
    let found: Vec<serde_json::Value> = found
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(found.len(), 2);
    assert!(
        found
            .iter()
            .all(|it| [subject(&third), subject(&fifth)].contains(&subject(it))),
        "{found:?}"
    );
    let file = wanted(shell, "gevolgd");
    let words = [
        "events",
        "--limit",
        "3",
        "--filters-of",
        &file,
        "--lang",
        "nl",
        "--as",
        PROGRAMME,
    ];
    let in_dutch = String::from_utf8(shell.reach.command(&words).await.stdout).unwrap();
    assert_eq!(
        in_dutch
            .matches("nl.reference-data.reference-data-defined.v1")
            .count(),
        3,
        "{in_dutch}"
    );
    assert!(
        in_dutch.contains("3 gebeurtenissen; gelezen tot positie"),
        "{in_dutch}"
    );
    let (code, said) = shell
        .run(
            PROGRAMME,
            r#"events --filter {"exact":{"values":{"colour":"red"}}}"#,
        )
        .await;
    assert!(
        code == 2 && said.contains("--filter[0].exact.values[colour]"),
        "{said}"
    );
}
