//! The commands on building block 2 as their users meet them, from a draft in a file to a solution that is used elsewhere.

use serde_json::{Value, json};
use testkit::{TestHub, eventually};

use crate::{
    reach::Reach,
    shell::Shell,
    transitions::{CALL, application, skills, the_region_articulates_its_demand},
};

#[tokio::test(flavor = "multi_thread")]
async fn people_apply_assess_award_and_reuse_from_the_command_line() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let shell = Shell {
        hub: &hub,
        reach: Reach::whole(&hub),
    };
    shell.reach.clock("2023-12-01T09:00:00Z").await;
    shell.reach.load_reference_data().await;
    shell.reach.clock("2024-03-01T09:00:00Z").await;
    the_region_articulates_its_demand(&shell.reach).await;
    people_find_identifiers(&shell).await;
    a_consortium_applies(&shell).await;
    assessors_score(&shell).await;
    the_agency_decides(&shell).await;
    a_solution_spreads(&shell).await;
}

async fn people_find_identifiers(shell: &Shell<'_>) {
    let bottlenecks = shell
        .done("auditor", "bottleneck list --region AM01 --state open")
        .await;
    assert!(bottlenecks.contains("knelpunt-1"), "{bottlenecks}");
    let shown = shell.done("auditor", "bottleneck show knelpunt-1").await;
    assert!(shown.contains("regionale arbeidsmarktprognose"), "{shown}");
    let demand = shell.done("auditor", "demand show vraag-1").await;
    assert!(
        demand.contains("understood") && demand.contains("business"),
        "{demand}"
    );
    let demands = shell.done("auditor", "demand list --phase understand").await;
    assert!(demands.contains("vraag-1"), "{demands}");
    let calls = shell.done("auditor", "call list").await;
    assert!(
        calls.contains(CALL) && calls.contains("EUR 19,500,000.00"),
        "{calls}"
    );
    let call = shell.done("auditor", &format!("call show {CALL}")).await;
    assert!(
        call.contains("employer-partner") && call.contains("EUR 1,000,000.00"),
        "{call}"
    );
}

async fn a_consortium_applies(shell: &Shell<'_>) {
    let (lead, id) = ("project-lead:llo-201", "llo-201");
    let concept = json!({"applicationId": id, "callId": CALL, "name": "Voorbeeld: concept"});
    let concept = shell.file("concept.json", &concept);
    shell
        .done(lead, &format!("application draft --file {concept}"))
        .await;
    let (code, said) = shell.run(lead, "application check llo-201").await;
    assert_eq!(code, 1, "a draft without a consortium fails its check: {said}");
    assert!(said.contains('✗') && said.contains("employer-partner"), "{said}");
    let whole = shell.file("aanvraag.json", &application(id, 10_000_000));
    shell
        .done(lead, &format!("application fill --file {whole}"))
        .await;
    let (code, said) = shell.run(lead, "application submit llo-201").await;
    assert_eq!(code, 1, "the window is not open yet");
    assert!(
        said.contains("APPLICATION_RULES_NOT_MET") && said.contains("docs/errors/"),
        "{said}"
    );
    shell.reach.clock("2024-04-10T09:00:00Z").await;
    let said = shell.done(lead, "application check llo-201").await;
    assert!(said.contains("It can be submitted now."), "{said}");
    shell.done(lead, "application submit llo-201").await;
    let listed = eventually("the application is listed as submitted", async || {
        let listed = shell.done(lead, "application list --state submitted").await;
        listed.contains(id).then_some(listed)
    })
    .await;
    assert!(listed.contains("EUR 100,000.00"), "{listed}");
    let other = shell.file("tweede.json", &application("llo-202", 9_000_000));
    let lead = "project-lead:llo-202";
    shell
        .done(lead, &format!("application draft --file {other}"))
        .await;
    shell
        .done(lead, "application withdraw llo-202 --reason dubbel")
        .await;
    let shown = shell.done(lead, "application show llo-202").await;
    assert!(shown.contains("withdrawn") && shown.contains("dubbel"), "{shown}");
}

