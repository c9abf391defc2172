//! CloudEvents over NATS in binary mode, after the CloudEvents NATS binding and the NL GOV profile.
//!
//! Attribute values travel as `ce-` headers, percent-encoded outside U+0021 to U+007E and for `"` and `%`; they are decoded
//! once, and invalid UTF-8 is refused.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use async_nats::{HeaderMap, HeaderName};
use bytes::Bytes;
use jiff::Timestamp;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

/// Characters a header value must not carry as they are; everything outside ASCII is encoded anyway.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'%');

const CONTENT_TYPE: &str = "content-type";
const JSON: &str = "application/json";
/// What the content type of an event in structured mode begins with, in any case.
const STRUCTURED: &str = "application/cloudevents";

/// An event on its way from a block to the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudEvent {
    /// Unique within `source`.
    pub id: String,
    /// `urn:nld:oin:<OIN>:systeem:<block>`.
    pub source: String,
    /// Such as `nl.projects.milestone-achieved.v1`.
    pub event_type: String,
    /// What the event is about.
    pub subject: String,
    /// When the block logged it.
    pub time: Timestamp,
    /// Extension attributes by name; names are `[a-z0-9]{1,20}`.
    pub extensions: BTreeMap<String, String>,
    /// The event as JSON.
    pub data: Bytes,
}

/// Why a message is not a CloudEvent this hub takes.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotACloudEvent {
    /// A required attribute is missing.
    #[error("the attribute {0} is missing")]
    Missing(&'static str),
    /// An attribute has a value it must not have.
    #[error("the attribute {0} has a value that is refused: {1}")]
    Attribute(String, String),
    /// The data is not JSON.
    #[error("the data is not JSON: {0}")]
    Data(String),
}

/// The headers of an event in binary mode, put together one by one.
#[derive(Debug)]
pub(crate) struct Headers(HeaderMap);

impl Headers {
    /// Those that are the same for all events.
    pub(crate) fn json() -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(HeaderName::from_static("ce-specversion"), "1.0");
        headers.insert(HeaderName::from_static(CONTENT_TYPE), JSON);
        Self(headers)
    }

    /// Sets an attribute, encoding its value.
    pub(crate) fn put(&mut self, name: &'static str, value: &str) {
        self.put_plain(name, encoded(value));
    }

    /// Sets a header that is no attribute.
    pub(crate) fn put_plain(&mut self, name: &'static str, value: String) {
        self.0.insert(HeaderName::from_static(name), value);
    }
}

impl From<Headers> for HeaderMap {
    fn from(headers: Headers) -> Self {
        headers.0
    }
}

/// An attribute's value as a header has it.
fn encoded(value: &str) -> String {
    Cow::from(utf8_percent_encode(value, ENCODED)).into_owned()
}

impl CloudEvent {
    /// The headers of its binary mode.
    #[must_use]
    pub fn to_headers(&self) -> HeaderMap {
        let mut headers = Headers::json();
        headers.put("ce-id", &self.id);
        headers.put("ce-source", &self.source);
        headers.put("ce-type", &self.event_type);
        headers.put("ce-subject", &self.subject);
        headers.put("ce-time", &self.time.to_string());
        for (name, value) in &self.extensions {
            headers.0.insert(format!("ce-{name}"), encoded(value));
        }
        headers.0
    }

    /// Reads a message in binary mode.
    ///
    /// # Errors
    /// A required attribute is missing, a value is not valid, or the data is not JSON.
    pub fn from_message(headers: Option<&HeaderMap>, data: Bytes) -> Result<Self, NotACloudEvent> {
        Self::of_attributes(decode_attributes(headers)?, data)
    }

