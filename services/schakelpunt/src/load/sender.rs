//! Sends one call, and again while the hub is away. That is safe: the contract gives every call that changes something a
//! `request_id`, unless making it twice is the same as making it once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use backon::{ExponentialBuilder, Retryable};
use http::uri::PathAndQuery;
use prost_reflect::DynamicMessage;
use tonic::{Code, Request, Status, client::Grpc, transport::Channel};
use tonic_types::StatusExt;

use super::{codec::Dynamic, instruction::Instruction, methods, until};
use crate::client::{Bearer, Hub};

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// It changed something.
    Changed,
    /// It has no receipt, because it asked something or moved the development clock.
    WithoutReceipt,
    /// It was there already.
    AlreadyThere,
    /// In all the time there was, its answer did not have in it what the line waits for.
    InVain,
}

/// Sends calls to one hub.
#[derive(Clone)]
pub(super) struct Sender {
    channel: Channel,
    timeout: Duration,
    retry_for: Duration,
    away: Arc<AtomicBool>,
}

impl Sender {
    /// Sends to `hub`, and goes on trying for `retry_for` while it is away.
    pub(super) fn new(hub: &Hub, retry_for: Duration) -> Self {
        Self {
            channel: hub.channel(),
            timeout: hub.timeout(),
            retry_for,
            away: Arc::default(),
        }
    }

    /// Whether some call is waiting for the hub to come back.
    pub(super) fn is_away(&self) -> bool {
        self.away.load(Ordering::Relaxed)
    }

    /// Makes a call; again and again when the line waits for something.
    pub(super) async fn send(&self, instruction: &Instruction, bearer: &Bearer) -> Result<Done, Status> {
        let Some(awaited) = &instruction.until else {
            return Ok(verdict(&self.answer(instruction, bearer).await?));
        };
        let mut pauses = until::pauses(self.retry_for);
        loop {
            let answer = self.answer(instruction, bearer).await;
            match &answer {
                Ok(answer) if until::has(answer, awaited) => return Ok(verdict(answer)),
                Ok(_) => {}
                Err(status) if is_unheard(status) => {}
                Err(_) => return answer.map(|_| Done::InVain),
            }
            match pauses.next() {
                Some(pause) => tokio::time::sleep(pause).await,
                None => return answer.map(|_| Done::InVain),
            }
        }
    }

    /// The answer to a call, which is made again while the hub is away.
    async fn answer(&self, instruction: &Instruction, bearer: &Bearer) -> Result<DynamicMessage, Status> {
        let waits = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(200))
            .with_max_delay(Duration::from_secs(5))
            .without_max_times()
            .with_total_delay(Some(self.retry_for))
            .with_jitter();
        let answer = (|| self.once(instruction, bearer))
            .retry(waits)
            .when(|status: &Status| status.code() == Code::Unavailable)
            .notify(|_, _| self.away.store(true, Ordering::Relaxed))
            .await?;
        self.away.store(false, Ordering::Relaxed);
        Ok(answer)
    }

    async fn once(&self, instruction: &Instruction, bearer: &Bearer) -> Result<DynamicMessage, Status> {
        let path = PathAndQuery::try_from(methods::path(&instruction.method));
        let path = path.map_err(|error| Status::internal(error.to_string()))?;
        let codec = Dynamic {
            answer: instruction.method.output(),
        };
        let mut request = Request::new(instruction.request.clone());
        request.set_timeout(self.timeout);
        bearer.put_on(&mut request);
        let mut grpc = Grpc::new(self.channel.clone());
        let call = async {
            grpc.ready()
                .await
                .map_err(|error| Status::from_error(Box::new(error)))?;
            grpc.unary(request, path, codec).await
        };
        let late = |_| Status::deadline_exceeded(format!("no answer within {} s", self.timeout.as_secs()));
        Ok(tokio::time::timeout(self.timeout, call)
            .await
            .map_err(late)??
            .into_inner())
    }
}

/// Whether a block may only not have heard yet of what the request names.
fn is_unheard(status: &Status) -> bool {
    let reason = status.get_details_error_info().map(|info| info.reason);
    status.code() == Code::NotFound || reason.as_deref() == Some("REFERENCE_UNKNOWN")
}

/// Reads the receipt, if the answer has one: a repeated request and one that had nothing to change were there already.
fn verdict(answer: &DynamicMessage) -> Done {
    // A field that is not set reads as an empty message, which is not the same.
    let receipt = answer
        .has_field_by_name("receipt")
        .then(|| answer.get_field_by_name("receipt"))
        .flatten();
    let Some(receipt) = receipt.as_deref().and_then(prost_reflect::Value::as_message) else {
        return Done::WithoutReceipt;
    };
    let repeated = receipt
        .get_field_by_name("repeated")
        .and_then(|value| value.as_bool())
        .unwrap_or(false);
    let positions = receipt
        .get_field_by_name("log_positions")
        .and_then(|value| value.as_list().map(<[_]>::len));
    if repeated || positions == Some(0) {
        Done::AlreadyThere
    } else {
        Done::Changed
    }
}

#[cfg(test)]
mod tests {
    use prost_reflect::DescriptorPool;

    use super::*;

    fn answered(json: &str) -> Done {
        let pool = DescriptorPool::decode(contracts::DESCRIPTORS).unwrap();
        let kind = pool
            .get_message_by_name("schakelpunt.programme.v1.DefineEntryResponse")
            .unwrap();
        let mut parser = serde_json::Deserializer::from_str(json);
        verdict(&DynamicMessage::deserialize(kind, &mut parser).unwrap())
    }

    #[test]
    fn a_receipt_tells_whether_something_changed() {
        assert_eq!(
            answered(r#"{"receipt":{"id":"a","log_positions":["7"]}}"#),
            Done::Changed
        );
        assert_eq!(
            answered(r#"{"receipt":{"id":"a","log_positions":["7"],"repeated":true}}"#),
            Done::AlreadyThere
        );
        assert_eq!(answered(r#"{"receipt":{"id":"a"}}"#), Done::AlreadyThere);
        assert_eq!(answered("{}"), Done::WithoutReceipt);
    }
}
