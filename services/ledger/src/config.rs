//! What can be set: the section `[ledger]` of the configuration.

use std::path::PathBuf;
use std::time::Duration;

use eventing::FieldFault;
use runtime::config::{BadConfiguration, Section};
use serde::{Deserialize, Serialize};
use transparency::{Checkpoint, EMPTY_ROOT, KeyKind, VerifierKey};

use crate::checkpoint::{Log, signing_key};

/// Shortest and longest time between two checkpoints without demand, in seconds.
const CHECKPOINT_SECONDS: std::ops::RangeInclusive<u32> = 1..=3_600;

/// Most keys of a kind.
const KEYS_MAX: usize = 16;

/// File beside the keys of the installation with the key that checkpoints are signed with.
const SIGNING_KEY_FILE: &str = "ledger-signing.key";

/// Folder beside the keys of the installation with what is remembered beside the database.
const MEMORY_FOLDER: &str = "ledger-memory";

/// The section as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    origin: Option<String>,
    signing_keys: Vec<PathBuf>,
    former_keys: Vec<String>,
    witnesses: Vec<String>,
    memory: Option<PathBuf>,
    checkpoint_seconds: u32,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            origin: None,
            signing_keys: Vec::new(),
            former_keys: Vec::new(),
            witnesses: Vec::new(),
            memory: None,
            checkpoint_seconds: 10,
        }
    }
}

/// Settings of the ledger.
#[derive(Debug, Clone)]
pub struct Config {
    /// Blocks whose events it takes. One that publishes nothing yet costs a waiting request every half minute.
    pub blocks: Vec<String>,
    /// The ledger as a transparency log: its name and its keys.
    pub log: Log,
    /// Folder with what is remembered beside the database.
    pub memory: PathBuf,
    /// Least time between two checkpoints that nobody asks for.
    pub checkpoint_pause: Duration,
}

impl Config {
    /// Reads the section; key files that are missing are made. `source` is the name of the log unless one is given.
    ///
    /// # Errors
    /// Every setting that cannot be used.
    pub fn read(section: &Section, source: &str) -> Result<Self, BadConfiguration> {
        let written: Written = section.read()?;
        let mut faults = Vec::new();
        let origin = written.origin.clone().unwrap_or_else(|| source.to_owned());
        if Checkpoint::new(&origin, 0, EMPTY_ROOT).is_err() {
            faults.push(section.fault("origin", "a name of 1 to 255 bytes without spaces and +"));
        }
        if !CHECKPOINT_SECONDS.contains(&written.checkpoint_seconds) {
            faults.push(section.fault("checkpoint_seconds", "a number of seconds from 1 to 3600"));
        }
        let former = keys(
            section,
            "former_keys",
            &written.former_keys,
            KeyKind::Log,
            &mut faults,
        );
        let witnesses = keys(
            section,
            "witnesses",
            &written.witnesses,
            KeyKind::Witness,
            &mut faults,
        );
        // Only a configuration that is right so far makes files.
        if !faults.is_empty() {
            return Err(BadConfiguration(faults));
        }
        let mut signing = Vec::new();
        for (index, file) in signing_files(section, &written).iter().enumerate() {
            match signing_key(file, &origin) {
                Ok(key) => signing.push(key),
                Err(why) => faults.push(section.fault(
                    &format!("signing_keys[{index}]"),
                    format!("a key of the log {origin} in {}: {why}", file.display()),
                )),
            }
        }
        if !faults.is_empty() {
            return Err(BadConfiguration(faults));
        }
        Ok(Self {
            blocks: blocks(),
            log: Log::new(origin, signing, former, witnesses),
            memory: written
                .memory
                .unwrap_or_else(|| section.beside_keys(MEMORY_FOLDER)),
            checkpoint_pause: Duration::from_secs(u64::from(written.checkpoint_seconds)),
        })
    }
}

fn signing_files(section: &Section, written: &Written) -> Vec<PathBuf> {
    if written.signing_keys.is_empty() {
        vec![section.beside_keys(SIGNING_KEY_FILE)]
    } else {
        written.signing_keys.iter().take(KEYS_MAX).cloned().collect()
    }
}

fn keys(
    section: &Section,
    key: &str,
    texts: &[String],
    kind: KeyKind,
    faults: &mut Vec<FieldFault>,
) -> Vec<VerifierKey> {
    if texts.len() > KEYS_MAX {
        faults.push(section.fault(key, format!("at most {KEYS_MAX} keys")));
    }
    let mut keys = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let field = format!("{key}[{index}]");
        match text.parse::<VerifierKey>() {
            Ok(parsed) if parsed.kind() == kind => keys.push(parsed),
            Ok(_) => faults.push(section.fault(&field, expected(kind))),
            Err(error) => faults.push(section.fault(&field, error.to_string())),
        }
    }
    keys
}

fn expected(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Log => "the key of a log (type 1), not of a witness",
        KeyKind::Witness => "the key of a witness (type 4, cosignature/v1), not of a log",
    }
}

fn blocks() -> Vec<String> {
    let blocks = [
        "programme",
        "radar",
        "transitions",
        "professionalisation",
        "culture",
        "exchange",
    ];
    blocks.map(str::to_owned).to_vec()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use serde_json::{Map, Value, json};
    use transparency::SigningKey;

    use super::*;

    const SOURCE: &str = "urn:nld:oin:00000099000000000000:systeem:ledger";

    fn section(given: Value, folder: &std::path::Path) -> Section {
        let given: Map<String, Value> = serde_json::from_value(given).unwrap();
        Section::of("ledger", given, true, folder)
    }

    fn fields(error: BadConfiguration) -> Vec<String> {
        error.0.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn without_settings_the_log_bears_the_name_of_the_organisation_and_makes_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::read(&section(json!({}), folder.path()), SOURCE).unwrap();
        assert_eq!(config.log.origin(), SOURCE);
        let file = folder.path().join(SIGNING_KEY_FILE);
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let again = Config::read(&section(json!({}), folder.path()), SOURCE).unwrap();
        assert_eq!(again.log.current(), config.log.current());
        assert_eq!(config.memory, folder.path().join(MEMORY_FOLDER));
    }

    #[test]
    fn every_setting_that_cannot_be_used_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let log = SigningKey::from_seed("other", [1; 32])
            .unwrap()
            .verifier()
            .to_string();
        let given =
            json!({"origin": "a b", "checkpoint_seconds": 0, "former_keys": ["x"], "witnesses": [log]});
        let error = Config::read(&section(given, folder.path()), SOURCE).unwrap_err();
        let expected = ["origin", "checkpoint_seconds", "former_keys[0]", "witnesses[0]"];
        assert_eq!(fields(error), expected.map(|key| format!("ledger.{key}")));
        assert!(!folder.path().join(SIGNING_KEY_FILE).exists());
    }

    #[test]
    fn a_key_of_another_log_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        std::fs::write(
            &file,
            SigningKey::from_seed("other", [1; 32]).unwrap().to_secret_text(),
        )
        .unwrap();
        let given = json!({"signing_keys": [file]});
        let error = Config::read(&section(given, folder.path()), SOURCE).unwrap_err();
        assert_eq!(fields(error), ["ledger.signing_keys[0]"]);
    }
}