    /// Reads an event in binary mode by the names and values of its headers.
    ///
    /// # Errors
    /// As for a message.
    pub fn from_headers<'h>(
        headers: impl IntoIterator<Item = (&'h str, &'h str)>,
        data: Bytes,
    ) -> Result<Self, NotACloudEvent> {
        let mut of_message = HeaderMap::new();
        for (name, value) in headers {
            of_message.insert(name, value);
        }
        Self::from_message(Some(&of_message), data)
    }

    /// Reads an event in structured mode when its content type says so, and else in binary mode.
    ///
    /// # Errors
    /// As for either.
    pub fn from_any(headers: Option<&HeaderMap>, data: Bytes) -> Result<Self, NotACloudEvent> {
        let kind = headers.and_then(|it| it.get(CONTENT_TYPE).or_else(|| it.get("Content-Type")));
        let is_structured = kind.is_some_and(|it| it.as_str().to_ascii_lowercase().starts_with(STRUCTURED));
        if is_structured {
            Self::from_structured_json(&data)
        } else {
            Self::from_message(headers, data)
        }
    }

    /// Reads what [`CloudEvent::to_structured_json`] writes, without copying the data.
    ///
    /// # Errors
    /// The bytes are no JSON object with texts as attributes, each once, and data; or as for a message.
    pub fn from_structured_json(bytes: &Bytes) -> Result<Self, NotACloudEvent> {
        let Members { mut attributes, data } =
            serde_json::from_slice(bytes).map_err(|error| NotACloudEvent::Data(error.to_string()))?;
        let data = data.ok_or(NotACloudEvent::Missing("data"))?.get();
        let content_type = attributes
            .remove("datacontenttype")
            .ok_or(NotACloudEvent::Missing("datacontenttype"))?;
        if content_type != JSON {
            return Err(NotACloudEvent::Attribute("datacontenttype".into(), content_type));
        }
        Self::of_attributes(attributes, bytes.slice_ref(data.as_bytes()))
    }

    fn of_attributes(mut attributes: BTreeMap<String, String>, data: Bytes) -> Result<Self, NotACloudEvent> {
        let mut take = |name: &'static str| attributes.remove(name).ok_or(NotACloudEvent::Missing(name));
        let version = take("specversion")?;
        if version != "1.0" {
            return Err(NotACloudEvent::Attribute("specversion".into(), version));
        }
        let time = take("time")?;
        let event = Self {
            id: take("id")?,
            source: take("source")?,
            event_type: take("type")?,
            subject: take("subject")?,
            time: time
                .parse()
                .map_err(|_| NotACloudEvent::Attribute("time".into(), time))?,
            extensions: attributes,
            data,
        };
        serde_json::from_slice::<&RawValue>(&event.data)
            .map_err(|error| NotACloudEvent::Data(error.to_string()))?;
        Ok(event)
    }

    /// Its structured form as JSON: the same event always gives the same bytes.
    ///
    /// # Errors
    /// The data is not JSON.
    pub fn to_structured_json(&self) -> Result<Vec<u8>, serde_json::Error> {
        #[derive(Serialize)]
        struct Structured<'a> {
            specversion: &'static str,
            id: &'a str,
            source: &'a str,
            #[serde(rename = "type")]
            event_type: &'a str,
            subject: &'a str,
            time: String,
            datacontenttype: &'static str,
            #[serde(flatten)]
            extensions: &'a BTreeMap<String, String>,
            data: &'a RawValue,
        }
        serde_json::to_vec(&Structured {
            specversion: "1.0",
            id: &self.id,
            source: &self.source,
            event_type: &self.event_type,
            subject: &self.subject,
            time: self.time.to_string(),
            datacontenttype: JSON,
            extensions: &self.extensions,
            data: serde_json::from_slice(&self.data)?,
        })
    }
}

/// The members of an event in structured JSON.
#[derive(Default)]
struct Members<'a> {
    attributes: BTreeMap<String, String>,
    data: Option<&'a RawValue>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an event as a JSON object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Members<'de>, M::Error> {
                let mut members = Members::default();
                while let Some(name) = map.next_key::<String>()? {
                    // Of a member that is there twice, readers would see one or the other.
                    let twice = if name == "data" {
                        members.data.replace(map.next_value()?).is_some()
                    } else {
                        let value = map.next_value()?;
                        members.attributes.insert(name, value).is_some()
                    };
                    if twice {
                        return Err(M::Error::custom("a member is there twice"));
                    }
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(Reader)
    }
}

