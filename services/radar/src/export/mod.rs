//! An edition as a file.

mod json;

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

/// Language of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Dutch.
    Dutch,
    /// English.
    English,
}

impl Language {
    /// Its code, such as `nl`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::English => "en",
        }
    }
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
            // It has both languages.
            Self::Json => return format!("llo-radar-{number}.json"),
            Self::Csv => "csv",
            Self::Svg => "svg",
            Self::Html => "html",
        };
        format!("llo-radar-{number}.{}.{ending}", language.code())
    }
}

/// TEMPORARY
pub fn render(it: &Published, _: Format, _: Language) -> Result<String, serde_json::Error> {
    json::write(it)
}
