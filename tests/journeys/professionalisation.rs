//! Building block 3 from end to end: a provider is scanned and develops, its offer becomes flexible, a class of microcredentials is
//! published, and credentials are issued, verified by whoever gets them, revoked, and counted.

mod issuing;

use contracts::insight::v1::{TracedFigure, traced_figure::Value as Figure};
use contracts::professionalisation::v1::ClassState;
use serde_json::{Value, json};
use testkit::{SeparateProcesses, TestHub, eventually, reason, request_id};
use tonic::Code;

pub(crate) use issuing::{
    a_month_is_counted, credentials_are_issued_and_verified, first_event, issue, keys_are_made_and_rotated,
};
use issuing::{rotate, verify};

use crate::{
    reach::{Reach, program, request},
    transitions::{SKILL, skills},
};

pub(crate) const PROVIDER: &str = "vb-hs-oostpoort";
pub(crate) const OFFICER: &str = "provider-officer:vb-hs-oostpoort";
pub(crate) const CLASS: &str = "mc-warmtepomp";
#[tokio::test(flavor = "multi_thread")]
async fn a_provider_professionalises_and_issues_credentials() {
    let mut hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    walk(&Reach::whole(&hub)).await;
    hub.stop().await.unwrap();
}

async fn walk(hub: &Reach<'_>) {
    hub.clock("2025-06-02T09:00:00Z").await;
    hub.load_reference_data().await;
    the_rules_are_defined(hub).await;
    a_provider_is_registered(hub).await;
    it_is_scanned_and_develops(hub).await;
    its_offer_becomes_flexible(hub).await;
    a_class_is_published(hub).await;
    keys_are_made_and_rotated(hub).await;
    credentials_are_issued_and_verified(hub).await;
    a_month_is_counted(hub).await;
    the_nation_sees_it(hub).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_are_issued_with_every_block_its_own_process() {
    let blocks = ["programme", "ledger", "insight", "professionalisation"];
    let hub = SeparateProcesses::start(program(), &blocks).await;
    let reach = Reach::separate(&hub);
    reach.load_reference_data().await;
    ready_to_issue(&reach).await;
    let issued = issue(
        &reach,
        json!([{"identities": [name("Iemand")]}]),
        "PROOF_FORM_EMBEDDED",
    )
    .await
    .unwrap();
    let checked = verify(&reach, &issued.credentials[0].document).await;
    assert!(checked.valid, "{checked:?}");
}

/// A provider with a published class and keys: what issuing needs.
pub(crate) async fn ready_to_issue(hub: &Reach<'_>) {
    the_rules_are_defined(hub).await;
    a_provider_is_registered(hub).await;
    a_class_is_published(hub).await;
    for algorithm in ["KEY_ALGORITHM_ED25519", "KEY_ALGORITHM_RS256"] {
        rotate(hub, algorithm).await;
    }
}

pub(crate) fn name(value: &str) -> Value {
    json!({"kind": "IDENTITY_KIND_NAME", "value": value})
}

pub(crate) async fn the_rules_are_defined(hub: &Reach<'_>) {
    let coordinator = hub.professionalisation("block-coordinator:professionalisation");
    let level = |level| json!({"level": level, "description": {"nl": format!("niveau {level}")}});
    let dimension =
        |id: &str| json!({"dimensionId": id, "name": {"nl": id}, "levels": [level(1), level(2), level(3)]});
    let instrument = json!({
        "instrumentId": "llo-scan", "version": 1, "name": {"nl": "LLO-scan"}, "source": "verzonnen voor een toets",
        "dimensions": [dimension("aanbod"), dimension("organisatie")], "example": true,
    });
    let define =
        json!({"requestId": request_id(), "blockId": "professionalisation", "instrument": instrument});
    coordinator
        .rules()
        .define_instrument(request(define))
        .await
        .unwrap();
    let framework = json!({
        "frameworkId": "ho", "version": 1, "name": {"nl": "Hoger onderwijs"}, "source": "verzonnen voor een toets",
        "providerKinds": ["PROVIDER_KIND_HBO", "PROVIDER_KIND_WO"], "unit": "SIZE_UNIT_EC", "sizeLeast": 3, "sizeMost": 30,
        "nlqfLowest": 5, "nlqfHighest": 8, "example": true,
    });
    let define = |block: &str| json!({"requestId": request_id(), "blockId": block, "framework": framework});
    coordinator
        .rules()
        .define_framework(request(define("professionalisation")))
        .await
        .unwrap();
    // A coordinator of another block does not get in by naming it.
    let other = hub.professionalisation("block-coordinator:radar");
    let refused = other
        .rules()
        .define_framework(request(define("professionalisation")))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let refused = other
        .rules()
        .define_framework(request(define("radar")))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "REQUEST_INVALID");
}