fn decode_attributes(headers: Option<&HeaderMap>) -> Result<BTreeMap<String, String>, NotACloudEvent> {
    let mut attributes = BTreeMap::new();
    for (name, values) in headers.into_iter().flat_map(HeaderMap::iter) {
        let name = name.to_string().to_ascii_lowercase();
        let Some(attribute) = name.strip_prefix("ce-") else {
            continue;
        };
        let value = values.first().map_or("", |value| value.as_str());
        attributes.insert(attribute.to_owned(), decode(attribute, value)?);
    }
    Ok(attributes)
}

/// Decodes a header value once.
fn decode(attribute: &str, value: &str) -> Result<String, NotACloudEvent> {
    percent_decode_str(value)
        .decode_utf8()
        .map(|decoded| decoded.into_owned())
        .map_err(|_| NotACloudEvent::Attribute(attribute.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> CloudEvent {
        CloudEvent {
            id: "programme-000000000012".into(),
            source: "urn:nld:oin:00000099000000000000:systeem:programme".into(),
            event_type: "nl.projects.milestone-achieved.v1".into(),
            subject: "Euro € 😀".into(),
            time: "2024-05-01T10:00:00.123456Z".parse().unwrap(),
            extensions: BTreeMap::from([("blocksequence".into(), "7".into())]),
            data: Bytes::from_static(br#"{"projectId":"llo-1"}"#),
        }
    }

    #[test]
    fn values_are_percent_encoded_as_the_binding_says() {
        let headers = event().to_headers();
        assert_eq!(
            headers.get("ce-subject").unwrap().as_str(),
            "Euro%20%E2%82%AC%20%F0%9F%98%80"
        );
    }

    #[test]
    fn a_message_reads_back_as_it_was() {
        let event = event();
        assert_eq!(
            CloudEvent::from_message(Some(&event.to_headers()), event.data.clone()).unwrap(),
            event
        );
    }

    #[test]
    fn the_structured_form_reads_back_as_it_was() {
        let event = CloudEvent {
            data: Bytes::from_static(br#"{"b": 1.50, "a":"x"}"#),
            ..event()
        };
        let bytes = Bytes::from(event.to_structured_json().unwrap());
        assert_eq!(CloudEvent::from_structured_json(&bytes).unwrap(), event);
    }

    #[test]
    fn what_readers_could_see_differently_is_no_structured_event() {
        let text = String::from_utf8(event().to_structured_json().unwrap()).unwrap();
        for wrong in [
            String::new(),
            "[]".into(),
            format!("{text}{text}"),
            text.replacen('{', r#"{"id":"twice","#, 1),
            text.replacen('{', r#"{"data":{},"#, 1),
            text.replacen('{', r#"{"number":1,"#, 1),
            text.replacen(r#""specversion":"1.0""#, r#""specversion":"0.3""#, 1),
            text.replacen("application/json", "text/plain", 1),
            text.replacen(r#""data":"#, r#""date":"#, 1),
        ] {
            let read = CloudEvent::from_structured_json(&Bytes::from(wrong.clone()));
            assert!(read.is_err(), "{wrong}");
        }
    }

    #[test]
    fn invalid_utf8_is_refused() {
        let mut headers = event().to_headers();
        headers.insert("ce-subject", "%C0%A0");
        let refused = CloudEvent::from_message(Some(&headers), event().data).unwrap_err();
        assert_eq!(
            refused,
            NotACloudEvent::Attribute("subject".into(), "%C0%A0".into())
        );
    }

    #[test]
    fn missing_attributes_and_broken_data_are_refused() {
        assert_eq!(
            CloudEvent::from_message(None, Bytes::new()).unwrap_err(),
            NotACloudEvent::Missing("specversion")
        );
        let broken = CloudEvent::from_message(Some(&event().to_headers()), Bytes::from_static(b"{"));
        assert!(matches!(broken, Err(NotACloudEvent::Data(_))));
    }

    #[test]
    fn the_structured_form_keeps_the_data_byte_for_byte() {
        let json = String::from_utf8(event().to_structured_json().unwrap()).unwrap();
        assert!(
            json.contains(r#""blocksequence":"7""#) && json.ends_with(r#""data":{"projectId":"llo-1"}}"#),
            "{json}"
        );
    }
}
