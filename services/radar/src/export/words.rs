//! The words of an edition in Dutch and English, and figures the way of each language.

use std::sync::LazyLock;

use blocks::values::LocalText;
use fluent_bundle::FluentValue;
use jiff::civil::Date;
use runtime::language::{Language, Texts, UnusableTexts};

use super::{
    sheet::{Movement, Sheet},
    text::{has_ink, one_line},
};
use crate::{
    domain::edition::Published,
    trends::{PeriodLength, Ring},
};

const FILES: [(Language, &str); 2] = [
    (Language::Dutch, include_str!("../../locales/nl/edition.ftl")),
    (Language::English, include_str!("../../locales/en/edition.ftl")),
];

static TEXTS: LazyLock<Result<Texts, UnusableTexts>> = LazyLock::new(|| Texts::new(&FILES));

/// What stands where there is no figure.
pub(super) const NONE: &str = "–";

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    /// The language.
    pub(super) language: Language,
}

/// A text from the data on one line, with its language where that is another one than the page's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// The text.
    pub(super) text: String,
    /// Code of its language.
    pub(super) lang: Option<&'static str>,
}

impl Words {
    /// The words under a key.
    pub(super) fn get(self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// The words under a key, with its variables filled in; the key itself where there are none, which a test rules out.
    pub(super) fn fill(self, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        let texts = TEXTS.as_ref().ok();
        texts.map_or_else(|| key.to_owned(), |it| it.get(self.language, key, arguments))
    }

    /// A text from the data; the Dutch one where there is no English, and `otherwise` where there is nothing to see.
    pub(super) fn said(self, text: &LocalText, otherwise: &str) -> Said {
        let (dutch, english) = (one_line(&text.nl), one_line(&text.en));
        match self.language {
            Language::English if has_ink(&english) => Said::plain(&english),
            Language::English if has_ink(&dutch) => Said {
                text: dutch,
                lang: Some("nl"),
            },
            Language::Dutch if has_ink(&dutch) => Said::plain(&dutch),
            Language::Dutch | Language::English => Said::plain(otherwise),
        }
    }

    /// The name of a ring.
    pub(super) fn ring(self, ring: Ring) -> String {
        self.get(match ring {
            Ring::Emerging => "edition-ring-emerging",
            Ring::Growing => "edition-ring-growing",
            Ring::Established => "edition-ring-established",
            Ring::Declining => "edition-ring-declining",
            Ring::Undecided => "edition-ring-undecided",
        })
    }

    /// What a ring means.
    pub(super) fn ring_meaning(self, ring: Ring) -> String {
        self.get(match ring {
            Ring::Emerging => "edition-meaning-emerging",
            Ring::Growing => "edition-meaning-growing",
            Ring::Established => "edition-meaning-established",
            Ring::Declining => "edition-meaning-declining",
            Ring::Undecided => "edition-meaning-undecided",
        })
    }

    /// How a skill moved, with the ring in which it was.
    pub(super) fn movement(self, movement: Movement) -> String {
        let from = |key: &str, ring| self.fill(key, &[("ring", self.ring(ring).into())]);
        match movement {
            Movement::New => self.get("edition-movement-new"),
            Movement::In(before) => from("edition-movement-in-from", before),
            Movement::Out(before) => from("edition-movement-out-from", before),
            Movement::Same => self.get("edition-movement-same"),
        }
    }

    /// When an edition was published, and about what.
    pub(super) fn state(self, edition: &Published) -> String {
        let basis = &edition.content.basis;
        let arguments = [
            ("published", self.day(edition.published_on).into()),
            ("periods", self.periods(basis.period_length, basis.periods).into()),
            ("day", self.day(basis.as_of).into()),
        ];
        self.fill("edition-state", &arguments)
    }

    /// How many skills are in each ring, and what changed.
    pub(super) fn summary(self, sheet: &Sheet<'_>) -> String {
        let within = |ring: Ring| FluentValue::from(sheet.within(ring).count());
        let rings = [
            ("count", sheet.lines.len().into()),
            ("emerging", within(Ring::Emerging)),
            ("growing", within(Ring::Growing)),
            ("established", within(Ring::Established)),
            ("declining", within(Ring::Declining)),
            ("undecided", within(Ring::Undecided)),
        ];
        format!("{} {}", self.fill("edition-summary", &rings), self.changes(sheet))
    }

    fn changes(self, sheet: &Sheet<'_>) -> String {
        if !sheet.is_compared() {
            return self.get("edition-first");
        }
        let count = |is: fn(Movement) -> bool| sheet.lines.iter().filter(|it| is(it.movement)).count();
        let changes = [
            ("new", count(|it| it == Movement::New).into()),
            ("in", count(|it| matches!(it, Movement::In(_))).into()),
            ("out", count(|it| matches!(it, Movement::Out(_))).into()),
            ("left", sheet.edition.departures().count().into()),
        ];
        self.fill("edition-changes", &changes)
    }

    /// So many periods of a length.
    pub(super) fn periods(self, length: PeriodLength, count: u32) -> String {
        let key = match length {
            PeriodLength::Quarter => "edition-periods-quarter",
            PeriodLength::HalfYear => "edition-periods-half-year",
            PeriodLength::Year => "edition-periods-year",
        };
        self.fill(key, &[("count", count.into())])
    }

    /// A day: `1 maart 2025`, `1 March 2025`.
    pub(super) fn day(self, day: Date) -> String {
        let month = [("month", FluentValue::from(day.month()))];
        format!(
            "{} {} {}",
            day.day(),
            self.fill("edition-month", &month),
            day.year()
        )
    }

    /// A whole number: `12.345`, `12,345`.
    pub(super) fn count(self, count: u64) -> String {
        let digits = count.to_string();
        let mut out = String::with_capacity(digits.len() * 4 / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                out.push(if self.is_dutch() { '.' } else { ',' });
            }
            out.push(digit);
        }
        out
    }

    /// A number with so many decimals: `1,30`, `1.30`.
    pub(super) fn decimal(self, number: f64, decimals: usize) -> String {
        if !number.is_finite() {
            return NONE.to_owned();
        }
        let text = format!("{number:.decimals$}");
        if self.is_dutch() {
            text.replace('.', ",")
        } else {
            text
        }
    }

    /// A probability in three decimals; `< 0,001` where it is smaller than these can tell.
    pub(super) fn probability(self, p: f64) -> String {
        match p {
            p if p < 0.001 => format!("< {}", self.decimal(0.001, 3)),
            p => self.decimal(p, 3),
        }
    }

    fn is_dutch(self) -> bool {
        self.language == Language::Dutch
    }
}

impl Said {
    /// A text in no language in particular, or in that of the page.
    pub(super) fn plain(text: &str) -> Self {
        Self {
            text: one_line(text),
            lang: None,
        }
    }
}

#[cfg(test)]
mod tests;
