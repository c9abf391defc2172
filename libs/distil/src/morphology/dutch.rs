//! Dutch inflection and derivation.
//!
//! Snowball's Dutch stemmer parts `beheren` from `beheert`, `beheerde` from `beheerd`, and knows no participles, separable verbs or
//! nominalisations. Here the spelling rules are undone instead: open and closed syllables (`taken`, `taak`), doubled consonants
//! (`zetten`, `zet`), and v and z at the end of a stem (`schrijven`, `schrijf`).

use super::Form;
use super::dutch_tables::{INSEPARABLE, IRREGULAR, SEPARABLE, STEMS_IN_S, STRONG};

/// A suffix may only be taken off when so many letters stay, and a vowel among them.
const SHORTEST_STEM: usize = 3;
/// What stays of a word after a Latin suffix such as `-eren` or `-atie`.
const SHORTEST_LATIN_STEM: usize = 4;

/// The root of a noun, adjective or infinitive: `projecten` project, `beheren` beher, `installatie` instal.
pub(crate) fn root(word: &str) -> String {
    let word = word
        .strip_suffix("'s")
        .or(word.strip_suffix('\''))
        .unwrap_or(word);
    if let Some((_, root)) = IRREGULAR.iter().find(|(known, _)| *known == word) {
        return (*root).to_owned();
    }
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    derived(word).unwrap_or_else(|| inflected(word))
}

/// Nouns made of verbs and adjectives.
fn derived(word: &str) -> Option<String> {
    if let Some(stem) = without(word, &["atie", "aties"], SHORTEST_LATIN_STEM) {
        return Some(undoubled(stem).to_owned());
    }
    if let Some(stem) = without(word, &["ctie", "cties"], 2) {
        return Some(format!("{stem}ct"));
    }
    if let Some(stem) = without(word, &["heid", "heden"], 5) {
        return Some(settled(stem));
    }
    let stem = without(word, &["ing", "ingen", "ings"], SHORTEST_STEM)?;
    Some(verbal(&closed(stem)))
}

fn inflected(word: &str) -> String {
    if let Some(stem) = without(word, &["en"], SHORTEST_STEM) {
        return if stem.ends_with('i') {
            stem.to_owned()
        } else {
            verbal(&closed(stem))
        };
    }
    if let Some(singular) = without_plural_s(word) {
        return root(singular);
    }
    if let Some(stem) = without(word, &["e"], SHORTEST_STEM) {
        return if stem.ends_with('i') {
            stem.to_owned()
        } else {
            closed(stem)
        };
    }
    if word.ends_with("eer") {
        verbal(&settled(word))
    } else {
        settled(word)
    }
}

fn without<'a>(word: &'a str, suffixes: &[&str], shortest: usize) -> Option<&'a str> {
    let stem = suffixes.iter().find_map(|suffix| word.strip_suffix(suffix))?;
    (stem.len() >= shortest && stem.bytes().any(is_vowel)).then_some(stem)
}

fn without_plural_s(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('s')?;
    let mut back = stem.bytes().rev();
    let (last, before) = (back.next()?, back.next()?);
    let plural = match last {
        b's' | b'a' | b'i' | b'o' | b'u' | b'c' | b'j' => false,
        b'e' => before == b'i' || (!is_vowel(before) && before != b'c' && stem.len() > SHORTEST_STEM + 1),
        _ => stem.len() >= SHORTEST_STEM,
    };
    (plural && !STEMS_IN_S.iter().any(|known| word.ends_with(known))).then_some(stem)
}

/// What else a word of a text may be: verb forms, the one who does it, a diminutive.
pub(crate) fn readings(word: &str, add: &mut dyn FnMut(String, Form)) {
    let word = word.strip_suffix("'s").unwrap_or(word);
    strong(word, add);
    if word.len() <= SHORTEST_STEM || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return;
    }
    finite(word, add);
    participle(word, add);
    agent(word, add);
    let singular = word.strip_suffix('s').unwrap_or(word);
    for suffix in ["je", "tje", "pje", "etje"] {
        if let Some(stem) = without(singular, &[suffix], SHORTEST_STEM) {
            add(root(undoubled(stem)), Form::Inflected);
        }
    }
}

/// `beheert`, `beheerde`, `zette`, `verbeterden`, and the bare stem `verbeter`.
fn finite(word: &str, add: &mut dyn FnMut(String, Form)) {
    if word.ends_with("er") {
        add(verbal(word), Form::Inflected);
    }
    for suffix in ["t", "d", "de", "te", "den", "ten"] {
        if let Some(stem) = without(word, &[suffix], SHORTEST_STEM) {
            add(verbal(&settled(undoubled(stem))), Form::Inflected);
        }
    }
    if let Some(stem) = without(word, &["end", "ende"], SHORTEST_STEM) {
        add(verbal(&closed(stem)), Form::Inflected);
    }
}

