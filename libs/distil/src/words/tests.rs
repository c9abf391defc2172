use super::*;

fn words(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    tokenise(text, &mut tokens);
    tokens
        .iter()
        .map(|token| &text[token.start as usize..token.end as usize])
        .collect()
}

fn breaks(text: &str) -> Vec<Break> {
    let mut tokens = Vec::new();
    tokenise(text, &mut tokens);
    tokens.iter().skip(1).map(|token| token.before).collect()
}

#[test]
fn words_keep_what_belongs_to_them() {
    assert_eq!(words("C++, C# en Node.js"), ["C++", "C#", "en", "Node.js"]);
    assert_eq!(
        words("PV-installatie, R&D; 's avonds"),
        ["PV-installatie", "R&D", "s", "avonds"]
    );
    assert_eq!(
        words("patient’s 3.5 uur (o.a. ’t)"),
        ["patient’s", "3.5", "uur", "o.a", "t"]
    );
    assert_eq!(
        words("cafe\u{301} \u{1f469}\u{200d}\u{1f527} naïef"),
        ["cafe\u{301}", "naïef"]
    );
}

#[test]
fn breaks_tell_sentences_from_abbreviations() {
    assert_eq!(breaks("Het werkt. Echt"), [Break::None, Break::Sentence]);
    assert_eq!(
        breaks("bijv. Excel, of: dr. Smit"),
        [Break::None, Break::Comma, Break::Colon, Break::None]
    );
    assert_eq!(breaks("een; twee – drie"), [Break::Semicolon, Break::Comma]);
    assert_eq!(
        breaks("een e.g. twee. drie"),
        [Break::None, Break::None, Break::None]
    );
}

#[test]
fn endless_words_are_cut() {
    let text = "a".repeat(1_000);
    assert!(words(&text).iter().all(|word| word.len() <= 96));
    assert_eq!(words(&text).concat(), text);
}

#[test]
fn function_words_are_folded_and_listed_once_for_each_role() {
    for language in [Language::Nl, Language::En] {
        assert!(class("de", Language::Nl).has(Class::STOP));
        assert!(!class("warmtepomp", language).has(Class::STOP | Class::COMMON));
    }
    assert!(class("niet", Language::Nl).has(Class::NEGATOR));
    assert!(class("isn't", Language::En).has(Class::NEGATOR));
}
