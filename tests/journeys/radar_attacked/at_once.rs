//! The same at the same moment, by many: it is done once.

use std::collections::BTreeSet;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use contracts::hub::v1::Receipt;
use futures::future::join_all;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use testkit::{TestHub, reason, request_id};

use super::{about, concept, person, sources_about, step, uri_of};
use crate::{
    radar::{COORDINATOR, CURATOR, PROPOSER, curating, source, try_register},
    reach::{Reach, request},
};

/// So many ask at once.
const MANY: usize = 8;

pub(super) async fn everything_is_done_once(hub: &TestHub, reach: &Reach<'_>) {
    documents(reach).await;
    requests(reach).await;
    let uri = uri_of(reach, "provide mentorship").await;
    proposals(reach, &uri).await;
    of_one_concept(reach).await;
    reviews(hub).await;
    publications(reach).await;
    editions(reach).await;
    runs(reach).await;
    releases(reach).await;
}

/// How many of the changes recorded something.
fn recorded(receipts: impl IntoIterator<Item = Option<Receipt>>) -> usize {
    let of = |it: &Option<Receipt>| it.as_ref().is_some_and(|it| !it.log_positions.is_empty());
    receipts.into_iter().filter(of).count()
}

async fn documents(hub: &Reach<'_>) {
    let known = || source("Tegelijk", "CBS", "2025-04-01");
    let text = b"Dit document komt acht keer tegelijk binnen.";
    let taken = join_all((0..MANY).map(|_| try_register(hub, known(), "TEXT_FORMAT_PLAIN", text))).await;
    let taken: Vec<_> = taken.into_iter().map(Result::unwrap).collect();
    let ids: BTreeSet<&str> = taken.iter().map(|it| it.source_id.as_str()).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(recorded(taken.into_iter().map(|it| it.receipt)), 1);
}

/// A request that is sent again is the same; one that says something else under its name is not.
async fn requests(hub: &Reach<'_>) {
    let uri = uri_of(hub, "pneumatics").await;
    let asked = json!({"requestId": request_id(), "skill": concept("herhaald", &uri), "reason": "Nieuw."});
    let propose =
        |asked: Value| async move { hub.radar(PROPOSER).curation().propose_skill(request(asked)).await };
    let all = join_all((0..MANY).map(|_| propose(asked.clone()))).await;
    let receipts: Vec<Receipt> = all
        .into_iter()
        .map(|it| it.unwrap().into_inner().receipt.unwrap())
        .collect();
    assert!(
        receipts
            .iter()
            .all(|it| it.log_positions == receipts[0].log_positions)
    );
    assert_eq!(receipts.iter().filter(|it| !it.repeated).count(), 1);
    let mut other = asked;
    other["reason"] = json!("Iets anders.");
    assert_eq!(reason(&propose(other).await.unwrap_err()), "REQUEST_ID_REUSED");
}

async fn proposals(hub: &Reach<'_>, uri: &str) {
    let proposed = join_all((0..MANY).map(|_| curating::propose(hub, concept("talen", uri)))).await;
    let (done, refused): (Vec<_>, Vec<_>) = proposed.into_iter().partition(Result::is_ok);
    assert_eq!(done.len(), 1);
    assert!(
        refused
            .iter()
            .all(|it| reason(it.as_ref().unwrap_err()) == "SKILL_EXISTS")
    );
}

/// Several skills of one concept, each under its own name.
async fn of_one_concept(hub: &Reach<'_>) {
    let uri = uri_of(hub, "carpentry").await;
    let names: Vec<String> = (0..MANY).map(|it| format!("zelfde-{it}")).collect();
    let proposed = join_all(names.iter().map(|it| curating::propose(hub, concept(it, &uri)))).await;
    let (done, refused): (Vec<_>, Vec<_>) = proposed.into_iter().partition(Result::is_ok);
    assert_eq!(done.len(), 1, "{refused:?}");
    assert!(
        refused
            .iter()
            .all(|it| reason(it.as_ref().unwrap_err()) == "SKILL_SAME")
    );
}

async fn reviews(hub: &TestHub) {
    let reviewers: Vec<_> = (0..MANY)
        .map(|it| person(hub, &format!("beoordelaar {it}"), CURATOR))
        .collect();
    let taken = join_all(
        reviewers
            .iter()
            .map(|it| async { it.curation().review_skill(request(step("talen"))).await }),
    )
    .await;
    let place = taken.iter().position(Result::is_ok).unwrap();
    assert_eq!(
        taken.iter().filter(|it| it.is_ok()).count(),
        1,
        "one has it under review"
    );
    assert!(
        taken
            .iter()
            .flat_map(|it| it.as_ref().err())
            .all(|it| reason(it) == "SKILL_STAGE")
    );
    let decided = join_all(reviewers.iter().map(|it| async {
        let mut decision = about("talen");
        decision["isValid"] = json!(true);
        it.curation().decide_on_skill(request(decision)).await
    }))
    .await;
    for (number, decided) in decided.iter().enumerate() {
        assert_eq!(decided.is_ok(), number == place, "{decided:?}");
    }
}

