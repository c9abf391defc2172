//! What the hub does with a submitted report: review it, give it back, accept it, approve it.

use super::{Asked, Fact, Ground, Record, Rejection, Stage, check_note, check_reason, rules::check_falls};
use crate::domain::findings::Findings;

/// Takes a submitted report into review. Again changes nothing.
pub(super) fn review(record: &Record, asked: Asked<'_>) -> Result<Vec<Fact>, Rejection> {
    match record.stage {
        Stage::InReview => Ok(Vec::new()),
        Stage::Submitted => Ok(review_started(record, asked)),
        Stage::Draft | Stage::Returned | Stage::Accepted | Stage::Approved => Err(wrong(
            record,
            asked,
            "only a submitted report is taken into review",
        )),
    }
}

/// Gives a report back with the reason. A report that nobody took into review yet is taken into it by this.
pub(super) fn give_back(record: &Record, asked: Asked<'_>, reason: &str) -> Result<Vec<Fact>, Rejection> {
    check_reason(asked, reason)?;
    let mut facts = into_review(record, asked, "only a submitted report is returned")?;
    let (project_id, reason) = (record.project_id.clone(), reason.to_owned());
    facts.push(Fact::Returned {
        project_id,
        reason,
        at: asked.at,
        by: asked.by.to_owned(),
    });
    Ok(facts)
}

/// Accepts a report; not by anybody who submitted it, and not when the report accepted before it stands higher meanwhile.
pub(super) fn accept(
    record: &Record,
    asked: Asked<'_>,
    note: &str,
    ground: &Ground,
) -> Result<Vec<Fact>, Rejection> {
    check_note(asked, note)?;
    let mut facts = into_review(record, asked, "only a submitted report is accepted")?;
    check_other_person(record, asked)?;
    check_against_last(record, asked, ground)?;
    facts.push(Fact::Accepted {
        project_id: record.project_id.clone(),
        kind: record.kind,
        period: record.period.clone(),
        revision: record.revision,
        content: Box::new(record.content.clone()),
        note: note.to_owned(),
        at: asked.at,
        by: asked.by.to_owned(),
    });
    Ok(facts)
}

/// Approves an accepted report; not by anybody who submitted it.
pub(super) fn approve(record: &Record, asked: Asked<'_>, note: &str) -> Result<Vec<Fact>, Rejection> {
    check_note(asked, note)?;
    if record.stage != Stage::Accepted {
        return Err(wrong(record, asked, "only an accepted report is approved"));
    }
    check_other_person(record, asked)?;
    Ok(vec![Fact::Approved {
        project_id: record.project_id.clone(),
        kind: record.kind,
        revision: record.revision,
        note: note.to_owned(),
        at: asked.at,
        by: asked.by.to_owned(),
    }])
}

fn into_review(record: &Record, asked: Asked<'_>, needed: &'static str) -> Result<Vec<Fact>, Rejection> {
    match record.stage {
        Stage::InReview => Ok(Vec::new()),
        Stage::Submitted => Ok(review_started(record, asked)),
        Stage::Draft | Stage::Returned | Stage::Accepted | Stage::Approved => {
            Err(wrong(record, asked, needed))
        }
    }
}

fn review_started(record: &Record, asked: Asked<'_>) -> Vec<Fact> {
    vec![Fact::ReviewStarted {
        project_id: record.project_id.clone(),
        at: asked.at,
        by: asked.by.to_owned(),
    }]
}

fn check_other_person(record: &Record, asked: Asked<'_>) -> Result<(), Rejection> {
    let own = record.submitters.contains(asked.by);
    if own {
        Err(Rejection::OwnReport {
            report_id: asked.report_id.to_owned(),
        })
    } else {
        Ok(())
    }
}

fn check_against_last(record: &Record, asked: Asked<'_>, ground: &Ground) -> Result<(), Rejection> {
    let mut findings = Findings::below("content");
    check_falls(&record.content, ground, &mut findings);
    findings.refuse_with(|faults| Rejection::BelowLastAccepted {
        report_id: asked.report_id.to_owned(),
        faults,
    })
}

fn wrong(record: &Record, asked: Asked<'_>, needed: &'static str) -> Rejection {
    Rejection::WrongStage {
        report_id: asked.report_id.to_owned(),
        stage: record.stage,
        needed,
    }
}
