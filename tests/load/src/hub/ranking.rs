//! The ranking of a call: two thousand applications, each scored by ten assessors, in less than a second.
//!
//! The hub is filled through the block's own calls, as consortia and assessors would do it, many at a time.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use async_trait::async_trait;
use contracts::{
    programme::v1::AdvanceClockRequest,
    transitions::v1::{
        Application, DeclareInterestRequest, DraftApplicationRequest, GetCallRequest, GetRankingRequest,
        GetRankingResponse, Score, ScoreApplicationRequest, SubmitApplicationRequest,
    },
};
use futures::{StreamExt, TryStreamExt, stream};
use schakelpunt::blocks::BLOCKS;
use serde_json::json;
use tokio::{sync::Mutex, time::Instant};
use transitions::domain::{
    application::{
        Assessment, Score as Points,
        ranking::{Entrant, rank},
    },
    rules::{Criterion, SizeClass},
    values::Cents,
};
use uuid::Uuid;

use super::{
    caller::Caller,
    process::{Hub, Patience},
};
use crate::{
    measure::{Contender, Effort, Named},
    servers::Servers,
};

/// Applications of the call.
const APPLICATIONS: u64 = 2_000;
/// Assessors of each.
const ASSESSORS: usize = 10;
/// Calls that fill the hub at the same time, and the connections they share.
const AT_ONCE: usize = 64;
const CONNECTIONS: usize = 4;
/// The call whose window is known, a moment within it, and the criteria by which small projects are judged in it.
const CALL: &str = "ronde-2-energie-grondstoffen";
const WITHIN: &str = "2024-04-10T09:00:00Z";
const CRITERIA: [(&str, u32); 3] = [("quality", 60), ("impact", 30), ("third", 10)];
/// Why a criterion got its points: about as much as people write.
const MOTIVATION: &str = "De aanpak is navolgbaar en past bij de vraag in de regio; de planning is krap, en de partners \
                          leveren voldoende inzet om de doelen in de tweede helft te halen.";

/// A hub with a call that is assessed, on a database that outlives it.
pub(crate) struct Assessed {
    database: String,
    applications: usize,
    hub: Mutex<Option<Hub>>,
}

impl Assessed {
    /// Fills a hub.
    pub(crate) async fn fill(servers: &Servers, effort: &Effort) -> anyhow::Result<Arc<Self>> {
        let database = servers.database("ranking").await?;
        let hub = Hub::start(&database, BLOCKS.to_vec())?;
        // First, because the clock goes back only while nothing was recorded.
        let clock = hub.caller("operator", 1)?;
        let to = serde_json::from_value::<AdvanceClockRequest>(json!({"to": WITHIN}))?;
        clock.clock(0).advance_clock(to).await?;
        hub.load_reference()?;
        let applications = usize::try_from(effort.size(APPLICATIONS))?;
        let officer = hub.caller("agency-officer", CONNECTIONS)?;
        until_the_call_is_known(&officer).await?;
        let begun = Instant::now();
        stream::iter(0..applications)
            .map(|number| apply(&hub, &officer, number))
            .buffer_unordered(AT_ONCE)
            .try_collect::<()>()
            .await?;
        for assessor in 0..ASSESSORS {
            let who = hub.caller_as(&format!("assessor-{assessor}"), "assessor", CONNECTIONS)?;
            stream::iter(0..applications)
                .map(|number| assess(&who, number, assessor))
                .buffer_unordered(AT_ONCE)
                .try_collect::<()>()
                .await?;
        }
        eprintln!(
            "{applications} applications with {ASSESSORS} assessors each, in {:.1} s",
            begun.elapsed().as_secs_f64()
        );
        Ok(Arc::new(Self {
            database,
            applications,
            hub: Mutex::new(Some(hub)),
        }))
    }

    /// Asks for the ranking, and how long that took.
    async fn ask(&self, caller: &Caller) -> anyhow::Result<(Duration, GetRankingResponse)> {
        let asked = GetRankingRequest {
            call_id: CALL.to_owned(),
        };
        let before = Instant::now();
        let answer = caller.applications(0).get_ranking(asked).await?.into_inner();
        let took = before.elapsed();
        let ranked: usize = answer
            .size_classes
            .iter()
            .map(|class| class.applications.len())
            .sum();
        anyhow::ensure!(ranked == self.applications, "{ranked} applications are ranked");
        Ok((took, answer))
    }
}

