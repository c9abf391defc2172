//! Mentions per period of the skills that a question is about.

use blocks::values::Id;
use jiff::civil::Date;

use super::{
    library::{Library, Naming},
    periods::{PeriodLength, Periods},
};

/// Which sources count, and how.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scope {
    /// Those about this theme.
    pub theme_id: Option<Id>,
    /// Those about this sector.
    pub sector: Option<String>,
    /// Those about this region.
    pub region_id: Option<Id>,
    /// Length of the periods.
    pub length: PeriodLength,
    /// Number of periods.
    pub periods: u32,
    /// Day in or after the last one.
    pub as_of: Date,
}

/// A question: what is counted in which period.
#[derive(Debug, Clone)]
pub struct Question {
    /// The periods.
    pub periods: Periods,
    /// Words that were read in each.
    pub words: Vec<u64>,
    /// Sources that were read in each.
    pub sources: Vec<u32>,
    /// Length of the periods.
    pub length: PeriodLength,
    /// For each source of the library its period, or [`NONE`].
    period_of: Vec<u8>,
}

/// Of a source that does not count.
const NONE: u8 = u8::MAX;

/// A skill's mentions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Series {
    /// Mentions in each period.
    pub mentions: Vec<u32>,
    /// Sources that name it in each period.
    pub naming: Vec<u32>,
    /// Who published these.
    pub publishers: u32,
}

impl Series {
    /// Mentions in all periods.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.mentions.iter().sum()
    }

    /// Sources that name it in all periods.
    #[must_use]
    pub fn sources(&self) -> u32 {
        self.naming.iter().sum()
    }
}

impl Question {
    /// Works out which source counts in which period.
    #[must_use]
    pub fn new(library: &Library, scope: &Scope) -> Self {
        let periods = Periods::over_by(scope.as_of, scope.length, scope.periods);
        let count = periods.all().len();
        let (mut words, mut sources) = (vec![0; count], vec![0; count]);
        let mut period_of = Vec::with_capacity(library.sources.len());
        for held in &library.sources {
            let source = &held.source;
            let holds =
                |wanted: &Option<String>, of: &[String]| wanted.as_ref().is_none_or(|it| of.contains(it));
            let is_asked = source.counts
                && holds(&scope.theme_id, &source.theme_ids)
                && holds(&scope.sector, &source.sectors)
                && holds(&scope.region_id, &source.region_ids);
            let period = periods.of(source.published_on).filter(|_| is_asked);
            if let Some(period) = period {
                words[period] += u64::from(source.words);
                sources[period] += 1;
            }
            // At most forty periods.
            period_of.push(period.and_then(|it| u8::try_from(it).ok()).unwrap_or(NONE));
        }
        Self {
            periods,
            words,
            sources,
            length: scope.length,
            period_of,
        }
    }

    /// Counts the mentions of one skill after the other.
    #[must_use]
    pub fn counter<'a>(&'a self, library: &'a Library) -> Counter<'a> {
        Counter {
            question: self,
            library,
            sources: Marks::of(library.sources.len()),
            publishers: Marks::of(library.publishers()),
        }
    }

    /// Mentions and sources of a skill in all periods together: what is needed to leave out those that are hardly named.
    #[must_use]
    pub fn is_named(&self, namings: &[Naming]) -> bool {
        namings.iter().any(|naming| {
            let period = self.period_of.get(naming.source as usize);
            naming.mentions > 0 && period.is_some_and(|it| *it != NONE)
        })
    }
}

/// Counts the mentions of one skill after the other in a question.
#[derive(Debug)]
pub struct Counter<'a> {
    question: &'a Question,
    library: &'a Library,
    sources: Marks,
    publishers: Marks,
}

impl Counter<'_> {
    /// The mentions of a skill. Of a source that is among the namings twice, as when several concepts make one skill, the mentions add up
    /// and the source counts once.
    #[must_use]
    pub fn series<'n>(&mut self, namings: impl IntoIterator<Item = &'n Naming>) -> Series {
        let count = self.question.periods.all().len();
        let mut series = Series {
            mentions: vec![0; count],
            naming: vec![0; count],
            publishers: 0,
        };
        self.sources.begin();
        self.publishers.begin();
        for naming in namings {
            let number = naming.source as usize;
            let period = self.question.period_of.get(number).copied().unwrap_or(NONE);
            if naming.mentions == 0 || period == NONE {
                continue;
            }
            let period = usize::from(period);
            series.mentions[period] = series.mentions[period].saturating_add(naming.mentions);
            if self.sources.mark(number) {
                series.naming[period] += 1;
                let publisher = self.library.sources.get(number).map(|it| it.publisher as usize);
                series.publishers += u32::from(publisher.is_some_and(|it| self.publishers.mark(it)));
            }
        }
        series
    }
}

