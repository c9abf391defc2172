//! The example season as it ships: every line is taken, every view has something to show, and a second load changes nothing.

use std::process::Output;

use contracts::{
    exchange::v1::{KeptSubscription, SubscriptionState},
    insight::v1::Colour,
    programme::v1::ProjectState,
    radar::v1::{Edition, EditionEntry, Movement, Ring},
};
use serde_json::{Value, json};
use testkit::{TestHub, eventually};

use crate::{
    radar::CURATOR,
    reach::{Reach, data, request},
    rest::{
        Rest,
        described::{every_answer_fits_its_schema, every_event_is_as_the_catalogue_says},
    },
    seen::{count, value},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_example_season_loads_whole_shows_in_every_view_and_loads_once() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    let first = load(&reach).await;
    assert!(
        first.status.success(),
        "{}",
        String::from_utf8_lossy(&first.stderr)
    );

    let anyone = hub.anyone();
    let nation = eventually("all projects are in the overview", async || {
        let overview = anyone
            .insight()
            .get_overview(request(json!({})))
            .await
            .unwrap()
            .into_inner();
        let group = overview.groups.into_iter().next()?;
        let projects = group.projects.iter().map(|state| count(state.figure.as_ref()));
        (overview.contains_examples && projects.sum::<i64>() >= 53).then_some(group)
    })
    .await;
    for state in [
        ProjectState::Running,
        ProjectState::Finished,
        ProjectState::Stopped,
        ProjectState::Closed,
    ] {
        let figure = nation.projects.iter().find(|figure| figure.state() == state);
        assert!(
            figure.is_some_and(|figure| count(figure.figure.as_ref()) > 0),
            "no project is {state:?}"
        );
    }
    let reports = nation.reports.unwrap();
    for figure in [&reports.due, &reports.r#in, &reports.missing, &reports.late] {
        assert!(count(figure.as_ref()) > 0, "{figure:?}");
    }
    for colour in [Colour::Green, Colour::Amber, Colour::Red] {
        let list = json!({"colour": colour.as_str_name(), "pageSize": 5});
        let found = hub
            .caller("ministry-reader")
            .insight()
            .list_projects(request(list))
            .await
            .unwrap()
            .into_inner();
        assert!(found.total_size > 0, "no project is {colour:?}");
        assert!(
            found
                .projects
                .iter()
                .all(|project| project.example && project.name.starts_with("Voorbeeld"))
        );
    }

    building_block_1_is_there(&reach).await;
    building_block_2_is_there(&reach).await;
    building_block_3_is_there(&reach).await;
    building_block_4_is_there(&reach).await;
    other_programmes_are_there(&reach).await;

    every_answer_fits_its_schema(&Rest(&hub)).await;
    let events = every_event_is_as_the_catalogue_says(&reach).await;
    assert!(events.len() > 70, "events of so few types: {}", events.len());

    let before = head(&reach).await;
    let second = load(&reach).await;
    assert!(
        second.status.success(),
        "{}",
        String::from_utf8_lossy(&second.stderr)
    );
    let summary: Value = serde_json::from_slice(&second.stdout).unwrap();
    assert!(summary.to_string().len() > 100, "{summary}");
    assert_eq!(head(&reach).await, before, "nothing is loaded twice");
}

/// Every ring of the radar has something in it, and what left it is told.
async fn building_block_1_is_there(hub: &Reach<'_>) {
    let newest = edition(hub, 0).await;
    assert_eq!(newest.number, 5);
    let in_ring = |edition: &Edition, ring: Ring| edition.entries.iter().any(|it| it.ring() == ring);
    for ring in [Ring::Emerging, Ring::Growing, Ring::Established] {
        assert!(in_ring(&newest, ring), "nothing is {ring:?}");
    }
    let before = edition(hub, 4).await;
    assert!(in_ring(&before, Ring::Declining));
    let hydrogen = before
        .entries
        .iter()
        .find(|it| it.skill_id == "waterstofveiligheid");
    assert_eq!(hydrogen.map(EditionEntry::movement), Some(Movement::New));
    assert_eq!(newest.departures[0].skill_id, "recyclinginstallaties-bedienen");
    let queue = hub
        .radar(CURATOR)
        .curation()
        .list_curation_queue(request(json!({})))
        .await
        .unwrap();
    assert_eq!(queue.into_inner().items.len(), 2);
}

