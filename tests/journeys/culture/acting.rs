//! Acting: interventions with what was seen of them, and findings of studies.

use contracts::culture::v1::{EffectClaim, KeptEffect};
use serde_json::{Value, json};
use testkit::{eventually, reason, request_id};
use tonic::Code;

use super::{COORDINATOR, LEAD, changing};
use crate::reach::{Reach, request};

fn step(extra: Value) -> Value {
    let mut step =
        json!({"requestId": request_id(), "workgroupId": "wg-culture", "interventionId": "leertijd"});
    if let (Some(step), Some(extra)) = (step.as_object_mut(), extra.as_object()) {
        step.extend(extra.clone());
    }
    step
}

async fn observe(hub: &Reach<'_>, effect: Value) -> Result<KeptEffect, tonic::Status> {
    let mut effect = effect;
    effect["component"] = "COMPONENT_STIMULATING_FACTORS".into();
    effect["source"] = "Tussenrapport".into();
    effect["observedOn"] = "2024-07-01".into();
    let observed = hub
        .culture(LEAD)
        .interventions()
        .observe_effect(request(step(json!({"effect": effect}))))
        .await?;
    Ok(observed.into_inner().effect.unwrap())
}

fn group(n: u32, mean: f64) -> Value {
    json!({"n": n, "mean": mean, "standardDeviation": 12.0})
}

pub(super) async fn an_intervention_runs_and_its_effects_are_claimed_no_further(hub: &Reach<'_>) {
    let intervention = json!({
        "interventionId": "leertijd", "workgroupId": "wg-culture", "title": {"nl": "Leertijd in het rooster"},
        "description": {"nl": "Twee uur per week"}, "organisationIds": ["vb-hs-oostpoort"], "regionIds": ["AM01"],
        "themeId": "energy-raw-materials", "targetGroup": {"nl": "operators"}, "components": ["COMPONENT_STIMULATING_FACTORS"],
        "projectId": "llo-1", "startsOn": "2024-01-15", "endsOn": "2024-12-31", "plannedCents": "2500000", "example": true,
    });
    let plan = || json!({"requestId": request_id(), "intervention": intervention});
    let stranger = hub.culture("workgroup-lead:wg-demand");
    let refused = stranger
        .interventions()
        .plan_intervention(request(plan()))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    // A coordinator of the block may do what its workgroups may.
    hub.culture(COORDINATOR)
        .interventions()
        .plan_intervention(request(plan()))
        .await
        .unwrap();
    let lead = hub.culture(LEAD);
    let start = step(json!({"startedOn": "2024-01-15"}));
    lead.interventions()
        .start_intervention(request(start))
        .await
        .unwrap();

    let design = |name: &str, id: &str| json!({"effectId": id, "design": format!("EFFECT_DESIGN_{name}")});
    let mut before_after = design("BEFORE_AFTER", "e1");
    before_after["withBefore"] = group(80, 50.0);
    before_after["withAfter"] = group(80, 62.0);
    let said = observe(hub, before_after.clone()).await.unwrap();
    assert_eq!(said.claim(), EffectClaim::Changed);
    assert!(
        !said.sentence.unwrap().nl.contains("effect"),
        "what changed is not said to be caused"
    );
    let mut compared = design("COMPARISON_GROUP", "e2");
    compared["withAfter"] = group(80, 62.0);
    compared["withoutAfter"] = group(80, 50.0);
    assert_eq!(
        observe(hub, compared).await.unwrap().claim(),
        EffectClaim::Differs
    );
    let mut four = design("DIFFERENCE_IN_DIFFERENCES", "e3");
    for (name, mean) in [
        ("withBefore", 50.0),
        ("withAfter", 64.0),
        ("withoutBefore", 50.0),
        ("withoutAfter", 51.0),
    ] {
        four[name] = group(80, mean);
    }
    let said = observe(hub, four).await.unwrap();
    assert_eq!(
        (said.claim(), said.estimate),
        (EffectClaim::ProbablyContributed, 13.0)
    );
    let mut weak = design("RANDOMISED", "e4");
    weak["withAfter"] = group(20, 52.0);
    weak["withoutAfter"] = group(20, 50.0);
    assert_eq!(
        observe(hub, weak).await.unwrap().claim(),
        EffectClaim::NoDifferenceShown
    );
    let mut few = design("RANDOMISED", "e5");
    few["withAfter"] = group(9, 90.0);
    few["withoutAfter"] = group(20, 50.0);
    assert_eq!(reason(&observe(hub, few).await.unwrap_err()), "EFFECT_TOO_FEW");
    // A design cannot be claimed with the numbers of a weaker one.
    before_after["effectId"] = "e6".into();
    before_after["design"] = "EFFECT_DESIGN_RANDOMISED".into();
    let refused = observe(hub, before_after).await.unwrap_err();
    assert_eq!(reason(&refused), "REQUEST_INVALID");

    let stop = step(json!({"stoppedOn": "2024-07-15", "realisedCents": "1200000"}));
    let refused = lead
        .interventions()
        .stop_intervention(request(stop))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "REQUEST_INVALID", "whoever stops says why");
    let stop =
        step(json!({"stoppedOn": "2024-07-15", "realisedCents": "1200000", "reason": "rooster gewijzigd"}));
    lead.interventions()
        .stop_intervention(request(stop))
        .await
        .unwrap();
    let listed = eventually("the intervention is listed as stopped", async || {
        let list = json!({"state": "INTERVENTION_STATE_STOPPED", "regionId": "AM01", "projectId": "llo-1"});
        let listed = hub
            .culture("")
            .interventions()
            .list_interventions(request(list))
            .await
            .unwrap();
        listed.into_inner().interventions.pop()
    })
    .await;
    assert_eq!(
        (listed.realised_cents, listed.effects.len()),
        (Some(1_200_000), 4)
    );
}

