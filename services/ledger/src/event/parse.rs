//! From a CloudEvent to an [`Event`]: everything is checked here, so that nothing later can fail on it.

#[cfg(test)]
mod tests;

use std::str::FromStr;

use async_nats::HeaderMap;
use bytes::Bytes;
use contracts::options::v1::Audience;
use eventing::cloudevent::{CloudEvent, NotACloudEvent};
use eventing::event_id::{self, part_of};
use jiff::Timestamp;
use runtime::parse::is_id;

use super::{Event, Malformed, Reason, Sealed, data_of, is_traceparent};

/// Most bytes of data of one event inside the hub. Towards others the limit is 64 KB (NL GOV profile for
/// CloudEvents); this one keeps a single event from stopping the hub.
pub const MAX_DATA_BYTES: usize = 1024 * 1024;

/// Longest attribute in characters; the standards' own identifiers are far shorter.
const MAX_ATTRIBUTE_CHARS: usize = 255;

/// Most regions of one event; there are 35.
const MAX_REGIONS: usize = 100;

/// Most extension attributes; the hub's own are nine.
const MAX_EXTENSIONS: usize = 30;

/// Longest value of an extension attribute in bytes; `regions` is the longest of the hub's own.
const MAX_EXTENSION_BYTES: usize = 8 * 1024;

/// Longest name of an extension attribute (NL GOV profile for CloudEvents).
const MAX_NAME_CHARS: usize = 20;

/// Members of structured JSON that are not extensions, and so must not come as one.
const NOT_EXTENSIONS: [&str; 2] = ["data", "datacontenttype"];

/// Checks a message that came on the subject of `block`.
///
/// # Errors
/// The first thing found wrong.
pub(crate) fn parse(block: &str, headers: Option<&HeaderMap>, data: Bytes) -> Result<Event, Malformed> {
    check_size(&data)?;
    let event = CloudEvent::from_message(headers, data).map_err(Malformed::from)?;
    check_extensions(&event)?;
    check(block, &event)
}

/// Reads the bytes of an entry back, by the same rules as when it arrived. An event has one form as an entry: bytes that
/// another program would read in another way, with a member twice for example, are none.
///
/// # Errors
/// The first thing found wrong.
pub fn read_back(entry: &Bytes) -> Result<Event, Malformed> {
    let event = CloudEvent::from_structured_json(entry).map_err(Malformed::from)?;
    check_size(&event.data)?;
    check_extensions(&event)?;
    let block = event.extensions.get("block").map_or("", String::as_str);
    let read = check(block, &event)?;
    if *read.entry == *entry {
        Ok(read)
    } else {
        let detail = "the bytes are not the form in which the hub writes this event";
        Err(Malformed::new(Reason::OtherForm, detail))
    }
}

fn check_size(data: &Bytes) -> Result<(), Malformed> {
    if data.len() <= MAX_DATA_BYTES {
        return Ok(());
    }
    let detail = format_args!(
        "expected at most {MAX_DATA_BYTES} bytes of data, found {}",
        data.len()
    );
    Err(Malformed::new(Reason::DataTooLarge, detail))
}

impl From<NotACloudEvent> for Malformed {
    fn from(error: NotACloudEvent) -> Self {
        let reason = match error {
            NotACloudEvent::Missing(_) => Reason::AttributeMissing,
            NotACloudEvent::Attribute(..) => Reason::AttributeInvalid,
            NotACloudEvent::Data(_) => Reason::DataNotJson,
        };
        Self::new(reason, error)
    }
}

/// The content type comes as an extension where a sender sets `ce-datacontenttype`; the real header says it already.
fn check_extensions(event: &CloudEvent) -> Result<(), Malformed> {
    if event.extensions.len() > MAX_EXTENSIONS {
        let detail = format_args!(
            "expected at most {MAX_EXTENSIONS} extensions, found {}",
            event.extensions.len()
        );
        return Err(Malformed::new(Reason::AttributeInvalid, detail));
    }
    for (name, value) in &event.extensions {
        let named = (1..=MAX_NAME_CHARS).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if !named || NOT_EXTENSIONS.contains(&name.as_str()) || value.len() > MAX_EXTENSION_BYTES {
            return Err(invalid(name, "an extension attribute of CloudEvents", value));
        }
    }
    Ok(())
}

fn check(block: &str, event: &CloudEvent) -> Result<Event, Malformed> {
    let attributes = Attributes(event);
    let named = attributes.id("block")?;
    if named != block {
        let detail = format_args!("expected the block `{block}` of the subject, found `{named}`");
        return Err(Malformed::new(Reason::WrongBlock, detail));
    }
    let log_position = attributes.number("logposition")?;
    let (id, part) = event_id(block, log_position, &attributes)?;
    Ok(Event {
        block: named,
        sequence: attributes.number("blocksequence")?,
        log_position,
        part,
        id,
        kind: attributes.text("type")?,
        source: attributes.text("source")?,
        subject: attributes.text("subject")?,
        time: attributes.time()?,
        building_block: attributes.optional_id("buildingblock")?,
        project: attributes.optional_id("project")?,
        regions: attributes.regions()?,
        theme: attributes.optional_id("theme")?,
        audience: attributes.audience()?,
        traceparent: attributes
            .get("traceparent")
            .filter(|text| is_traceparent(text))
            .map(str::to_owned),
        entry: entry(event)?,
    })
}

