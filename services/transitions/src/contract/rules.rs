//! Size classes.

use contracts::programme::v1 as programme;
use runtime::parse::Faults;

use crate::domain::rules::SizeClass;

/// Reads a size class that may be absent.
pub fn read_size_class(faults: &mut Faults, field: &str, size_class: i32) -> Option<SizeClass> {
    let known = programme::SizeClass::try_from(size_class);
    faults.check(field, known.is_ok(), "one of the values of the contract");
    match known {
        Ok(programme::SizeClass::Small) => Some(SizeClass::Small),
        Ok(programme::SizeClass::Large) => Some(SizeClass::Large),
        Ok(programme::SizeClass::Unspecified) | Err(_) => None,
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
