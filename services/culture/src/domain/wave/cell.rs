//! What was found in a measurement, cell by cell.

use blocks::values::Id;
use serde::{Deserialize, Serialize};

use crate::domain::component::{Component, PerComponent};

/// An estimate with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Respondents it rests on.
    pub n: u32,
    /// How many of a simple random sample would say as much.
    pub effective_n: f64,
    /// The estimate, from 0 to 100.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Lower end of the 95 % interval.
    pub lower: f64,
    /// Upper end of the 95 % interval.
    pub upper: f64,
}

/// A category of a variable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Category {
    /// Variable.
    pub variable: Id,
    /// Category.
    pub category_id: Id,
}

/// An item's estimate; none where it is not shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemEstimate {
    /// Item.
    pub item_id: Id,
    /// The estimate.
    pub estimate: Option<Estimate>,
}

/// What is shown of a cell: all three components, never fewer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The components.
    pub components: PerComponent<Estimate>,
    /// Items; none in crossings.
    pub items: Vec<ItemEstimate>,
}

/// A cell. Of one that is not shown nothing is kept, not even how many responses it had.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// What it is of; empty for the whole population.
    pub categories: Vec<Category>,
    /// What is shown of it.
    pub shown: Option<Shown>,
}

impl Cell {
    /// Whether it belongs to the cut by these variables, in any order.
    #[must_use]
    pub fn is_of_cut(&self, variables: &[String]) -> bool {
        let names = self.categories.iter().map(|it| &it.variable);
        self.categories.len() == variables.len() && names.into_iter().all(|it| variables.contains(it))
    }

    /// The same categories, whatever their order.
    #[must_use]
    pub fn key(&self) -> Vec<Category> {
        let mut key = self.categories.clone();
        key.sort();
        key
    }
}

/// How consistent the items of a component are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Reliability {
    /// Component.
    pub component: Component,
    /// Cronbach's alpha; none where there is none.
    pub alpha: Option<f64>,
    /// Respondents who answered all its items.
    pub n: u32,
}

/// How the responses were weighted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weighting {
    /// Variables whose margins the weights meet.
    pub variables: Vec<Id>,
    /// Variables whose margins were left out.
    pub left_out: Vec<Id>,
    /// Rounds that raking took.
    pub rounds: u32,
    /// Smallest weight, with a mean of 1.
    pub smallest: f64,
    /// Greatest weight.
    pub greatest: f64,
}

/// What is known of an estimated measurement as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Responses.
    pub responses: u32,
    /// Name and version of the method.
    pub method: String,
    /// How they were weighted.
    pub weighting: Weighting,
    /// Reliability of the components.
    pub reliabilities: Vec<Reliability>,
    /// Fewest respondents behind anything that is shown.
    pub least_cell: u32,
    /// Cells that are not shown.
    pub suppressed: u32,
}
