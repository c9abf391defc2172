//! Filters.

use contracts::exchange::v1::{self, filter::Dialect};
use runtime::parse::Faults;

use crate::domain::filter::{ATTRIBUTES, Attribute, DEPTH_MAX, FILTERS_MAX, Filter, VALUE_CHARS_MAX, Values};

/// Reads filters; `field` is the path of their list. What is faulty is told and left out.
pub fn read_list(faults: &mut Faults, field: &str, filters: Vec<v1::Filter>) -> Vec<Filter> {
    let mut reader = Reader {
        faults,
        left: FILTERS_MAX,
        is_full: false,
    };
    reader.list(field, filters, DEPTH_MAX)
}

struct Reader<'f> {
    faults: &'f mut Faults,
    /// Filters that there may still be.
    left: usize,
    /// Whether it was said that there are too many: a thousand more are no thousand faults.
    is_full: bool,
}

impl Reader<'_> {
    fn list(&mut self, field: &str, filters: Vec<v1::Filter>, depth: usize) -> Vec<Filter> {
        let numbered = filters.into_iter().enumerate();
        numbered
            .filter_map(|(index, filter)| self.one(&format!("{field}[{index}]"), filter, depth))
            .collect()
    }

    fn one(&mut self, field: &str, filter: v1::Filter, depth: usize) -> Option<Filter> {
        if self.left == 0 || depth == 0 {
            if !self.is_full {
                let expected =
                    format!("at most {FILTERS_MAX} filters, at most {DEPTH_MAX} within each other");
                self.faults.add(field, expected);
            }
            self.is_full = true;
            return None;
        }
        self.left -= 1;
        match filter.dialect {
            None => {
                self.faults
                    .add(field, "one of the dialects exact, prefix, suffix, all, any, not");
                None
            }
            Some(Dialect::Exact(it)) => Some(Filter::Exact(self.values(&format!("{field}.exact"), it))),
            Some(Dialect::Prefix(it)) => Some(Filter::Prefix(self.values(&format!("{field}.prefix"), it))),
            Some(Dialect::Suffix(it)) => Some(Filter::Suffix(self.values(&format!("{field}.suffix"), it))),
            Some(Dialect::All(it)) => {
                let within = format!("{field}.all.filters");
                Some(Filter::All(self.some(&within, it.filters, depth)))
            }
            Some(Dialect::Any(it)) => {
                let within = format!("{field}.any.filters");
                Some(Filter::Any(self.some(&within, it.filters, depth)))
            }
            Some(Dialect::Not(it)) => {
                let within = self.one(&format!("{field}.not"), *it, depth - 1)?;
                Some(Filter::Not(Box::new(within)))
            }
        }
    }

    /// Filters of which there must be one: nothing would be told by none.
    fn some(&mut self, field: &str, filters: Vec<v1::Filter>, depth: usize) -> Vec<Filter> {
        self.faults
            .check(field, !filters.is_empty(), "at least one filter");
        self.list(field, filters, depth - 1)
    }

    fn values(&mut self, field: &str, given: v1::Attributes) -> Values {
        self.faults.check(
            &format!("{field}.values"),
            !given.values.is_empty(),
            "at least one attribute",
        );
        let mut values = Values::new();
        // In the order of their names, so that the same request gives the same faults.
        let mut named: Vec<(String, String)> = given.values.into_iter().collect();
        named.sort();
        for (name, value) in named {
            let at = format!("{field}.values[{name}]");
            let value = self.faults.text(&at, &value, VALUE_CHARS_MAX, true);
            match Attribute::of(&name) {
                Some(attribute) => {
                    values.insert(attribute, value);
                }
                None => self.faults.add(at, format!("one of the attributes {}", names())),
            }
        }
        values
    }
}

fn names() -> String {
    ATTRIBUTES.map(Attribute::name).join(", ")
}

/// Writes filters.
#[must_use]
pub fn list(filters: &[Filter]) -> Vec<v1::Filter> {
    filters.iter().map(one).collect()
}

fn one(filter: &Filter) -> v1::Filter {
    let dialect = match filter {
        Filter::Exact(it) => Dialect::Exact(values(it)),
        Filter::Prefix(it) => Dialect::Prefix(values(it)),
        Filter::Suffix(it) => Dialect::Suffix(values(it)),
        Filter::All(it) => Dialect::All(v1::Filters { filters: list(it) }),
        Filter::Any(it) => Dialect::Any(v1::Filters { filters: list(it) }),
        Filter::Not(it) => Dialect::Not(Box::new(one(it))),
    };
    v1::Filter {
        dialect: Some(dialect),
    }
}

fn values(it: &Values) -> v1::Attributes {
    let named = it.iter();
    v1::Attributes {
        values: named
            .map(|(it, value)| (it.name().to_owned(), value.clone()))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(filters: Vec<v1::Filter>) -> Result<Vec<Filter>, Vec<String>> {
        let mut faults = Faults::new();
        let read = read_list(&mut faults, "filters", filters);
        match faults.finish(()) {
            Ok(()) => Ok(read),
            Err(fault) => Err(fault.fields().iter().map(|it| it.field.clone()).collect()),
        }
    }

    fn attributes(of: &[(&str, &str)]) -> v1::Attributes {
        let pairs = of.iter();
        v1::Attributes {
            values: pairs
                .map(|(name, value)| ((*name).into(), (*value).into()))
                .collect(),
        }
    }

    fn of(dialect: Dialect) -> v1::Filter {
        v1::Filter {
            dialect: Some(dialect),
        }
    }

    fn nested(depth: usize) -> v1::Filter {
        let leaf = of(Dialect::Exact(attributes(&[("theme", "energy")])));
        (1..depth).fold(leaf, |it, _| of(Dialect::Not(Box::new(it))))
    }

    #[test]
    fn what_was_read_is_written_the_same() {
        let filters = vec![
            of(Dialect::Exact(attributes(&[("type", "a"), ("region", "AM01")]))),
            of(Dialect::Any(v1::Filters {
                filters: vec![
                    of(Dialect::Prefix(attributes(&[("subject", "llo-")]))),
                    of(Dialect::Not(Box::new(of(Dialect::Suffix(attributes(&[(
                        "type", ".v1",
                    )])))))),
                ],
            })),
            of(Dialect::All(v1::Filters {
                filters: vec![nested(3)],
            })),
        ];
        assert_eq!(list(&read(filters.clone()).unwrap()), filters);
    }

    #[test]
    fn all_faults_are_told_with_their_place() {
        let filters = vec![
            of(Dialect::Exact(attributes(&[("colour", "red"), ("type", "")]))),
            v1::Filter { dialect: None },
            of(Dialect::Any(v1::Filters { filters: Vec::new() })),
            of(Dialect::Prefix(attributes(&[]))),
        ];
        assert_eq!(
            read(filters).unwrap_err(),
            [
                "filters[0].exact.values[colour]",
                "filters[0].exact.values[type]",
                "filters[1]",
                "filters[2].any.filters",
                "filters[3].prefix.values",
            ]
        );
    }

    #[test]
    fn filters_go_so_deep_and_there_are_so_many() {
        assert!(read(vec![nested(DEPTH_MAX)]).is_ok());
        assert_eq!(read(vec![nested(DEPTH_MAX + 1)]).unwrap_err().len(), 1);
        assert!(read(vec![nested(1); FILTERS_MAX]).is_ok());
        assert_eq!(
            read(vec![nested(1); FILTERS_MAX + 50]).unwrap_err(),
            [format!("filters[{FILTERS_MAX}]")]
        );
    }
}
