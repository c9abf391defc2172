//! Configuration: one file and the environment, read and checked whole before anything is started.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use eventing::FieldFault;
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::{
    access::Grant,
    identity::{
        Identity, Issuer, KeySource, Pseudonyms, RoleMapping,
        development::{AUDIENCE, LocalIssuer},
    },
};

/// What the installation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Trying out and testing: a local issuer and a clock that can be moved.
    Development,
    /// Real use: development keys and the development clock are refused.
    #[default]
    Production,
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For machines: one JSON object a line.
    Json,
}

/// The whole configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What the installation is for.
    pub profile: Profile,
    /// Address for calls. Nothing listens beyond loopback unless it says so.
    pub listen: SocketAddr,
    /// Address for health, readiness and metrics.
    pub operations: SocketAddr,
    /// Organisation identification number in event sources, 20 digits; those that start with 00000099 are for tests.
    pub oin: String,
    /// PostgreSQL.
    pub database: DatabaseSettings,
    /// NATS.
    pub broker: BrokerSettings,
    /// Who callers are.
    pub identity: IdentitySettings,
    /// Addresses of blocks that run elsewhere, by name, such as `ledger = "http://127.0.0.1:7422"`.
    pub peers: BTreeMap<String, String>,
    /// Traces, metrics and logs.
    pub telemetry: TelemetrySettings,
}

/// Where the databases are.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSettings {
    /// URL for all blocks.
    pub url: Option<SecretString>,
    /// File that holds the URL.
    pub url_file: Option<PathBuf>,
    /// URLs of blocks that have a database of their own.
    pub blocks: BTreeMap<String, SecretString>,
    /// Most connections per block.
    pub connections: u32,
    /// Whether each block gets a role of its own (`schakelpunt_<block>`) that owns its schema. Needs the right to create roles.
    pub roles: bool,
}

/// Where the broker is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BrokerSettings {
    /// URL, with credentials where it wants them.
    pub url: Option<SecretString>,
    /// File that holds the URL.
    pub url_file: Option<PathBuf>,
}

/// Who callers are.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentitySettings {
    /// File with the key pseudonyms are made with; made when it is missing. All processes of a hub share it.
    pub pseudonym_key: PathBuf,
    /// File with the key by which the hub's services know each other; made when it is missing. All processes share it.
    pub service_key: PathBuf,
    /// File with the key of the development issuer; refused outside the development profile.
    pub development_key: Option<PathBuf>,
    /// Issuers of tokens.
    pub issuers: Vec<IssuerSettings>,
}

/// An issuer of tokens.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuerSettings {
    /// Its `iss`.
    pub issuer: String,
    /// Audiences of which a token must name one.
    #[serde(default = "default_audiences")]
    pub audiences: Vec<String>,
    /// Where it publishes its keys.
    #[serde(default)]
    pub jwks_url: Option<String>,
    /// File with its keys, instead.
    #[serde(default)]
    pub jwks_file: Option<PathBuf>,
    /// The claim that holds roles.
    #[serde(default = "default_roles_claim")]
    pub roles_claim: String,
    /// What each value of that claim grants, such as `lsp-nationaal = ["national-coordinator"]`.
    #[serde(default)]
    pub roles: BTreeMap<String, Vec<String>>,
}

/// Traces, metrics and logs.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TelemetrySettings {
    /// Name of the service in traces and metrics.
    pub service_name: String,
    /// OTLP endpoint (gRPC); without it nothing is exported.
    pub otlp_endpoint: Option<String>,
    /// Log filter, such as `info` or `info,eventing=debug`.
    pub log: String,
    /// How logs are written.
    pub log_format: LogFormat,
}

fn default_audiences() -> Vec<String> {
    vec![AUDIENCE.to_owned()]
}

fn default_roles_claim() -> String {
    "roles".to_owned()
}

/// A configuration that cannot be used: every fault with its key.
#[derive(Debug, thiserror::Error)]
#[error("the configuration cannot be used:{}", list(.0))]
pub struct BadConfiguration(pub Vec<FieldFault>);

