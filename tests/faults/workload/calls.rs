//! What callers ask: changes of several kinds, some of which must be refused.

use contracts::hub::v1::Receipt;
use serde_json::{Value, json};
use testkit::Client;
use tonic::Status;

use super::{APPLICANTS, Record, applying::Step, next, request};
use crate::dice::Dice;

/// One change that is asked for.
#[derive(Debug, Clone)]
pub(crate) enum Call {
    /// A new project.
    Register { project: String },
    /// A project that is there already: must be refused.
    RegisterAgain { project: String },
    /// An amount in a project that several callers work on.
    Money {
        project: String,
        total: u64,
        mark: String,
    },
    /// An amount that no grant can have: must be refused.
    TooMuch { project: String, mark: String },
    /// A project's first plan, which makes the hub schedule what it owes.
    Baseline { project: String },
    /// A report about the first half year.
    Start { project: String },
    /// Words in that report.
    Fill { project: String, mark: String },
    /// Handing it in, judged on plan, calendar and attention points together.
    Submit { project: String },
    /// An organisation, new or with another name.
    Define { organisation: String, mark: String },
    /// A step of an application in the open call, up to its award.
    Apply { application: String, step: Step },
}

impl Call {
    /// A call that fits what is there.
    pub(crate) fn draw(dice: &mut Dice, record: &Record) -> Self {
        let mark = format!("merk-{}", next());
        if dice.percent(30) {
            let number = dice.within((*APPLICANTS.start()).into(), (*APPLICANTS.end()).into());
            return Self::Apply {
                application: format!("llo-{number}"),
                step: Step::draw(dice, mark),
            };
        }
        let Some(project) = record.some_project(dice) else {
            return Self::register();
        };
        match dice.within(1, 100) {
            1..=22 => Self::register(),
            23..=25 => Self::RegisterAgain { project },
            26..=55 => Self::Money {
                project,
                total: dice.within(1, 90_000_000),
                mark,
            },
            56..=59 => Self::TooMuch { project, mark },
            60..=72 => Self::Baseline { project },
            73..=79 => Self::Start { project },
            80..=86 => Self::Fill { project, mark },
            87..=90 => Self::Submit { project },
            _ => Self::Define {
                organisation: format!("vb-faults-{}", dice.within(1, 20)),
                mark,
            },
        }
    }

    fn register() -> Self {
        Self::Register {
            project: format!("llo-{}", 1_000 + next()),
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Register { .. } => "register",
            Self::RegisterAgain { .. } => "register again",
            Self::Money { .. } => "record money",
            Self::TooMuch { .. } => "record too much money",
            Self::Baseline { .. } => "set baseline",
            Self::Start { .. } => "start report",
            Self::Fill { .. } => "fill report",
            Self::Submit { .. } => "submit report",
            Self::Define { .. } => "define organisation",
            Self::Apply { step, .. } => step.name(),
        }
    }

