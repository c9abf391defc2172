//! How mentions develop, and what ring of the radar follows from that. All of it is pure: the same sources, the same question and the
//! same version of the rules give the same radar.
//!
//! - [`periods`]: the periods a question is about;
//! - [`library`]: what was read, held so that a question over millions of mentions is answered at once;
//! - [`series`]: mentions per period of the skills a question is about;
//! - [`rings`]: the test, and the rule that gives rings.

pub mod library;
pub mod periods;
pub mod rings;
pub mod series;

use serde::{Deserialize, Serialize};

pub use periods::PeriodLength;

/// Rings of the radar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Ring {
    /// Hardly named before, and named more and more.
    Emerging,
    /// Named more and more.
    Growing,
    /// Named as often as before.
    Established,
    /// Named less and less.
    Declining,
    /// Too little was read to tell.
    Undecided,
}

/// How fast mentions grow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Growth {
    /// By what factor mentions per word grow from one period to the next, or by a step from the earlier periods to the later. None when
    /// nothing was found before.
    pub factor: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end of its 95 % interval; none when it is unbounded.
    pub high: Option<f64>,
    /// Probability of at least such a trend if there were none.
    pub p_value: f64,
    /// The same, adjusted for all that were looked at together.
    pub q_value: Option<f64>,
    /// Name and version of the test.
    pub method: String,
    /// How much more mentions vary than chance alone would make them.
    pub dispersion: Option<f64>,
}
