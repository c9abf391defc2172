use eventing::scenario::Scenario;
use proptest::prelude::*;

use super::*;

fn cell(class: &str, provider: &str, region: &str) -> Cell {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Cell {
        class_id: given(class),
        provider_id: given(provider),
        region_id: given(region),
    }
}

fn total(class: &str, provider: &str, region: &str, issued: u32, revoked: u32) -> Counted {
    Counted {
        cell: cell(class, provider, region),
        count: Count { issued, revoked },
    }
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn count(of: &str, totals: &[Counted]) -> Command {
    Command::Count {
        month: month(of),
        totals: totals.to_vec(),
    }
}

/// What one command publishes.
fn published(state: &Counting, command: Command) -> (Vec<Counted>, bool) {
    let facts = state.decide(command).unwrap();
    let mut cells = Vec::new();
    let mut waiting = false;
    for fact in facts {
        let Fact::MonthCounted {
            cells: some,
            held_back,
            ..
        } = fact;
        cells.extend(some);
        waiting = held_back;
    }
    (cells, waiting)
}

#[test]
fn what_is_too_small_goes_to_a_coarser_cell() {
    let totals = [
        total("c1", "o1", "AM01", 12, 0),
        total("c1", "o1", "AM02", 3, 0),
        total("c1", "o1", "AM03", 2, 0),
        total("c1", "o2", "AM01", 4, 0),
        total("c2", "o2", "AM01", 1, 0),
    ];
    let (cells, held_back) = published(&Counting::default(), count("2025-05", &totals));
    let expected = [
        total("c1", "o1", "", 5, 0),
        total("c1", "o1", "AM01", 12, 0),
        total("", "", "", 5, 0),
    ];
    for cell in &expected {
        assert!(cells.contains(cell), "{cells:?}");
    }
    assert_eq!((cells.len(), held_back), (3, false));
}

#[test]
fn what_is_too_small_everywhere_waits_for_a_later_month() {
    let few = [total("c1", "o1", "AM01", 4, 0)];
    let (cells, held_back) = published(&Counting::default(), count("2025-05", &few));
    assert_eq!((cells.len(), held_back), (0, true));
    let later = Scenario::<Counting>::new().after([count("2025-05", &few)]);
    let more = [total("c1", "o1", "AM01", 6, 0)];
    let (cells, held_back) = published(later.state(), count("2025-06", &more));
    assert_eq!((cells, held_back), (vec![total("c1", "o1", "AM01", 6, 0)], false));
}

#[test]
fn revocations_are_counted_like_issuances_and_apart_from_them() {
    let totals = [total("c1", "o1", "AM01", 20, 6), total("c1", "o1", "AM02", 20, 1)];
    let (cells, held_back) = published(&Counting::default(), count("2025-05", &totals));
    assert!(cells.contains(&total("c1", "o1", "AM01", 0, 6)));
    assert!(
        cells
            .iter()
            .all(|it| it.count.issued == 0 || it.count.revoked == 0)
    );
    assert!(held_back, "one revocation alone is not told");
}

#[test]
fn a_month_is_counted_once_and_never_before_an_earlier_one() {
    let totals = [total("c1", "o1", "AM01", 9, 0)];
    let counted = || Scenario::<Counting>::new().after([count("2025-05", &totals)]);
    counted().when(count("2025-05", &totals)).then([]);
    counted().when(count("2025-04", &totals)).then([]);
    assert_eq!(published(counted().state(), count("2025-06", &totals)).0, []);
}

#[test]
fn a_long_month_is_told_in_parts() {
    let totals: Vec<_> = (0..450)
        .map(|n| total(&format!("c{n}"), "o1", "AM01", 5, 0))
        .collect();
    let facts = Counting::default().decide(count("2025-05", &totals)).unwrap();
    let parts: Vec<_> = facts
        .iter()
        .map(|fact| {
            let Fact::MonthCounted {
                part,
                parts,
                cells,
                taken,
                ..
            } = fact;
            (*part, *parts, cells.len(), taken.len())
        })
        .collect();
    assert_eq!(parts, [(1, 3, 200, 450), (2, 3, 200, 0), (3, 3, 50, 0)]);
}

#[test]
fn it_goes_on_from_where_it_was_put_away() {
    let totals = [total("c1", "o1", "AM01", 9, 1)];
    let counted = Scenario::<Counting>::new().after([count("2025-05", &totals)]);
    let json = serde_json::to_string(counted.state()).unwrap();
    assert_eq!(&serde_json::from_str::<Counting>(&json).unwrap(), counted.state());
}

/// Class, provider, region; issued and revoked in one month.
type Change = (u8, u8, u8, u32, u32);

fn months() -> impl Strategy<Value = Vec<Vec<Change>>> {
    let change = (0..3u8, 0..3u8, 0..3u8, 0..7u32, 0..3u32);
    proptest::collection::vec(proptest::collection::vec(change, 0..12), 1..8)
}

proptest! {
    /// Whatever comes: no public cell is small, none is told twice, and what is public and what waits is all there is.
    #[test]
    fn no_public_count_is_small_and_none_is_lost(months in months()) {
        let mut state = Counting::default();
        let mut totals = BTreeMap::<Cell, Count>::new();
        let mut public = Count::default();
        let mut next = month("2025-01");
        for changes in months {
            for (class, provider, region, issued, revoked) in changes {
                let cell = cell(&format!("c{class}"), &format!("o{provider}"), &format!("r{region}"));
                let total = totals.entry(cell).or_default();
                total.issued += issued;
                total.revoked += revoked;
            }
            let command = Command::Count {
                month: next,
                totals: totals.iter().map(|(cell, count)| Counted { cell: cell.clone(), count: *count }).collect(),
            };
            next = next.next();
            let facts = state.decide(command).unwrap();
            for fact in facts {
                let Fact::MonthCounted { cells, held_back, .. } = &fact;
                for told in cells {
                    prop_assert!(told.count.issued == 0 || told.count.revoked == 0);
                    prop_assert!(told.count.issued + told.count.revoked >= LEAST);
                    public.issued += told.count.issued;
                    public.revoked += told.count.revoked;
                }
                let held_back = *held_back;
                state.evolve(fact);
                let all = totals.values().fold(Count::default(), |sum, it| Count {
                    issued: sum.issued + it.issued,
                    revoked: sum.revoked + it.revoked,
                });
                // What waits is less than the least, of each.
                prop_assert!(all.issued - public.issued < LEAST && all.revoked - public.revoked < LEAST);
                prop_assert_eq!(held_back, all != public);
            }
        }
    }
}
