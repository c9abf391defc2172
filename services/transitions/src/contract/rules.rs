//! Size classes.

use contracts::programme::v1 as programme;
use runtime::parse::Faults;

use crate::domain::rules::SizeClass;

/// Reads a size class that may be absent.
pub fn read_size_class(faults: &mut Faults, field: &str, size_class: i32) -> Option<SizeClass> {
    let known = programme::SizeClass::try_from(size_class);
    faults.check(field, known.is_ok(), "one of the values of the contract");
    known.ok().and_then(known_size_class)
}

/// A size class as the domain has it; none for the unspecified one.
#[must_use]
pub fn known_size_class(size_class: programme::SizeClass) -> Option<SizeClass> {
    match size_class {
        programme::SizeClass::Unspecified => None,
        programme::SizeClass::Small => Some(SizeClass::Small),
        programme::SizeClass::Large => Some(SizeClass::Large),
    }
}

/// Writes a size class.
#[must_use]
pub fn size_class(size_class: SizeClass) -> programme::SizeClass {
    match size_class {
        SizeClass::Small => programme::SizeClass::Small,
        SizeClass::Large => programme::SizeClass::Large,
    }
}
