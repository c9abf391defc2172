//! Weights that make the respondents add up to what is known of the population.

mod cells;

use crate::{
    Faults,
    survey::{Margin, Weights},
};

use cells::Cells;

/// The method of [`rake`] without a trim.
pub const RAKING: &str = "raking/1";

/// The method of [`rake`] with a trim.
pub const RAKING_TRIMMED: &str = "raking-trimmed/1";

/// Respondents that cannot be weighted to the margins.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RakingFault {
    /// Nothing is known of the population.
    #[error("weighting needs at least one variable with known totals")]
    NoMargins,
    /// Nobody answered.
    #[error("weighting needs at least one respondent")]
    NoRespondents,
    /// The same variable twice.
    #[error("variable {variable} is given twice")]
    DuplicateVariable {
        /// The variable.
        variable: String,
    },
    /// The totals of two variables belong to different populations.
    #[error("the totals of {variable} add up to {total}, and those of the first variable to {expected}")]
    TotalsDisagree {
        /// The variable.
        variable: String,
        /// What its totals add up to.
        total: f64,
        /// What those of the first variable add up to.
        expected: f64,
    },
    /// Nobody answered in a category that the population has, so that no weight can make up for it: join categories.
    #[error("variable {variable}: category {category} has no respondents")]
    CategoryWithoutRespondents {
        /// The variable.
        variable: String,
        /// The category.
        category: String,
    },
    /// Respondents in a category of which the population's total is not known.
    #[error("variable {variable}: category {category} of {respondents} respondents has no known total")]
    CategoryNotInMargin {
        /// The variable.
        variable: String,
        /// The category.
        category: String,
        /// How many respondents have it.
        respondents: usize,
    },
    /// A respondent with more or fewer categories than there are variables.
    #[error("respondent {respondent} has {given} categories, and there are {expected} variables")]
    WrongNumberOfCategories {
        /// Which one, counted from 0.
        respondent: usize,
        /// How many categories were given.
        given: usize,
        /// How many variables there are.
        expected: usize,
    },
    /// The arithmetic left its bounds, which only totals that differ by very many orders of magnitude bring about.
    #[error("the totals differ by so many orders of magnitude that no weights can be found")]
    Unsolved,
}

/// A setting of the weighting that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum SettingError {
    /// A trim that does not leave the mean weight inside.
    #[error("a trim lies around the mean weight 1, as 0.2 and 5 do, and {least} and {most} do not")]
    Trim {
        /// The least weight.
        least: f64,
        /// The largest weight.
        most: f64,
    },
    /// A tolerance that cannot be reached, or that means nothing.
    #[error("the tolerance lies between 1e-12 and 0.1, and {0} does not")]
    Tolerance(f64),
    /// No sweeps, or very many.
    #[error("the number of sweeps lies between 1 and 10000, and {0} does not")]
    Sweeps(u32),
}

/// Between which multiples of the mean weight every weight has to lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trim {
    least: f64,
    most: f64,
}

impl Trim {
    /// The least and the largest weight, as multiples of the mean weight.
    ///
    /// # Errors
    ///
    /// [`SettingError::Trim`].
    pub fn new(least: f64, most: f64) -> Result<Self, SettingError> {
        let around = (0.0..1.0).contains(&least) && most > 1.0 && most.is_finite();
        around
            .then_some(Self { least, most })
            .ok_or(SettingError::Trim { least, most })
    }
}

/// How weights are searched for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Raking {
    sweeps: u32,
    tolerance: f64,
    trim: Option<Trim>,
}

impl Default for Raking {
    /// At most 500 sweeps, until no total is off by more than a millionth; no trim.
    fn default() -> Self {
        Self {
            sweeps: 500,
            tolerance: 1e-6,
            trim: None,
        }
    }
}

impl Raking {
    /// How many sweeps over all variables are made at most.
    ///
    /// # Errors
    ///
    /// [`SettingError::Sweeps`].
    pub fn with_sweeps(self, sweeps: u32) -> Result<Self, SettingError> {
        let inside = (1..=10_000).contains(&sweeps);
        inside
            .then_some(Self { sweeps, ..self })
            .ok_or(SettingError::Sweeps(sweeps))
    }

    /// By which share a weighted total may miss the known one.
    ///
    /// # Errors
    ///
    /// [`SettingError::Tolerance`].
    pub fn with_tolerance(self, tolerance: f64) -> Result<Self, SettingError> {
        let inside = (1e-12..=0.1).contains(&tolerance);
        inside
            .then_some(Self { tolerance, ..self })
            .ok_or(SettingError::Tolerance(tolerance))
    }

    /// Keeps every weight between two multiples of the mean weight, at the price of the margins where both cannot be had.
    pub fn with_trim(self, trim: Trim) -> Self {
        Self {
            trim: Some(trim),
            ..self
        }
    }
}

/// How well the weights meet the margins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Convergence {
    /// Whether every weighted total is within the tolerance of the known one.
    pub converged: bool,
    /// How many sweeps over all variables were made.
    pub sweeps: u32,
    /// By which share the worst weighted total misses the known one.
    pub largest_discrepancy: f64,
    /// How many respondents have a weight that the trim bounds.
    pub trimmed: usize,
}

/// Weights with how well they meet the margins.
#[derive(Debug, Clone, PartialEq)]
pub struct Raked {
    /// The method, [`RAKING`] or [`RAKING_TRIMMED`].
    pub method: &'static str,
    /// One weight for each respondent; together they add up to the population.
    pub weights: Weights,
    /// How well they meet the margins.
    pub convergence: Convergence,
}

/// Weights respondents to the known totals of several variables, of which only the margins are known: each variable in
/// turn is brought to its totals, over and over (W. Deming & F. Stephan, "On a least squares adjustment of a sampled
/// frequency table when the expected marginal totals are known", Annals of Mathematical Statistics 11, 1940).
///
/// A respondent is given by one category for each variable, in the order of the margins. With a trim, weights outside of it
/// are set to its ends and the margins sought anew, in turns. Weights that do not converge are handed out too, and say so.
///
/// # Errors
///
/// Every fault, see [`RakingFault`].
pub fn rake<R, C>(margins: &[Margin], respondents: &[R], how: &Raking) -> Result<Raked, Faults<RakingFault>>
where
    R: AsRef<[C]>,
    C: AsRef<str>,
{
    let mut cells = Cells::of(margins, respondents)?;
    let mut sweeps = 0;
    let mut discrepancy = f64::INFINITY;
    while sweeps < how.sweeps && discrepancy > how.tolerance {
        cells.sweep();
        sweeps += 1;
        discrepancy = cells.discrepancy();
        // Trimmed as soon as the margins are met, and at the end in any case.
        if let Some(trim) = how.trim
            && (discrepancy <= how.tolerance || sweeps == how.sweeps)
        {
            cells.trim(trim.least, trim.most);
            discrepancy = cells.discrepancy();
        }
    }
    let trimmed = how.trim.map_or(0, |trim| cells.on_bound(trim.least, trim.most));
    Ok(Raked {
        method: if how.trim.is_some() {
            RAKING_TRIMMED
        } else {
            RAKING
        },
        weights: Weights::new(cells.weights()).map_err(|_| RakingFault::Unsolved)?,
        convergence: Convergence {
            converged: discrepancy <= how.tolerance,
            sweeps,
            largest_discrepancy: discrepancy,
            trimmed,
        },
    })
}
