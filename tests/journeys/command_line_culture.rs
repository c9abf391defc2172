//! The commands on building block 4 as their users meet them, from an instrument in a file to a coded answer.

use serde_json::{Value, json};
use testkit::{TestHub, eventually};

use crate::{
    culture::{COORDINATOR, LEAD, RESEARCHER, coding, measuring},
    reach::Reach,
    shell::Shell,
};

#[tokio::test(flavor = "multi_thread")]
async fn people_measure_act_and_code_from_the_command_line() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let shell = Shell {
        hub: &hub,
        reach: Reach::whole(&hub),
    };
    shell.reach.clock("2023-12-01T09:00:00Z").await;
    shell.reach.load_reference_data().await;
    shell.reach.load_culture().await;
    shell.reach.clock("2024-01-02T09:00:00Z").await;
    coding::a_project_reports(&shell.reach).await;
    a_measurement_is_made(&shell).await;
    figures_stand_side_by_side(&shell).await;
    an_intervention_is_followed(&shell).await;
    a_finding_is_published(&shell).await;
    an_answer_is_coded(&shell).await;
}

async fn a_measurement_is_made(shell: &Shell<'_>) {
    let version = shell.file("instrument.json", &measuring::instrument(1));
    let draft = format!("culture instrument draft --file {version}");
    shell.done(RESEARCHER, &draft).await;
    let (code, said) = shell.run(RESEARCHER, "culture instrument release toets 1").await;
    assert_eq!(code, 1, "{said}");
    shell
        .done(COORDINATOR, "culture instrument release toets 1")
        .await;
    let shown = shell.done("auditor", "culture instrument show toets").await;
    assert!(
        shown.contains("urgentie-1") && shown.contains("stimulating factors"),
        "{shown}"
    );
    let plan = shell.file("meting.json", &measuring::plan("w1", 1));
    eventually("the reference data are known", async || {
        let plan = format!("culture measurement plan --file {plan}");
        (shell.run(RESEARCHER, &plan).await.0 == 0).then_some(())
    })
    .await;
    shell.done(RESEARCHER, "culture measurement start w1").await;
    let mut wrong = measuring::responses(0);
    wrong[4]["sectorId"] = "Jan-Jansen".into();
    let wrong = shell.file("fout.json", &Value::from(wrong));
    let (code, said) = shell
        .run(
            RESEARCHER,
            &format!("culture measurement submit w1 --file {wrong}"),
        )
        .await;
    assert!(
        code == 1 && said.contains("RESPONSES_INVALID") && said.contains("responses[4].sector_id"),
        "{said}"
    );
    assert!(!said.contains("Jansen"), "{said}");
    let batch = shell.file("antwoorden.json", &Value::from(measuring::responses(0)));
    shell
        .done(
            RESEARCHER,
            &format!("culture measurement submit w1 --file {batch}"),
        )
        .await;
    shell.done(RESEARCHER, "culture measurement close w1").await;
    shell.done(COORDINATOR, "culture measurement estimate w1").await;
    let found = shell
        .done(
            "auditor",
            "culture measurement estimates w1 --by region --by sector",
        )
        .await;
    assert!(found.contains("not shown: too few respondents"), "{found}");
    assert!(
        found.contains("learning behaviour") && found.contains("95 % interval"),
        "{found}"
    );
    let listed = eventually("the measurement is listed", async || {
        let listed = shell
            .done("auditor", "culture measurement list --state estimated")
            .await;
        listed.contains("w1").then_some(listed)
    })
    .await;
    assert!(listed.contains("toets v1") && listed.contains("60"), "{listed}");
}

async fn figures_stand_side_by_side(shell: &Shell<'_>) {
    let listed = shell.done("auditor", "culture figure list").await;
    assert!(
        listed.contains("26.4%") && listed.contains("85315NED"),
        "{listed}"
    );
    let beside = "culture figure beside participation-nl-2023 --measurement w1 --item deelname";
    let said = shell.done("auditor", beside).await;
    assert!(
        said.contains("can be compared") && said.contains("Statistiek"),
        "{said}"
    );
    let (code, _) = shell
        .run(
            "auditor",
            "culture figure beside participation-nl-2023 --measurement w1",
        )
        .await;
    assert_eq!(code, 2, "an item goes with a measurement");
}

