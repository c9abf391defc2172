//! Do two coders read the same in an answer?

mod alpha;
mod kappa;

pub use alpha::{Alpha, AlphaError, KRIPPENDORFF_NOMINAL, krippendorff_alpha};
pub use kappa::{COHEN_KAPPA, Kappa, KappaError, cohen_kappa};

#[cfg(test)]
mod tests;
