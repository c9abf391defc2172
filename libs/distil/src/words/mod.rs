//! Words: where they stand in a text, and what is known of them beforehand.

mod class;
mod lists_en;
mod lists_nl;
#[cfg(test)]
mod tests;
mod tokens;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

pub(crate) use class::Class;
pub(crate) use tokens::{Break, Token, tokenise};

use crate::language::Language;

type Lists = FxHashMap<&'static str, Class>;

static NL: LazyLock<Lists> = LazyLock::new(|| lists(lists_nl::LISTS));
static EN: LazyLock<Lists> = LazyLock::new(|| lists(lists_en::LISTS));

fn lists(source: &[(Class, &'static str)]) -> Lists {
    let mut lists = Lists::default();
    for (class, words) in source {
        for word in words.split_whitespace() {
            *lists.entry(word).or_default() |= *class;
        }
    }
    lists
}

/// The roles of a folded word.
pub(crate) fn class(word: &str, language: Language) -> Class {
    let lists = match language {
        Language::Nl => &NL,
        Language::En => &EN,
    };
    lists.get(word).copied().unwrap_or_default()
}
