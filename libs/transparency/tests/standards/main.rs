//! The library against the standards: public vectors, other people's implementation, and hostile input.
#![expect(
    clippy::unwrap_used,
    reason = "what a test needs and does not get is its failure"
)]

mod hostile;
mod oracle;
mod receipts;
mod vectors;
