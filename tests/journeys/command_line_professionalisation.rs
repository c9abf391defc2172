//! The commands on building block 3 as their users meet them: a provider registers and is scanned, its class is published, and
//! credentials go from a file of recipients to documents that anybody verifies, are revoked, and are forgotten.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use serde_json::{Value, json};
use testkit::{TestHub, eventually};

use crate::{reach::Reach, shell::Shell};

const PROVIDER: &str = "vb-hs-oostpoort";
const OFFICER: &str = "provider-officer:vb-hs-oostpoort";
const NAME: &str = "Vera Verzonnen";

#[tokio::test(flavor = "multi_thread")]
async fn people_professionalise_issue_verify_and_forget_from_the_command_line() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let shell = Shell {
        hub: &hub,
        reach: Reach::whole(&hub),
    };
    shell.reach.clock("2025-06-02T09:00:00Z").await;
    shell.reach.load_reference_data().await;
    shell.reach.load_rules().await;
    the_rules_are_shown(&shell).await;
    a_provider_develops(&shell).await;
    an_offer_is_published(&shell).await;
    a_class_is_published(&shell).await;
    let issued = credentials_are_issued(&shell).await;
    anybody_verifies(&shell, &issued).await;
    one_is_revoked(&shell, &issued).await;
    a_holder_is_forgotten(&shell, &issued).await;
}

fn skills() -> Value {
    let uri = "http://data.europa.eu/esco/skill/00735755-adc6-4ea0-b034-b8caff339c9f";
    json!([{"uri": uri, "taxonomy": "ESCO 1.1.1", "label": "warmtepompen installeren"}])
}

async fn the_rules_are_shown(shell: &Shell<'_>) {
    let shown = shell.done("auditor", "framework show microcredentials-ho").await;
    assert!(
        shown.contains("3 – 30 EC") && !shown.contains("example"),
        "{shown}"
    );
    let shown = shell.done("auditor", "framework show microcredentials-mbo").await;
    assert!(shown.contains("(example)"), "{shown}");
    let shown = shell.done("auditor", "instrument show llo-rijpheidsscan").await;
    assert!(
        shown.contains("recognition") && shown.contains("working version"),
        "{shown}"
    );
}

async fn a_provider_develops(shell: &Shell<'_>) {
    let provider = json!({
        "providerId": PROVIDER, "name": "Voorbeeld-Hogeschool Oostpoort", "kind": "PROVIDER_KIND_HBO", "brin": "00XA",
        "regionIds": ["AM01"], "example": true,
    });
    let file = shell.file("opleider.json", &provider);
    eventually("the reference data are known", async || {
        let (code, _) = shell
            .run(OFFICER, &format!("provider register --file {file}"))
            .await;
        (code == 0).then_some(())
    })
    .await;
    let scan = |id: &str, level: u32, day: &str| {
        let dimensions = ["offer", "recognition", "educators", "demand", "organisation"];
        let findings =
            dimensions.map(|id| json!({"dimensionId": id, "level": level, "evidence": "gesprekken"}));
        json!({"scanId": id, "instrumentId": "llo-rijpheidsscan", "instrumentVersion": 1, "takenOn": day, "findings": findings})
    };
    let first = shell.file("scan-1.json", &scan("s1", 1, "2024-05-15"));
    let second = shell.file("scan-2.json", &scan("s2", 2, "2025-05-15"));
    let plan = json!({
        "planId": "p1", "scanId": "s1", "approach": "modulair ontwerpen",
        "goals": [{"dimensionId": "offer", "level": 2, "dueOn": "2025-12-31"}],
    });
    let plan = shell.file("plan.json", &plan);
    let track = json!({
        "trackId": "t1", "title": "Volwassenen leren anders", "cohort": "2025-02", "planId": "p1",
        "startsOn": "2025-02-01", "endsOn": "2025-05-31", "places": 24,
    });
    let track = shell.file("traject.json", &track);
    for step in [
        format!("scan {PROVIDER} --file {first}"),
        format!("scan {PROVIDER} --file {second}"),
        format!("plan {PROVIDER} --file {plan}"),
        format!("track plan {PROVIDER} --file {track}"),
        format!("track start {PROVIDER} t1 --on 2025-02-01 --educators 20"),
        format!("track complete {PROVIDER} t1 --on 2025-05-31 --educators 18"),
    ] {
        shell.done(OFFICER, &format!("provider {step}")).await;
    }
    let compared = shell
        .done(OFFICER, &format!("provider compare {PROVIDER} s1 s2"))
        .await;
    assert!(compared.contains("↑ higher"), "{compared}");
    let shown = shell.done("auditor", &format!("provider show {PROVIDER}")).await;
    assert!(
        shown.contains("00XA") && shown.contains("completed") && shown.contains("18"),
        "{shown}"
    );
    eventually("the provider is listed", async || {
        let listed = shell
            .done("auditor", "provider list --kind hbo --region AM01")
            .await;
        listed.contains(PROVIDER).then_some(())
    })
    .await;
}

