//! Where rings and segments lie. A ring is as thick, and a segment as wide, as what is in them needs; where the width of the picture is
//! too little, the disc becomes taller than wide.

use std::f64::consts::TAU;

use crate::export::sheet::RINGS;

/// Half of the width of the disc, in pixels.
pub(super) const RADIUS: f64 = 462.0;
/// Radius of a blip with its sign, in pixels.
pub(super) const BLIP: f64 = 17.0;
/// Least distance between the middles of two blips, in pixels.
pub(super) const SPACING: f64 = 2.0 * BLIP + 1.0;
/// Half of the width of the name of a ring, in pixels. It is the same in all languages, so that places are.
pub(super) const NAME_HALF_WIDTH: f64 = 50.0;
/// Height of the name of a ring, in pixels.
pub(super) const NAME_HEIGHT: f64 = 20.0;
/// Space between the corners of a name and the outside of its ring, in pixels.
const NAME_SPACE: f64 = 2.0;

/// Least thickness of a ring: of one that is empty, of one that is not, and of the middle, in pixels.
const EMPTY_MIN: f64 = 34.0;
const FILLED_MIN: f64 = 48.0;
const MIDDLE_MIN: f64 = 96.0;
/// Part of the circle that segments share equally; the rest goes by how much is in them.
const EQUAL: f64 = 0.55;
/// Area that a blip takes, in square pixels: that of a lattice with some loss at the edges.
const AREA: f64 = SPACING * SPACING * 1.3;

/// A place, from the middle of the disc; x goes to the right and y down, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// How many skills are where: for each segment, by ring.
pub(super) type Counts = Vec<[usize; RINGS.len()]>;

/// Where rings and segments lie.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// Outer radii of the rings, at the side of the disc.
    pub(super) radii: Vec<f64>,
    /// Where segments begin and end, in radians, clockwise from the top.
    pub(super) angles: Vec<(f64, f64)>,
    /// How much taller than wide the disc is.
    pub(super) stretch: f64,
}

impl Frame {
    /// A round disc for what is in it. The last ring is left out when it is empty: it is none.
    pub(super) fn new(counts: &Counts) -> Self {
        let angles = angles(counts);
        Self {
            radii: radii(counts, &angles),
            angles,
            stretch: 1.0,
        }
    }

    /// The same, taller.
    pub(super) fn stretched(self, stretch: f64) -> Self {
        Self { stretch, ..self }
    }

    /// The place at an angle and radius, as they are before the disc is stretched.
    pub(super) fn at(&self, angle: f64, radius: f64) -> Point {
        Point {
            x: radius * angle.sin(),
            y: -radius * angle.cos() * self.stretch,
        }
    }

    /// Angle and radius of a place, as they were before the disc was stretched.
    pub(super) fn polar(&self, point: Point) -> (f64, f64) {
        let y = point.y / self.stretch;
        let angle = point.x.atan2(-y).rem_euclid(TAU);
        (angle, point.x.hypot(y))
    }

    /// Radii between which a ring lies.
    pub(super) fn ring(&self, ring: usize) -> (f64, f64) {
        let inner = ring.checked_sub(1).and_then(|it| self.radii.get(it));
        let outer = self.radii.get(ring);
        (inner.copied().unwrap_or(0.0), outer.copied().unwrap_or(0.0))
    }

    /// Where the name of a ring ends at the top: just within its ring, but that of the first is in the middle.
    pub(super) fn name_top(&self, ring: usize) -> f64 {
        if ring == 0 {
            return -NAME_HEIGHT / 2.0;
        }
        let outer = self.ring(ring).1;
        let corner = (outer * outer - NAME_HALF_WIDTH * NAME_HALF_WIDTH)
            .max(0.0)
            .sqrt();
        NAME_SPACE - corner * self.stretch
    }

    /// Whether a blip at a place would touch the name of any ring.
    pub(super) fn touches_a_name(&self, point: Point) -> bool {
        (0..self.radii.len()).any(|it| self.touches_name(point, it))
    }

    fn touches_name(&self, point: Point, ring: usize) -> bool {
        let top = self.name_top(ring);
        let beside = (point.x.abs() - NAME_HALF_WIDTH).max(0.0);
        let above = (top - point.y).max(point.y - top - NAME_HEIGHT).max(0.0);
        beside.hypot(above) < BLIP + 1.0
    }
}

fn angles(counts: &Counts) -> Vec<(f64, f64)> {
    let all: usize = counts.iter().flatten().sum();
    let mut from = 0.0;
    let angle = |segment: &[usize; RINGS.len()]| {
        let own: usize = segment.iter().sum();
        let share = EQUAL / counts.len() as f64 + (1.0 - EQUAL) * own as f64 / all.max(1) as f64;
        let begins = from;
        from += share * TAU;
        (begins, from)
    };
    counts.iter().map(angle).collect()
}

fn radii(counts: &Counts, angles: &[(f64, f64)]) -> Vec<f64> {
    let in_ring = |ring: usize| counts.iter().map(|it| it[ring]).sum::<usize>();
    let rings = if in_ring(RINGS.len() - 1) == 0 {
        RINGS.len() - 1
    } else {
        RINGS.len()
    };
    let least = |ring: usize| match ring {
        0 => MIDDLE_MIN,
        ring if in_ring(ring) == 0 => EMPTY_MIN,
        _ => FILLED_MIN,
    };
    let mut inner: f64 = 0.0;
    let wanted: Vec<f64> = (0..rings)
        .map(|ring| {
            let segments = counts.iter().zip(angles);
            let need = segments.map(|(it, (from, to))| it[ring] as f64 * AREA / (to - from));
            let outer = (inner * inner + 2.0 * need.fold(0.0, f64::max)).sqrt();
            let thickness = (outer - inner).max(least(ring));
            inner += thickness;
            thickness - least(ring)
        })
        .collect();
    let spare = RADIUS - (0..rings).map(least).sum::<f64>();
    let sum: f64 = wanted.iter().sum();
    let mut outer = 0.0;
    let radius = |(ring, wanted): (usize, &f64)| {
        // What is left when all have what they want is shared by all.
        let extra = if sum > spare {
            wanted * spare / sum
        } else {
            wanted + (spare - sum) / rings as f64
        };
        outer += least(ring) + extra;
        outer
    };
    wanted.iter().enumerate().map(radius).collect()
}
