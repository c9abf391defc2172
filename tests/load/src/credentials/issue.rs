//! An issuer with both kinds of keys, and the parts of its work.

use std::{num::NonZero, sync::Arc, thread, time::Instant};

use ::credentials::{
    AchievementCredential, CanonicalHash, Document, Ed25519Key, Iri, JwtSigner, ProofSigner, RsaKey,
    StatusBits, StatusListCredential, StatusPurpose, canonicalise, hash,
};
use anyhow::anyhow;
use async_trait::async_trait;
use jiff::Timestamp;

use super::sample;
use crate::measure::{Contender, Effort, Named};

/// What is done over and over.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    /// From typed values to a signed document.
    Whole,
    /// Typed values to quads.
    Quads,
    /// Quads to their canonical form and its hash.
    Canonical,
    /// A hash to a proof.
    Proof,
    /// The bare signature.
    Signature,
    /// From typed values to a signed token.
    Token,
    /// From bits to a signed list.
    StatusList,
}

/// Issues credentials of one class.
pub(super) struct Issuer {
    credential: AchievementCredential,
    quads: Vec<oxrdf::Quad>,
    hash: CanonicalHash,
    proofs: ProofSigner,
    tokens: JwtSigner,
    bits: StatusBits,
    created: Timestamp,
}

impl Issuer {
    pub(super) fn new() -> anyhow::Result<Arc<Self>> {
        let credential = sample::credential()?;
        let quads = credential.to_quads();
        let id = credential.issuer().id();
        let mut bits = StatusBits::default();
        for index in 0..500 {
            bits.set(index * 37, true)?;
        }
        Ok(Arc::new(Self {
            hash: hash(&canonicalise(&quads)?),
            quads,
            proofs: ProofSigner::new(Ed25519Key::generate()?, id.with_fragment("key-1")?),
            tokens: JwtSigner::new(RsaKey::generate()?, id.with_fragment("key-2")?),
            credential,
            bits,
            created: Timestamp::now(),
        }))
    }

    /// A contender that does this.
    pub(super) fn part(self: &Arc<Self>, name: &'static str, part: Part) -> Named {
        (
            name,
            Box::new(Worker {
                issuer: Arc::clone(self),
                part,
            }),
        )
    }

    /// Does it once; the answer is how many bytes came of it, so that nothing is left out for nobody's asking.
    fn once(&self, part: Part) -> anyhow::Result<usize> {
        Ok(match part {
            Part::Whole => self.proofs.sign(&self.credential, self.created)?.len(),
            Part::Quads => self.credential.to_quads().len(),
            Part::Canonical => usize::from(hash(&canonicalise(&self.quads)?)[0]),
            Part::Proof => size_of_val(&self.proofs.prove(self.hash, self.created)?),
            Part::Signature => usize::from(self.proofs.key().sign(&[self.hash, self.hash].concat())[0]),
            Part::Token => self.tokens.sign(&self.credential)?.len(),
            Part::StatusList => {
                let id = Iri::parse("https://provider.example/status/1")?;
                let issuer = self.credential.issuer().id().clone();
                let validity = self.credential.validity();
                let list =
                    StatusListCredential::new(id, issuer, validity, StatusPurpose::Revocation, &self.bits)?;
                self.proofs.sign(&list, self.created)?.len()
            }
        })
    }
}

struct Worker {
    issuer: Arc<Issuer>,
    part: Part,
}

#[async_trait]
impl Contender for Worker {
    /// One thread for each core, that does nothing else.
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64> {
        let cores = thread::available_parallelism().map_or(2, NonZero::get);
        let (time, part) = (effort.time(), self.part);
        let started = Instant::now();
        let threads: Vec<_> = (0..cores)
            .map(|_| {
                let issuer = Arc::clone(&self.issuer);
                thread::spawn(move || {
                    let mut done = 0_u32;
                    while started.elapsed() < time {
                        std::hint::black_box(issuer.once(part)?);
                        done += 1;
                    }
                    anyhow::Ok(done)
                })
            })
            .collect();
        let mut done = 0.0;
        for thread in threads {
            done += f64::from(
                thread
                    .join()
                    .map_err(|_| anyhow!("a thread that issues has died"))??,
            );
        }
        Ok(done / started.elapsed().as_secs_f64())
    }
}
