//! A call within the process: tonic's own client over the services of this process, with the bytes of messages as they are.

use std::str::FromStr;

use bytes::{Buf, BufMut, Bytes};
use contracts::{prost_reflect::DynamicMessage, rest::Route};
use http::{HeaderMap, uri::PathAndQuery};
use prost::Message;
use tonic::{
    Extensions, Request, Status,
    client::Grpc,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
    metadata::MetadataMap,
};

use super::Calls;

/// Headers of a request over REST that mean the same for a call.
const PASSED_ON: [&str; 4] = ["authorization", "accept-language", "traceparent", "tracestate"];

/// The answer of the route's method to a message, as bytes.
///
/// # Errors
/// What the call is refused with.
pub(super) async fn unary(
    calls: Calls,
    route: &Route,
    message: &DynamicMessage,
    headers: &HeaderMap,
) -> Result<Bytes, Status> {
    let path = PathAndQuery::from_str(&route.call_path())
        .map_err(|_| Status::internal("the path of a method of the contract is not one"))?;
    let passed_on = headers
        .iter()
        .filter(|(name, _)| PASSED_ON.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let request = Request::from_parts(
        MetadataMap::from_headers(passed_on),
        Extensions::default(),
        Bytes::from(message.encode_to_vec()),
    );
    // What the hub itself answers with is not bounded.
    let mut client = Grpc::new(calls).max_decoding_message_size(usize::MAX);
    client.ready().await?;
    Ok(client.unary(request, path, Raw).await?.into_inner())
}

/// Messages as bytes.
struct Raw;

impl Codec for Raw {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
        into.put(item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(from.copy_to_bytes(from.remaining())))
    }
}
