//! Values that are right by construction: identifiers, texts, times and credits.

use std::fmt;

use jiff::Timestamp;
use oxrdf::NamedNode;

/// Longest identifier in bytes.
pub const MAX_IRI_BYTES: usize = 2_048;

/// Longest text in bytes.
pub const MAX_TEXT_BYTES: usize = 16_384;

/// Most study credits that a credential may carry, in hundredths: 600 EC, more than a whole programme of study.
pub const MAX_CREDITS_HUNDREDTHS: u32 = 60_000;

/// A value that cannot be put into a credential.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidValue {
    /// Not an absolute IRI of at most [`MAX_IRI_BYTES`].
    #[error("expected an absolute IRI such as https://… or did:… of at most 2,048 bytes")]
    Iri,
    /// Empty, too long, or with characters that are not text.
    #[error("expected a text of 1 to 16,384 bytes without control characters other than tab and line end")]
    Text,
    /// Not a language as BCP 47 writes it.
    #[error("expected a language as BCP 47 writes it, such as nl or nl-NL")]
    Language,
    /// A number of credits that nobody can earn.
    #[error("expected more than 0 and at most 600 study credits")]
    Credits,
    /// Not a level of the European Qualifications Framework.
    #[error("expected a level from 1 to 8")]
    EqfLevel,
    /// The end lies not after the beginning.
    #[error("expected an end of validity after its beginning")]
    Validity,
    /// A time that the formats cannot carry.
    #[error("expected a time between the years 1 and 9999")]
    Time,
    /// Neither an `id` nor an identifier says who the recipient is.
    #[error("expected a recipient with an id or an identifier")]
    Recipient,
}

/// An absolute IRI: a URL, a DID or a URN.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iri(NamedNode);

impl Iri {
    /// Reads one.
    ///
    /// # Errors
    ///
    /// [`InvalidValue::Iri`] when it is relative, malformed or too long.
    pub fn parse(text: impl Into<String>) -> Result<Self, InvalidValue> {
        let text = text.into();
        // `_:` names a blank node in JSON-LD, and some readers resolve steps such as /../ where others leave them.
        let steps = text.split(['/', '?', '#']).any(|part| matches!(part, "." | ".."));
        if text.len() > MAX_IRI_BYTES || text.starts_with('_') || steps {
            return Err(InvalidValue::Iri);
        }
        NamedNode::new(text).map(Self).map_err(|_| InvalidValue::Iri)
    }

    /// The same with a fragment, which replaces one that is there.
    ///
    /// # Errors
    ///
    /// [`InvalidValue::Iri`] when the fragment has characters that do not belong in one.
    pub fn with_fragment(&self, fragment: &str) -> Result<Self, InvalidValue> {
        Self::parse(format!("{}#{fragment}", self.without_fragment()))
    }

    /// What stands before the fragment.
    pub fn without_fragment(&self) -> &str {
        self.as_str().split('#').next().unwrap_or_default()
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(crate) fn node(&self) -> &NamedNode {
        &self.0
    }
}

impl fmt::Display for Iri {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Text for people: one to many lines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(String);

impl Text {
    /// Reads one.
    ///
    /// # Errors
    ///
    /// [`InvalidValue::Text`] when it is empty, too long, or has control characters or code points that Unicode reserves
    /// as no characters: canonical forms differ on how those are written.
    pub fn parse(text: impl Into<String>) -> Result<Self, InvalidValue> {
        let text = text.into();
        let fits = !text.trim().is_empty() && text.len() <= MAX_TEXT_BYTES;
        let printable = |c: char| {
            matches!(c, '\n' | '\t' | '\r') || !(c.is_control() || (u32::from(c) & 0xfffe) == 0xfffe)
        };
        if fits && text.chars().all(printable) {
            Ok(Self(text))
        } else {
            Err(InvalidValue::Text)
        }
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A language, BCP 47.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language(String);

impl Language {
    /// Reads one; only its form is checked.
    ///
    /// # Errors
    ///
    /// [`InvalidValue::Language`] when it is not two or three letters with further parts behind hyphens.
    pub fn parse(text: impl Into<String>) -> Result<Self, InvalidValue> {
        let text = text.into();
        let mut parts = text.split('-');
        let primary = parts
            .next()
            .is_some_and(|part| matches!(part.len(), 2..=3) && part.bytes().all(|b| b.is_ascii_alphabetic()));
        let rest = parts
            .all(|part| matches!(part.len(), 1..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        if primary && rest && text.len() <= 35 {
            Ok(Self(text))
        } else {
            Err(InvalidValue::Language)
        }
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Study credits (EC, of the European Credit Transfer and Accumulation System) in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Credits(u32);

impl Credits {
    /// So many hundredths of an EC.
    ///
    /// # Errors
    ///
    /// [`InvalidValue::Credits`] for none, and above [`MAX_CREDITS_HUNDREDTHS`].
    pub fn hundredths(hundredths: u32) -> Result<Self, InvalidValue> {
        if (1..=MAX_CREDITS_HUNDREDTHS).contains(&hundredths) {
            Ok(Self(hundredths))
        } else {
            Err(InvalidValue::Credits)
        }
    }

    /// As JSON writes it.
    pub(crate) fn number(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// As people write it: `3`, `2.5`.
    pub(crate) fn text(self) -> String {
        self.number().to_string()
    }
}

/// From when until when a credential holds, in whole seconds: that is what both of its forms can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    from: Timestamp,
    until: Option<Timestamp>,
}

impl Validity {
    /// Fractions of seconds are cut off.
    ///
    /// # Errors
    ///
    /// [`InvalidValue::Validity`] when the end is not after the beginning, [`InvalidValue::Time`] for years that the
    /// formats cannot write.
    pub fn new(from: Timestamp, until: Option<Timestamp>) -> Result<Self, InvalidValue> {
        let from = whole_seconds(from)?;
        let until = until.map(whole_seconds).transpose()?;
        if until.is_some_and(|until| until <= from) {
            return Err(InvalidValue::Validity);
        }
        Ok(Self { from, until })
    }

    /// From this moment on.
    pub fn from(&self) -> Timestamp {
        self.from
    }

    /// Until this moment; for ever, when there is none.
    pub fn until(&self) -> Option<Timestamp> {
        self.until
    }
}

/// Cuts off the fraction, and refuses years that are not four digits.
pub(crate) fn whole_seconds(time: Timestamp) -> Result<Timestamp, InvalidValue> {
    // 0001-01-01T00:00:00Z and 9999-12-30T00:00:00Z.
    if !(-62_135_596_800..=253_402_128_000).contains(&time.as_second()) {
        return Err(InvalidValue::Time);
    }
    Timestamp::from_second(time.as_second()).map_err(|_| InvalidValue::Time)
}
