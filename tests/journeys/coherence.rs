//! Building block 2 as everyone sees it: the walk from a bottleneck to a solution that others use, in each of insight's views over
//! it, for who may see them; and the same after a rebuild and after a start.

use contracts::insight::v1::{
    GetDemandSupplyResponse, GetFunnelResponse, GetLeadTimesResponse, GetMoneyMatrixResponse,
    GetReuseResponse, ListOverlapsResponse, ListWhiteSpotsResponse, MoneyCell, WhiteSpotKind, figure,
    overlap_member::What,
};
use contracts::{options::v1::Audience, programme::v1::MoneyState, transitions::v1::SolutionState};
use serde_json::json;
use testkit::{Client, TestHub, eventually, reason, request_id};

use crate::{
    reach::{Reach, request},
    seen::{rebuilt, value},
    transitions::{CALL, SKILL, walk},
};

const OTHER_SKILL: &str = "http://data.europa.eu/esco/skill/00064735-8fad-454b-90c7-ed858cc993f2";

#[tokio::test(flavor = "multi_thread")]
async fn every_view_shows_what_was_walked_and_a_rebuild_shows_the_same() {
    let mut hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    walk(&reach).await;
    a_region_asks_in_vain(&reach).await;
    let seen = eventually("everything is seen", async || {
        let seen = Seen::by(&reach.insight("agency-officer")).await;
        seen.is_whole().then_some(seen)
    })
    .await;
    demand_stands_against_supply(&seen.supply);
    the_funnel_counts_every_application_once(&seen.funnel);
    the_way_from_demand_to_learner_is_measured(&seen.lead_times);
    money_is_shown_by_state(&seen.money);
    the_solution_is_reused(&seen.reuse);
    the_white_spot_is_found(&seen.white_spots);
    the_overlap_is_found(&seen.overlaps);
    figures_lead_to_their_events(&reach, &seen).await;
    applications_are_not_for_everyone(&reach).await;
    faults_are_named(&reach).await;
    the_command_line_tells_the_same(&reach).await;
    drop(reach);

    rebuilt(&hub).await;
    assert_eq!(Seen::by(&hub.caller("agency-officer")).await, seen);
    hub = hub.restart().await;
    let officer = hub.caller("agency-officer");
    let found = eventually("the rows are loaded", async || {
        let found = Seen::by(&officer).await;
        found.is_whole().then_some(found)
    })
    .await;
    // The clock of a hub that starts again is that of the machine.
    assert_eq!(found.without_day(), seen.without_day());
    hub.stop().await.unwrap();
}

/// What all views answer, but for how fresh it is.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    supply: GetDemandSupplyResponse,
    funnel: GetFunnelResponse,
    lead_times: GetLeadTimesResponse,
    money: GetMoneyMatrixResponse,
    reuse: GetReuseResponse,
    white_spots: ListWhiteSpotsResponse,
    overlaps: ListOverlapsResponse,
}

macro_rules! ask {
    ($caller:expr, $call:ident, $request:expr) => {{
        let answer = $caller.coherence().$call(request($request)).await;
        let mut answer = answer.unwrap().into_inner();
        answer.freshness = None;
        answer
    }};
}

impl Seen {
    async fn by(caller: &Client) -> Self {
        let split = json!({"splitBy": ["GROUP_BY_TRANCHE", "GROUP_BY_THEME", "GROUP_BY_REGION"]});
        Self {
            supply: ask!(caller, get_demand_supply, json!({"skillUri": SKILL})),
            funnel: ask!(caller, get_funnel, json!({"callId": CALL})),
            lead_times: ask!(caller, get_lead_times, json!({"splitBy": ["GROUP_BY_THEME"]})),
            money: ask!(caller, get_money_matrix, split),
            reuse: ask!(caller, get_reuse, json!({})),
            white_spots: ask!(caller, list_white_spots, json!({})),
            overlaps: ask!(caller, list_overlaps, json!({})),
        }
    }

    /// Events of several blocks arrive each in their own time; the money of the project and the last white spot come last.
    fn is_whole(&self) -> bool {
        let paid = self
            .money
            .cells
            .iter()
            .any(|cell| cents(cell, MoneyState::Paid) == 10_000_000);
        paid && self.supply.rows.len() == 2 && !self.white_spots.spots.is_empty()
    }

