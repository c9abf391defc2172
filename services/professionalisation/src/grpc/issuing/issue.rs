//! Issuing credentials: decided in the log by number, signed and kept for their holders in the vault.
//!
//! First the numbers are given out, in one fact; then the documents are made and kept, in one transaction of the vault. When the hub stops
//! between the two, the same request asked again makes the documents then: never a second time, and never again for whom had them erased.

use std::collections::BTreeMap;

use blocks::values::Id;
use contracts::professionalisation::v1;
use eventing::{Committed, Meta};
use futures::FutureExt;
use jiff::Timestamp;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;
use uuid::Uuid;

use super::Issuers;
use crate::{
    contract::issuing::{issued, read_form, read_recipients},
    domain::{
        class::Class,
        issuance::{Batch as Numbers, Command, Fact, Ground, Issuance},
        keyring::{Algorithm, Keyring},
        provider::Provider,
    },
    grpc::filing,
    issuing::{Batch, Form, Issue, Recipient},
    vault::{Activity, Held, Processing},
};

/// A request, as it was read.
#[derive(Clone)]
struct Asked {
    provider_id: Id,
    class_id: Id,
    region_id: Id,
    recipients: Vec<Recipient>,
    form: Form,
}

/// The numbers that were given out for a request, and when.
struct Given {
    numbers: Numbers,
    issued_at: Timestamp,
}

impl Issuers {
    pub(super) async fn issue(
        &self,
        request: &Request<v1::IssueCredentialsRequest>,
    ) -> Result<v1::IssueCredentialsResponse, Fault> {
        let given = request.get_ref();
        let (now, today) = self.0.office.now();
        let mut faults = Faults::new();
        let asked = Asked {
            provider_id: faults.id("provider_id", &given.provider_id),
            class_id: faults.id("class_id", &given.class_id),
            region_id: faults.id("region_id", &given.region_id),
            recipients: read_recipients(&mut faults, &given.recipients, today),
            form: read_form(&mut faults, "form", given.form),
        };
        let parsed = faults.finish(asked);
        let change =
            Change::parse_personal(request, &given.request_id, |content| self.0.vault.digest(content));
        let (change, asked) = together(change, parsed)?;
        self.0.addresses()?;
        let processing = Processing::begin(Activity::Issue, change.actor());
        let meta = change.meta(now, filing::block());
        let committed = match self.0.office.store.known_request(&meta).await? {
            Some(committed) => committed,
            None => {
                self.check_holders(&asked.recipients).await?;
                self.decide(&asked, &meta).await?
            }
        };
        let given = self.given(&committed).await?;
        let credentials = self.hand_out(&asked, &given, processing).await?;
        Ok(v1::IssueCredentialsResponse {
            receipt: self.0.office.receipt(&asked.provider_id, &committed),
            credentials,
        })
    }

    /// Refuses passports that are not there.
    async fn check_holders(&self, recipients: &[Recipient]) -> Result<(), Fault> {
        let named: Vec<Uuid> = recipients.iter().filter_map(|it| it.holder_id).collect();
        let known = self.0.vault.holders(&named).await?;
        let mut faults = Faults::new();
        for (index, recipient) in recipients.iter().enumerate() {
            let found = recipient.holder_id.is_none_or(|id| known.contains(&id));
            let field = format!("recipients[{index}].holder_id");
            faults.check(&field, found, "a passport that is there");
        }
        faults.finish(())
    }

    /// Gives out numbers, on the ground of class, provider and keys as they are at that moment.
    async fn decide(&self, asked: &Asked, meta: &Meta) -> Result<Committed, Fault> {
        let (_, today) = self.0.office.now();
        let count = u32::try_from(asked.recipients.len()).unwrap_or(u32::MAX);
        self.0
            .office
            .store
            .execute_reading::<Issuance, _, Fault>(&asked.provider_id, meta, |reading| {
                let (provider_id, class_id) = (asked.provider_id.clone(), asked.class_id.clone());
                let (region_id, form) = (asked.region_id.clone(), asked.form);
                async move {
                    let class = reading.read::<Class>(&class_id).await?.state;
                    let provider = reading.read::<Provider>(&provider_id).await?.state;
                    let keyring = reading.read::<Keyring>(&provider_id).await?.state;
                    if let Some(content) = class.content() {
                        reading.file_under(filing::issuance(content, &region_id));
                    }
                    // Whatever the form, the list of what was revoked carries an embedded proof.
                    let lists = keyring.active(Algorithm::Ed25519).is_some();
                    let key = keyring.active(form.algorithm()).filter(|_| lists);
                    let ground = Ground {
                        class: class
                            .issuable(&provider_id)
                            .map(|content| content.project_id.clone()),
                        region_ids: provider
                            .profile()
                            .map(|it| it.region_ids.clone())
                            .unwrap_or_default(),
                        key_id: key.map(|key| key.key_id.clone()),
                    };
                    Ok(Command::Issue {
                        class_id,
                        region_id,
                        count,
                        ground,
                        today,
                    })
                }
                .boxed()
            })
            .await
    }

