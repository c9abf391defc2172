//! Read models the block itself needs; one file each.
