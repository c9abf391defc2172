//! Building block 2 from end to end: a bottleneck becomes a demand, a consortium applies, assessors score, the agency decides, and
//! what was granted runs as a project that nobody typed again; what came of it is used elsewhere.

use contracts::transitions::v1::{AwardState, CheckApplicationResponse, DemandPhase, RuleOutcome};
use serde_json::{Value, json};
use testkit::{Client, TestHub, eventually, reason, request_id};

use crate::reach::{Reach, request};

pub(crate) const CALL: &str = "ronde-2-energie-grondstoffen";
pub(crate) const SKILL: &str = "http://data.europa.eu/esco/skill/000f1d3d-220f-4789-9c0a-cc742521fb02";

pub(crate) fn skills() -> Value {
    json!([{"uri": SKILL, "taxonomy": "ESCO 1.1.1", "label": "Haskell"}])
}

pub(crate) fn application(id: &str, requested_cents: i64) -> Value {
    json!({
        "applicationId": id, "callId": CALL, "name": format!("Voorbeeld: {id}"), "summary": "Korte opleidingen voor installateurs.",
        "workgroupId": "wg-solutions", "themeId": "energy-raw-materials", "sizeClass": "SIZE_CLASS_SMALL",
        "leadOrganisationId": "vb-roc-noorderlicht",
        "partners": [
            {"organisationId": "vb-hs-oostpoort", "role": "lerarenopleiding"},
            {"organisationId": "vb-bedrijf-warmtebron", "role": "arbeidsorganisatie"},
        ],
        "regions": [{"regionId": "AM01", "sharePercent": 100}],
        "startsOn": "2024-09-01", "endsOn": "2026-08-31",
        "plan": {
            "milestones": [{"milestoneId": "m1", "title": "Eerste deelnemers begonnen", "dueOn": "2025-02-01"}],
            "targets": [{"indicatorId": "trans-participants-started", "baselineValue": 0.0, "targetValue": 120.0}],
            "budget": [{"category": "development", "plannedCents": (requested_cents + 2_000_000).to_string()}],
            "cofinancingCents": "2000000",
        },
        "requestedCents": requested_cents.to_string(), "skills": skills(), "targetGroup": "installateurs",
        "demandIds": ["vraag-1"], "example": true,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demand_becomes_an_application_a_project_and_a_solution() {
    let mut hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    walk(&Reach::whole(&hub)).await;
    hub.stop().await.unwrap();
}

/// From the first bottleneck to the use of the solution elsewhere; the hub's day is 2025-06-01 afterwards.
pub(crate) async fn walk(hub: &Reach<'_>) {
    hub.clock("2023-12-01T09:00:00Z").await;
    hub.load_reference_data().await;
    hub.clock("2024-03-01T09:00:00Z").await;
    the_region_articulates_its_demand(hub).await;
    a_consortium_applies(hub).await;
    assessors_score(hub).await;
    the_agency_decides(hub).await;
    the_project_runs_by_itself(hub).await;
    the_solution_is_used_elsewhere(hub).await;
}

pub(crate) async fn the_region_articulates_its_demand(hub: &Reach<'_>) {
    let region = hub.transitions("regional-coordinator:AM01");
    let bottleneck = json!({
        "bottleneckId": "knelpunt-1", "regionId": "AM01", "sector": "43.2", "themeId": "energy-raw-materials", "skills": skills(),
        "targetGroup": "installateurs", "people": 400, "source": "regionale arbeidsmarktprognose", "observedOn": "2024-01-15",
    });
    let record = json!({"requestId": request_id(), "bottleneck": bottleneck});
    // What the programme block defined a moment ago is heard a moment later.
    eventually("the reference data are known", async || {
        region
            .demand()
            .record_bottleneck(request(record.clone()))
            .await
            .ok()
    })
    .await;
    let demand = json!({
        "demandId": "vraag-1", "title": "Warmtepompen plaatsen", "regionIds": ["AM01"], "themeId": "energy-raw-materials",
        "skills": skills(), "targetGroup": "installateurs", "bottleneckIds": ["knelpunt-1"], "signalledOn": "2024-02-01",
    });
    let signal = json!({"requestId": request_id(), "demand": demand});
    region.demand().signal_demand(request(signal)).await.unwrap();
    advance(&region, "DEMAND_PHASE_EXPLORE").await.unwrap();
    let refused = advance(&region, "DEMAND_PHASE_UNDERSTAND").await.unwrap_err();
    assert_eq!(refused, "HELIX_INCOMPLETE");
    for party in [
        "HELIX_PARTY_GOVERNMENT",
        "HELIX_PARTY_EDUCATION",
        "HELIX_PARTY_BUSINESS",
    ] {
        let contribution = json!({"party": party, "contribution": "gesprek", "contributedOn": "2024-02-20"});
        let contribute =
            json!({"requestId": request_id(), "demandId": "vraag-1", "contribution": contribution});
        region
            .demand()
            .contribute_to_demand(request(contribute))
            .await
            .unwrap();
    }
    advance(&region, "DEMAND_PHASE_UNDERSTAND").await.unwrap();
    let listed = eventually("the demand is listed as understood", async || {
        let wanted = json!({"regionId": "AM01", "skillUri": SKILL, "phase": "DEMAND_PHASE_UNDERSTAND"});
        let list = hub
            .transitions("")
            .demand()
            .list_demands(request(wanted))
            .await
            .unwrap()
            .into_inner();
        list.demands.into_iter().next()
    })
    .await;
    assert_eq!(
        (listed.phase(), listed.parties.len()),
        (DemandPhase::Understand, 3)
    );
}

async fn advance(region: &Client, phase: &str) -> Result<(), String> {
    let to =
        json!({"requestId": request_id(), "demandId": "vraag-1", "phase": phase, "reachedOn": "2024-02-20"});
    let advanced = region.demand().advance_demand(request(to)).await;
    advanced.map(drop).map_err(|status| reason(&status))
}

pub(crate) async fn a_consortium_applies(hub: &Reach<'_>) {
    let lead = hub.transitions("project-lead:llo-201");
    let draft = json!({"requestId": request_id(), "application": {"applicationId": "llo-201", "callId": CALL, "name": "Voorbeeld: concept"}});
    lead.applications()
        .draft_application(request(draft))
        .await
        .unwrap();
    assert!(!checked(&lead, "llo-201").await.can_be_submitted);
    let fill = json!({"requestId": request_id(), "application": application("llo-201", 10_000_000)});
    lead.applications().fill_application(request(fill)).await.unwrap();
    let check = checked(&lead, "llo-201").await;
    let failing: Vec<_> = check
        .rules
        .iter()
        .filter(|rule| rule.outcome() == RuleOutcome::Fails)
        .map(|rule| rule.rule_id.as_str())
        .collect();
    assert_eq!(failing, ["within-window"], "only the window is not open yet");
    let submit = || json!({"requestId": request_id(), "applicationId": "llo-201"});
    let early = lead
        .applications()
        .submit_application(request(submit()))
        .await
        .unwrap_err();
    assert_eq!(reason(&early), "APPLICATION_RULES_NOT_MET");
    hub.clock("2024-04-10T09:00:00Z").await;
    lead.applications()
        .submit_application(request(submit()))
        .await
        .unwrap();
    for (id, cents) in [("llo-202", 9_000_000), ("llo-203", 8_000_000)] {
        let lead = hub.transitions(&format!("project-lead:{id}"));
        let draft = json!({"requestId": request_id(), "application": application(id, cents)});
        lead.applications()
            .draft_application(request(draft))
            .await
            .unwrap();
        let submit = json!({"requestId": request_id(), "applicationId": id});
        lead.applications()
            .submit_application(request(submit))
            .await
            .unwrap();
    }
    // Nobody reads the application of another consortium.
    let curious = hub.transitions("project-lead:llo-202");
    let other = json!({"applicationId": "llo-201"});
    let refused = curious
        .applications()
        .get_application(request(other))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), tonic::Code::PermissionDenied);
}

async fn checked(lead: &Client, id: &str) -> CheckApplicationResponse {
    let check = json!({"applicationId": id});
    lead.applications()
        .check_application(request(check))
        .await
        .unwrap()
        .into_inner()
}

pub(crate) async fn assessors_score(hub: &Reach<'_>) {
    let assessor = hub.transitions("assessor");
    let scores = |points: [u32; 3]| {
        let named = ["impact", "quality", "third"].into_iter().zip(points);
        let score = |(criterion, points)| json!({"criterionId": criterion, "points": points, "motivation": "onderbouwd"});
        named.map(score).collect::<Vec<_>>()
    };
    for (id, points) in [
        ("llo-201", [80, 70, 60]),
        ("llo-202", [90, 80, 70]),
        ("llo-203", [40, 50, 50]),
    ] {
        let score = json!({"requestId": request_id(), "applicationId": id, "scores": scores(points)});
        let first = assessor
            .applications()
            .score_application(request(score.clone()))
            .await
            .unwrap_err();
        assert_eq!(reason(&first), "INTEREST_NOT_DECLARED");
        let declare = json!({"requestId": request_id(), "applicationId": id, "conflict": false});
        assessor
            .applications()
            .declare_interest(request(declare))
            .await
            .unwrap();
        assessor
            .applications()
            .score_application(request(score))
            .await
            .unwrap();
    }
    let order = eventually("all are ranked", async || {
        let wanted = json!({"callId": CALL});
        let ranking = assessor
            .applications()
            .get_ranking(request(wanted))
            .await
            .unwrap()
            .into_inner();
        let class = ranking.size_classes.into_iter().next()?;
        (class.applications.len() == 3).then_some(class.applications)
    })
    .await;
    let places: Vec<_> = order
        .iter()
        .map(|it| (it.place, it.application_id.as_str()))
        .collect();
    assert_eq!(places, [(1, "llo-202"), (2, "llo-201"), (3, "llo-203")]);
}

pub(crate) async fn the_agency_decides(hub: &Reach<'_>) {
    hub.clock("2024-08-20T09:00:00Z").await;
    let officer = hub.transitions("agency-officer");
    let conditional = json!({
        "requestId": request_id(), "applicationId": "llo-201", "outcome": "AWARD_OUTCOME_CONDITIONAL", "awardedCents": "10000000",
        "reference": "DUS-I 24-201", "decidedOn": "2024-08-15",
        "conditions": [{"conditionId": "c1", "text": "Tweede gesprek na vier maanden", "dueOn": "2024-12-15"}],
    });
    officer.awards().record_award(request(conditional)).await.unwrap();
    let rejected = json!({
        "requestId": request_id(), "applicationId": "llo-203", "outcome": "AWARD_OUTCOME_REJECTED", "awardedCents": "0",
        "reference": "DUS-I 24-203", "decidedOn": "2024-08-15",
    });
    officer.awards().record_award(request(rejected)).await.unwrap();
    let advance = |reference: &str, cents: &str, paid_on: &str| json!({"requestId": request_id(), "applicationId": "llo-201", "advance": {"cents": cents, "paidOn": paid_on, "reference": reference}});
    let too_much = advance("betaling 1", "2000001", "2024-08-20");
    let refused = officer
        .awards()
        .record_advance(request(too_much))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "ADVANCE_TOO_HIGH");
    officer
        .awards()
        .record_advance(request(advance("betaling 1", "2000000", "2024-08-20")))
        .await
        .unwrap();
    hub.clock("2024-12-20T09:00:00Z").await;
    let met = json!({
        "requestId": request_id(), "applicationId": "llo-201", "conditionId": "c1", "met": true, "reference": "DUS-I 24-201b",
        "decidedOn": "2024-12-18",
    });
    officer.awards().record_condition(request(met)).await.unwrap();
    officer
        .awards()
        .record_advance(request(advance("betaling 2", "8000000", "2024-12-20")))
        .await
        .unwrap();
    let award = officer
        .awards()
        .get_award(request(json!({"applicationId": "llo-201"})))
        .await
        .unwrap();
    assert_eq!(award.into_inner().award.unwrap().state(), AwardState::Granted);
}

