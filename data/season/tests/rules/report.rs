//! The rules around one report.

use std::{collections::BTreeSet, sync::LazyLock};

use contracts::programme::v1::{entry::Content, *};
use season::{
    calendar::{HalfYear, days_between, plus},
    catalogue::content_of,
    line::{Call, Line},
};

use crate::{
    hub::{day, request},
    project::Project,
};

/// Indicators whose values do not fall.
static CUMULATIVE: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let text = include_str!("../../../reference/08-indicators.jsonl");
    let cumulative = text
        .lines()
        .filter_map(content_of)
        .filter_map(|entry| match entry {
            Content::Indicator(one) if one.cumulative => Some(one.indicator_id),
            _ => None,
        });
    cumulative.collect()
});

#[derive(Default)]
pub(crate) struct Report {
    pub(crate) state: ReportState,
    pub(crate) kind: ReportKind,
    pub(crate) period: Option<HalfYear>,
    pub(crate) plan_version: u32,
    pub(crate) content: ReportContent,
    pub(crate) accepted: Option<ReportContent>,
    pub(crate) submitters: BTreeSet<String>,
    pub(crate) days_late: Option<i64>,
    pub(crate) days_to_answer: Option<i64>,
    pub(crate) submitted_on: Option<jiff::civil::Date>,
    pub(crate) returned: u32,
    pub(crate) reopened: u32,
    pub(crate) deviations: u32,
    pub(crate) corrections: u32,
}

impl Report {
    pub(crate) fn is_under_way(&self) -> bool {
        !matches!(
            self.state,
            ReportState::Unspecified | ReportState::Accepted | ReportState::Approved
        )
    }

    fn must_be(&self, states: &[ReportState], line: &Line) {
        assert!(
            states.contains(&self.state),
            "{:?} in {}",
            self.state,
            line.text()
        );
    }

    fn answered(&mut self, line: &Line) {
        let since = self.submitted_on.unwrap();
        self.days_to_answer = self.days_to_answer.max(Some(days_between(since, line.on)));
    }
}

impl Project {
    pub(crate) fn report(&mut self, line: &Line) {
        use ReportState::{Accepted, Approved, Draft, InReview, Returned, Submitted};
        if line.call == Call::StartReport {
            return self.start(line);
        }
        let id = line.request["reportId"].as_str().unwrap().to_owned();
        let mut report = self
            .reports
            .remove(&id)
            .unwrap_or_else(|| panic!("not started: {}", line.text()));
        match line.call {
            Call::FillReport => {
                report.must_be(&[Draft, Returned], line);
                merge(
                    &mut report.content,
                    request::<FillReportRequest>(line).content.unwrap(),
                );
            }
            Call::SubmitReport => {
                report.must_be(&[Draft, Returned], line);
                self.check_submission(&mut report, line);
                report.state = Submitted;
            }
            Call::ReviewReport => {
                report.must_be(&[Submitted], line);
                report.state = InReview;
            }
            Call::ReturnReport => {
                report.must_be(&[InReview], line);
                report.answered(line);
                report.returned += 1;
                report.state = Returned;
            }
            Call::AcceptReport => {
                report.must_be(&[InReview], line);
                assert!(!report.submitters.contains(&line.caller), "{}", line.text());
                report.answered(line);
                self.accept(&mut report, line);
                report.state = Accepted;
            }
            Call::ApproveReport => {
                report.must_be(&[Accepted], line);
                assert!(!report.submitters.contains(&line.caller), "{}", line.text());
                report.state = Approved;
                if report.kind == ReportKind::Final {
                    assert_eq!(self.state, ProjectState::Finished, "{}", line.text());
                    self.state = ProjectState::Closed;
                }
            }
            Call::ReopenReport => {
                report.must_be(&[Accepted, Approved], line);
                report.reopened += 1;
                report.state = Draft;
            }
            other => panic!("{other:?} is not about a report"),
        }
        self.reports.insert(id, report);
    }

    fn start(&mut self, line: &Line) {
        let asked: StartReportRequest = request(line);
        let halves = HalfYear::of_project(day(&self.profile.starts_on), self.ends_on);
        let period = halves.into_iter().find(|half| half.label() == asked.period);
        let period = period.unwrap_or_else(|| panic!("no such period: {}", line.text()));
        let last = period.last_day() == self.ends_on;
        assert_eq!(asked.kind() == ReportKind::Final, last, "{}", line.text());
        let kind = if last { "final" } else { "progress" };
        let id = format!("{}_{}_{kind}", asked.project_id, asked.period);
        assert!(
            !self.waived.contains(&id) && line.on > period.last_day(),
            "{}",
            line.text()
        );
        let report = Report {
            state: ReportState::Draft,
            kind: asked.kind(),
            period: Some(period),
            plan_version: self.plan_version,
            ..Report::default()
        };
        assert!(self.reports.insert(id, report).is_none(), "{}", line.text());
    }