pub(crate) async fn a_provider_is_registered(hub: &Reach<'_>) {
    let officer = hub.professionalisation(OFFICER);
    let provider = json!({
        "providerId": PROVIDER, "name": "Voorbeeld-Hogeschool Oostpoort", "kind": "PROVIDER_KIND_HBO", "brin": "25PW",
        "regionIds": ["AM01", "AM02"], "website": "https://oostpoort.example", "example": true,
    });
    let register = json!({"requestId": request_id(), "provider": provider});
    // What the programme block defined a moment ago is heard a moment later.
    eventually("the reference data are known", async || {
        officer
            .providers()
            .register_provider(request(register.clone()))
            .await
            .ok()
    })
    .await;
    let stranger = hub.professionalisation("provider-officer:vb-roc-noorderlicht");
    let refused = stranger
        .providers()
        .register_provider(request(register))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
}

async fn it_is_scanned_and_develops(hub: &Reach<'_>) {
    let officer = hub.professionalisation(OFFICER);
    let scan = |id: &str, level: u32, day: &str| {
        let finding =
            |dimension: &str| json!({"dimensionId": dimension, "level": level, "evidence": "gesprekken"});
        json!({
            "requestId": request_id(), "providerId": PROVIDER,
            "scan": {
                "scanId": id, "instrumentId": "llo-scan", "instrumentVersion": 1, "takenOn": day,
                "findings": [finding("aanbod"), finding("organisatie")],
            },
        })
    };
    officer
        .providers()
        .record_scan(request(scan("s1", 1, "2025-01-15")))
        .await
        .unwrap();
    let plan = json!({
        "requestId": request_id(), "providerId": PROVIDER,
        "plan": {
            "planId": "d1", "scanId": "s1", "approach": "modulair ontwerpen",
            "goals": [{"dimensionId": "aanbod", "level": 2, "dueOn": "2026-01-01"}],
        },
    });
    officer.providers().plan_development(request(plan)).await.unwrap();
    let track = json!({
        "requestId": request_id(), "providerId": PROVIDER,
        "track": {
            "trackId": "t1", "title": "Volwassenen leren anders", "cohort": "2025-02", "planId": "d1",
            "startsOn": "2025-02-01", "endsOn": "2025-05-31", "places": 24,
        },
    });
    officer.providers().plan_track(request(track)).await.unwrap();
    let start = json!({"requestId": request_id(), "providerId": PROVIDER, "trackId": "t1", "startedOn": "2025-02-01", "educators": 20});
    officer.providers().start_track(request(start)).await.unwrap();
    let complete = json!({"requestId": request_id(), "providerId": PROVIDER, "trackId": "t1", "completedOn": "2025-05-31", "educators": 18});
    officer
        .providers()
        .complete_track(request(complete))
        .await
        .unwrap();
    officer
        .providers()
        .record_scan(request(scan("s2", 2, "2025-06-01")))
        .await
        .unwrap();
    let compare = json!({"providerId": PROVIDER, "fromScanId": "s1", "toScanId": "s2"});
    let compared = officer
        .providers()
        .compare_scans(request(compare))
        .await
        .unwrap()
        .into_inner();
    let change = &compared.changes[0];
    assert_eq!(
        (change.dimension_id.as_str(), change.from_level, change.to_level),
        ("aanbod", 1, 2)
    );
}

