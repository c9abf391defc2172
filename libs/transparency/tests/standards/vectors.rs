//! Vectors that others published.

use serde::Deserialize;
use transparency::{
    Checkpoint, Edge, Hash, Note, NoteError, Plan, Proof, ProofError, SignedCheckpoint, SigningKey, TileId,
    TileSet, VerifierKey, leaf_hash,
};

#[derive(Deserialize)]
struct Vectors {
    leaves: Vec<String>,
    roots: Vec<String>,
    inclusion: Vec<Inclusion>,
    consistency: Vec<Consistency>,
}

#[derive(Deserialize)]
struct Inclusion {
    index: u64,
    size: u64,
    proof: Vec<String>,
}

#[derive(Deserialize)]
struct Consistency {
    old: u64,
    new: u64,
    proof: Vec<String>,
}

impl Vectors {
    fn read() -> Self {
        serde_json::from_str(include_str!("vectors.json")).unwrap()
    }

    fn leaf(&self, index: u64) -> Hash {
        leaf_hash(&hex::decode(&self.leaves[usize::try_from(index).unwrap()]).unwrap())
    }

    fn root(&self, size: u64) -> Hash {
        Hash::from_slice(&hex::decode(&self.roots[usize::try_from(size).unwrap() - 1]).unwrap()).unwrap()
    }

    /// The only tile of a tree of `size`.
    fn tile(&self, size: u64) -> TileSet {
        let mut tiles = TileSet::default();
        let id = TileId::in_tree(0, 0, size).unwrap();
        let leaves = (0..size).map(|index| self.leaf(index)).collect();
        tiles.insert(id, leaves).unwrap();
        tiles
    }
}

fn proof(hashes: &[String]) -> Proof {
    Proof::new(hashes.iter().map(|hash| hash.parse().unwrap()).collect())
}

#[test]
fn the_reference_tree_has_its_roots() {
    let vectors = Vectors::read();
    let mut edge = Edge::default();
    for size in 1..=8 {
        edge.extend([vectors.leaf(size - 1)]);
        assert_eq!(edge.root(), vectors.root(size), "{size}");
        let planned = Plan::root(size).prove(&vectors.tile(size)).unwrap();
        assert_eq!(planned.hashes(), [vectors.root(size)], "{size}");
    }
}

#[test]
fn published_inclusion_proofs_are_made_and_verified() {
    let vectors = Vectors::read();
    for vector in &vectors.inclusion {
        let (index, size) = (vector.index, vector.size);
        let made = Plan::inclusion(index, size)
            .unwrap()
            .prove(&vectors.tile(size))
            .unwrap();
        assert_eq!(made, proof(&vector.proof));
        made.verify_inclusion(index, size, vectors.leaf(index), vectors.root(size))
            .unwrap();
    }
}

#[test]
fn published_consistency_proofs_are_made_and_verified() {
    let vectors = Vectors::read();
    for vector in &vectors.consistency {
        let (old, new) = (vector.old, vector.new);
        let made = Plan::consistency(old, new)
            .unwrap()
            .prove(&vectors.tile(new))
            .unwrap();
        assert_eq!(made, proof(&vector.proof));
        made.verify_consistency((old, vectors.root(old)), (new, vectors.root(new)))
            .unwrap();
        assert!(
            made.verify_consistency((new, vectors.root(new)), (old, vectors.root(old)))
                .is_err()
        );
    }
}

/// The ways in which the published tests spoil a proof.
fn spoiled(proof: &Proof, roots: [Hash; 2]) -> Vec<Proof> {
    let hashes = proof.hashes().to_vec();
    let mut wrong = vec![
        Vec::new(),
        hashes[..hashes.len() - 1].to_vec(),
        hashes[1..].to_vec(),
    ];
    for extra in roots.into_iter().chain([hashes[0], leaf_hash(b"garbage")]) {
        wrong.push([&hashes[..], &[extra]].concat());
        wrong.push([&[extra], &hashes[..]].concat());
    }
    for at in 0..hashes.len() {
        let mut flipped = hashes.clone();
        flipped[at].0[0] ^= 1 << 4;
        wrong.push(flipped);
    }
    wrong.into_iter().map(Proof::new).collect()
}

