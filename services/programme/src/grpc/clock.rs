//! The development clock: lets an example season or a test live through its periods in order.
//!
//! Where it stands still is kept in a table, so that a restart goes on from there.

use std::sync::Arc;

use contracts::programme::v1::{
    AdvanceClockRequest, AdvanceClockResponse, GetClockRequest, GetClockResponse, ReleaseClockRequest,
    ReleaseClockResponse, development_clock_service_server::DevelopmentClockService,
};
use eventing::{Clock, FieldFault, HeldClock};
use jiff::Timestamp;
use runtime::{
    fault::{Fault, Kind},
    receipt::proto_time,
};
use sqlx::PgPool;
use tonic::{Request, Response, Status};

use crate::scheduler::Scheduler;

/// Answers the calls of the development clock.
#[derive(Clone)]
pub struct DevelopmentClock {
    pool: PgPool,
    clock: Arc<dyn Clock>,
    held: Option<HeldClock>,
    scheduler: Scheduler,
}

impl DevelopmentClock {
    /// The service for a clock; `held` is the same clock when it can be moved, which is only in the development profile.
    #[must_use]
    pub fn new(pool: PgPool, clock: Arc<dyn Clock>, held: Option<HeldClock>, scheduler: Scheduler) -> Self {
        Self {
            pool,
            clock,
            held,
            scheduler,
        }
    }

    fn movable(&self) -> Result<&HeldClock, Fault> {
        let refused = || {
            let message = "the clock is moved in the development profile only";
            Fault::new("DEVELOPMENT_ONLY", Kind::WrongState, message)
        };
        self.held.as_ref().ok_or_else(refused)
    }

    async fn advance(&self, request: &AdvanceClockRequest) -> Result<AdvanceClockResponse, Fault> {
        let clock = self.movable()?;
        let to = parse(request)?;
        // Also a running clock never goes back behind what the log has recorded: loading a season again must not hold it.
        if clock.held().is_some() || newest_fact(&self.pool).await?.is_none_or(|newest| newest <= to) {
            keep(&self.pool, clock.advance(to)).await?;
        }
        let now = clock.now();
        self.bring(now).await?;
        Ok(AdvanceClockResponse {
            now: Some(proto_time(now)),
        })
    }

    async fn release(&self) -> Result<ReleaseClockResponse, Fault> {
        let clock = self.movable()?;
        forget(&self.pool).await?;
        let now = clock.release();
        self.bring(now).await?;
        Ok(ReleaseClockResponse {
            now: Some(proto_time(now)),
        })
    }

    /// Records everything that has come by now, before the answer.
    async fn bring(&self, now: Timestamp) -> Result<(), Fault> {
        self.scheduler.run_until_idle(now).await.map_err(|error| {
            tracing::warn!(error = %runtime::fault::error_chain(&error), "the clock was moved, but not all that it brings is recorded");
            Fault::unavailable("SCHEDULER_UNAVAILABLE", "the clock was moved, but not all that it brings is recorded yet; ask again")
        })
    }
}

fn parse(request: &AdvanceClockRequest) -> Result<Timestamp, Fault> {
    let to = request
        .to
        .as_ref()
        .and_then(|to| Timestamp::new(to.seconds, to.nanos).ok());
    to.ok_or_else(|| {
        Fault::invalid(vec![FieldFault::new(
            "to",
            "a moment between the years 1 and 9999",
        )])
    })
}

async fn keep(pool: &PgPool, at: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO development_clock (held_at) VALUES ($1) ON CONFLICT (only_row) DO UPDATE SET held_at = excluded.held_at",
    )
    .bind(at.to_string())
    .execute(pool)
    .await?;
    Ok(())
}

/// The time of the newest fact in the block's log.
async fn newest_fact(pool: &PgPool) -> Result<Option<Timestamp>, sqlx::Error> {
    let newest: Option<jiff_sqlx::Timestamp> =
        sqlx::query_scalar("SELECT timestamp FROM events ORDER BY position DESC LIMIT 1")
            .fetch_optional(pool)
            .await?;
    Ok(newest.map(|newest| newest.to_jiff()))
}

async fn forget(pool: &PgPool) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM development_clock").execute(pool).await?;
    Ok(())
}

/// Sets the clock where it stood still when the process ended.
///
/// # Errors
/// The database cannot be reached, or the row holds no moment.
pub async fn restore(pool: &PgPool, clock: &HeldClock) -> anyhow::Result<()> {
    let kept: Option<String> = sqlx::query_scalar("SELECT held_at FROM development_clock")
        .fetch_optional(pool)
        .await?;
    if let Some(kept) = kept {
        let now = clock.advance(kept.parse()?);
        tracing::info!(%now, "the development clock stands still where it stood before");
    }
    Ok(())
}

#[tonic::async_trait]
impl DevelopmentClockService for DevelopmentClock {
    async fn advance_clock(
        &self,
        request: Request<AdvanceClockRequest>,
    ) -> Result<Response<AdvanceClockResponse>, Status> {
        Ok(Response::new(self.advance(request.get_ref()).await?))
    }

    async fn release_clock(
        &self,
        _request: Request<ReleaseClockRequest>,
    ) -> Result<Response<ReleaseClockResponse>, Status> {
        Ok(Response::new(self.release().await?))
    }

    async fn get_clock(
        &self,
        _request: Request<GetClockRequest>,
    ) -> Result<Response<GetClockResponse>, Status> {
        let held = self.held.as_ref().is_some_and(|clock| clock.held().is_some());
        Ok(Response::new(GetClockResponse {
            now: Some(proto_time(self.clock.now())),
            held,
        }))
    }
}
