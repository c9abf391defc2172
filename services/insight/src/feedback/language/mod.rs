//! Puts messages into words: Dutch first, English complete, figures written the way of the reader.

mod format;
mod texts;

use contracts::hub::v1::LocalText;
use fluent_bundle::FluentValue;
pub use runtime::language::Language;

pub use format::{cents, day, moment, quantity, share};

use super::markdown::escape;
use crate::judgement::message::MAX_ITEMS_NAMED;
use crate::judgement::{Message, Value};

/// The text in a language; the Dutch one where there is no English.
pub fn pick(language: Language, text: &LocalText) -> &str {
    match language {
        Language::English if !text.en.is_empty() => &text.en,
        Language::English | Language::Dutch => &text.nl,
    }
}

/// What becomes of texts that come from the data.
#[derive(Debug, Clone, Copy)]
enum Target {
    Plain,
    Markdown,
}

/// A message in plain words.
pub fn say(lang: Language, message: &Message) -> String {
    write(lang, Target::Plain, message)
}

/// A message in words for a Markdown page: texts from the data are escaped, the words of the Fluent files are not.
pub fn mark(lang: Language, message: &Message) -> String {
    write(lang, Target::Markdown, message)
}

/// A message in plain words in both languages.
pub fn local(message: &Message) -> LocalText {
    LocalText {
        nl: say(Language::Dutch, message),
        en: say(Language::English, message),
    }
}

fn write(lang: Language, target: Target, message: &Message) -> String {
    texts::get(lang, message.key, &arguments(lang, target, message))
}

/// A message in plain words, if there is a text for it: some rules know no amber or no red.
pub fn say_if_known(lang: Language, key: &str, values: &[(&'static str, Value)]) -> Option<String> {
    let arguments: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, figure(lang, Target::Plain, value)))
        .collect();
    texts::find(lang, key, &arguments)
}

fn arguments(lang: Language, target: Target, message: &Message) -> Vec<(&'static str, FluentValue<'static>)> {
    message
        .args
        .iter()
        .map(|(name, value)| (*name, figure(lang, target, value)))
        .collect()
}

fn figure(lang: Language, target: Target, value: &Value) -> FluentValue<'static> {
    match value {
        Value::Count(count) => FluentValue::from(*count),
        Value::Text(text) => data(target, text).into(),
        Value::Code(code) => FluentValue::from(*code),
        Value::Local(text) => data(target, pick(lang, text)).into(),
        Value::Day(date) => day(lang, *date).into(),
        Value::Cents(amount) => cents(lang, *amount).into(),
        Value::Share(part) => share(*part).into(),
        Value::Quantity(amount) => quantity(lang, *amount).into(),
        Value::Items(items) => list(lang, target, items).into(),
    }
}

fn data(target: Target, text: &str) -> String {
    match target {
        Target::Plain => text.to_owned(),
        Target::Markdown => escape(text),
    }
}

fn list(lang: Language, target: Target, items: &[Message]) -> String {
    let mut named: Vec<String> = items
        .iter()
        .take(MAX_ITEMS_NAMED)
        .map(|item| write(lang, target, item))
        .collect();
    let others = items.len().saturating_sub(MAX_ITEMS_NAMED);
    if others > 0 {
        named.push(write(
            lang,
            target,
            &Message::new("feedback-and-more").count("count", others as i64),
        ));
    }
    named.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_names_five_items_and_counts_the_others() {
        let items = vec![Message::new("feedback-total"); 7];
        let many = Message::new("judgement-budget-overrun")
            .count("count", 7)
            .items("categories", items);
        assert!(say(Language::Dutch, &many).ends_with("Totaal; Totaal; Totaal; Totaal; Totaal; en nog 2."));
        assert!(say(Language::English, &many).ends_with("Total; Total; Total; Total; Total; and 2 more."));
    }

    #[test]
    fn english_falls_back_on_dutch() {
        let text = LocalText {
            nl: "Werkgroep".to_owned(),
            en: String::new(),
        };
        assert_eq!(pick(Language::English, &text), "Werkgroep");
    }

    #[test]
    fn texts_from_the_data_are_escaped_for_markdown_only() {
        let message = Message::new("feedback-title-project").text("name", "a|b <i>");
        assert_eq!(say(Language::Dutch, &message), "Terugkoppeling: a|b <i>");
        assert_eq!(mark(Language::Dutch, &message), "Terugkoppeling: a\\|b \\<i\\>");
    }
}
