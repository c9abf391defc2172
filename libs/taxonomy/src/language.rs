//! Languages of labels.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language as BCP 47 writes it, without script or variant: `nl`, `en`, `nl-BE`, `es-419`.
///
/// Written in one way only: the language in lower case, the region in upper case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language([u8; 7]);

/// Text that is no language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a language of two or three letters with at most a region, such as nl, en or nl-BE")]
pub struct NotALanguage;

impl Language {
    /// Dutch.
    pub const DUTCH: Self = Self(*b"nl\0\0\0\0\0");

    /// English.
    pub const ENGLISH: Self = Self(*b"en\0\0\0\0\0");

    /// Reads one, in whatever case.
    ///
    /// # Errors
    ///
    /// [`NotALanguage`] when it is anything but two or three letters, with or without a region of two letters or
    /// three digits.
    pub fn parse(text: &str) -> Result<Self, NotALanguage> {
        let (language, region) = match text.split_once('-') {
            Some((language, region)) => (language, Some(region)),
            None => (text, None),
        };
        let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let fits = matches!(language.len(), 2 | 3) && letters(language);
        let region_fits = region.is_none_or(|region| {
            (region.len() == 2 && letters(region))
                || (region.len() == 3 && region.bytes().all(|byte| byte.is_ascii_digit()))
        });
        if !fits || !region_fits {
            return Err(NotALanguage);
        }
        let mut bytes = [0; 7];
        let written = match region {
            Some(region) => format!(
                "{}-{}",
                language.to_ascii_lowercase(),
                region.to_ascii_uppercase()
            ),
            None => language.to_ascii_lowercase(),
        };
        for (slot, byte) in bytes.iter_mut().zip(written.bytes()) {
            *slot = byte;
        }
        Ok(Self(bytes))
    }

    /// The language without its region: `nl` of `nl-BE`.
    pub fn base(&self) -> &str {
        self.as_str().split('-').next().unwrap_or_default()
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(self.0.len());
        // Only ASCII was put in.
        std::str::from_utf8(self.0.get(..end).unwrap_or_default()).unwrap_or_default()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl TryFrom<String> for Language {
    type Error = NotALanguage;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_written_in_one_way() {
        for (text, written) in [
            ("nl", "nl"),
            ("EN", "en"),
            ("frr", "frr"),
            ("en-us", "en-US"),
            ("es-419", "es-419"),
            ("fry-nl", "fry-NL"),
        ] {
            assert_eq!(Language::parse(text).unwrap().as_str(), written);
        }
        assert_eq!(Language::parse("nl").unwrap(), Language::DUTCH);
        assert_eq!(Language::parse("en").unwrap(), Language::ENGLISH);
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in [
            "", "n", "dutch", "nl-", "-nl", "n1", "nl_NL", "zh-Hans", "nl-NL-x", "né", "es-41", "es-4a9",
        ] {
            assert_eq!(Language::parse(bad), Err(NotALanguage), "{bad}");
        }
    }
}
