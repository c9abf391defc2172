//! Reporting obligations and the calendar they follow from.
