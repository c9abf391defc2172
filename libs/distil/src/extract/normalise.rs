//! One way to write each text: normal form C, single spaces, whole words.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Joins words hyphenated at line ends, removes invisible characters, opens ligatures, and makes all white space one space.
pub(crate) fn normalised(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut space = false;
    let mut rest = raw.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            // Soft hyphen, zero-width space, word joiner and byte order mark say nothing to a reader.
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            '\n' | '\r' if hyphenated(&out, &raw[at..]) => {
                out.pop();
                skip_white(&mut rest);
            }
            c if c.is_whitespace() || c.is_control() => space = true,
            c => {
                if std::mem::take(&mut space) && !out.is_empty() {
                    out.push(' ');
                }
                match ligature(c) {
                    Some(letters) => out.push_str(letters),
                    None => out.push(c),
                }
            }
        }
    }
    if is_nfc_quick(out.chars()) == IsNormalized::Yes {
        out
    } else {
        out.nfc().collect()
    }
}

fn skip_white(rest: &mut std::str::CharIndices<'_>) {
    let kept = rest.as_str().trim_start();
    while rest.as_str().len() > kept.len() {
        rest.next();
    }
}

/// Whether a line ends in a hyphen that parts a word: a letter before it, a small letter on the next line that does not start the
/// second half of a pair such as `zorg- en welzijn`.
fn hyphenated(before: &str, after: &str) -> bool {
    let mut back = before.chars().rev();
    if !matches!(back.next(), Some('-' | '\u{2010}')) || !back.next().is_some_and(char::is_lowercase) {
        return false;
    }
    let next = after.trim_start();
    let word: &str = next
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    next.starts_with(char::is_lowercase) && !matches!(word, "en" | "of" | "and" | "or" | "und" | "et")
}

/// The letters of a typographic ligature; the Dutch ij and letters such as æ are letters, not typography.
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        '\u{132}' => "IJ",
        '\u{133}' => "ij",
        _ => return None,
    })
}