    fn check_submission(&mut self, report: &mut Report, line: &Line) {
        assert_eq!(report.plan_version, self.plan_version, "{}", line.text());
        assert!(
            report.kind != ReportKind::Final || !report.content.goal_attainment.is_empty(),
            "{}",
            line.text()
        );
        self.check_answers(report, line);
        self.check_lists(report, line);
        self.check_falls(report, line);
        let period = report.period.unwrap();
        let due_on = match report.kind {
            ReportKind::Final => self.ends_on.checked_add(jiff::Span::new().months(2)).unwrap(),
            _ => plus(period.last_day(), 42),
        };
        report
            .days_late
            .get_or_insert(days_between(due_on, line.on).max(0));
        report.submitted_on = Some(line.on);
        report.submitters.insert(line.caller.clone());
    }

    fn check_answers(&mut self, report: &Report, line: &Line) {
        for answer in &report.content.answers {
            let point = self.points.get_mut(&answer.attention_point_id).unwrap();
            if *point == AttentionPointState::Raised && !answer.answer.is_empty() {
                *point = AttentionPointState::Answered;
            }
        }
        let waiting = self
            .points
            .values()
            .filter(|point| **point == AttentionPointState::Raised)
            .count();
        assert_eq!(waiting, 0, "open attention points in {}", line.text());
    }

    fn check_lists(&self, report: &mut Report, line: &Line) {
        for one in &report.content.milestones {
            let stone = &self.milestones[&one.milestone_id];
            assert!(!stone.dropped, "{} in {}", one.milestone_id, line.text());
            let achieved = one.achieved.then(|| day(&one.achieved_on));
            assert!(
                achieved.is_none_or(|on| on <= line.on),
                "{} in {}",
                one.milestone_id,
                line.text()
            );
            let later = !one.expected_on.is_empty() && Some(day(&one.expected_on)) > stone.due_on;
            assert!(
                !later || !one.explanation.is_empty(),
                "{} in {}",
                one.milestone_id,
                line.text()
            );
        }
        for one in &report.content.results {
            assert!(
                self.targets.contains(&one.indicator_id),
                "{} in {}",
                one.indicator_id,
                line.text()
            );
            let counted = one.items.iter().collect::<BTreeSet<_>>().len();
            assert!(
                one.items.is_empty() || one.current_value == Some(counted as f64),
                "{} in {}",
                one.indicator_id,
                line.text()
            );
        }
        assert_eq!(report.content.budget.len(), self.budget.len(), "{}", line.text());
        for one in &report.content.budget {
            let above = one.cumulative_cents > self.budget[&one.category];
            assert!(
                !above || !one.deviation_note.is_empty(),
                "{} in {}",
                one.category,
                line.text()
            );
            report.deviations += u32::from(above);
        }
    }

    /// Against the last accepted report about an earlier period.
    fn check_falls(&self, report: &mut Report, line: &Line) {
        let earlier = self
            .reports
            .values()
            .filter(|one| one.period < report.period && one.accepted.is_some());
        if let Some(last) = earlier
            .max_by_key(|one| one.period)
            .and_then(|one| one.accepted.as_ref())
        {
            check_against(&report.content, last, line);
        }
        let reasons = report.content.results.iter().map(|one| &one.correction_reason);
        let reasons = reasons.chain(report.content.budget.iter().map(|one| &one.correction_reason));
        report.corrections = reasons.filter(|reason| !reason.is_empty()).count() as u32;
    }

    fn accept(&mut self, report: &mut Report, line: &Line) {
        report.accepted = Some(report.content.clone());
        let achieved = report.content.milestones.iter().filter(|one| one.achieved);
        for one in achieved {
            self.achieve(&one.milestone_id, day(&one.achieved_on), line);
        }
    }
}

fn check_against(now: &ReportContent, last: &ReportContent, line: &Line) {
    for before in last
        .results
        .iter()
        .filter(|one| CUMULATIVE.contains(&one.indicator_id))
    {
        let Some(one) = now
            .results
            .iter()
            .find(|one| one.indicator_id == before.indicator_id)
        else {
            continue;
        };
        let falls = one.current_value < before.current_value
            || before.items.iter().any(|item| !one.items.contains(item));
        assert!(
            !falls || !one.correction_reason.is_empty(),
            "{} falls in {}",
            one.indicator_id,
            line.text()
        );
    }
    for before in &last.budget {
        let Some(one) = now.budget.iter().find(|one| one.category == before.category) else {
            continue;
        };
        let falls = one.cumulative_cents < before.cumulative_cents;
        assert!(
            !falls || !one.correction_reason.is_empty(),
            "{} falls in {}",
            one.category,
            line.text()
        );
    }
    for before in &last.target_groups {
        let after = now
            .target_groups
            .iter()
            .find(|one| one.name == before.name)
            .map_or(0, |one| one.reached);
        assert!(
            after >= before.reached,
            "{} falls in {}",
            before.name,
            line.text()
        );
    }
    assert!(
        now.cofinancing_realised_cents >= last.cofinancing_realised_cents,
        "{}",
        line.text()
    );
}

/// Sections that are given replace the old ones.
fn merge(old: &mut ReportContent, new: ReportContent) {
    let nothing = ReportContent::default();
    macro_rules! take {
        ($($field:ident)*) => { $( if new.$field != nothing.$field { old.$field = new.$field; } )* };
    }
    take!(highlights activities deliverables milestones results target_groups partner_problems deviations risks);
    take!(budget cofinancing_realised_cents answers evidence learning_culture goal_attainment);
}
