//! A list of rows whose copies share what did not change.
//!
//! A view is handed to callers while the next one is being made. A copy of a list costs one counter; a row that changes is
//! copied once, its neighbours never. And because a row that did not change is the very same row, two versions of a list
//! tell at a glance what is to be written.

use std::{
    fmt,
    iter::{Map, Rev},
    ops::Index,
    slice,
    sync::Arc,
};

/// Rows of one table that are kept together, such as those of one project, in the table's order.
pub struct List<T>(Arc<Vec<Arc<T>>>);

/// Goes through the rows of a [`List`].
pub type Rows<'a, T> = Map<slice::Iter<'a, Arc<T>>, fn(&'a Arc<T>) -> &'a T>;

impl<T> List<T> {
    /// The rows in order.
    pub fn iter(&self) -> Rows<'_, T> {
        self.0.iter().map(Arc::as_ref)
    }

    /// The rows, the last one first.
    pub fn newest_first(&self) -> Rev<Rows<'_, T>> {
        self.iter().rev()
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first row.
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.0.first().map(Arc::as_ref)
    }

    /// The row of a list that has at most one.
    #[must_use]
    pub(crate) fn only(&self) -> Option<Arc<T>> {
        self.0.first().cloned()
    }

    /// The rows from `start` up to the first one that `takes` refuses, when they stand in such an order.
    pub fn run<'a>(&'a self, before: impl Fn(&T) -> bool, takes: impl Fn(&T) -> bool) -> Rows<'a, T> {
        let start = self.0.partition_point(|row| before(row));
        let length = self.0[start..].partition_point(|row| takes(row));
        self.0[start..start + length].iter().map(Arc::as_ref)
    }

    /// Whether both are the same copy: then nothing changed between them.
    #[must_use]
    pub fn is_copy_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The rows themselves, to be compared by identity.
    pub(crate) fn shared(&self) -> &[Arc<T>] {
        &self.0
    }

    /// Adds a row at the end.
    pub fn push(&mut self, row: T) {
        self.rows_mut().push(Arc::new(row));
    }

    fn rows_mut(&mut self) -> &mut Vec<Arc<T>> {
        Arc::make_mut(&mut self.0)
    }

    /// Takes the row out that `wanted` names.
    pub fn take(&mut self, wanted: impl Fn(&T) -> bool) -> Option<Arc<T>> {
        let index = self.0.iter().rposition(|row| wanted(row))?;
        Some(self.rows_mut().remove(index))
    }

    /// Keeps the rows that `wanted` names.
    pub fn retain(&mut self, wanted: impl Fn(&T) -> bool) {
        if !self.0.iter().all(|row| wanted(row)) {
            self.rows_mut().retain(|row| wanted(row));
        }
    }

    /// Puts the rows in order; does nothing to those that are.
    pub fn sort_by(&mut self, order: impl Fn(&T, &T) -> std::cmp::Ordering) {
        if !self.0.is_sorted_by(|a, b| order(a, b).is_le()) {
            self.rows_mut().sort_by(|a, b| order(a, b));
        }
    }
}

impl<T: Clone> List<T> {
    /// The row that `wanted` names, to be changed. Looks from the end: events are about what is newest.
    pub fn find_mut(&mut self, wanted: impl Fn(&T) -> bool) -> Option<&mut T> {
        let index = self.0.iter().rposition(|row| wanted(row))?;
        self.rows_mut().get_mut(index).map(Arc::make_mut)
    }

    /// Changes the rows that `wanted` names.
    pub fn change(&mut self, wanted: impl Fn(&T) -> bool, change: impl Fn(&mut T)) {
        for index in 0..self.0.len() {
            if wanted(&self.0[index]) {
                change(Arc::make_mut(&mut self.rows_mut()[index]));
            }
        }
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        self.is_copy_of(other) || self.iter().eq(other.iter())
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T> Index<usize> for List<T> {
    type Output = T;

    fn index(&self, index: usize) -> &T {
        &self.0[index]
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        Self(Arc::new(rows.into_iter().map(Arc::new).collect()))
    }
}

impl<T> FromIterator<Arc<T>> for List<T> {
    fn from_iter<I: IntoIterator<Item = Arc<T>>>(rows: I) -> Self {
        Self(Arc::new(rows.into_iter().collect()))
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(rows: Vec<T>) -> Self {
        rows.into_iter().collect()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = Rows<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> List<(u32, &'static str)> {
        vec![(1, "a"), (2, "b"), (3, "c")].into()
    }

    #[test]
    fn a_change_copies_the_row_that_changes_and_no_other() {
        let before = list();
        let mut after = before.clone();
        after.find_mut(|row| row.0 == 2).unwrap().1 = "changed";
        assert_eq!((before[1].1, after[1].1), ("b", "changed"));
        let same: Vec<bool> = before
            .shared()
            .iter()
            .zip(after.shared())
            .map(|(a, b)| Arc::ptr_eq(a, b))
            .collect();
        assert_eq!(same, [true, false, true]);
    }

    #[test]
    fn what_changes_nothing_leaves_it_the_same_copy() {
        let before = list();
        let mut after = before.clone();
        after.sort_by(Ord::cmp);
        after.retain(|_| true);
        after.change(|_| false, |row| row.1 = "never");
        assert!(after.is_copy_of(&before));
    }

    #[test]
    fn a_run_is_found_in_the_order_of_the_rows() {
        let rows = list();
        let found: Vec<u32> = rows
            .run(|row| row.0 < 2, |row| row.0 <= 3)
            .map(|row| row.0)
            .collect();
        assert_eq!(found, [2, 3]);
    }
}
