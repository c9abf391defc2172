//! An edition as a file.
//!
//! All forms show the same thing, so what they share is made once: `sheet` numbers the skills, says how each moved and gives it its
//! theme; `words` has the words, in `locales/`; `text` makes labels harmless, which are written by whoever proposed the skill;
//! `markup` writes elements, so that what comes out is well-formed whatever goes in. Nothing here looks at a clock or at the store:
//! the same edition gives the same file.
//!
//! The page is written as HTML that is also XML, which the tests make use of. A template engine would escape as well, but could not
//! promise that what was opened is closed, and the picture needs arithmetic more than templates.

mod csv;
#[cfg(test)]
mod examples;
mod html;
mod json;
mod markup;
mod picture;
mod sheet;
mod text;
mod words;

pub use runtime::language::Language;

use crate::domain::edition::Published;

/// Form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON, as the contract writes it.
    Json,
    /// CSV.
    Csv,
    /// A picture.
    Svg,
    /// A page: the picture with its table beside it.
    Html,
}

/// Why an edition cannot be written. No edition is known of which this is true.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    /// JSON refuses it.
    #[error("it cannot be written as JSON")]
    Json(#[from] serde_json::Error),
    /// CSV refuses it.
    #[error("it cannot be written as CSV")]
    Csv(#[from] ::csv::Error),
}

/// Writes an edition as a file.
///
/// # Errors
/// The format refuses what is in it.
pub fn render(edition: &Published, format: Format, language: Language) -> Result<String, Unwritable> {
    Ok(match format {
        Format::Json => json::write(edition)?,
        Format::Csv => csv::write(edition)?,
        Format::Svg => picture::write(edition, language),
        Format::Html => html::write(edition, language),
    })
}

impl Format {
    /// Media type of the file.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Svg => "image/svg+xml",
            Self::Html => "text/html; charset=utf-8",
        }
    }

    /// Name under which to keep the file.
    #[must_use]
    pub fn file_name(self, number: u32, language: Language) -> String {
        let ending = match self {
            // These have both languages.
            Self::Json => return format!("llo-radar-{number}.json"),
            Self::Csv => return format!("llo-radar-{number}.csv"),
            Self::Svg => "svg",
            Self::Html => "html",
        };
        format!("llo-radar-{number}.{}.{ending}", language.code())
    }
}

#[cfg(test)]
mod tests;
