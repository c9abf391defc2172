//! What can be set: the section `[professionalisation]` of the configuration.

use std::path::PathBuf;

use credentials::Iri;
use runtime::config::{BadConfiguration, Section};
use serde::{Deserialize, Serialize};

use crate::vault::VaultKeys;

/// File beside the keys of the installation with the key of the vault.
const VAULT_KEY_FILE: &str = "professionalisation-vault.key";
/// Most keys of the vault.
const VAULT_KEYS_MAX: usize = 16;

/// The section as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    public_url: Option<String>,
    vault_keys: Vec<PathBuf>,
}

/// Settings of the block.
#[derive(Debug, Clone)]
pub struct Config {
    /// URL at which the world finds the hub: it stands in credentials, for ever. None when it is not known, and then nothing is issued.
    pub public_url: Option<Iri>,
    /// Keys of the vault.
    pub vault_keys: VaultKeys,
    /// Whether this is a development installation.
    pub development: bool,
}

impl Config {
    /// Reads the section; the first key of the vault is made when its file is missing. In development `own_address` is where the hub is found.
    ///
    /// # Errors
    /// Every setting that cannot be used.
    pub fn read(section: &Section, own_address: &str) -> Result<Self, BadConfiguration> {
        let written: Written = section.read()?;
        let development = section.is_development();
        let mut faults = Vec::new();
        let given = written.public_url.as_deref();
        let url = given.or(development.then_some(own_address));
        let parsed = url.map(|url| public_url(url, development));
        if parsed == Some(None) {
            let expected =
                "an https URL without query, fragment and slash at its end; http only in development";
            faults.push(section.fault("public_url", expected));
        }
        if written.vault_keys.len() > VAULT_KEYS_MAX {
            faults.push(section.fault("vault_keys", format!("at most {VAULT_KEYS_MAX} keys")));
        }
        // Only a configuration that is right so far makes files.
        if !faults.is_empty() {
            return Err(BadConfiguration(faults));
        }
        let files = if written.vault_keys.is_empty() {
            vec![section.beside_keys(VAULT_KEY_FILE)]
        } else {
            written.vault_keys
        };
        let vault_keys = VaultKeys::read(&files).map_err(|(index, why)| {
            let field = format!("vault_keys[{index}]");
            BadConfiguration(vec![
                section.fault(&field, format!("a file with 64 hexadecimal digits: {why}")),
            ])
        })?;
        Ok(Self {
            public_url: parsed.flatten(),
            vault_keys,
            development,
        })
    }
}

fn public_url(text: &str, development: bool) -> Option<Iri> {
    let known = text.starts_with("https://") || development && text.starts_with("http://");
    let plain = !text.ends_with('/') && !text.contains(['?', '#']);
    Iri::parse(text).ok().filter(|_| known && plain)
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::*;

    fn read(given: Value, development: bool) -> Result<Config, Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        let given: Map<String, Value> = serde_json::from_value(given).unwrap();
        let section = Section::of("professionalisation", given, development, folder.path());
        Config::read(&section, "http://127.0.0.1:7420")
            .map_err(|bad| bad.0.into_iter().map(|it| it.field).collect())
    }

    #[test]
    fn in_development_the_hub_is_found_where_it_listens() {
        let url = |config: Config| config.public_url.map(|url| url.as_str().to_owned());
        assert_eq!(
            url(read(json!({}), true).unwrap()).as_deref(),
            Some("http://127.0.0.1:7420")
        );
        assert_eq!(url(read(json!({}), false).unwrap()), None);
        let given = json!({"public_url": "https://schakelpunt.example"});
        assert_eq!(
            url(read(given, false).unwrap()).as_deref(),
            Some("https://schakelpunt.example")
        );
    }

    #[test]
    fn every_setting_that_cannot_be_used_is_named() {
        let wrong = json!({"public_url": "http://schakelpunt.example", "vault_keys": vec!["x"; 17]});
        let expected = ["professionalisation.public_url", "professionalisation.vault_keys"];
        assert_eq!(read(wrong, false).unwrap_err(), expected);
        for url in ["https://x.example/", "https://x.example?a", "x.example", ""] {
            assert!(read(json!({"public_url": url}), true).is_err(), "{url}");
        }
    }
}