fn list(faults: &[FieldFault]) -> String {
    faults
        .iter()
        .map(|fault| format!("\n  {}: {}", fault.field, fault.expected))
        .collect()
}

impl Settings {
    /// Reads the file, if there is one, and the environment: `SCHAKELPUNT_` and the key, with `__` between levels
    /// (`SCHAKELPUNT_DATABASE__URL`); also `DATABASE_URL`, `NATS_URL` and `OTEL_EXPORTER_OTLP_ENDPOINT`.
    ///
    /// # Errors
    /// Every key that is unknown or has a value that cannot be used.
    pub fn load(file: Option<&Path>) -> Result<Self, BadConfiguration> {
        Self::load_over(&serde_json::json!({}), file)
    }

    /// Like [`Settings::load`], over other defaults for some keys.
    ///
    /// # Errors
    /// Every key that is unknown or has a value that cannot be used.
    pub fn load_over(over: &serde_json::Value, file: Option<&Path>) -> Result<Self, BadConfiguration> {
        let mut figment = Figment::from(Serialized::defaults(defaults())).merge(Serialized::defaults(over));
        if let Some(file) = file {
            if !file.is_file() {
                return Err(BadConfiguration(vec![FieldFault::new(
                    "file",
                    format!("a readable file, not {}", file.display()),
                )]));
            }
            figment = figment.merge(Toml::file_exact(file));
        }
        figment = figment
            .merge(Env::raw().only(&["DATABASE_URL"]).map(|_| "database.url".into()))
            .merge(Env::raw().only(&["NATS_URL"]).map(|_| "broker.url".into()))
            .merge(
                Env::raw()
                    .only(&["OTEL_EXPORTER_OTLP_ENDPOINT"])
                    .map(|_| "telemetry.otlp_endpoint".into()),
            )
            .merge(Serialized::defaults(from_environment(std::env::vars())));
        let settings: Self = figment.extract().map_err(|errors| {
            BadConfiguration(
                errors
                    .into_iter()
                    .map(|error| FieldFault::new(error.path.join("."), error.kind.to_string()))
                    .collect(),
            )
        })?;
        settings.checked()
    }

    fn checked(self) -> Result<Self, BadConfiguration> {
        let mut faults = Vec::new();
        let mut check = |key: &str, holds: bool, expected: &str| {
            if !holds {
                faults.push(FieldFault::new(key, expected));
            }
        };
        check(
            "oin",
            self.oin.len() == 20 && self.oin.bytes().all(|digit| digit.is_ascii_digit()),
            "20 digits",
        );
        check(
            "database.connections",
            (2..=200).contains(&self.database.connections),
            "a number from 2 to 200",
        );
        check(
            "database.url",
            self.database.url.is_none() || self.database.url_file.is_none(),
            "either a URL or a file, not both",
        );
        check(
            "broker.url",
            self.broker.url.is_none() || self.broker.url_file.is_none(),
            "either a URL or a file, not both",
        );
        let production = self.profile == Profile::Production;
        check(
            "identity.development_key",
            !(production && self.identity.development_key.is_some()),
            "nothing outside the development profile: everyone who has the key can be anyone",
        );
        check(
            "oin",
            !(production && self.oin.starts_with("00000099")),
            "the organisation's own number outside the development profile, not a test number",
        );
        for (index, issuer) in self.identity.issuers.iter().enumerate() {
            issuer.check(index, &mut check);
        }
        for (name, address) in &self.peers {
            check(
                &format!("peers.{name}"),
                address
                    .parse::<http::Uri>()
                    .is_ok_and(|uri| uri.scheme().is_some()),
                "an address such as http://127.0.0.1:7420",
            );
        }
        if faults.is_empty() {
            Ok(self)
        } else {
            Err(BadConfiguration(faults))
        }
    }

