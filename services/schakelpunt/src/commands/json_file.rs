//! Things of the contract as JSON in files.

use std::{io::Read, path::Path};

use serde::de::DeserializeOwned;

use crate::failure::Failure;

/// Reads a message of the contract from a file, or from standard input for `-`; fields that it does not have are refused.
///
/// # Errors
/// The file cannot be read or understood.
pub(super) fn read<T: DeserializeOwned>(file: &Path) -> Result<T, Failure> {
    let named = |error: &dyn std::fmt::Display| Failure::file(file, error);
    let json = if file == Path::new("-") {
        let mut json = Vec::new();
        std::io::stdin()
            .read_to_end(&mut json)
            .map_err(|error| named(&error))?;
        json
    } else {
        std::fs::read(file).map_err(|error| named(&error))?
    };
    serde_json::from_slice(&json).map_err(|error| named(&error))
}

#[cfg(test)]
mod tests {
    use contracts::programme::v1::ReportContent;

    use super::*;

    #[test]
    fn a_file_with_an_unknown_field_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("content.json");
        std::fs::write(&file, r#"{"highlights": "goed", "hooglights": 1}"#).unwrap();
        assert!(
            matches!(read::<ReportContent>(&file), Err(Failure::Local(note)) if note.values[1].1.contains("hooglights"))
        );
        std::fs::write(&file, r#"{"highlights": "goed"}"#).unwrap();
        assert_eq!(read::<ReportContent>(&file).unwrap().highlights, "goed");
    }
}
