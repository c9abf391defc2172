//! What the block makes public: each stored fact as a message of the contract, or deliberately none.

pub mod reporting;
