//! Provinces and labour-market regions. Provinces cut through regions, and names and borders change: the relation is
//! many-to-many and dated.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Kind, Reference};
use crate::domain::{findings::Findings, values::Id};

/// A province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Province {
    /// Code, such as `PV20`.
    pub province_id: Id,
    /// Name.
    pub name: String,
    /// First day it exists under this name.
    pub valid_from: Date,
    /// Last day; absent while it holds.
    pub valid_to: Option<Date>,
}

impl Province {
    pub(super) fn check(&self, findings: &mut Findings) {
        check_validity("valid_to", self.valid_from, self.valid_to, findings);
    }
}

/// A province in which part of a region lies, for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionProvince {
    /// Province code.
    pub province_id: Id,
    /// First day.
    pub valid_from: Date,
    /// Last day; absent while it holds.
    pub valid_to: Option<Date>,
    /// False while it needs checking against current borders.
    pub confirmed: bool,
}

/// A labour-market region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Code, such as `AM01`.
    pub region_id: Id,
    /// Name.
    pub name: String,
    /// First day it exists under this name.
    pub valid_from: Date,
    /// Last day; absent while it holds.
    pub valid_to: Option<Date>,
    /// Provinces it lies in.
    pub provinces: Vec<RegionProvince>,
}

impl Region {
    /// Whether the region exists on at least one day from `first` to `last`.
    #[must_use]
    pub fn exists_between(&self, first: Date, last: Date) -> bool {
        overlap((self.valid_from, self.valid_to), (first, Some(last)))
    }

    pub(super) fn references(&self) -> Vec<Reference> {
        let field = |index| format!("entry.region.provinces[{index}].province_id");
        let provinces = self.provinces.iter().enumerate();
        provinces
            .map(|(index, one)| Reference::new(field(index), Kind::Province, &one.province_id))
            .collect()
    }

    pub(super) fn check(&self, findings: &mut Findings) {
        check_validity("valid_to", self.valid_from, self.valid_to, findings);
        for (index, one) in self.provinces.iter().enumerate() {
            let field = format!("provinces[{index}].valid_to");
            check_validity(&field, one.valid_from, one.valid_to, findings);
            let repeated = self.provinces[..index].iter().any(|earlier| {
                earlier.province_id == one.province_id
                    && overlap(
                        (earlier.valid_from, earlier.valid_to),
                        (one.valid_from, one.valid_to),
                    )
            });
            findings.check(
                !repeated,
                format!("provinces[{index}].valid_from"),
                "days on which no earlier element names the same province",
            );
        }
    }
}

fn check_validity(field: &str, from: Date, to: Option<Date>, findings: &mut Findings) {
    findings.check(
        to.is_none_or(|to| from <= to),
        field,
        format!("a day not before valid_from, {from}"),
    );
}

fn overlap(one: (Date, Option<Date>), other: (Date, Option<Date>)) -> bool {
    other.1.is_none_or(|end| one.0 <= end) && one.1.is_none_or(|end| other.0 <= end)
}
