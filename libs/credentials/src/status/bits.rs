//! The bits of a status list, and their text: `u`, and base64url of the gzip of the bits.

use std::io::{Read, Write};

use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};

use crate::multibase;

/// Fewest entries of a list, so that one entry hides among the others.
pub const MIN_ENTRIES: u32 = 131_072;

/// Most bytes of a list, 16,777,216 entries: what is compressed to more is not read.
pub const MAX_LIST_BYTES: usize = 2 << 20;

/// A list that cannot be read, or an entry that is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BitsError {
    /// Not `u` and base64url.
    #[error("the list is not multibase base64url")]
    Encoding,
    /// Not gzip.
    #[error("the list is not gzip")]
    Compression,
    /// More than [`MAX_LIST_BYTES`].
    #[error("the list has more than {MAX_LIST_BYTES} bytes")]
    TooLarge,
    /// Fewer than [`MIN_ENTRIES`].
    #[error("the list has fewer than {MIN_ENTRIES} entries")]
    TooSmall,
    /// An entry behind the last.
    #[error("the list has no entry {0}")]
    OutOfRange(u64),
}

/// The bits of a status list. The first entry is the leftmost bit of the first byte.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusBits(Vec<u8>);

impl Default for StatusBits {
    fn default() -> Self {
        Self(vec![0; MIN_ENTRIES as usize / 8])
    }
}

impl StatusBits {
    /// A list with no bit set, of at least so many entries.
    ///
    /// # Errors
    ///
    /// [`BitsError::TooLarge`].
    pub fn with_entries(entries: u32) -> Result<Self, BitsError> {
        let bytes = entries.max(MIN_ENTRIES).div_ceil(8) as usize;
        if bytes > MAX_LIST_BYTES {
            return Err(BitsError::TooLarge);
        }
        Ok(Self(vec![0; bytes]))
    }

    /// Number of entries.
    pub fn entries(&self) -> u64 {
        self.0.len() as u64 * 8
    }

    /// Whether a bit is set.
    ///
    /// # Errors
    ///
    /// [`BitsError::OutOfRange`].
    pub fn get(&self, index: u64) -> Result<bool, BitsError> {
        let byte = usize::try_from(index / 8).ok().and_then(|byte| self.0.get(byte));
        byte.map(|byte| byte & mask(index) != 0)
            .ok_or(BitsError::OutOfRange(index))
    }

    /// Sets or clears a bit.
    ///
    /// # Errors
    ///
    /// [`BitsError::OutOfRange`].
    pub fn set(&mut self, index: u64, value: bool) -> Result<(), BitsError> {
        let byte = usize::try_from(index / 8)
            .ok()
            .and_then(|byte| self.0.get_mut(byte))
            .ok_or(BitsError::OutOfRange(index))?;
        if value {
            *byte |= mask(index);
        } else {
            *byte &= !mask(index);
        }
        Ok(())
    }

    /// The text for a credential.
    pub fn encode(&self) -> String {
        let mut encoder = GzEncoder::new(Vec::with_capacity(1_024), Compression::default());
        // Writing to memory cannot fail.
        let compressed = encoder
            .write_all(&self.0)
            .and_then(|()| encoder.finish())
            .unwrap_or_default();
        multibase::base64(&compressed)
    }

    /// Reads the text of a credential.
    ///
    /// # Errors
    ///
    /// See [`BitsError`]; no more than [`MAX_LIST_BYTES`] are ever unpacked.
    pub fn decode(text: &str) -> Result<Self, BitsError> {
        let compressed = multibase::from_base64(text).ok_or(BitsError::Encoding)?;
        let mut bits = Vec::new();
        MultiGzDecoder::new(compressed.as_slice())
            .take(MAX_LIST_BYTES as u64 + 1)
            .read_to_end(&mut bits)
            .map_err(|_| BitsError::Compression)?;
        if bits.len() > MAX_LIST_BYTES {
            return Err(BitsError::TooLarge);
        }
        if bits.len() < MIN_ENTRIES as usize / 8 {
            return Err(BitsError::TooSmall);
        }
        Ok(Self(bits))
    }
}

impl std::fmt::Debug for StatusBits {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let set: u32 = self.0.iter().map(|byte| byte.count_ones()).sum();
        write!(formatter, "StatusBits({set} of {} set)", self.entries())
    }
}

fn mask(index: u64) -> u8 {
    0b1000_0000 >> (index % 8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_entry_is_the_leftmost_bit() {
        let mut bits = StatusBits::default();
        bits.set(0, true).unwrap();
        bits.set(9, true).unwrap();
        assert_eq!(bits.0[..2], [0b1000_0000, 0b0100_0000]);
        assert_eq!(
            bits.set(u64::from(MIN_ENTRIES), true),
            Err(BitsError::OutOfRange(131_072))
        );
    }

    /// The `encodedList` of the examples of the Recommendation: a list of the smallest size with no bit set.
    #[test]
    fn the_example_of_the_recommendation() {
        let text = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA";
        assert_eq!(StatusBits::decode(text).unwrap(), StatusBits::default());
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let zeroes = vec![0; 1 << 20];
        for _ in 0..64 {
            encoder.write_all(&zeroes).unwrap();
        }
        let bomb = multibase::base64(&encoder.finish().unwrap());
        assert!(bomb.len() < 100_000);
        assert_eq!(StatusBits::decode(&bomb), Err(BitsError::TooLarge));
    }

    #[test]
    fn a_short_list_is_refused() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&[0; 100]).unwrap();
        let short = multibase::base64(&encoder.finish().unwrap());
        assert_eq!(StatusBits::decode(&short), Err(BitsError::TooSmall));
        assert_eq!(StatusBits::decode("zabc"), Err(BitsError::Encoding));
        assert_eq!(StatusBits::decode("uabcd"), Err(BitsError::Compression));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn what_is_written_is_read(indices in proptest::collection::btree_set(0..u64::from(MIN_ENTRIES), 0..200)) {
            let mut bits = StatusBits::default();
            for index in &indices {
                bits.set(*index, true).unwrap();
            }
            let read = StatusBits::decode(&bits.encode()).unwrap();
            prop_assert_eq!(&read, &bits);
            for index in 0..read.entries() {
                prop_assert_eq!(read.get(index).unwrap(), indices.contains(&index));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "u?[-A-Za-z0-9_]{0,200}") {
            let _ = StatusBits::decode(&text);
        }
    }
}
