//! What a rule says before it is put into words: a key of the Fluent files with its figures. Rules stay free of language.

use contracts::hub::v1::LocalText;
use jiff::civil::Date;

/// Most items a sentence names; the others are counted.
pub const MAX_ITEMS_NAMED: usize = 5;

/// A key of the Fluent files with the figures of its sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Key in the Fluent files.
    pub key: &'static str,
    /// Variables of the sentence, by name.
    pub args: Vec<(&'static str, Value)>,
}

/// A figure or text inside a sentence, to be written the way of the reader's language.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A whole number of things or days; the sentence may choose singular or plural by it.
    Count(i64),
    /// A text from the data, as it is.
    Text(String),
    /// A word of the program, by which a sentence chooses its form; such as the name of a state in the contract.
    Code(&'static str),
    /// A text that exists in both languages.
    Local(LocalText),
    /// A day.
    Day(Date),
    /// An amount in euro cents.
    Cents(i64),
    /// A share, where 1 is the whole; written in whole percent.
    Share(f64),
    /// A quantity in the unit of its indicator.
    Quantity(f64),
    /// Several sentences or phrases in a row; at most [`MAX_ITEMS_NAMED`] are named.
    Items(Vec<Message>),
}

impl Message {
    /// A sentence without figures.
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
        }
    }

    /// The same sentence with one more figure.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Value) -> Self {
        self.args.push((name, value));
        self
    }

    /// With a number of things or days.
    #[must_use]
    pub fn count(self, name: &'static str, count: i64) -> Self {
        self.with(name, Value::Count(count))
    }

    /// With a text from the data.
    #[must_use]
    pub fn text(self, name: &'static str, text: &str) -> Self {
        self.with(name, Value::Text(text.to_owned()))
    }

    /// With a word of the program.
    #[must_use]
    pub fn code(self, name: &'static str, code: &'static str) -> Self {
        self.with(name, Value::Code(code))
    }

    /// With a list of phrases.
    #[must_use]
    pub fn items(self, name: &'static str, items: Vec<Message>) -> Self {
        self.with(name, Value::Items(items))
    }
}