/// The id follows from block, log position, and which of the events there it is. Checked, because the ledger relies on it: two events of a
/// block with different places in its log have different ids.
fn event_id(block: &str, log_position: u64, attributes: &Attributes<'_>) -> Result<(String, u32), Malformed> {
    let found = attributes.text("id")?;
    match part_of(&found, block, log_position) {
        Some(part) => Ok((found, part)),
        None => {
            let first = event_id::event_id(block, log_position, 1);
            let expected = format!("`{first}`, or `{first}-2` and so on for a second event of the same fact");
            Err(invalid("id", &expected, &found))
        }
    }
}

/// The bytes to keep, read back as they will be on every read: what cannot be read is not appended.
fn entry(event: &CloudEvent) -> Result<Sealed, Malformed> {
    let not_json = |error: serde_json::Error| Malformed::new(Reason::DataNotJson, error);
    let entry = Bytes::from(event.to_structured_json().map_err(not_json)?);
    let kept = data_of(&entry).map_err(not_json)?;
    if kept != event.data.trim_ascii() {
        return Err(Malformed::new(
            Reason::DataNotJson,
            "the data do not read back as they are",
        ));
    }
    Ok(entry.into())
}

/// The attributes of an event, by their CloudEvents names.
struct Attributes<'a>(&'a CloudEvent);

impl<'a> Attributes<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        let event = self.0;
        let value = match name {
            "id" => Some(&event.id),
            "source" => Some(&event.source),
            "type" => Some(&event.event_type),
            "subject" => Some(&event.subject),
            extension => event.extensions.get(extension),
        };
        value.map(String::as_str).filter(|value| !value.is_empty())
    }

    fn required(&self, name: &str) -> Result<&'a str, Malformed> {
        self.get(name)
            .ok_or_else(|| Malformed::new(Reason::AttributeMissing, format_args!("`{name}` is missing")))
    }

    fn text(&self, name: &str) -> Result<String, Malformed> {
        let value = self.required(name)?;
        // PostgreSQL's text refuses NUL, and no attribute of ours has a line break.
        if value.chars().any(char::is_control) || value.chars().count() > MAX_ATTRIBUTE_CHARS {
            let expected = format!("at most {MAX_ATTRIBUTE_CHARS} characters without control characters");
            return Err(invalid(name, &expected, value));
        }
        Ok(value.to_owned())
    }

    fn id(&self, name: &str) -> Result<String, Malformed> {
        let value = self.required(name)?;
        if is_id(value) {
            Ok(value.to_owned())
        } else {
            Err(invalid(name, "an identifier", value))
        }
    }

    fn optional_id(&self, name: &str) -> Result<Option<String>, Malformed> {
        self.get(name).map(|_| self.id(name)).transpose()
    }

    /// A number from 1 to what a `bigint` holds, in plain decimal digits.
    fn number(&self, name: &str) -> Result<u64, Malformed> {
        let value = self.required(name)?;
        let digits = value.bytes().all(|byte| byte.is_ascii_digit());
        let number = u64::from_str(value)
            .ok()
            .filter(|number| i64::try_from(*number).is_ok_and(|n| n > 0));
        number
            .filter(|_| digits)
            .ok_or_else(|| invalid(name, "a whole number from 1", value))
    }

    /// Not before 1970: PostgreSQL does not reach as far back as RFC 3339 does.
    fn time(&self) -> Result<Timestamp, Malformed> {
        let time = self.0.time;
        if time >= Timestamp::UNIX_EPOCH {
            return Ok(time);
        }
        Err(invalid("time", "a time since 1970", &time.to_string()))
    }

    fn regions(&self) -> Result<Vec<String>, Malformed> {
        let Some(value) = self.get("regions") else {
            return Ok(Vec::new());
        };
        let regions: Vec<_> = value.split(',').map(str::to_owned).collect();
        if regions.len() > MAX_REGIONS || !regions.iter().all(|region| is_id(region)) {
            let expected = format!("at most {MAX_REGIONS} identifiers, separated by commas");
            return Err(invalid("regions", &expected, value));
        }
        Ok(regions)
    }

    fn audience(&self) -> Result<Audience, Malformed> {
        match self.required("audience")? {
            "public" => Ok(Audience::Public),
            "programmes" => Ok(Audience::Programmes),
            "hub" => Ok(Audience::Hub),
            other => Err(invalid("audience", "`public`, `programmes` or `hub`", other)),
        }
    }
}

fn invalid(name: &str, expected: &str, found: &str) -> Malformed {
    Malformed::new(
        Reason::AttributeInvalid,
        format_args!("`{name}`: expected {expected}, found `{found}`"),
    )
}
