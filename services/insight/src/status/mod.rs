//! The status of one project.
