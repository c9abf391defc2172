//! Coding schemes and answers.

use contracts::culture::v1;
use jiff::civil::Date;
use runtime::parse::Faults;

use super::{
    component::{self, LIST_MAX},
    values::{NAME_CHARS_MAX, REASON_CHARS_MAX, REFERENCE_CHARS_MAX, day, read_given, read_text, text},
};
use crate::domain::{
    answer::{Answer, Coding, Stage},
    scheme::{Code, Version},
    values::days_between,
};

/// Reads a version of a scheme; `scheme` is the path of its fields.
pub fn read_scheme(faults: &mut Faults, it: Option<v1::CodingScheme>) -> Option<Version> {
    let it = read_given(faults, "scheme", it);
    let at = |field: &str| format!("scheme.{field}");
    faults.at_most(&at("codes"), &it.codes, LIST_MAX);
    let codes = it.codes.into_iter().take(LIST_MAX).enumerate();
    let codes: Vec<_> = codes
        .map(|(index, it)| read_code(faults, &at(&format!("codes[{index}]")), it))
        .collect();
    Some(Version {
        scheme_id: faults.id(&at("scheme_id"), &it.scheme_id),
        version: it.version,
        name: read_text(faults, &at("name"), it.name, NAME_CHARS_MAX, true),
        source: faults.text(&at("source"), &it.source, REFERENCE_CHARS_MAX, true),
        example: it.example,
        codes: codes.into_iter().collect::<Option<_>>()?,
    })
}

fn read_code(faults: &mut Faults, field: &str, it: v1::Code) -> Option<Code> {
    let at = |name: &str| format!("{field}.{name}");
    let component = component::read(faults, &at("component"), it.component);
    Some(Code {
        code_id: faults.id(&at("code_id"), &it.code_id),
        label: read_text(faults, &at("label"), it.label, NAME_CHARS_MAX, true),
        description: read_text(faults, &at("description"), it.description, REASON_CHARS_MAX, true),
        component: component?,
    })
}

/// Writes a version of a scheme.
#[must_use]
pub fn scheme(it: &Version) -> v1::CodingScheme {
    let code = |it: &Code| v1::Code {
        code_id: it.code_id.clone(),
        label: Some(text(&it.label)),
        description: Some(text(&it.description)),
        component: component::component(it.component).into(),
    };
    v1::CodingScheme {
        scheme_id: it.scheme_id.clone(),
        version: it.version,
        name: Some(text(&it.name)),
        source: it.source.clone(),
        codes: it.codes.iter().map(code).collect(),
        example: it.example,
    }
}

/// The stage of a state that a list asks for; none for any that does not wait.
#[must_use]
pub fn waiting_stage(it: v1::AnswerState) -> Option<Stage> {
    match it {
        v1::AnswerState::Waits => Some(Stage::Waits),
        v1::AnswerState::Disputed => Some(Stage::Disputed),
        v1::AnswerState::Unspecified | v1::AnswerState::Empty | v1::AnswerState::Coded => None,
    }
}

/// Writes an answer; none when there is none. It waits until `today`.
#[must_use]
pub fn answer(it: &Answer, today: Date) -> Option<v1::Answer> {
    let source = it.source()?;
    let stage = it.stage();
    let state = match stage {
        Stage::Empty => v1::AnswerState::Empty,
        Stage::Waits => v1::AnswerState::Waits,
        Stage::Disputed => v1::AnswerState::Disputed,
        Stage::Coded => v1::AnswerState::Coded,
    };
    let waits = it
        .filed_on()
        .filter(|_| matches!(stage, Stage::Waits | Stage::Disputed));
    let days = waits.map_or(0, |since| days_between(since, today).max(0));
    let scheme = it.scheme();
    let settled = it.settled();
    Some(v1::Answer {
        report_id: source.report_id.clone(),
        project_id: source.project_id.clone(),
        revision: source.revision,
        block_id: source.block_id.clone(),
        theme_id: source.theme_id.clone().unwrap_or_default(),
        region_ids: source.region_ids.clone(),
        state: state.into(),
        coders: it.coders(),
        done: it.done(),
        scheme_id: scheme.map(|it| it.scheme_id.clone()).unwrap_or_default(),
        scheme_version: scheme.map_or(0, |it| it.version),
        code_ids: settled.map(|it| it.code_ids.clone()).unwrap_or_default(),
        settled_because: settled.and_then(|it| it.reason.clone()).unwrap_or_default(),
        ledger_position: source.ledger_position,
        filed_on: day(it.filed_on()),
        waits_days: u32::try_from(days).unwrap_or(u32::MAX),
    })
}

/// Writes what coders gave an answer, without who they are.
#[must_use]
pub fn codings(codings: &[Coding]) -> Vec<v1::Coding> {
    let coding = |(coder, it): (u32, &Coding)| v1::Coding {
        coder,
        code_ids: it.code_ids.clone(),
        coded_on: it.coded_on.to_string(),
    };
    (1..).zip(codings).map(coding).collect()
}
