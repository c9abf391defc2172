//! Feedback reports for projects and workgroups.
