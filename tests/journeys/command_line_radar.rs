//! The commands on building block 1 as their users meet them: documents come in and are read, skills go from candidates to the radar,
//! an edition is frozen and written as files, and a new release of a taxonomy is handed over.

use std::{fs, path::PathBuf};

use serde_json::Value;
use testkit::{TestHub, eventually};

use crate::{
    radar::{COORDINATOR, CURATOR, HEAT_PUMPS, PROPOSER, all_read, sources::years_of_reading_come_in},
    reach::{Reach, data},
    shell::Shell,
};

const TEXT: &str = "Vakmensen voor de warmtetransitie\n\n\
    Installateurs leren warmtepompen te installeren. Het installeren van warmtepompen vraagt om overleg met de klant.\n";

#[tokio::test(flavor = "multi_thread")]
async fn people_read_curate_and_publish_the_radar_from_the_command_line() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let shell = Shell {
        hub: &hub,
        reach: Reach::whole(&hub),
    };
    shell.reach.clock("2026-07-01T09:00:00Z").await;
    shell.reach.load_reference_data().await;
    concepts_are_found(&shell).await;
    let source_id = a_document_comes_in(&shell).await;
    it_is_read(&shell, &source_id).await;
    it_is_corrected_and_withdrawn(&shell, &source_id).await;
    years_of_reading_come_in(&shell.reach).await;
    runs_are_compared(&shell).await;
    trends_are_shown(&shell).await;
    a_skill_is_curated(&shell).await;
    candidates_become_a_skill(&shell).await;
    an_edition_is_frozen(&shell).await;
    a_release_is_handed_over(&shell).await;
}

/// Exit code and what was said, on both outputs, by a command whose words may have spaces in them.
async fn run(shell: &Shell<'_>, role: &str, words: &[&str]) -> (i32, String) {
    let output = shell.reach.command(&[words, &["--as", role]].concat()).await;
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(said).unwrap())
}

/// What was said by a command that must succeed; in Dutch, unless the words say otherwise.
async fn done(shell: &Shell<'_>, role: &str, words: &[&str]) -> String {
    let (code, said) = run(shell, role, words).await;
    assert_eq!(code, 0, "{words:?}: {said}");
    said
}

async fn answer(shell: &Shell<'_>, role: &str, words: &[&str]) -> Value {
    let output = shell
        .reach
        .command(&[words, &["--as", role, "--output", "json"]].concat())
        .await;
    assert!(output.status.success(), "{words:?}: {output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn file(shell: &Shell<'_>, name: &str, content: &str) -> String {
    let path: PathBuf = shell.hub.servers.home().join(name);
    fs::write(&path, content).unwrap();
    path.display().to_string()
}

async fn concepts_are_found(shell: &Shell<'_>) {
    eventually("the set to start with is there", async || {
        let found = shell
            .done("auditor", "skill search warmtepompen instal --language nl")
            .await;
        found.contains(HEAT_PUMPS).then_some(())
    })
    .await;
    let shown = done(shell, "auditor", &["skill", "show", HEAT_PUMPS]).await;
    assert!(
        shown.contains("eigen vertaling") && shown.contains("Staat: geldt"),
        "{shown}"
    );
    let shown = shell.done("auditor", &format!("skill show {HEAT_PUMPS}")).await;
    assert!(shown.contains("own translation"), "{shown}");
    let (code, said) = run(shell, "auditor", &["skill", "show", "http://example.org/geen"]).await;
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("geen enkele uitgave") && said.contains("CONCEPT_UNKNOWN"),
        "{said}"
    );
}

/// What every document here is told to be.
fn about<'a>(publisher: &'a str, day: &'a str) -> Vec<&'a str> {
    vec![
        "--title",
        "Vakmensen voor de warmtetransitie",
        "--publisher",
        publisher,
        "--published-on",
        day,
        "--licence",
        "CC BY 4.0",
        "--kind",
        "study",
        "--theme",
        "energy-raw-materials",
        "--region",
        "AM01",
        "--sector",
        "43.22",
    ]
}

