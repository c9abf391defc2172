//! What is known of the population: how many there are in each category of a variable.

use std::collections::BTreeMap;

use crate::Faults;

/// The largest total of a category.
pub const MAX_TOTAL: f64 = 1e12;

/// The smallest total of a category.
pub const MIN_TOTAL: f64 = 1e-6;

/// By which share the totals of two variables may differ: official figures are rounded to hundreds or thousands. Those
/// of the first variable then count.
pub const MARGIN_TOLERANCE: f64 = 0.001;

/// A margin that cannot be.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MarginFault {
    /// A variable without categories.
    #[error("variable {variable} has no categories")]
    NoCategories {
        /// The variable.
        variable: String,
    },
    /// The same category twice.
    #[error("variable {variable} has category {category} twice")]
    DuplicateCategory {
        /// The variable.
        variable: String,
        /// The category.
        category: String,
    },
    /// A total that is no number, not above 0, or out of bounds.
    #[error(
        "variable {variable}: the total of category {category} lies between {MIN_TOTAL:e} and {MAX_TOTAL:e}, and {total} does not"
    )]
    Total {
        /// The variable.
        variable: String,
        /// The category.
        category: String,
        /// What the total is.
        total: f64,
    },
}

/// The known totals of the categories of one variable, such as employees per sector.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    variable: String,
    totals: BTreeMap<String, f64>,
}

impl Margin {
    /// The totals of a variable's categories, in persons or firms or as shares.
    ///
    /// # Errors
    ///
    /// Every fault, see [`MarginFault`].
    pub fn new<C: Into<String>>(
        variable: impl Into<String>,
        totals: impl IntoIterator<Item = (C, f64)>,
    ) -> Result<Self, Faults<MarginFault>> {
        let mut margin = Self {
            variable: variable.into(),
            totals: BTreeMap::new(),
        };
        let mut faults = Vec::new();
        for (category, total) in totals {
            faults.extend(margin.add(category.into(), total));
        }
        if margin.totals.is_empty() && faults.is_empty() {
            faults.push(MarginFault::NoCategories {
                variable: margin.variable.clone(),
            });
        }
        Faults::none_or(faults)?;
        Ok(margin)
    }

    fn add(&mut self, category: String, total: f64) -> Option<MarginFault> {
        let variable = || self.variable.clone();
        if !(MIN_TOTAL..=MAX_TOTAL).contains(&total) {
            return Some(MarginFault::Total {
                variable: variable(),
                category,
                total,
            });
        }
        if self.totals.contains_key(&category) {
            return Some(MarginFault::DuplicateCategory {
                variable: variable(),
                category,
            });
        }
        self.totals.insert(category, total);
        None
    }

    /// The name of the variable.
    pub fn variable(&self) -> &str {
        &self.variable
    }

    /// The categories with their totals, in the order of their names.
    pub fn totals(&self) -> impl ExactSizeIterator<Item = (&str, f64)> {
        self.totals
            .iter()
            .map(|(category, total)| (category.as_str(), *total))
    }

    /// All categories together.
    pub fn total(&self) -> f64 {
        self.totals.values().sum()
    }
}
