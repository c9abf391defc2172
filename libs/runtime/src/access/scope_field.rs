//! Reads one string field of an encoded request without decoding the rest, so that the access rule is checked before any
//! handler runs.

use prost::{
    bytes::Buf,
    encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field},
};

/// The bytes are not a protobuf message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are not a protobuf message")]
pub struct Malformed;

impl From<prost::DecodeError> for Malformed {
    fn from(_: prost::DecodeError) -> Self {
        Self
    }
}

/// The string at the end of a path of field numbers. The last occurrence counts, as for every protobuf decoder; nested messages
/// that occur more than once are merged, so the last occurrence over all of them counts. `None` when it is absent or not text.
///
/// # Errors
/// The bytes are not a protobuf message.
pub fn read<'a>(message: &'a [u8], path: &[u32]) -> Result<Option<&'a str>, Malformed> {
    let Some((number, rest)) = path.split_first() else {
        return Ok(None);
    };
    let mut found = None;
    let mut remaining = message;
    while !remaining.is_empty() {
        let (key, wire_type) = decode_key(&mut remaining)?;
        if key != *number || wire_type != WireType::LengthDelimited {
            skip_field(wire_type, key, &mut remaining, DecodeContext::default())?;
            continue;
        }
        let value = take_delimited(&mut remaining)?;
        found = if rest.is_empty() {
            std::str::from_utf8(value).ok()
        } else {
            read(value, rest)?.or(found)
        };
    }
    Ok(found)
}

fn take_delimited<'a>(remaining: &mut &'a [u8]) -> Result<&'a [u8], Malformed> {
    let length = decode_varint(remaining)?;
    let length = usize::try_from(length)
        .ok()
        .filter(|length| *length <= remaining.len())
        .ok_or(Malformed)?;
    let value = &remaining[..length];
    remaining.advance(length);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use contracts::programme::v1::{ProjectProfile, RegisterProjectRequest, SubmitReportRequest};
    use proptest::prelude::*;
    use prost::Message;

    use super::*;

    #[test]
    fn the_last_occurrence_counts() {
        let mut bytes = SubmitReportRequest {
            project_id: "mine".into(),
            ..Default::default()
        }
        .encode_to_vec();
        bytes.extend(
            SubmitReportRequest {
                project_id: "theirs".into(),
                ..Default::default()
            }
            .encode_to_vec(),
        );
        assert_eq!(
            SubmitReportRequest::decode(bytes.as_slice()).unwrap().project_id,
            "theirs"
        );
        assert_eq!(read(&bytes, &[2]).unwrap(), Some("theirs"));
    }

    #[test]
    fn merged_messages_count_together() {
        let with = |block: &str| RegisterProjectRequest {
            project: Some(ProjectProfile {
                block_id: block.into(),
                ..Default::default()
            }),
            ..Default::default()
        };
        let mut bytes = with("radar").encode_to_vec();
        bytes.extend(with("").encode_to_vec());
        assert_eq!(
            RegisterProjectRequest::decode(bytes.as_slice())
                .unwrap()
                .project
                .unwrap()
                .block_id,
            "radar"
        );
        assert_eq!(read(&bytes, &[2, 4]).unwrap(), Some("radar"));
    }

    proptest! {
        #[test]
        fn agrees_with_the_decoder(request_id in ".{0,40}", project_id in ".{0,200}", report_id in ".{0,10}") {
            let request = SubmitReportRequest { request_id, project_id: project_id.clone(), report_id };
            let bytes = request.encode_to_vec();
            prop_assert_eq!(read(&bytes, &[2]).unwrap().unwrap_or(""), project_id.as_str());
        }

        #[test]
        fn never_panics_and_refuses_only_what_the_decoder_refuses(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            if read(&bytes, &[2]).is_err() {
                prop_assert!(SubmitReportRequest::decode(bytes.as_slice()).is_err());
            }
        }
    }
}
