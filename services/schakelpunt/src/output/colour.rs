//! Colours beside words and signs, never instead of them.

use contracts::insight::v1::Colour;

use super::Texts;

/// A judgement as a sign and a word, so that it reads the same without colour.
pub(super) fn word(colour: Colour, texts: &Texts) -> String {
    let sign = match colour {
        Colour::Unspecified => "·",
        Colour::Green => "✓",
        Colour::Amber => "!",
        Colour::Red => "✗",
    };
    format!("{sign} {}", texts.word(colour.as_str_name()))
}

/// The text with its judgements coloured. Done after the layout, because colour codes have no width.
pub(super) fn paint(text: &str, texts: &Texts) -> String {
    let codes = [(Colour::Green, "32"), (Colour::Amber, "33"), (Colour::Red, "31")];
    codes.into_iter().fold(text.to_owned(), |text, (colour, code)| {
        let word = word(colour, texts);
        text.replace(&word, &format!("\u{1b}[{code}m{word}\u{1b}[0m"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Lang;

    #[test]
    fn a_judgement_reads_without_colour_and_keeps_its_words_with_it() {
        let texts = Texts::new(Lang::Nl);
        assert_eq!(word(Colour::Red, &texts), "✗ rood");
        assert_eq!(paint("a ✗ rood b", &texts), "a \u{1b}[31m✗ rood\u{1b}[0m b");
    }
}