pub(super) async fn a_finding_needs_two_people(hub: &Reach<'_>) {
    let finding = json!({
        "findingId": "leertijd-helpt", "workgroupId": "wg-culture", "statement": {"nl": "Leertijd in het rooster helpt"},
        "components": ["COMPONENT_STIMULATING_FACTORS"],
        "study": {"title": "Leren op het werk", "year": 2023, "publisher": "Voorbeeldinstituut", "url": "https://doi.example/10.1"},
        "strength": "EVIDENCE_STRENGTH_COMPARISON", "direction": "FINDING_DIRECTION_IMPROVES",
        "population": {"nl": "werknemers in de industrie"}, "interventionIds": ["leertijd"], "example": true,
    });
    let lead = hub.culture(LEAD);
    let propose = json!({"requestId": request_id(), "finding": finding});
    lead.findings().propose_finding(request(propose)).await.unwrap();
    let review = || json!({"requestId": request_id(), "findingId": "leertijd-helpt", "approved": true});
    let own = lead
        .findings()
        .review_finding(request(review()))
        .await
        .unwrap_err();
    assert_eq!(reason(&own), "FINDING_OWN_REVIEW");
    let get = || request(json!({"findingId": "leertijd-helpt"}));
    let unseen = hub.culture("").findings().get_finding(get()).await.unwrap_err();
    assert_eq!(
        reason(&unseen),
        "FINDING_UNKNOWN",
        "before it is published it is not for everyone"
    );
    hub.culture("assessor")
        .findings()
        .review_finding(request(review()))
        .await
        .unwrap();
    let dissent = json!({
        "requestId": request_id(), "findingId": "leertijd-helpt", "dissentId": "d1", "organisationId": "vb-hs-zuiderlicht",
        "reason": "de groep was klein",
    });
    hub.culture("workgroup-lead:wg-demand")
        .findings()
        .record_dissent(request(dissent))
        .await
        .unwrap();
    let publish = changing(json!({"findingId": "leertijd-helpt"}));
    hub.culture(COORDINATOR)
        .findings()
        .publish_finding(request(publish))
        .await
        .unwrap();
    let shown = hub
        .culture("")
        .findings()
        .get_finding(get())
        .await
        .unwrap()
        .into_inner();
    assert_eq!(shown.finding.unwrap().dissents[0].reason, "de groep was klein");
}
