//! Attacks: whatever is shown is added and subtracted by other means than those that protect it.

mod attack;

use proptest::prelude::*;

use super::*;

use attack::{Attacker, Fraction};

const FIVE: u32 = 5;

fn threshold(threshold: u32) -> Threshold {
    Threshold::new(threshold).unwrap()
}

/// Two or three dimensions with the categories 0, 1, 2, ... and the counts in their order.
fn respondents(categories: &[usize], counts: &[u64]) -> Respondents {
    let mut respondents =
        Respondents::new((0..categories.len()).map(|dimension| format!("d{dimension}"))).unwrap();
    for (index, n) in counts.iter().enumerate() {
        let mut rest = index;
        let row: Vec<String> = categories
            .iter()
            .map(|many| {
                let category = rest % many;
                rest /= many;
                category.to_string()
            })
            .collect();
        respondents.add(&row, *n).unwrap();
    }
    respondents
}

fn shown(protection: &Protection, cells: &[Selection]) -> Vec<Selection> {
    let pairs = protection.cells.iter().zip(cells);
    pairs
        .filter(|(cell, _)| cell.status == Status::Shown)
        .map(|(_, selection)| selection.clone())
        .collect()
}

fn statuses(protection: &Protection) -> Vec<Status> {
    protection.cells.iter().map(|cell| cell.status).collect()
}

fn only(region: &str) -> Selection {
    Selection::all().only("region", [region])
}

fn regions(counts: &[(&str, u64)]) -> Respondents {
    let mut respondents = Respondents::new(["region"]).unwrap();
    for (region, n) in counts {
        respondents.add(&[region], *n).unwrap();
    }
    respondents
}

#[test]
fn a_small_cell_takes_another_with_it_where_the_total_is_shown() {
    let respondents = regions(&[("AM01", 3), ("AM02", 9), ("AM03", 40)]);
    let cells = [only("AM01"), only("AM02"), only("AM03"), Selection::all()];
    let protection = protect(&respondents, &[], &cells, threshold(FIVE)).unwrap();
    assert_eq!(
        statuses(&protection),
        [Status::Small, Status::Complementary, Status::Shown, Status::Shown]
    );
    assert_eq!(
        protection.cells.iter().map(|cell| cell.n).collect::<Vec<_>>(),
        [3, 9, 40, 52]
    );
    assert_eq!(protection.method, PROTECTION);
    let without_total = protect(&respondents, &[], &cells[..3], threshold(FIVE)).unwrap();
    assert_eq!(
        statuses(&without_total),
        [Status::Small, Status::Shown, Status::Shown]
    );
}

#[test]
fn two_small_cells_hide_each_other_where_together_they_are_enough() {
    let cells = [only("AM01"), only("AM02"), only("AM03"), Selection::all()];
    let enough = regions(&[("AM01", 2), ("AM02", 3), ("AM03", 40)]);
    let protection = protect(&enough, &[], &cells, threshold(FIVE)).unwrap();
    assert_eq!(
        statuses(&protection),
        [Status::Small, Status::Small, Status::Shown, Status::Shown]
    );
    let too_few = regions(&[("AM01", 2), ("AM02", 2), ("AM03", 40)]);
    let protection = protect(&too_few, &[], &cells, threshold(FIVE)).unwrap();
    assert_eq!(
        statuses(&protection),
        [Status::Small, Status::Small, Status::Complementary, Status::Shown]
    );
}

#[test]
fn an_empty_cell_is_shown_and_hides_nothing() {
    let respondents = regions(&[("AM01", 3), ("AM02", 0), ("AM03", 40)]);
    let cells = [
        only("AM01"),
        only("AM02"),
        only("AM03"),
        Selection::all(),
        only("AM99"),
    ];
    let protection = protect(&respondents, &[], &cells, threshold(FIVE)).unwrap();
    assert_eq!(
        statuses(&protection),
        [
            Status::Small,
            Status::Shown,
            Status::Complementary,
            Status::Shown,
            Status::Shown
        ]
    );
    assert_eq!(protection.cells[4].n, 0);
}

#[test]
fn a_crossed_table_hides_one_cell_behind_three() {
    let respondents = respondents(&[3, 3], &[3, 20, 30, 25, 50, 60, 35, 70, 80]);
    let cells = respondents.cross(&["d0", "d1"]).unwrap();
    assert_eq!(cells.len(), 16);
    let protection = protect(&respondents, &[], &cells, threshold(FIVE)).unwrap();
    let kept_back = statuses(&protection)
        .into_iter()
        .filter(|status| *status != Status::Shown)
        .count();
    assert_eq!(kept_back, 4);
}

