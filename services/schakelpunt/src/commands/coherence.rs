//! `schakelpunt coherence`: how demand, grants and solutions hang together, one file for each question.

use contracts::{
    hub::v1::SkillRef,
    insight::v1::{TracedFigure, traced_figure::Value},
};

use super::{Session, paging};
use crate::{
    cli::coherence::CoherenceCommand,
    failure::Failure,
    output::{Page, money::whole, value},
};

mod answers;
mod culture;
mod demand;
mod funnel;
mod interventions;
mod lead_times;
mod money;
mod needs;
mod overlap;
mod pipeline;
mod reuse;
mod white_spots;

pub(super) async fn run(command: CoherenceCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        CoherenceCommand::Demand(args) => demand::run(args, session).await,
        CoherenceCommand::Funnel(args) => funnel::run(args, session).await,
        CoherenceCommand::LeadTimes(args) => lead_times::run(args, session).await,
        CoherenceCommand::Money(args) => money::run(args, session).await,
        CoherenceCommand::Reuse(args) => reuse::run(args, session).await,
        CoherenceCommand::Pipeline(args) => pipeline::run(args, session).await,
        CoherenceCommand::Needs(args) => needs::run(args, session).await,
        CoherenceCommand::Culture(args) => culture::run(args, session).await,
        CoherenceCommand::Interventions(args) => interventions::run(args, session).await,
        CoherenceCommand::Answers(args) => answers::run(args, session).await,
        CoherenceCommand::WhiteSpots(args) => white_spots::run(args, session).await,
        CoherenceCommand::Overlap(args) => overlap::run(args, session).await,
    }
}

/// Most ledger positions named in one row; the others are counted.
const POSITIONS_SHOWN: usize = 8;

/// The heading of an answer: what it is about, and on which day.
fn heading(page: &mut Page<'_>, key: &str, as_of: &str) {
    page.heading(page.texts.with(key, &[("day", as_of)]));
}

/// A number; a dash when the caller may not see it.
pub(super) fn number(page: &Page<'_>, figure: Option<&TracedFigure>) -> String {
    match figure.and_then(|figure| figure.value.as_ref()) {
        None => value::NOTHING.to_owned(),
        Some(Value::Count(count)) => whole(*count, page.lang()),
        Some(Value::Cents(cents)) => page.euros(*cents),
    }
}

/// The ledger positions behind figures, each once, the first ones by name.
pub(super) fn positions<'a>(figures: impl IntoIterator<Item = Option<&'a TracedFigure>>) -> String {
    let all = figures.into_iter().flatten().flat_map(|figure| &figure.positions);
    named(all.copied().collect())
}

/// Ledger positions in words.
pub(super) fn named(mut all: Vec<u64>) -> String {
    all.sort_unstable();
    all.dedup();
    let shown: Vec<String> = all.iter().take(POSITIONS_SHOWN).map(u64::to_string).collect();
    let more = all.len().saturating_sub(POSITIONS_SHOWN);
    match (shown.is_empty(), more) {
        (true, _) => value::NOTHING.to_owned(),
        (false, 0) => shown.join(", "),
        (false, more) => format!("{} +{more}", shown.join(", ")),
    }
}

/// A region by its code and name.
fn region(region_id: &str, name: &str) -> String {
    if name.is_empty() || name == region_id {
        value::or_dash(region_id)
    } else {
        format!("{region_id} {name}")
    }
}

/// A skill by its label; by its URI when it has none.
fn skill(skill: Option<&SkillRef>) -> String {
    let Some(skill) = skill else {
        return value::NOTHING.to_owned();
    };
    let label = if skill.label.is_empty() {
        &skill.uri
    } else {
        &skill.label
    };
    label.clone()
}

/// The headings of a table, and one more for the events when they are asked for.
pub(super) fn headings<'a>(all: &[&'a str], events: bool) -> Vec<&'a str> {
    let last = events.then_some("coherence-column-events");
    all.iter().copied().chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Lang, Texts};

    fn traced(value: Value, positions: &[u64]) -> TracedFigure {
        TracedFigure {
            value: Some(value),
            positions: positions.to_vec(),
            events: 0,
        }
    }

    #[test]
    fn numbers_and_amounts_are_written_in_the_reader_s_language() {
        let texts = Texts::new(Lang::Nl);
        let page = Page::new(&texts);
        assert_eq!(number(&page, Some(&traced(Value::Count(12_345), &[]))), "12.345");
        assert_eq!(
            number(&page, Some(&traced(Value::Cents(5_000), &[]))),
            "EUR 50,00"
        );
        assert_eq!(number(&page, None), value::NOTHING);
    }

    #[test]
    fn positions_behind_several_figures_are_named_once_and_the_rest_is_counted() {
        let (one, other) = (traced(Value::Count(1), &[9, 4]), traced(Value::Count(1), &[4]));
        assert_eq!(positions([Some(&one), None, Some(&other)]), "4, 9");
        assert_eq!(named((1..=10).collect()), "1, 2, 3, 4, 5, 6, 7, 8 +2");
        assert_eq!(positions([None]), value::NOTHING);
    }

    #[test]
    fn a_skill_without_a_label_is_named_by_its_uri() {
        let of = |label: &str| SkillRef {
            uri: "http://skill".into(),
            label: label.into(),
            ..SkillRef::default()
        };
        assert_eq!(skill(Some(&of("Solderen"))), "Solderen");
        assert_eq!(skill(Some(&of(""))), "http://skill");
    }
}
