//! Where settings come from beside the file: defaults, the environment, and files that hold a secret.

use std::path::Path;

use eventing::FieldFault;
use secrecy::{ExposeSecret, SecretString};

use super::{BadConfiguration, LogFormat, Profile};

/// The settings among environment variables. Values are texts, except where a key takes a number or a truth value: an
/// organisation number has leading zeros that must not get lost.
pub(super) fn from_environment(variables: impl Iterator<Item = (String, String)>) -> serde_json::Value {
    let mut settings = serde_json::json!({});
    for (name, value) in variables {
        let Some(key) = name.strip_prefix("SCHAKELPUNT_").map(str::to_ascii_lowercase) else {
            continue;
        };
        if !is_setting(&key) {
            continue;
        }
        let value = match key.as_str() {
            // A value of the wrong kind stays a text, and is refused by its key.
            "database__connections" | "database__roles" => {
                serde_json::from_str(&value).unwrap_or_else(|_| value.into())
            }
            _ => serde_json::Value::from(value),
        };
        let mut place = &mut settings;
        for level in key.split("__") {
            place = &mut place[level];
        }
        *place = value;
    }
    settings
}

/// Variables that other parts of the program read, such as the command line's, are not settings.
fn is_setting(key: &str) -> bool {
    const KEYS: [&str; 4] = ["profile", "listen", "operations", "oin"];
    KEYS.contains(&key) || (key.contains("__") && key.split("__").all(|level| !level.is_empty()))
}

pub(super) fn defaults() -> serde_json::Value {
    serde_json::json!({
        "profile": Profile::default(),
        "listen": "127.0.0.1:7420",
        "operations": "127.0.0.1:7421",
        "oin": "00000099000000000000",
        "database": {"url": null, "url_file": null, "blocks": {}, "connections": 16, "roles": true},
        "broker": {"url": null, "url_file": null},
        "identity": {
            "pseudonym_key": "schakelpunt-pseudonym.key",
            "service_key": "schakelpunt-services.pem",
            "development_key": null,
            "issuers": [],
        },
        "peers": {},
        "telemetry": {"service_name": "schakelpunt", "otlp_endpoint": null, "log": "info,sqlx=error", "log_format": LogFormat::default()},
    })
}

pub(super) fn secret(
    key: &str,
    value: Option<&SecretString>,
    file: Option<&Path>,
) -> Result<SecretString, BadConfiguration> {
    if let Some(value) = value.filter(|value| !value.expose_secret().is_empty()) {
        return Ok(value.clone());
    }
    let bad = |expected: String| BadConfiguration(vec![FieldFault::new(format!("{key}.url"), expected)]);
    let Some(file) = file else {
        return Err(bad(format!("a URL, or a file that holds one (`{key}.url_file`)")));
    };
    let text = std::fs::read_to_string(file)
        .map_err(|error| bad(format!("a readable file at {}: {error}", file.display())))?;
    Ok(SecretString::from(text.trim().to_owned()))
}
