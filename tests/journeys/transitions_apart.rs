//! Building block 2 with every block a process of its own, on a database of its own: what one of them decides reaches the others
//! over the broker and the ledger alone, also when they are not there at that moment.
//!
//! The development clock belongs to a process, so all of them go by the machine's here, and the call is one that is open now.

use eventing::clock::dutch_date;
use serde_json::{Value, json};
use testkit::{SeparateProcesses, eventually, reason, request_id};

use crate::{
    reach::{Reach, program, request},
    transitions::{application, skills, the_region_articulates_its_demand},
};

const BLOCKS: [&str; 4] = ["ledger", "programme", "transitions", "insight"];
const CALL: &str = "voorbeeldronde-open";

/// A call that is open for as long as this test will be run.
fn open_call() -> Value {
    json!({"requestId": request_id(), "entry": {
        "callWindow": {
            "callId": CALL, "trancheId": "ronde-2", "schemeId": "llo-energie-grondstoffen", "schemeVersion": 2,
            "opensOn": "2024-04-01", "closesOn": "2099-12-31",
            "ceilings": [{"sizeClass": "SIZE_CLASS_SMALL", "ceilingCents": "15000000"}],
        },
        "source": "Verzonnen voor een toets", "example": true,
    }})
}

#[tokio::test(flavor = "multi_thread")]
async fn an_award_becomes_a_project_with_every_block_its_own_process_and_database() {
    let mut hub = SeparateProcesses::start_apart(program(), &BLOCKS).await;
    let reach = Reach::separate(&hub);
    reach.load_reference_data().await;
    let officer = reach.programme("agency-officer");
    officer
        .reference()
        .define_entry(request(open_call()))
        .await
        .unwrap();
    the_region_articulates_its_demand(&reach).await;
    for id in ["llo-401", "llo-402"] {
        apply(&reach, id).await;
    }
    drop(reach);

    // The programme block is not there when the agency decides, and the one that was decided in dies right after.
    hub.kill("programme");
    let decided_on = dutch_date(jiff::Timestamp::now()).to_string();
    let award = |id: &str| {
        json!({
            "requestId": request_id(), "applicationId": id, "outcome": "AWARD_OUTCOME_GRANTED", "awardedCents": "10000000",
            "reference": format!("DUS-I {id}"), "decidedOn": decided_on,
        })
    };
    let awards = hub.caller("transitions", "agency-officer");
    awards
        .awards()
        .record_award(request(award("llo-401")))
        .await
        .unwrap();
    let beyond = awards
        .awards()
        .record_award(request(award("llo-402")))
        .await
        .unwrap_err();
    assert_eq!(reason(&beyond), "CEILING_EXCEEDED");
    hub.kill("transitions");
    hub.start_again(program(), "programme").await;
    hub.start_again(program(), "transitions").await;

    let reach = Reach::separate(&hub);
    the_project_is_there(&reach).await;
    a_solution_is_recorded(&reach, &decided_on).await;
}

/// Drafts and submits, as soon as the block has heard of everything that the application names.
async fn apply(hub: &Reach<'_>, id: &str) {
    let lead = hub.transitions(&format!("project-lead:{id}"));
    let mut application = application(id, 10_000_000);
    application["callId"] = CALL.into();
    let draft = json!({"requestId": request_id(), "application": application});
    lead.applications()
        .draft_application(request(draft))
        .await
        .unwrap();
    eventually("the application can be submitted", async || {
        let check = json!({"applicationId": id});
        let checked = lead.applications().check_application(request(check)).await.ok()?;
        checked.into_inner().can_be_submitted.then_some(())
    })
    .await;
    let submit = json!({"requestId": request_id(), "applicationId": id});
    lead.applications()
        .submit_application(request(submit))
        .await
        .unwrap();
}

async fn the_project_is_there(hub: &Reach<'_>) {
    let reader = hub.programme("agency-officer");
    let project = eventually("the project has its plan and its money", async || {
        let wanted = json!({"projectId": "llo-401"});
        let project = reader.projects().get_project(request(wanted)).await.ok()?;
        let project = project.into_inner().project?;
        let granted = project
            .money
            .iter()
            .find(|money| money.state().as_str_name() == "MONEY_STATE_GRANTED");
        granted
            .is_some_and(|money| money.total_cents == 10_000_000)
            .then_some(project)
    })
    .await;
    assert_eq!(project.plan_version, 1);
    let other = json!({"projectId": "llo-402"});
    let refused = reader.projects().get_project(request(other)).await.unwrap_err();
    assert_eq!(reason(&refused), "PROJECT_UNKNOWN");
    let nation = hub.insight("national-coordinator");
    eventually("insight shows the project", async || {
        let wanted = json!({"projectId": "llo-401"});
        nation.insight().get_project_status(request(wanted)).await.ok()
    })
    .await;
}

/// The block that made the award hears back of the project that came of it.
async fn a_solution_is_recorded(hub: &Reach<'_>, today: &str) {
    let solution = json!({
        "solutionId": "oplossing-401", "projectId": "llo-401", "name": "Warmtepomp in tien avonden", "skills": skills(),
        "regionIds": ["AM01"], "targetGroup": "installateurs", "demandIds": ["vraag-1"], "designedOn": today,
    });
    let lead = hub.transitions("project-lead:llo-401");
    let design = json!({"requestId": request_id(), "solution": solution});
    eventually("the project is known where its award was made", async || {
        lead.solutions()
            .design_solution(request(design.clone()))
            .await
            .ok()
    })
    .await;
}
