//! Parts that the pages of projects and workgroups have in common.

use contracts::hub::v1::Freshness;
use contracts::insight::v1::{Colour, PeerComparison};
use jiff::Timestamp;

use super::super::language::{day, moment, share};
use super::super::peers::Measure;
use super::super::waiting::Waiting;
use super::page::{Column, Page};
use super::reports::whom_word;
use crate::judgement::{Judgement, Message, Reason, Value};

/// Most ledger positions named with a reason; the structured answer holds all.
const POSITIONS_NAMED: usize = 5;

/// The colour with its name and the reasons in sentences.
pub(super) fn judgement(page: &mut Page, judgement: &Judgement) {
    page.title(2, "feedback-heading-judgement");
    let count = judgement.reasons.len() as i64;
    let colour = judgement.colour.as_str_name();
    page.paragraph(
        &Message::new("feedback-judgement")
            .code("colour", colour)
            .count("count", count),
    );
    if !judgement.reasons.is_empty() {
        let reasons: Vec<String> = judgement.reasons.iter().map(|it| reason(page, it)).collect();
        page.list(&reasons);
    }
}

fn reason(page: &Page, reason: &Reason) -> String {
    let rule = Message::new("feedback-reason-rule")
        .code("code", reason.code)
        .count("version", i64::from(reason.rule_version))
        .items("positions", vec![positions(&reason.finding.positions)]);
    format!(
        "**{}.** {} {}",
        colour(page, reason.finding.colour),
        page.words(&reason.finding.text),
        page.words(&rule)
    )
}

/// The name of a colour: a page never tells by colour alone.
pub(super) fn colour(page: &Page, colour: Colour) -> String {
    page.words(&Message::new("feedback-colour").code("colour", colour.as_str_name()))
}

fn positions(positions: &[u64]) -> Message {
    let named = positions
        .iter()
        .take(POSITIONS_NAMED)
        .map(|position| position.to_string());
    let named = named.collect::<Vec<_>>().join(", ");
    let more = positions.len().saturating_sub(POSITIONS_NAMED);
    Message::new("feedback-positions")
        .text("positions", &named)
        .count("more", more as i64)
}

/// The comparison with anonymous peers.
pub(super) fn peers(page: &mut Page, heading: &'static str, own: &'static str, peers: &[PeerComparison]) {
    page.title(2, heading);
    if peers.is_empty() {
        return page.paragraph(&Message::new("peer-none"));
    }
    page.paragraph(&Message::new("peer-explanation"));
    let columns = [
        Column::Text("feedback-column-measure"),
        Column::Figure(own),
        Column::Figure("feedback-column-median"),
        Column::Figure("feedback-column-middle"),
        Column::Figure("feedback-column-peers"),
    ];
    let rows: Vec<_> = peers.iter().map(|peer| peer_row(page, peer)).collect();
    page.table(&columns, &rows);
}

fn peer_row(page: &Page, peer: &PeerComparison) -> Vec<String> {
    let middle = Message::new("peer-middle")
        .with("lower", Value::Share(peer.lower_quartile))
        .with("upper", Value::Share(peer.upper_quartile));
    let name = Measure::named(&peer.measure).map(measure_key);
    vec![
        name.map_or_else(|| page.data(&peer.measure), |key| page.word(key)),
        share(peer.own),
        share(peer.median),
        page.words(&middle),
        peer.peers.to_string(),
    ]
}

fn measure_key(measure: Measure) -> &'static str {
    match measure {
        Measure::MilestonesOnTime => "peer-milestones-on-time",
        Measure::ReportsOnTime => "peer-reports-on-time",
        Measure::BudgetRealised => "peer-budget-realised",
        Measure::GoalAttainment => "peer-goal-attainment",
    }
}

/// What waits on whom, longest first. `named`: each line names its project.
pub(super) fn waiting<'a>(page: &mut Page, items: impl ExactSizeIterator<Item = &'a Waiting>, named: bool) {
    page.title(2, "feedback-heading-waiting");
    if items.len() == 0 {
        return page.paragraph(&Message::new("feedback-nothing-waits"));
    }
    let mut columns = vec![
        Column::Text("feedback-column-what"),
        Column::Text("feedback-column-waits-on"),
        Column::Text("feedback-column-since"),
        Column::Figure("feedback-column-days"),
    ];
    if named {
        columns.insert(0, Column::Text("feedback-column-project"));
    }
    let rows: Vec<_> = items.map(|item| waiting_row(page, item, named)).collect();
    page.table(&columns, &rows);
}

fn waiting_row(page: &Page, item: &Waiting, named: bool) -> Vec<String> {
    let mut row = vec![
        page.words(&item.what),
        whom_word(page, item.waits_on),
        day(page.lang, item.since),
        item.days.to_string(),
    ];
    if named {
        row.insert(0, page.data(&item.project_id));
    }
    row
}

/// The last line: up to where the page is true, and how old that is.
pub(super) fn freshness(page: &mut Page, freshness: &Freshness) {
    page.rule();
    let recorded = freshness.recorded_at.as_ref();
    let recorded = recorded.and_then(|at| Timestamp::new(at.seconds, at.nanos).ok());
    let age = freshness.age.as_ref().map_or(0, |age| age.seconds);
    let key = if age > 0 {
        "feedback-freshness-behind"
    } else {
        "feedback-freshness"
    };
    let message = Message::new(key)
        .text("position", &freshness.position.to_string())
        .text(
            "at",
            &recorded.map(|at| moment(page.lang, at)).unwrap_or_default(),
        )
        .count("seconds", age);
    page.paragraph(&message);
}
