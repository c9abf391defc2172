//! Watching that subscriptions do not stand still unnoticed: one process of all says when one does, and when it goes on.

use std::time::Duration;

use eventing::{Meta, lease::Lease};
use jiff::Timestamp;
use runtime::fault::{Fault, error_chain};
use tokio_util::sync::CancellationToken;

use super::waits::Course;
use crate::{
    domain::subscription::{Command, Evidence, Limits, Stage, Subscription},
    grpc::{Desk, context},
};

/// Name of the lease: of all processes one watches.
const LEASE: &str = "stalls";
/// Who it is that says so.
const ACTOR: &str = "hub-watches-subscriptions";
/// How often it is looked.
const LOOK: Duration = Duration::from_secs(5);

/// Watches until the process stops. A lease or a database that is lost is waited for.
pub(crate) async fn watch(desk: Desk, limits: Limits, shutdown: CancellationToken) -> anyhow::Result<()> {
    let pool = desk.office.store.pool().clone();
    while let Some(lease) = Lease::acquire(&pool, LEASE, &shutdown).await {
        tokio::select! {
            () = shutdown.cancelled() => return Ok(()),
            () = lease.lost() => {}
            () = look_for_ever(&desk, limits) => {}
        }
    }
    Ok(())
}

async fn look_for_ever(desk: &Desk, limits: Limits) {
    loop {
        for course in desk.waits.all() {
            if let Err(fault) = judge(desk, limits, &course).await {
                let id = &course.content.subscription_id;
                tracing::warn!(subscription = id, error = %error_chain(&fault), "it is not known whether a subscription stands still");
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Says that one stands still, or goes on. What was said before changes nothing: two who watch at the same moment say it once.
async fn judge(desk: &Desk, limits: Limits, course: &Course) -> Result<(), Fault> {
    // Who reads pages or server-sent events keeps where it is, and acknowledges nothing.
    let Some(cursor) = course.cursor.as_ref().filter(|_| course.stage == Stage::Active) else {
        return Ok(());
    };
    let evidence = Evidence {
        position: cursor.position,
        waiting: course.waiting,
        waiting_since: course.waiting_since,
        last_acknowledged_at: cursor.last_acknowledged_at,
        failures_in_a_row: cursor.failures_in_a_row,
    };
    let (id, now) = (&course.content.subscription_id, now());
    let store = &desk.office.store;
    let stalled_since = store.load::<Subscription>(id).await?.state.stalled_since();
    let command = match (evidence.judge(limits, now), stalled_since) {
        (Some(rule), None) => Command::Stall {
            rule,
            evidence,
            at: now,
        },
        (None, Some(_)) => Command::Recover { at: now },
        (Some(_), Some(_)) | (None, None) => return Ok(()),
    };
    let meta = Meta {
        actor: ACTOR.to_owned(),
        at: desk.office.now().0,
        request: None,
        traceparent: None,
        context: context(),
    };
    store.execute::<Subscription>(id, command, &meta).await?;
    Ok(())
}

/// In microseconds, as everyone else keeps it.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}
