//! Texts from the data, made harmless and made to fit. Labels are written by people: they may be long, hold any character, or try to be
//! more than a text.

use unicode_segmentation::UnicodeSegmentation;

/// What stands where a text was shortened.
const ELLIPSIS: char = '…';

/// Most marks on a letter where it is drawn.
const MARKS_MAX: u32 = 2;

/// A text on one line: white space in a row becomes one space. Characters that control, turn the writing direction of what follows, or are
/// none at all, are left out. What is left may stand in XML.
pub(super) fn one_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .filter(|it| !turns(*it) && !is_none(*it))
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Paragraphs of a text: its lines that are not empty.
pub(super) fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(one_line).filter(|it| has_ink(it))
}

/// Whether there is anything to see.
pub(super) fn has_ink(text: &str) -> bool {
    let is_seen = |it: char| {
        !it.is_whitespace() && !matches!(it, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}')
    };
    text.chars().any(is_seen)
}

fn turns(it: char) -> bool {
    matches!(
        it,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// Code points that Unicode will never give a character; XML refuses some of them.
fn is_none(it: char) -> bool {
    let code = u32::from(it);
    code & 0xfffe == 0xfffe || matches!(code, 0xfdd0..=0xfdef)
}

/// About how wide a text is, in times the size of its letters. Never much too narrow: the widths are those of DejaVu Sans, which is
/// wider than the fonts that most readers have.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(letter_width).sum()
}

fn letter_width(it: char) -> f64 {
    match it {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.36,
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 1.0,
        'a'..='z' | '0'..='9' => 0.64,
        ' '..='~' => 0.8,
        // Letters with accents, and Greek and Cyrillic ones.
        '\u{a0}'..='\u{2ff}' | '\u{370}'..='\u{52f}' => 0.8,
        // Marks on other letters, and what joins them.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' => 0.1,
        // Arabic phrases that are one character.
        '\u{fdf0}'..='\u{fdff}' => 10.0,
        // Ideographs, emoji and the like.
        '\u{1100}'..='\u{11ff}' | '\u{2300}'.. => 1.4,
        _ => 1.0,
    }
}

/// The text, shortened with an ellipsis where it is wider than that. Letters with their marks, and emoji, are not cut in two; no letter
/// keeps so many marks that they reach into the lines above and below.
pub(super) fn shorten(text: &str, width_max: f64) -> String {
    let text = without_towers(text);
    if width(&text) <= width_max {
        return text;
    }
    let room = width_max - letter_width(ELLIPSIS);
    let mut used = 0.0;
    let fits = |letter: &&str| {
        used += width(letter);
        used <= room
    };
    let mut short: String = text.graphemes(true).take_while(fits).collect();
    short.truncate(short.trim_end().len());
    short.push(ELLIPSIS);
    short
}

fn without_towers(text: &str) -> String {
    let mut marks = 0;
    let stays = |it: &char| {
        let is_mark = matches!(it, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}');
        marks = if is_mark { marks + 1 } else { 0 };
        marks <= MARKS_MAX
    };
    text.chars().filter(stays).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_on_one_line_and_keeps_its_direction() {
        assert_eq!(one_line(" a\n\tb \u{0}c\u{85}d "), "a b c d");
        assert_eq!(one_line("a\u{202e}b\u{2066}c\u{200f}d"), "abcd");
        assert_eq!(one_line("a\u{ffff}\u{1fffe}\u{fdd0}b"), "ab");
        assert_eq!(one_line("متعلم 👩‍🔧"), "متعلم 👩‍🔧");
    }

    #[test]
    fn paragraphs_are_the_lines_with_something_on_them() {
        let all: Vec<String> = paragraphs("Eén.\r\n\r\n  Twee. \n\u{200b}\n").collect();
        assert_eq!(all, ["Eén.", "Twee."]);
    }

    #[test]
    fn a_text_that_fits_stays_whole() {
        assert_eq!(shorten("Warmtepompen", 20.0), "Warmtepompen");
        assert_eq!(shorten("Warmtepompen installeren", 8.0), "Warmtepom…");
        assert_eq!(shorten("Warmte en koude", 6.1), "Warmte…");
    }

    #[test]
    fn marks_do_not_pile_up() {
        assert_eq!(
            shorten("a\u{300}\u{301}\u{302}\u{303}b\u{308}", 20.0),
            "a\u{300}\u{301}b\u{308}"
        );
    }

    #[test]
    fn emoji_are_not_cut_in_two() {
        assert_eq!(shorten("👩‍🔧👩‍🔧👩‍🔧", 6.5), "👩‍🔧…");
    }

    proptest! {
        #[test]
        fn what_is_shortened_fits(text in "\\PC{0,300}", width_max in 2.0..60.0_f64) {
            prop_assert!(width(&shorten(&text, width_max)) <= width_max + 1e-9);
        }

        #[test]
        fn nothing_is_left_that_controls(text in any::<String>()) {
            let line = one_line(&text);
            prop_assert!(!line.chars().any(char::is_control));
            prop_assert_eq!(one_line(&line), line);
        }
    }
}
