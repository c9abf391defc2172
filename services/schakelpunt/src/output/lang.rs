//! Languages and forms of answers.

use clap::ValueEnum;
use contracts::{hub::v1::LocalText, insight::v1::Language};

/// Language of what people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Dutch.
    #[default]
    Nl,
    /// English.
    En,
}

impl Lang {
    /// As the contract writes it.
    pub fn language(self) -> Language {
        match self {
            Self::Nl => Language::Nl,
            Self::En => Language::En,
        }
    }

    /// The text in this language, or in the other where it is missing.
    pub fn pick(self, text: Option<&LocalText>) -> &str {
        let Some(LocalText { nl, en }) = text else {
            return "";
        };
        match self {
            Self::Nl if !nl.is_empty() => nl,
            Self::Nl => en,
            Self::En if !en.is_empty() => en,
            Self::En => nl,
        }
    }
}

/// Form of answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For machines: the protobuf JSON of the answer.
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_falls_back_on_the_other() {
        let only_dutch = LocalText {
            nl: "Leercultuur".into(),
            en: String::new(),
        };
        assert_eq!(Lang::En.pick(Some(&only_dutch)), "Leercultuur");
        assert_eq!(Lang::Nl.pick(None), "");
    }
}
