//! A page of rows that are in the order of their keys.

use std::collections::BTreeMap;

use runtime::paging::Page;

/// A page.
#[derive(Debug, Clone, PartialEq)]
pub struct Paged<T> {
    /// Its rows.
    pub rows: Vec<T>,
    /// Token of the next page; empty on the last.
    pub next_page_token: String,
    /// Rows over all pages.
    pub total_size: u32,
}

/// Between the parts of a key: before every character that a part can have, so that keys are in the order of their parts.
const SEPARATOR: &str = "\u{1}";

/// A key of several parts.
#[must_use]
pub(super) fn key(parts: &[&str]) -> String {
    parts.join(SEPARATOR)
}

/// The page that was asked for.
#[must_use]
pub fn paged<T>(rows: BTreeMap<String, T>, page: &Page) -> Paged<T> {
    let total_size = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let after = page.after.as_deref();
    let mut rest = rows
        .into_iter()
        .skip_while(|(key, _)| after.is_some_and(|after| key.as_str() <= after));
    let mut last = None;
    let mut shown = Vec::new();
    for (key, row) in rest.by_ref().take(page.limit) {
        shown.push(row);
        last = Some(key);
    }
    let more = rest.next().is_some();
    Paged {
        rows: shown,
        next_page_token: last
            .filter(|_| more)
            .map_or_else(String::new, |key| page.next_token(&key)),
        total_size,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(size: i32, token: &str) -> Page {
        Page::parse(size, 10, 10, token, "test").unwrap()
    }

    fn rows() -> BTreeMap<String, u32> {
        ["AM01", "AM02", "AM03"]
            .into_iter()
            .zip(1..)
            .map(|(region, number)| (key(&[region, "http://skill"]), number))
            .collect()
    }

    #[test]
    fn pages_follow_each_other_without_a_gap() {
        let first = paged(rows(), &page(2, ""));
        assert_eq!((first.rows, first.total_size), (vec![1, 2], 3));
        let second = paged(rows(), &page(2, &first.next_page_token));
        assert_eq!(second.rows, [3]);
        assert!(second.next_page_token.is_empty());
    }

    #[test]
    fn a_row_that_is_gone_meanwhile_moves_nothing() {
        let first = paged(rows(), &page(2, ""));
        let mut fewer = rows();
        fewer.retain(|_, number| *number != 2);
        assert_eq!(paged(fewer, &page(2, &first.next_page_token)).rows, [3]);
    }
}
