//! Obligations, reports and attention points as the contract tells them.
