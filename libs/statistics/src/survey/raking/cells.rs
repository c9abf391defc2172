//! Respondents with the same categories have the same weight, so that the work is done once for all of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Faults,
    survey::{MARGIN_TOLERANCE, Margin, raking::RakingFault},
};

/// Respondents with the same categories.
struct Cell {
    /// The category of each variable.
    categories: Vec<usize>,
    respondents: f64,
    /// Of each of them.
    weight: f64,
}

/// All respondents and the totals that they are to meet.
pub(super) struct Cells {
    /// The known totals, per variable and category.
    totals: Vec<Vec<f64>>,
    cells: Vec<Cell>,
    /// The cell of each respondent.
    of_respondent: Vec<usize>,
    /// The mean weight.
    mean: f64,
}

impl Cells {
    pub(super) fn of<R, C>(margins: &[Margin], respondents: &[R]) -> Result<Self, Faults<RakingFault>>
    where
        R: AsRef<[C]>,
        C: AsRef<str>,
    {
        let mut faults = faults_of_margins(margins);
        if respondents.is_empty() {
            faults.push(RakingFault::NoRespondents);
        }
        let mut reader = Reader::new(margins);
        let rows: Vec<_> = respondents
            .iter()
            .enumerate()
            .map(|(index, row)| reader.read(index, row.as_ref()))
            .collect();
        faults.extend(reader.faults(respondents.len()));
        Faults::none_or(faults)?;
        Ok(Self::new(margins, rows))
    }

    fn new(margins: &[Margin], rows: Vec<Vec<usize>>) -> Self {
        let population = margins.first().map_or(0.0, Margin::total);
        let scaled = |margin: &Margin| {
            let scale = population / margin.total();
            margin.totals().map(|(_, total)| total * scale).collect()
        };
        let mean = population / rows.len() as f64;
        let mut known = BTreeMap::new();
        let mut cells: Vec<Cell> = Vec::new();
        let mut of_respondent = Vec::with_capacity(rows.len());
        for categories in rows {
            let index = *known.entry(categories).or_insert_with_key(|categories| {
                cells.push(Cell {
                    categories: categories.clone(),
                    respondents: 0.0,
                    weight: mean,
                });
                cells.len() - 1
            });
            cells[index].respondents += 1.0;
            of_respondent.push(index);
        }
        Self {
            totals: margins.iter().map(scaled).collect(),
            cells,
            of_respondent,
            mean,
        }
    }

    /// Brings each variable in turn to its totals.
    pub(super) fn sweep(&mut self) {
        for variable in 0..self.totals.len() {
            let weighted = self.weighted(variable);
            for cell in &mut self.cells {
                let category = cell.categories[variable];
                // A category whose weights have all vanished, which margins that exclude each other bring about, stays so.
                if weighted[category] > 0.0 {
                    cell.weight *= self.totals[variable][category] / weighted[category];
                }
            }
        }
    }

    /// By which share the worst total is missed.
    pub(super) fn discrepancy(&self) -> f64 {
        let mut worst = 0.0_f64;
        for (variable, totals) in self.totals.iter().enumerate() {
            for (weighted, total) in self.weighted(variable).into_iter().zip(totals) {
                worst = worst.max((weighted - total).abs() / total);
            }
        }
        worst
    }

    fn weighted(&self, variable: usize) -> Vec<f64> {
        let mut sums = vec![0.0; self.totals[variable].len()];
        for cell in &self.cells {
            sums[cell.categories[variable]] += cell.respondents * cell.weight;
        }
        sums
    }

    pub(super) fn trim(&mut self, least: f64, most: f64) {
        let (least, most) = (least * self.mean, most * self.mean);
        for cell in &mut self.cells {
            cell.weight = cell.weight.clamp(least, most);
        }
    }

    /// How many respondents have a weight that lies on a bound.
    pub(super) fn on_bound(&self, least: f64, most: f64) -> usize {
        let (least, most) = (least * self.mean, most * self.mean);
        let bounded =
            |index: &&usize| self.cells[**index].weight <= least || self.cells[**index].weight >= most;
        self.of_respondent.iter().filter(bounded).count()
    }

    pub(super) fn weights(&self) -> Vec<f64> {
        self.of_respondent
            .iter()
            .map(|index| self.cells[*index].weight)
            .collect()
    }
}

fn faults_of_margins(margins: &[Margin]) -> Vec<RakingFault> {
    let Some(first) = margins.first() else {
        return vec![RakingFault::NoMargins];
    };
    let expected = first.total();
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for margin in margins {
        let variable = margin.variable().to_owned();
        let total = margin.total();
        if !seen.insert(margin.variable()) {
            faults.push(RakingFault::DuplicateVariable {
                variable: variable.clone(),
            });
        }
        if (total - expected).abs() > MARGIN_TOLERANCE * expected {
            faults.push(RakingFault::TotalsDisagree {
                variable,
                total,
                expected,
            });
        }
    }
    faults
}

/// Reads the categories of respondents, and keeps what is wrong with them.
struct Reader<'a> {
    margins: &'a [Margin],
    /// The number of each category, per variable.
    known: Vec<BTreeMap<&'a str, usize>>,
    /// How many respondents each category has.
    found: Vec<Vec<usize>>,
    unknown: BTreeMap<(usize, String), usize>,
    faults: Vec<RakingFault>,
}

impl<'a> Reader<'a> {
    fn new(margins: &'a [Margin]) -> Self {
        let numbered = |margin: &'a Margin| margin.totals().map(|(category, _)| category).zip(0..).collect();
        Self {
            margins,
            known: margins.iter().map(numbered).collect(),
            found: margins
                .iter()
                .map(|margin| vec![0; margin.totals().len()])
                .collect(),
            unknown: BTreeMap::new(),
            faults: Vec::new(),
        }
    }

    /// The numbers of a respondent's categories; those that are unknown are left out, and noted.
    fn read<C: AsRef<str>>(&mut self, respondent: usize, row: &[C]) -> Vec<usize> {
        if row.len() != self.margins.len() {
            let (given, expected) = (row.len(), self.margins.len());
            self.faults.push(RakingFault::WrongNumberOfCategories {
                respondent,
                given,
                expected,
            });
            return Vec::new();
        }
        let mut categories = Vec::with_capacity(row.len());
        for (variable, category) in row.iter().map(AsRef::as_ref).enumerate() {
            match self.known[variable].get(category) {
                Some(number) => {
                    self.found[variable][*number] += 1;
                    categories.push(*number);
                }
                None => *self.unknown.entry((variable, category.to_owned())).or_default() += 1,
            }
        }
        categories
    }

    fn faults(self, respondents: usize) -> Vec<RakingFault> {
        let mut faults = self.faults;
        for ((variable, category), respondents) in self.unknown {
            let variable = self.margins[variable].variable().to_owned();
            faults.push(RakingFault::CategoryNotInMargin {
                variable,
                category,
                respondents,
            });
        }
        if respondents == 0 {
            return faults;
        }
        for (margin, found) in self.margins.iter().zip(self.found) {
            for ((category, _), found) in margin.totals().zip(found) {
                if found == 0 {
                    let (variable, category) = (margin.variable().to_owned(), category.to_owned());
                    faults.push(RakingFault::CategoryWithoutRespondents { variable, category });
                }
            }
        }
        faults
    }
}
