//! A published event as it arrives, checked: what is appended once it is its turn.

mod malformed;
mod parse;
mod trace;

use bytes::Bytes;
use contracts::options::v1::Audience;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

pub use malformed::{Malformed, Reason};
pub(crate) use parse::parse;
pub use parse::{MAX_DATA_BYTES, read_back};
pub(crate) use trace::is_traceparent;

/// One published event, as its block's relay sent it. Everything in it fits the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Block that published it.
    pub block: String,
    /// Its number among the block's published events, from 1.
    pub sequence: u64,
    /// Its place in the block's own log, from 1.
    pub log_position: u64,
    /// Which of the events at that place it is, from 1.
    pub part: u32,
    /// CloudEvents `id`: it follows from block, place and part ([`eventing::event_id`]).
    pub id: String,
    /// CloudEvents `type`.
    pub kind: String,
    /// CloudEvents `source`.
    pub source: String,
    /// CloudEvents `subject`.
    pub subject: String,
    /// CloudEvents `time`: when the block logged it.
    pub time: Timestamp,
    /// Building block it belongs to.
    pub building_block: Option<String>,
    /// Project it belongs to.
    pub project: Option<String>,
    /// Labour-market regions it belongs to.
    pub regions: Vec<String>,
    /// Theme it belongs to.
    pub theme: Option<String>,
    /// Who may see it.
    pub audience: Audience,
    /// W3C trace context of the call that caused it.
    pub traceparent: Option<String>,
    /// The bytes that are kept, and their hash.
    pub entry: Sealed,
}

impl Event {
    /// The RFC 6962 leaf hash of its bytes.
    pub fn leaf_hash(&self) -> [u8; 32] {
        self.entry.leaf_hash
    }
}

/// The bytes of an entry, structured CloudEvents JSON, with their hash: made once, when the event arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    bytes: Bytes,
    leaf_hash: [u8; 32],
}

impl From<Bytes> for Sealed {
    fn from(bytes: Bytes) -> Self {
        Self {
            leaf_hash: leaf_hash(&bytes),
            bytes,
        }
    }
}

impl std::ops::Deref for Sealed {
    type Target = Bytes;

    fn deref(&self) -> &Bytes {
        &self.bytes
    }
}

/// RFC 6962, section 2.1: `SHA-256(0x00 || entry)`.
pub fn leaf_hash(entry: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update([0])
        .chain_update(entry)
        .finalize()
        .into()
}

/// The event's own data within the bytes of an entry, without copying.
///
/// # Errors
/// The bytes are not structured CloudEvents JSON with a `data` member that is an object.
pub fn data_of(entry: &[u8]) -> Result<&[u8], serde_json::Error> {
    match last_member(entry) {
        Some(data) => Ok(data),
        None => parsed_data_of(entry),
    }
}

/// The data where they are the last member, as in every entry that this hub writes, found without parsing.
///
/// All other members are texts. Within a JSON text a quotation mark stands behind a backslash, so the first `,"data":` is
/// the member itself; and an entry that ends in `}}` ends in its only object.
fn last_member(entry: &[u8]) -> Option<&[u8]> {
    const MEMBER: &[u8] = br#","data":"#;
    let (whole, end) = (entry.strip_suffix(b"}")?, entry.ends_with(b"}}"));
    let start = memchr::memmem::find(whole, MEMBER)? + MEMBER.len();
    let data = &whole[start..];
    (end && data.starts_with(b"{")).then_some(data)
}

fn parsed_data_of(entry: &[u8]) -> Result<&[u8], serde_json::Error> {
    #[derive(serde::Deserialize)]
    struct Envelope<'a> {
        #[serde(borrow)]
        data: &'a serde_json::value::RawValue,
    }
    let data = serde_json::from_slice::<Envelope<'_>>(entry)?.data.get();
    if !data.starts_with('{') {
        return Err(serde::de::Error::custom("the data is not a JSON object"));
    }
    Ok(data.as_bytes())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use eventing::event_id::event_id;

    /// An event that is right in all respects but its meaning.
    pub(crate) fn sample(block: &str, sequence: u64, log_position: u64) -> Event {
        let id = event_id(block, log_position, 1);
        Event {
            entry: Bytes::from(format!(r#"{{"id":"{id}","data":{{"n":{sequence}}}}}"#)).into(),
            id,
            block: block.into(),
            sequence,
            log_position,
            part: 1,
            kind: "nl.projects.milestone-achieved.v1".into(),
            source: format!("urn:nld:oin:00000099000000001000:systeem:{block}"),
            subject: "LLO-2024-017".into(),
            time: Timestamp::UNIX_EPOCH,
            building_block: None,
            project: None,
            regions: Vec::new(),
            theme: None,
            audience: Audience::Public,
            traceparent: None,
        }
    }

    /// Vectors of the certificate transparency test suites.
    #[test]
    fn leaves_are_hashed_as_rfc_6962_says() {
        let hex = |bytes: [u8; 32]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(
            hex(leaf_hash(b"L123456")),
            "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
        );
        let empty = hex(leaf_hash(b""));
        assert!(empty.starts_with("6e340b9c") && empty.ends_with("a01d"));
    }

    #[test]
    fn the_data_of_an_entry_are_its_very_bytes() {
        let entry = br#"{"specversion":"1.0","data":{"b": 1.50, "a":"x"},"id":"p-1"}"#;
        assert_eq!(data_of(entry).unwrap(), br#"{"b": 1.50, "a":"x"}"#);
    }

    #[test]
    fn data_are_found_without_parsing_whatever_the_texts_before_them_say() {
        for entry in [
            r#"{"specversion":"1.0","subject":"a,\"data\":{","data":{"x":{"data":{}}}}"#,
            r#"{"specversion":"1.0","subject":"ends in a comma,","data":{}}"#,
            r#"{"specversion":"1.0","subject":"\\","data":{"subject":",\"data\":{}}"}}"#,
        ] {
            let parsed = parsed_data_of(entry.as_bytes()).unwrap();
            assert_eq!(last_member(entry.as_bytes()), Some(parsed));
        }
        let data_first = br#"{"specversion":"1.0","data":{},"id":"p-1"}"#;
        assert_eq!(last_member(data_first), None);
    }

    #[test]
    fn an_entry_without_an_object_as_data_is_refused() {
        for entry in [
            "{}",
            r#"{"data":[1]}"#,
            r#"{"data":"e30="}"#,
            r#"{"data":null}"#,
            "nonsense",
            "\u{feff}{}",
        ] {
            assert!(data_of(entry.as_bytes()).is_err(), "{entry}");
        }
    }
}