#[test]
fn spoiled_proofs_prove_nothing() {
    let vectors = Vectors::read();
    for vector in &vectors.inclusion {
        let (index, size, right) = (vector.index, vector.size, proof(&vector.proof));
        let (leaf, root) = (vectors.leaf(index), vectors.root(size));
        for wrong in spoiled(&right, [root, leaf]) {
            assert!(
                wrong.verify_inclusion(index, size, leaf, root).is_err(),
                "{wrong:?}"
            );
        }
        for (wrong_index, wrong_size) in [(index + 1, size), (index ^ 2, size), (index, size / 2)] {
            assert!(
                right
                    .verify_inclusion(wrong_index, wrong_size, leaf, root)
                    .is_err()
            );
        }
        assert!(right.verify_inclusion(index, size, root, root).is_err());
        assert!(right.verify_inclusion(index, size, leaf, leaf).is_err());
    }
    for vector in &vectors.consistency {
        let (old, new, right) = (vector.old, vector.new, proof(&vector.proof));
        let (was, is) = (vectors.root(old), vectors.root(new));
        for wrong in spoiled(&right, [was, is]) {
            assert!(
                wrong.verify_consistency((old, was), (new, is)).is_err(),
                "{wrong:?}"
            );
        }
        for (wrong_old, wrong_new) in [(old + 1, new), (old - 1, new), (old, new * 2), (old, new / 2)] {
            assert!(
                right
                    .verify_consistency((wrong_old, was), (wrong_new, is))
                    .is_err()
            );
        }
        assert!(right.verify_consistency((old, is), (new, was)).is_err());
    }
}

#[test]
fn elements_that_are_not_32_bytes_are_refused_at_the_boundary() {
    assert!(Proof::from_bytes([[1_u8; 32], [2; 32]]).is_ok());
    for length in [0, 31, 33, 64] {
        let elements = vec![vec![0_u8; 32], vec![0; length]];
        assert!(matches!(Proof::from_bytes(elements), Err(ProofError::Element(_))));
    }
}

/// From the documentation of Go's `golang.org/x/mod/sumdb/note`.
const GO_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_PRIVATE_KEY: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const GO_TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const GO_SIGNATURE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

#[test]
fn the_note_of_go_is_signed_and_verified_byte_for_byte() {
    let key: SigningKey = GO_PRIVATE_KEY.parse().unwrap();
    assert_eq!(key.verifier().to_string(), GO_KEY);
    assert_eq!(key.to_secret_text(), GO_PRIVATE_KEY);
    let mut note = Note::new(GO_TEXT).unwrap();
    note.sign(&key, 0).unwrap();
    let whole = format!("{GO_TEXT}\n{GO_SIGNATURE}");
    assert_eq!(note.to_string(), whole);
    let read = Note::parse(whole.as_bytes()).unwrap();
    assert_eq!(read, note);
    assert_eq!(read.verify(&[GO_KEY.parse().unwrap()]).unwrap().len(), 1);
}

#[test]
fn a_key_from_a_seed_signs_as_in_go() {
    let key = SigningKey::from_seed("EnochRoot", [0; 32]).unwrap();
    let mut note = Note::new(GO_TEXT).unwrap();
    note.sign(&key, 0).unwrap();
    let line = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=";
    assert_eq!(note.signatures()[0].to_string(), line);
}

/// The example of `c2sp.org/tlog-cosignature`; its keys are not published.
const SOFA: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
    — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
    — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

#[test]
fn the_checkpoint_of_the_standard_is_read_and_written_back() {
    let note = Note::parse(SOFA.as_bytes()).unwrap();
    assert_eq!(note.to_string(), SOFA);
    let checkpoint: Checkpoint = note.text().parse().unwrap();
    assert_eq!(checkpoint.origin(), "example.com/behind-the-sofa");
    assert_eq!(checkpoint.size(), 20_852_163);
    assert_eq!(checkpoint.to_string(), note.text());
    let names: Vec<_> = note
        .signatures()
        .iter()
        .map(|line| (line.name(), line.key_id()))
        .collect();
    assert_eq!(
        names,
        [
            ("example.com/behind-the-sofa", 0x033d_e0ae),
            ("witness.example.com/w1", 0x8d66_cf3f)
        ]
    );
    let stranger: VerifierKey = GO_KEY.parse().unwrap();
    let refused = SignedCheckpoint::open(SOFA.as_bytes(), &[stranger]).unwrap_err();
    assert_eq!(refused, NoteError::Untrusted.into());
}
