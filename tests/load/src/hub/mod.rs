//! What callers meet: calls, views and the hub as a whole.

mod audit;
mod caller;
mod commands;
mod full;
mod history;
mod issuing;
mod memory;
mod process;
mod ranking;
mod rebuild;
mod up;
mod views;
mod visible;

use std::sync::Arc;

use futures::FutureExt;
use schakelpunt::blocks::{BLOCKS, named};

use crate::{
    measure::{Effort, Fixed, Measure, Named, Reach, Unit},
    servers::Servers,
};
use audit::Audit;
pub(crate) use caller::Caller;
use commands::{Call, Calls, Under};
use issuing::{Issuing, Provider};
use memory::{Memory, On, Start, While};
pub(crate) use process::{Hub, Patience, here};
use ranking::{Alone, Assessed, Ranking};
use rebuild::{Beside, Pass};
pub(crate) use up::Up;
use views::{Answers, Insight, Question};
use visible::{Pace, Programme};

/// Connections with which a measure looks into a hub's tables.
const LOOKS: u32 = 2;
/// How long a change may take to its view, in microseconds.
const VISIBLE_MICROS: f64 = 50_000.0;
/// How much longer a view may take than a call that needs nothing, in microseconds.
const VIEW_MICROS: f64 = 20_000.0;
/// How long the ranking of a call may take, in microseconds.
const RANKED_MICROS: f64 = 1_000_000.0;
/// Credentials that have to be issued in a second.
const ISSUED_PER_SECOND: f64 = 2_000.0;
/// Five million events in a minute.
const REBUILT_PER_SECOND: f64 = 5_000_000.0 / 60.0;

/// Everything that is measured of a hub.
pub(crate) const MEASURES: &[Measure] = &[
    Measure {
        name: "calls/s, with token, access rule, deadline and trace",
        unit: Unit::PerSecond,
        reaches: &[Reach {
            of: "commands, 256 callers",
            against: "asking the clock, 256 callers",
            ratio: 0.6,
        }],
        prepare: |servers, effort| calls(servers, effort).boxed(),
    },
    Measure {
        name: "command -> visible in insight",
        unit: Unit::Microseconds,
        reaches: &[
            Reach {
                of: "200/s, slowest in a hundred",
                against: "50 ms",
                ratio: 1.0,
            },
            Reach {
                of: "1,000/s, slowest in a hundred",
                against: "50 ms",
                ratio: 1.0,
            },
        ],
        prepare: |servers, effort| visible(servers, effort).boxed(),
    },
    Measure {
        name: "views at 5m events, slowest in a hundred",
        unit: Unit::Microseconds,
        reaches: &[
            within_allowed("overview"),
            within_allowed("project list"),
            within_allowed("project status"),
            within_allowed("feedback on a project"),
            within_allowed("feedback on a workgroup"),
        ],
        prepare: |servers, effort| answers(servers, effort).boxed(),
    },
    Measure {
        name: "events/s, rebuild from 5m events",
        unit: Unit::PerSecond,
        reaches: &[
            Reach {
                of: "one projection",
                against: "read and decode alone",
                ratio: 0.6,
            },
            Reach {
                of: "all projections",
                against: "read and decode alone",
                ratio: 0.6,
            },
            Reach {
                of: "all projections",
                against: "5m events in 60 s",
                ratio: 1.0,
            },
        ],
        prepare: |servers, effort| rebuilds(servers, effort).boxed(),
    },
    Measure {
        name: "ranking of 2,000 applications with 10 assessors each",
        unit: Unit::Microseconds,
        reaches: &[
            Reach {
                of: "GetRanking",
                against: "1 s",
                ratio: 1.0,
            },
            Reach {
                of: "GetRanking, the first after a start",
                against: "1 s",
                ratio: 1.0,
            },
        ],
        prepare: |servers, effort| ranking(servers, effort).boxed(),
    },
    Measure {
        name: "credentials/s, issued through the hub in calls of 500",
        unit: Unit::PerSecond,
        reaches: &[Reach {
            of: "IssueCredentials",
            against: "2,000/s",
            ratio: 1.0,
        }],
        prepare: |servers, effort| issuing(servers, effort).boxed(),
    },
    Measure {
        name: "memory of the all-in-one hub",
        unit: Unit::Mebibytes,
        reaches: &[],
        prepare: |servers, effort| memory(servers, effort).boxed(),
    },
    Measure {
        name: "start of the all-in-one hub until it is ready",
        unit: Unit::Microseconds,
        reaches: &[],
        prepare: |servers, effort| starts(servers, effort).boxed(),
    },
    // Last, because it signs the full ledger with a key that later hubs do not have.
    Measure {
        name: "entries/s, audit of 5m entries",
        unit: Unit::PerSecond,
        reaches: &[],
        prepare: |servers, effort| audits(servers, effort).boxed(),
    },
];

const fn within_allowed(of: &'static str) -> Reach {
    Reach {
        of,
        against: "asking the clock, and 20 ms",
        ratio: 1.0,
    }
}

