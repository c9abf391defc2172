//! The JSON-LD contexts that are built in. Others are refused, never fetched: what a signature covers follows from the
//! contexts, so they have to be the same for everyone at all times.

/// Verifiable Credentials Data Model 2.0.
pub const CREDENTIALS_V2: &str = "https://www.w3.org/ns/credentials/v2";

/// Verifiable Credentials Data Model 1.1, for verifying older documents.
pub const CREDENTIALS_V1: &str = "https://www.w3.org/2018/credentials/v1";

/// Open Badges 3.0, in the version that documents made here name.
pub const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/// The types of schemas, status lists and refresh services of 1EdTech.
pub const OPEN_BADGES_EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";

/// What documents that are made here name, in this order.
pub const OURS: [&str; 3] = [CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS];

/// Everything that is known, by the URL it is named with. The folder's README says where the files come from.
const BUILT_IN: [(&str, &str); 7] = [
    (CREDENTIALS_V2, include_str!("../contexts/credentials-v2.jsonld")),
    (CREDENTIALS_V1, include_str!("../contexts/credentials-v1.jsonld")),
    (OPEN_BADGES, include_str!("../contexts/ob-3.0.3.json")),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        include_str!("../contexts/ob-3.0.2.json"),
    ),
    (
        OPEN_BADGES_EXTENSIONS,
        include_str!("../contexts/ob-extensions.json"),
    ),
    (
        "https://w3id.org/security/data-integrity/v2",
        include_str!("../contexts/data-integrity-v2.jsonld"),
    ),
    (
        "https://w3id.org/security/multikey/v1",
        include_str!("../contexts/multikey-v1.jsonld"),
    ),
];

/// The text of a context, when it is built in.
pub fn built_in(url: &str) -> Option<&'static str> {
    BUILT_IN
        .iter()
        .find(|(known, _)| *known == url)
        .map(|(_, text)| *text)
}

/// Whether this is a version of the Open Badges 3.0 context.
pub(crate) fn is_open_badges(url: &str) -> bool {
    url.starts_with("https://purl.imsglobal.org/spec/ob/v3p0/context") && built_in(url).is_some()
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_files_are_those_that_were_published() {
        let published = [
            // Verifiable Credentials Data Model 2.0, appendix "Base Context".
            (
                CREDENTIALS_V2,
                "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
            ),
            // Verifiable Credentials Data Model 1.1, appendix "Base Context".
            (
                CREDENTIALS_V1,
                "ab4ddd9a531758807a79a5b450510d61ae8d147eab966cc9a200c07095b0cdcc",
            ),
            // Verifiable Credential Data Integrity 1.0, section "Contexts and Vocabularies".
            (
                "https://w3id.org/security/data-integrity/v2",
                "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
            ),
            (
                "https://w3id.org/security/multikey/v1",
                "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
            ),
            // No digest is published for these: what they were when they were taken over.
            (
                OPEN_BADGES,
                "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
            ),
            (
                OPEN_BADGES_EXTENSIONS,
                "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
            ),
        ];
        for (url, digest) in published {
            let text = built_in(url).unwrap_or_else(|| panic!("{url} is not built in"));
            assert_eq!(hex::encode(Sha256::digest(text)), digest, "{url}");
        }
    }

    #[test]
    fn nothing_else_is_known() {
        assert_eq!(built_in("https://www.w3.org/ns/credentials/v2/"), None);
        assert_eq!(built_in("https://example.org/context"), None);
    }
}
