//! Signing a batch of credentials.

use std::sync::Arc;

use blocks::values::{Id, months_after};
use credentials::{
    Achievement, AchievementCredential, AchievementType, Alignment, Credits, InvalidValue, Iri, Issuer,
    Language, StatusEntry, StatusPurpose, Text, Validity,
};
use eventing::clock::{dutch_date, dutch_midnight};
use jiff::Timestamp;
use runtime::fault::Fault;
use uuid::Uuid;

use super::{Addresses, Form, Issuing, LIST_ENTRIES, Recipient, signers::Signer, unwritable};
use crate::{
    domain::{
        class,
        framework::{Framework, SizeUnit},
        keyring::Keyring,
        provider::Provider,
    },
    vault::{Held, Holding},
};

/// Credentials that one task signs before it hands on.
const SIGNED_TOGETHER: usize = 32;
/// European credits in hundredths.
const HUNDREDTHS: u32 = 100;

/// What credentials that are issued together have alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Provider.
    pub provider_id: Id,
    /// What the class says.
    pub class: class::Content,
    /// When they were issued.
    pub issued_at: Timestamp,
    /// In which form they are signed.
    pub form: Form,
}

/// A credential to be issued.
#[derive(Debug, Clone)]
pub struct Issue {
    /// Identifier it gets.
    pub credential_id: Uuid,
    /// Passport it goes into.
    pub holder_id: Uuid,
    /// Place in the provider's status lists.
    pub number: u32,
    /// To whom.
    pub recipient: Recipient,
}

/// What all credentials of a batch share.
struct Shared {
    batch: Batch,
    addresses: Addresses,
    written: Written,
    signer: Signer,
    signed_at: Timestamp,
}

impl Issuing {
    /// Signs the credentials of a batch, in their order, on all processors.
    ///
    /// # Errors
    /// The provider has no key any more, or the vault does not answer.
    pub async fn sign(&self, batch: Batch, issues: Vec<Issue>) -> Result<Vec<Held>, Fault> {
        let shared = Arc::new(self.shared(batch).await?);
        let mut tasks = Vec::new();
        let mut issues = issues.into_iter().peekable();
        while issues.peek().is_some() {
            let some: Vec<Issue> = issues.by_ref().take(SIGNED_TOGETHER).collect();
            let shared = shared.clone();
            tasks.push(tokio::task::spawn_blocking(move || {
                some.into_iter()
                    .map(|issue| shared.sign(issue))
                    .collect::<Result<Vec<_>, _>>()
            }));
        }
        let mut signed = Vec::new();
        for task in tasks {
            signed.extend(task.await.map_err(|error| unwritable(&error))??);
        }
        Ok(signed)
    }

    async fn shared(&self, batch: Batch) -> Result<Shared, Fault> {
        let store = &self.office.store;
        let addresses = self.addresses()?.clone();
        let provider = store.load::<Provider>(&batch.provider_id).await?.state;
        let keyring = store.load::<Keyring>(&batch.provider_id).await?.state;
        let framework = store.load::<Framework>(&batch.class.framework_id).await?.state;
        // By the key that signs now: one that was retired since the batch was decided on has no private half any more.
        let mut signer = None;
        if let Some(key) = keyring.active(batch.form.algorithm()) {
            signer = self.signer(&batch.provider_id, key).await?;
        }
        let signer =
            signer.ok_or_else(|| Fault::rejected(&crate::domain::issuance::Rejection::KeyMissing))?;
        let name = provider
            .profile()
            .map(|profile| profile.name.clone())
            .unwrap_or_default();
        let in_ec = framework
            .version(batch.class.framework_version)
            .is_some_and(|it| it.unit == SizeUnit::Ec);
        let issuer = addresses.issuer(&batch.provider_id)?;
        let class = addresses.class(&batch.class.class_id)?;
        let written = Written::of(&batch.class, class, in_ec, issuer, name);
        let written = written.map_err(|error| unwritable(&error))?;
        Ok(Shared {
            signed_at: self.office.now().0,
            batch,
            addresses,
            written,
            signer,
        })
    }
}

