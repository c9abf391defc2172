//! What must hold beyond each setting having the right form.

use eventing::FieldFault;

use super::{BadConfiguration, IssuerSettings, Profile, Settings};
use crate::access::Grant;

impl Settings {
    pub(super) fn checked(self) -> Result<Self, BadConfiguration> {
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
}
