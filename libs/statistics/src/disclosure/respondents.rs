//! The respondents, by everything that tells them apart, and selections of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Faults, disclosure::DisclosureFault};

/// Most respondents.
pub const MAX_RESPONDENTS: u64 = 1_000_000_000_000;

/// How many respondents there are in each combination of categories.
#[derive(Debug, Clone)]
pub struct Respondents {
    dimensions: Vec<String>,
    /// The number of each category, per dimension.
    categories: Vec<BTreeMap<String, usize>>,
    counts: BTreeMap<Vec<usize>, u64>,
    total: u64,
}

impl Respondents {
    /// No respondents yet, who differ in these dimensions: everything by which a cell is ever chosen, such as wave, region, sector
    /// and size. Answers that come in after a publication need a dimension of their own (the batch), so that the cells that were shown
    /// before can be given as what they were.
    ///
    /// # Errors
    ///
    /// Without dimensions, or with one twice.
    pub fn new<D: Into<String>>(
        dimensions: impl IntoIterator<Item = D>,
    ) -> Result<Self, Faults<DisclosureFault>> {
        let dimensions: Vec<String> = dimensions.into_iter().map(Into::into).collect();
        let mut faults = Vec::new();
        if dimensions.is_empty() {
            faults.push(DisclosureFault::NoDimensions);
        }
        let mut seen = BTreeSet::new();
        let twice = dimensions
            .iter()
            .filter(|dimension| !seen.insert(dimension.as_str()));
        faults.extend(twice.map(|dimension| DisclosureFault::DuplicateDimension(dimension.clone())));
        Faults::none_or(faults)?;
        let categories = vec![BTreeMap::new(); dimensions.len()];
        Ok(Self {
            dimensions,
            categories,
            counts: BTreeMap::new(),
            total: 0,
        })
    }

    /// So many more respondents with one category for each dimension, in the order of the dimensions. A count of 0 makes the
    /// categories known.
    ///
    /// # Errors
    ///
    /// The wrong number of categories, or too many respondents.
    pub fn add<C: AsRef<str>>(&mut self, categories: &[C], n: u64) -> Result<(), DisclosureFault> {
        let (given, expected) = (categories.len(), self.dimensions.len());
        if given != expected {
            return Err(DisclosureFault::WrongNumberOfCategories { given, expected });
        }
        let total = self.total.saturating_add(n);
        if total > MAX_RESPONDENTS {
            return Err(DisclosureFault::TooManyRespondents);
        }
        self.total = total;
        let numbered = categories
            .iter()
            .zip(&mut self.categories)
            .map(|(category, known)| {
                let next = known.len();
                *known.entry(category.as_ref().to_owned()).or_insert(next)
            });
        *self.counts.entry(numbered.collect()).or_default() += n;
        Ok(())
    }

    /// Every combination of a category, or all, of some dimensions: the cells of a crossed table with all its totals, in the
    /// order of the categories' names and with all before each. Groups of categories, such as the regions of a province, are
    /// added as selections of their own.
    ///
    /// # Errors
    ///
    /// Every unknown dimension.
    pub fn cross<D: AsRef<str>>(&self, dimensions: &[D]) -> Result<Vec<Selection>, Faults<DisclosureFault>> {
        let names = dimensions.iter().map(AsRef::as_ref);
        let unknown = names.clone().filter(|name| self.position(name).is_none());
        Faults::none_or(
            unknown
                .map(|name| DisclosureFault::UnknownDimension(name.to_owned()))
                .collect(),
        )?;
        let mut cells = vec![Selection::all()];
        for name in names {
            let Some(position) = self.position(name) else {
                continue;
            };
            let with = |cell: Selection| {
                let each = self.categories[position].keys();
                let narrowed: Vec<_> = each
                    .map(|category| cell.clone().only(name, [category.as_str()]))
                    .collect();
                std::iter::once(cell).chain(narrowed)
            };
            cells = cells.into_iter().flat_map(with).collect();
        }
        Ok(cells)
    }

    fn position(&self, dimension: &str) -> Option<usize> {
        self.dimensions.iter().position(|known| known == dimension)
    }

    /// The combinations that have respondents.
    pub(super) fn combinations(&self) -> impl Iterator<Item = (&[usize], u64)> {
        self.counts
            .iter()
            .filter(|(_, n)| **n > 0)
            .map(|(categories, n)| (categories.as_slice(), *n))
    }

    /// A selection by the numbers of categories. One that no respondent has selects nobody.
    pub(super) fn filter(&self, selection: &Selection) -> Result<Filter, Vec<DisclosureFault>> {
        let mut filter = Filter {
            allowed: vec![None; self.dimensions.len()],
        };
        let mut faults = Vec::new();
        for (dimension, categories) in &selection.only {
            let Some(position) = self.position(dimension) else {
                faults.push(DisclosureFault::UnknownDimension(dimension.clone()));
                continue;
            };
            let known = &self.categories[position];
            filter.allowed[position] = Some(
                categories
                    .iter()
                    .filter_map(|category| known.get(category))
                    .copied()
                    .collect(),
            );
        }
        if faults.is_empty() {
            Ok(filter)
        } else {
            Err(faults)
        }
    }
}

/// A selection of respondents: those who have, in each dimension that is named, one of the categories that are named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Selection {
    only: BTreeMap<String, BTreeSet<String>>,
}

impl Selection {
    /// Everybody.
    pub fn all() -> Self {
        Self::default()
    }

    /// Only those with one of these categories; of a dimension that was named before, only those with both.
    #[must_use]
    pub fn only<C: Into<String>>(
        mut self,
        dimension: impl Into<String>,
        categories: impl IntoIterator<Item = C>,
    ) -> Self {
        let categories: BTreeSet<String> = categories.into_iter().map(Into::into).collect();
        let dimension = dimension.into();
        let narrowed = match self.only.remove(&dimension) {
            Some(before) => before.intersection(&categories).cloned().collect(),
            None => categories,
        };
        self.only.insert(dimension, narrowed);
        self
    }
}

/// A selection in the numbers of the categories.
pub(super) struct Filter {
    allowed: Vec<Option<BTreeSet<usize>>>,
}

impl Filter {
    pub(super) fn takes(&self, categories: &[usize]) -> bool {
        let mut pairs = self.allowed.iter().zip(categories);
        pairs.all(|(allowed, category)| allowed.as_ref().is_none_or(|allowed| allowed.contains(category)))
    }
}
