//! What can be set: the section `[exchange]` of the configuration.

use std::{path::PathBuf, time::Duration};

use jiff::SignedDuration;
use runtime::{
    config::{BadConfiguration, Section},
    outbound::{Reach, is_endpoint},
};
use serde::{Deserialize, Serialize};

use crate::{domain::subscription::Limits, keys::Keys};

/// File beside the keys of the installation from which all keys of the exchange are derived.
const KEY_FILE: &str = "exchange.key";
/// Most attempts at a webhook that a schedule may name, and the longest wait in it, in seconds.
const RETRIES_MAX: usize = 32;
const RETRY_SECONDS_MAX: u64 = 7 * 24 * 60 * 60;
/// When a webhook is tried again, in seconds after the attempt before: Standard Webhooks 1.0. After the last one it is parked.
const RETRY_SECONDS: [u64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/// How long a webhook may take to answer, in seconds.
const WEBHOOK_SECONDS: u64 = 15;
const WEBHOOK_SECONDS_MAX: u64 = 120;
/// How long events may wait without an acknowledgement, in seconds.
const STALLED_AFTER_SECONDS: std::ops::RangeInclusive<u32> = 1..=2_592_000;
/// Failures in a row.
const STALLED_FAILURES: std::ops::RangeInclusive<u32> = 1..=1_000;

/// The section as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    /// File with the key from which the others are derived.
    key: Option<PathBuf>,
    /// Whether webhooks may lead to this machine and its network, and over http; in development they may.
    private_webhooks: Option<bool>,
    /// How the hub calls itself when it asks an endpoint whether it may send: a DNS name.
    webhook_origin: Option<String>,
    webhook_retry_seconds: Vec<u64>,
    webhook_seconds: u64,
    /// Address of the NATS for programmes; without it that door is closed.
    nats_url: Option<String>,
    /// The same as programmes reach it.
    nats_public_url: Option<String>,
    stalled_after: u32,
    stalled_failures: u32,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            key: None,
            private_webhooks: None,
            webhook_origin: None,
            webhook_retry_seconds: RETRY_SECONDS.to_vec(),
            webhook_seconds: WEBHOOK_SECONDS,
            nats_url: None,
            nats_public_url: None,
            stalled_after: 3_600,
            stalled_failures: 10,
        }
    }
}

/// Settings of the block.
#[derive(Debug, Clone)]
pub struct Config {
    /// What keys are derived from.
    pub keys: Keys,
    /// How webhooks are sent.
    pub webhooks: Webhooks,
    /// The NATS for programmes, if there is one.
    pub nats: Option<NatsDoor>,
    /// From when on a subscription stands still.
    pub stalled: Limits,
}

/// How webhooks are sent.
#[derive(Debug, Clone)]
pub struct Webhooks {
    /// Where they may lead.
    pub reach: Reach,
    /// How the hub calls itself.
    pub origin: String,
    /// When they are tried again, after the attempt before.
    pub retries: Vec<Duration>,
    /// How long an answer may take.
    pub answer: Duration,
}

/// The NATS for programmes.
#[derive(Debug, Clone)]
pub struct NatsDoor {
    /// Where the hub reaches it.
    pub url: String,
    /// Where programmes reach it.
    pub public_url: String,
}

impl Config {
    /// Reads the section; the key is made when its file is missing. `own_address` is where the hub is found in development.
    ///
    /// # Errors
    /// Every setting that cannot be used.
    pub fn read(section: &Section, own_address: &str) -> Result<Self, BadConfiguration> {
        let written: Written = section.read()?;
        let mut faults = Vec::new();
        let origin = written.webhook_origin.unwrap_or_else(|| host(own_address));
        if origin.is_empty()
            || !origin
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '-'))
        {
            faults.push(section.fault("webhook_origin", "a DNS name"));
        }
        let retries = &written.webhook_retry_seconds;
        if retries.len() > RETRIES_MAX || retries.iter().any(|it| *it > RETRY_SECONDS_MAX) {
            let expected = format!("at most {RETRIES_MAX} numbers up to {RETRY_SECONDS_MAX}");
            faults.push(section.fault("webhook_retry_seconds", expected));
        }
        if !(1..=WEBHOOK_SECONDS_MAX).contains(&written.webhook_seconds) {
            let expected = format!("a number from 1 to {WEBHOOK_SECONDS_MAX}");
            faults.push(section.fault("webhook_seconds", expected));
        }
        for (field, url) in [
            ("nats_url", &written.nats_url),
            ("nats_public_url", &written.nats_public_url),
        ] {
            if url.as_ref().is_some_and(|url| !is_nats(url)) {
                faults.push(section.fault(field, "an address such as tls://nats.schakelpunt.example:4222"));
            }
        }
        if !STALLED_AFTER_SECONDS.contains(&written.stalled_after) {
            let expected = "a number of seconds from 1 to 2592000, which is thirty days";
            faults.push(section.fault("stalled_after", expected));
        }
        if !STALLED_FAILURES.contains(&written.stalled_failures) {
            faults.push(section.fault("stalled_failures", "a number from 1 to 1000"));
        }
        // Only a configuration that is right so far makes files.
        if !faults.is_empty() {
            return Err(BadConfiguration(faults));
        }
        let key = written.key.unwrap_or_else(|| section.beside_keys(KEY_FILE));
        let keys = Keys::open(&key).map_err(|why| {
            BadConfiguration(vec![section.fault("key", format!("a file with a key: {why}"))])
        })?;
        let private = written.private_webhooks.unwrap_or(section.is_development());
        Ok(Self {
            keys,
            webhooks: Webhooks {
                reach: if private { Reach::Everywhere } else { Reach::Public },
                origin,
                retries: retries.iter().map(|it| Duration::from_secs(*it)).collect(),
                answer: Duration::from_secs(written.webhook_seconds),
            },
            stalled: Limits {
                waiting: SignedDuration::from_secs(written.stalled_after.into()),
                failures_in_a_row: written.stalled_failures,
            },
            nats: written.nats_url.map(|url| NatsDoor {
                public_url: written.nats_public_url.unwrap_or_else(|| url.clone()),
                url,
            }),
        })
    }
}