async fn a_document_comes_in(shell: &Shell<'_>) -> String {
    let text = file(shell, "studie.txt", TEXT);
    let about = about("Expertisecentrum Techniek", "2025-05-12");
    let add = [&["radar", "source", "add", &text], about.as_slice()].concat();
    let said = eventually("regions and themes are known to the radar", async || {
        let (code, said) = run(shell, CURATOR, &add).await;
        assert!(code == 0 || said.contains("REFERENCE_UNKNOWN"), "{said}");
        (code == 0).then_some(said)
    })
    .await;
    let source_id = said
        .lines()
        .next()
        .unwrap()
        .trim_start_matches("Bron: ")
        .to_owned();
    let page = file(
        shell,
        "studie.html",
        &format!("<h1>{}</p>", TEXT.replace("\n\n", "</h1><p>")),
    );
    let again = [&["radar", "source", "add", &page], about.as_slice()].concat();
    let again = answer(shell, CURATOR, &again).await;
    assert_eq!(again["sourceId"], source_id.as_str(), "it is the same document");
    let other = file(shell, "studie.docx", TEXT);
    let unknown = [&["radar", "source", "add", &other], about.as_slice()].concat();
    let (code, said) = run(shell, CURATOR, &unknown).await;
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("--format"), "{said}");
    let broken = file(shell, "studie.pdf", "%PDF-1.7 kapot");
    let broken = [&["radar", "source", "add", &broken], about.as_slice()].concat();
    let (code, said) = run(shell, CURATOR, &broken).await;
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("SOURCE_UNREADABLE") && said.contains("text.content"),
        "{said}"
    );
    source_id
}

async fn it_is_read(shell: &Shell<'_>, source_id: &str) {
    eventually("the source is read", async || {
        let listed = shell
            .done(
                "auditor",
                "radar source list --state read --region AM01 --kind study",
            )
            .await;
        listed.contains(source_id).then_some(())
    })
    .await;
    let shown = done(shell, "auditor", &["radar", "source", "show", source_id]).await;
    assert!(
        shown.contains("Staat: gelezen") && shown.contains("CC BY 4.0") && shown.contains("Taal: nl"),
        "{shown}"
    );
    let found = shell
        .done(
            CURATOR,
            &format!("radar mentions --source {source_id} --concept {HEAT_PUMPS}"),
        )
        .await;
    assert!(
        found.contains("asserted") && found.contains("overleg met de klant"),
        "{found}"
    );
    let (code, said) = shell.run(CURATOR, "radar mentions").await;
    assert_eq!(code, 2, "a source or a concept is needed: {said}");
}

async fn it_is_corrected_and_withdrawn(shell: &Shell<'_>, source_id: &str) {
    let revise = [
        "radar",
        "source",
        "revise",
        source_id,
        "--publisher",
        "Expertisecentrum",
        "--reason",
        "naam",
    ];
    done(shell, CURATOR, &revise).await;
    let shown = shell
        .done("auditor", &format!("radar source show {source_id}"))
        .await;
    assert!(
        shown.contains("Publisher: Expertisecentrum\n") && shown.contains("2025-05-12"),
        "what was left out stayed: {shown}"
    );
    let withdraw = format!("radar source withdraw {source_id} --reason ingetrokken");
    let (code, said) = shell.run(CURATOR, &withdraw).await;
    assert_eq!(code, 2, "there is nobody to ask: {said}");
    shell.done(CURATOR, &format!("{withdraw} --yes")).await;
    let shown = shell
        .done("auditor", &format!("radar source show {source_id}"))
        .await;
    assert!(
        shown.contains("State: withdrawn") && shown.contains("Withdrawn because: ingetrokken"),
        "{shown}"
    );
}

async fn runs_are_compared(shell: &Shell<'_>) {
    let in_use = all_read(&shell.reach).await;
    let listed = shell.done("auditor", "radar run list").await;
    let method = in_use.method.unwrap();
    let name = format!("{}/{}", method.name, method.version);
    assert!(
        listed.contains(&in_use.run_id) && listed.contains(&name) && listed.contains("in use"),
        "{listed}"
    );
    let (code, said) = shell
        .run(COORDINATOR, &format!("radar run start tweede --method {name}"))
        .await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("RUN_SAME"), "{said}");
    let (code, said) = shell
        .run(COORDINATOR, "radar run start tweede --method gokken/1")
        .await;
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("REQUEST_INVALID") && said.contains("method"),
        "{said}"
    );
    let (code, said) = shell
        .run(COORDINATOR, &format!("radar run stop {}", in_use.run_id))
        .await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("RUN_IN_USE"), "{said}");
    shell
        .done(COORDINATOR, "radar run start tweede --method label-match/1")
        .await;
    let compare = format!("radar run compare {} tweede --limit 5", in_use.run_id);
    eventually("the other method has read everything", async || {
        let runs = answer(shell, "auditor", &["radar", "run", "list"]).await;
        let second = runs["runs"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["runId"] == "tweede")
            .cloned()?;
        (second["sourcesWaiting"].as_u64().unwrap_or(0) == 0 && second["sourcesRead"].as_u64()? > 0)
            .then_some(())
    })
    .await;
    let compared = shell.done("auditor", &compare).await;
    assert!(
        compared.contains("Agreement: ") && compared.contains("Pairs only in tweede: "),
        "{compared}"
    );
    for step in [
        "use tweede --reason proef".to_owned(),
        format!("use {} --reason beter", in_use.run_id),
        "stop tweede".to_owned(),
    ] {
        shell.done(COORDINATOR, &format!("radar run {step}")).await;
    }
    let (code, said) = shell.run("auditor", "radar run compare tweede tweede").await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("other_run_id"), "{said}");
}

