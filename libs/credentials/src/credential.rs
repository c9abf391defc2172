//! Credentials as typed values, and their JSON.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    achievement::{Achievement, Alignment},
    context,
    proof::Proof,
    recipient::{HashedIdentity, Recipient},
    status::{EntryWire, StatusEntry},
    value::{Credits, Iri, Language, Text, Validity},
};

/// The schema that the specification publishes for its credentials.
pub const SCHEMA: &str =
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";

/// The type of such schemas.
pub(crate) const SCHEMA_TYPE: &str = "1EdTechJsonSchemaValidator2019";

/// Who issues: a profile of Open Badges. Its id is where the issuer's controller document can be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    pub(crate) id: Iri,
    pub(crate) name: Text,
    pub(crate) url: Option<Iri>,
}

impl Issuer {
    /// An issuer.
    pub fn new(id: Iri, name: Text) -> Self {
        Self { id, name, url: None }
    }

    /// With a page for people.
    #[must_use]
    pub fn with_url(mut self, url: Iri) -> Self {
        self.url = Some(url);
        self
    }

    /// Its id.
    pub fn id(&self) -> &Iri {
        &self.id
    }

    /// Its name.
    pub fn name(&self) -> &Text {
        &self.name
    }
}

/// That a recipient achieved something: an `OpenBadgeCredential` that is not signed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AchievementCredential {
    pub(crate) id: Iri,
    pub(crate) issuer: Issuer,
    pub(crate) recipient: Recipient,
    pub(crate) achievement: Achievement,
    pub(crate) validity: Validity,
    pub(crate) statuses: Vec<StatusEntry>,
    pub(crate) credits_earned: Option<Credits>,
}

impl AchievementCredential {
    /// A credential.
    pub fn new(
        id: Iri,
        issuer: Issuer,
        recipient: Recipient,
        achievement: Achievement,
        validity: Validity,
    ) -> Self {
        Self {
            id,
            issuer,
            recipient,
            achievement,
            validity,
            statuses: Vec::new(),
            credits_earned: None,
        }
    }

    /// With an entry in a status list; one for each purpose.
    #[must_use]
    pub fn with_status(mut self, entry: StatusEntry) -> Self {
        self.statuses.retain(|other| other.purpose() != entry.purpose());
        self.statuses.push(entry);
        self
    }

    /// With what the recipient earned, where that may differ from what the achievement is worth.
    #[must_use]
    pub fn with_credits_earned(mut self, credits: Credits) -> Self {
        self.credits_earned = Some(credits);
        self
    }

    /// Its id.
    pub fn id(&self) -> &Iri {
        &self.id
    }

    /// Its issuer.
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// From when until when it holds.
    pub fn validity(&self) -> Validity {
        self.validity
    }

    /// Its JSON without a proof.
    pub fn to_json(&self) -> String {
        self.write(None, None)
    }

    /// Its JSON with a proof, or with the claims of a JWT, or both.
    pub(crate) fn write(&self, proof: Option<&Proof>, claims: Option<&Claims<'_>>) -> String {
        to_string(&self.wire(proof, claims))
    }

    fn wire<'c>(&'c self, proof: Option<&'c Proof>, claims: Option<&'c Claims<'c>>) -> Wire<'c> {
        Wire {
            context: context::OURS,
            id: self.id.as_str(),
            r#type: ["VerifiableCredential", "OpenBadgeCredential"],
            name: self.achievement.name.as_str(),
            issuer: IssuerWire {
                id: self.issuer.id.as_str(),
                r#type: ["Profile"],
                name: self.issuer.name.as_str(),
                url: self.issuer.url.as_ref().map(Iri::as_str),
            },
            valid_from: self.validity.from(),
            valid_until: self.validity.until(),
            credential_subject: SubjectWire {
                id: self.recipient.id().map(Iri::as_str),
                r#type: ["AchievementSubject"],
                identifier: self.recipient.identities().iter().map(IdentityWire::of).collect(),
                credits_earned: self.credits_earned.map(number),
                achievement: AchievementWire::of(&self.achievement),
            },
            credential_status: OneOrMore::of(self.statuses.iter().map(StatusEntry::wire).collect()),
            credential_schema: [SchemaWire {
                id: SCHEMA,
                r#type: SCHEMA_TYPE,
            }],
            claims,
            proof,
        }
    }
}

