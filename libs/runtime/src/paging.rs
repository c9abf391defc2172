//! Pages: sizes are coerced, tokens are opaque and bound to the other arguments (AIP-158).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use eventing::FieldFault;
use sha2::{Digest, Sha256};

use crate::fault::Fault;

/// Bytes of the digest that binds a token to the arguments of its list.
const BINDING_BYTES: usize = 12;

/// One page that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Most items on it.
    pub limit: usize,
    /// Key of the last item of the page before, if there was one.
    pub after: Option<String>,
    binding: [u8; BINDING_BYTES],
}

impl Page {
    /// Reads a page request. `arguments` are all other arguments of the list in one text: a token is only good for the same.
    ///
    /// # Errors
    /// A negative size, or a token that was not given out for these arguments.
    pub fn parse(
        page_size: i32,
        default: usize,
        max: usize,
        page_token: &str,
        arguments: &str,
    ) -> Result<Self, Fault> {
        let limit = match usize::try_from(page_size) {
            Ok(0) => default,
            Ok(size) => size.min(max),
            Err(_) => return Err(invalid("page_size", format!("0 or more, not {page_size}"))),
        };
        let binding = |after: &str| bind(arguments, after);
        let after = if page_token.is_empty() {
            None
        } else {
            Some(open(page_token, &binding)?)
        };
        Ok(Self {
            limit,
            after,
            binding: bind(arguments, ""),
        })
    }

    /// The token for the page after the item with this key.
    #[must_use]
    pub fn next_token(&self, last_key: &str) -> String {
        let mut token = extend(&self.binding, last_key).to_vec();
        token.extend_from_slice(last_key.as_bytes());
        URL_SAFE_NO_PAD.encode(token)
    }
}

fn open(token: &str, binding: &dyn Fn(&str) -> [u8; BINDING_BYTES]) -> Result<String, Fault> {
    let wrong = || {
        invalid(
            "page_token",
            "the `next_page_token` of the page before, with all other arguments the same",
        )
    };
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| wrong())?;
    let (given, key) = bytes.split_at_checked(BINDING_BYTES).ok_or_else(wrong)?;
    let key = std::str::from_utf8(key).map_err(|_| wrong())?;
    // Tokens hold no secret, so that anybody can make one; a key with a zero in it would be a text that no database takes.
    if given == binding(key) && !key.contains('\0') {
        Ok(key.to_owned())
    } else {
        Err(wrong())
    }
}

/// The digest for arguments and a key. A key that nobody gave out does not match it by chance.
fn bind(arguments: &str, key: &str) -> [u8; BINDING_BYTES] {
    let mut base = [0; BINDING_BYTES];
    base.copy_from_slice(&Sha256::digest(arguments.as_bytes())[..BINDING_BYTES]);
    if key.is_empty() { base } else { extend(&base, key) }
}

fn extend(base: &[u8; BINDING_BYTES], key: &str) -> [u8; BINDING_BYTES] {
    let mut extended = [0; BINDING_BYTES];
    let digest = Sha256::new()
        .chain_update(base)
        .chain_update(key.as_bytes())
        .finalize();
    extended.copy_from_slice(&digest[..BINDING_BYTES]);
    extended
}

fn invalid(field: &str, expected: impl Into<String>) -> Fault {
    Fault::invalid(vec![FieldFault::new(field, expected)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_where_it_was_made() {
        let first = Page::parse(0, 50, 100, "", "block=radar").unwrap();
        assert_eq!((first.limit, first.after.clone()), (50, None));
        let second = Page::parse(7, 50, 100, &first.next_token("llo-101"), "block=radar").unwrap();
        assert_eq!((second.limit, second.after), (7, Some("llo-101".to_owned())));
    }

    #[test]
    fn sizes_are_coerced_and_negative_ones_refused() {
        assert_eq!(Page::parse(1_000, 50, 100, "", "").unwrap().limit, 100);
        assert_eq!(
            Page::parse(-1, 50, 100, "", "").unwrap_err().fields()[0].field,
            "page_size"
        );
    }

    #[test]
    fn a_token_for_other_arguments_or_a_tampered_one_is_refused() {
        let token = Page::parse(0, 50, 100, "", "a").unwrap().next_token("llo-101");
        assert!(Page::parse(0, 50, 100, &token, "b").is_err());
        let mut bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        let made = Page::parse(0, 50, 100, "", "a").unwrap().next_token("llo\0");
        for tampered in [
            made,
            URL_SAFE_NO_PAD.encode(bytes),
            "!".into(),
            "AAAA".into(),
            token[..10].to_owned(),
        ] {
            assert!(Page::parse(0, 50, 100, &tampered, "a").is_err(), "{tampered}");
        }
    }
}
