//! Labels compared as readers do.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A label without what readers overlook: case, accents, punctuation, and how words are joined or spaced.
///
/// `Warmtepomp(en)`, `warmtepomp-en` and `WARMTEPOMP  EN` fold to the same text. Compatibility forms are taken apart
/// (Unicode Standard Annex 15, form NFKD), so that ligatures and full-width letters are the plain ones. `+` and `#` stay,
/// since C, C++ and C# are three languages. Apostrophes vanish without leaving a gap (`foto's` is `fotos`), all other
/// signs part words. Folding twice is folding once. The result is empty when a label has nothing but signs.
pub fn fold(label: &str) -> String {
    let mut folded = String::with_capacity(label.len());
    let mut gap = false;
    for c in label
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .nfkd()
    {
        if is_combining_mark(c) || is_ignored(c) {
            continue;
        }
        if !(c.is_alphanumeric() || matches!(c, '+' | '#')) {
            gap = !folded.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            folded.push(' ');
        }
        match plain(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
    folded
}

/// Signs inside words: apostrophes, the soft hyphen and what has no width.
fn is_ignored(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

/// Letters that Unicode does not take apart, though readers without them on the keyboard do.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ł' => "l",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::fold;

    #[test]
    fn what_readers_overlook_makes_no_difference() {
        for (label, folded) in [
            ("Install heat pump", "install heat pump"),
            ("warmtepompen  INSTALLEREN", "warmtepompen installeren"),
            ("coördineren", "coordineren"),
            ("e-learning", "e learning"),
            ("Foto’s maken", "fotos maken"),
            ("foto's (maken)", "fotos maken"),
            ("ﬁnanciën", "financien"),
            ("Straße", "strasse"),
            ("smørrebrød", "smorrebrod"),
            ("  … ", ""),
            ("kilo\u{ad}watt", "kilowatt"),
            ("İSTANBUL", "istanbul"),
        ] {
            assert_eq!(fold(label), folded, "{label}");
        }
    }

    #[test]
    fn languages_of_programmers_stay_apart() {
        assert_eq!(fold("C++"), "c++");
        assert_eq!(fold("C#"), "c#");
        assert_ne!(fold("C"), fold("C#"));
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(label in "\\PC{0,40}") {
            let once = fold(&label);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn nothing_is_left_at_the_ends(label in any::<String>()) {
            let folded = fold(&label);
            prop_assert_eq!(folded.trim(), folded.as_str());
            prop_assert!(!folded.contains("  "));
        }
    }
}
