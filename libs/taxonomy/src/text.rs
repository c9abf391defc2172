//! Words out of files: one line for labels, trimmed and bounded for the rest.

use crate::limits::{MAX_LABEL_CHARS, MAX_NOTE_CHARS};

/// A label on one line without blanks around it. Nothing when it is too long or has control characters.
///
/// Blanks of any sort and number become one space, and what has no width is left out: both came in by pasting, and make
/// two labels of what readers see as one.
pub(crate) fn label(text: &str) -> Option<String> {
    let unseen = |c: char| matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
    let mut line = String::with_capacity(text.len());
    for word in text.split(char::is_whitespace) {
        let from = line.len();
        if from > 0 {
            line.push(' ');
        }
        let before = line.len();
        line.extend(word.chars().filter(|c| !unseen(*c)));
        if line.len() == before {
            line.truncate(from);
        }
    }
    let fits = !line.is_empty() && line.chars().count() <= MAX_LABEL_CHARS;
    (fits && !line.chars().any(char::is_control)).then_some(line)
}

/// A text of several lines without blanks around it: nothing where it is empty.
pub(crate) fn note(text: &str) -> Result<Option<String>, TooLong> {
    let text = text.trim();
    if text.len() > MAX_NOTE_CHARS && text.chars().count() > MAX_NOTE_CHARS {
        return Err(TooLong);
    }
    Ok((!text.is_empty()).then(|| text.replace("\r\n", "\n")))
}

/// A note longer than [`MAX_NOTE_CHARS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLong;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_one_line() {
        assert_eq!(
            label("  design smart \u{a0}grids\t").unwrap(),
            "design smart grids"
        );
        assert_eq!(label("\u{feff}warmte\u{ad}pomp \u{200b}").unwrap(), "warmtepomp");
        assert_eq!(label("a\nb").unwrap(), "a b");
    }

    #[test]
    fn what_is_none_is_refused() {
        assert_eq!(label(""), None);
        assert_eq!(label(" \u{200b} "), None);
        assert_eq!(label("a\u{7}b"), None);
        assert_eq!(label(&"a".repeat(MAX_LABEL_CHARS + 1)), None);
        assert!(label(&"é".repeat(MAX_LABEL_CHARS)).is_some());
    }

    #[test]
    fn notes_keep_their_lines() {
        assert_eq!(note(" a\r\nb ").unwrap().unwrap(), "a\nb");
        assert_eq!(note("  "), Ok(None));
        assert_eq!(note(&"é".repeat(MAX_NOTE_CHARS + 1)), Err(TooLong));
    }
}
