//! The same questions to Cloudflare's crates, and the same answers.

use proptest::prelude::*;
use signed_note::{Note as OtherNote, StandardSigner, StandardVerifier, VerifierList};
use tlog_tiles::{Hash as OtherHash, HashReader, Tile};
use transparency::{Edge, Hash, Note, Plan, Proof, SigningKey, TileId, TileSet, leaf_hash};

/// All hashes of a tree in the order in which the other crate stores them.
#[derive(Default)]
struct Stored(Vec<OtherHash>);

impl HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<OtherHash>, tlog_tiles::Error> {
        Ok(indexes
            .iter()
            .map(|index| self.0[usize::try_from(*index).unwrap()])
            .collect())
    }
}

/// One tree, in both.
struct Both {
    other: Stored,
    leaves: Vec<Hash>,
    tiles: TileSet,
    edge: Edge,
}

fn entry(index: u64) -> Vec<u8> {
    format!("entry {index}").into_bytes()
}

fn grow(size: u64) -> Both {
    let mut other = Stored::default();
    let mut leaves = Vec::new();
    for index in 0..size {
        let more = tlog_tiles::stored_hashes(index, &entry(index), &other).unwrap();
        other.0.extend(more);
        leaves.push(leaf_hash(&entry(index)));
    }
    let mut edge = Edge::default();
    let mut tiles = TileSet::default();
    for tile in edge.extend(leaves.iter().copied()) {
        tiles.insert_bytes(tile.id().unwrap(), &tile.bytes()).unwrap();
    }
    for id in TileId::unfinished(size) {
        tiles.insert(id, edge.unfinished(id.level()).to_vec()).unwrap();
    }
    Both {
        other,
        leaves,
        tiles,
        edge,
    }
}

fn hashes(other: &[OtherHash]) -> Vec<Hash> {
    other.iter().map(|hash| Hash(hash.0)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn proofs_are_the_same_and_each_accepts_the_others(size in 1_u64..1_500, picks in prop::collection::vec(any::<u64>(), 8)) {
        let both = grow(size);
        let root = both.edge.root();
        let other_root = tlog_tiles::tree_hash(size, &both.other).unwrap();
        prop_assert_eq!(root, Hash(other_root.0));
        prop_assert_eq!(Plan::root(size).prove(&both.tiles).unwrap(), Proof::new(vec![root]));
        for pick in picks {
            let index = pick % size;
            let leaf = both.leaves[usize::try_from(index).unwrap()];
            let ours = Plan::inclusion(index, size).unwrap().prove(&both.tiles).unwrap();
            let theirs = tlog_tiles::prove_record(size, index, &both.other).unwrap();
            prop_assert_eq!(ours.hashes(), &hashes(&theirs)[..]);
            ours.verify_inclusion(index, size, leaf, root).unwrap();
            tlog_tiles::check_record(&theirs, size, other_root, index, OtherHash(leaf.0)).unwrap();

            let old = 1 + index;
            let old_root = tlog_tiles::tree_hash(old, &both.other).unwrap();
            let ours = Plan::consistency(old, size).unwrap().prove(&both.tiles).unwrap();
            let theirs = tlog_tiles::prove_tree(size, old, &both.other).unwrap();
            prop_assert_eq!(ours.hashes(), &hashes(&theirs)[..]);
            ours.verify_consistency((old, Hash(old_root.0)), (size, root)).unwrap();
            tlog_tiles::check_tree(&theirs, size, other_root, old, old_root).unwrap();
        }
    }

    #[test]
    fn proofs_of_wrong_hashes_are_refused_by_both(size in 2_u64..300, pick in any::<u64>(), at in any::<usize>(), bit in 0_usize..256) {
        let both = grow(size);
        let (index, root) = (pick % size, both.edge.root());
        let leaf = both.leaves[usize::try_from(index).unwrap()];
        let right = Plan::inclusion(index, size).unwrap().prove(&both.tiles).unwrap();
        let mut wrong = right.hashes().to_vec();
        let at = at % wrong.len();
        wrong[at].0[bit / 8] ^= 1 << (bit % 8);
        let theirs: Vec<_> = wrong.iter().map(|hash| OtherHash(hash.0)).collect();
        prop_assert!(Proof::new(wrong).verify_inclusion(index, size, leaf, root).is_err());
        prop_assert!(tlog_tiles::check_record(&theirs, size, OtherHash(root.0), index, OtherHash(leaf.0)).is_err());
    }

    #[test]
    fn only_the_tiles_of_the_plan_are_needed(size in 1_u64..70_000_000_000, pick in any::<u64>()) {
        let index = pick % size;
        for plan in [Plan::inclusion(index, size).unwrap(), Plan::consistency(index, size).unwrap(), Plan::root(size)] {
            // Any hashes do: whether the tiles suffice does not depend on them.
            let mut tiles = TileSet::default();
            for id in plan.tiles() {
                prop_assert_eq!(Some(*id), TileId::in_tree(id.level(), id.index(), size));
                tiles.insert(*id, vec![leaf_hash(b""); usize::from(id.width())]).unwrap();
            }
            prop_assert!(plan.prove(&tiles).is_ok());
            prop_assert!(plan.tiles().len() <= 16);
        }
    }

    #[test]
    fn tiles_have_the_same_paths(level in 0_u8..=63, index in 0_u64..u64::MAX / 1000, width in 1_u16..=256) {
        let ours = TileId::new(level, index, width).unwrap();
        let theirs = Tile::new(8, level, index, u32::from(width), false);
        // The other crate names the height of its tiles too, as Go's checksum database does.
        prop_assert_eq!(ours.to_string(), theirs.path().replacen("tile/8/", "tile/", 1));
        prop_assert_eq!(ours.to_string().parse(), Ok(ours));
    }

    #[test]
    fn notes_signed_by_one_are_verified_by_the_other(seed in any::<[u8; 32]>(), text in "[a-zA-Z0-9 \u{e9}\n]{0,80}") {
        let text = format!("{text}.\n");
        let key = SigningKey::from_seed("example.org/log", seed).unwrap();
        let mut note = Note::new(text.clone()).unwrap();
        note.sign(&key, 0).unwrap();

        let signer = StandardSigner::new(&key.to_secret_text()).unwrap();
        let mut other = OtherNote::new(text.as_bytes(), &[]).unwrap();
        other.add_sigs(&[&signer]).unwrap();
        prop_assert_eq!(note.to_string().into_bytes(), other.to_bytes());

        let verifier = StandardVerifier::new(&key.verifier().to_string()).unwrap();
        let known = VerifierList::new(vec![Box::new(verifier)]);
        let read = OtherNote::from_bytes(note.to_string().as_bytes()).unwrap();
        prop_assert_eq!(read.verify(&known).unwrap().0.len(), 1);
        prop_assert!(Note::parse(&other.to_bytes()).unwrap().verify(&[key.verifier()]).is_ok());
    }
}
