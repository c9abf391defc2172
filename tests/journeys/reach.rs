//! Reaching a hub, however its blocks run, and the project every journey begins with.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use runtime::block::Registration;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use testkit::{Client, SeparateProcesses, TestHub, eventually, request_id};
use tonic::Request;

/// The binary under test.
pub(crate) fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_schakelpunt"))
}

/// Where the data files are.
pub(crate) fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

/// Blocks that publish nothing of their own accord: each entry of the ledger is one that the test brings about.
pub(crate) fn quiet() -> &'static [Registration] {
    let names = ["programme", "ledger", "insight"].map(str::to_owned);
    schakelpunt::blocks::named(&names).unwrap().leak()
}

/// A request from the JSON form the contract gives it.
pub(crate) fn request<T: DeserializeOwned>(json: Value) -> Request<T> {
    Request::new(serde_json::from_value(json).unwrap())
}

/// Makes callers: of which block, in which roles.
type Callers<'a> = Box<dyn Fn(&str, &str) -> Client + Send + Sync + 'a>;

/// A hub and who calls it.
pub(crate) struct Reach<'a> {
    home: PathBuf,
    programme: String,
    caller: Callers<'a>,
}

impl<'a> Reach<'a> {
    /// A hub in one process.
    pub(crate) fn whole(hub: &'a TestHub) -> Self {
        Self {
            home: hub.servers.home().to_owned(),
            programme: hub.address(),
            caller: Box::new(|_, roles| hub.caller(roles)),
        }
    }

    /// A hub of separate processes.
    pub(crate) fn separate(hub: &'a SeparateProcesses) -> Self {
        Self {
            home: hub.servers.home().to_owned(),
            programme: hub.address("programme"),
            caller: Box::new(|block, roles| hub.caller(block, roles)),
        }
    }

    /// A caller of the programme block.
    pub(crate) fn programme(&self, roles: &str) -> Client {
        (self.caller)("programme", roles)
    }

    /// A caller of the transitions block.
    pub(crate) fn transitions(&self, roles: &str) -> Client {
        (self.caller)("transitions", roles)
    }

    /// A caller of the professionalisation block.
    pub(crate) fn professionalisation(&self, roles: &str) -> Client {
        (self.caller)("professionalisation", roles)
    }

    /// A caller of the radar.
    pub(crate) fn radar(&self, roles: &str) -> Client {
        (self.caller)("radar", roles)
    }

    /// A caller of the culture block.
    pub(crate) fn culture(&self, roles: &str) -> Client {
        (self.caller)("culture", roles)
    }

    /// A caller of the exchange.
    pub(crate) fn exchange(&self, roles: &str) -> Client {
        (self.caller)("exchange", roles)
    }

    /// A caller of the ledger.
    pub(crate) fn ledger(&self, roles: &str) -> Client {
        (self.caller)("ledger", roles)
    }

    /// A caller of insight.
    pub(crate) fn insight(&self, roles: &str) -> Client {
        (self.caller)("insight", roles)
    }

    /// Runs the command line against the programme block.
    pub(crate) async fn command(&self, arguments: &[&str]) -> Output {
        command(&self.programme, &self.home, arguments).await
    }

    /// Moves the hub's clock.
    pub(crate) async fn clock(&self, to: &str) {
        let advance = request(json!({"to": to}));
        self.programme("operator")
            .clock()
            .advance_clock(advance)
            .await
            .unwrap();
    }

    /// Loads the reference data as it ships.
    pub(crate) async fn load_reference_data(&self) {
        self.load_folder("reference").await;
    }

    /// Loads the rules of block 3 as they ship; the hub must have that block at the same address.
    pub(crate) async fn load_rules(&self) {
        self.load_folder("professionalisation").await;
    }

    /// Loads figures, instrument and coding scheme of block 4 as they ship; the hub must have that block at the same address.
    pub(crate) async fn load_culture(&self) {
        self.load_folder("culture").await;
    }

    async fn load_folder(&self, folder: &str) {
        let mut files: Vec<String> = std::fs::read_dir(data().join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path().display().to_string())
            .collect();
        files.sort();
        let mut arguments = vec!["load"];
        arguments.extend(files.iter().map(String::as_str));
        let output = self.command(&arguments).await;
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// A project that runs since 2024-01-01 on a plan with two milestones, with EUR 1,000,000 granted.
    pub(crate) async fn running_project(&self, id: &str) {
        let officer = self.programme("agency-officer");
        officer
            .projects()
            .register_project(request(
                json!({"requestId": request_id(), "project": profile(id)}),
            ))
            .await
            .unwrap();
        let granted = json!({
            "requestId": request_id(), "projectId": id, "state": "MONEY_STATE_GRANTED", "totalCents": "100000000",
            "reference": "besluit-1", "decidedOn": "2023-12-01",
        });
        officer.projects().record_money(request(granted)).await.unwrap();
        let baseline = json!({"requestId": request_id(), "projectId": id, "plan": plan()});
        self.programme(&format!("project-lead:{id}"))
            .projects()
            .set_baseline(request(baseline))
            .await
            .unwrap();
    }

    /// Waits until the hub has scheduled what the project owes.
    pub(crate) async fn obligations(&self, id: &str) -> Vec<contracts::programme::v1::Obligation> {
        let lead = self.programme(&format!("project-lead:{id}"));
        eventually("obligations are scheduled", async || {
            let list = lead
                .reporting()
                .list_obligations(request(json!({"projectId": id})))
                .await
                .unwrap()
                .into_inner();
            (!list.obligations.is_empty()).then_some(list.obligations)
        })
        .await
    }
}

/// Runs the command line as somebody with the development key in `home`.
pub(crate) async fn command(address: &str, home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(program());
    command
        .args(arguments)
        .arg("--address")
        .arg(address)
        .arg("--data-dir")
        .arg(home)
        .env("NO_COLOR", "1");
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}

/// The profile of a project, by the reference data that ships.
pub(crate) fn profile(id: &str) -> Value {
    json!({
        "projectId": id, "name": "Voorbeeld: reisproject", "summary": "Verzonnen voor een toets.",
        "blockId": "transitions", "workgroupId": "wg-demand", "themeId": "energy-raw-materials",
        "callId": "ronde-1-energie-grondstoffen", "schemeId": "llo-energie-grondstoffen", "schemeVersion": 1,
        "sizeClass": "SIZE_CLASS_LARGE", "leadOrganisationId": "vb-hs-zuiderlicht",
        "partners": [
            {"organisationId": "vb-roc-polderkring", "role": "publieke opleider"},
            {"organisationId": "vb-bedrijf-waterstofkade", "role": "arbeidsorganisatie"},
        ],
        "regions": [{"regionId": "AM01", "sharePercent": 60}, {"regionId": "AM02", "sharePercent": 40}],
        "startsOn": "2024-01-01", "endsOn": "2025-12-31", "example": true,
    })
}

/// A plan for it.
pub(crate) fn plan() -> Value {
    json!({
        "milestones": [
            {"milestoneId": "m1", "title": "Overeenkomst getekend", "dueOn": "2024-05-01"},
            {"milestoneId": "m2", "title": "Eerste groep gestart", "dueOn": "2025-03-01"},
        ],
        "targets": [{"indicatorId": "trans-participants-started", "baselineValue": 0.0, "targetValue": 200.0}],
        "budget": [{"category": "personnel", "plannedCents": "80000000"}, {"category": "materials", "plannedCents": "40000000"}],
        "cofinancingCents": "20000000",
    })
}
