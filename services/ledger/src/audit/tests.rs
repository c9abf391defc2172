//! A ledger in memory, right in all respects, is tampered with in every way there is; the auditor names the place.

mod model;

use proptest::prelude::*;
use transparency::{Edge, FullTile, Hash, SignedCheckpoint, TileId, root_of};

use self::model::{Column, Model};
use super::*;

fn first(model: &Model) -> Option<(u64, u64, &'static str)> {
    let findings = model.audit();
    findings
        .first()
        .map(|finding| (finding.first, finding.last, finding.what.kind()))
}

/// The first thing found is exactly at `position`.
fn named(model: &Model, position: u64) -> Result<(), TestCaseError> {
    let found = first(model);
    prop_assert_eq!(
        found.map(|(first, last, _)| (first, last)),
        Some((position, position)),
        "{:?}",
        found
    );
    Ok(())
}

/// The first thing found is among positions that have `position` among them.
fn among(model: &Model, position: u64) -> Result<(), TestCaseError> {
    let found = first(model);
    prop_assert!(
        found.is_some_and(|(first, last, _)| (first..=last).contains(&position)),
        "{:?} has not {}",
        found,
        position
    );
    Ok(())
}

fn size() -> impl Strategy<Value = u64> {
    prop_oneof![1_u64..30, 250..260_u64, 505..520_u64, 600..800_u64]
}

/// A size and a position within it.
fn place() -> impl Strategy<Value = (u64, u64)> {
    size().prop_flat_map(|size| (Just(size), 1..=size))
}

#[test]
fn in_an_untouched_ledger_nothing_is_found() {
    for size in [0, 1, 2, 255, 256, 257, 511, 512, 513, 1_024, 1_300] {
        let model = Model::new(size);
        assert_eq!(model.audit(), [], "{size}");
        assert_eq!(model.without_memory().audit(), [], "{size}");
    }
}

#[test]
fn tiles_above_the_leaves_are_compared_and_a_difference_is_narrowed_down() {
    let hashes: Vec<_> = (0..=255).map(|n| Hash([n; 32])).collect();
    let proven = FullTile {
        level: 1,
        index: 2,
        root: root_of(&hashes),
        hashes: hashes.clone(),
    };
    let first = |hashes: &[Hash], root: Hash| {
        let mut auditor = Auditor::default();
        let kept = KeptTile::There {
            hashes: hashes.to_vec(),
            root: Some(root.0.to_vec()),
        };
        auditor.tile(&proven, &kept);
        let found = auditor.findings().first().cloned();
        found.map(|finding| (finding.first, finding.last, finding.what.kind()))
    };
    assert_eq!(first(&hashes, proven.root), None);
    let mut wrong = hashes.clone();
    wrong[3] = wrong[4];
    let begin = 2 * 65_536;
    assert_eq!(
        first(&wrong, proven.root),
        Some((begin + 769, begin + 1_024, "TILE_HASH"))
    );
    assert_eq!(
        first(&hashes, hashes[0]),
        Some((begin + 1, begin + 65_536, "TILE_ROOT"))
    );
    assert_eq!(
        first(&hashes[1..], proven.root),
        Some((begin + 1, begin + 65_536, "TILE_UNUSABLE"))
    );
    // An entry that is named more closely comes first.
    let mut model = Model::new(600);
    let id = TileId::new(0, 0, 256).unwrap();
    model.rows[70].bytes = model.rows[71].bytes.clone();
    model.tile(id).1[0] ^= 1;
    assert_eq!(self::first(&model).unwrap().0, 71);
}

#[test]
fn whoever_rewrites_everything_but_what_is_signed_is_found_between_two_checkpoints() {
    let mut model = Model::new(600).without_memory();
    model.checkpoint(100);
    model.checkpoint(300);
    model.rewrite(200);
    assert_eq!(first(&model), Some((101, 300, "ROOT")));
    // The hub's memory outside the database says it exactly.
    let mut model = Model::new(600);
    model.rewrite(200);
    assert_eq!(first(&model), Some((200, 200, "REMEMBERED_LEAF")));
}

#[test]
fn an_auditor_goes_on_from_what_it_proved_before() {
    let model = Model::new(700);
    let mut edge = Edge::default();
    edge.extend(model.leaves().into_iter().take(300));
    let known = edge.root();
    assert_eq!(model.audit_from(edge.clone()), []);
    let mut changed = model.clone();
    changed.rows[299].bytes = changed.rows[298].bytes.clone();
    assert_eq!(
        changed.audit_from(edge.clone()),
        [],
        "what came before is covered by the consistency of the roots"
    );
    changed.rows[300].bytes = changed.rows[298].bytes.clone();
    assert_eq!(changed.audit_from(edge.clone())[0].first, 301);
    let mut beyond = model.clone();
    beyond.truncate(280);
    beyond.claims.push(Claim {
        claimant: Claimant::Auditor,
        size: 300,
        root: known,
    });
    assert_eq!(first(&beyond), Some((281, 281, "CHECKPOINT_BEYOND")));
}

