//! The direct way to the canonical form ends where the general one does.

use credentials::{
    Document, StatusBits, StatusListCredential, StatusPurpose, Validity, canonicalise, expand,
};
use proptest::prelude::*;

use crate::samples::{ISSUER, any_credential, credential, iri, time};

fn general(json: &str) -> String {
    let document: serde_json::Value = serde_json::from_str(json).unwrap();
    canonicalise(&expand(document.as_object().unwrap()).unwrap()).unwrap()
}

#[test]
fn the_example() {
    let direct = canonicalise(&credential().to_quads()).unwrap();
    pretty_assertions(&direct, &general(&credential().to_json()));
}

#[test]
fn a_status_list() {
    let mut bits = StatusBits::default();
    bits.set(4_711, true).unwrap();
    let list = StatusListCredential::new(
        iri("https://provider.example/status/1"),
        iri(ISSUER),
        Validity::new(time("2026-01-01T00:00:00Z"), Some(time("2026-01-02T00:00:00Z"))).unwrap(),
        StatusPurpose::Revocation,
        &bits,
    )
    .unwrap();
    pretty_assertions(
        &canonicalise(&list.to_quads()).unwrap(),
        &general(&list.to_json()),
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_content(credential in any_credential()) {
        let direct = canonicalise(&credential.to_quads()).unwrap();
        prop_assert_eq!(direct, general(&credential.to_json()));
    }
}

/// Says which lines differ.
fn pretty_assertions(direct: &str, general: &str) {
    let missing: Vec<_> = general.lines().filter(|line| !direct.contains(line)).collect();
    let more: Vec<_> = direct.lines().filter(|line| !general.contains(line)).collect();
    assert_eq!(
        direct, general,
        "\nonly by the general way: {missing:#?}\nonly directly: {more:#?}"
    );
}
