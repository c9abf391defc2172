//! From the bytes of a document to its text.
//!
//! Documents come from outside and are not trusted: every size has a limit, nothing is executed or fetched, and no input makes
//! [`extract`] panic. What is kept is what people read; scripts, styles, navigation and code are left out.
//!
//! - Markdown: `pulldown-cmark`, which works through events without recursion.
//! - HTML: only the tokeniser of `html5ever`. Its tree builder looks back over all open elements, so that a megabyte of unclosed
//!   elements takes minutes; blocks are told apart here with a stack of bounded depth instead.
//! - PDF: `pdf-extract` on `lopdf`, page by page. It panics on some malformed fonts, so each page is read under `catch_unwind`, and a page
//!   that fails is a page without text.

mod html;
mod inflate;
mod markdown;
mod normalise;
mod pdf;
mod plain;
#[cfg(test)]
mod tests;

use crate::document::{Document, PassageKind};

pub(crate) use normalise::normalised;
pub(crate) use plain::item;

/// The largest document that is read, in bytes.
pub const MAX_BYTES: usize = 32 << 20;
/// The most text that is taken from one document, in bytes.
pub const MAX_TEXT_BYTES: usize = 16 << 20;
/// The most bytes that the compressed streams of a document come to together when they are opened.
pub const MAX_INFLATED_BYTES: usize = 512 << 20;
/// The most pages that are read of a document.
pub const MAX_PAGES: usize = 2_000;
/// How deep elements of a document may lie inside each other; deeper ones count as being at this depth.
pub const MAX_NESTING: usize = 256;

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Plain text in UTF-8; blank lines part paragraphs, and lines that start with a bullet or number are list items.
    Plain,
    /// CommonMark with tables, in UTF-8.
    Markdown,
    /// HTML in UTF-8.
    Html,
    /// PDF that holds its text as text.
    Pdf,
}

/// Why there is no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// The document or its text is larger than is read.
    #[error("the document has {bytes} bytes, at most {limit} are read")]
    TooLarge {
        /// What it has.
        bytes: usize,
        /// What is read at most.
        limit: usize,
    },
    /// The document has more pages than are read.
    #[error("the document has {pages} pages, at most {MAX_PAGES} are read")]
    TooManyPages {
        /// What it has.
        pages: usize,
    },
    /// The bytes are not UTF-8.
    #[error("byte {at} is not UTF-8: text, Markdown and HTML are expected in UTF-8")]
    NotUtf8 {
        /// The first byte that is not, from 0.
        at: usize,
    },
    /// It cannot be read as PDF.
    #[error("this is not a PDF file that can be read: {reason}")]
    NotPdf {
        /// What the reader says.
        reason: String,
    },
    /// The PDF can only be opened with a password.
    #[error("the PDF file is encrypted: a file that opens without a password is expected")]
    EncryptedPdf,
    /// No page of the PDF has text.
    #[error("none of the {pages} pages of the PDF file has text; scanned pages have to be recognised first")]
    PdfWithoutText {
        /// How many pages it has.
        pages: usize,
    },
    /// There is no text in it.
    #[error("the document has no text")]
    Empty,
}

impl ExtractError {
    /// The stable name of the reason.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "document-too-large",
            Self::TooManyPages { .. } => "document-too-many-pages",
            Self::NotUtf8 { .. } => "document-not-utf8",
            Self::NotPdf { .. } => "document-not-pdf",
            Self::EncryptedPdf => "document-encrypted",
            Self::PdfWithoutText { .. } => "document-without-text-layer",
            Self::Empty => "document-empty",
        }
    }
}

/// Takes the text out of a document.
///
/// The text is in Unicode normal form C, without soft hyphens, zero-width characters and typographic ligatures; white space within a
/// passage is a single space, and words that were hyphenated at the end of a line are whole again.
///
/// # Errors
///
/// What keeps the document from being read, see [`ExtractError`].
pub fn extract(bytes: &[u8], format: Format) -> Result<Document, ExtractError> {
    if bytes.len() > MAX_BYTES {
        return Err(ExtractError::TooLarge {
            bytes: bytes.len(),
            limit: MAX_BYTES,
        });
    }
    let document = match format {
        Format::Plain => plain::read(utf8(bytes)?),
        Format::Markdown => markdown::read(utf8(bytes)?),
        Format::Html => html::read(utf8(bytes)?),
        Format::Pdf => pdf::read(bytes)?,
    };
    if document.text().len() > MAX_TEXT_BYTES {
        return Err(ExtractError::TooLarge {
            bytes: document.text().len(),
            limit: MAX_TEXT_BYTES,
        });
    }
    if document.passages().is_empty() {
        Err(ExtractError::Empty)
    } else {
        Ok(document)
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, ExtractError> {
    let text = std::str::from_utf8(bytes).map_err(|error| ExtractError::NotUtf8 {
        at: error.valid_up_to(),
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Text that is being gathered for one passage.
#[derive(Debug, Default)]
struct Gathering {
    document: Document,
    raw: String,
}

impl Gathering {
    fn add(&mut self, text: &str) {
        self.raw.push_str(text);
    }

    /// Ends the passage.
    fn end(&mut self, kind: PassageKind, page: Option<u32>) {
        if !self.raw.is_empty() {
            self.document.push(kind, page, &normalised(&self.raw));
            self.raw.clear();
        }
    }
}