/// Provinces are made up of regions; one province has a small region.
#[test]
fn a_hierarchy_is_one_table() {
    let respondents = regions(&[("AM01", 3), ("AM02", 12), ("AM03", 20), ("AM05", 30)]);
    let province = |regions: [&str; 2]| Selection::all().only("region", regions);
    let mut cells = respondents.cross(&["region"]).unwrap();
    cells.extend([province(["AM01", "AM02"]), province(["AM03", "AM05"])]);
    let protection = protect(&respondents, &[], &cells, threshold(FIVE)).unwrap();
    use Status::{Complementary, Shown, Small};
    assert_eq!(
        statuses(&protection),
        [Shown, Small, Complementary, Shown, Shown, Shown, Shown]
    );
}

#[test]
fn a_new_cut_is_held_against_what_was_shown_before() {
    let respondents = regions(&[("AM01", 3), ("AM02", 9), ("AM03", 40)]);
    let published = [Selection::all()];
    let all_but_one = [Selection::all().only("region", ["AM02", "AM03"])];
    let protection = protect(&respondents, &published, &all_but_one, threshold(FIVE)).unwrap();
    assert_eq!(statuses(&protection), [Status::Complementary]);
    assert_eq!(
        statuses(&protect(&respondents, &[], &all_but_one, threshold(FIVE)).unwrap()),
        [Status::Shown]
    );

    let both = [published[0].clone(), all_but_one[0].clone()];
    let faults = protect(&respondents, &both, &[only("AM03")], threshold(FIVE)).unwrap_err();
    assert_eq!(faults.all(), [DisclosureFault::AlreadyRevealed(3)]);
}

/// Three answers came in after the first publication.
#[test]
fn an_update_does_not_tell_of_those_who_came_later() {
    let mut respondents = Respondents::new(["region", "batch"]).unwrap();
    for (region, batch, n) in [
        ("AM01", "1", 30),
        ("AM02", "1", 50),
        ("AM01", "2", 3),
        ("AM02", "2", 20),
    ] {
        respondents.add(&[region, batch], n).unwrap();
    }
    let first = |cell: Selection| cell.only("batch", ["1"]);
    let published = [first(Selection::all()), first(only("AM01")), first(only("AM02"))];
    let cells = [Selection::all(), only("AM01"), only("AM02")];
    let protection = protect(&respondents, &published, &cells, threshold(FIVE)).unwrap();
    assert_eq!(
        statuses(&protection),
        [Status::Shown, Status::Complementary, Status::Complementary]
    );
}

#[test]
fn everything_that_is_wrong_is_named() {
    assert!(Threshold::new(1).is_err() && Threshold::new(1_001).is_err());
    let none = Respondents::new::<&str>([]).unwrap_err();
    assert_eq!(none.all(), [DisclosureFault::NoDimensions]);
    let twice = Respondents::new(["a", "a"]).unwrap_err();
    assert_eq!(twice.all(), [DisclosureFault::DuplicateDimension("a".to_owned())]);
    let mut respondents = Respondents::new(["a"]).unwrap();
    assert_eq!(
        respondents.add(&["x", "y"], 1),
        Err(DisclosureFault::WrongNumberOfCategories {
            given: 2,
            expected: 1
        })
    );
    respondents.add(&["x"], MAX_RESPONDENTS).unwrap();
    assert_eq!(
        respondents.add(&["x"], 1),
        Err(DisclosureFault::TooManyRespondents)
    );
    let unknown = [Selection::all().only("b", ["x"]).only("c", ["x"])];
    let faults = protect(&respondents, &[], &unknown, threshold(FIVE)).unwrap_err();
    assert_eq!(faults.all().len(), 2);
    assert!(respondents.cross(&["b"]).is_err());
    let many = vec![Selection::all(); MAX_CELLS + 1];
    let faults = protect(&respondents, &[], &many, threshold(FIVE)).unwrap_err();
    assert_eq!(faults.all(), [DisclosureFault::TooManyCells(MAX_CELLS + 1)]);
}

