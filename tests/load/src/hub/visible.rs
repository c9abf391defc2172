//! From a command to the view it changes, at a steady pace, through the whole hub.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use anyhow::Context;
use async_trait::async_trait;
use contracts::{
    insight::v1::GetProjectStatusRequest,
    programme::v1::{MoneyState, ProjectProfile, RecordMoneyRequest, RegisterProjectRequest},
};
use serde_json::Value;
use tokio::{
    task::JoinSet,
    time::{Duration, Instant},
};
use uuid::Uuid;

use super::{
    caller::Caller,
    process::{Hub, data},
    quantile,
};
use crate::measure::{Contender, Effort, Named};

/// Projects that are commanded in turn.
const PROJECTS: usize = 200;
/// Connections of the callers.
const CONNECTIONS: usize = 8;
/// A round is this many times as long as that of other measures: the slowest in a hundred must be more than a few.
const TIMES_LONGER: u32 = 3;

/// A hub with projects.
pub(crate) struct Programme {
    _hub: Hub,
    caller: Caller,
    next: AtomicUsize,
}

impl Programme {
    /// Loads reference data and registers projects.
    pub(crate) async fn begin(hub: Hub) -> anyhow::Result<Arc<Self>> {
        hub.load_reference()?;
        let caller = hub.caller("agency-officer national-coordinator", CONNECTIONS)?;
        let profile = a_profile()?;
        for number in 0..PROJECTS {
            let project = ProjectProfile {
                project_id: project_id(number),
                ..profile.clone()
            };
            let request = RegisterProjectRequest {
                request_id: Uuid::new_v4().to_string(),
                project: Some(project),
            };
            caller.projects(number).register_project(request).await?;
        }
        Ok(Arc::new(Self {
            _hub: hub,
            caller,
            next: AtomicUsize::new(0),
        }))
    }

    /// Changes one project and asks for its status with the token of the receipt: the time until the answer shows the change.
    async fn change_and_see(&self, began: Instant) -> anyhow::Result<f64> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let request = reserve(number);
        let project_id = request.project_id.clone();
        let changed = self.caller.projects(number).record_money(request).await?;
        let receipt = changed.into_inner().receipt.context("no receipt")?;
        anyhow::ensure!(!receipt.consistency_token.is_empty(), "nothing was published");
        let asked = GetProjectStatusRequest {
            project_id,
            consistency_token: receipt.consistency_token,
        };
        self.caller.insight(number).get_project_status(asked).await?;
        Ok(began.elapsed().as_secs_f64() * 1e6)
    }
}

/// So many changes a second, whether or not those before are through, and how long one in so many takes.
pub(crate) struct Pace {
    programme: Arc<Programme>,
    per_second: u32,
    quantile: f64,
}

impl Pace {
    /// A pace under its name.
    pub(crate) fn named(
        name: &'static str,
        programme: &Arc<Programme>,
        per_second: u32,
        quantile: f64,
    ) -> Named {
        let pace = Self {
            programme: programme.clone(),
            per_second,
            quantile,
        };
        (name, Box::new(pace))
    }
}

#[async_trait]
impl Contender for Pace {
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64> {
        let begin = Instant::now();
        let until = begin + effort.time() * TIMES_LONGER;
        let (mut under_way, mut turn) = (JoinSet::new(), 0);
        loop {
            // The time counts from when it was due: a hub that keeps callers waiting does not get fewer of them.
            let due = begin + Duration::from_secs(1) * turn / self.per_second;
            if due >= until {
                break;
            }
            tokio::time::sleep_until(due).await;
            let programme = self.programme.clone();
            under_way.spawn(async move { programme.change_and_see(due).await });
            turn += 1;
        }
        let mut took = Vec::new();
        while let Some(ended) = under_way.join_next().await {
            took.push(ended??);
        }
        Ok(quantile(&mut took, self.quantile))
    }
}

fn project_id(number: usize) -> String {
    format!("bench-{}", number % PROJECTS)
}

/// Another amount than before, each time.
fn reserve(number: usize) -> RecordMoneyRequest {
    let times = i64::try_from(number / PROJECTS).unwrap_or(i64::MAX);
    RecordMoneyRequest {
        request_id: Uuid::new_v4().to_string(),
        project_id: project_id(number),
        state: MoneyState::Reserved.into(),
        total_cents: 1_000_000 + times,
        reference: "meting".to_owned(),
        decided_on: "2024-01-15".to_owned(),
        correction_reason: String::new(),
    }
}

/// The profile of the first project of the example season.
fn a_profile() -> anyhow::Result<ProjectProfile> {
    let season = std::fs::read_to_string(data().join("example-season/01-round-1.jsonl"))?;
    let line = season
        .lines()
        .find(|line| line.contains("/RegisterProject"))
        .context("the season registers projects")?;
    let line: Value = serde_json::from_str(line)?;
    Ok(serde_json::from_value(line["request"]["project"].clone())?)
}
