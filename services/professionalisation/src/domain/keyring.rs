//! The keys a provider signs credentials with: their public halves, and from when to when they sign. What a retired key signed stays
//! valid; what a compromised one signed does not.

use blocks::values::Id;
use eventing::{Decider, FieldFault, RejectionKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most keys of one provider.
pub const KEYS_MAX: usize = 500;

/// Algorithms of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// Ed25519, for the embedded proof.
    Ed25519,
    /// RSA with SHA-256, for the proof as a JWT.
    Rs256,
}

/// The public half of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Identifier within the provider.
    pub key_id: Id,
    /// Algorithm.
    pub algorithm: Algorithm,
    /// The key: multibase for Ed25519, a JSON Web Key for RSA.
    pub public_key: String,
    /// Day it was made.
    pub created_on: Date,
}

/// A key and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The key.
    pub key: Key,
    /// Day from which it signs nothing any more.
    pub retired_on: Option<Date>,
    /// Whether it fell into other hands.
    pub compromised: bool,
}

/// The keys of a provider as their facts have made them.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyring {
    keys: Vec<Standing>,
}

/// What can be asked of a keyring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Take a key that was made into use.
    Rotate {
        /// The key.
        key: Key,
        /// Whether the provider was registered.
        provider_known: bool,
    },
    /// Retire a key.
    Retire {
        /// Key.
        key_id: Id,
        /// Whether it fell into other hands.
        compromised: bool,
        /// The block's day.
        today: Date,
    },
}

/// What can have happened to a keyring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// A key was taken into use.
    Rotated {
        /// The key.
        key: Key,
        /// Key of the same algorithm whose place it took.
        retired_key_id: Option<Id>,
    },
    /// A key was retired.
    Retired {
        /// Key.
        key_id: Id,
        /// Whether it fell into other hands.
        compromised: bool,
        /// Day.
        retired_on: Date,
    },
}

/// Why a command on a keyring is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The provider was not registered.
    #[error("there is no such provider")]
    ProviderUnknown,
    /// There is no such key.
    #[error("the provider has no key {0}")]
    Unknown(Id),
    /// The key signs the provider's status lists.
    #[error("the key {0} signs the provider's status lists: rotate it, or say that it is compromised")]
    InUse(Id),
    /// There are too many keys.
    #[error("a provider has at most {KEYS_MAX} keys")]
    Limit,
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Rotated { .. } => "KeyRotated",
            Self::Retired { .. } => "KeyRetired",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::ProviderUnknown => "PROVIDER_UNKNOWN",
            Self::Unknown(_) => "KEY_UNKNOWN",
            Self::InUse(_) => "KEY_IN_USE",
            Self::Limit => "KEYS_LIMIT",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::ProviderUnknown | Self::Unknown(_) => RejectionKind::NotFound,
            Self::InUse(_) | Self::Limit => RejectionKind::WrongState,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        Vec::new()
    }
}

impl Keyring {
    /// All keys, oldest first.
    #[must_use]
    pub fn keys(&self) -> &[Standing] {
        &self.keys
    }

    /// The key that signs with an algorithm; none when there is none.
    #[must_use]
    pub fn active(&self, algorithm: Algorithm) -> Option<&Key> {
        let found = self
            .keys
            .iter()
            .find(|it| it.key.algorithm == algorithm && it.retired_on.is_none());
        found.map(|it| &it.key)
    }

    fn retire(&self, key_id: Id, compromised: bool, today: Date) -> Result<Vec<Fact>, Rejection> {
        let found = self.keys.iter().find(|it| it.key.key_id == key_id);
        let known = found.ok_or_else(|| Rejection::Unknown(key_id.clone()))?;
        if known.retired_on.is_some() && known.compromised >= compromised {
            return Ok(Vec::new());
        }
        // Without it no list says any more what was revoked, and nothing that was issued could be verified.
        let signs_lists = known.retired_on.is_none() && known.key.algorithm == Algorithm::Ed25519;
        if signs_lists && !compromised {
            return Err(Rejection::InUse(key_id));
        }
        Ok(vec![Fact::Retired {
            key_id,
            compromised,
            retired_on: known.retired_on.unwrap_or(today),
        }])
    }
}