async fn trends_are_shown(shell: &Shell<'_>) {
    let listed = shell
        .done("auditor", "radar trend list --as-of 2026-06-30 --limit 3")
        .await;
    assert!(listed.contains(HEAT_PUMPS) && listed.contains("× "), "{listed}");
    let show = [
        "radar",
        "trend",
        "show",
        HEAT_PUMPS,
        "--as-of",
        "2026-06-30",
        "--period",
        "half-year",
    ];
    let shown = done(shell, "auditor", &show).await;
    assert!(
        shown.contains("2026-H1") && shown.contains(&"█".repeat(16)),
        "the newest period has the longest bar: {shown}"
    );
    assert!(shown.lines().all(|line| line.chars().count() <= 120), "{shown}");
    let json = answer(shell, "auditor", &show).await;
    assert_eq!(json["trend"]["points"].as_array().unwrap().len(), 8);
    let (code, said) = shell
        .run(
            "auditor",
            "radar trend show warmtepompen --periods 2 --as-of gisteren",
        )
        .await;
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("scope.periods") && said.contains("scope.as_of"),
        "everything that is wrong is told: {said}"
    );
}

async fn a_skill_is_curated(shell: &Shell<'_>) {
    let propose = [
        "skill",
        "propose",
        "warmtepompen",
        "--label",
        "Warmtepompen installeren",
        "--label-en",
        "Installing heat pumps",
        "--concept",
        HEAT_PUMPS,
        "--theme",
        "energy-raw-materials",
        "--reason",
        "Vaak genoemd in recente studies.",
    ];
    done(shell, PROPOSER, &propose).await;
    eventually("it waits for a reviewer", async || {
        let waiting = shell.done(CURATOR, "skill queue --for reviewer").await;
        (waiting.contains("warmtepompen") && waiting.contains("a reviewer")).then_some(())
    })
    .await;
    let (code, said) = shell.run("project-lead:llo-101", "skill show warmtepompen").await;
    assert_eq!(code, 1, "a proposal is not for everyone: {said}");
    let (code, said) = run(shell, PROPOSER, &["skill", "review", "warmtepompen"]).await;
    assert_eq!(code, 1, "{said}");
    for step in [
        "review warmtepompen",
        "validate warmtepompen --reason onderbouwd",
        "publish warmtepompen",
        "dissent warmtepompen --reason dit-is-gewoon-werk",
    ] {
        shell.done(CURATOR, &format!("skill {step}")).await;
    }
    let shown = done(shell, "auditor", &["skill", "show", "warmtepompen"]).await;
    assert!(
        shown.contains("Staat: gepubliceerd") && shown.contains("dit-is-gewoon-werk"),
        "{shown}"
    );
    assert!(
        shown.contains("Reden: onderbouwd") && shown.contains("AM01: "),
        "{shown}"
    );
    eventually("it is on the radar", async || {
        let radar = done(shell, "auditor", &["radar", "show", "--as-of", "2026-06-30"]).await;
        (radar.contains("Warmtepompen installeren")
            && radar.contains("Groeiend") | radar.contains("groeiend"))
        .then_some(())
    })
    .await;
}

async fn candidates_become_a_skill(shell: &Shell<'_>) {
    let json = answer(
        shell,
        CURATOR,
        &["radar", "candidates", "--language", "nl", "--sources", "2"],
    )
    .await;
    let candidates = json["candidates"].as_array().unwrap();
    let found = candidates
        .iter()
        .find(|it| {
            it["term"]
                .as_str()
                .unwrap()
                .to_lowercase()
                .contains("waterstofveiligheid")
        })
        .unwrap_or_else(|| panic!("{json:#}"));
    let key = found["variants"][0]["key"].as_str().unwrap();
    let listed = shell
        .done(CURATOR, "radar candidates --language nl --sources 2")
        .await;
    assert!(listed.contains(key), "{listed}");
    let propose = |id| {
        [
            "skill",
            "propose",
            id,
            "--label",
            "Veilig werken met waterstof",
            "--term",
            key,
            "--reason",
            "Komt op.",
        ]
    };
    done(shell, PROPOSER, &propose("waterstofveiligheid")).await;
    eventually("the term is taken", async || {
        let (code, said) = run(shell, PROPOSER, &propose("nog-eens")).await;
        assert_eq!(code, i32::from(said.contains("SKILL_SAME")), "{said}");
        said.contains("SKILL_SAME").then_some(())
    })
    .await;
    for step in [
        "review waterstofveiligheid",
        "validate waterstofveiligheid --reason onderbouwd",
        "publish waterstofveiligheid",
        "retire waterstofveiligheid --reason vergissing",
    ] {
        shell.done(COORDINATOR, &format!("skill {step}")).await;
    }
    let merge = "skill merge waterstofveiligheid --into warmtepompen --reason x";
    let (code, said) = shell.run(COORDINATOR, merge).await;
    assert_eq!(code, 2, "it asks first: {said}");
    let (code, said) = shell.run(COORDINATOR, &format!("{merge} --yes")).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("SKILL_STAGE"), "{said}");
    eventually("it is listed as off the radar", async || {
        let listed = shell.done("auditor", "skill list --state retired").await;
        listed.contains("waterstofveiligheid").then_some(())
    })
    .await;
}