#[test]
fn a_checkpoint_of_something_else_or_beyond_the_end_is_found() {
    let mut model = Model::new(400);
    model.claims.push(Claim {
        claimant: Claimant::Hub,
        size: 350,
        root: Hash([1; 32]),
    });
    assert_eq!(first(&model), Some((1, 350, "ROOT")));
    let mut model = Model::new(400);
    model.claims.push(Claim {
        claimant: Claimant::Hub,
        size: 401,
        root: Hash([1; 32]),
    });
    assert_eq!(first(&model), Some((401, 401, "CHECKPOINT_BEYOND")));
    let note = Model::new(400).sign();
    assert_eq!(note.size(), 400);
    assert!(SignedCheckpoint::open(note.to_string().as_bytes(), &[model::key().verifier()]).is_ok());
}

#[test]
fn a_time_that_jumps_is_laid_at_the_entry_that_jumps() {
    let moment = |seconds: i64| Some(Moment::of_parts(1_800_000_000 + seconds, 0));
    let mut late = Model::new(50);
    late.recorded(20, moment(1_000_000));
    assert_eq!(first(&late), Some((20, 20, "RECORDED_AT")));
    let mut early = Model::new(50);
    early.recorded(20, moment(-1_000_000));
    assert_eq!(first(&early), Some((20, 20, "RECORDED_AT")));
    let mut none = Model::new(50);
    none.recorded(20, None);
    assert_eq!(first(&none), Some((20, 20, "RECORDED_AT")));
    let mut last = Model::new(50);
    last.recorded(50, moment(1_000_000));
    assert_eq!(first(&last), Some((50, 50, "HEAD_RECORDED_AT")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn any_changed_byte_of_any_entry_is_named((size, position) in place(), at: prop::sample::Index, flip in 1_u8..) {
        let mut model = Model::new(size).without_memory();
        let bytes = &mut model.row(position).bytes;
        let mut changed = bytes.to_vec();
        let at = at.index(changed.len());
        changed[at] ^= flip;
        *bytes = changed.into();
        named(&model, position)?;
    }

    #[test]
    fn any_changed_column_of_any_entry_is_named((size, position) in place(), column: prop::sample::Index) {
        let column = Column::ALL[column.index(Column::ALL.len())];
        let mut model = Model::new(size);
        column.change(model.row(position));
        named(&model, position)?;
    }

    #[test]
    fn an_entry_that_is_gone_is_missed_at_its_place((size, position) in place()) {
        let mut model = Model::new(size).without_memory();
        model.rows.remove(usize::try_from(position).unwrap() - 1);
        named(&model, position)?;
    }

    #[test]
    fn entries_that_changed_places_are_named_at_the_first((size, one) in place(), other: prop::sample::Index) {
        let (one, other) = (usize::try_from(one).unwrap() - 1, other.index(usize::try_from(size).unwrap()));
        prop_assume!(one != other);
        let mut model = Model::new(size);
        model.swap(one, other);
        let position = u64::try_from(one.min(other)).unwrap() + 1;
        named(&model, position)?;
        // Without any copy of the leaves the end of the ledger has only its root.
        among(&model.without_memory(), position)?;
    }

    #[test]
    fn an_entry_that_was_put_between_is_named((size, position) in place()) {
        let mut model = Model::new(size);
        model.insert(position);
        named(&model, position)?;
        among(&model.without_memory(), position)?;
    }

    #[test]
    fn a_ledger_that_was_cut_off_ends_where_it_ends((size, position) in place()) {
        let mut model = Model::new(size).without_memory();
        model.rows.truncate(usize::try_from(position).unwrap() - 1);
        named(&model, position)?;
        // With all heads cut off as well there is what was signed.
        let mut model = Model::new(size).without_memory();
        model.checkpoint(size);
        model.truncate(position - 1);
        named(&model, position)?;
    }

    #[test]
    fn any_changed_hash_of_any_tile_is_named((size, position) in place(), at in 0_usize..32) {
        prop_assume!(position <= size / 256 * 256);
        let mut model = Model::new(size);
        let id = TileId::new(0, (position - 1) / 256, 256).unwrap();
        model.tile(id).0[usize::try_from((position - 1) % 256).unwrap()].0[at] ^= 1;
        named(&model, position)?;
        let mut model = Model::new(size);
        model.tile(id).1[at] ^= 1;
        among(&model, position)?;
        let mut model = Model::new(size);
        model.tiles.remove(&id);
        among(&model, position)?;
    }

    #[test]
    fn heads_that_say_something_else_are_found((size, position) in place()) {
        let mut model = Model::new(size);
        model.stated.position = position - 1;
        named(&model, position)?;
        let mut model = Model::new(size);
        model.stated.position = size + 1;
        named(&model, size + 1)?;
        let mut model = Model::new(size);
        model.stated.root = Some(Hash([9; 32]));
        named(&model, size)?;
        let mut model = Model::new(size);
        model.stated.root = None;
        named(&model, size)?;
        let mut model = Model::new(size);
        model.stated.recorded_at = Some(Moment::of_postgres(5));
        named(&model, size)?;
    }

    #[test]
    fn heads_of_blocks_that_say_something_else_are_found((size, _) in place(), which in 0..6) {
        let mut model = Model::new(size);
        let (block, stand) = model.newest_of_a_block();
        let head = model.stated.blocks.get_mut(&block).unwrap();
        let expected = match which {
            0 => { head.sequence += 1; size + 1 }
            1 => { head.sequence -= 1; stand }
            2 => { head.log_position += 1; stand }
            3 => { head.part += 1; stand }
            4 => { model.stated.blocks.remove(&block); stand }
            _ => { model.stated.blocks.insert("other".into(), crate::sequence::BlockHead::default()); size + 1 }
        };
        named(&model, expected)?;
    }
}