    fn without_day(&self) -> Self {
        let mut same = self.clone();
        same.supply.as_of.clear();
        same.funnel.as_of.clear();
        same.lead_times.as_of.clear();
        same.money.as_of.clear();
        same.reuse.as_of.clear();
        same.white_spots.as_of.clear();
        same.overlaps.as_of.clear();
        same
    }
}

/// Another region needs another skill, and nobody applies for it.
async fn a_region_asks_in_vain(hub: &Reach<'_>) {
    let skill = json!({"uri": OTHER_SKILL, "taxonomy": "ESCO 1.1.1", "label": "Batterijen vervangen"});
    let bottleneck = json!({
        "bottleneckId": "knelpunt-2", "regionId": "AM02", "sector": "45.2", "themeId": "energy-raw-materials", "skills": [skill],
        "targetGroup": "monteurs", "people": 60, "source": "regionale arbeidsmarktprognose", "observedOn": "2025-05-15",
    });
    let record = json!({"requestId": request_id(), "bottleneck": bottleneck});
    let region = hub.transitions("regional-coordinator:AM02");
    region.demand().record_bottleneck(request(record)).await.unwrap();
}

fn cents(cell: &MoneyCell, state: MoneyState) -> i64 {
    let found = cell.money.iter().find(|money| money.state() == state).unwrap();
    match found.figure.as_ref().unwrap().value {
        Some(figure::Value::Cents(cents)) => cents,
        _ => panic!("{found:?} is no amount"),
    }
}

fn demand_stands_against_supply(seen: &GetDemandSupplyResponse) {
    assert_eq!(seen.as_of, "2025-06-01");
    let regions: Vec<_> = seen.rows.iter().map(|row| row.region_id.as_str()).collect();
    assert_eq!(regions, ["AM01", "AM02"]);
    let (need, supply) = (
        seen.rows[0].need.clone().unwrap(),
        seen.rows[0].supply.clone().unwrap(),
    );
    assert_eq!(
        (value(need.people.as_ref()), value(need.bottlenecks.as_ref())),
        (400, 1)
    );
    assert_eq!(
        (
            value(need.demands_understood.as_ref()),
            value(need.demands_in_progress.as_ref())
        ),
        (1, 0)
    );
    assert_eq!(
        (
            value(supply.scaled.as_ref()),
            value(supply.piloted.as_ref()),
            value(supply.reused.as_ref())
        ),
        (1, 0, 0)
    );
    assert_eq!(
        (
            value(supply.pilot_learners.as_ref()),
            value(supply.places_per_year.as_ref())
        ),
        (24, 200)
    );
    let elsewhere = seen.rows[1].supply.clone().unwrap();
    assert_eq!(
        (value(elsewhere.reused.as_ref()), value(elsewhere.scaled.as_ref())),
        (1, 0)
    );
}

fn the_funnel_counts_every_application_once(seen: &GetFunnelResponse) {
    assert!(seen.contains_examples && seen.calls.len() == 1);
    let it = &seen.calls[0].size_classes[0];
    assert_eq!(
        (
            value(it.submitted.as_ref()),
            value(it.assessed.as_ref()),
            value(it.withdrawn.as_ref())
        ),
        (3, 3, 0)
    );
    assert_eq!(
        (
            value(it.undecided.as_ref()),
            value(it.rejected.as_ref()),
            value(it.conditional_met.as_ref())
        ),
        (1, 1, 1)
    );
    assert_eq!(
        (
            value(it.granted.as_ref()),
            value(it.conditional_open.as_ref()),
            value(it.conditional_lapsed.as_ref())
        ),
        (0, 0, 0)
    );
    assert_eq!(value(it.projects_started.as_ref()), 1);
    assert_eq!(
        (value(it.asked.as_ref()), value(it.awarded_granted.as_ref())),
        (27_000_000, 10_000_000)
    );
    assert_eq!(value(it.awarded_conditional.as_ref()), 0);
    assert_eq!(
        (it.ceiling_cents, it.room_cents),
        (Some(100_000_000), Some(90_000_000))
    );
}