/// What the reference data define is heard by the block a moment later.
async fn until_the_call_is_known(caller: &Caller) -> anyhow::Result<()> {
    let patience = Patience::with("the block to know the call and all organisations");
    let draft = application(usize::MAX)?;
    caller.applications(0).draft_application(request(&draft)).await?;
    loop {
        let call = GetCallRequest {
            call_id: CALL.to_owned(),
        };
        if caller.awards(0).get_call(call).await.is_ok() {
            let check = contracts::transitions::v1::CheckApplicationRequest {
                application_id: draft.application_id.clone(),
            };
            let checked = caller
                .applications(0)
                .check_application(check)
                .await?
                .into_inner();
            if checked.can_be_submitted {
                return Ok(());
            }
        }
        patience.pause().await?;
    }
}

fn request(application: &Application) -> DraftApplicationRequest {
    DraftApplicationRequest {
        request_id: Uuid::new_v4().to_string(),
        application: Some(application.clone()),
    }
}

fn application_id(number: usize) -> String {
    format!("aanvraag-{number}")
}

/// A small application as the example season has them.
fn application(number: usize) -> anyhow::Result<Application> {
    let application = json!({
        "applicationId": application_id(number), "callId": CALL, "name": format!("Meting {number}"),
        "summary": "Korte opleidingen voor installateurs in de regio, ontworpen met werkgevers, overheid en bewoners.",
        "workgroupId": "wg-solutions", "themeId": "energy-raw-materials", "sizeClass": "SIZE_CLASS_SMALL",
        "leadOrganisationId": "vb-roc-noorderlicht",
        "partners": [
            {"organisationId": "vb-hs-oostpoort", "role": "publieke opleider"},
            {"organisationId": "vb-bedrijf-warmtebron", "role": "arbeidsorganisatie"},
        ],
        "regions": [{"regionId": "AM01", "sharePercent": 60}, {"regionId": "AM02", "sharePercent": 40}],
        "startsOn": "2024-09-01", "endsOn": "2026-08-31",
        "plan": {
            "milestones": [
                {"milestoneId": "m1", "title": "Samenwerkingsovereenkomst getekend", "dueOn": "2024-12-01"},
                {"milestoneId": "m2", "title": "Eerste groep deelnemers gestart", "dueOn": "2025-02-01"},
            ],
            "targets": [{"indicatorId": "trans-participants-started", "baselineValue": 0.0, "targetValue": 120.0}],
            "budget": [
                {"category": "personnel", "plannedCents": "9000000"}, {"category": "development", "plannedCents": "3000000"},
            ],
            "cofinancingCents": "2000000",
        },
        "requestedCents": "10000000", "targetGroup": "installateurs", "example": true,
        "skills": [{
            "uri": "http://data.europa.eu/esco/skill/00735755-adc6-4ea0-b034-b8caff339c9f", "taxonomy": "ESCO 1.1.1",
            "label": "warmtepomp installeren",
        }],
    });
    serde_json::from_value(application).context("the contract has no such application")
}

/// Begins and submits an application.
async fn apply(hub: &Hub, officer: &Caller, number: usize) -> anyhow::Result<()> {
    let draft = application(number)?;
    let lead = hub.caller_beside(officer, &format!("project-lead:{}", draft.application_id))?;
    lead.applications(number)
        .draft_application(request(&draft))
        .await?;
    let submit = SubmitApplicationRequest {
        request_id: Uuid::new_v4().to_string(),
        application_id: draft.application_id,
    };
    lead.applications(number).submit_application(submit).await?;
    Ok(())
}

/// Points that differ from application to application, with ties among them.
fn points(number: usize, assessor: usize, criterion: usize) -> u32 {
    let mixed = (number * 31 + assessor * 17 + criterion * 7) % 61;
    40 + u32::try_from(mixed).unwrap_or_default()
}

