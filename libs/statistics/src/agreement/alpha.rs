//! Any number of coders, who need not all have coded everything.

use std::collections::BTreeMap;

/// The method of [`krippendorff_alpha`].
pub const KRIPPENDORFF_NOMINAL: &str = "krippendorff-alpha-nominal/1";

/// Codings of which no agreement can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AlphaError {
    /// No answer was coded twice.
    #[error("agreement needs at least one answer that was coded twice")]
    NothingCoded,
    /// Only one code occurs among the answers that were coded twice.
    #[error(
        "every answer that was coded twice has the same code, so that agreement beyond chance cannot be told"
    )]
    OneCode,
}

/// Agreement of any number of coders beyond chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alpha {
    /// The method, [`KRIPPENDORFF_NOMINAL`].
    pub method: &'static str,
    /// How many answers at least two coders coded.
    pub answers: usize,
    /// How many codes these answers have in all.
    pub codings: usize,
    /// 1 is full agreement, 0 what chance explains.
    pub alpha: f64,
}

/// Agreement beyond chance for codes without order (K. Krippendorff, "Content Analysis", 2nd edition, 2004, chapter 11). A row
/// holds the codes of one answer, `None` for a coder who did not code it; answers with fewer than two codes say nothing
/// and are left out.
///
/// # Errors
///
/// See [`AlphaError`].
pub fn krippendorff_alpha<C: Ord, R: AsRef<[Option<C>]>>(answers: &[R]) -> Result<Alpha, AlphaError> {
    let mut of_code: BTreeMap<&C, f64> = BTreeMap::new();
    let (mut coded_twice, mut codings, mut disagreement) = (0, 0, 0.0);
    for answer in answers {
        let codes = counted(answer.as_ref());
        let all: f64 = codes.values().sum();
        if all < 2.0 {
            continue;
        }
        coded_twice += 1;
        codings += all as usize;
        disagreement += unlike_pairs(all, codes.values()) / (all - 1.0);
        for (code, count) in codes {
            *of_code.entry(code).or_default() += count;
        }
    }
    if coded_twice == 0 {
        return Err(AlphaError::NothingCoded);
    }
    if of_code.len() < 2 {
        return Err(AlphaError::OneCode);
    }
    let all = codings as f64;
    let by_chance = unlike_pairs(all, of_code.values()) / (all - 1.0);
    Ok(Alpha {
        method: KRIPPENDORFF_NOMINAL,
        answers: coded_twice,
        codings,
        alpha: 1.0 - disagreement / by_chance,
    })
}

fn counted<C: Ord>(codes: &[Option<C>]) -> BTreeMap<&C, f64> {
    let mut counts = BTreeMap::new();
    for code in codes.iter().flatten() {
        *counts.entry(code).or_default() += 1.0;
    }
    counts
}

/// How many ordered pairs of codings have different codes.
fn unlike_pairs<'a>(all: f64, counts: impl Iterator<Item = &'a f64>) -> f64 {
    all * all - counts.map(|count| count * count).sum::<f64>()
}
