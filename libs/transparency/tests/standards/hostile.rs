//! No bytes make a parser panic, and what is accepted is written back as it was.

use proptest::prelude::*;
use transparency::{
    BundleId, Checkpoint, Edge, Hash, Note, Plan, Proof, Receipt, SignatureLine, SigningKey, TileId,
    VerifierKey, leaf_hash,
};

/// Text that looks like what these formats are made of, so that parsers get past their first line.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "c2sp.org/tlog-proof@v1\n",
        "extra YQ==\n",
        "extra ",
        "index 0\n",
        "index 18446744073709551615\n",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "\n",
        "\n\n",
        "example.org/log\n",
        "0\n",
        "5\n",
        "— example.org/log AAAAAAAA\n",
        "— ",
        "\u{2014}",
        "tile/",
        "tile/entries/",
        "0/",
        "x001/",
        "999",
        ".p/",
        "255",
        "PRIVATE+KEY+",
        "a+00000000+AQ==",
        "+",
        " ",
        "\0",
        "\r\n",
    ]);
    let piece = prop_oneof![
        8 => piece.prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..40),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn whatever_arrives_is_refused_or_read_back_unchanged(bytes in pieces()) {
        if let Ok(receipt) = Receipt::parse(&bytes) {
            prop_assert_eq!(receipt.to_string().into_bytes(), bytes.clone());
        }
        if let Ok(note) = Note::parse(&bytes) {
            // A key that signs twice counts once, and the second line gives way.
            let again = Note::parse(note.to_string().as_bytes());
            prop_assert_eq!(again, Ok(note));
        }
        let Ok(text) = str::from_utf8(&bytes) else { return Ok(()) };
        if let Ok(id) = text.parse::<TileId>() {
            prop_assert_eq!(id.to_string(), text);
        }
        if let Ok(id) = text.parse::<BundleId>() {
            prop_assert_eq!(id.to_string(), text);
        }
        if let Ok(checkpoint) = text.parse::<Checkpoint>() {
            prop_assert_eq!(checkpoint.to_string(), text);
        }
        if let Ok(key) = text.parse::<VerifierKey>() {
            prop_assert_eq!(key.to_string(), text);
        }
        if let Ok(line) = SignatureLine::parse(text) {
            prop_assert_eq!(line.to_string(), text);
        }
        let _ = text.parse::<SigningKey>();
        let _ = text.parse::<Hash>();
    }

    #[test]
    fn no_proof_of_any_shape_makes_the_verifier_panic(
        index in any::<u64>(),
        size in any::<u64>(),
        elements in prop::collection::vec(prop::collection::vec(any::<u8>(), 30..34), 0..70),
    ) {
        let root = leaf_hash(b"root");
        if let Ok(proof) = Proof::from_bytes(&elements) {
            prop_assert!(proof.verify_inclusion(index, size, leaf_hash(b"leaf"), root).is_err());
            let _ = proof.verify_consistency((index, leaf_hash(b"old")), (size, root));
        }
        let any = Proof::new(vec![root; elements.len()]);
        prop_assert!(any.verify_inclusion(index, size, leaf_hash(b"leaf"), root).is_err());
        prop_assert!(any.verify_consistency((index, leaf_hash(b"old")), (size, root)).is_err() || index == 0);
    }

    #[test]
    fn plans_for_trees_of_any_size_can_be_made(index in any::<u64>(), size in any::<u64>()) {
        let _ = Plan::inclusion(index, size);
        let _ = Plan::consistency(index, size);
        let _ = Plan::root(size);
        let _ = Edge::restore(size, vec![vec![leaf_hash(b""); (index % 300) as usize]; (index % 9) as usize]);
        prop_assert!(TileId::unfinished(size).count() <= 8);
    }
}
