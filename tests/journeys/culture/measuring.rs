//! Measuring: instruments, waves, responses, estimates and comparisons.

use contracts::culture::v1::{Cell, CompareMeasurementsResponse, ComponentEstimates, MeasurementState};
use serde_json::{Value, json};
use sqlx::Connection;
use testkit::{eventually, reason, request_id};
use tonic::Code;

use super::{COORDINATOR, RESEARCHER, changing, published};
use crate::reach::{Reach, request};

fn item(id: &str, component: &str, reversed: bool) -> Value {
    json!({
        "itemId": id, "text": {"nl": id, "en": id}, "component": format!("COMPONENT_{component}"), "scaleId": "eens",
        "reversed": reversed,
    })
}

pub(crate) fn instrument(version: u32) -> Value {
    let option = |value: i32| json!({"value": value, "label": {"nl": format!("{value}")}});
    let mut items = vec![
        item("gedrag-1", "LEARNING_BEHAVIOUR", false),
        item("gedrag-2", "LEARNING_BEHAVIOUR", true),
        item("urgentie-1", "URGENCY", false),
        item("urgentie-2", "URGENCY", false),
        item("ruimte-1", "STIMULATING_FACTORS", false),
        item("ruimte-2", "STIMULATING_FACTORS", true),
    ];
    let mut took_part = item("deelname", "LEARNING_BEHAVIOUR", false);
    took_part["scaleId"] = "ja-nee".into();
    took_part["definitionId"] = "cbs-participation".into();
    items.push(took_part);
    json!({
        "instrumentId": "toets", "version": version, "name": {"nl": "Toets"}, "source": "verzonnen voor een toets",
        "scales": [
            {"scaleId": "eens", "options": (1..=5).map(option).collect::<Vec<_>>()},
            {"scaleId": "ja-nee", "options": [option(0), option(1)]},
        ],
        "items": items, "leastCell": 10, "example": true,
    })
}

async fn released(hub: &Reach<'_>, version: u32) {
    let draft = changing(json!({"instrument": instrument(version)}));
    let researcher = hub.culture(RESEARCHER);
    researcher
        .instruments()
        .draft_instrument(request(draft))
        .await
        .unwrap();
    let release = changing(json!({"instrumentId": "toets", "version": version}));
    let refused = researcher
        .instruments()
        .release_instrument(request(release.clone()))
        .await
        .unwrap_err();
    assert_eq!(
        refused.code(),
        Code::PermissionDenied,
        "a researcher decides nothing"
    );
    hub.culture(COORDINATOR)
        .instruments()
        .release_instrument(request(release))
        .await
        .unwrap();
}

pub(crate) async fn an_instrument_is_released(hub: &Reach<'_>) {
    released(hub, 1).await;
    let mut changed = instrument(1);
    changed["source"] = "elders".into();
    let draft = changing(json!({"instrument": changed}));
    let refused = hub
        .culture(RESEARCHER)
        .instruments()
        .draft_instrument(request(draft))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "INSTRUMENT_VERSION_FIXED");
}

pub(crate) fn plan(wave: &str, version: u32) -> Value {
    let margin = |variable: &str, categories: [(&str, &str); 2]| {
        let categories =
            categories.map(|(id, population)| json!({"categoryId": id, "population": population}));
        json!({"variable": variable, "categories": categories, "source": "verzonnen tabel"})
    };
    json!({
        "waveId": wave, "title": {"nl": format!("Meting {wave}")}, "instrumentId": "toets", "instrumentVersion": version,
        "populationId": "nl-25-65", "population": {"nl": "Personen van 25 tot 65"}, "frameDate": "2023-01-01",
        "samplingMethod": "SAMPLING_METHOD_STRATIFIED", "mode": "SURVEY_MODE_ONLINE",
        "fieldwork": {"label": "2023-Q4", "startsOn": "2023-10-01", "endsOn": "2023-12-31"},
        "regionIds": ["AM01", "AM02"], "sectorIds": ["C", "F", "Q"],
        "margins": [
            margin("region", [("AM01", "60000"), ("AM02", "40000")]),
            margin("age", [("25-44", "50000"), ("45-64", "50000")]),
        ],
        "crossings": [{"variables": ["region", "sector"]}], "organisationId": "vb-hs-oostpoort", "example": true,
    })
}