/// What keys are derived from: for who starts the NATS for programmes.
///
/// # Errors
/// The section cannot be used, or the file of the key.
pub fn keys(section: &Section) -> Result<Keys, BadConfiguration> {
    open(section, section.read::<Written>()?.key)
}

fn open(section: &Section, file: Option<PathBuf>) -> Result<Keys, BadConfiguration> {
    let file = file.unwrap_or_else(|| section.beside_keys(KEY_FILE));
    Keys::open(&file)
        .map_err(|why| BadConfiguration(vec![section.fault("key", format!("a file with a key: {why}"))]))
}

/// Host of an address, which was checked before.
fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |it| it.1);
    rest.split(['/', ':']).next().unwrap_or_default().to_owned()
}

/// An address of NATS without user and password: who connects is told by keys.
fn is_nats(url: &str) -> bool {
    let rest = url.strip_prefix("nats://").or_else(|| url.strip_prefix("tls://"));
    rest.is_some_and(|rest| is_endpoint(&format!("http://{rest}")))
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::*;

    fn read(given: Value, development: bool) -> Result<Config, Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        let given: Map<String, Value> = serde_json::from_value(given).unwrap();
        let section = Section::of("exchange", given, development, folder.path());
        Config::read(&section, "http://127.0.0.1:7420")
            .map_err(|bad| bad.0.into_iter().map(|it| it.field).collect())
    }

    #[test]
    fn only_a_development_hub_sends_into_its_own_network_unless_it_is_told_to() {
        let reach = |given, development| read(given, development).unwrap().webhooks.reach;
        assert_eq!(reach(json!({}), false), Reach::Public);
        assert_eq!(reach(json!({}), true), Reach::Everywhere);
        assert_eq!(reach(json!({"private_webhooks": false}), true), Reach::Public);
        assert_eq!(reach(json!({"private_webhooks": true}), false), Reach::Everywhere);
    }

    #[test]
    fn the_schedule_is_that_of_standard_webhooks() {
        let config = read(json!({}), false).unwrap();
        let seconds: Vec<u64> = config.webhooks.retries.iter().map(Duration::as_secs).collect();
        assert_eq!(seconds, RETRY_SECONDS);
        assert_eq!(config.webhooks.origin, "127.0.0.1");
        assert!(config.nats.is_none());
    }

    #[test]
    fn a_subscription_stands_still_after_an_hour_unless_it_says_otherwise() {
        let stalled = |given| {
            let limits = read(given, false).unwrap().stalled;
            (limits.waiting.as_secs(), limits.failures_in_a_row)
        };
        assert_eq!(stalled(json!({})), (3_600, 10));
        assert_eq!(
            stalled(json!({"stalled_after": 60, "stalled_failures": 3})),
            (60, 3)
        );
    }

    #[test]
    fn every_setting_that_cannot_be_used_is_named() {
        let wrong = json!({
            "webhook_origin": "a b", "webhook_retry_seconds": [700_000], "webhook_seconds": 0,
            "nats_url": "https://x.example", "nats_public_url": "nats://a:b@x.example",
            "stalled_after": 0, "stalled_failures": 0,
        });
        let expected = [
            "exchange.webhook_origin",
            "exchange.webhook_retry_seconds",
            "exchange.webhook_seconds",
            "exchange.nats_url",
            "exchange.nats_public_url",
            "exchange.stalled_after",
            "exchange.stalled_failures",
        ];
        assert_eq!(read(wrong, false).unwrap_err(), expected);
    }
}
