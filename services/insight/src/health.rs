//! Whether insight can be relied on, and how far it is: the health check and the lag metrics.

use async_trait::async_trait;
use jiff::Timestamp;
use opentelemetry::KeyValue;
use runtime::{block::Check, telemetry::metrics::observe};
use tokio::sync::watch;

use crate::tail::Progress;

/// Unhealthy when a projection stopped for good, and until all have loaded their rows.
pub(crate) struct ProjectionsCheck(pub(crate) Vec<watch::Receiver<Progress>>);

#[async_trait]
impl Check for ProjectionsCheck {
    fn name(&self) -> &'static str {
        "projections"
    }

    async fn check(&self) -> Result<(), String> {
        let failed = self.0.iter().filter_map(|seen| {
            let progress = seen.borrow();
            let reason = progress.failed.as_ref()?;
            Some(format!("{} stopped: {reason}", progress.checkpoint.projection))
        });
        let failed: Vec<String> = failed.collect();
        if !failed.is_empty() {
            return Err(failed.join("; "));
        }
        let loading = self.0.iter().filter(|seen| !seen.borrow().is_shown()).count();
        match loading {
            0 => Ok(()),
            loading => Err(format!(
                "{loading} of {} projections load their rows",
                self.0.len()
            )),
        }
    }
}

/// Shows how far a projection lags behind the ledger, in events and in seconds, and what it passed over.
pub(crate) fn observe_lag(projection: &'static str, seen: &watch::Receiver<Progress>) {
    let label = || vec![KeyValue::new("projection", projection)];
    let events = seen.clone();
    observe(
        "schakelpunt.projection.lag.events",
        "Events not yet in the projection",
        "{event}",
        label(),
        move || events.borrow().lag_events(),
    );
    let age = seen.clone();
    observe(
        "schakelpunt.projection.lag.age",
        "Age of the projection while it is behind",
        "s",
        label(),
        move || lag_seconds(&age.borrow(), Timestamp::now()),
    );
    let skipped = seen.clone();
    observe(
        "schakelpunt.projection.skipped",
        "Events of unknown types passed over",
        "{event}",
        label(),
        move || skipped.borrow().checkpoint.skipped,
    );
}

fn lag_seconds(progress: &Progress, now: Timestamp) -> u64 {
    let behind = progress
        .checkpoint
        .recorded_at
        .filter(|_| progress.lag_events() > 0);
    behind.map_or(0, |at| {
        u64::try_from(now.duration_since(at).as_secs()).unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::Checkpoint;

    fn progress(position: u64, failed: Option<&str>) -> Progress {
        let checkpoint = Checkpoint {
            position,
            recorded_at: "2025-03-01T10:00:00Z".parse().ok(),
            ..Checkpoint::beginning("projects", 1)
        };
        Progress {
            checkpoint,
            head: 9,
            failed: failed.map(str::to_owned),
        }
    }

    #[tokio::test]
    async fn a_projection_that_stopped_makes_it_unhealthy_and_says_why() {
        let (tell, seen) = watch::channel(progress(4, None));
        let check = ProjectionsCheck(vec![seen]);
        assert_eq!(check.check().await, Ok(()));
        tell.send_replace(progress(4, Some("the event at position 5 cannot be understood")));
        let said = check.check().await.unwrap_err();
        assert!(
            said.contains("projects stopped") && said.contains("position 5"),
            "{said}"
        );
    }

    #[tokio::test]
    async fn until_the_rows_are_loaded_it_is_not_healthy() {
        let (tell, seen) = watch::channel(Progress::default());
        let check = ProjectionsCheck(vec![seen, watch::channel(progress(4, None)).1]);
        assert_eq!(
            check.check().await.unwrap_err(),
            "1 of 2 projections load their rows"
        );
        tell.send_replace(progress(0, None));
        assert_eq!(check.check().await, Ok(()));
    }

    #[test]
    fn only_a_projection_that_is_behind_has_an_age() {
        let now: Timestamp = "2025-03-01T10:02:00Z".parse().unwrap();
        assert_eq!(
            (
                progress(4, None).lag_events(),
                lag_seconds(&progress(4, None), now)
            ),
            (5, 120)
        );
        assert_eq!(
            (
                progress(9, None).lag_events(),
                lag_seconds(&progress(9, None), now)
            ),
            (0, 0)
        );
    }
}
