//! What a measure is: contenders that take turns, and the ratios that are asked of them.

use std::{future::Future, time::Duration};

use async_trait::async_trait;
use futures::future::BoxFuture;
use tokio::{task::JoinSet, time::Instant};

use crate::servers::Servers;

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// Rounds in which the contenders take turns.
    pub(crate) rounds: usize,
    /// Seconds each contender has in a round, where a measure is bound by time.
    pub(crate) seconds: f64,
    /// Share of the full sizes.
    pub(crate) scale: f64,
}

impl Effort {
    /// Time each contender has in a round.
    pub(crate) fn time(&self) -> Duration {
        Duration::from_secs_f64(self.seconds)
    }

    /// A size, scaled down if that was asked for.
    pub(crate) fn size(&self, full: u64) -> u64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss
        )]
        let scaled = (full as f64 * self.scale) as u64;
        scaled.max(1)
    }
}

/// What is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Unit {
    /// More is better.
    PerSecond,
    /// Less is better.
    Microseconds,
    /// Less is better.
    Mebibytes,
    /// More is better.
    Percent,
}

/// One of those who take turns.
#[async_trait]
pub(crate) trait Contender: Send {
    /// One round; the figure it came to.
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64>;
}

/// What is asked for, as a figure beside the others.
pub(crate) struct Fixed(pub(crate) f64);

#[async_trait]
impl Contender for Fixed {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        Ok(self.0)
    }
}

/// A contender under its name.
pub(crate) type Named = (&'static str, Box<dyn Contender>);

/// A ratio that is asked for: the first contender's figure by another's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    /// Whose figure.
    pub(crate) of: &'static str,
    /// By whose.
    pub(crate) against: &'static str,
    /// At least this much for a rate, at most this much for a time.
    pub(crate) ratio: f64,
}

/// Makes the contenders of a measure.
pub(crate) type Prepare = for<'s> fn(&'s Servers, &'s Effort) -> BoxFuture<'s, anyhow::Result<Vec<Named>>>;

/// A measure.
pub(crate) struct Measure {
    /// Its name.
    pub(crate) name: &'static str,
    /// What its figures are.
    pub(crate) unit: Unit,
    /// What is asked for.
    pub(crate) reaches: &'static [Reach],
    /// Makes the contenders.
    pub(crate) prepare: Prepare,
}

/// What a measure came to.
pub(crate) struct Outcome {
    /// Its name.
    pub(crate) name: &'static str,
    /// What its figures are.
    pub(crate) unit: Unit,
    /// What was asked for.
    pub(crate) reaches: &'static [Reach],
    /// Every contender's figures, round by round.
    pub(crate) figures: Vec<(&'static str, Vec<f64>)>,
}

impl Measure {
    /// Lets the contenders take turns. Who comes first changes from round to round.
    pub(crate) async fn run(&self, servers: &Servers, effort: &Effort) -> anyhow::Result<Outcome> {
        let mut contenders = (self.prepare)(servers, effort).await?;
        let mut figures: Vec<_> = contenders.iter().map(|(name, _)| (*name, Vec::new())).collect();
        for round in 0..effort.rounds {
            for turn in 0..contenders.len() {
                let index = (round + turn) % contenders.len();
                figures[index].1.push(contenders[index].1.round(effort).await?);
            }
        }
        Ok(Outcome {
            name: self.name,
            unit: self.unit,
            reaches: self.reaches,
            figures,
        })
    }
}

/// How often `callers` who call one after the other get through in a second.
pub(crate) async fn rate<F, W>(
    callers: usize,
    time: Duration,
    work: impl Fn(usize) -> F,
) -> anyhow::Result<f64>
where
    F: FnMut() -> W + Send + 'static,
    W: Future<Output = anyhow::Result<()>> + Send,
{
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for caller in 0..callers {
        let mut call = work(caller);
        tasks.spawn(async move {
            let mut done = 0_u32;
            while started.elapsed() < time {
                call().await?;
                done += 1;
            }
            anyhow::Ok(done)
        });
    }
    let mut done = 0_u64;
    while let Some(ended) = tasks.join_next().await {
        done += u64::from(ended??);
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of a benchmark are far below 2^52"
    )]
    Ok(done as f64 / started.elapsed().as_secs_f64())
}

/// The middle of some figures.
pub(crate) fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        length if length % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}
