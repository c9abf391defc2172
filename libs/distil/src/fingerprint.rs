//! What two documents with the same words have in common.

use sha2::{Digest, Sha256};

/// Letters of a fingerprint, four bits each: 128 bits, so that no two texts of any archive share one by chance.
const LETTERS: usize = 32;

/// The fingerprint of a text: of its letters and digits alone, whatever their case, so that the same document in another format, or with
/// other line ends and punctuation, has the same. It is written in letters alone: nine digits in a row could be taken for somebody's number.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    let mut hasher = Sha256::new();
    let mut buffer = [0; 4];
    for letter in text
        .chars()
        .filter(|it| it.is_alphanumeric())
        .flat_map(char::to_lowercase)
    {
        hasher.update(letter.encode_utf8(&mut buffer).as_bytes());
    }
    let digest = hasher.finalize();
    let halves = digest.iter().flat_map(|byte| [byte >> 4, byte & 0x0f]);
    halves.take(LETTERS).map(|half| char::from(b'a' + half)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, extract};

    #[test]
    fn the_same_words_have_the_same_fingerprint() {
        let one = fingerprint("Warmtepompen: een studie.\n\nDeel 1");
        assert_eq!(one.len(), LETTERS);
        assert!(one.bytes().all(|it| it.is_ascii_lowercase()));
        assert_eq!(one, fingerprint("warmtepompen een studie — deel 1"));
        assert_ne!(one, fingerprint("Warmtepompen: een studie. Deel 2"));
    }

    #[test]
    fn the_format_of_a_document_does_not_matter() {
        let plain = extract("Warmtepompen\n\nEen studie.".as_bytes(), Format::Plain).unwrap();
        let html = extract(b"<h1>Warmtepompen</h1><p>Een <b>studie</b>.</p>", Format::Html).unwrap();
        assert_eq!(fingerprint(plain.text()), fingerprint(html.text()));
        assert_eq!(
            fingerprint(plain.text()),
            fingerprint("Warmtepompen\n\nEen studie.")
        );
    }
}