pub(super) async fn a_wave_is_planned(hub: &Reach<'_>, wave: &str, version: u32) {
    let researcher = hub.culture(RESEARCHER);
    let mut wrong = plan(wave, 7);
    wrong["margins"][0]["categories"][0]["population"] = "90000".into();
    wrong["crossings"] = json!([{"variables": ["region", "opleiding"]}]);
    let planned = |plan: Value| changing(json!({"measurement": plan}));
    let refused = eventually("the reference data are known", async || {
        let asked = planned(wrong.clone());
        let refused = researcher.measurements().plan_measurement(request(asked)).await;
        refused.err().filter(|it| reason(it) == "MEASUREMENT_INVALID")
    })
    .await;
    let fields = fields(&refused);
    let expected = [
        "measurement.instrument_version",
        "measurement.margins[1].categories",
        "measurement.crossings[0].variables[1]",
    ];
    assert_eq!(fields, expected, "all faults at once");
    let asked = planned(plan(wave, version));
    researcher
        .measurements()
        .plan_measurement(request(asked))
        .await
        .unwrap();
}

fn fields(status: &tonic::Status) -> Vec<String> {
    use tonic_types::StatusExt;
    let request = status.get_details_bad_request().unwrap();
    request.field_violations.into_iter().map(|it| it.field).collect()
}

/// Sixty responses; `shift` moves their answers. In AM02 sector Q has three, all others ten or more.
pub(crate) fn responses(shift: i32) -> Vec<Value> {
    let cells = [
        ("AM01", "C", 12),
        ("AM01", "F", 11),
        ("AM01", "Q", 10),
        ("AM02", "C", 12),
        ("AM02", "F", 12),
        ("AM02", "Q", 3),
    ];
    let spread = cells
        .iter()
        .flat_map(|(region, sector, n)| (0..*n).map(move |number| (region, sector, number)));
    spread
        .map(|(region, sector, number)| {
            let answer = |add: i32| (1 + (number + add + shift).rem_euclid(5)).clamp(1, 5);
            let answers = [
                ("gedrag-1", answer(0)),
                ("gedrag-2", answer(3)),
                ("urgentie-1", answer(1)),
                ("urgentie-2", answer(2)),
                ("ruimte-1", answer(0)),
                ("ruimte-2", answer(2)),
                ("deelname", i32::from(number % 4 == 0)),
            ];
            let answers = answers.map(|(id, value)| json!({"itemId": id, "value": value}));
            let age = if number % 2 == 0 { "25-44" } else { "45-64" };
            json!({
                "regionId": region, "sectorId": sector, "answers": answers,
                "categories": [{"variable": "age", "categoryId": age}],
            })
        })
        .collect()
}

pub(super) async fn begin(hub: &Reach<'_>, wave: &str) {
    let start = changing(json!({"waveId": wave}));
    hub.culture(RESEARCHER)
        .measurements()
        .start_fieldwork(request(start))
        .await
        .unwrap();
}

/// Hands responses in; answers how many there are, or the reason why not.
pub(super) async fn submit(hub: &Reach<'_>, wave: &str, responses: Vec<Value>) -> Result<u32, tonic::Status> {
    let batch = changing(json!({"waveId": wave, "responses": responses}));
    let taken = hub
        .culture(RESEARCHER)
        .measurements()
        .submit_responses(request(batch))
        .await?;
    Ok(taken.into_inner().responses)
}

pub(super) async fn close(hub: &Reach<'_>, wave: &str) {
    let close = changing(json!({"waveId": wave}));
    hub.culture(RESEARCHER)
        .measurements()
        .close_fieldwork(request(close))
        .await
        .unwrap();
}

pub(super) async fn estimate(hub: &Reach<'_>, wave: &str) -> Result<(), String> {
    let estimate = changing(json!({"waveId": wave}));
    let estimated = hub
        .culture(COORDINATOR)
        .measurements()
        .estimate_measurement(request(estimate))
        .await;
    estimated.map(drop).map_err(|status| reason(&status))
}