async fn assessors_score(shell: &Shell<'_>) {
    let points = "--points impact=80 --points quality=70 --points third=60";
    let why = "--motivation impact=goed --motivation quality=goed --motivation third=goed";
    let score = format!("application score llo-201 {points} {why}");
    let (code, said) = shell.run("assessor", &score).await;
    assert_eq!(code, 1, "an interest was not declared yet");
    assert!(said.contains("INTEREST_NOT_DECLARED"), "{said}");
    shell
        .done("assessor", "application declare-interest llo-201 none")
        .await;
    shell.done("assessor", &score).await;
    let stray = "application score llo-201 --points impact=80 --motivation kwaliteit=goed";
    assert_eq!(shell.run("assessor", stray).await.0, 2);
    let ranking = shell
        .done("assessor", &format!("application ranking {CALL}"))
        .await;
    // 30 % of 80, 60 % of 70 and 10 % of 60.
    assert!(
        ranking.contains("72.00") && ranking.contains("Equal totals"),
        "{ranking}"
    );
}

async fn the_agency_decides(shell: &Shell<'_>) {
    shell.reach.clock("2024-12-20T09:00:00Z").await;
    let officer = "agency-officer";
    let decision = |day: &str| format!("--reference 24-201-{day} --on {day}");
    let record = "award record llo-201 conditional --amount 100000 --condition c1=2024-12-15=gesprek";
    shell
        .done(officer, &format!("{record} {}", decision("2024-08-15")))
        .await;
    let too_much = format!("award pay llo-201 --amount 20000,01 {}", decision("2024-08-20"));
    let (code, said) = shell.run(officer, &too_much).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("ADVANCE_TOO_HIGH"), "{said}");
    for (step, day) in [
        ("pay llo-201 --amount 20000", "2024-08-20"),
        ("decide-condition llo-201 c1 met", "2024-12-14"),
        ("pay llo-201 --amount 80000", "2024-12-20"),
    ] {
        shell
            .done(officer, &format!("award {step} {}", decision(day)))
            .await;
    }
    let shown = shell.done("project-lead:llo-201", "award show llo-201").await;
    assert!(
        shown.contains("granted") && shown.contains("2024-12-14"),
        "{shown}"
    );
    let listed = shell
        .done(officer, &format!("award list {CALL} --state granted"))
        .await;
    assert!(
        listed.contains("llo-201") && listed.contains("EUR 100,000.00"),
        "{listed}"
    );
    let stranger = shell
        .done("project-lead:llo-202", &format!("award list {CALL}"))
        .await;
    assert!(!stranger.contains("llo-201"), "{stranger}");
    let json = shell
        .done("auditor", &format!("call show {CALL} --output json"))
        .await;
    let call: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(call["awarded"][0]["awardedCents"], "10000000");
}

async fn a_solution_spreads(shell: &Shell<'_>) {
    shell.reach.clock("2026-09-01T09:00:00Z").await;
    let lead = "project-lead:llo-201";
    let solution = json!({
        "solutionId": "oplossing-1", "projectId": "llo-201", "name": "Warmtepomp in tien avonden", "skills": skills(),
        "regionIds": ["AM01"], "targetGroup": "installateurs", "demandIds": ["vraag-1"], "designedOn": "2025-01-10",
    });
    let file = shell.file("oplossing.json", &solution);
    let reuse = "reuse oplossing-1 hergebruik-1 --organisation vb-hs-oostpoort --region AM02 --on 2025-05-15";
    for step in [
        format!("design --file {file}").as_str(),
        "pilot oplossing-1 --on 2025-02-01 --learners 24",
        "scale oplossing-1 --on 2025-05-01 --places 200",
        reuse,
    ] {
        shell.done(lead, &format!("solution {step}")).await;
    }
    let shown = shell.done("auditor", "solution show oplossing-1").await;
    assert!(
        shown.contains("scaled") && shown.contains("vb-hs-oostpoort"),
        "{shown}"
    );
    eventually("the solution is found where it is used", async || {
        let listed = shell.done("auditor", "solution list --region AM02").await;
        listed.contains("oplossing-1").then_some(())
    })
    .await;
    let change = "award request-change llo-201 w1 --reason rustiger";
    let decision = "--reference 26-201 --on 2026-08-31";
    shell.done(lead, change).await;
    for step in [
        "decide-change llo-201 w1 rejected",
        "determine llo-201 --amount 100000",
    ] {
        shell
            .done("agency-officer", &format!("award {step} {decision}"))
            .await;
    }
    let shown = shell.done(lead, "award show llo-201").await;
    assert!(
        shown.contains("determined") && shown.contains("rejected"),
        "{shown}"
    );
}