    /// What was given out, now or when this was asked before.
    async fn given(&self, committed: &Committed) -> Result<Given, Fault> {
        let position = committed.positions.first().copied().unwrap_or_default();
        let found = self.0.office.store.read(position.saturating_sub(1), 1).await?;
        let given = found.first().and_then(|recorded| {
            let Some(Ok(Fact::Issued { batch, .. })) = recorded.fact::<Issuance>() else {
                return None;
            };
            Some(Given {
                numbers: batch,
                issued_at: recorded.at,
            })
        });
        // A request that was carried out has led to this fact and no other.
        given.ok_or_else(|| {
            Fault::internal(
                "issuing credentials",
                &std::io::Error::other("the fact is not there"),
            )
        })
    }

    /// The documents of a batch: made now, unless they were made before.
    async fn hand_out(
        &self,
        asked: &Asked,
        given: &Given,
        processing: Processing,
    ) -> Result<Vec<v1::IssuedCredential>, Fault> {
        let (provider_id, first) = (asked.provider_id.as_str(), given.numbers.first);
        let mut is_first = false;
        if !self.0.vault.is_handed_out(provider_id, first).await? {
            let held = self.make(asked, given).await?;
            let records: Vec<_> = held.iter().map(|it| processing.of(it.holder_id)).collect();
            let named: Vec<Uuid> = asked.recipients.iter().filter_map(|it| it.holder_id).collect();
            let new = held
                .iter()
                .map(|it| it.holder_id)
                .filter(|id| !named.contains(id));
            let new: Vec<Uuid> = new.collect();
            is_first = self
                .0
                .vault
                .hand_out(provider_id, first, &held, &new, &records)
                .await?;
        }
        let held = self
            .0
            .vault
            .of_batch(provider_id, first..given.numbers.end())
            .await?;
        if !is_first {
            let again = processing.as_activity(Activity::HandAgain);
            let records: Vec<_> = held.values().map(|it| again.of(it.holder_id)).collect();
            self.0.vault.log(&records).await?;
        }
        Ok(written(&given.numbers, held))
    }

    async fn make(&self, asked: &Asked, given: &Given) -> Result<Vec<Held>, Fault> {
        let class = self
            .0
            .office
            .store
            .load::<Class>(&given.numbers.class_id)
            .await?
            .state;
        let unknown = || Fault::rejected(&crate::domain::class::Rejection::Unknown);
        let class = class.content().cloned().ok_or_else(unknown)?;
        let batch = Batch {
            provider_id: asked.provider_id.clone(),
            class,
            issued_at: given.issued_at,
            form: asked.form,
        };
        let issues = asked
            .recipients
            .iter()
            .zip(given.numbers.first..)
            .map(|(recipient, number)| Issue {
                credential_id: Uuid::new_v4(),
                holder_id: recipient.holder_id.unwrap_or_else(Uuid::new_v4),
                number,
                recipient: recipient.clone(),
            });
        self.0.sign(batch, issues.collect()).await
    }
}

/// The credentials of a batch as the vault has them, in order of their numbers; without document where it was erased.
fn written(numbers: &Numbers, mut held: BTreeMap<u32, Held>) -> Vec<v1::IssuedCredential> {
    let written = (numbers.first..numbers.end()).map(|number| match held.remove(&number) {
        Some(held) => issued(held),
        None => v1::IssuedCredential {
            status_number: number,
            ..v1::IssuedCredential::default()
        },
    });
    written.collect()
}
