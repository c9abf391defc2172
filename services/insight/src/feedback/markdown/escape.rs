//! Makes texts from projects harmless: whatever they hold, a page shows it as they wrote it and nothing more.

/// Characters that mean something in Markdown or HTML wherever they stand.
const SPECIAL: &[char] = &[
    '\\', '`', '*', '_', '[', ']', '<', '>', '#', '|', '~', '&', '!', '$', '^', '{', '}',
];

/// Bytes that need nothing wherever they stand.
const PLAIN: [bool; 256] = plain_bytes();

const fn plain_bytes() -> [bool; 256] {
    let mut plain = [false; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        plain[byte as usize] = byte != b'@';
        byte += 1;
    }
    let mut index = 0;
    while index < SPECIAL.len() {
        plain[SPECIAL[index] as usize] = false;
        index += 1;
    }
    // Letters with accents begin with 0xC3 to 0xCA. Other marks, white space and characters that control do not.
    let mut byte = 0x80;
    while byte <= 0xCA {
        plain[byte] = byte < 0xC0 || byte > 0xC2;
        byte += 1;
    }
    plain
}

/// A text from the data for any place on a page: one line, nothing in it formats, links, embeds, or ends a table cell.
pub fn escape(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    escape_all(text)
}

fn escape_all(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len() + 8);
    for character in line.chars() {
        if SPECIAL.contains(&character) {
            out.push('\\');
        }
        out.push(character);
    }
    escape_start(&escape_links(&out))
}

/// Whether there is nothing to escape: then a text is only copied, and most are. In doubt there is.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let starts_plainly = bytes
        .first()
        .is_none_or(|first| !b"-+=:".contains(first) && !first.is_ascii_digit());
    let needs_nothing = |(index, byte): (usize, &u8)| {
        let next = bytes.get(index + 1);
        match byte {
            b' ' => index > 0 && next.is_some_and(|next| *next != b' '),
            b':' => next != Some(&b'/'),
            b'w' | b'W' => next.is_none_or(|next| !b"wW".contains(next)),
            byte => PLAIN[usize::from(*byte)],
        }
    };
    starts_plainly && bytes.iter().enumerate().all(needs_nothing)
}

/// White space in a row becomes one space; characters that control, or turn the writing direction, are left out.
fn one_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !turns(*c))
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn turns(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Many renderers make a link of anything that looks like an address. An address from a report is shown, not offered.
fn escape_links(text: &str) -> String {
    let shown = text.replace("://", ":\\/\\/").replace('@', "\\@");
    let lower = shown.to_ascii_lowercase();
    let mut out = String::with_capacity(shown.len());
    let mut from = 0;
    for (at, _) in lower.match_indices("www.") {
        out.push_str(&shown[from..at + 3]);
        out.push('\\');
        from = at + 3;
    }
    out.push_str(&shown[from..]);
    out
}

/// At the start of a line these would open a list, a heading or a code block.
fn escape_start(text: &str) -> String {
    if text.starts_with(['-', '+', '=', ':']) {
        return format!("\\{text}");
    }
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    match text[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_sentences_stay_as_they_are() {
        let text = "Wij bereikten 40 bedrijven (was: 12), 3,5% meer; zie bijlage 2.";
        assert_eq!(escape(text), text);
    }

    #[test]
    fn a_cell_cannot_be_ended() {
        assert_eq!(escape("a | b\\| c"), "a \\| b\\\\\\| c");
        assert_eq!(escape("a\n| b\r\n\tc"), "a \\| b c");
    }

    #[test]
    fn html_and_entities_are_shown_as_text() {
        assert_eq!(
            escape("<script>x</script> &lt;"),
            "\\<script\\>x\\</script\\> \\&lt;"
        );
    }

    #[test]
    fn links_and_pictures_are_shown_as_text() {
        assert_eq!(escape("![x](http://a.nl)"), "\\!\\[x\\](http:\\/\\/a.nl)");
        assert_eq!(escape("zie WWW.a.nl of www.b.nl"), "zie WWW\\.a.nl of www\\.b.nl");
    }

    #[test]
    fn nothing_opens_a_heading_or_a_list() {
        assert_eq!(escape("# Kop"), "\\# Kop");
        assert_eq!(escape("- punt"), "\\- punt");
        assert_eq!(escape("12. punt"), "12\\. punt");
        assert_eq!(escape("12 punten"), "12 punten");
        assert_eq!(escape("==="), "\\===");
    }

    #[test]
    fn the_writing_direction_cannot_be_turned() {
        assert_eq!(escape("a\u{202e}b\u{2066}c"), "abc");
    }

    #[test]
    fn most_texts_are_plain() {
        for text in ["", "Reëel verhaal, ingekort: zie bijlage 2 (en 3).", "p-1"] {
            assert!(is_plain(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_plain_text_has_nothing_to_escape(
            text in "([a-cwW0-9.:/ @é\u{a0}\u{202e}\u{1680}\u{85}=|-]{1,3}|\\PC){0,8}"
        ) {
            if is_plain(&text) {
                prop_assert_eq!(escape_all(&text), text);
            }
        }
    }
}
