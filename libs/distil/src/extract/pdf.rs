//! PDF: the text of each page, read line by line as plain text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{Document as File, PlainTextOutput, output_doc_page};

use crate::document::Document;

use super::inflate::inflates_beyond;
use super::{ExtractError, Gathering, MAX_INFLATED_BYTES, MAX_PAGES, MAX_TEXT_BYTES, plain};

pub(super) fn read(bytes: &[u8]) -> Result<Document, ExtractError> {
    if inflates_beyond(bytes, MAX_INFLATED_BYTES as u64) {
        return Err(ExtractError::TooLarge {
            bytes: MAX_INFLATED_BYTES,
            limit: MAX_INFLATED_BYTES,
        });
    }
    let file = open(bytes)?;
    let numbers: Vec<u32> =
        guarded(|| file.get_pages().into_keys().take(MAX_PAGES + 1).collect()).unwrap_or_default();
    if numbers.is_empty() {
        // The objects of a file that is locked by a password cannot be read, the pages among them.
        return Err(if mentions_encryption(bytes) {
            ExtractError::EncryptedPdf
        } else {
            not_pdf("it has no pages")
        });
    }
    if numbers.len() > MAX_PAGES {
        return Err(ExtractError::TooManyPages {
            pages: file.get_pages().len(),
        });
    }
    let mut gathering = Gathering::default();
    for number in &numbers {
        plain::read_page(&mut gathering, &unbroken(&page(&file, *number)), Some(*number));
        if gathering.document.text().len() > MAX_TEXT_BYTES {
            break;
        }
    }
    if gathering.document.passages().is_empty() {
        return Err(ExtractError::PdfWithoutText { pages: numbers.len() });
    }
    Ok(gathering.document)
}

fn open(bytes: &[u8]) -> Result<File, ExtractError> {
    let file = match guarded(|| File::load_mem(bytes)) {
        Some(Ok(file)) => file,
        // A file that is encrypted with a password of its own fails while it is loaded.
        Some(Err(error)) if is_about_encryption(&error.to_string()) => {
            return Err(ExtractError::EncryptedPdf);
        }
        Some(Err(error)) => return Err(not_pdf(&error.to_string())),
        None => return Err(not_pdf("its structure is broken")),
    };
    if file.is_encrypted() {
        Err(ExtractError::EncryptedPdf)
    } else {
        Ok(file)
    }
}

fn not_pdf(reason: &str) -> ExtractError {
    ExtractError::NotPdf {
        reason: reason.to_owned(),
    }
}

fn mentions_encryption(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"/Encrypt").is_some()
}

fn is_about_encryption(message: &str) -> bool {
    let message = message.to_lowercase();
    ["decrypt", "encrypt", "password"]
        .iter()
        .any(|word| message.contains(word))
}

/// The text of one page; what was written before a failure is kept.
fn page(file: &File, number: u32) -> String {
    let mut text = String::new();
    // The output only holds what was written so far, which is whole after every write: nothing broken can be seen after a panic.
    guarded(|| output_doc_page(file, &mut PlainTextOutput::new(&mut text), number).is_ok());
    text
}

/// The text of a page without the blank lines that wide line spacing gives: one before a small letter, after a line that ends no sentence, parts nothing.
fn unbroken(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines() {
        if line.trim().is_empty() {
            blank = true;
            continue;
        }
        let goes_on = !whole.trim_end().ends_with(['.', '!', '?', ':', ';'])
            && line.trim_start().starts_with(char::is_lowercase);
        if std::mem::take(&mut blank) && !goes_on {
            whole.push('\n');
        }
        whole.push_str(line);
        whole.push('\n');
    }
    whole
}

/// Runs a reader that is known to panic on malformed files, and gives nothing when it does.
fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}
