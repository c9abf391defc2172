//! Red, amber or green for a project, with the reasons.