fn the_way_from_demand_to_learner_is_measured(seen: &GetLeadTimesResponse) {
    let group = &seen.groups[0];
    assert_eq!(
        (group.theme_id.as_str(), group.chains, group.complete),
        ("energy-raw-materials", 1, 1)
    );
    let days: Vec<_> = group.steps.iter().map(|step| step.median_days).collect();
    assert_eq!(days, [19.0, 50.0, 127.0, 170.0, 366.0].map(Some));
    assert!(
        group
            .steps
            .iter()
            .all(|step| step.censored == 0 && !step.positions.is_empty())
    );
    let chain = &seen.chains[0];
    let with = [
        &chain.application_id,
        &chain.awarded_application_id,
        &chain.solution_id,
    ];
    assert_eq!(with, ["llo-201", "llo-201", "oplossing-1"]);
}

fn money_is_shown_by_state(seen: &GetMoneyMatrixResponse) {
    assert_eq!(seen.cells.len(), 1, "one tranche, theme and region: {seen:?}");
    let cell = &seen.cells[0];
    assert_eq!(
        (cell.theme_id.as_str(), cell.region_id.as_str()),
        ("energy-raw-materials", "AM01")
    );
    assert_eq!(value(cell.asked.as_ref()), 27_000_000);
    let states = [MoneyState::Conditional, MoneyState::Granted, MoneyState::Paid];
    assert_eq!(
        states.map(|state| cents(cell, state)),
        [0, 10_000_000, 10_000_000]
    );
    assert_eq!((value(cell.determined.as_ref()), cell.ceiling_cents), (0, None));
}

fn the_solution_is_reused(seen: &GetReuseResponse) {
    assert_eq!(
        (
            value(seen.solutions.as_ref()),
            value(seen.reused.as_ref()),
            seen.share
        ),
        (1, 1, Some(1.0))
    );
    let row = &seen.rows[0];
    assert_eq!(
        (row.state(), row.theme_id.as_str()),
        (SolutionState::Scaled, "energy-raw-materials")
    );
    let used = &row.uses[0];
    assert_eq!(
        (used.organisation_id.as_str(), used.region_id.as_str()),
        ("vb-hs-oostpoort", "AM02")
    );
    assert!(!used.organisation_name.is_empty() && used.position > 0);
}

/// The theme as well as the skill: nobody applied in that region.
fn the_white_spot_is_found(seen: &ListWhiteSpotsResponse) {
    let spots: Vec<_> = seen
        .spots
        .iter()
        .map(|spot| (spot.kind(), spot.region_id.as_str(), value(spot.people.as_ref())))
        .collect();
    let expected = [
        (WhiteSpotKind::Skill, "AM02", 60),
        (WhiteSpotKind::Theme, "AM02", 60),
    ];
    assert_eq!(spots, expected);
    assert_eq!(seen.spots[0].skill.as_ref().unwrap().uri, OTHER_SKILL);
}

/// The application that nobody decided on yet is for what the solution already teaches.
fn the_overlap_is_found(seen: &ListOverlapsResponse) {
    assert_eq!(seen.overlaps.len(), 1);
    let overlap = &seen.overlaps[0];
    assert_eq!(
        (overlap.region_id.as_str(), overlap.target_group.as_str()),
        ("AM01", "installateurs")
    );
    let members: Vec<_> = overlap
        .members
        .iter()
        .map(|member| member.what.clone().unwrap())
        .collect();
    let expected = [
        What::ApplicationId("llo-202".into()),
        What::SolutionId("oplossing-1".into()),
    ];
    assert_eq!(members, expected);
}