/// The JSON of values that always have one.
pub(crate) fn to_string(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Whole numbers are written without a fraction, so that both ways to the canonical form see the same.
fn number(credits: Credits) -> serde_json::Number {
    let number = credits.number();
    #[expect(clippy::cast_possible_truncation, reason = "credits are at most 600")]
    let whole = number as i64;
    if number.fract() == 0.0 {
        whole.into()
    } else {
        serde_json::Number::from_f64(number).unwrap_or_else(|| whole.into())
    }
}

/// What a JWT says beside the credential, Open Badges 3.0 section "JWT Payload Format".
#[derive(Debug, Serialize)]
pub(crate) struct Claims<'c> {
    pub(crate) iss: &'c str,
    pub(crate) jti: &'c str,
    pub(crate) nbf: i64,
    pub(crate) sub: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) exp: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'c> {
    #[serde(rename = "@context")]
    context: [&'static str; 3],
    id: &'c str,
    r#type: [&'static str; 2],
    name: &'c str,
    issuer: IssuerWire<'c>,
    valid_from: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<Timestamp>,
    credential_subject: SubjectWire<'c>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credential_status: Option<OneOrMore<EntryWire<'c>>>,
    credential_schema: [SchemaWire; 1],
    #[serde(flatten)]
    claims: Option<&'c Claims<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<&'c Proof>,
}

/// The schema of Open Badges knows one status, the data model of verifiable credentials several.
#[derive(Serialize)]
#[serde(untagged)]
enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

impl<T> OneOrMore<T> {
    fn of(mut items: Vec<T>) -> Option<Self> {
        match items.len() {
            0 => None,
            1 => items.pop().map(Self::One),
            _ => Some(Self::More(items)),
        }
    }
}

#[derive(Serialize)]
struct IssuerWire<'c> {
    id: &'c str,
    r#type: [&'static str; 1],
    name: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'c str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SubjectWire<'c> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'c str>,
    r#type: [&'static str; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    identifier: Vec<IdentityWire<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credits_earned: Option<serde_json::Number>,
    achievement: AchievementWire<'c>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IdentityWire<'c> {
    r#type: &'static str,
    hashed: bool,
    identity_hash: &'c str,
    identity_type: &'static str,
    salt: &'c str,
}

impl<'c> IdentityWire<'c> {
    fn of(identity: &'c HashedIdentity) -> Self {
        Self {
            r#type: "IdentityObject",
            hashed: true,
            identity_hash: identity.hash(),
            identity_type: identity.kind().as_str(),
            salt: identity.salt(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AchievementWire<'c> {
    id: &'c str,
    r#type: [&'static str; 1],
    achievement_type: &'static str,
    name: &'c str,
    description: &'c str,
    criteria: CriteriaWire<'c>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alignment: Vec<AlignmentWire<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credits_available: Option<serde_json::Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<&'c str>,
}

impl<'c> AchievementWire<'c> {
    fn of(achievement: &'c Achievement) -> Self {
        Self {
            id: achievement.id.as_str(),
            r#type: ["Achievement"],
            achievement_type: achievement.kind.as_str(),
            name: achievement.name.as_str(),
            description: achievement.description.as_str(),
            criteria: CriteriaWire {
                narrative: achievement.criteria.as_str(),
            },
            alignment: achievement.alignments.iter().map(AlignmentWire::of).collect(),
            credits_available: achievement.credits.map(number),
            in_language: achievement.language.as_ref().map(Language::as_str),
        }
    }
}

#[derive(Serialize)]
struct CriteriaWire<'c> {
    narrative: &'c str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AlignmentWire<'c> {
    r#type: [&'static str; 1],
    target_name: &'c str,
    target_url: &'c str,
    target_type: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_framework: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_code: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_description: Option<&'c str>,
}

impl<'c> AlignmentWire<'c> {
    fn of(alignment: &'c Alignment) -> Self {
        let text = |text: &'c Option<Text>| text.as_ref().map(Text::as_str);
        Self {
            r#type: ["Alignment"],
            target_name: alignment.target_name.as_str(),
            target_url: alignment.target_url.as_str(),
            target_type: alignment.target_type,
            target_framework: text(&alignment.target_framework),
            target_code: text(&alignment.target_code),
            target_description: text(&alignment.target_description),
        }
    }
}

#[derive(Serialize)]
struct SchemaWire {
    id: &'static str,
    r#type: &'static str,
}
