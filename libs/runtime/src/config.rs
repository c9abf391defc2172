//! Configuration: one file and the environment, read and checked whole before anything is started.

mod checks;
mod identity;
mod section;
mod sources;

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
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::identity::development::AUDIENCE;
pub use section::Section;
use sources::{defaults, from_environment, secret};

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
    /// Settings of single blocks, by the block's name: a table such as `[ledger]`.
    #[serde(skip)]
    sections: section::Sections,
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

fn unreadable(errors: figment::Error) -> BadConfiguration {
    let fault = |error: figment::Error| FieldFault::new(error.path.join("."), error.kind.to_string());
    BadConfiguration(errors.into_iter().map(fault).collect())
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
        let mut whole: serde_json::Map<_, _> = figment.extract().map_err(unreadable)?;
        let sections = section::take(&mut whole);
        let mut settings: Self = Figment::from(Serialized::defaults(whole))
            .extract()
            .map_err(unreadable)?;
        settings.sections = sections;
        settings.checked()
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

    /// CloudEvents `source` of what a block publishes.
    #[must_use]
    pub fn source(&self, block: &str) -> String {
        format!("urn:nld:oin:{}:systeem:{block}", self.oin)
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
}

#[cfg(test)]
mod tests;