    /// Whether this is a development installation.
    #[must_use]
    pub fn is_development(&self) -> bool {
        self.profile == Profile::Development
    }

    /// URL of the database of a block.
    ///
    /// # Errors
    /// There is none, or its file cannot be read.
    pub fn database_url(&self, block: &str) -> Result<SecretString, BadConfiguration> {
        if let Some(url) = self.database.blocks.get(block) {
            return Ok(url.clone());
        }
        secret(
            "database",
            self.database.url.as_ref(),
            self.database.url_file.as_deref(),
        )
    }

    /// URL of the broker.
    ///
    /// # Errors
    /// There is none, or its file cannot be read.
    pub fn broker_url(&self) -> Result<SecretString, BadConfiguration> {
        secret(
            "broker",
            self.broker.url.as_ref(),
            self.broker.url_file.as_deref(),
        )
    }

    /// Who callers are, by this configuration.
    ///
    /// # Errors
    /// A key file cannot be read or made.
    pub fn identity(&self) -> Result<Identity, BadConfiguration> {
        let unusable = |key: &str, error: &std::io::Error| {
            BadConfiguration(vec![FieldFault::new(
                format!("identity.{key}"),
                error.to_string(),
            )])
        };
        let settings = &self.identity;
        let mut issuers: Vec<Issuer> = settings.issuers.iter().map(IssuerSettings::issuer).collect();
        issuers.push(
            LocalIssuer::services(&settings.service_key)
                .map_err(|error| unusable("service_key", &error))?
                .issuer(),
        );
        if let Some(key) = &settings.development_key {
            issuers.push(
                LocalIssuer::development(key)
                    .map_err(|error| unusable("development_key", &error))?
                    .issuer(),
            );
        }
        let pseudonyms =
            Pseudonyms::open(&settings.pseudonym_key).map_err(|error| unusable("pseudonym_key", &error))?;
        Ok(Identity::new(issuers, pseudonyms))
    }
}

impl IssuerSettings {
    fn check(&self, index: usize, check: &mut impl FnMut(&str, bool, &str)) {
        let key = |name: &str| format!("identity.issuers[{index}].{name}");
        check(&key("issuer"), !self.issuer.is_empty(), "the issuer's `iss`");
        check(
            &key("audiences"),
            !self.audiences.is_empty(),
            "at least one audience",
        );
        check(
            &key("jwks_url"),
            self.jwks_url.is_some() != self.jwks_file.is_some(),
            "either a URL or a file (`jwks_file`)",
        );
        let secure = self.jwks_url.as_deref().is_none_or(|url| {
            url.starts_with("https://")
                || url.starts_with("http://127.0.0.1:")
                || url.starts_with("http://[::1]:")
        });
        check(&key("jwks_url"), secure, "an https address");
        for (value, grants) in &self.roles {
            for grant in grants {
                if let Err(error) = grant.parse::<Grant>() {
                    check(&key(&format!("roles.{value}")), false, &error.to_string());
                }
            }
        }
    }

    fn issuer(&self) -> Issuer {
        let source = match (&self.jwks_url, &self.jwks_file) {
            (Some(url), _) => KeySource::Url(url.clone()),
            (None, file) => KeySource::File(file.clone().unwrap_or_default()),
        };
        let table = self
            .roles
            .iter()
            .map(|(value, grants)| {
                (
                    value.clone(),
                    grants.iter().filter_map(|grant| grant.parse().ok()).collect(),
                )
            })
            .collect();
        Issuer::new(
            self.issuer.clone(),
            self.audiences.clone(),
            self.roles_claim.clone(),
            RoleMapping::Table(table),
            source,
        )
    }
}

/// The settings among environment variables. Values are texts, except where a key takes a number or a truth value: an
/// organisation number has leading zeros that must not get lost.
fn from_environment(variables: impl Iterator<Item = (String, String)>) -> serde_json::Value {
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

fn defaults() -> serde_json::Value {
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

fn secret(
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

#[cfg(test)]
mod tests;
