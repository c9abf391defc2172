//! Colours, letters and shapes. A ring has its own shape as well as its own colour, and a movement its own sign: nothing is told by
//! colour alone.

use crate::{export::sheet::Movement, trends::Ring};

/// Fonts that most readers have; nothing is fetched.
pub(super) const FONT: &str = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif";
/// Background.
pub(super) const PAPER: &str = "#ffffff";
/// Background of every other ring.
pub(super) const TINT: &str = "#eef2f7";
/// Text.
pub(super) const INK: &str = "#1b2430";
/// Text that matters less.
pub(super) const FAINT: &str = "#4a5665";
/// Lines between rings and segments.
pub(super) const LINE: &str = "#748295";
/// Size of the smallest letters, in pixels where the picture is 1,000 pixels wide.
pub(super) const SMALL: f64 = 11.0;
/// Size of letters in lists.
pub(super) const TEXT: f64 = 12.0;
/// Size of headings.
pub(super) const HEADING: f64 = 16.0;

/// Colour of a ring: numbers stand on it in [`PAPER`].
pub(super) fn colour(ring: Ring) -> &'static str {
    match ring {
        Ring::Emerging => "#6a1b9a",
        Ring::Growing => "#1b5e20",
        Ring::Established => "#0d47a1",
        Ring::Declining => "#8c2f00",
        Ring::Undecided => "#4a5260",
    }
}

/// Shape of a ring, around its middle: a diamond, a house that points up, a disc, a house that points down, a square. Each has room for
/// three digits.
pub(super) fn shape(ring: Ring) -> &'static str {
    match ring {
        Ring::Emerging => "M0-15.5 15.5 0 0 15.5-15.5 0Z",
        Ring::Growing => "M0-15 12.5-5V11H-12.5V-5Z",
        Ring::Established => "M-13.5 0A13.5 13.5 0 1 1 13.5 0A13.5 13.5 0 1 1-13.5 0Z",
        Ring::Declining => "M0 15-12.5 5V-11H12.5V5Z",
        Ring::Undecided => "M-11.5-11.5H11.5V11.5H-11.5Z",
    }
}

/// Sign of a movement, around its own middle; those of a move point up, and are turned to where it went.
pub(super) fn sign(movement: Movement) -> Option<&'static str> {
    match movement {
        Movement::New => Some("M-3-.8H-.8V-3H.8V-.8H3V.8H.8V3H-.8V.8H-3Z"),
        Movement::In(_) | Movement::Out(_) => Some("M0-3.4 3 2.2H-3Z"),
        Movement::Same => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sheet::RINGS;

    /// Relative luminance, as WCAG 2.2 defines it.
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn black_on_white_is_the_most_contrast_there_is() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
    }

    #[test]
    fn every_text_can_be_read() {
        for text in [INK, FAINT] {
            for ground in [PAPER, TINT] {
                assert!(contrast(text, ground) >= 4.5, "{text} on {ground}");
            }
        }
        for ring in RINGS {
            assert!(contrast(PAPER, colour(ring)) >= 4.5, "{ring:?}");
            assert!(contrast(TINT, colour(ring)) >= 4.5, "{ring:?} as a word");
        }
        assert!(contrast(PAPER, INK) >= 4.5);
    }

    #[test]
    fn every_line_can_be_seen() {
        for ground in [PAPER, TINT] {
            assert!(contrast(LINE, ground) >= 3.0, "{ground}");
        }
    }

    #[test]
    fn rings_differ_in_shape_and_in_colour() {
        for (index, ring) in RINGS.iter().enumerate() {
            for other in &RINGS[index + 1..] {
                assert_ne!(shape(*ring), shape(*other));
                assert_ne!(colour(*ring), colour(*other));
            }
        }
    }
}
