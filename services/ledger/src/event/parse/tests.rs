//! What is taken and what is not.

use super::*;

const DATA: &str = r#"{"projectId":"LLO-2024-017"}"#;
const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/// What a relay sends.
fn headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("ce-specversion", "1.0"),
        ("ce-id", "programme-000000000412"),
        ("ce-source", "urn:nld:oin:00000099000000001000:systeem:programme"),
        ("ce-type", "nl.projects.milestone-achieved.v1"),
        ("ce-subject", "Mijlpaal%20%E2%82%AC"),
        ("ce-time", "2024-05-01T10:00:00.5Z"),
        ("ce-block", "programme"),
        ("ce-blocksequence", "17"),
        ("ce-logposition", "412"),
        ("ce-buildingblock", "transitions"),
        ("ce-project", "LLO-2024-017"),
        ("ce-regions", "AM01,AM38"),
        ("ce-theme", "energy"),
        ("ce-audience", "programmes"),
        ("ce-traceparent", TRACE),
    ] {
        headers.insert(name, value);
    }
    headers
}

fn parsed(headers: &HeaderMap, data: &str) -> Result<Event, Malformed> {
    parse("programme", Some(headers), Bytes::from(data.to_owned()))
}

fn reason_with(name: &str, value: &str) -> Option<Reason> {
    let mut headers = headers();
    headers.insert(name, value);
    parsed(&headers, DATA).err().map(|malformed| malformed.reason)
}

#[test]
fn what_a_relay_sends_becomes_an_event() {
    let event = parsed(&headers(), DATA).unwrap();
    assert_eq!(
        (event.block.as_str(), event.sequence, event.log_position),
        ("programme", 17, 412)
    );
    assert_eq!(event.subject, "Mijlpaal €");
    assert_eq!(event.regions, ["AM01", "AM38"]);
    assert_eq!(event.audience, Audience::Programmes);
    assert_eq!(event.traceparent.as_deref(), Some(TRACE));
    assert_eq!(data_of(&event.entry).unwrap(), DATA.as_bytes());
}

#[test]
fn the_same_message_always_gives_the_same_bytes() {
    assert_eq!(
        parsed(&headers(), DATA).unwrap().entry,
        parsed(&headers(), DATA).unwrap().entry
    );
}

#[test]
fn what_an_event_belongs_to_may_be_left_out() {
    let mut headers = headers();
    for name in [
        "ce-buildingblock",
        "ce-project",
        "ce-regions",
        "ce-theme",
        "ce-traceparent",
    ] {
        headers.insert(name, "");
    }
    let event = parsed(&headers, DATA).unwrap();
    assert!(event.project.is_none() && event.theme.is_none() && event.regions.is_empty());
}

#[test]
fn a_broken_trace_context_does_not_stop_its_event() {
    let mut headers = headers();
    headers.insert("ce-traceparent", "00-nonsense");
    assert_eq!(parsed(&headers, DATA).unwrap().traceparent, None);
}

#[test]
fn each_attribute_the_hub_needs_is_asked_for() {
    for name in [
        "id",
        "source",
        "type",
        "subject",
        "block",
        "blocksequence",
        "logposition",
        "audience",
    ] {
        assert_eq!(
            reason_with(&format!("ce-{name}"), ""),
            Some(Reason::AttributeMissing),
            "{name}"
        );
    }
    assert!(parse("programme", None, Bytes::from_static(b"{}")).is_err());
}

#[test]
fn values_that_no_table_takes_are_refused_here() {
    for (name, value) in [
        ("ce-blocksequence", "0"),
        ("ce-blocksequence", "-1"),
        ("ce-blocksequence", "+1"),
        ("ce-blocksequence", "9223372036854775808"),
        ("ce-logposition", "4.12e2"),
        ("ce-id", "programme-412"),
        ("ce-id", "radar-000000000412"),
        ("ce-time", "yesterday"),
        ("ce-time", "-004800-01-01T00:00:00Z"),
        ("ce-subject", "a%00b"),
        ("ce-subject", "%C0%A0"),
        ("ce-type", "nl.projects.%0Ax.v1"),
        ("ce-project", "a/b"),
        ("ce-regions", "AM01,,AM02"),
        ("ce-audience", "everyone"),
        ("ce-specversion", "0.3"),
        ("ce-data", "{}"),
        ("ce-datacontenttype", "text/plain"),
        ("ce-averyveryverylongname", "x"),
    ] {
        assert_eq!(
            reason_with(name, value),
            Some(Reason::AttributeInvalid),
            "{name}: {value}"
        );
    }
    assert_eq!(
        reason_with("ce-subject", &"x".repeat(256)),
        Some(Reason::AttributeInvalid)
    );
    assert_eq!(
        reason_with("ce-own", &"x".repeat(9_000)),
        Some(Reason::AttributeInvalid)
    );
}

#[test]
fn a_block_cannot_speak_for_another() {
    assert_eq!(reason_with("ce-block", "radar"), Some(Reason::WrongBlock));
}

#[test]
fn data_that_are_not_an_object_or_too_large_are_refused() {
    for data in ["", "{", "[]", "null", r#"{"a":1}x"#, &"[".repeat(100_000)] {
        assert_eq!(
            parsed(&headers(), data).unwrap_err().reason,
            Reason::DataNotJson,
            "{data:.20}"
        );
    }
    let large = format!(r#"{{"a":"{}"}}"#, "x".repeat(MAX_DATA_BYTES));
    assert_eq!(
        parsed(&headers(), &large).unwrap_err().reason,
        Reason::DataTooLarge
    );
    let broken = parse(
        "programme",
        Some(&headers()),
        Bytes::from_static(b"{\"a\":\"\xff\"}"),
    );
    assert_eq!(broken.unwrap_err().reason, Reason::DataNotJson);
}
