//! Development tokens, made from the development issuer's key in the data directory of a hub on this machine.

use std::{path::Path, time::Duration};

use runtime::{
    access::Grant,
    identity::development::{DEVELOPMENT_KEY_FILE, LocalIssuer},
};

use crate::failure::{Failure, Note};

/// Makes development tokens.
pub struct Minter {
    issuer: LocalIssuer,
}

impl Minter {
    /// Opens the development issuer: the key in `key_file`, or the one in the data directory. The key must be there: one
    /// made here is known to no hub.
    ///
    /// # Errors
    /// When there is no key, or none that can be used.
    pub fn open(data_dir: &Path, key_file: Option<&Path>) -> Result<Self, Failure> {
        let file = key_file.map_or_else(|| data_dir.join(DEVELOPMENT_KEY_FILE), Path::to_owned);
        match LocalIssuer::existing_development(&file) {
            Ok(issuer) => Ok(Self { issuer }),
            Err(error) => Err(unusable(&file.display(), &error)),
        }
    }

    /// A token that grants `grants` to `subject` for `ttl`.
    ///
    /// # Errors
    /// When the key refuses to sign.
    pub fn token(&self, grants: &[Grant], subject: &str, ttl: Duration) -> Result<String, Failure> {
        self.issuer
            .token(grants, subject, ttl)
            .map_err(|error| unusable(&DEVELOPMENT_KEY_FILE, &error))
    }
}

fn unusable(place: &dyn std::fmt::Display, error: &dyn std::fmt::Display) -> Failure {
    Failure::Local(
        Note::new("no-development-issuer")
            .with("place", place)
            .with("error", error),
    )
}

/// The name of whoever acts in these roles: the same roles are the same person, other roles are somebody else. So a
/// report submitted `--as project-lead:x` can be approved `--as block-coordinator:y`.
pub fn subject(grants: &[Grant]) -> String {
    let names: Vec<_> = grants
        .iter()
        .map(|grant| grant.to_string().replace(':', "-"))
        .collect();
    format!("development-{}", names.join("+"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_roles_are_somebody_else() {
        let lead: Grant = "project-lead:llo-101".parse().unwrap();
        let officer: Grant = "agency-officer".parse().unwrap();
        assert_eq!(
            subject(std::slice::from_ref(&lead)),
            "development-project-lead-llo-101"
        );
        assert_ne!(subject(&[lead]), subject(&[officer]));
    }

    #[test]
    fn a_key_that_is_not_there_is_not_made() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Minter::open(dir.path(), None).is_err());
        assert!(std::fs::read_dir(dir.path()).unwrap().next().is_none());
        LocalIssuer::development(&dir.path().join(DEVELOPMENT_KEY_FILE)).unwrap();
        let minter = Minter::open(dir.path(), None).unwrap();
        let token = minter
            .token(&["auditor".parse().unwrap()], "a", Duration::from_secs(60))
            .unwrap();
        assert_eq!(token.split('.').count(), 3);
    }
}