/// Profile, plan, obligations and money came by themselves.
pub(crate) async fn the_project_runs_by_itself(hub: &Reach<'_>) {
    let reader = hub.programme("agency-officer");
    let project = eventually("the project has all its money", async || {
        let wanted = json!({"projectId": "llo-201"});
        let project = reader
            .projects()
            .get_project(request(wanted))
            .await
            .ok()?
            .into_inner()
            .project?;
        let total = |state: &str| {
            let found = project
                .money
                .iter()
                .find(|money| money.state().as_str_name() == state);
            found.map_or(0, |money| money.total_cents)
        };
        let money = ["GRANTED", "CONDITIONAL", "PAID"].map(|state| total(&format!("MONEY_STATE_{state}")));
        (money == [10_000_000, 0, 10_000_000]).then_some(project)
    })
    .await;
    assert_eq!(project.plan_version, 1);
    assert!(!hub.obligations("llo-201").await.is_empty());
    let rejected = json!({"projectId": "llo-203"});
    let refused = reader
        .projects()
        .get_project(request(rejected))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "PROJECT_UNKNOWN");
}

pub(crate) async fn the_solution_is_used_elsewhere(hub: &Reach<'_>) {
    hub.clock("2025-06-01T09:00:00Z").await;
    let lead = hub.transitions("project-lead:llo-201");
    let solution = json!({
        "solutionId": "oplossing-1", "projectId": "llo-201", "name": "Warmtepomp in tien avonden", "skills": skills(),
        "regionIds": ["AM01"], "targetGroup": "installateurs", "demandIds": ["vraag-1"], "designedOn": "2025-01-10",
    });
    let design = json!({"requestId": request_id(), "solution": solution});
    lead.solutions().design_solution(request(design)).await.unwrap();
    let about = |more: Value| {
        let mut call =
            json!({"requestId": request_id(), "projectId": "llo-201", "solutionId": "oplossing-1"});
        call.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        call
    };
    let pilot = about(json!({"pilotedOn": "2025-02-01", "learners": 24}));
    lead.solutions().pilot_solution(request(pilot)).await.unwrap();
    let scale = about(json!({"scaledOn": "2025-05-01", "placesPerYear": 200}));
    lead.solutions().scale_solution(request(scale)).await.unwrap();
    let reuse = |organisation: &str| {
        let reuse = json!({"reuseId": "hergebruik-1", "organisationId": organisation, "regionId": "AM02", "since": "2025-05-15"});
        json!({"requestId": request_id(), "solutionId": "oplossing-1", "reuse": reuse})
    };
    let own = lead
        .solutions()
        .reuse_solution(request(reuse("vb-roc-noorderlicht")))
        .await
        .unwrap_err();
    assert_eq!(reason(&own), "SOLUTION_INVALID");
    lead.solutions()
        .reuse_solution(request(reuse("vb-hs-oostpoort")))
        .await
        .unwrap();
    eventually("the solution is found where it is used", async || {
        let wanted = json!({"regionId": "AM02", "skillUri": SKILL});
        let list = hub
            .transitions("")
            .solutions()
            .list_solutions(request(wanted))
            .await
            .unwrap()
            .into_inner();
        list.solutions.into_iter().next()
    })
    .await;
}

