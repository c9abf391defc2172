//! Filling a report, section by section.

use super::{
    Asked, Content, Fact, Ground, Record, Rejection, Section, ground::refresh, limits::check_limits, merge,
    rules::check_names_of_plan,
};
use crate::domain::findings::Findings;

pub(super) fn fill(
    record: &Record,
    asked: Asked<'_>,
    content: &Content,
    sections: &[Section],
    expected_version: u64,
    ground: &Ground,
) -> Result<Vec<Fact>, Rejection> {
    check_may_fill(record, asked, expected_version)?;
    let given = merge(Content::default(), content.clone(), sections);
    check(asked, &given, |given, findings| {
        check_names_of_plan(given, ground, findings)
    })?;
    let filled = refresh(merge(record.content.clone(), given, sections), ground);
    check(asked, &filled, |_, _| {})?;
    if filled == record.content && ground.plan_version == record.plan_version {
        return Ok(Vec::new());
    }
    Ok(vec![Fact::Filled {
        sections: sections.to_vec(),
        plan_version: ground.plan_version,
        content: Box::new(filled),
        at: asked.at,
        by: asked.by.to_owned(),
    }])
}

fn check_may_fill(record: &Record, asked: Asked<'_>, expected: u64) -> Result<(), Rejection> {
    let report_id = asked.report_id.to_owned();
    if !record.stage.is_with_project() {
        let needed = "only a draft or a returned report is filled";
        return Err(Rejection::WrongStage {
            report_id,
            stage: record.stage,
            needed,
        });
    }
    if expected != 0 && expected != record.version {
        return Err(Rejection::ConcurrentEdit {
            report_id,
            version: record.version,
            expected,
        });
    }
    Ok(())
}

fn check(
    asked: Asked<'_>,
    content: &Content,
    more: impl FnOnce(&Content, &mut Findings),
) -> Result<(), Rejection> {
    let mut findings = Findings::below("content");
    check_limits(content, &mut findings);
    more(content, &mut findings);
    findings.refuse_with(|faults| Rejection::Invalid {
        report_id: asked.report_id.to_owned(),
        faults,
    })
}