/// How many responses and keys the block keeps.
pub(super) async fn kept(database: &str) -> i64 {
    let mut db = sqlx::PgConnection::connect(database).await.unwrap();
    let sql =
        "SELECT (SELECT count(*) FROM culture.responses) + (SELECT count(*) FROM culture.response_batches)
                    + (SELECT count(*) FROM culture.response_keys)";
    sqlx::query_scalar(sql).fetch_one(&mut db).await.unwrap()
}

pub(super) async fn identities_do_not_get_in(hub: &Reach<'_>, wave: &str) {
    let early = submit(hub, wave, responses(0)).await.unwrap_err();
    assert_eq!(reason(&early), "MEASUREMENT_WRONG_STATE");
    begin(hub, wave).await;
    let secret = "Jan-Jansen-123456782";
    let smuggled: [fn(&mut Value, &str); 6] = [
        |it, secret| it["regionId"] = secret.into(),
        |it, secret| it["sectorId"] = secret.into(),
        |it, secret| it["categories"][0]["categoryId"] = secret.into(),
        |it, secret| it["categories"][0]["variable"] = secret.into(),
        |it, secret| it["answers"][2]["itemId"] = secret.into(),
        |it, _| it["answers"][3]["value"] = 123_456_782.into(),
    ];
    for smuggle in smuggled {
        let mut batch = responses(0);
        smuggle(&mut batch[41], secret);
        let refused = submit(hub, wave, batch).await.unwrap_err();
        assert_eq!(reason(&refused), "RESPONSES_INVALID");
        assert!(fields(&refused).iter().all(|it| it.starts_with("responses[41]")));
        let said = format!("{refused:?} {}", String::from_utf8_lossy(refused.details()));
        assert!(
            !said.contains("Jansen"),
            "what does not belong there is not repeated"
        );
    }
    let mut batch = responses(0);
    batch[3]["firmSize"] = "FIRM_SIZE_LARGE".into();
    batch[5]["answers"] = json!([]);
    batch[6]["answers"][1]["itemId"] = "gedrag-1".into();
    let refused = submit(hub, wave, batch).await.unwrap_err();
    let expected = [
        "responses[3].firm_size",
        "responses[5].answers",
        "responses[6].answers[1].item_id",
    ];
    assert_eq!(fields(&refused), expected, "all faults at once, with their place");
    // Only a researcher hands in.
    let batch = changing(json!({"waveId": wave, "responses": responses(0)}));
    let refused = hub
        .culture(COORDINATOR)
        .measurements()
        .submit_responses(request(batch))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
}

/// Hands responses in; answers the first batch.
pub(super) async fn responses_come_in(hub: &Reach<'_>, wave: &str, database: &str) -> Value {
    let batch = json!({"requestId": request_id(), "blockId": "culture", "waveId": wave, "responses": responses(0)[..25]});
    let researcher = hub.culture(RESEARCHER);
    for repeated in [false, true] {
        let taken = researcher
            .measurements()
            .submit_responses(request(batch.clone()))
            .await
            .unwrap()
            .into_inner();
        assert_eq!((taken.responses, taken.receipt.unwrap().repeated), (25, repeated));
    }
    assert_eq!(submit(hub, wave, responses(0)[25..].to_vec()).await.unwrap(), 60);
    let mut db = sqlx::PgConnection::connect(database).await.unwrap();
    // Which rows came with the first batch, neither their place nor the transaction that wrote them tells.
    let transactions: i64 = sqlx::query_scalar("SELECT count(DISTINCT xmin::text) FROM culture.responses")
        .fetch_one(&mut db)
        .await
        .unwrap();
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM culture.responses")
        .fetch_one(&mut db)
        .await
        .unwrap();
    assert_eq!((transactions, rows), (1, 60));
    let facts: Vec<String> =
        sqlx::query_scalar("SELECT payload::text FROM culture.events WHERE event_type = 'BatchTaken'")
            .fetch_all(&mut db)
            .await
            .unwrap();
    assert_eq!(facts.len(), 2);
    assert!(
        facts
            .iter()
            .all(|it| !it.contains("AM0") && !it.contains("gedrag")),
        "{facts:?}"
    );
    batch
}

/// What was handed in before is answered as it was then, though nothing is left of it.
pub(super) async fn a_batch_is_answered_for_good(hub: &Reach<'_>, batch: Value) {
    let researcher = hub.culture(RESEARCHER);
    let again = researcher.measurements().submit_responses(request(batch)).await;
    let again = again.unwrap().into_inner();
    assert_eq!((again.responses, again.receipt.unwrap().repeated), (60, true));
}

