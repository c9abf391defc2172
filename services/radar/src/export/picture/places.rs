//! Where blips lie: in their ring and segment, without touching each other, at the same place for the same edition.

use std::f64::consts::{PI, TAU};

use super::frame::{BLIP, Counts, Frame, Point, SPACING};
use crate::export::sheet::RINGS;

/// Largest distance between blips when there is room, in pixels.
const SPACING_MAX: f64 = 240.0;
/// By what part the distance becomes smaller from one attempt to the next.
const CLOSER: f64 = 0.93;
/// By what factor the disc becomes taller from one attempt to the next.
const TALLER: f64 = 1.06;
/// Tallest disc. The tests find none that needs more than a third of it.
const STRETCH_MAX: f64 = 20.0;
/// Places of a lattice that are tried, in parts of its distances.
const SHIFTS: [(f64, f64); 4] = [(0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)];
/// How many points of the edge of a blip are looked at.
const EDGE: usize = 16;

/// Places of the skills of each segment, by ring, in the order in which they are numbered: clockwise, outwards.
pub(super) type Places = Vec<[Vec<Point>; RINGS.len()]>;

/// Finds the frame and the places.
pub(super) fn plan(counts: &Counts) -> (Frame, Places) {
    let mut frame = Frame::new(counts);
    while !has_room(&frame, counts) && frame.stretch < STRETCH_MAX {
        let stretch = frame.stretch * TALLER;
        frame = frame.stretched(stretch);
    }
    let place = |(segment, counts): (usize, &[usize; RINGS.len()])| {
        std::array::from_fn(|ring| spread(&Cell::new(&frame, ring, segment), counts[ring]))
    };
    let places = counts.iter().enumerate().map(place).collect();
    (frame, places)
}

fn has_room(frame: &Frame, counts: &Counts) -> bool {
    counts.iter().enumerate().all(|(segment, counts)| {
        let mut rings = counts.iter().enumerate();
        rings.all(|(ring, count)| Cell::new(frame, ring, segment).lattice(SPACING, *count).is_some())
    })
}

/// Places as far from each other as there is room for.
fn spread(cell: &Cell<'_>, count: usize) -> Vec<Point> {
    let spacings = std::iter::successors(Some(SPACING_MAX), |it| Some(it * CLOSER));
    let spacings = spacings.take_while(|it| *it > SPACING).chain([SPACING]);
    let mut found = spacings.filter_map(|it| cell.lattice(it, count));
    let mut places = found.next().unwrap_or_default();
    places.sort_by(|a, b| {
        let ((angle, radius), other) = (cell.frame.polar(*a), cell.frame.polar(*b));
        angle.total_cmp(&other.0).then(radius.total_cmp(&other.1))
    });
    places
}

/// A ring within a segment.
struct Cell<'a> {
    frame: &'a Frame,
    radii: (f64, f64),
    angles: (f64, f64),
}

impl<'a> Cell<'a> {
    fn new(frame: &'a Frame, ring: usize, segment: usize) -> Self {
        Self {
            frame,
            radii: frame.ring(ring),
            angles: frame.angles.get(segment).copied().unwrap_or((0.0, TAU)),
        }
    }

    /// So many places on a lattice of equal triangles with that distance between neighbours, those next to the middle of the cell.
    fn lattice(&self, spacing: f64, count: usize) -> Option<Vec<Point>> {
        if count == 0 {
            return Some(Vec::new());
        }
        SHIFTS.iter().find_map(|shift| {
            let mut points = self.points(spacing, *shift);
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            points.truncate(count);
            (points.len() == count).then(|| points.into_iter().map(|it| it.1).collect())
        })
    }

    /// Points of a lattice that may hold a blip, each with its distance to the middle of the cell.
    fn points(&self, spacing: f64, shift: (f64, f64)) -> Vec<(f64, Point)> {
        let angle = (self.angles.0 + self.angles.1) / 2.0;
        let middle = self.frame.at(angle, (self.radii.0 + self.radii.1) / 2.0);
        let (sin, cos) = angle.sin_cos();
        let row_height = spacing * 0.75_f64.sqrt();
        let reach = 2.0 * self.radii.1 * self.frame.stretch;
        let (rows, columns) = (
            (reach / row_height).ceil() as i32,
            (reach / spacing).ceil() as i32,
        );
        let mut points = Vec::new();
        for row in -rows..=rows {
            let indent = if row % 2 == 0 { 0.0 } else { 0.5 };
            for column in -columns..=columns {
                let along = (f64::from(column) + indent + shift.0) * spacing;
                let out = (f64::from(row) + shift.1) * row_height;
                let point = Point {
                    x: middle.x + along * cos + out * sin,
                    y: middle.y + along * sin - out * cos,
                };
                if self.may_hold(point) {
                    points.push((along.hypot(out), point));
                }
            }
        }
        points
    }

    /// Whether a blip there is in the cell as a whole, and touches no name of a ring.
    fn may_hold(&self, point: Point) -> bool {
        let edge = |index: usize| {
            let (sin, cos) = (index as f64 * TAU / EDGE as f64).sin_cos();
            Point {
                x: point.x + (BLIP + 1.0) * cos,
                y: point.y + (BLIP + 1.0) * sin,
            }
        };
        self.contains(point)
            && (0..EDGE).all(|it| self.contains(edge(it)))
            && !self.frame.touches_a_name(point)
    }

    fn contains(&self, point: Point) -> bool {
        let (angle, radius) = self.frame.polar(point);
        let is_whole = self.angles.1 - self.angles.0 > TAU - PI / 1_000.0;
        let is_between = || self.angles.0 <= angle && angle <= self.angles.1;
        self.radii.0 <= radius && radius <= self.radii.1 && (is_whole || is_between())
    }
}

#[cfg(test)]
mod tests;
