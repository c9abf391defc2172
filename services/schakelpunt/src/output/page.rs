//! A readable answer while it is being written: headings, lines, tables, and at its end how fresh it is.

use std::fmt::Write;

use contracts::{
    hub::v1::{Freshness, Receipt},
    insight::v1::Colour,
};

use super::{
    Grid, Lang, Texts, colour,
    money::{euros, whole},
    table::clean,
    value,
};

/// A readable answer while it is being written.
pub struct Page<'a> {
    /// The words.
    pub texts: &'a Texts,
    text: String,
}

impl<'a> Page<'a> {
    /// An empty page.
    pub fn new(texts: &'a Texts) -> Self {
        Self {
            texts,
            text: String::new(),
        }
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.texts.lang
    }

    /// A line of text, cleaned of characters that could steer the terminal.
    pub fn line(&mut self, text: impl AsRef<str>) {
        self.text.push_str(&clean(text.as_ref()));
        self.text.push('\n');
    }

    /// A heading with an empty line before it.
    pub fn heading(&mut self, text: impl AsRef<str>) {
        let text = clean(text.as_ref());
        let gap = if self.text.is_empty() { "" } else { "\n" };
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{gap}{text}\n{}", "═".repeat(text.chars().count()));
    }

    /// A smaller heading from the locale files.
    pub fn section(&mut self, key: &str) {
        let _ = writeln!(self.text, "\n{}", self.texts.get(key));
    }

    /// `Name: value`, with the name from the locale files; nothing when the value is empty.
    pub fn field(&mut self, key: &str, value: impl AsRef<str>) {
        if !value.as_ref().is_empty() {
            let line = format!("{}: {}", self.texts.get(key), value.as_ref());
            self.line(line);
        }
    }

    /// A table, or words for its being empty.
    pub fn grid(&mut self, grid: &Grid, when_empty: &str) {
        match grid.is_empty() {
            true => self.line(self.texts.get(when_empty)),
            false => {
                let _ = writeln!(self.text, "{}", grid.text());
            }
        }
    }

    /// An empty table with these headings.
    pub fn table(&self, headings: &[&str]) -> Grid {
        Grid::new(self.texts, headings)
    }

    /// Words from the locale files.
    pub fn get(&self, key: &str) -> String {
        self.texts.get(key)
    }

    /// An amount.
    pub fn euros(&self, cents: i64) -> String {
        euros(cents, self.lang())
    }

    /// A judgement as a sign and a word.
    pub fn judgement(&self, colour: Colour) -> String {
        colour::word(colour, self.texts)
    }

    /// A name, marked when it is invented.
    pub fn name(&self, name: &str, example: bool) -> String {
        if example {
            format!("{name} ({})", self.get("example"))
        } else {
            name.to_owned()
        }
    }

    /// Up to where the answer is true; the last line of an answer.
    pub fn freshness(&mut self, freshness: Option<&Freshness>) {
        let Some(freshness) = freshness else {
            return self.line(format!("\n{}", self.get("freshness-unknown")));
        };
        let seconds = freshness.age.as_ref().map_or(0, |age| age.seconds);
        let values = [
            (
                "position",
                whole(i64::try_from(freshness.position).unwrap_or(i64::MAX), self.lang()),
            ),
            ("moment", value::moment(freshness.recorded_at.as_ref())),
            ("age", age(seconds, self.texts)),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let line = self.texts.with("freshness", &values);
        self.line(format!("\n{line}"));
    }

    /// Up to where a list of a block is true that follows that block's own log.
    pub fn freshness_of_log(&mut self, block: &str, freshness: Option<&Freshness>) {
        let Some(freshness) = freshness else {
            return self.line(format!("\n{}", self.get("freshness-unknown")));
        };
        let seconds = freshness.age.as_ref().map_or(0, |age| age.seconds);
        let position = whole(i64::try_from(freshness.position).unwrap_or(i64::MAX), self.lang());
        let age = age(seconds, self.texts);
        let values = [("block", block), ("position", &position), ("age", &age)];
        let line = self.texts.with("freshness-of-log", &values);
        self.line(format!("\n{line}"));
    }

    /// The answer came straight from a block's own log, and so is never behind.
    pub fn fresh_from(&mut self, block: &str) {
        let now = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string();
        let line = self
            .texts
            .with("freshness-direct", &[("block", block), ("moment", &now)]);
        self.line(format!("\n{line}"));
    }

    /// Proof of a change, with the token that makes a question wait for it.
    pub fn receipt(&mut self, receipt: Option<&Receipt>) {
        let Some(receipt) = receipt else { return };
        let key = match (receipt.repeated, receipt.log_positions.is_empty()) {
            (true, _) => "receipt-repeated",
            (false, true) => "receipt-unchanged",
            (false, false) => "receipt-recorded",
        };
        let (version, at) = (
            receipt.version.to_string(),
            value::moment(receipt.recorded_at.as_ref()),
        );
        let values = [
            ("id", receipt.id.as_str()),
            ("version", &version),
            ("moment", &at),
        ];
        let line = self.texts.with(key, &values);
        self.line(line);
        self.field("consistency-token", &receipt.consistency_token);
    }

    /// What was written.
    pub fn into_text(self) -> String {
        self.text
    }
}

/// An age in the largest unit that says enough.
fn age(seconds: i64, texts: &Texts) -> String {
    let (key, number) = match seconds {
        ..120 => ("age-seconds", seconds.max(0)),
        120..7_200 => ("age-minutes", seconds / 60),
        7_200..172_800 => ("age-hours", seconds / 3_600),
        172_800.. => ("age-days", seconds / 86_400),
    };
    texts.with(key, &[("number", &whole(number, texts.lang))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_freshness_line_says_position_moment_and_age() {
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        let recorded_at = Some(pbjson_types::Timestamp {
            seconds: 1_719_835_200,
            nanos: 0,
        });
        let age = Some(pbjson_types::Duration {
            seconds: 180,
            nanos: 0,
        });
        page.freshness(Some(&Freshness {
            position: 1234,
            recorded_at,
            age,
        }));
        let text = page.into_text();
        assert!(
            text.contains("1.234") && text.contains("2024-07-01 12:00 UTC") && text.contains("3 minuten"),
            "{text}"
        );
    }

    #[test]
    fn a_list_of_a_block_says_how_far_it_is_in_that_log() {
        let texts = Texts::new(Lang::En);
        let mut page = Page::new(&texts);
        let freshness = Freshness {
            position: 283,
            ..Freshness::default()
        };
        page.freshness_of_log("professionalisation", Some(&freshness));
        let text = page.into_text();
        assert!(
            text.contains("283") && text.contains("log of block professionalisation"),
            "{text}"
        );
    }

    #[test]
    fn an_invented_project_says_so() {
        let (nl, en) = (Texts::new(Lang::Nl), Texts::new(Lang::En));
        assert_eq!(Page::new(&nl).name("Zon", true), "Zon (voorbeeld)");
        assert_eq!(Page::new(&en).name("Zon", true), "Zon (example)");
        assert_eq!(Page::new(&nl).name("Zon", false), "Zon");
    }
}