pub(super) async fn only_aggregates_leave(hub: &Reach<'_>, wave: &str, database: &str) {
    assert_eq!(estimate(hub, wave).await.unwrap_err(), "MEASUREMENT_WRONG_STATE");
    close(hub, wave).await;
    estimate(hub, wave).await.unwrap();
    assert_eq!(kept(database).await, 0, "the responses and their key are gone");
    let whole = cells(hub, wave, &[]).await.remove(0);
    let all = whole.components.unwrap();
    assert!(all.learning_behaviour.is_some() && all.urgency.is_some() && all.stimulating_factors.is_some());
    let urgency = all.urgency.unwrap();
    assert_eq!(urgency.n, 60);
    assert!(urgency.lower < urgency.value && urgency.value < urgency.upper);
    assert!(urgency.effective_n < 60.0, "weights differ, and so tell less");
    let get = json!({"waveId": wave});
    let measurement = hub
        .culture("")
        .measurements()
        .get_measurement(request(get))
        .await
        .unwrap();
    let measurement = measurement.into_inner().measurement.unwrap();
    assert_eq!(measurement.state(), MeasurementState::Estimated);
    assert_eq!(measurement.summary.unwrap().reliabilities.len(), 3);
    let events = eventually("the estimates are published", async || {
        let events = published(hub).await;
        let found = events
            .iter()
            .any(|(kind, _)| kind.contains("estimates-published"));
        found.then_some(events)
    })
    .await;
    assert!(
        events
            .iter()
            .all(|(kind, _)| !kind.contains("batch") && !kind.contains("response"))
    );
    let refused = submit(hub, wave, responses(0)).await.unwrap_err();
    assert_eq!(reason(&refused), "MEASUREMENT_WRONG_STATE");
}

pub(crate) async fn cells(hub: &Reach<'_>, wave: &str, variables: &[&str]) -> Vec<Cell> {
    let asked = json!({"waveId": wave, "variables": variables});
    let found = hub
        .culture("")
        .measurements()
        .get_estimates(request(asked))
        .await
        .unwrap();
    found.into_inner().cells
}

fn n(components: Option<&ComponentEstimates>) -> Option<u32> {
    Some(components?.urgency?.n)
}

/// What is held back cannot be worked out: not from the sectors of a region, not from a sector over the regions.
pub(super) async fn small_cells_stay_small(hub: &Reach<'_>, wave: &str) {
    let crossed = cells(hub, wave, &["region", "sector"]).await;
    assert_eq!(crossed.len(), 6);
    let regions = cells(hub, wave, &["region"]).await;
    let sectors = cells(hub, wave, &["sector"]).await;
    let small = crossed
        .iter()
        .find(|cell| is_of(cell, "AM02") && is_of(cell, "Q"))
        .unwrap();
    assert!(small.suppressed && small.components.is_none() && small.items.is_empty());
    for (totals, variable) in [(&regions, 0), (&sectors, 1)] {
        for total in totals.iter() {
            let Some(all) = n(total.components.as_ref()) else {
                continue;
            };
            let id = &total.categories[0].category_id;
            let parts: Vec<_> = crossed
                .iter()
                .filter(|it| it.categories[variable].category_id == *id)
                .collect();
            let shown: u32 = parts.iter().filter_map(|it| n(it.components.as_ref())).sum();
            let left = all - shown;
            assert!(left == 0 || left >= 10, "{id}: {left} are left over");
        }
    }
    // Nothing can be cut that was not planned.
    let asked = json!({"waveId": wave, "variables": ["age"]});
    let refused = hub
        .culture("")
        .measurements()
        .get_estimates(request(asked))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "CUT_UNKNOWN");
}

fn is_of(cell: &Cell, category_id: &str) -> bool {
    cell.categories.iter().any(|it| it.category_id == category_id)
}

async fn wave(hub: &Reach<'_>, id: &str, version: u32, shift: i32) {
    measured(hub, plan(id, version), shift).await;
}

