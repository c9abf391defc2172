//! Waiting until a server answers.

use std::time::{Duration, Instant};

use crate::Error;
use crate::supervisor::{Running, exited};

const POLL: Duration = Duration::from_millis(20);

/// How long one attempt to reach the server may take.
const ATTEMPT: Duration = Duration::from_secs(5);

/// What an attempt to reach a server came to.
pub(crate) enum Answer {
    Ready,
    /// Trying again makes sense; why it did not work, for the message if it never does.
    NotYet(String),
    /// Trying again makes no sense.
    Hopeless(Error),
}

/// Tries until the server is ready, has ended, or `patience` is over.
pub(crate) async fn wait(
    name: &'static str,
    server: &Running,
    patience: Duration,
    attempt: impl AsyncFn() -> Answer,
) -> Result<(), Error> {
    let start = Instant::now();
    loop {
        let answer = tokio::time::timeout(ATTEMPT, attempt()).await;
        // Looked at after the attempt: if we were too late for our port, the answer is another server's.
        if let Some(status) = server.exit_status() {
            return Err(exited(name, status, server.log()));
        }
        let reason = match answer {
            Ok(Answer::Ready) => return Ok(()),
            Ok(Answer::Hopeless(error)) => return Err(error),
            Ok(Answer::NotYet(reason)) => reason,
            Err(_) => format!("no answer within {ATTEMPT:?}"),
        };
        if start.elapsed() > patience {
            return Err(Error::NotReady {
                server: name,
                after: patience,
                reason,
                log: server.log().path().to_owned(),
                tail: server.log().tail(),
            });
        }
        tokio::time::sleep(POLL).await;
    }
}
