//! Words and what stands between them.

/// How strongly the text breaks before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Break {
    /// Only space, or a quotation mark.
    #[default]
    None,
    /// A comma, slash, bracket or dash.
    Comma,
    /// A colon.
    Colon,
    /// A semicolon.
    Semicolon,
    /// The end of a sentence.
    Sentence,
}

/// A word in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// The first byte, in the text that was tokenised.
    pub(crate) start: u32,
    /// The byte after the last.
    pub(crate) end: u32,
    /// What stands before it.
    pub(crate) before: Break,
}

/// A word longer than this is cut, so that a megabyte without spaces costs no more than one with.
const MAX_WORD_BYTES: usize = 96;

/// Gathers the words of a text.
///
/// A word is a run of letters, digits and combining marks, with an apostrophe, hyphen, ampersand or dot inside it when a letter or digit follows
/// (`patient's`, `e-mail`, `R&D`, `Node.js`), and with the signs that names of programming languages end with (`C++`, `C#`).
pub(crate) fn tokenise(text: &str, out: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut before = Break::None;
    while at < bytes.len() {
        let length = word_length(text, at);
        if length > 0 {
            out.push(Token {
                start: at as u32,
                end: (at + length) as u32,
                before,
            });
            before = Break::None;
            at += length;
        } else {
            let (strength, length) = separator(text, at, out.last());
            before = before.max(strength);
            at += length;
        }
    }
}

fn word_length(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() && at - start < MAX_WORD_BYTES {
        let byte = bytes[at];
        if byte.is_ascii_alphanumeric() {
            at += 1;
        } else if byte >= 0x80 {
            match character(text, at) {
                Some(c) if c.is_alphanumeric() || at > start && is_letter(c) => at += c.len_utf8(),
                Some(c)
                    if at > start
                        && matches!(c, '\u{2019}' | '\u{2010}' | '\u{2011}')
                        && letter_at(text, at + c.len_utf8()) =>
                {
                    at += c.len_utf8();
                }
                _ => break,
            }
        } else if at > start && joins(text, start, at) {
            at += 1;
        } else {
            break;
        }
    }
    at - start + if at > start { tail(bytes, start, at) } else { 0 }
}

/// Whether the sign at this place lies inside a word.
fn joins(text: &str, start: usize, at: usize) -> bool {
    let bytes = text.as_bytes();
    match bytes[at] {
        b'\'' | b'-' => letter_at(text, at + 1),
        b'&' => bytes[at - 1].is_ascii_uppercase() && bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase),
        // `Node.js`, `ASP.NET`, `o.a.`, `3.5`: a name, an abbreviation or a number, not two sentences without a space.
        b'.' => {
            let rest = bytes[at + 1..]
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric())
                .count();
            let digits = bytes[at - 1].is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
            digits || (1..=3).contains(&rest) && (at - start == 1 || rest > 1)
        }
        _ => false,
    }
}

/// The `++` of `C++` and the `#` of `C#`.
fn tail(bytes: &[u8], start: usize, end: usize) -> usize {
    if end - start > 2 {
        return 0;
    }
    match (bytes.get(end), bytes.get(end + 1)) {
        (Some(b'+'), Some(b'+')) => 2,
        (Some(b'#'), next) if !next.is_some_and(u8::is_ascii_alphanumeric) => 1,
        _ => 0,
    }
}

fn separator(text: &str, at: usize, last: Option<&Token>) -> (Break, usize) {
    let bytes = text.as_bytes();
    match bytes[at] {
        b' ' | b'"' | b'\'' | b'\t' | b'\n' | b'\r' => (Break::None, 1),
        b',' | b'/' | b'(' | b')' | b'[' | b']' | b'|' | b'*' | b'\\' => (Break::Comma, 1),
        b'-' if bytes.get(at + 1) == Some(&b' ') && at > 0 && bytes[at - 1] == b' ' => (Break::Comma, 1),
        b':' => (Break::Colon, 1),
        b';' => (Break::Semicolon, 1),
        b'!' | b'?' => (Break::Sentence, 1),
        b'.' => (
            if ends_sentence(text, at, last) {
                Break::Sentence
            } else {
                Break::None
            },
            1,
        ),
        byte if byte < 0x80 => (Break::None, 1),
        _ => other(character(text, at)),
    }
}

fn other(c: Option<char>) -> (Break, usize) {
    let Some(c) = c else { return (Break::None, 1) };
    let strength = match c {
        '\u{2013}' | '\u{2014}' | '\u{2022}' | '\u{b7}' => Break::Comma,
        '\u{2026}' | '\u{3002}' | '\u{61f}' => Break::Sentence,
        _ => Break::None,
    };
    (strength, c.len_utf8())
}

/// Whether a dot ends a sentence: a capital, digit or quotation mark follows, and no abbreviation comes before.
fn ends_sentence(text: &str, at: usize, last: Option<&Token>) -> bool {
    let rest = text[at + 1..].trim_start_matches([' ', '\n', '"', '\u{201d}', '\u{2019}', ')', '.']);
    if rest.len() == text.len() - at - 1 && !rest.is_empty() {
        return false;
    }
    let Some(last) = last.filter(|last| last.end as usize == at) else {
        return true;
    };
    let word = &text[last.start as usize..at];
    let abbreviated = word.contains('.')
        || matches!(
            word,
            "bijv"
                | "ca"
                | "nr"
                | "art"
                | "dr"
                | "prof"
                | "ir"
                | "drs"
                | "mr"
                | "Mr"
                | "Dr"
                | "Ms"
                | "vs"
                | "resp"
                | "incl"
                | "excl"
                | "evt"
                | "St"
        );
    !abbreviated && !rest.starts_with(char::is_lowercase)
}

fn character(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn letter_at(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        Some(byte) if *byte < 0x80 => byte.is_ascii_alphanumeric(),
        Some(_) => character(text, at).is_some_and(is_letter),
        None => false,
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
        || unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '\u{200c}' | '\u{200d}')
}
