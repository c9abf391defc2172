//! Reference data: the entries every report and view refers to.
