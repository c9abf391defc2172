//! What can be signed, and its quads made directly from the typed values.
//!
//! JSON-LD would lead to the same quads by way of three contexts with hundreds of terms, for every single document. Here
//! the shape is known beforehand; that both ways end at the same canonical form is a property test over random contents.

use oxrdf::{BlankNode, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, vocab::rdf};

use crate::{
    achievement::{Achievement, Alignment},
    credential::{AchievementCredential, Issuer, SCHEMA, SCHEMA_TYPE},
    proof::Proof,
    recipient::{HashedIdentity, Recipient},
    status::{StatusEntry, StatusListCredential},
    value::{Credits, Iri, Text, Validity},
};

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::AchievementCredential {}
    impl Sealed for super::StatusListCredential {}
}

/// A document of this crate that can be signed.
pub trait Document: sealed::Sealed {
    /// Its quads, without a proof.
    fn to_quads(&self) -> Vec<Quad>;

    /// Its JSON.
    fn serialise(&self, proof: Option<&Proof>) -> String;
}

const CREDENTIALS: &str = "https://www.w3.org/2018/credentials#";
const STATUS: &str = "https://www.w3.org/ns/credentials/status#";
const BADGES: &str = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#";
const SCHEMA_ORG: &str = "https://schema.org/";
const EXTENSION: &str = "https://purl.imsglobal.org/spec/vccs/v1p0/context.json#";
const MULTIBASE: &str = "https://w3id.org/security#multibase";
const DATE_TIME: &str = "http://www.w3.org/2001/XMLSchema#dateTime";
/// The contexts of Open Badges write the namespace of XML Schema with https, and so do the literals.
const OB_XSD: &str = "https://www.w3.org/2001/XMLSchema#";

impl Document for AchievementCredential {
    fn to_quads(&self) -> Vec<Quad> {
        let mut graph = Graph::default();
        let id = node(&self.id);
        graph.types(&id, CREDENTIALS, "VerifiableCredential");
        graph.types(&id, BADGES, "OpenBadgeCredential");
        graph.text(&id, SCHEMA_ORG, "name", &self.achievement.name);
        graph.link(&id, CREDENTIALS, "issuer", graph_issuer(&self.issuer));
        graph.issuer(&self.issuer);
        graph.validity(&id, self.validity);
        for entry in &self.statuses {
            graph.link(&id, CREDENTIALS, "credentialStatus", node(entry.id()));
            graph.status(entry);
        }
        let schema: NamedOrBlankNode = NamedNode::new_unchecked(SCHEMA).into();
        graph.link(&id, CREDENTIALS, "credentialSchema", schema.clone());
        graph.types(&schema, EXTENSION, SCHEMA_TYPE);
        let subject = graph.recipient(&self.recipient);
        graph.link(&id, CREDENTIALS, "credentialSubject", subject.clone());
        if let Some(credits) = self.credits_earned {
            graph.credits(&subject, "creditsEarned", credits);
        }
        graph.link(&subject, BADGES, "achievement", node(&self.achievement.id));
        graph.achievement(&self.achievement);
        graph.0
    }

    fn serialise(&self, proof: Option<&Proof>) -> String {
        self.write(proof, None)
    }
}

impl Document for StatusListCredential {
    fn to_quads(&self) -> Vec<Quad> {
        let mut graph = Graph::default();
        let (id, subject) = (node(&self.id), node(&self.subject));
        graph.types(&id, CREDENTIALS, "VerifiableCredential");
        graph.types(&id, STATUS, "BitstringStatusListCredential");
        graph.link(&id, CREDENTIALS, "issuer", node(&self.issuer));
        graph.validity(&id, self.validity);
        graph.link(&id, CREDENTIALS, "credentialSubject", subject.clone());
        graph.types(&subject, STATUS, "BitstringStatusList");
        graph.string(&subject, STATUS, "statusPurpose", self.purpose.as_str());
        graph.typed(&subject, STATUS, "encodedList", &self.encoded, MULTIBASE);
        graph.0
    }

    fn serialise(&self, proof: Option<&Proof>) -> String {
        self.write(proof)
    }
}

fn node(iri: &Iri) -> NamedOrBlankNode {
    iri.node().clone().into()
}

fn graph_issuer(issuer: &Issuer) -> NamedOrBlankNode {
    node(&issuer.id)
}

/// The quads so far.
#[derive(Default)]
struct Graph(Vec<Quad>);

impl Graph {
    fn issuer(&mut self, issuer: &Issuer) {
        let id = node(&issuer.id);
        self.types(&id, BADGES, "Profile");
        self.text(&id, SCHEMA_ORG, "name", &issuer.name);
        if let Some(url) = &issuer.url {
            self.typed(&id, SCHEMA_ORG, "url", url.as_str(), &format!("{OB_XSD}anyURI"));
        }
    }

    fn validity(&mut self, id: &NamedOrBlankNode, validity: Validity) {
        self.typed(
            id,
            CREDENTIALS,
            "validFrom",
            &validity.from().to_string(),
            DATE_TIME,
        );
        if let Some(until) = validity.until() {
            self.typed(id, CREDENTIALS, "validUntil", &until.to_string(), DATE_TIME);
        }
    }

