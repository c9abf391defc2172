//! Rows of the projection `professionalisation`: providers, what they offer, their credential classes, and what was counted of issued
//! credentials. Providers, offers and classes are kept by their own identifier, counts by the part of the month in which they were told.

use std::{collections::BTreeMap, sync::Arc};

use contracts::hub::v1::SkillRef;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{List, table::table};

table!(ProviderRow, "providers", of provider_id = "provider_id", [], by []);
table!(OfferRow, "offers", of offer_id = "offer_id", [], by []);
table!(ClassRow, "credential_classes", of class_id = "class_id", [], by []);
table!(
    IssuedRow, "issued_credentials", of counted_in = "counted_in",
    [class_id = "class_id", provider_id = "provider_id", region_id = "region_id"], by [class_id, provider_id, region_id]
);

/// Rows by identifier. Versions share it as long as nothing in it changes.
type ById<T> = Arc<BTreeMap<String, T>>;

/// What is known of professionalisation, by identifier.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Professionalisation {
    /// Providers.
    pub providers: ById<Arc<ProviderRow>>,
    /// Offers, withdrawn ones included.
    pub offers: ById<Arc<OfferRow>>,
    /// Credential classes that were published, withdrawn ones included.
    pub classes: ById<Arc<ClassRow>>,
    /// What was counted of issued credentials, by the part of the month in which it was told.
    pub issued: ById<List<IssuedRow>>,
}

/// A provider as it reads now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProviderRow {
    /// Provider.
    pub provider_id: String,
    /// Name.
    pub name: String,
    /// Labour-market regions in which it teaches.
    pub region_ids: Vec<String>,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}

/// A learning offer as it reads now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfferRow {
    /// Offer.
    pub offer_id: String,
    /// Provider.
    pub provider_id: String,
    /// Project in which it was developed; empty when it was none.
    pub project_id: String,
    /// Title.
    pub title: String,
    /// Skills it teaches.
    pub skills: Vec<SkillRef>,
    /// Labour-market regions in which it is taught.
    pub region_ids: Vec<String>,
    /// For whom.
    pub target_group: String,
    /// Credential classes with which it can end.
    pub class_ids: Vec<String>,
    /// Whether it can be started within a month, taken in parts, or recognises what was learned before.
    pub is_flexible: bool,
    /// First day of enrolment.
    pub open_from: Date,
    /// Last day of enrolment, once it was withdrawn.
    pub withdrawn_on: Option<Date>,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}

/// A credential class that was published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassRow {
    /// Class.
    pub class_id: String,
    /// Provider.
    pub provider_id: String,
    /// Name.
    pub name: String,
    /// Skills it stands for.
    pub skills: Vec<SkillRef>,
    /// Day of publication.
    pub published_on: Date,
    /// Day of withdrawal.
    pub withdrawn_on: Option<Date>,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}

/// Credentials that were counted together. What is empty was too small to be told by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssuedRow {
    /// Month and part in which it was told, such as `2025-06/1`.
    pub counted_in: String,
    /// Class.
    pub class_id: String,
    /// Provider.
    pub provider_id: String,
    /// Labour-market region.
    pub region_id: String,
    /// Issued.
    pub issued: u32,
    /// Revoked.
    pub revoked: u32,
    /// Ledger position.
    pub position: u64,
}

impl IssuedRow {
    /// What is left of them.
    #[must_use]
    pub fn net(&self) -> i64 {
        i64::from(self.issued) - i64::from(self.revoked)
    }
}
