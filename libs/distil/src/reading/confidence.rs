//! How far a mention can be trusted.
//!
//! A confidence is the share of mentions like this that a reader would link to the same concept. The figures were set by hand, in the order in which kinds of
//! mentions proved right in the tuned part of the annotated set and in texts read against the whole of ESCO, where more goes wrong than
//! against a few concepts; a test holds their mean within 0.15 of the share that is right in the tuned part.

use super::How;
use crate::lexicon::LabelKind;

/// A mention of less than this is not reported.
pub(crate) const LOWEST: f32 = 0.5;

/// What a mention is judged by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evidence {
    pub(crate) how: How,
    pub(crate) kind: LabelKind,
    /// Content words of the label.
    pub(crate) units: usize,
    /// Content words between the words of the label.
    pub(crate) gap: usize,
    /// How much the units say together, see [`Index::weight`](crate::lexicon::Index::weight).
    pub(crate) weight: f32,
    /// A word that is used in other meanings too.
    pub(crate) weak: bool,
    /// A word names the one who does it, or is another verb that says the same.
    pub(crate) agent: bool,
    /// Words of the label that say little are missing.
    pub(crate) reduced: bool,
    /// The label itself was taken apart.
    pub(crate) split: bool,
    /// Only a part of a longer word that is not its last.
    pub(crate) modifier: bool,
}

/// The share of mentions with this evidence that are right.
pub(crate) fn confidence(evidence: &Evidence) -> f32 {
    let base: f32 = match (evidence.how, evidence.units) {
        (How::Exact, _) => 0.95,
        (How::Inflected, 1) => 0.85,
        (How::Inflected, _) => 0.92,
        (How::Compound, 1) if evidence.modifier => 0.55,
        (How::Compound, 1) => 0.65,
        (How::Compound, _) => 0.82,
        (How::Reordered, _) => 0.85,
        (How::Gapped, _) => 0.82,
    };
    let kind = match evidence.kind {
        LabelKind::Preferred => 1.0,
        LabelKind::Alternative => 0.97,
        LabelKind::Hidden => 0.9,
    };
    // Two general words that stand apart meet by chance more often than two rare ones.
    let loose = matches!(evidence.how, How::Reordered | How::Gapped | How::Compound) && evidence.units > 1;
    let common = if loose {
        0.5 * (0.9 - evidence.weight).clamp(0.0, 0.6)
    } else {
        0.0
    };
    let mut confidence = base * kind - 0.07 * evidence.gap as f32 - common;
    for (so, factor) in [
        (evidence.weak, 0.8),
        (evidence.agent, 0.85),
        (evidence.reduced, 0.85),
        (evidence.split && loose, 0.95),
    ] {
        if so {
            confidence *= factor;
        }
    }
    confidence.clamp(0.0, 1.0)
}
