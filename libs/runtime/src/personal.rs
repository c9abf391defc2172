//! Finds personal data in texts that are about to become events. It cannot find names; it finds what has a form: e-mail
//! addresses and citizen service numbers (BSN). Rule: personal data never enters an event.

/// What was found in a text, in words.
#[must_use]
pub fn find(text: &str) -> Option<&'static str> {
    if holds_email(text) {
        return Some("an e-mail address");
    }
    holds_bsn(text).then_some("a citizen service number (BSN)")
}

fn holds_email(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let local = text[..at]
            .chars()
            .next_back()
            .is_some_and(|letter| letter.is_alphanumeric() || "._%+-".contains(letter));
        let domain: String = text[at + 1..]
            .chars()
            .take_while(|letter| letter.is_alphanumeric() || ".-".contains(*letter))
            .collect();
        let domain = domain.trim_end_matches(['.', '-']);
        local
            && domain.rsplit_once('.').is_some_and(|(name, top)| {
                !name.is_empty() && top.len() >= 2 && top.chars().all(char::is_alphabetic)
            })
    })
}

/// Nine digits in a row, not part of a longer number, that pass the eleven test. A word with more digits than these is an
/// identifier, such as a hexadecimal one, where nine digits in a row mean nothing.
fn holds_bsn(text: &str) -> bool {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter_map(only_number).any(passes_eleven_test)
}

/// The digits of a word, if they are nine and stand together.
fn only_number(word: &str) -> Option<&str> {
    let mut numbers = word
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| !digits.is_empty());
    let first = numbers.next().filter(|digits| digits.len() == 9)?;
    numbers.next().is_none().then_some(first)
}

fn passes_eleven_test(digits: &str) -> bool {
    const WEIGHTS: [i32; 9] = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let sum: i32 = digits
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| i32::from(digit - b'0') * weight)
        .sum();
    sum != 0 && sum % 11 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_has_a_form() {
        assert_eq!(
            find("vraag het jan.jansen@voorbeeld.nl."),
            Some("an e-mail address")
        );
        for text in ["BSN 111222333", "bsn:111222333.", "BSN111222333", "x-111222333-7"] {
            assert!(find(text).is_some(), "{text}");
        }
    }

    #[test]
    fn leaves_ordinary_texts_alone() {
        for text in [
            "2 @ 3",
            "@handle",
            "a@b",
            "123456789012",
            "EUR 1.250.000,00",
            "111222334",
            "000000000",
            "0a111222333f",
            "8c1f-4a111222333b",
            "é@",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
