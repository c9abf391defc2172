//! "When X happened, do Y here"; one file each.
