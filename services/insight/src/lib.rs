//! Insight: what the hub knows, put together from the ledger.
//!
//! It owns no facts. It tails the ledger (`tail`), keeps rows (`projections`, `rows`), and answers questions as pure
//! functions over those rows (`overview`, `explain`, `projects`, `calendar`, `judgement`, `status`, `feedback`).

pub mod feedback;
pub mod figure;
pub mod grpc;
pub mod judgement;
pub mod overview;
pub mod projections;
pub mod rows;
pub mod status;