prop_compose! {
    /// Tables with many small cells, of two or three dimensions.
    fn some_table()(categories in prop_oneof![
        Just(vec![2, 2]), Just(vec![3, 2]), Just(vec![3, 3]), Just(vec![4, 2]), Just(vec![5, 2]), Just(vec![2, 2, 2]), Just(vec![3, 2, 2]),
    ])(
        counts in proptest::collection::vec(prop_oneof![3 => 0_u64..5, 2 => 1_u64..14, 1 => 20_u64..200], categories.iter().product::<usize>()),
        categories in Just(categories),
    ) -> Respondents {
        respondents(&categories, &counts)
    }
}

prop_compose! {
    /// Any cut: some categories of some dimensions.
    fn some_cut()(first in proptest::collection::btree_set(0_u8..5, 1..4), second in proptest::option::of(0_u8..2)) -> Selection {
        let cut = Selection::all().only("d0", first.iter().map(u8::to_string));
        match second {
            Some(category) => cut.only("d1", [category.to_string()]),
            None => cut,
        }
    }
}

fn crossed(respondents: &Respondents) -> Vec<Selection> {
    let three = respondents.cross(&["d0", "d1", "d2"]);
    three.or_else(|_| respondents.cross(&["d0", "d1"])).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_crossed_table_withstands_the_attack(table in some_table(), fewest in 2_u32..9, cuts in proptest::collection::vec(some_cut(), 0..4)) {
        let mut cells = crossed(&table);
        cells.extend(cuts);
        let protection = protect(&table, &[], &cells, threshold(fewest)).unwrap();
        let attacker = Attacker::new(&table, &shown(&protection, &cells));
        prop_assert_eq!(attacker.smallest_union(u64::from(fewest)), None);
        for (cell, selection) in protection.cells.iter().zip(&cells) {
            if cell.status != Status::Shown {
                prop_assert!(!attacker.works_out(selection), "{:?} {:?}", cell, selection);
            }
        }
    }

    #[test]
    fn cuts_one_after_another_withstand_the_attack(table in some_table(), fewest in 2_u32..9, cuts in proptest::collection::vec(some_cut(), 1..9)) {
        let mut published = Vec::new();
        for cut in cuts {
            let protection = protect(&table, &published, std::slice::from_ref(&cut), threshold(fewest)).unwrap();
            if protection.cells[0].status == Status::Shown {
                published.push(cut);
            }
        }
        let attacker = Attacker::new(&table, &published);
        prop_assert_eq!(attacker.smallest_union(u64::from(fewest)), None);
    }

    #[test]
    fn nothing_that_is_kept_back_could_be_shown(table in some_table(), fewest in 2_u32..9) {
        let cells = crossed(&table);
        let protection = protect(&table, &[], &cells, threshold(fewest)).unwrap();
        let kept = shown(&protection, &cells);
        for (cell, selection) in protection.cells.iter().zip(&cells) {
            if cell.status == Status::Complementary {
                let more = [kept.as_slice(), std::slice::from_ref(selection)].concat();
                prop_assert!(Attacker::new(&table, &more).smallest_sum(u64::from(fewest)).is_some());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Of all tables with the same shown cells, each suppressed cell reaches the threshold in one, and varies.
    #[test]
    fn a_suppressed_cell_may_be_as_large_as_the_threshold(
        counts in proptest::collection::vec(prop_oneof![0_u64..4, 1_u64..7], 9), fewest in 3_u32..6,
    ) {
        let table = respondents(&[3, 3], &counts);
        let cells = crossed(&table);
        let protection = protect(&table, &[], &cells, threshold(fewest)).unwrap();
        let attacker = Attacker::new(&table, &shown(&protection, &cells));
        for (cell, selection) in protection.cells.iter().zip(&cells) {
            if cell.status == Status::Small {
                let Some(range) = attacker.range(selection) else { continue };
                prop_assert!(range.1 >= u64::from(fewest) && range.0 < range.1, "{:?} within {:?}", cell, range);
            }
        }
    }
}

#[test]
fn the_attacker_can_succeed() {
    let table = regions(&[("AM01", 3), ("AM02", 9), ("AM03", 40)]);
    let attacker = Attacker::new(&table, &[Selection::all(), only("AM02"), only("AM03")]);
    assert_eq!(attacker.smallest_union(5), Some(3));
    assert_eq!(attacker.smallest_sum(5), Some(3));
    assert!(attacker.works_out(&only("AM01")));
    assert_eq!(attacker.range(&only("AM01")), Some((3, 3)));
    assert_eq!(
        Fraction::whole(6)
            .divided_by(Fraction::whole(4))
            .times(Fraction::whole(2)),
        Fraction::whole(3)
    );
}
