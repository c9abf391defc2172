//! Why a command did not do what was asked, told in the user's language or as JSON.
//!
//! Errors always go to standard error, so that standard output carries answers and nothing else. With `--output json`
//! they are one line: `{"error": {"code", "reason", "message", "faults": [{"field", "description"}], "help"}}`.

use std::{fmt, io, path::Path, process::ExitCode};

use serde_json::json;

use crate::{
    client::Refusal,
    output::{Format, Texts},
};

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The arguments do not make sense together: exit code 2.
    Usage(Note),
    /// The hub refused, or could not be reached: exit code 1.
    Refused(Box<Refusal>),
    /// Something on this machine stood in the way: exit code 1.
    Local(Note),
    /// A part failed and was told when it happened: exit code 1.
    Told,
    /// Whoever read the output went away: nothing to tell, exit code 0.
    ReaderGone,
    /// A command of whoever runs the hub failed: exit code 1.
    Server(anyhow::Error),
}

/// Words of the locale files with what fills them in.
#[derive(Debug)]
pub struct Note {
    /// Key in `cli.ftl`.
    pub key: &'static str,
    /// What fills it in.
    pub values: Vec<(&'static str, String)>,
}

impl Note {
    /// Words without anything to fill in.
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            values: Vec::new(),
        }
    }

    /// Fills one thing in.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// The words in the language of `texts`.
    pub fn text(&self, texts: &Texts) -> String {
        let values: Vec<_> = self
            .values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        texts.with(self.key, &values)
    }
}

impl Failure {
    /// A file could not be read, written or understood.
    pub fn file(path: &Path, error: impl fmt::Display) -> Self {
        Self::Local(
            Note::new("file-unusable")
                .with("file", path.display())
                .with("error", error),
        )
    }

    /// What the process answers its caller.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::ReaderGone => ExitCode::SUCCESS,
            Self::Refused(_) | Self::Local(_) | Self::Told | Self::Server(_) => ExitCode::FAILURE,
        }
    }

    /// What to say on standard error; nothing when it was said already.
    pub fn told(&self, texts: &Texts, format: Format) -> Option<String> {
        match (self, format) {
            (Self::Told | Self::ReaderGone, _) => None,
            (Self::Refused(refusal), Format::Text) => Some(refusal.text(texts)),
            (Self::Refused(refusal), Format::Json) => Some(refusal.json().to_string()),
            (other, Format::Text) => Some(format!("{}: {}", texts.get("error"), other.message(texts))),
            (other, Format::Json) => {
                let message = other.message(texts);
                Some(
                    json!({"error": {"reason": other.reason(), "message": message, "faults": []}})
                        .to_string(),
                )
            }
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Usage(_) => "USAGE",
            Self::Local(_) => "LOCAL",
            Self::Server(_) => "HUB_FAILED",
            Self::Refused(_) | Self::Told | Self::ReaderGone => "",
        }
    }

    fn message(&self, texts: &Texts) -> String {
        match self {
            Self::Usage(note) | Self::Local(note) => note.text(texts),
            // The whole chain: what was attempted, and why it failed.
            Self::Server(error) => format!("{error:#}"),
            Self::Refused(refusal) => refusal.message.clone(),
            Self::Told | Self::ReaderGone => String::new(),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<tokio::task::JoinError> for Failure {
    /// A part of the work broke off, which is a fault of this program.
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Server(error.into())
    }
}

impl From<io::Error> for Failure {
    /// For writing answers: a reader that went away, as in `| head`, is not a failure.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ReaderGone,
            _ => Self::Local(Note::new("output-failed").with("error", error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Lang;

    #[test]
    fn a_reader_that_went_away_is_not_told() {
        let failure = Failure::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!(failure.told(&Texts::new(Lang::Nl), Format::Text), None);
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told_with_its_name_in_both_forms() {
        let failure = Failure::file(Path::new("a.jsonl"), "gone");
        let texts = Texts::new(Lang::En);
        assert!(failure.told(&texts, Format::Text).unwrap().contains("a.jsonl"));
        let json: serde_json::Value =
            serde_json::from_str(&failure.told(&texts, Format::Json).unwrap()).unwrap();
        assert_eq!(json["error"]["reason"], "LOCAL");
    }
}
