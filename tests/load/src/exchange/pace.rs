//! A crowd at a steady pace, and one of the figures that come of it.

use std::sync::{Arc, PoisonError};

use anyhow::Context;
use async_trait::async_trait;

use super::{crowd::Crowd, ground::Ground};
use crate::measure::{Contender, Effort, Named};

/// A round is this many times as long as that of other measures: the slowest in a hundred must be more than a few.
const TIMES_LONGER: u32 = 10;

/// What is measured of a crowd, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Figure {
    /// Half of all events are there by then.
    Middle,
    /// Ninety-nine of a hundred are.
    Slowest,
    /// All are.
    Worst,
    /// Processor time of the hub for each event, with everything it does about it.
    Hub,
    /// Processor time of the subscribers together for each event.
    Subscribers,
}

/// All of them.
pub(super) struct Figures {
    pub(super) middle: f64,
    pub(super) slowest: f64,
    pub(super) worst: f64,
    pub(super) hub: f64,
    pub(super) subscribers: f64,
}

/// One figure of a crowd.
pub(super) struct Pace {
    ground: Arc<Ground>,
    crowd: Crowd,
    figure: Figure,
}

impl Pace {
    /// A figure under its name.
    pub(super) fn named(name: &'static str, ground: &Arc<Ground>, crowd: Crowd, figure: Figure) -> Named {
        let pace = Self {
            ground: ground.clone(),
            crowd,
            figure,
        };
        (name, Box::new(pace))
    }

    /// The figure, if another has measured it.
    fn spare(&self) -> Option<f64> {
        let mut spare = self.ground.spare.lock().unwrap_or_else(PoisonError::into_inner);
        spare.remove(&(self.crowd, self.figure))
    }
}

#[async_trait]
impl Contender for Pace {
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64> {
        if let Some(figure) = self.spare() {
            return Ok(figure);
        }
        // One measurement gives all figures; each takes its own.
        let figures = self
            .ground
            .measure(self.crowd, effort.time() * TIMES_LONGER)
            .await?;
        {
            let mut spare = self.ground.spare.lock().unwrap_or_else(PoisonError::into_inner);
            for (figure, value) in [
                (Figure::Middle, figures.middle),
                (Figure::Slowest, figures.slowest),
                (Figure::Worst, figures.worst),
                (Figure::Hub, figures.hub),
                (Figure::Subscribers, figures.subscribers),
            ] {
                spare.insert((self.crowd, figure), value);
            }
        }
        self.spare().context("such a figure is not measured")
    }
}