/// What of a class and its provider stands in each credential.
struct Written {
    issuer: Issuer,
    achievement: Achievement,
    credits: Option<Credits>,
}

impl Written {
    fn of(
        it: &class::Content,
        id: Iri,
        in_ec: bool,
        issuer: Iri,
        name: String,
    ) -> Result<Self, InvalidValue> {
        let text = |text: &str| Text::parse(text);
        let criteria = format!("{}\n\n{}", it.learning_outcomes.join("\n"), it.criteria);
        let mut achievement = Achievement::new(
            id,
            AchievementType::MicroCredential,
            text(&it.name)?,
            text(&it.description)?,
            text(&criteria)?,
        )
        .taught_in(Language::parse(&it.language)?);
        for skill in &it.skills {
            let uri = Iri::parse(skill.uri.as_str())?;
            achievement =
                achievement.aligned(Alignment::skill(uri, text(&skill.label)?, text(&skill.taxonomy)?));
        }
        // NLQF and EQF levels are the same numbers, and the EQF is what wallets elsewhere know.
        let level = u8::try_from(it.nlqf_level).unwrap_or(u8::MAX);
        achievement = achievement.aligned(Alignment::eqf(level)?);
        let credits = in_ec
            .then(|| Credits::hundredths(it.size.saturating_mul(HUNDREDTHS)))
            .transpose()?;
        if let Some(credits) = credits {
            achievement = achievement.worth(credits)?;
        }
        Ok(Self {
            issuer: Issuer::new(issuer, text(&name)?),
            achievement,
            credits,
        })
    }
}

impl Shared {
    fn sign(&self, issue: Issue) -> Result<Held, Fault> {
        let achieved_on = issue
            .recipient
            .achieved_on
            .unwrap_or_else(|| dutch_date(self.batch.issued_at));
        let valid_from = dutch_midnight(achieved_on).min(self.batch.issued_at);
        let months = self.batch.class.valid_months;
        let last_day = (months > 0).then(|| months_after(achieved_on, months)).flatten();
        let valid_until = last_day.map(dutch_midnight);
        let credential = self.credential(&issue, valid_from, valid_until)?;
        let document = match &self.signer {
            Signer::Proof(signer) => signer
                .sign(&credential, self.signed_at)
                .map_err(|error| unwritable(&error))?,
            Signer::Jwt(signer) => signer.sign(&credential).map_err(|error| unwritable(&error))?,
        };
        Ok(Held {
            credential_id: issue.credential_id,
            holder_id: issue.holder_id,
            provider_id: self.batch.provider_id.clone(),
            number: issue.number,
            holding: Holding {
                document,
                class_id: self.batch.class.class_id.clone(),
                class_name: self.batch.class.name.clone(),
                skills: self.batch.class.skills.clone(),
                achieved_on,
                valid_until,
            },
        })
    }

    fn credential(
        &self,
        issue: &Issue,
        valid_from: Timestamp,
        valid_until: Option<Timestamp>,
    ) -> Result<AchievementCredential, Fault> {
        let (list, index) = (issue.number / LIST_ENTRIES, issue.number % LIST_ENTRIES);
        let list = self.addresses.status_list(&self.batch.provider_id, list)?;
        let written = || {
            let recipient = issue.recipient.written(self.batch.form)?;
            let validity = Validity::new(valid_from, valid_until)?;
            let status = StatusEntry::new(list, StatusPurpose::Revocation, index)?;
            let id = Iri::parse(format!("urn:uuid:{}", issue.credential_id))?;
            let (issuer, achievement) = (self.written.issuer.clone(), self.written.achievement.clone());
            let credential = AchievementCredential::new(id, issuer, recipient, achievement, validity);
            let credential = credential.with_status(status);
            Ok(match self.written.credits {
                Some(credits) => credential.with_credits_earned(credits),
                None => credential,
            })
        };
        written().map_err(|error: InvalidValue| unwritable(&error))
    }
}
