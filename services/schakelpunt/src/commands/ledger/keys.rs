//! The public keys that are trusted: brought by the auditor, or the hub's own.

use std::{fs, path::Path};

use contracts::ledger::v1::{GetVerifierKeysRequest, GetVerifierKeysResponse};
use ledger::audit::Trust;
use transparency::{KeyKind, VerifierKey};

use crate::{
    client::Hub,
    failure::{Failure, Note},
};

/// Reads keys as they were given: each the text of a key, or a file with one on every line.
pub(super) fn given(keys: &[String]) -> Result<Vec<VerifierKey>, Failure> {
    let mut parsed = Vec::new();
    for key in keys {
        // A key always has a plus, and base64 at its end; a file with such a name can be given as ./name.
        match key.parse::<VerifierKey>() {
            Ok(key) => parsed.push(key),
            Err(error) if key.contains('+') && !Path::new(key).exists() => return Err(unusable(key, error)),
            Err(_) => parsed.extend(in_file(Path::new(key))?),
        }
    }
    Ok(parsed)
}

fn in_file(file: &Path) -> Result<Vec<VerifierKey>, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::file(file, error))?;
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys: Vec<_> = lines
        .map(|line| line.parse().map_err(|error| unusable(line, error)))
        .collect::<Result<_, _>>()?;
    if keys.is_empty() {
        return Err(Failure::file(file, "empty"));
    }
    Ok(keys)
}

fn unusable(key: &str, error: impl std::fmt::Display) -> Failure {
    Failure::Usage(
        Note::new("verifier-key-unusable")
            .with("key", key)
            .with("error", error),
    )
}

/// The given keys beside those that the hub says are its own.
pub(super) async fn trust(keys: &[String], hub: &Hub) -> Result<Trust, Failure> {
    let given = given(keys)?;
    let answer = hub
        .call(GetVerifierKeysRequest::default(), |hub, request| async move {
            hub.ledger().get_verifier_keys(request).await
        })
        .await?;
    Ok(Trust {
        given,
        hub: of_hub(answer)?,
    })
}

fn of_hub(answer: GetVerifierKeysResponse) -> Result<Vec<VerifierKey>, Failure> {
    let lists = [answer.current, answer.former, answer.witnesses];
    lists
        .iter()
        .flatten()
        .map(|key| key.parse().map_err(|error| unusable(key, error)))
        .collect()
}

/// The keys of logs among them, as text.
pub(super) fn of_logs(keys: &[VerifierKey]) -> Vec<String> {
    let logs = keys.iter().filter(|key| key.kind() == KeyKind::Log);
    logs.map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use transparency::SigningKey;

    use super::*;

    #[test]
    fn a_key_is_given_as_text_or_as_a_file_with_one_on_every_line() {
        let text = |seed| {
            SigningKey::from_seed("example.org/log", [seed; 32])
                .unwrap()
                .verifier()
                .to_string()
        };
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys");
        fs::write(&file, format!("# the hub's\n{}\n\n{}\n", text(1), text(2))).unwrap();
        let read = given(&[file.display().to_string(), text(3)]).unwrap();
        assert_eq!(of_logs(&read), [text(1), text(2), text(3)]);
        let damaged = text(1).replace("example", "exemple");
        assert!(matches!(given(&[damaged]), Err(Failure::Usage(_))));
        assert!(matches!(given(&["geen-bestand".into()]), Err(Failure::Local(_))));
        fs::write(&file, "# nothing\n").unwrap();
        assert!(given(&[file.display().to_string()]).is_err());
    }
}