/// An edition of the radar; 0 is the newest.
async fn edition(hub: &Reach<'_>, number: u32) -> Edition {
    let asked = json!({"number": number});
    let found = hub
        .radar("")
        .editions()
        .get_edition(request(asked))
        .await
        .unwrap();
    found.into_inner().edition.unwrap()
}

/// Both measurements are estimated, official statistics stand beside them, and what projects tell is coded.
async fn building_block_4_is_there(hub: &Reach<'_>) {
    let anyone = hub.insight("");
    let seen = eventually("both measurements are seen", async || {
        let seen = anyone
            .coherence()
            .get_learning_culture(request(json!({})))
            .await
            .unwrap()
            .into_inner();
        let estimated = seen.waves.iter().filter(|it| it.whole.is_some()).count();
        (estimated == 2).then_some(seen)
    })
    .await;
    assert!(!seen.figures.is_empty());
    let told = anyone
        .coherence()
        .get_culture_in_projects(request(json!({})))
        .await
        .unwrap()
        .into_inner();
    assert!(value(told.coded.as_ref()) >= 20, "{told:?}");
}

/// Of what another programme brought in, the project that is the hub's own too is not counted again; and what it may not see was refused.
async fn other_programmes_are_there(hub: &Reach<'_>) {
    let linked = eventually("what was reported last is seen", async || {
        let asked = request(json!({}));
        let found = hub
            .insight("ministry-reader")
            .insight()
            .list_linked_projects(asked)
            .await;
        let npuls = found.unwrap().into_inner().programmes.into_iter().next()?;
        (value(npuls.participants.as_ref()) >= 910).then_some(npuls)
    })
    .await;
    let counts = [
        &linked.linked,
        &linked.same_as_hub,
        &linked.counted,
        &linked.milestones,
    ];
    assert_eq!(counts.map(|it| value(it.as_ref())), [2, 1, 1, 1]);
    let mut subscriptions = hub.exchange("national-coordinator").subscriptions();
    let asked = request(json!({}));
    let found = subscriptions
        .list_subscriptions(asked)
        .await
        .unwrap()
        .into_inner();
    let state = |it: &KeptSubscription| it.status.as_ref().unwrap().state();
    let states: Vec<_> = found.subscriptions.iter().map(state).collect();
    assert_eq!(
        states,
        [
            SubscriptionState::Active,
            SubscriptionState::Refused,
            SubscriptionState::Active
        ]
    );
}

/// The one call whose window is known was applied in, scored and decided; what came of it is used elsewhere.
async fn building_block_2_is_there(hub: &Reach<'_>) {
    const CALL: &str = "ronde-2-energie-grondstoffen";
    let reader = hub.transitions("ministry-reader");
    let call = || json!({"callId": CALL});
    let found = reader
        .awards()
        .get_call(request(call()))
        .await
        .unwrap()
        .into_inner();
    let awards: Vec<_> = found.awarded.iter().map(|total| total.awards).collect();
    assert_eq!(
        awards,
        [8, 9],
        "what lapsed or was rejected takes nothing of the ceilings"
    );
    assert!(
        found
            .awarded
            .iter()
            .all(|total| Some(total.awarded_cents) <= total.ceiling_cents)
    );
    let ranking = reader.applications().get_ranking(request(call())).await.unwrap();
    let ranking = ranking.into_inner();
    let small = &ranking.size_classes[0].applications;
    assert_eq!(small.len(), 11);
    assert!(small.iter().all(|it| it.place > 0 && it.assessors >= 2));
    assert!(small.iter().any(|it| it.conflicts > 0));
    let best: Vec<_> = small
        .iter()
        .take(7)
        .map(|it| it.application_id.as_str())
        .collect();
    assert!(
        best.iter().all(|id| ("llo-220"..="llo-226").contains(id)),
        "{best:?}"
    );
    let states = |state: &str| json!({"callId": CALL, "state": state, "pageSize": 100});
    for (state, count) in [
        ("AWARD_STATE_REJECTED", 4),
        ("AWARD_STATE_LAPSED", 1),
        ("AWARD_STATE_DETERMINED", 2),
    ] {
        let listed = reader.awards().list_awards(request(states(state))).await.unwrap();
        assert_eq!(listed.into_inner().awards.len(), count, "{state}");
    }
    let solutions = reader
        .solutions()
        .list_solutions(request(json!({})))
        .await
        .unwrap();
    let reused = solutions
        .into_inner()
        .solutions
        .iter()
        .filter(|kept| !kept.reuse.is_empty())
        .count();
    assert!(reused >= 4, "{reused}");
}

