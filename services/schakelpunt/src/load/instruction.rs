//! One line of a data file, understood: what to call, as whom, with what.

use prost_reflect::{DeserializeOptions, DynamicMessage, MessageDescriptor, MethodDescriptor};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    about::About,
    actor::Actor,
    fault::Fault,
    key::{self, Key},
    methods::Methods,
    request_id,
};
use crate::failure::Note;

/// What a line says.
pub(super) enum Said {
    /// Nothing: it is empty, or a remark.
    Nothing,
    /// What the file is about.
    About(Box<About>),
    /// A call.
    Call(Box<Instruction>),
}

/// A call to make.
pub(super) struct Instruction {
    /// The method.
    pub(super) method: MethodDescriptor,
    /// The role to act in, if the line names one.
    pub(super) acting_as: Option<Actor>,
    /// The request, with its `request_id`.
    pub(super) request: DynamicMessage,
    /// What it is about, by which order is kept.
    pub(super) key: Option<Key>,
    /// What the answer must have in it, if the line waits for something.
    pub(super) until: Option<DynamicMessage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    about: Option<About>,
    call: Option<String>,
    r#as: Option<String>,
    request: Option<Box<RawValue>>,
    until: Option<Box<RawValue>>,
}

/// Understands one line.
pub(super) fn understand(line: &str, methods: &Methods) -> Result<Said, Fault> {
    if line.is_empty() || line.starts_with('#') {
        return Ok(Said::Nothing);
    }
    let written: Written = serde_json::from_str(line).map_err(|error| not_understood(&error))?;
    match written {
        Written {
            about: Some(about),
            call: None,
            r#as: None,
            request: None,
            until: None,
        } => Ok(Said::About(Box::new(about))),
        Written {
            about: None,
            call: Some(call),
            r#as,
            request: Some(request),
            until,
        } => {
            let until = until.as_ref().map(|until| until.get());
            instruction(&call, r#as, request.get(), until, methods).map(|each| Said::Call(Box::new(each)))
        }
        _ => Err(Fault::here("LINE_INVALID", Note::new("line-invalid"))),
    }
}

fn instruction(
    call: &str,
    acting_as: Option<String>,
    json: &str,
    until: Option<&str>,
    methods: &Methods,
) -> Result<Instruction, Fault> {
    let method = methods.find(call)?;
    let actor = acting_as
        .as_deref()
        .map(str::parse::<Actor>)
        .transpose()
        .map_err(|error| Fault::here("ROLE_INVALID", Note::new("role-invalid").with("error", error)))?;
    let mut request = message(&method.input(), "request", json)?;
    let until = until
        .map(|until| message(&method.output(), "until", until))
        .transpose()?;
    request_id::fill(&method, acting_as.as_deref(), &mut request);
    Ok(Instruction {
        key: key::of(&request),
        method,
        acting_as: actor,
        request,
        until,
    })
}

/// Parses the request, or what is waited for; a fault names the path of the field.
fn message(kind: &MessageDescriptor, name: &str, json: &str) -> Result<DynamicMessage, Fault> {
    let mut parser = serde_json::Deserializer::from_str(json);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut parser, &mut track);
    let options = DeserializeOptions::new().deny_unknown_fields(true);
    DynamicMessage::deserialize_with_options(kind.clone(), tracked, &options).map_err(|error| {
        let path = match track.path().to_string() {
            path if path == "." => name.to_owned(),
            path => format!("{name}.{path}"),
        };
        Fault::here(
            "REQUEST_INVALID",
            Note::new("request-invalid")
                .with("field", path)
                .with("error", without_place(&error)),
        )
    })
}

/// A parser counts places from the start of the request, which is not where the reader looks.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split_once(" at line ")
        .map_or(text.clone(), |(words, _)| words.to_owned())
}