    /// The block that is asked.
    pub(crate) fn block(&self) -> &'static str {
        match self {
            Self::Apply { .. } => "transitions",
            _ => "programme",
        }
    }

    /// What is awarded to which application, if that is what it asks for.
    pub(crate) fn awards(&self) -> Option<(&str, i64)> {
        match self {
            Self::Apply {
                application,
                step: Step::Award { cents, .. },
            } => Some((application, *cents)),
            _ => None,
        }
    }

    /// The project it registers.
    pub(crate) fn registers(&self) -> Option<&str> {
        match self {
            Self::Register { project } => Some(project),
            _ => None,
        }
    }

    /// What must stand in the facts of this call and in those of no other.
    pub(crate) fn mark(&self) -> Option<&str> {
        match self {
            Self::Register { project } => Some(project),
            Self::Money { mark, .. } | Self::Fill { mark, .. } | Self::Define { mark, .. } => Some(mark),
            Self::Apply { step, .. } => step.mark(),
            _ => None,
        }
    }

    /// Whether it must be refused.
    pub(crate) fn is_wrong(&self) -> bool {
        matches!(self, Self::RegisterAgain { .. } | Self::TooMuch { .. })
    }

    /// Asks it once.
    pub(crate) async fn send(&self, client: &Client, id: &str) -> Result<Receipt, Status> {
        let receipt = match self {
            Self::Apply { application, step } => step.send(client, id, application).await?,
            Self::Register { .. } | Self::RegisterAgain { .. } => {
                let mut projects = client.projects();
                let told = projects.register_project(ask(self.content(id))?).await?;
                told.into_inner().receipt
            }
            Self::Money { .. } | Self::TooMuch { .. } => {
                let mut projects = client.projects();
                projects
                    .record_money(ask(self.content(id))?)
                    .await?
                    .into_inner()
                    .receipt
            }
            Self::Baseline { .. } => {
                let mut projects = client.projects();
                projects
                    .set_baseline(ask(self.content(id))?)
                    .await?
                    .into_inner()
                    .receipt
            }
            Self::Start { .. } => {
                let mut reporting = client.reporting();
                reporting
                    .start_report(ask(self.content(id))?)
                    .await?
                    .into_inner()
                    .receipt
            }
            Self::Fill { .. } => {
                let mut reporting = client.reporting();
                reporting
                    .fill_report(ask(self.content(id))?)
                    .await?
                    .into_inner()
                    .receipt
            }
            Self::Submit { .. } => {
                let mut reporting = client.reporting();
                reporting
                    .submit_report(ask(self.content(id))?)
                    .await?
                    .into_inner()
                    .receipt
            }
            Self::Define { .. } => {
                let mut reference = client.reference();
                reference
                    .define_entry(ask(self.content(id))?)
                    .await?
                    .into_inner()
                    .receipt
            }
        };
        receipt.ok_or_else(|| Status::data_loss("an answer without a receipt"))
    }

    /// The request as the contract's JSON has it.
    fn content(&self, id: &str) -> Value {
        let report = |project: &str| format!("{project}_2024-H1_progress");
        match self {
            Self::Register { project } | Self::RegisterAgain { project } => {
                json!({"requestId": id, "project": profile(project)})
            }
            Self::Money { project, total, mark } => json!({
                "requestId": id, "projectId": project, "state": "MONEY_STATE_RESERVED", "totalCents": total.to_string(),
                "reference": mark, "decidedOn": "2023-12-01", "correctionReason": "bijgesteld",
            }),
            Self::TooMuch { project, mark } => json!({
                "requestId": id, "projectId": project, "state": "MONEY_STATE_GRANTED",
                "totalCents": "900000000000", "reference": mark, "decidedOn": "2023-12-01",
            }),
            Self::Baseline { project } => json!({"requestId": id, "projectId": project, "plan": plan()}),
            Self::Start { project } => json!({
                "requestId": id, "projectId": project, "period": "2024-H1", "kind": "REPORT_KIND_PROGRESS",
            }),
            Self::Fill { project, mark } => json!({
                "requestId": id, "projectId": project, "reportId": report(project), "content": {
                    "highlights": format!("Het eerste halfjaar verliep volgens plan ({mark})."),
                    "milestones": [
                        {"milestoneId": "m1", "achieved": true, "achievedOn": "2024-04-20"}, {"milestoneId": "m2"},
                    ],
                    "results": [{"indicatorId": "trans-participants-started", "currentValue": 35.0}],
                    "budget": [
                        {"category": "personnel", "cumulativeCents": "15000000"},
                        {"category": "materials", "cumulativeCents": "2500050"},
                    ],
                    "learningCulture": "Leidinggevenden leren mee.",
                },
            }),
            Self::Submit { project } => {
                json!({"requestId": id, "projectId": project, "reportId": report(project)})
            }
            Self::Define { organisation, mark } => json!({
                "requestId": id, "entry": {
                    "organisation": {
                        "organisationId": organisation, "name": format!("Voorbeeldorganisatie {mark}"),
                        "kind": "ORGANISATION_KIND_MBO",
                    },
                    "source": "Verzonnen voor een toets", "example": true,
                },
            }),
            // Its steps have their own.
            Self::Apply { .. } => Value::Null,
        }
    }
}

pub(super) fn ask<T: serde::de::DeserializeOwned>(content: Value) -> Result<tonic::Request<T>, Status> {
    request(content)
        .map_err(|error| Status::data_loss(format!("the call of this test is no request: {error}")))
}

/// The profile of a project, by the reference data that ships.
fn profile(id: &str) -> Value {
    json!({
        "projectId": id, "name": format!("Voorbeeld: {id}"), "summary": "Verzonnen voor een toets.",
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
fn plan() -> Value {
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