async fn an_offer_is_published(shell: &Shell<'_>) {
    let offer = json!({
        "offerId": "a1", "providerId": PROVIDER, "title": "Warmtepompen in delen", "learningOutcomes": ["installeert"],
        "skills": skills(), "studyLoadHours": 140, "nlqfLevel": 6, "language": "nl", "form": "OFFER_FORM_BLENDED",
        "regionIds": ["AM01"], "targetGroup": "installateurs", "openFrom": "2025-03-01", "example": true,
        "flexibility": {"startsPerYear": 6, "longestWaitDays": 60, "inParts": true},
    });
    let mut stray = offer.clone();
    stray["projectId"] = json!("llo-999");
    let file = shell.file("verdwaald.json", &stray);
    let (code, said) = shell.run(OFFICER, &format!("offer publish --file {file}")).await;
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("PROJECT_UNKNOWN") && said.contains("offer.project_id"),
        "{said}"
    );
    let file = shell.file("aanbod.json", &offer);
    shell.done(OFFICER, &format!("offer publish --file {file}")).await;
    eventually("the offer is measured", async || {
        let measured = shell.done("auditor", "offer flexibility --region AM01").await;
        measured.contains("100.0%").then_some(())
    })
    .await;
    let listed = shell
        .done("auditor", &format!("offer list --provider {PROVIDER}"))
        .await;
    assert!(listed.contains("a1") && listed.contains("in parts"), "{listed}");
    shell.done(OFFICER, "offer withdraw a1 --on 2025-06-01").await;
    let shown = shell.done("auditor", "offer show a1").await;
    assert!(
        shown.contains("Withdrawn on: 2025-06-01") && shown.contains("installeert"),
        "{shown}"
    );
}

async fn a_class_is_published(shell: &Shell<'_>) {
    let class = |size: u32| {
        json!({
            "classId": "mc-1", "providerId": PROVIDER, "name": "Warmtepompinstallateur", "description": "Installeert",
            "learningOutcomes": ["installeert"], "criteria": "een proeve", "skills": skills(), "size": size,
            "frameworkId": "microcredentials-ho", "frameworkVersion": 1, "nlqfLevel": 6, "language": "nl", "example": true,
        })
    };
    let small = shell.file("klein.json", &class(2));
    let (code, said) = shell
        .run(OFFICER, &format!("credential class propose --file {small}"))
        .await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("CLASS_INVALID"), "{said}");
    let right = shell.file("klasse.json", &class(5));
    shell
        .done(OFFICER, &format!("credential class propose --file {right}"))
        .await;
    let revised = shell.file("herzien.json", &class(6));
    let (code, said) = shell.run(OFFICER, "credential class review mc-1 approved").await;
    assert_eq!(code, 1, "who proposes does not review");
    assert!(said.contains("CLASS_OWN_REVIEW"), "{said}");
    for (role, step) in [
        ("assessor", "review mc-1 returned --remarks scherper"),
        (OFFICER, &format!("revise --file {revised}")),
        ("assessor", "review mc-1 approved"),
        (
            "agency-officer",
            "accredit mc-1 --reference KM-17 --on 2025-05-30",
        ),
        (OFFICER, "publish mc-1"),
    ] {
        shell.done(role, &format!("credential class {step}")).await;
    }
    let shown = shell.done("auditor", "credential class show mc-1").await;
    assert!(shown.contains("published") && shown.contains("KM-17"), "{shown}");
    eventually("the class is listed", async || {
        let listed = shell
            .done("auditor", "credential class list --framework microcredentials-ho")
            .await;
        listed.contains("mc-1").then_some(())
    })
    .await;
}

