//! The calls, one file each: read the request, take a [`View`](crate::views::View), answer from it.