/// Which numbers were met in this turn. Emptied by beginning the next one: a question has thousands of turns over millions of numbers.
#[derive(Debug)]
struct Marks {
    met_in: Vec<u32>,
    turn: u32,
}

impl Marks {
    fn of(numbers: usize) -> Self {
        Self {
            met_in: vec![0; numbers],
            turn: 0,
        }
    }

    fn begin(&mut self) {
        self.turn = self.turn.wrapping_add(1);
        if self.turn == 0 {
            self.met_in.fill(0);
            self.turn = 1;
        }
    }

    /// Whether a number is met for the first time in this turn.
    fn mark(&mut self, number: usize) -> bool {
        let met_in = self.met_in.get_mut(number);
        met_in.is_some_and(|it| std::mem::replace(it, self.turn) != self.turn)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::trends::library::ReadSource;

    fn source(year: i16, publisher: &str, region: &str) -> ReadSource {
        ReadSource {
            published_on: date(year, 5, 1),
            publisher: publisher.into(),
            words: 1_000,
            theme_ids: vec!["energie".into()],
            sectors: Vec::new(),
            region_ids: vec![region.into()],
            counts: true,
        }
    }

    fn library() -> Library {
        let mut library = Library::default();
        library.put_source("a", source(2024, "cbs", "AM01"));
        library.put_source("b", source(2025, "cbs", "AM01"));
        library.put_source("c", source(2025, "tno", "AM02"));
        for (source, mentions) in [("a", 1), ("b", 2), ("c", 4)] {
            library.put_naming(source, "urn:x", mentions);
        }
        library
    }

    fn scope() -> Scope {
        Scope {
            theme_id: None,
            sector: None,
            region_id: None,
            length: PeriodLength::Year,
            periods: 3,
            as_of: date(2026, 3, 1),
        }
    }

    fn asked(library: &Library, scope: &Scope) -> (Vec<u64>, Series) {
        let question = Question::new(library, scope);
        let series = question.counter(library).series(library.namings("urn:x"));
        (question.words, series)
    }

    #[test]
    fn mentions_words_sources_and_publishers_are_counted_per_period() {
        let (words, series) = asked(&library(), &scope());
        assert_eq!(words, [0, 1_000, 2_000]);
        assert_eq!(series.mentions, [0, 1, 6]);
        assert_eq!(series.naming, [0, 1, 2]);
        assert_eq!((series.total(), series.sources(), series.publishers), (7, 3, 2));
    }

    #[test]
    fn only_the_sources_that_are_asked_for_count() {
        let scope = Scope {
            region_id: Some("AM02".into()),
            ..scope()
        };
        let (words, series) = asked(&library(), &scope);
        assert_eq!((words, series.mentions), (vec![0, 0, 1_000], vec![0, 0, 4]));
    }

    #[test]
    fn what_was_withdrawn_or_is_told_twice_changes_nothing() {
        let mut library = library();
        library.put_naming("b", "urn:x", 2);
        library.put_naming("onbekend", "urn:x", 9);
        library.put_source(
            "c",
            ReadSource {
                counts: false,
                ..source(2025, "tno", "AM02")
            },
        );
        let (words, series) = asked(&library, &scope());
        assert_eq!((words, series.mentions), (vec![0, 1_000, 1_000], vec![0, 1, 2]));
    }

    #[test]
    fn skills_are_counted_apart() {
        let (library, scope) = (library(), scope());
        let question = Question::new(&library, &scope);
        let mut counter = question.counter(&library);
        let first = counter.series(library.namings("urn:x"));
        assert_eq!(counter.series(library.namings("urn:x")), first);
        assert_eq!(counter.series(library.namings("urn:y")).total(), 0);
    }

    #[test]
    fn a_source_that_names_two_concepts_of_a_skill_counts_once() {
        let mut library = library();
        library.put_naming("b", "urn:y", 5);
        let question = Question::new(&library, &scope());
        let namings = library.namings("urn:x").iter().chain(library.namings("urn:y"));
        let series = question.counter(&library).series(namings);
        assert_eq!((series.mentions[2], series.naming[2]), (11, 2));
    }
}
