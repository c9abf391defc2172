//! Written by part B.
