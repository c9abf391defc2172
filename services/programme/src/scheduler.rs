//! Records what the passing of time brings about, exactly once.
