//! Signatures after Standard Webhooks 1.0: over identifier, time and body, symmetric (`v1`) and asymmetric (`v1a`).

use base64::{Engine, prelude::BASE64_STANDARD};
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

use crate::{domain::subscription::Subscription, keys::Keys};

/// The keys of a subscription that sign at a moment, the newest first.
#[must_use]
pub fn valid(
    keys: &Keys,
    subscription_id: &str,
    subscription: &Subscription,
    at: Timestamp,
) -> Vec<Generation> {
    let newest = subscription.key_generation();
    let is_former_valid = subscription.previous_keys_until().is_some_and(|until| until > at);
    let oldest = if is_former_valid { newest - 1 } else { newest };
    let generations = (oldest..=newest).rev();
    generations
        .map(|it| Generation::of(keys, subscription_id, it))
        .collect()
}

/// The keys of one generation of a subscription.
pub struct Generation {
    /// Counts them, from 1.
    pub number: u32,
    secret: [u8; 32],
    signing: SigningKey,
}

impl Generation {
    /// The keys of a generation, counting from 1.
    #[must_use]
    pub fn of(keys: &Keys, subscription_id: &str, generation: u32) -> Self {
        let about = [subscription_id, &generation.to_string()];
        Self {
            number: generation,
            secret: keys.derive("webhook v1", &about),
            signing: SigningKey::from_bytes(&keys.derive("webhook v1a", &about)),
        }
    }

    /// The shared key, `whsec_...`.
    #[must_use]
    pub fn secret(&self) -> String {
        format!("whsec_{}", BASE64_STANDARD.encode(self.secret))
    }

    /// The public key, `whpk_...`.
    #[must_use]
    pub fn public_key(&self) -> String {
        format!("whpk_{}", BASE64_STANDARD.encode(self.signing.verifying_key()))
    }

    /// Both signatures, as they stand in the header: the asymmetric one, which is to be preferred, first.
    #[must_use]
    pub fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        let signed = [format!("{id}.{timestamp}.").as_bytes(), body].concat();
        let asymmetric = BASE64_STANDARD.encode(self.signing.sign(&signed).to_bytes());
        let symmetric = symmetric(&self.secret, &signed);
        format!("v1a,{asymmetric} v1,{symmetric}")
    }
}

fn symmetric(secret: &[u8], signed: &[u8]) -> String {
    // HMAC takes keys of any length.
    Hmac::<Sha256>::new_from_slice(secret).map_or_else(
        |_| String::new(),
        |mut mac| {
            mac.update(signed);
            BASE64_STANDARD.encode(mac.finalize().into_bytes())
        },
    )
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signature, Verifier, VerifyingKey};

    use super::*;

    #[test]
    fn the_symmetric_signature_is_that_of_the_standard() {
        let secret = BASE64_STANDARD
            .decode("C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
            .unwrap();
        let signed = concat!(
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk.1649367553.",
            r#"{"email":"test@example.com","username":"test_user"}"#
        );
        assert_eq!(
            symmetric(&secret, signed.as_bytes()),
            "tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="
        );
    }

    #[test]
    fn the_asymmetric_signature_is_verified_with_the_public_key_and_a_new_generation_has_another() {
        let keys = Keys::new(&[7; 32]).unwrap();
        let first = Generation::of(&keys, "lezer", 1);
        let header = first.sign("programme-000000000007", 1_649_367_553, b"{}");
        let (asymmetric, symmetric) = header.split_once(' ').unwrap();
        assert!(symmetric.starts_with("v1,"));
        let signature = BASE64_STANDARD
            .decode(asymmetric.strip_prefix("v1a,").unwrap())
            .unwrap();
        let public = BASE64_STANDARD
            .decode(first.public_key().strip_prefix("whpk_").unwrap())
            .unwrap();
        let public = VerifyingKey::from_bytes(&public.try_into().unwrap()).unwrap();
        let signature = Signature::from_slice(&signature).unwrap();
        let signed = b"programme-000000000007.1649367553.{}";
        public.verify(signed, &signature).unwrap();
        let second = Generation::of(&keys, "lezer", 2);
        assert_ne!(first.public_key(), second.public_key());
        assert_ne!(first.secret(), second.secret());
    }
}