/// `gewerkt`, `afgesteld`, `opgeleide`.
fn participle(word: &str, add: &mut dyn FnMut(String, Form)) {
    for prefix in SEPARABLE.iter().chain(&[""]) {
        let Some(stem) = word.strip_prefix(prefix).and_then(|rest| rest.strip_prefix("ge")) else {
            continue;
        };
        let whole = format!("{prefix}{stem}");
        for suffix in ["t", "d", "te", "de"] {
            if let Some(stem) = without(&whole, &[suffix], SHORTEST_STEM) {
                add(verbal(&settled(undoubled(stem))), Form::Inflected);
            }
        }
        add(inflected(&whole), Form::Inflected);
    }
}

fn strong(word: &str, add: &mut dyn FnMut(String, Form)) {
    for (form, stem) in STRONG {
        let Some(prefix) = word.strip_suffix(form) else {
            continue;
        };
        let prefix = if prefix == "ge" { "" } else { prefix };
        let separable = prefix
            .strip_suffix("ge")
            .filter(|prefix| SEPARABLE.contains(prefix));
        let prefix = separable.unwrap_or(prefix);
        if prefix.is_empty() || SEPARABLE.contains(&prefix) || INSEPARABLE.contains(&prefix) {
            add(settled(&format!("{prefix}{stem}")), Form::Inflected);
        }
    }
}

/// `beheerder`, `lasser`, `installateur`, `monteur`, `metselaar`.
fn agent(word: &str, add: &mut dyn FnMut(String, Form)) {
    let word = word.strip_suffix('s').unwrap_or(word);
    if let Some(stem) = without(word, &["ateur", "eur"], SHORTEST_LATIN_STEM) {
        add(undoubled(stem).to_owned(), Form::Agent);
    }
    if let Some(stem) = without(word, &["der"], SHORTEST_STEM) {
        add(verbal(&settled(stem)), Form::Agent);
    }
    if let Some(stem) = without(word, &["er", "aar", "ster"], SHORTEST_STEM) {
        add(verbal(&closed(stem)), Form::Agent);
    }
}

/// The root of a verb of which this is the stem: verbs in `-eren` go with their nouns in `-atie`.
fn verbal(stem: &str) -> String {
    match stem.strip_suffix("er") {
        Some(latin) if latin.len() >= SHORTEST_LATIN_STEM => undoubled(latin).to_owned(),
        _ => stem.to_owned(),
    }
}

/// The stem as written when `-en` or `-e` no longer opens its last syllable: `tak` of `taken` is taak, `zett` of `zetten` is zet.
///
/// In longer words an e or o stays as it is, for it may have no stress there (`wandelen`, `motoren`).
fn closed(stem: &str) -> String {
    let single = undoubled(stem);
    if single.len() < stem.len() {
        return settled(single);
    }
    let mut back = stem.bytes().rev();
    let (Some(last), Some(vowel)) = (back.next(), back.next()) else {
        return stem.to_owned();
    };
    let open =
        !is_vowel(last) && matches!(vowel, b'a' | b'e' | b'o' | b'u') && !back.next().is_some_and(is_vowel);
    if open && (syllables(stem) == 1 || matches!(vowel, b'a' | b'u')) {
        let mut long = stem.to_owned();
        long.insert(stem.len() - 1, char::from(vowel));
        return settled(&long);
    }
    settled(stem)
}

/// One spelling for the end of a stem: f and s for v and z, and e and o for ee and oo in the last syllable of a longer word.
fn settled(stem: &str) -> String {
    let mut stem = stem.to_owned();
    match stem.pop() {
        Some('v') => stem.push('f'),
        Some('z') => stem.push('s'),
        Some(last) => stem.push(last),
        None => {}
    }
    let bytes = stem.as_bytes();
    if let [.., a @ (b'e' | b'o'), b, last] = bytes
        && a == b
        && !is_vowel(*last)
        && syllables(&stem) > 1
    {
        stem.remove(stem.len() - 2);
    }
    stem
}

/// Without the second of two equal consonants at the end.
fn undoubled(stem: &str) -> &str {
    match stem.as_bytes() {
        [.., a, b] if a == b && !is_vowel(*b) => &stem[..stem.len() - 1],
        _ => stem,
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

fn syllables(word: &str) -> usize {
    let mut count = 0;
    let mut before = false;
    for byte in word.bytes() {
        let vowel = is_vowel(byte);
        count += usize::from(vowel && !before);
        before = vowel;
    }
    count
}

/// A root with one e or o in its last syllable: `meet` is met, as it is in the root of `opmeten`.
pub(crate) fn short(root: &str) -> String {
    let mut root = root.to_owned();
    if let [.., a @ (b'e' | b'o'), b, last] = root.as_bytes()
        && a == b
        && !is_vowel(*last)
    {
        root.remove(root.len() - 2);
    }
    root
}
