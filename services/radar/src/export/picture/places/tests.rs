use proptest::prelude::*;

use super::*;
use crate::{domain::edition::ENTRIES_MAX, export::picture::segments::SEGMENTS_MAX};

/// Whether all is where it belongs, looked at from outside: distances between all blips, and all points of their edges.
fn check(counts: &Counts) -> f64 {
    let (frame, places) = plan(counts);
    let all: Vec<Point> = places.iter().flatten().flatten().copied().collect();
    assert_eq!(all.len(), counts.iter().flatten().sum::<usize>());
    for (index, a) in all.iter().enumerate() {
        for b in &all[index + 1..] {
            assert!(
                (a.x - b.x).hypot(a.y - b.y) >= 2.0 * BLIP,
                "{a:?} and {b:?} touch"
            );
        }
    }
    for (segment, rings) in places.iter().enumerate() {
        for (ring, points) in rings.iter().enumerate() {
            assert_eq!(points.len(), counts[segment][ring]);
            points
                .iter()
                .for_each(|it| check_place(&frame, segment, ring, *it));
        }
    }
    frame.stretch
}

fn check_place(frame: &Frame, segment: usize, ring: usize, point: Point) {
    let (inner, outer) = frame.ring(ring);
    let (from, to) = frame.angles[segment];
    for step in 0..360 {
        let (sin, cos) = f64::from(step).to_radians().sin_cos();
        let (angle, radius) = frame.polar(Point {
            x: point.x + BLIP * cos,
            y: point.y + BLIP * sin,
        });
        assert!(
            inner <= radius && radius <= outer,
            "{point:?} is not in ring {ring}"
        );
        let is_within = frame.angles.len() == 1 || (from <= angle && angle <= to);
        assert!(is_within, "{point:?} is not in segment {segment}");
    }
    assert!(!frame.touches_a_name(point));
}

fn cells(segments: usize, count: impl Fn(usize, usize) -> usize) -> Counts {
    (0..segments)
        .map(|segment| std::array::from_fn(|ring| count(segment, ring)))
        .collect()
}

#[test]
fn few_skills_lie_on_a_round_disc() {
    assert_eq!(check(&cells(4, |segment, ring| (segment + ring) % 3)), 1.0);
    assert_eq!(check(&cells(SEGMENTS_MAX, |_, _| 2)), 1.0);
}

#[test]
fn the_largest_edition_fits_into_one_cell() {
    for ring in 0..RINGS.len() {
        assert!(check(&cells(1, |_, it| if it == ring { ENTRIES_MAX } else { 0 })) < 2.0);
        for segment in 0..SEGMENTS_MAX {
            let rest = ENTRIES_MAX - SEGMENTS_MAX + 1;
            let all_in_one = |of: usize, it: usize| match (of == segment, it == ring) {
                (true, true) => rest,
                // The other segments have to have something in them to be there.
                (false, false) if it == (ring + 1) % RINGS.len() => 1,
                _ => 0,
            };
            check(&cells(SEGMENTS_MAX, all_in_one));
        }
    }
}

#[test]
fn the_largest_edition_fits_where_each_segment_needs_another_ring() {
    let size = ENTRIES_MAX / SEGMENTS_MAX;
    for turn in 0..RINGS.len() {
        let diagonal = |segment: usize, ring: usize| {
            if (segment + turn) % RINGS.len() == ring {
                size
            } else {
                0
            }
        };
        assert!(check(&cells(SEGMENTS_MAX, diagonal)) < STRETCH_MAX / 3.0);
    }
}

#[test]
fn the_largest_edition_fits_when_it_is_spread() {
    assert!(
        check(&cells(SEGMENTS_MAX, |_, _| ENTRIES_MAX
            / SEGMENTS_MAX
            / RINGS.len()))
            < 1.8
    );
    assert!(check(&cells(5, |_, _| ENTRIES_MAX / 25)) < 1.8);
}

#[test]
fn nothing_at_all_is_a_disc_as_well() {
    assert_eq!(check(&Vec::new()), 1.0);
}

#[test]
fn the_same_edition_has_the_same_places() {
    let counts = cells(3, |segment, ring| 2 * segment + ring);
    assert_eq!(plan(&counts).1, plan(&counts).1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn blips_lie_where_they_belong_and_never_on_each_other(
        skills in prop::collection::vec(0..usize::MAX, 1..=ENTRIES_MAX),
        taken in prop::collection::vec((0..SEGMENTS_MAX, 0..RINGS.len()), 1..12),
    ) {
        // All skills lie in a few cells, so that there is little room in some and much in others.
        let mut counts = cells(SEGMENTS_MAX, |_, _| 0);
        for skill in skills {
            let (segment, ring) = taken[skill % taken.len()];
            counts[segment][ring] += 1;
        }
        counts.retain(|it| it.iter().any(|count| *count > 0));
        prop_assert!(check(&counts) < STRETCH_MAX / 3.0);
    }
}
