//! Words for people, Dutch first, from Fluent files.

use std::{borrow::Cow, collections::HashMap};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

/// A language the hub speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Dutch.
    #[default]
    Dutch,
    /// English.
    English,
}

impl Language {
    /// Both, Dutch first.
    pub const ALL: [Self; 2] = [Self::Dutch, Self::English];

    /// Its code, `nl` or `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::English => "en",
        }
    }
}

impl From<contracts::insight::v1::Language> for Language {
    fn from(language: contracts::insight::v1::Language) -> Self {
        match language {
            contracts::insight::v1::Language::Unspecified | contracts::insight::v1::Language::Nl => {
                Self::Dutch
            }
            contracts::insight::v1::Language::En => Self::English,
        }
    }
}

/// The words of one part of the hub, in both languages.
pub struct Texts {
    bundles: HashMap<Language, FluentBundle<FluentResource>>,
}

/// Why Fluent files cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the words in {language} cannot be used: {reason}")]
pub struct UnusableTexts {
    language: &'static str,
    reason: String,
}

impl Texts {
    /// The words from these Fluent sources; several sources per language are put together.
    ///
    /// # Errors
    /// A source does not parse or defines a key twice.
    pub fn new(sources: &[(Language, &str)]) -> Result<Self, UnusableTexts> {
        let mut bundles = HashMap::new();
        for (language, source) in sources {
            let bundle = bundles
                .entry(*language)
                .or_insert_with(|| empty_bundle(*language));
            let unusable = |reason: String| UnusableTexts {
                language: language.code(),
                reason,
            };
            let resource = FluentResource::try_new((*source).to_owned())
                .map_err(|(_, errors)| unusable(format!("{errors:?}")))?;
            bundle
                .add_resource(resource)
                .map_err(|errors| unusable(format!("{errors:?}")))?;
        }
        Ok(Self { bundles })
    }

    /// The words under `key`; the key itself when there are none, which a test of the owner excludes.
    #[must_use]
    pub fn get(&self, language: Language, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        self.find(language, key, arguments)
            .unwrap_or_else(|| key.to_owned())
    }

    /// The words under `key`, if there are any.
    #[must_use]
    pub fn find(
        &self,
        language: Language,
        key: &str,
        arguments: &[(&str, FluentValue<'_>)],
    ) -> Option<String> {
        let bundle = self.bundles.get(&language)?;
        let pattern = bundle.get_message(key)?.value()?;
        let arguments: FluentArgs<'_> = arguments
            .iter()
            .map(|(name, value)| (*name, lent(value)))
            .collect();
        let mut errors = Vec::new();
        Some(
            bundle
                .format_pattern(pattern, Some(&arguments), &mut errors)
                .into_owned(),
        )
    }
}

/// The value without a copy of its text.
fn lent<'a>(value: &'a FluentValue<'_>) -> FluentValue<'a> {
    match value {
        FluentValue::String(text) => FluentValue::String(Cow::Borrowed(text)),
        other => other.clone(),
    }
}

fn empty_bundle(language: Language) -> FluentBundle<FluentResource> {
    let identifier: LanguageIdentifier = match language {
        Language::Dutch => unic_langid::langid!("nl"),
        Language::English => unic_langid::langid!("en"),
    };
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // Isolation marks are for mixed writing directions; here they would only show up as odd characters in terminals.
    bundle.set_use_isolating(false);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_in_both_languages_with_their_values() {
        let texts = Texts::new(&[
            (Language::Dutch, "late = { $days } dagen te laat"),
            (Language::English, "late = { $days } days late"),
            (Language::Dutch, "meer = meer"),
        ])
        .unwrap();
        assert_eq!(
            texts.get(Language::Dutch, "late", &[("days", 3.into())]),
            "3 dagen te laat"
        );
        assert_eq!(
            texts.get(Language::English, "late", &[("days", 3.into())]),
            "3 days late"
        );
        assert_eq!(texts.get(Language::English, "meer", &[]), "meer");
        assert!(texts.find(Language::English, "meer", &[]).is_none());
    }

    #[test]
    fn a_broken_source_is_refused() {
        assert!(Texts::new(&[(Language::Dutch, "= x")]).is_err());
    }
}