async fn an_edition_is_frozen(shell: &Shell<'_>) {
    let publish = [
        "radar",
        "edition",
        "publish",
        "--title",
        "LLO-Radar zomer 2026",
        "--as-of",
        "2026-06-30",
    ];
    let (code, said) = run(shell, COORDINATOR, &publish).await;
    assert_eq!(code, 2, "an edition never changes, so it asks first: {said}");
    let said = done(shell, COORDINATOR, &[publish.as_slice(), &["--yes"]].concat()).await;
    assert!(said.contains("Editie: 1"), "{said}");
    let shown = done(shell, "auditor", &["radar", "edition", "show"]).await;
    assert!(
        shown.contains("1. LLO-Radar zomer 2026") && shown.contains("nieuw"),
        "{shown}"
    );
    eventually("it is listed", async || {
        let listed = shell.done("auditor", "radar edition list").await;
        listed.contains("LLO-Radar zomer 2026").then_some(())
    })
    .await;
    let picture = shell.hub.servers.home().join("radar.svg").display().to_string();
    shell
        .done(
            "auditor",
            &format!("radar edition export 1 --format svg --language nl --file {picture}"),
        )
        .await;
    assert!(fs::read_to_string(&picture).unwrap().contains("<svg"));
    let table = done(
        shell,
        "auditor",
        &["radar", "edition", "export", "--format", "csv"],
    )
    .await;
    assert!(table.contains("warmtepompen"), "{table}");
    let (code, said) = shell.run("auditor", "radar edition show 7").await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("EDITION_UNKNOWN"), "{said}");
}

async fn a_release_is_handed_over(shell: &Shell<'_>) {
    let successor = "http://data.europa.eu/esco/skill/11111111-2222-4333-8444-555555555555";
    let changed = |name: &str| {
        let text = fs::read_to_string(data().join("taxonomy").join(name)).unwrap();
        file(shell, name, &text.replace(HEAT_PUMPS, successor))
    };
    let (english, dutch) = (changed("skills_en.csv"), changed("skills_nl.csv"));
    let replaced = file(
        shell,
        "successors.csv",
        "conceptUri,replacedBy\ngeen uri,ook niet\n",
    );
    let import = [
        "skill",
        "release",
        "import",
        "esco",
        "1.2",
        &english,
        &dutch,
        &replaced,
        "--title",
        "ESCO",
        "--licence",
        "CC BY 4.0",
        "--published-on",
        "2026-05-01",
    ];
    let (code, said) = run(shell, CURATOR, &import).await;
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("RELEASE_FAULTY") && said.contains("files[2]") && said.contains("skills_en.csv: 100 %"),
        "{said}"
    );
    file(
        shell,
        "successors.csv",
        &format!("conceptUri,replacedBy\n{HEAT_PUMPS},{successor}\n"),
    );
    let (code, said) = run(shell, CURATOR, &import).await;
    assert_eq!(code, 1, "it goes on where the other file ended: {said}");
    assert!(said.contains("files[2].sha256"), "{said}");
    assert!(
        !said.contains("skills_en.csv: 100 %"),
        "what is there is not sent again: {said}"
    );
    let said = done(shell, CURATOR, &[import.as_slice(), &["--anew"]].concat()).await;
    assert!(
        said.contains("ESCO 1.2") && said.contains("vervangen 1"),
        "{said}"
    );
    let listed = shell.done("auditor", "skill release list --scheme esco").await;
    assert!(listed.contains("1.2") && listed.contains("yes"), "{listed}");
    let changes = shell
        .done("auditor", "skill release changes esco 1.2 --kind replaced")
        .await;
    assert!(
        changes.contains(HEAT_PUMPS) && changes.contains(successor),
        "{changes}"
    );
    let shown = done(shell, "auditor", &["skill", "show", HEAT_PUMPS]).await;
    assert!(
        shown.contains("Staat: vervangen") && shown.contains(successor),
        "{shown}"
    );
}