async fn an_intervention_is_followed(shell: &Shell<'_>) {
    let intervention = json!({
        "interventionId": "leertijd", "workgroupId": "wg-culture", "title": {"nl": "Leertijd"},
        "description": {"nl": "Twee uur per week"}, "organisationIds": ["vb-hs-oostpoort"], "regionIds": ["AM01"],
        "targetGroup": {"nl": "operators"}, "components": ["COMPONENT_URGENCY"], "startsOn": "2024-01-15",
        "endsOn": "2024-12-31", "plannedCents": "2500000", "example": true,
    });
    let file = shell.file("interventie.json", &intervention);
    shell
        .done(LEAD, &format!("culture intervention plan --file {file}"))
        .await;
    let step = "leertijd --of-workgroup wg-culture --on 2024-01-15";
    shell
        .done(LEAD, &format!("culture intervention start {step}"))
        .await;
    let group = |mean: f64| json!({"n": 60, "mean": mean, "standardDeviation": 10.0});
    let effect = json!({
        "effectId": "e1", "component": "COMPONENT_URGENCY", "design": "EFFECT_DESIGN_BEFORE_AFTER", "source": "Rapport",
        "observedOn": "2024-07-01", "withBefore": group(50.0), "withAfter": group(60.0),
    });
    let file = shell.file("effect.json", &effect);
    let observe = format!("culture intervention observe leertijd --of-workgroup wg-culture --file {file}");
    shell.done(LEAD, &observe).await;
    let end = "leertijd --of-workgroup wg-culture --on 2024-07-10 --realised 21000";
    shell
        .done(LEAD, &format!("culture intervention finish {end}"))
        .await;
    let shown = shell.done("auditor", "culture intervention show leertijd").await;
    assert!(
        shown.contains("this does not tell why") && shown.contains("EUR 21,000.00"),
        "{shown}"
    );
}

async fn a_finding_is_published(shell: &Shell<'_>) {
    let finding = json!({
        "findingId": "b1", "workgroupId": "wg-culture", "statement": {"nl": "Leertijd helpt"},
        "components": ["COMPONENT_URGENCY"], "strength": "EVIDENCE_STRENGTH_COMPARISON",
        "study": {"title": "Leren", "year": 2023, "publisher": "Instituut", "url": "https://doi.example/10.1"},
        "direction": "FINDING_DIRECTION_IMPROVES", "population": {"nl": "werknemers"}, "interventionIds": ["leertijd"],
    });
    let file = shell.file("bevinding.json", &finding);
    shell
        .done(LEAD, &format!("culture finding propose --file {file}"))
        .await;
    let (code, said) = shell.run(LEAD, "culture finding review b1 approved").await;
    assert!(code == 1 && said.contains("FINDING_OWN_REVIEW"), "{said}");
    shell.done("assessor", "culture finding review b1 approved").await;
    shell
        .done("assessor", "culture finding dissent b1 d1 --reason klein")
        .await;
    shell.done(COORDINATOR, "culture finding publish b1").await;
    let listed = eventually("the finding is listed", async || {
        let listed = shell
            .done("auditor", "culture finding list --strength comparison")
            .await;
        listed.contains("b1").then_some(listed)
    })
    .await;
    assert!(
        listed.contains("improves") && listed.contains("3: with a comparison group"),
        "{listed}"
    );
    let shown = shell.done("auditor", "culture finding show b1").await;
    assert!(shown.contains("klein"), "{shown}");
}

async fn an_answer_is_coded(shell: &Shell<'_>) {
    let listed = eventually("the answer waits", async || {
        let listed = shell.done(RESEARCHER, "culture answer list").await;
        listed.contains(coding::REPORT).then_some(listed)
    })
    .await;
    assert!(listed.contains("llo-1"), "{listed}");
    let shown = shell
        .done(RESEARCHER, &format!("culture answer show {}", coding::REPORT))
        .await;
    assert!(shown.contains(coding::TEXT), "{shown}");
    let code = format!(
        "culture answer code {} learning-culture --code leadership",
        coding::REPORT
    );
    shell.done(RESEARCHER, &code).await;
    let across = eventually("the code is counted", async || {
        let across = shell
            .done("auditor", "culture across learning-culture --region AM01")
            .await;
        across.contains("llo-1").then_some(across)
    })
    .await;
    assert!(across.contains("100.0%"), "{across}");
    let agreement = shell.done("auditor", "culture agreement learning-culture").await;
    assert!(agreement.contains("leadership"), "{agreement}");
}