async fn publications(hub: &Reach<'_>) {
    for source_id in sources_about(hub, "Over talen.", &["CBS", "TNO", "UWV"]).await {
        let mut cite = step("talen");
        cite["sourceId"] = json!(source_id);
        cite["note"] = json!("Bladzijde 2.");
        hub.radar(CURATOR)
            .curation()
            .cite_source(request(cite))
            .await
            .unwrap();
    }
    let publish = || async {
        hub.radar(COORDINATOR)
            .curation()
            .publish_skill(request(step("talen")))
            .await
    };
    let published = join_all((0..MANY).map(|_| publish())).await;
    let receipts = published.into_iter().map(|it| it.unwrap().into_inner().receipt);
    assert_eq!(recorded(receipts), 1, "it is published once");
}

async fn editions(hub: &Reach<'_>) {
    let asked =
        || json!({"requestId": request_id(), "title": {"nl": "Tegelijk"}, "scope": {"asOf": "2026-06-30"}});
    let freeze = || async {
        hub.radar(COORDINATOR)
            .editions()
            .publish_edition(request(asked()))
            .await
    };
    let frozen = join_all((0..MANY).map(|_| freeze())).await;
    let (done, refused): (Vec<_>, Vec<_>) = frozen.into_iter().partition(Result::is_ok);
    let numbers: Vec<u32> = done
        .into_iter()
        .map(|it| it.unwrap().into_inner().number)
        .collect();
    let distinct: BTreeSet<u32> = numbers.iter().copied().collect();
    assert_eq!(
        distinct.len(),
        numbers.len(),
        "no number is given twice: {numbers:?}"
    );
    let last = u32::try_from(numbers.len()).unwrap();
    assert_eq!(
        distinct,
        (1..=last).collect::<BTreeSet<u32>>(),
        "and none is left out"
    );
    assert!(
        refused
            .into_iter()
            .all(|it| reason(&it.unwrap_err()) == "EDITION_OVERTAKEN")
    );
}

async fn runs(hub: &Reach<'_>) {
    let start = |number: usize| async move {
        let asked = json!({"requestId": request_id(), "runId": format!("proef-{number}"), "method": "label-match", "methodVersion": 1});
        hub.radar(COORDINATOR)
            .distilling()
            .start_run(request(asked))
            .await
    };
    let started = join_all((0..MANY).map(start)).await;
    assert_eq!(started.iter().filter(|it| it.is_ok()).count(), 1);
    assert!(
        started
            .into_iter()
            .filter_map(Result::err)
            .all(|it| reason(&it) == "RUN_SAME")
    );
}

/// The same release, handed over once and imported by several at once; and another one under its name.
async fn releases(hub: &Reach<'_>) {
    let content = "conceptUri,preferredLabel,conceptType\nhttp://example.org/competentie/1,dingen doen,KnowledgeSkillCompetence\n";
    let upload = |content: &'static str, offset: usize| async move {
        let part = json!({
            "requestId": request_id(), "schemeId": "proef", "version": "1.0", "fileName": "skills_nl.csv", "offset": offset.to_string(),
            "content": STANDARD.encode(content),
        });
        hub.radar(CURATOR)
            .taxonomies()
            .upload_release_file(request(part))
            .await
    };
    assert_eq!(upload("", 0).await.unwrap().into_inner().bytes, 0);
    assert_eq!(
        upload(content, 0).await.unwrap().into_inner().bytes,
        content.len() as u64
    );
    let gap = upload("te ver", content.len() + 1).await.unwrap_err();
    assert_eq!(crate::bad_input::fields(&gap), ["offset"]);
    assert_eq!(
        upload("", 7).await.unwrap().into_inner().bytes,
        content.len() as u64,
        "asking changes nothing"
    );
    let import = |sha256: String| async move {
        let asked = json!({
            "requestId": request_id(), "schemeId": "proef", "version": "1.0", "title": "Proef", "licence": "CC0",
            "publishedOn": "2026-01-01", "files": [{"name": "skills_nl.csv", "sha256": sha256}],
        });
        hub.radar(CURATOR)
            .taxonomies()
            .import_release(request(asked))
            .await
    };
    let digest = hex::encode(Sha256::digest(content));
    let imported = join_all((0..4).map(|_| import(digest.clone()))).await;
    let receipts: Vec<_> = imported
        .into_iter()
        .map(|it| it.unwrap().into_inner().receipt)
        .collect();
    assert_eq!(recorded(receipts), 1, "it comes into force once");
    let other = import("00".repeat(32)).await.unwrap_err();
    assert_eq!(reason(&other), "RELEASE_EXISTS");
}
