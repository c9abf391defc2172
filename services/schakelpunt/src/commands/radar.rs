//! `schakelpunt radar` and `schakelpunt skill`: what building block 1 reads and finds, and the skills people make of it.

use contracts::radar::v1::{Growth, TrendMethod};

use super::{Session, attention::recorded_by, confirm, paging, request_id};
use crate::{
    cli::radar::RadarCommand,
    failure::Failure,
    output::{Page, money::whole, value},
};

mod candidates;
mod concept;
mod edition;
mod edition_show;
mod mentions;
mod release;
mod run;
pub(super) mod skill;
mod skill_show;
mod source;
mod source_show;
mod standing;
mod trend;
mod upload;

/// Block that records what these commands change.
const BLOCK: &str = "radar";

pub(super) async fn run(command: RadarCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        RadarCommand::Show { scope } => standing::run(scope, session).await,
        RadarCommand::Source(command) => source::run(command, session).await,
        RadarCommand::Mentions(args) => mentions::run(args, session).await,
        RadarCommand::Candidates(args) => candidates::run(args, session).await,
        RadarCommand::Run(command) => run::run(command, session).await,
        RadarCommand::Trend(command) => trend::run(command, session).await,
        RadarCommand::Edition(command) => edition::run(command, session).await,
    }
}

/// A count.
fn count(page: &Page<'_>, number: impl Into<u64>) -> String {
    whole(i64::try_from(number.into()).unwrap_or(i64::MAX), page.lang())
}

/// How fast something grows: the factor from one period to the next with its interval; a dash where too little was read to tell.
fn factor(page: &Page<'_>, growth: Option<&Growth>) -> String {
    let Some(growth) = growth else {
        return value::NOTHING.to_owned();
    };
    let number = |it: Option<f64>| it.map_or_else(|| "∞".to_owned(), |it| value::quantity(it, page.lang()));
    let low = value::quantity_or_dash(growth.low, page.lang());
    format!("× {} ({low} – {})", number(growth.factor), number(growth.high))
}

/// A probability, told as small when it is.
fn probability(page: &Page<'_>, it: Option<f64>) -> String {
    match it {
        None => value::NOTHING.to_owned(),
        Some(it) if it < SMALLEST => format!("< {}", value::decimals(SMALLEST, 3, page.lang())),
        Some(it) => value::decimals(it, 3, page.lang()),
    }
}

/// Smallest probability that is told as it is.
const SMALLEST: f64 = 0.001;

/// By what rules trends were judged.
fn method(page: &mut Page<'_>, it: Option<&TrendMethod>) {
    let Some(it) = it else { return };
    page.field("radar-ring-rule", &it.ring_rule);
    page.field("radar-reading-method", &it.reading_method);
    page.field("radar-run", &it.run_id);
    let rate = value::percent(it.false_discovery_rate, page.lang());
    page.field("radar-false-discoveries", rate);
    let (mentions, sources) = (count(page, it.mentions_min), count(page, it.sources_min));
    let least = page
        .texts
        .with("radar-least", &[("mentions", &mentions), ("sources", &sources)]);
    page.line(least);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn growth_is_told_with_its_interval() {
        let texts = Texts::new(Lang::Nl);
        let page = Page::new(&texts);
        let growth = Growth {
            factor: Some(1.3),
            low: Some(1.104),
            ..Growth::default()
        };
        assert_eq!(factor(&page, Some(&growth)), "× 1,3 (1,1 – ∞)");
        assert_eq!(factor(&page, None), value::NOTHING);
        assert_eq!(probability(&page, Some(0.0004)), "< 0,001");
        assert_eq!(probability(&page, Some(0.0321)), "0,032");
    }
}