/// Twelve consortia ask for EUR 100,000 each under a ceiling of a million, and all decisions arrive at once.
#[tokio::test(flavor = "multi_thread")]
async fn decisions_that_arrive_at_once_stay_within_the_ceiling() {
    let mut hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    awarded_at_once(&Reach::whole(&hub)).await;
    hub.stop().await.unwrap();
}

async fn awarded_at_once(hub: &Reach<'_>) {
    hub.clock("2024-03-01T09:00:00Z").await;
    hub.load_reference_data().await;
    the_region_articulates_its_demand(hub).await;
    hub.clock("2024-04-10T09:00:00Z").await;
    let ids: Vec<String> = (301..313).map(|number| format!("llo-{number}")).collect();
    for id in &ids {
        let lead = hub.transitions(&format!("project-lead:{id}"));
        let draft = json!({"requestId": request_id(), "application": application(id, 10_000_000)});
        lead.applications()
            .draft_application(request(draft))
            .await
            .unwrap();
        let submit = json!({"requestId": request_id(), "applicationId": id});
        lead.applications()
            .submit_application(request(submit))
            .await
            .unwrap();
    }
    let officer = hub.transitions("agency-officer");
    let decisions = ids.iter().map(|id| {
        let award = json!({
            "requestId": request_id(), "applicationId": id, "outcome": "AWARD_OUTCOME_GRANTED", "awardedCents": "10000000",
            "reference": format!("DUS-I {id}"), "decidedOn": "2024-04-10",
        });
        let mut awards = officer.awards();
        async move { awards.record_award(request(award)).await.map(drop).map_err(|status| reason(&status)) }
    });
    let mut outcomes = futures::future::join_all(decisions).await;
    outcomes.sort();
    let (granted, refused) = outcomes.split_at(10);
    assert!(granted.iter().all(Result::is_ok), "{outcomes:?}");
    let exceeded = Err("CEILING_EXCEEDED".to_owned());
    assert!(refused.iter().all(|outcome| *outcome == exceeded), "{outcomes:?}");
    let call = officer
        .awards()
        .get_call(request(json!({"callId": CALL})))
        .await
        .unwrap()
        .into_inner();
    let small = &call.awarded[0];
    assert_eq!(
        (small.awarded_cents, small.ceiling_cents, small.awards),
        (100_000_000, Some(100_000_000), 10)
    );
}