impl Decider for Keyring {
    const TYPE: &'static str = "keyring";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Rotate { provider_known, .. } if !provider_known => Err(Rejection::ProviderUnknown),
            Command::Rotate { .. } if self.keys.len() >= KEYS_MAX => Err(Rejection::Limit),
            Command::Rotate { key, .. } => Ok(vec![Fact::Rotated {
                retired_key_id: self.active(key.algorithm).map(|it| it.key_id.clone()),
                key,
            }]),
            Command::Retire {
                key_id,
                compromised,
                today,
            } => self.retire(key_id, compromised, today),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Rotated { key, retired_key_id } => {
                let before = self
                    .keys
                    .iter_mut()
                    .filter(|it| Some(&it.key.key_id) == retired_key_id.as_ref());
                before.for_each(|it| it.retired_on = Some(key.created_on));
                self.keys.push(Standing {
                    key,
                    retired_on: None,
                    compromised: false,
                });
            }
            Fact::Retired {
                key_id,
                compromised,
                retired_on,
            } => {
                for it in self.keys.iter_mut().filter(|it| it.key.key_id == key_id) {
                    it.retired_on = Some(retired_on);
                    it.compromised |= compromised;
                }
            }
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Rotated { .. } | Fact::Retired { .. } => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;
    use jiff::civil::date;

    use super::*;

    fn key(key_id: &str, algorithm: Algorithm) -> Key {
        Key {
            key_id: key_id.into(),
            algorithm,
            public_key: format!("z{key_id}"),
            created_on: date(2025, 6, 1),
        }
    }

    fn rotate(key_id: &str, algorithm: Algorithm) -> Command {
        Command::Rotate {
            key: key(key_id, algorithm),
            provider_known: true,
        }
    }

    fn retire(key_id: &str, compromised: bool) -> Command {
        Command::Retire {
            key_id: key_id.into(),
            compromised,
            today: date(2025, 7, 1),
        }
    }

    #[test]
    fn a_new_key_takes_the_place_of_the_one_of_its_algorithm() {
        let ring = Scenario::<Keyring>::new().after([
            rotate("a", Algorithm::Ed25519),
            rotate("b", Algorithm::Rs256),
            rotate("c", Algorithm::Ed25519),
        ]);
        let active = |algorithm| ring.state().active(algorithm).map(|it| it.key_id.as_str());
        assert_eq!(
            (active(Algorithm::Ed25519), active(Algorithm::Rs256)),
            (Some("c"), Some("b"))
        );
        assert_eq!(ring.state().keys()[0].retired_on, Some(date(2025, 6, 1)));
        assert_eq!(ring.state().keys().len(), 3);
    }

    #[test]
    fn a_retired_key_may_turn_out_to_be_compromised_but_not_the_other_way_round() {
        let ring = || Scenario::<Keyring>::new().after([rotate("a", Algorithm::Rs256)]);
        ring().when(retire("z", false)).refused("KEY_UNKNOWN");
        let retired = || ring().after([retire("a", false)]);
        assert_eq!(retired().state().active(Algorithm::Rs256), None);
        retired().when(retire("a", false)).then([]);
        let compromised = retired().after([retire("a", true)]);
        assert!(compromised.state().keys()[0].compromised);
        compromised.when(retire("a", false)).then([]);
    }

    #[test]
    fn the_key_that_signs_the_lists_is_rotated_and_not_retired_unless_it_is_compromised() {
        let ring = || Scenario::<Keyring>::new().after([rotate("a", Algorithm::Ed25519)]);
        ring().when(retire("a", false)).refused("KEY_IN_USE");
        assert_eq!(
            ring()
                .after([retire("a", true)])
                .state()
                .active(Algorithm::Ed25519),
            None
        );
        let rotated = ring().after([rotate("b", Algorithm::Ed25519)]);
        rotated.when(retire("a", false)).then([]);
    }

    #[test]
    fn only_a_registered_provider_has_keys() {
        let unknown = Command::Rotate {
            key: key("a", Algorithm::Ed25519),
            provider_known: false,
        };
        Scenario::<Keyring>::new()
            .when(unknown)
            .refused("PROVIDER_UNKNOWN");
    }
}