/// Providers became more flexible and issued credentials, which are counted month by month without a small cell.
async fn building_block_3_is_there(hub: &Reach<'_>) {
    let reader = hub.professionalisation("ministry-reader");
    let providers = reader
        .providers()
        .list_providers(request(json!({})))
        .await
        .unwrap();
    assert_eq!(providers.into_inner().providers.len(), 10);
    let measured = reader
        .offers()
        .measure_flexibility(request(json!({})))
        .await
        .unwrap();
    let figures = measured.into_inner().figures.unwrap();
    assert!(figures.flexible >= 8 && figures.school_year >= 5, "{figures:?}");
    let classes = reader.classes().list_classes(request(json!({}))).await.unwrap();
    assert_eq!(classes.into_inner().classes.len(), 7, "one is not published");

    let months = eventually("the month before the last is counted", async || {
        let months = issuance_counted(hub).await;
        months.iter().any(|it| it["month"] == "2026-10").then_some(months)
    })
    .await;
    let all: Vec<&Value> = months
        .iter()
        .flat_map(|it| it["cells"].as_array().unwrap())
        .collect();
    let number = |cell: &Value, field: &str| cell[field].as_u64().unwrap();
    let issued: u64 = all.iter().map(|cell| number(cell, "issued")).sum();
    assert!(issued >= 300, "{issued}");
    for field in ["issued", "revoked"] {
        assert!(
            all.iter()
                .all(|cell| number(cell, field) == 0 || number(cell, field) >= 5)
        );
        assert!(
            all.iter().any(|cell| number(cell, field) > 0),
            "nothing was {field}"
        );
    }
    assert!(
        all.iter().any(|cell| cell["regionId"] == ""),
        "what is small is told with more"
    );
    assert!(months.len() >= 12 && months.iter().any(|it| it["heldBack"] == true));
}

/// The data of every count in the ledger.
async fn issuance_counted(hub: &Reach<'_>) -> Vec<Value> {
    let read = json!({"filter": {"types": ["nl.issuances.issuance-counted.v1"]}});
    let auditor = hub.ledger("auditor");
    let stream = auditor.ledger().read_events(request(read)).await.unwrap();
    let mut stream = stream.into_inner();
    let mut found = Vec::new();
    while let Some(read) = stream.message().await.unwrap() {
        let data = read
            .entries
            .iter()
            .map(|entry| serde_json::from_slice(&entry.data).unwrap());
        found.extend(data);
    }
    found
}

/// Loads everything in the order `up` does: the season's clock first.
async fn load(reach: &Reach<'_>) -> Output {
    let files = |folder: &str| {
        let mut files: Vec<String> = std::fs::read_dir(data().join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path().display().to_string())
            .filter(|path| path.ends_with(".jsonl"))
            .collect();
        files.sort();
        files
    };
    let mut all = files("example-season");
    all.splice(
        1..1,
        [files("reference"), files("professionalisation"), files("culture")].concat(),
    );
    let mut arguments = vec!["load", "--output", "json"];
    arguments.extend(all.iter().map(String::as_str));
    reach.command(&arguments).await
}

async fn head(reach: &Reach<'_>) -> u64 {
    reach
        .ledger("auditor")
        .ledger()
        .get_head(request(json!({})))
        .await
        .unwrap()
        .into_inner()
        .position
}