/// The positions are those of the events that say so, and money is explained as in the overview.
async fn figures_lead_to_their_events(hub: &Reach<'_>, seen: &Seen) {
    let need = seen.supply.rows[0].need.clone().unwrap();
    let position = need.people.unwrap().positions[0];
    let auditor = hub.ledger("auditor");
    let read = json!({"fromPosition": position.to_string(), "limit": 1});
    let mut events = auditor
        .ledger()
        .read_events(request(read))
        .await
        .unwrap()
        .into_inner();
    let batch = events.message().await.unwrap().unwrap();
    let entry = &batch.entries[0];
    assert_eq!(
        (entry.position, entry.r#type.as_str()),
        (position, "nl.bottlenecks.bottleneck-recorded.v1")
    );
    assert_eq!(
        (entry.subject.as_str(), entry.audience()),
        ("knelpunt-1", Audience::Public)
    );
    let granted = seen.money.cells[0]
        .money
        .iter()
        .find(|it| it.state() == MoneyState::Granted);
    let figure_id = granted.unwrap().figure.clone().unwrap().figure_id;
    let explain = json!({"figureId": figure_id});
    let explained = auditor
        .insight()
        .explain(request(explain))
        .await
        .unwrap()
        .into_inner();
    let types: Vec<_> = explained
        .events
        .iter()
        .map(|event| event.r#type.as_str())
        .collect();
    assert!(types.contains(&"nl.projects.money-recorded.v1"), "{types:?}");
}

async fn applications_are_not_for_everyone(hub: &Reach<'_>) {
    let anyone = hub.insight("public");
    let supply = anyone.coherence().get_demand_supply(request(json!({}))).await;
    assert_eq!(supply.unwrap().into_inner().total_size, 3);
    assert!(anyone.coherence().get_reuse(request(json!({}))).await.is_ok());
    let money = ask!(anyone, get_money_matrix, json!({}));
    assert!(money.cells[0].asked.is_none() && money.cells[0].ceiling_cents.is_some());
    let lead = hub.insight("project-lead:llo-201");
    for caller in [&anyone, &lead] {
        let coherence = || caller.coherence();
        let refused = [
            coherence().get_funnel(request(json!({}))).await.map(drop),
            coherence().get_lead_times(request(json!({}))).await.map(drop),
            coherence().list_white_spots(request(json!({}))).await.map(drop),
            coherence().list_overlaps(request(json!({}))).await.map(drop),
        ];
        for answer in refused {
            assert_eq!(reason(&answer.unwrap_err()), "FORBIDDEN");
        }
    }
    let coordinator = hub.insight("regional-coordinator:AM01");
    assert!(
        coordinator
            .coherence()
            .get_funnel(request(json!({})))
            .await
            .is_ok()
    );
}

/// A spelling mistake never looks like an empty region.
async fn faults_are_named(hub: &Reach<'_>) {
    let officer = hub.insight("agency-officer");
    let wrong = json!({"regionId": "AM99", "themeId": "warmte"});
    let refused = officer
        .coherence()
        .get_demand_supply(request(wrong))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "REQUEST_INVALID");
    let wrong = json!({"callId": "ronde-99"});
    let refused = officer.coherence().get_funnel(request(wrong)).await.unwrap_err();
    assert_eq!(reason(&refused), "REQUEST_INVALID");
    let wrong = json!({"splitBy": ["GROUP_BY_TRANCHE"]});
    let refused = officer
        .coherence()
        .get_lead_times(request(wrong))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "REQUEST_INVALID");
}

async fn the_command_line_tells_the_same(hub: &Reach<'_>) {
    let told = async |arguments: &[&str]| {
        let output = hub
            .command(
                &[
                    &["--as", "agency-officer", "--lang", "nl", "coherence"],
                    arguments,
                ]
                .concat(),
            )
            .await;
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    };
    for (arguments, expected) in [
        (vec!["demand", "--region", "AM01", "--events"], "400"),
        (vec!["funnel", CALL], "EUR 900.000,00"),
        (
            vec!["lead-times", "--by", "theme,region", "--chains"],
            "oplossing-1",
        ),
        (vec!["money", "--by", "tranche,theme"], "EUR 270.000,00"),
        (vec!["reuse", "--reused"], "vb-hs-oostpoort"),
        (vec!["white-spots", "--kind", "skill"], "Batterijen vervangen"),
        (vec!["overlap", "oplossing-1"], "llo-202"),
    ] {
        let json = told(&[arguments.as_slice(), &["--output", "json"]].concat()).await;
        serde_json::from_str::<serde_json::Value>(&json).unwrap();
        let table = told(&arguments).await;
        let found = table.contains(expected) || json.contains(expected);
        assert!(found, "{expected} in {table}");
    }
}