fn not_understood(error: &serde_json::Error) -> Fault {
    let note = Note::new("line-not-json")
        .with("error", without_place(error))
        .with("column", error.column());
    Fault::here("LINE_NOT_UNDERSTOOD", note)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Lang, Texts};

    fn said(line: &str) -> Result<Said, String> {
        let methods = Methods::new(contracts::DESCRIPTORS).unwrap();
        understand(line, &methods).map_err(|fault| fault.one_line(&Texts::new(Lang::En)))
    }

    fn call(line: &str) -> Instruction {
        match said(line) {
            Ok(Said::Call(instruction)) => *instruction,
            Ok(_) => panic!("not a call"),
            Err(fault) => panic!("{fault}"),
        }
    }

    fn fault(line: &str) -> String {
        said(line).err().unwrap()
    }

    #[test]
    fn empty_lines_and_remarks_say_nothing() {
        assert!(matches!(said(""), Ok(Said::Nothing)));
        assert!(matches!(said("# een opmerking"), Ok(Said::Nothing)));
    }

    #[test]
    fn a_call_names_its_method_role_and_what_it_is_about() {
        let line = r#"{"call":"SubmitReport","as":"project-lead:llo-101","request":{"project_id":"llo-101","reportId":"r1"}}"#;
        let instruction = call(line);
        assert_eq!(instruction.method.name(), "SubmitReport");
        assert_eq!(instruction.acting_as.unwrap().to_string(), "project-lead:llo-101");
        assert_eq!(instruction.key.unwrap().value, "llo-101");
    }

    #[test]
    fn an_unknown_field_is_named_with_its_path() {
        let text = fault(r#"{"call":"DefineEntry","request":{"entry":{"region":{"regionn_id":"AM01"}}}}"#);
        assert!(
            text.contains("request.entry.region") && text.contains("regionn_id"),
            "{text}"
        );
        let text = fault(r#"{"call":"DefineEntry","request":{"entry":{"region":{"name":7}}}}"#);
        assert!(text.contains("request.entry.region.name"), "{text}");
    }

    #[test]
    fn what_is_waited_for_has_the_form_of_the_answer() {
        let line = |until: &str| {
            format!(r#"{{"call":"GetProject","request":{{"project_id":"a"}},"until":{until}}}"#)
        };
        let waits = call(&line(r#"{"project":{"planVersion":1}}"#));
        assert!(waits.until.is_some());
        let text = fault(&line(r#"{"projekt":{}}"#));
        assert!(text.contains("until") && text.contains("projekt"), "{text}");
    }

    #[test]
    fn an_unknown_enum_value_or_an_impossible_number_is_refused() {
        let wrong = [
            r#"{"call":"RecordMoney","request":{"project_id":"a","state":"MONEY_STATE_LOST"}}"#,
            r#"{"call":"RecordMoney","request":{"project_id":"a","total_cents":99999999999999999999}}"#,
            r#"{"call":"RecordMoney","request":{"project_id":"a","total_cents":1.5}}"#,
            r#"{"call":"RecordMoney","request":[]}"#,
        ];
        for line in wrong {
            assert!(fault(line).starts_with("REQUEST_INVALID"), "{line}");
        }
    }

    #[test]
    fn a_line_that_is_no_call_is_refused() {
        let wrong = [
            "{",
            "[]",
            "7",
            r#"{"call":"DefineEntry"}"#,
            r#"{"request":{}}"#,
            r#"{}"#,
            r#"{"call":"DefineEntry","request":{},"extra":1}"#,
            r#"{"call":"GetClock","about":null,"request":{}} x"#,
            r#"{"call":"GetClock","as":"king","request":{}}"#,
        ];
        for line in wrong {
            assert!(said(line).is_err(), "{line}");
        }
    }

    #[test]
    fn what_a_file_is_about_needs_a_source() {
        let about = said(
            r#"{"about":{"title":{"nl":"Regio's","en":"Regions"},"source":"CBS","retrieved":"2026-11-23","example":true}}"#,
        );
        assert!(matches!(about, Ok(Said::About(about)) if about.example && about.source == "CBS"));
        assert!(fault(r#"{"about":{"title":{"nl":"x","en":"x"}}}"#).contains("source"));
        assert!(
            fault(r#"{"about":{"title":{"nl":"x","en":"x"},"source":"x","sauce":"y"}}"#).contains("sauce")
        );
    }
}
