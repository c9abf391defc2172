//! Callers who change things while the hub is broken, and remember exactly what they were told.
//!
//! A caller that is not answered, or is told to come back, asks again with the same request id, at another process if there
//! is one, until it knows.

mod applying;
mod calls;
mod record;
mod volume;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use testkit::{Client, request_id};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Request, Status};

pub(crate) use applying::{APPLICANTS, CALL, CEILING_CENTS, application, open_call};
pub(crate) use calls::Call;
pub(crate) use record::{Outcome, Record, Said};

use crate::{dice::Dice, subscribers::Rough, world::World};

/// Everything that callers here do is allowed to somebody in these roles, who leads every application.
pub(crate) fn roles() -> String {
    let all = "agency-officer national-coordinator workgroup-lead:wg-demand assessor auditor operator";
    let leads = APPLICANTS.map(|number| format!(" project-lead:llo-{number}"));
    std::iter::once(all.to_owned()).chain(leads).collect()
}

/// How long a caller waits for one answer.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long a caller goes on asking, in seconds. Longer than anything is broken.
const PERSISTENCE_SECONDS: u64 = 150;

/// A request from the JSON form the contract gives it.
pub(crate) fn request<T: DeserializeOwned>(json: Value) -> anyhow::Result<Request<T>> {
    let mut request = Request::new(serde_json::from_value(json)?);
    request.set_timeout(PATIENCE);
    Ok(request)
}

/// Callers at work.
pub(crate) struct Workload {
    callers: JoinSet<()>,
    stop: CancellationToken,
    _rough: Rough,
}

impl Workload {
    /// Starts so many callers of the world's hub; meanwhile its subscribers fail and are cut off, too.
    pub(crate) fn start(world: &World, seed: u64, count: u64) -> Self {
        let stop = CancellationToken::new();
        let mut callers = JoinSet::new();
        let clients = |block| -> Vec<Client> {
            world
                .running(block)
                .into_iter()
                .map(|index| world.caller(index))
                .collect()
        };
        for number in 0..count {
            let caller = Caller {
                programme: clients("programme"),
                transitions: clients("transitions"),
                insight: clients("insight"),
                record: world.record.clone(),
                dice: Dice::of_part(seed, 1_000 + number),
                stop: stop.clone(),
            };
            callers.spawn(caller.work());
        }
        if world.in_volume {
            callers.spawn(volume::write(
                world.servers.database_url(),
                world.record.clone(),
                stop.clone(),
            ));
        }
        Self {
            callers,
            stop,
            _rough: world.subscribers.rough(),
        }
    }

    /// Lets them finish what they are at.
    pub(crate) async fn stop(mut self) {
        self.stop.cancel();
        while self.callers.join_next().await.is_some() {}
    }
}

struct Caller {
    programme: Vec<Client>,
    transitions: Vec<Client>,
    insight: Vec<Client>,
    record: Arc<Record>,
    dice: Dice,
    stop: CancellationToken,
}

impl Caller {
    async fn work(mut self) {
        while !self.stop.is_cancelled() {
            let call = Call::draw(&mut self.dice, &self.record);
            let id = request_id();
            let said = self.ask_until_told(call, &id).await;
            self.react(&said).await;
            self.record.note(said);
            let pause = Duration::from_millis(self.dice.within(2, 30));
            tokio::time::sleep(pause).await;
        }
    }

    /// Asks, and asks again, until it is known what came of it.
    async fn ask_until_told(&mut self, call: Call, id: &str) -> Said {
        let started = Instant::now();
        let mut attempts = 0;
        let outcome = loop {
            attempts += 1;
            let clients = match call.block() {
                "transitions" => &self.transitions,
                _ => &self.programme,
            };
            let client = self.dice.pick(clients).clone();
            let asked = tokio::time::timeout(PATIENCE, call.send(&client, id)).await;
            let status = match asked {
                Ok(Ok(receipt)) => break Outcome::Done(receipt),
                Ok(Err(status)) => status,
                Err(_) => Status::deadline_exceeded("not answered"),
            };
            self.record.count(&status);
            if status.code() == Code::DataLoss {
                // Neither does the hub say this; the calls of this test do when they are no calls.
                self.record.object(format!("{}: {status:?}", call.name()));
            }
            if !may_be_asked_again(&status) {
                break Outcome::Refused(status);
            }
            if started.elapsed() > Duration::from_secs(PERSISTENCE_SECONDS) {
                break Outcome::Unknown(status);
            }
            tokio::time::sleep(Duration::from_millis(self.dice.within(10, 120))).await;
        };
        Said {
            request_id: id.to_owned(),
            call,
            attempts,
            outcome,
        }
    }

    /// Now and then: asks the same once more, and looks whether insight shows what was done.
    async fn react(&mut self, said: &Said) {
        let Outcome::Done(receipt) = &said.outcome else {
            return;
        };
        if self.dice.percent(10) {
            let again = self.ask_until_told(said.call.clone(), &said.request_id).await;
            match &again.outcome {
                Outcome::Done(second)
                    if second.log_positions == receipt.log_positions && second.version == receipt.version => {
                }
                Outcome::Unknown(_) => {}
                other => self.record.object(format!(
                    "{} {}: told {receipt:?}, and when asked again {other:?}",
                    said.call.name(),
                    said.request_id
                )),
            }
        }
        if let Some(project) = said.call.registers().filter(|_| self.dice.percent(15)) {
            self.look_for(project, &receipt.consistency_token).await;
        }
    }

    /// With the token of a receipt insight shows what it is the receipt of, or says that it cannot yet.
    async fn look_for(&mut self, project: &str, token: &str) {
        let client = self.dice.pick(&self.insight).clone();
        let Ok(question) = request(json!({"projectId": project, "consistencyToken": token})) else {
            return;
        };
        let mut insight = client.insight();
        let asked = tokio::time::timeout(PATIENCE, insight.get_project_status(question)).await;
        let Ok(Err(status)) = asked else { return };
        self.record.count(&status);
        if !may_be_asked_again(&status) {
            self.record.object(format!(
                "insight does not show {project}, asked with the token {token} of its registration: {status:?}"
            ));
        }
    }
}

/// Whether an answer leaves open what came of it, or says to come back. `Internal` is among them: it is an answer the hub
/// must not give for what these faults do, so it is counted, but what it means for the change is unknown.
fn may_be_asked_again(status: &Status) -> bool {
    matches!(
        status.code(),
        Code::Unavailable
            | Code::DeadlineExceeded
            | Code::Cancelled
            | Code::Unknown
            | Code::Internal
            | Code::ResourceExhausted
            | Code::Aborted
    )
}

/// Counts that callers share, for names that nobody else has.
static NEXT: AtomicU64 = AtomicU64::new(1);

fn next() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}
