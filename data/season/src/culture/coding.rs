//! What some projects reported of the learning culture, coded.

use std::collections::BTreeMap;

use contracts::culture::v1::{CodeAnswerRequest, GetAnswerRequest};
use serde_json::json;

use super::{BLOCK, RESEARCHER};
use crate::{
    calendar::{LAST_DAY, plus},
    line::{Call, Line},
    rng::Rng,
};

/// The scheme of `data/culture/`.
const SCHEME: &str = "learning-culture";
const CODES: [&str; 8] = [
    "time-and-room",
    "leadership",
    "fitting-offer",
    "learning-at-work",
    "taking-part",
    "own-initiative",
    "need-is-felt",
    "need-is-not-felt",
];
/// Of a hundred accepted reports that answer the question, so many are coded.
const CODED_PERCENT: i64 = 30;
/// Days from the acceptance of a report to the coding of its answer.
const CODED_AFTER: i64 = 14;

/// Codings of reports that were accepted and answer the question. A report that is corrected later is left alone, so that no coding has to
/// be done over.
#[must_use]
pub fn lines(others: &[Line]) -> Vec<Line> {
    let text = |line: &Line, name: &str| line.request[name].as_str().unwrap_or_default().to_owned();
    let mut answers: BTreeMap<String, bool> = BTreeMap::new();
    for line in others.iter().filter(|it| it.call == Call::FillReport) {
        let answered = line.request["content"]["learningCulture"].as_str();
        answers.insert(text(line, "reportId"), answered.is_some_and(|it| !it.is_empty()));
    }
    let corrected: Vec<String> = of(others, Call::ReopenReport)
        .map(|it| text(it, "reportId"))
        .collect();
    let accepted = of(others, Call::AcceptReport).filter(|line| {
        let report_id = text(line, "reportId");
        let answered = answers.get(&report_id).copied().unwrap_or(false);
        answered
            && !corrected.contains(&report_id)
            && Rng::named(&format!("{report_id}/coded")).chance(CODED_PERCENT)
    });
    accepted
        .flat_map(|line| coded(line, &text(line, "reportId")))
        .collect()
}

fn of(lines: &[Line], call: Call) -> impl Iterator<Item = &Line> {
    lines.iter().filter(move |it| it.call == call)
}

fn coded(accepted: &Line, report_id: &str) -> Vec<Line> {
    let on = plus(accepted.on, CODED_AFTER);
    if on > LAST_DAY {
        return Vec::new();
    }
    let mut rng = Rng::named(&format!("{report_id}/codes"));
    let mut codes: Vec<String> = CODES
        .iter()
        .filter(|_| rng.chance(25))
        .map(|it| (*it).to_owned())
        .collect();
    // One cannot feel the need and not feel it.
    if codes.iter().any(|it| it == "need-is-felt") {
        codes.retain(|it| it != "need-is-not-felt");
    }
    let get = GetAnswerRequest {
        block_id: BLOCK.into(),
        report_id: report_id.into(),
    };
    let code = CodeAnswerRequest {
        block_id: BLOCK.into(),
        report_id: report_id.into(),
        revision: 1,
        scheme_id: SCHEME.into(),
        scheme_version: 1,
        code_ids: codes,
        ..Default::default()
    };
    vec![
        // The block hears of the acceptance a moment later.
        Line::new(on, Call::GetAnswer, RESEARCHER, &get).until(json!({"answer": {"reportId": report_id}})),
        Line::new(on, Call::CodeAnswer, RESEARCHER, &code),
    ]
}