/// A wave from its plan to its estimates.
pub(crate) async fn measured(hub: &Reach<'_>, plan: Value, shift: i32) {
    let wave = plan["waveId"].as_str().unwrap().to_owned();
    let planned = changing(json!({"measurement": plan}));
    let researcher = hub.culture(RESEARCHER);
    researcher
        .measurements()
        .plan_measurement(request(planned))
        .await
        .unwrap();
    begin(hub, &wave).await;
    submit(hub, &wave, responses(shift)).await.unwrap();
    close(hub, &wave).await;
    estimate(hub, &wave).await.unwrap();
}

async fn compare(hub: &Reach<'_>, from: &str, to: &str) -> Result<CompareMeasurementsResponse, String> {
    let asked = json!({"fromWaveId": from, "toWaveId": to});
    let compared = hub
        .culture("")
        .measurements()
        .compare_measurements(request(asked))
        .await;
    compared
        .map(tonic::Response::into_inner)
        .map_err(|status| reason(&status))
}

pub(super) async fn versions_need_a_bridge(hub: &Reach<'_>) {
    wave(hub, "w2", 1, 1).await;
    let same = compare(hub, "w1", "w2").await.unwrap();
    assert!(same.bridge.is_none() && same.caveats.is_empty());
    let exact = same.cells[0].components.unwrap().urgency.unwrap();
    released(hub, 2).await;
    wave(hub, "w3", 2, 1).await;
    assert_eq!(compare(hub, "w1", "w3").await.unwrap_err(), "BRIDGE_MISSING");
    let line = |slope: f64, error: f64| json!({"slope": slope, "slopeError": error, "shift": 0.0, "shiftError": error * 20.0});
    let bridge = json!({
        "instrumentId": "toets", "fromVersion": 1, "toVersion": 2, "n": 300, "method": "linear equating",
        "study": "Overgangsmeting", "learningBehaviour": line(1.0, 0.05), "urgency": line(1.0, 0.05), "stimulatingFactors": line(1.0, 0.05),
    });
    let record = changing(json!({"bridge": bridge}));
    hub.culture(COORDINATOR)
        .instruments()
        .record_bridge(request(record))
        .await
        .unwrap();
    let bridged = compare(hub, "w1", "w3").await.unwrap();
    let wider = bridged.cells[0].components.unwrap().urgency.unwrap();
    assert_eq!(bridged.bridge.unwrap().revision, 1);
    assert!(
        (wider.difference - exact.difference).abs() < 1e-9,
        "the same answers over a bridge of 1"
    );
    assert!(
        wider.standard_error > exact.standard_error && wider.upper > exact.upper,
        "the bridge adds its own uncertainty"
    );
    assert_eq!(
        compare(hub, "w3", "w1").await.unwrap_err(),
        "BRIDGE_MISSING",
        "not turned round"
    );
}

pub(super) async fn it_stands_beside_official_statistics(hub: &Reach<'_>) {
    let place = |item: &str| json!({"figureId": "participation-nl-2023", "waveId": "w1", "itemId": item});
    let anyone = hub.culture("");
    let placed = anyone
        .figures()
        .place_beside_reference(request(place("deelname")))
        .await
        .unwrap()
        .into_inner();
    let figure = placed.figure.unwrap();
    assert_eq!(format!("{:.3}", figure.share), "0.264");
    let figure = figure.figure.unwrap();
    assert_eq!((figure.count, figure.out_of), (2_434_000, 9_219_000));
    assert_eq!(figure.table, "85315NED");
    assert!(
        placed.comparable,
        "population, definition and year are the same: {:?}",
        placed.caveats
    );
    assert!(placed.result.unwrap().value < 1.0);
    let refused = anyone
        .figures()
        .place_beside_reference(request(place("urgentie-1")))
        .await
        .unwrap_err();
    assert_eq!(
        refused.code(),
        Code::InvalidArgument,
        "a share is told of two options only"
    );
    let project = json!({"figureId": "participation-nl-2023", "projectId": "llo-1", "indicatorId": "trans-participants-started"});
    let placed = eventually("the project's result is heard", async || {
        let placed = anyone
            .figures()
            .place_beside_reference(request(project.clone()))
            .await;
        placed.ok()
    })
    .await
    .into_inner();
    assert!(
        !placed.comparable,
        "a project reaches other people than the country has"
    );
}
