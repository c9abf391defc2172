//! Who a provider is.

use blocks::{findings::Findings, lists::check_count, values::Id};
use serde::{Deserialize, Serialize};

use super::Rejection;

/// Kinds of provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Secondary vocational education.
    Mbo,
    /// University of applied sciences.
    Hbo,
    /// Research university.
    Wo,
    /// Private provider.
    Private,
    /// Provider of a sector.
    Sector,
}

impl Kind {
    /// Whether it is a public provider, which has a registration number of its own (BRIN).
    #[must_use]
    pub fn is_public(self) -> bool {
        match self {
            Self::Mbo | Self::Hbo | Self::Wo => true,
            Self::Private | Self::Sector => false,
        }
    }
}

/// Who a provider is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Identifier: that of the organisation in the reference data.
    pub provider_id: Id,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: Kind,
    /// Registration number of an institution for education.
    pub brin: Option<String>,
    /// Number in the trade register.
    pub kvk: Option<String>,
    /// Labour-market regions in which it teaches.
    pub region_ids: Vec<Id>,
    /// Its website.
    pub website: Option<String>,
    /// True for invented data.
    pub example: bool,
}

impl Profile {
    /// Checks the profile; `expected` is the kind it must be, none when it cannot be a provider at all.
    pub(super) fn check(&self, expected: Option<Kind>) -> Result<(), Rejection> {
        let mut findings = Findings::below("provider");
        let kind = "the kind that the organisation has in the reference data";
        findings.check(expected == Some(self.kind), "kind", kind);
        findings.check(
            self.brin.as_deref().map_or(!self.kind.is_public(), is_brin),
            "brin",
            "two digits and two capital letters, such as 25PW; a public provider has one",
        );
        findings.check(
            self.kvk.as_deref().map_or(self.kind.is_public(), is_kvk),
            "kvk",
            "eight digits; a private or sector provider has one",
        );
        check_count(&mut findings, "region_ids", &self.region_ids, 1);
        findings.refuse_with(Rejection::Invalid)
    }
}

/// Whether a number has the form of the register of institutions (BRIN).
fn is_brin(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 4
        && bytes[..2].iter().all(u8::is_ascii_digit)
        && bytes[2..].iter().all(u8::is_ascii_uppercase)
}

/// Whether a number has the form of the trade register (KVK).
fn is_kvk(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_form() {
        assert!(is_brin("25PW") && is_brin("00AA"));
        assert!(
            ["", "25pw", "2 PW", "25P", "25PW0", "ë5PW", "AB12"]
                .iter()
                .all(|it| !is_brin(it))
        );
        assert!(is_kvk("01234567"));
        assert!(
            ["", "1234567", "123456789", "1234567a", "١٢٣٤"]
                .iter()
                .all(|it| !is_kvk(it))
        );
    }
}
