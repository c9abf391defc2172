//! Where answers go: standard output, as JSON or as text, with colours only for a terminal that wants them.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use super::{Format, Page, Texts, colour};

/// Standard output in the form that was asked for.
pub struct Screen<'a> {
    /// The words.
    pub texts: &'a Texts,
    /// The form.
    pub format: Format,
    coloured: bool,
}

impl<'a> Screen<'a> {
    /// The standard output of this process.
    pub fn new(texts: &'a Texts, format: Format) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            texts,
            format,
            coloured: !plain && io::stdout().is_terminal(),
        }
    }

    /// Shows an answer: its protobuf JSON, or the page that `write` makes of it.
    ///
    /// # Errors
    /// When standard output does not take it; a reader that went away is `BrokenPipe`.
    pub fn answer<T: Serialize>(&self, answer: &T, write: impl FnOnce(&mut Page<'_>, &T)) -> io::Result<()> {
        match self.format {
            Format::Json => self.put(&format!("{}\n", serde_json::to_string_pretty(answer)?)),
            Format::Text => {
                let mut page = Page::new(self.texts);
                write(&mut page, answer);
                self.page(page)
            }
        }
    }

    /// Shows a finished page.
    ///
    /// # Errors
    /// When standard output does not take it.
    pub fn page(&self, page: Page<'_>) -> io::Result<()> {
        let text = page.into_text();
        if self.coloured {
            self.put(&colour::paint(&text, self.texts))
        } else {
            self.put(&text)
        }
    }

    /// Says something beside the answer, on standard error; when nobody reads that any more, nothing is lost.
    pub fn aside(&self, key: &str) {
        let _ = writeln!(io::stderr(), "{}", self.texts.get(key));
    }

    /// Writes text as it is.
    ///
    /// # Errors
    /// When standard output does not take it.
    pub fn put(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }
}
