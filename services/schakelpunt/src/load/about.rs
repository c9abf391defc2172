//! What a data file says about itself.

use serde::{Deserialize, Serialize};

/// What a data file says about itself, in its first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct About {
    /// What it holds.
    pub(super) title: Title,
    /// Where its facts come from.
    pub(super) source: String,
    /// Day they were taken from there, YYYY-MM-DD.
    #[serde(default)]
    pub(super) retrieved: Option<String>,
    /// Whether it holds invented things of the example season.
    #[serde(default)]
    pub(super) example: bool,
    /// A remark, in one language or in both.
    #[serde(default)]
    pub(super) note: Option<serde_json::Value>,
}

/// A title in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Title {
    /// In Dutch.
    pub(super) nl: String,
    /// In English.
    #[serde(default)]
    pub(super) en: String,
}
