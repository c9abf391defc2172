//! What can be set.

/// Settings of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Blocks whose events it takes. One that publishes nothing yet costs a waiting request every half minute.
    pub blocks: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        let blocks = [
            "programme",
            "radar",
            "transitions",
            "professionalisation",
            "culture",
        ];
        Self {
            blocks: blocks.map(str::to_owned).to_vec(),
        }
    }
}
