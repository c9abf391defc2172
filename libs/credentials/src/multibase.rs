//! The two multibase encodings that are used here: base58btc (`z…`) and base64url without padding (`u…`).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Longest base58btc text that is decoded, in bytes. Its cost grows with the square of the length.
const MAX_BASE58_BYTES: usize = 512;

/// Encodes with base58btc.
pub(crate) fn base58(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 + bytes.len() * 7 / 5);
    text.push('z');
    text.push_str(&bs58::encode(bytes).into_string());
    text
}

/// Decodes base58btc, of short values.
pub(crate) fn from_base58(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix('z')?;
    if digits.len() > MAX_BASE58_BYTES {
        return None;
    }
    bs58::decode(digits).into_vec().ok()
}

/// Encodes with base64url.
pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(1 + bytes.len().div_ceil(3) * 4);
    text.push('u');
    URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
    text
}

/// Decodes base64url.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.strip_prefix('u')?).ok()
}
