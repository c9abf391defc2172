//! Applications in one call, and awards that come near its ceiling.

use std::ops::RangeInclusive;

use contracts::hub::v1::Receipt;
use serde_json::{Value, json};
use testkit::Client;
use tonic::Status;

use super::calls::ask;
use crate::dice::Dice;

/// Numbers of the applications that callers share.
pub(crate) const APPLICANTS: RangeInclusive<u32> = 7_001..=7_060;
/// The call they are in.
pub(crate) const CALL: &str = "voorbeeldronde-open";
/// Its ceiling in euro cents: enough for some of the awards that are asked for, and not for all.
pub(crate) const CEILING_CENTS: i64 = 150_000_000;

/// What happens to an application.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// It is begun, under a name that has a mark in it.
    Draft { mark: String },
    /// It is submitted.
    Submit,
    /// An assessor declares to have no interest.
    Declare,
    /// That assessor scores.
    Score { mark: String },
    /// The agency decides, under a reference that is a mark.
    Award { cents: i64, mark: String },
}

impl Step {
    pub(super) fn draw(dice: &mut Dice, mark: String) -> Self {
        match dice.within(1, 100) {
            1..=35 => Self::Draft { mark },
            36..=58 => Self::Submit,
            59..=66 => Self::Declare,
            67..=74 => Self::Score { mark },
            _ => Self::Award {
                cents: dice.within(50_000, 100_000).cast_signed() * 100,
                mark,
            },
        }
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Draft { .. } => "draft application",
            Self::Submit => "submit application",
            Self::Declare => "declare interest",
            Self::Score { .. } => "score application",
            Self::Award { .. } => "record award",
        }
    }

    /// What must stand in the facts of this step and in those of no other.
    pub(super) fn mark(&self) -> Option<&str> {
        match self {
            Self::Draft { mark } | Self::Score { mark } | Self::Award { mark, .. } => Some(mark),
            Self::Submit | Self::Declare => None,
        }
    }

    /// Asks for it once.
    pub(super) async fn send(
        &self,
        client: &Client,
        id: &str,
        application_id: &str,
    ) -> Result<Option<Receipt>, Status> {
        let content = self.content(id, application_id);
        let mut applications = client.applications();
        Ok(match self {
            Self::Draft { .. } => {
                let told = applications.draft_application(ask(content)?).await?;
                told.into_inner().receipt
            }
            Self::Submit => {
                let told = applications.submit_application(ask(content)?).await?;
                told.into_inner().receipt
            }
            Self::Declare => {
                let told = applications.declare_interest(ask(content)?).await?;
                told.into_inner().receipt
            }
            Self::Score { .. } => {
                let told = applications.score_application(ask(content)?).await?;
                told.into_inner().receipt
            }
            Self::Award { .. } => {
                let told = client.awards().record_award(ask(content)?).await?;
                told.into_inner().receipt
            }
        })
    }

    fn content(&self, id: &str, application_id: &str) -> Value {
        match self {
            Self::Draft { mark } => {
                json!({"requestId": id, "application": application(application_id, mark)})
            }
            Self::Submit => json!({"requestId": id, "applicationId": application_id}),
            Self::Declare => json!({"requestId": id, "applicationId": application_id, "conflict": false}),
            Self::Score { mark } => {
                let score = |criterion| json!({"criterionId": criterion, "points": 70, "motivation": mark});
                json!({
                    "requestId": id, "applicationId": application_id,
                    "scores": (["impact", "quality", "third"].map(score)),
                })
            }
            Self::Award { cents, mark } => json!({
                "requestId": id, "applicationId": application_id, "outcome": "AWARD_OUTCOME_GRANTED",
                "awardedCents": cents.to_string(), "reference": mark, "decidedOn": "2024-07-20",
            }),
        }
    }
}

/// The call, open whatever day it is.
pub(crate) fn open_call() -> Value {
    json!({
        "callWindow": {
            "callId": CALL, "trancheId": "ronde-2", "schemeId": "llo-energie-grondstoffen", "schemeVersion": 2,
            "opensOn": "2024-04-01", "closesOn": "2099-12-31",
            "ceilings": [{"sizeClass": "SIZE_CLASS_SMALL", "ceilingCents": CEILING_CENTS.to_string()}],
        },
        "source": "Verzonnen voor een toets", "example": true,
    })
}

/// An application that meets all rules.
pub(crate) fn application(id: &str, mark: &str) -> Value {
    json!({
        "applicationId": id, "callId": CALL, "name": format!("Voorbeeld: {mark}"),
        "summary": "Korte opleidingen voor installateurs.", "workgroupId": "wg-solutions",
        "themeId": "energy-raw-materials", "sizeClass": "SIZE_CLASS_SMALL",
        "leadOrganisationId": "vb-roc-noorderlicht",
        "partners": [
            {"organisationId": "vb-hs-oostpoort", "role": "publieke opleider"},
            {"organisationId": "vb-bedrijf-warmtebron", "role": "arbeidsorganisatie"},
        ],
        "regions": [{"regionId": "AM01", "sharePercent": 100}],
        "startsOn": "2024-09-01", "endsOn": "2026-08-31",
        "plan": {
            "milestones": [{"milestoneId": "m1", "title": "Eerste groep gestart", "dueOn": "2025-02-01"}],
            "targets": [{"indicatorId": "trans-participants-started", "baselineValue": 0.0, "targetValue": 120.0}],
            "budget": [{"category": "personnel", "plannedCents": "12000000"}],
            "cofinancingCents": "2000000",
        },
        "requestedCents": "10000000", "targetGroup": "installateurs", "example": true,
        "skills": [{
            "uri": "http://data.europa.eu/esco/skill/00735755-adc6-4ea0-b034-b8caff339c9f", "taxonomy": "ESCO 1.1.1",
            "label": "warmtepompen installeren",
        }],
    })
}
