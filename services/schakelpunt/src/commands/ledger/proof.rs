//! `schakelpunt ledger proof`: a receipt that an event is in the ledger, checked before it is handed over.

use eventing::event_id::event_id;
use std::time::{Duration, Instant};

use contracts::ledger::v1::{ProveInclusionRequest, ProveInclusionResponse, prove_inclusion_request::Key};
use runtime::receipt::ConsistencyToken;
use serde_json::json;
use tonic::Code;
use transparency::{Note as SignedNote, Proof, Receipt};

use super::{super::Session, check, event, files, keys};
use crate::{
    cli::ProofArgs,
    client::Hub,
    failure::{Failure, Note},
    output::Format,
};

/// How long an event that a token names is waited for, at most; what was committed is in the ledger within moments.
const ARRIVES_WITHIN: Duration = Duration::from_secs(15);
/// Time between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(200);

pub(super) async fn run(args: ProofArgs, session: &Session<'_>) -> Result<(), Failure> {
    let wanted = Wanted::parse(&args.event)?;
    let hub = session.hub()?;
    let trust = keys::trust(&args.keys, &hub).await?;
    let answer = wanted.proven(&hub).await?;
    let receipt = receipt(&answer).map_err(refused)?;
    let text = receipt.to_string();
    let checked = check::check(text.as_bytes(), &trust.keys()).map_err(refused)?;
    let attributes = event::read(&checked.entry)?;
    wanted.is(checked.index, &attributes.event_id).map_err(refused)?;
    if let Some(file) = &args.proof_file {
        files::write(file, &text)?;
    }
    if session.screen.format == Format::Json {
        let position = checked.index.saturating_add(1);
        let file = args.proof_file.as_ref().map(|file| file.display().to_string());
        let answer = json!({
            "position": position, "size": checked.checkpoint.size(), "independent": trust.is_independent(),
            "keys": keys::of_logs(&trust.keys()), "event": attributes, "file": file, "receipt": text,
        });
        return Ok(session.screen.put(&format!("{answer:#}\n"))?);
    }
    let Some(file) = &args.proof_file else {
        return Ok(session.screen.put(&text)?);
    };
    let mut page = crate::output::Page::new(session.screen.texts);
    let (position, size) = (
        (checked.index + 1).to_string(),
        checked.checkpoint.size().to_string(),
    );
    let file = file.display().to_string();
    let values = [
        ("id", attributes.event_id.as_str()),
        ("position", &position),
        ("size", &size),
        ("file", &file),
    ];
    page.line(page.texts.with("proof-written", &values));
    if !trust.is_independent() {
        page.line(page.get("verify-dependent"));
    }
    keys::of_logs(&trust.keys())
        .iter()
        .for_each(|key| page.field("ledger-key", key));
    Ok(session.screen.page(page)?)
}

fn refused(error: impl std::fmt::Display) -> Failure {
    Failure::Local(Note::new("proof-refused").with("error", error))
}

/// Which event is to be proven.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    /// The one at a position.
    Position(u64),
    /// The one with an id.
    Event(String),
    /// The one that a consistency token names: the last that a change published.
    Token(String),
}

impl Wanted {
    /// A token is told by its colon, a position by being a number.
    fn parse(text: &str) -> Result<Self, Failure> {
        if let Ok(position) = text.parse() {
            return Ok(Self::Position(position));
        }
        if !text.contains(':') {
            return Ok(Self::Event(text.to_owned()));
        }
        let wrong = |error: &dyn std::fmt::Display| {
            Failure::Usage(
                Note::new("token-unusable")
                    .with("token", text)
                    .with("error", error),
            )
        };
        match ConsistencyToken::parse(text) {
            Ok(Some(token)) => Ok(Self::Token(event_id(&token.block, token.log_position, 1))),
            Ok(None) => Err(wrong(&"")),
            Err(fault) => Err(wrong(&fault)),
        }
    }

    fn key(&self) -> Key {
        match self {
            Self::Position(position) => Key::Position(*position),
            Self::Event(id) | Self::Token(id) => Key::EventId(id.clone()),
        }
    }

    /// Asks for the proof. The event of a token may still be on its way.
    async fn proven(&self, hub: &Hub) -> Result<ProveInclusionResponse, Failure> {
        let patience = ARRIVES_WITHIN.min(hub.timeout());
        let begun = Instant::now();
        loop {
            let question = ProveInclusionRequest {
                key: Some(self.key()),
                tree_size: 0,
            };
            let answer = hub
                .call(question, |hub, request| async move {
                    hub.ledger().prove_inclusion(request).await
                })
                .await;
            let waits = matches!(self, Self::Token(_)) && begun.elapsed() < patience;
            match answer {
                Err(Failure::Refused(refusal)) if waits && refusal.code == Code::NotFound => {
                    tokio::time::sleep(LOOK_EVERY).await;
                }
                other => return other,
            }
        }
    }

    /// Whether this is the event that was asked for.
    fn is(&self, index: u64, event_id: &str) -> Result<(), String> {
        let same = match self {
            Self::Position(position) => index.checked_add(1) == Some(*position),
            Self::Event(id) | Self::Token(id) => id == event_id,
        };
        if same {
            return Ok(());
        }
        Err(format!(
            "the hub proved another event: {event_id} at position {}",
            index.saturating_add(1)
        ))
    }
}

/// What the hub answered, as a receipt. Nothing of it is believed before the receipt was checked.
fn receipt(answer: &ProveInclusionResponse) -> Result<Receipt, String> {
    let proof = Proof::from_bytes(&answer.hashes).map_err(|error| error.to_string())?;
    let checkpoint = SignedNote::parse(answer.checkpoint.as_bytes()).map_err(|error| error.to_string())?;
    Ok(Receipt {
        extra: Some(answer.entry.clone()),
        index: answer.leaf_index,
        proof,
        checkpoint,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_named_by_position_id_or_token() {
        assert_eq!(Wanted::parse("12").unwrap(), Wanted::Position(12));
        let id = "programme-000000000042";
        assert_eq!(Wanted::parse(id).unwrap(), Wanted::Event(id.into()));
        assert_eq!(Wanted::parse("programme:42").unwrap(), Wanted::Token(id.into()));
        assert!(matches!(Wanted::parse("programme:x"), Err(Failure::Usage(_))));
        assert!(matches!(Wanted::parse(":"), Err(Failure::Usage(_))));
    }

    #[test]
    fn another_event_than_the_one_asked_for_is_refused() {
        assert!(Wanted::Position(5).is(4, "a-1").is_ok());
        assert!(Wanted::Position(5).is(5, "a-1").is_err());
        assert!(Wanted::Event("a-1".into()).is(9, "a-1").is_ok());
        assert!(Wanted::Token("a-1".into()).is(9, "a-2").is_err());
    }
}