/// Declares that there is no interest, and scores.
async fn assess(who: &Caller, number: usize, assessor: usize) -> anyhow::Result<()> {
    let declare = DeclareInterestRequest {
        request_id: Uuid::new_v4().to_string(),
        application_id: application_id(number),
        conflict: false,
    };
    who.applications(number).declare_interest(declare).await?;
    let score = |(index, (id, _)): (usize, &(&str, u32))| Score {
        criterion_id: (*id).to_owned(),
        points: points(number, assessor, index),
        motivation: MOTIVATION.to_owned(),
    };
    let score = ScoreApplicationRequest {
        request_id: Uuid::new_v4().to_string(),
        application_id: application_id(number),
        scores: CRITERIA.iter().enumerate().map(score).collect(),
    };
    who.applications(number).score_application(score).await?;
    Ok(())
}

/// The order alone, of as many applications: what it costs without a hub.
pub(crate) struct Alone(Vec<(String, Vec<Assessment>)>);

impl Alone {
    /// As many as the hub has.
    pub(crate) fn named(name: &'static str, effort: &Effort) -> anyhow::Result<Named> {
        let applications = usize::try_from(effort.size(APPLICATIONS))?;
        let assessment = |number: usize, assessor: usize| Assessment {
            conflict: false,
            scores: (0..CRITERIA.len())
                .map(|index| Points {
                    criterion_id: CRITERIA[index].0.to_owned(),
                    points: points(number, assessor, index),
                    motivation: MOTIVATION.to_owned(),
                })
                .collect(),
        };
        let all = (0..applications).map(|number| {
            let scored = (0..ASSESSORS).map(|assessor| assessment(number, assessor));
            (application_id(number), scored.collect())
        });
        Ok((name, Box::new(Self(all.collect()))))
    }
}

#[async_trait]
impl Contender for Alone {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        let criterion = |(id, weight_percent): &(&str, u32)| Criterion {
            criterion_id: (*id).to_owned(),
            weight_percent: *weight_percent,
            size_class: SizeClass::Small,
        };
        let criteria: Vec<_> = CRITERIA.iter().map(criterion).collect();
        let entrants = self.0.iter().map(|(application_id, assessments)| Entrant {
            application_id,
            submitted_at: jiff::Timestamp::UNIX_EPOCH,
            requested: Cents(10_000_000),
            criteria: criteria.iter().collect(),
            thresholds: None,
            assessments: assessments.iter().collect(),
        });
        let entrants: Vec<_> = entrants.collect();
        let before = Instant::now();
        let ranked = rank(entrants, Some(Cents(100_000_000)));
        let took = before.elapsed();
        anyhow::ensure!(ranked.len() == self.0.len(), "{} are ranked", ranked.len());
        Ok(took.as_secs_f64() * 1e6)
    }
}

/// The whole call.
pub(crate) struct Ranking {
    assessed: Arc<Assessed>,
    afresh: bool,
}

impl Ranking {
    /// Asked of a hub that runs: the middle of what a round has time for.
    pub(crate) fn named(name: &'static str, assessed: &Arc<Assessed>) -> Named {
        let assessed = assessed.clone();
        (
            name,
            Box::new(Self {
                assessed,
                afresh: false,
            }),
        )
    }

    /// The first question to a hub that was started anew, and has nothing in memory.
    pub(crate) fn afresh(name: &'static str, assessed: &Arc<Assessed>) -> Named {
        let assessed = assessed.clone();
        (
            name,
            Box::new(Self {
                assessed,
                afresh: true,
            }),
        )
    }
}

#[async_trait]
impl Contender for Ranking {
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64> {
        let mut kept = self.assessed.hub.lock().await;
        if self.afresh {
            let before = kept.take().context("the hub did not start")?;
            *kept = Some(before.again(&self.assessed.database, BLOCKS.to_vec())?);
        }
        let hub = kept.as_ref().context("the hub did not start")?;
        let caller = hub.caller("auditor", 1)?;
        if self.afresh {
            return Ok(self.assessed.ask(&caller).await?.0.as_secs_f64() * 1e6);
        }
        let (_, first) = self.assessed.ask(&caller).await?;
        let (begin, mut took) = (Instant::now(), Vec::new());
        while took.is_empty() || begin.elapsed() < effort.time() {
            let (time, answer) = self.assessed.ask(&caller).await?;
            anyhow::ensure!(
                answer.size_classes == first.size_classes,
                "the same scores gave another order"
            );
            took.push(time.as_secs_f64() * 1e6);
        }
        Ok(crate::measure::median(&took))
    }
}