    fn status(&mut self, entry: &StatusEntry) {
        let id = node(entry.id());
        self.types(&id, STATUS, "BitstringStatusListEntry");
        self.string(&id, STATUS, "statusPurpose", entry.purpose().as_str());
        self.string(&id, STATUS, "statusListIndex", &entry.index().to_string());
        self.link(&id, STATUS, "statusListCredential", node(entry.list()));
    }

    fn recipient(&mut self, recipient: &Recipient) -> NamedOrBlankNode {
        let subject = recipient.id().map_or_else(|| self.blank(), node);
        self.types(&subject, BADGES, "AchievementSubject");
        for identity in recipient.identities() {
            let about = self.blank();
            self.link(&subject, BADGES, "identifier", about.clone());
            self.identity(&about, identity);
        }
        subject
    }

    fn identity(&mut self, about: &NamedOrBlankNode, identity: &HashedIdentity) {
        self.types(about, BADGES, "IdentityObject");
        self.typed(about, BADGES, "hashed", "true", &format!("{OB_XSD}boolean"));
        self.string(about, BADGES, "identityHash", identity.hash());
        self.string(about, BADGES, "identityType", identity.kind().as_str());
        self.string(about, BADGES, "salt", identity.salt());
    }

    fn achievement(&mut self, achievement: &Achievement) {
        let id = node(&achievement.id);
        self.types(&id, BADGES, "Achievement");
        self.string(&id, BADGES, "achievementType", achievement.kind.as_str());
        self.text(&id, SCHEMA_ORG, "name", &achievement.name);
        self.text(&id, SCHEMA_ORG, "description", &achievement.description);
        let criteria = self.blank();
        self.link(&id, BADGES, "Criteria", criteria.clone());
        self.text(&criteria, BADGES, "narrative", &achievement.criteria);
        for alignment in &achievement.alignments {
            let about = self.blank();
            self.link(&id, BADGES, "alignment", about.clone());
            self.alignment(&about, alignment);
        }
        if let Some(credits) = achievement.credits {
            self.credits(&id, "creditsAvailable", credits);
        }
        if let Some(language) = &achievement.language {
            self.string(&id, SCHEMA_ORG, "inLanguage", language.as_str());
        }
    }

    fn alignment(&mut self, about: &NamedOrBlankNode, alignment: &Alignment) {
        self.types(about, SCHEMA_ORG, "AlignmentObject");
        self.text(about, SCHEMA_ORG, "targetName", &alignment.target_name);
        let any_uri = format!("{OB_XSD}anyURI");
        self.typed(
            about,
            SCHEMA_ORG,
            "targetUrl",
            alignment.target_url.as_str(),
            &any_uri,
        );
        self.string(about, BADGES, "targetType", alignment.target_type);
        let optional = [
            (SCHEMA_ORG, "targetFramework", &alignment.target_framework),
            (BADGES, "targetCode", &alignment.target_code),
            (SCHEMA_ORG, "targetDescription", &alignment.target_description),
        ];
        for (namespace, name, text) in optional {
            if let Some(text) = text {
                self.text(about, namespace, name, text);
            }
        }
    }

    /// JSON-LD writes numbers with a fraction in exponential form, with a fraction there too, and whole ones as they are.
    fn credits(&mut self, about: &NamedOrBlankNode, name: &str, credits: Credits) {
        let number = credits.number();
        let text = if number.fract() == 0.0 {
            number.to_string()
        } else {
            let exponential = format!("{number:E}");
            if exponential.contains('.') {
                exponential
            } else {
                exponential.replace('E', ".0E")
            }
        };
        self.typed(about, BADGES, name, &text, &format!("{OB_XSD}float"));
    }

    fn blank(&self) -> NamedOrBlankNode {
        BlankNode::new_unchecked(format!("n{}", self.0.len())).into()
    }

    fn types(&mut self, subject: &NamedOrBlankNode, namespace: &str, name: &str) {
        let class = NamedNode::new_unchecked(format!("{namespace}{name}"));
        self.push(subject, rdf::TYPE, class.into());
    }

    fn link(&mut self, subject: &NamedOrBlankNode, namespace: &str, name: &str, object: NamedOrBlankNode) {
        self.say(subject, namespace, name, object.into());
    }

    fn text(&mut self, subject: &NamedOrBlankNode, namespace: &str, name: &str, text: &Text) {
        self.string(subject, namespace, name, text.as_str());
    }

    fn string(&mut self, subject: &NamedOrBlankNode, namespace: &str, name: &str, text: &str) {
        self.say(subject, namespace, name, Literal::new_simple_literal(text).into());
    }

    fn typed(&mut self, subject: &NamedOrBlankNode, namespace: &str, name: &str, text: &str, datatype: &str) {
        let literal = Literal::new_typed_literal(text, NamedNode::new_unchecked(datatype));
        self.say(subject, namespace, name, literal.into());
    }

    fn say(&mut self, subject: &NamedOrBlankNode, namespace: &str, name: &str, object: Term) {
        let predicate = format!("{namespace}{name}");
        self.push(subject, NamedNodeRef::new_unchecked(&predicate), object);
    }

    fn push(&mut self, subject: &NamedOrBlankNode, predicate: NamedNodeRef<'_>, object: Term) {
        self.0.push(Quad::new(
            subject.clone(),
            predicate.into_owned(),
            object,
            oxrdf::GraphName::DefaultGraph,
        ));
    }
}
