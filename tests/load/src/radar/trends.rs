//! What people ask about trends when the archive is full.

use std::sync::Arc;

use async_trait::async_trait;
use contracts::radar::v1::{GetRadarRequest, GetTrendRequest, ListTrendsRequest, PeriodLength, TrendScope};
use tokio::time::Instant;

use super::{
    archive::{Archive, region, sector},
    release::uri,
};
use crate::{
    hub::quantile,
    measure::{Contender, Effort},
};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Question {
    /// The trend of one concept over everything.
    Concept,
    /// The first page of the trends of all concepts.
    Page,
    /// All concepts in a sector, a region, or over other periods: each time what was not asked a moment ago.
    Part,
    /// The radar as it stands.
    Radar,
}

/// Someone who asks.
pub(crate) struct Trends {
    archive: Arc<Archive>,
    question: Question,
    turn: usize,
}

impl Trends {
    /// Someone who asks this.
    pub(crate) fn of(archive: &Arc<Archive>, question: Question) -> Self {
        Self {
            archive: archive.clone(),
            question,
            turn: 0,
        }
    }

    async fn ask(&mut self) -> anyhow::Result<()> {
        self.turn += 1;
        let mut trends = self.archive.caller.trends(0);
        match self.question {
            Question::Concept => {
                let asked = GetTrendRequest {
                    skill: uri(self.turn % 500),
                    scope: None,
                };
                trends.get_trend(asked).await?;
            }
            Question::Page => {
                let answer = trends
                    .list_trends(ListTrendsRequest::default())
                    .await?
                    .into_inner();
                anyhow::ensure!(!answer.trends.is_empty(), "no trends");
            }
            Question::Part => {
                let asked = ListTrendsRequest {
                    scope: Some(part(self.turn)),
                    ..Default::default()
                };
                let answer = trends.list_trends(asked).await?.into_inner();
                anyhow::ensure!(!answer.trends.is_empty(), "no trends");
            }
            Question::Radar => {
                trends.get_radar(GetRadarRequest::default()).await?;
            }
        }
        Ok(())
    }
}

/// A part that was not asked about a moment ago.
fn part(turn: usize) -> TrendScope {
    let mut scope = TrendScope::default();
    match turn % 3 {
        0 => scope.sector = sector(turn / 3),
        1 => scope.region_id = region(turn / 3),
        _ => {
            scope.period_length = PeriodLength::Quarter.into();
            scope.periods = u32::try_from(turn / 3 % 17 + 4).unwrap_or(4);
        }
    }
    scope
}

#[async_trait]
impl Contender for Trends {
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64> {
        let (begun, mut took) = (Instant::now(), Vec::new());
        while begun.elapsed() < effort.time() || took.len() < 20 {
            let before = Instant::now();
            self.ask().await?;
            took.push(before.elapsed().as_secs_f64() * 1e6);
        }
        Ok(quantile(&mut took, 0.99))
    }
}
