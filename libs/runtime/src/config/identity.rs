//! From the settings to who callers are.

use eventing::FieldFault;

use super::{BadConfiguration, IssuerSettings, Settings};
use crate::identity::{Identity, Issuer, KeySource, Pseudonyms, RoleMapping, development::LocalIssuer};

impl Settings {
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
    pub(super) fn issuer(&self) -> Issuer {
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