pub(crate) async fn its_offer_becomes_flexible(hub: &Reach<'_>) {
    let officer = hub.professionalisation(OFFICER);
    let offer = |id: &str, flexibility: Value| {
        json!({
            "requestId": request_id(),
            "offer": {
                "offerId": id, "providerId": PROVIDER, "title": "Warmtepompen ontwerpen",
                "learningOutcomes": ["ontwerpt een installatie"], "skills": skills(), "studyLoadHours": 140, "nlqfLevel": 6,
                "language": "nl", "form": "OFFER_FORM_BLENDED", "regionIds": ["AM01"], "targetGroup": "installateurs",
                "flexibility": flexibility, "openFrom": "2025-03-01", "example": true,
            },
        })
    };
    let school_year = json!({"startsPerYear": 1, "longestWaitDays": 365});
    let modular = json!({"startsPerYear": 6, "longestWaitDays": 60, "inParts": true});
    officer
        .offers()
        .publish_offer(request(offer("a1", school_year)))
        .await
        .unwrap();
    officer
        .offers()
        .publish_offer(request(offer("a2", modular)))
        .await
        .unwrap();
    let figures = eventually("both offers are measured", async || {
        let measure = json!({"providerId": PROVIDER, "regionId": "AM01"});
        let measured = hub
            .professionalisation("")
            .offers()
            .measure_flexibility(request(measure))
            .await
            .unwrap();
        measured.into_inner().figures.filter(|it| it.offers == 2)
    })
    .await;
    assert_eq!(
        (figures.flexible, figures.school_year, figures.in_parts),
        (1, 1, 1)
    );
    assert_eq!(figures.flexible_share, Some(0.5));
}

pub(crate) async fn a_class_is_published(hub: &Reach<'_>) {
    let officer = hub.professionalisation(OFFICER);
    let class = |size: u32| {
        json!({
            "requestId": request_id(),
            "credentialClass": {
                "classId": CLASS, "providerId": PROVIDER, "name": "Warmtepompontwerper", "description": "Ontwerpt installaties",
                "learningOutcomes": ["ontwerpt een installatie"], "criteria": "een proeve", "skills": skills(),
                "frameworkId": "ho", "frameworkVersion": 1, "size": size, "nlqfLevel": 6, "language": "nl", "validMonths": 60,
                "example": true,
            },
        })
    };
    let refused = officer
        .classes()
        .propose_class(request(class(31)))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "CLASS_INVALID");
    officer.classes().propose_class(request(class(5))).await.unwrap();
    let review = || json!({"requestId": request_id(), "classId": CLASS, "approved": true});
    let refused = officer
        .classes()
        .review_class(request(review()))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "CLASS_OWN_REVIEW");
    hub.professionalisation("assessor")
        .classes()
        .review_class(request(review()))
        .await
        .unwrap();
    let accredit = json!({"requestId": request_id(), "classId": CLASS, "reference": "KM-17", "accreditedOn": "2025-05-30"});
    hub.professionalisation("agency-officer")
        .classes()
        .accredit_class(request(accredit))
        .await
        .unwrap();
    let publish = json!({"requestId": request_id(), "providerId": PROVIDER, "classId": CLASS});
    officer.classes().publish_class(request(publish)).await.unwrap();
    let listed = eventually("the class is listed", async || {
        let wanted = json!({"skillUri": SKILL});
        let list = hub
            .professionalisation("")
            .classes()
            .list_classes(request(wanted))
            .await
            .unwrap();
        list.into_inner().classes.into_iter().next()
    })
    .await;
    assert_eq!(listed.state(), ClassState::Published);
}

async fn the_nation_sees_it(hub: &Reach<'_>) {
    let count = |figure: Option<&TracedFigure>| match figure.and_then(|it| it.value) {
        Some(Figure::Count(count)) => count,
        other => panic!("{other:?} is no count"),
    };
    eventually("the region shows what is taught there", async || {
        let asked = json!({"regionId": "AM01", "skillUri": SKILL});
        let coherence = hub.insight("");
        let shown = coherence
            .coherence()
            .get_demand_supply(request(asked))
            .await
            .unwrap();
        let supply = shown.into_inner().rows.first()?.supply.clone()?;
        let figures = [supply.offers, supply.offers_flexible, supply.credentials];
        (figures.each_ref().map(|it| count(it.as_ref())) == [2, 1, 12]).then_some(())
    })
    .await;
}