/// What was issued: the folder of the documents, and what the command said of each.
struct Issued {
    folder: String,
    credentials: Vec<Value>,
}

impl Issued {
    fn text(&self, index: usize, field: &str) -> String {
        self.credentials[index][field].as_str().unwrap().to_owned()
    }
}

async fn credentials_are_issued(shell: &Shell<'_>) -> Issued {
    for algorithm in ["ed25519", "rs256"] {
        let rotate = format!("credential key rotate {PROVIDER} --algorithm {algorithm}");
        shell.done(OFFICER, &rotate).await;
    }
    let identity = |kind: &str, value: &str| json!({"kind": kind, "value": value});
    let recipients = json!([
        {"identities": [identity("IDENTITY_KIND_NAME", NAME)]},
        {"identities": [identity("IDENTITY_KIND_SYSTEM_ID", "vb-leerling-0001")]},
    ]);
    let file = shell.file("ontvangers.json", &recipients);
    let folder = shell.hub.servers.home().join("uitgereikt").display().to_string();
    let issue = format!("credential issue mc-1 --region AM01 --file {file} --into {folder}");
    let json = shell.done(OFFICER, &format!("{issue} --output json")).await;
    assert!(
        !json.contains(NAME) && !json.contains("@context"),
        "no document goes to standard output: {json}"
    );
    let answer: Value = serde_json::from_str(&json).unwrap();
    let credentials = answer["credentials"].as_array().unwrap().clone();
    for it in &credentials {
        let mode = fs::metadata(it["file"].as_str().unwrap())
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // Asked again, the same documents are written again, and nothing more is issued.
    let request_id = answer["requestId"].as_str().unwrap();
    let again = shell
        .done(OFFICER, &format!("{issue} --request-id {request_id}"))
        .await;
    assert!(
        again.contains(credentials[0]["credentialId"].as_str().unwrap()),
        "{again}"
    );
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    let tokens = shell.done(OFFICER, &format!("{issue} --form jwt")).await;
    assert!(tokens.contains(".jwt"), "{tokens}");
    let keys = shell
        .done("auditor", &format!("credential key list {PROVIDER}"))
        .await;
    assert!(keys.contains("Ed25519") && keys.contains("RS256"), "{keys}");
    Issued { folder, credentials }
}

/// Without the hub's interface: the issuer and the status list are fetched over HTTP.
async fn anybody_verifies(shell: &Shell<'_>, issued: &Issued) {
    // The hub's clock is held, and what it signs is of that moment.
    let now = "--at 2025-06-02T09:05:00Z --allow-private-addresses";
    for document in fs::read_dir(&issued.folder).unwrap() {
        let document = document.unwrap().path();
        let (code, said) = shell
            .run(
                "auditor",
                &format!("credential verify {} {now}", document.display()),
            )
            .await;
        assert_eq!(code, 0, "{said}");
        assert!(
            said.contains("The credential is verified") && said.contains("STATUS_CLEAR"),
            "{said}"
        );
    }
    let document = issued.text(0, "file");
    let (code, said) = shell
        .run("auditor", &format!("credential verify {document} --offline"))
        .await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("not everything could be checked"), "{said}");
    let changed = shell.hub.servers.home().join("veranderd.json");
    let text = fs::read_to_string(&document).unwrap();
    fs::write(&changed, text.replace("Warmtepompinstallateur", "Kernfysicus")).unwrap();
    let verify = format!("credential verify {} {now} --output json", changed.display());
    let (code, said) = shell.run("auditor", &verify).await;
    assert_eq!(code, 1, "{said}");
    let report: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(report["verdict"], "refuted");
    let failed = report["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["outcome"] == "failed");
    assert_eq!(failed.unwrap()["reason"], "SIGNATURE_INVALID");
    let (code, said) = shell
        .run(
            "auditor",
            &format!("credential verify {document} --known nergens"),
        )
        .await;
    assert_eq!(code, 2, "{said}");
}

async fn one_is_revoked(shell: &Shell<'_>, issued: &Issued) {
    let number = &issued.credentials[1]["statusNumber"];
    let revoke = format!("credential revoke {PROVIDER} {number} --reason issued-in-error");
    shell.done(OFFICER, &revoke).await;
    let document = issued.text(1, "file");
    let verify = format!("credential verify {document} --at 2025-06-02T09:05:00Z --allow-private-addresses");
    eventually("the status list says that it was revoked", async || {
        let (code, said) = shell.run("auditor", &verify).await;
        (code == 1 && said.contains("REVOKED") && said.contains("refuted")).then_some(())
    })
    .await;
}

async fn a_holder_is_forgotten(shell: &Shell<'_>, issued: &Issued) {
    let holder = issued.text(0, "holderId");
    let role = format!("credential-holder:{holder}");
    let shown = shell.done(&role, &format!("passport show {holder}")).await;
    assert!(
        shown.contains("Warmtepompinstallateur") && shown.contains("not revoked"),
        "{shown}"
    );
    let export = shell.hub.servers.home().join("paspoort.json");
    shell
        .done(
            &role,
            &format!("passport export {holder} --file {}", export.display()),
        )
        .await;
    assert!(holds_credential(&export));
    let (code, said) = shell.run(&role, &format!("passport erase {holder}")).await;
    assert_eq!(code, 2, "there is nobody to ask: {said}");
    assert!(said.contains("--yes"), "{said}");
    shell.done(&role, &format!("passport erase {holder} --yes")).await;
    let (code, said) = shell.run(&role, &format!("passport show {holder}")).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("PASSPORT_UNKNOWN"), "{said}");
    let logged = shell.done(&role, &format!("passport processing {holder}")).await;
    for name in ["IssueCredentials", "ExportPassport", "ErasePassport"] {
        assert!(logged.contains(name), "{name}: {logged}");
    }
    let withdraw = "credential class withdraw mc-1 --reason vervangen";
    shell.done(OFFICER, withdraw).await;
    let keys: Value = serde_json::from_str(
        &shell
            .done(
                "auditor",
                &format!("credential key list {PROVIDER} --output json"),
            )
            .await,
    )
    .unwrap();
    let key = |place: usize| keys["keys"][place]["keyId"].as_str().unwrap();
    let retire = |place| format!("credential key retire {PROVIDER} {}", key(place));
    let (code, said) = shell.run(OFFICER, &retire(0)).await;
    assert_eq!(code, 1, "it signs the status lists: {said}");
    assert!(said.contains("KEY_IN_USE"), "{said}");
    shell.done(OFFICER, &retire(1)).await;
    let listed = shell
        .done("auditor", &format!("credential key list {PROVIDER}"))
        .await;
    assert!(listed.contains("retired"), "{listed}");
}

fn holds_credential(export: &Path) -> bool {
    let mode = fs::metadata(export).unwrap().permissions().mode();
    let document: Value = serde_json::from_slice(&fs::read(export).unwrap()).unwrap();
    mode & 0o777 == 0o600 && document.to_string().contains("Warmtepompinstallateur")
}
