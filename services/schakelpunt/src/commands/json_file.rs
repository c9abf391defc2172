//! Things of the contract as JSON in files.

use std::{io::Read, path::Path};

use serde::de::DeserializeOwned;

use crate::failure::{Failure, Note};

/// Reads a message of the contract from a file, or from standard input for `-`; fields that it does not have are refused.
///
/// # Errors
/// The file cannot be read or understood.
pub(super) fn read<T: DeserializeOwned>(file: &Path) -> Result<T, Failure> {
    serde_json::from_slice(&bytes(file)?).map_err(|error| Failure::file(file, error))
}

/// The same of a file with personal data in it: what is wrong is told by its place, without a word of what stands there.
///
/// # Errors
/// The file cannot be read or understood.
pub(super) fn read_private<T: DeserializeOwned>(file: &Path) -> Result<T, Failure> {
    serde_json::from_slice(&bytes(file)?).map_err(|error| {
        Failure::Local(
            Note::new("file-malformed")
                .with("file", file.display())
                .with("line", error.line())
                .with("column", error.column()),
        )
    })
}

fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let named = |error| Failure::file(file, error);
    if file != Path::new("-") {
        return std::fs::read(file).map_err(named);
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(named)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use contracts::{professionalisation::v1::Recipient, programme::v1::ReportContent};

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
    #[test]
    fn what_is_wrong_with_a_private_file_is_told_without_its_content() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("recipients.json");
        std::fs::write(&file, "[\n{\"identities\": \"Iemand Anders\"}]").unwrap();
        let Err(Failure::Local(note)) = read_private::<Vec<Recipient>>(&file) else {
            panic!("it was taken");
        };
        assert!(!format!("{note:?}").contains("Iemand"), "{note:?}");
        assert_eq!(note.values[1], ("line", "2".to_owned()));
    }
}