/// The programme block as a process of its own; and, to compare, with ledger and insight beside it.
async fn calls(servers: &Servers, _effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let url = servers.database("calls").await?;
    let alone = Hub::start(&url, named(&["programme".to_owned()])?)?;
    let alone = Under::new(alone, servers.pool(&url, LOOKS).await?);
    let url = servers.database("calls_all").await?;
    let whole = Hub::start(&url, BLOCKS.to_vec())?;
    let whole = Under::new(whole, servers.pool(&url, LOOKS).await?);
    Ok(vec![
        Calls::named("commands, 32 callers", &alone, Call::DefineEntry, 32)?,
        Calls::named("asking the clock, 32 callers", &alone, Call::GetClock, 32)?,
        Calls::named("commands, 256 callers", &alone, Call::DefineEntry, 256)?,
        Calls::named("asking the clock, 256 callers", &alone, Call::GetClock, 256)?,
        Calls::named(
            "commands, 256 callers, all-in-one hub",
            &whole,
            Call::DefineEntry,
            256,
        )?,
    ])
}

async fn visible(servers: &Servers, _effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let url = servers.database("visible").await?;
    let programme = Programme::begin(Hub::start(&url, BLOCKS.to_vec())?).await?;
    Ok(vec![
        Pace::named("200/s, in the middle", &programme, 200, 0.5),
        Pace::named("200/s, slowest in a hundred", &programme, 200, 0.99),
        Pace::named("1,000/s, in the middle", &programme, 1_000, 0.5),
        Pace::named("1,000/s, slowest in a hundred", &programme, 1_000, 0.99),
        ("50 ms", Box::new(Fixed(VISIBLE_MICROS))),
    ])
}

async fn answers(servers: &Servers, effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let full = full::ledger(servers, effort).await?;
    let insight = Insight::of(Hub::start(&full.database, full::blocks())?, full.entries).await?;
    Ok(vec![
        Answers::to("overview", &insight, Question::Overview),
        Answers::to("project list", &insight, Question::Projects),
        Answers::to("project status", &insight, Question::Status),
        Answers::to("feedback on a project", &insight, Question::Feedback),
        Answers::to("feedback on a workgroup", &insight, Question::WorkgroupFeedback),
        Answers::to_nothing("asking the clock", &insight, 0.0),
        Answers::to_nothing("asking the clock, and 20 ms", &insight, VIEW_MICROS),
    ])
}

async fn rebuilds(servers: &Servers, effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let full = full::ledger(servers, effort).await?;
    let beside = Beside::hub(Arc::new(Hub::start(&full.database, full::blocks())?), full)?;
    Ok(vec![
        Pass::scan("read and decode alone", &beside),
        Pass::one("one projection", &beside, "reporting")?,
        Pass::all("all projections", &beside),
        ("5m events in 60 s", Box::new(Fixed(REBUILT_PER_SECOND))),
    ])
}

async fn ranking(servers: &Servers, effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let assessed = Assessed::fill(servers, effort).await?;
    Ok(vec![
        Alone::named("the order alone", effort)?,
        Ranking::named("GetRanking", &assessed),
        Ranking::afresh("GetRanking, the first after a start", &assessed),
        ("1 s", Box::new(Fixed(RANKED_MICROS))),
    ])
}

async fn issuing(servers: &Servers, _effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let provider = Provider::begin(servers).await?;
    Ok(vec![
        Issuing::named("IssueCredentials", &provider),
        ("2,000/s", Box::new(Fixed(ISSUED_PER_SECOND))),
    ])
}

async fn audits(servers: &Servers, effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let full = full::ledger(servers, effort).await?;
    let hub = Arc::new(Hub::start(&full.database, full::blocks())?);
    let beside = Beside::hub(hub.clone(), full)?;
    eprintln!("waiting for the tree of it ...");
    hub.load_reference()?;
    beside.signed().await?;
    Ok(vec![
        Audit::named("verify, from the tables", &hub, full),
        Pass::scan("read and decode alone", &beside),
    ])
}

async fn memory(servers: &Servers, effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let full = On::Full(full::ledger(servers, effort).await?);
    Ok(vec![
        Memory::named("idle, empty", On::Empty, While::Idle).await?,
        Memory::named("idle, 5m events", full, While::Idle).await?,
        Memory::named(
            "commands by 256 callers, at its highest",
            On::Empty,
            While::Loaded,
        )
        .await?,
    ])
}

async fn starts(servers: &Servers, effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let full = On::Full(full::ledger(servers, effort).await?);
    Ok(vec![
        Start::named("for the first time", On::Nothing).await?,
        Start::named("again, empty", On::Empty).await?,
        Start::named("again, 5m events", full).await?,
    ])
}

/// The figure that so large a share of all is not above.
pub(crate) fn quantile(figures: &mut [f64], share: f64) -> f64 {
    figures.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index into a list"
    )]
    let index = (figures.len() as f64 * share).ceil() as usize;
    figures.get(index.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}
