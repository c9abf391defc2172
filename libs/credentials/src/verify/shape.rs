//! Whether a credential has the form that Open Badges 3.0 gives it. All faults are named at once.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    classes::{CREDENTIAL, Class, Count, Kind},
    report::{Check, Step},
};
use crate::{
    context::{self, CREDENTIALS_V1, CREDENTIALS_V2},
    credential::{SCHEMA, SCHEMA_TYPE},
    value::Iri,
};

/// Most faults that a report names.
const MAX_FAULTS: usize = 20;

/// The first two steps: form and subject.
pub(super) fn check(credential: &Map<String, Value>) -> Vec<Check> {
    let mut faults = Faults::default();
    faults.contexts(credential.get("@context"));
    faults.object("credential", credential, &CREDENTIAL);
    let badge = |name: &str| matches!(name, "OpenBadgeCredential" | "AchievementCredential");
    if !types(credential).any(badge) {
        faults.add(
            "credential",
            "is neither an OpenBadgeCredential nor an AchievementCredential",
        );
    }
    let dated = if is_version_one(credential) {
        "issuanceDate"
    } else {
        "validFrom"
    };
    if !credential.contains_key(dated) {
        faults.add("credential", &format!("has no {dated}"));
    }
    let mut checks = vec![faults.into_check()];
    checks.extend(foreign_schemas(credential));
    checks.push(subject(credential));
    checks
}

/// Whether it follows the data model of verifiable credentials in its first version.
pub(super) fn is_version_one(credential: &Map<String, Value>) -> bool {
    first_context(credential.get("@context")) == Some(CREDENTIALS_V1)
}

/// The types of an object, whether one or several.
pub(super) fn types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    several(object.get("type")).filter_map(Value::as_str)
}

/// One value or those of a list.
pub(super) fn several(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    match value {
        Some(Value::Array(items)) => items.as_slice(),
        Some(other) => std::slice::from_ref(other),
        None => &[],
    }
    .iter()
}

/// A time as XML Schema writes it, with a zone.
pub(super) fn time(text: &str) -> Option<Timestamp> {
    let form = |(index, byte): (usize, u8)| match index {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        0..=18 => byte.is_ascii_digit(),
        _ => byte.is_ascii_digit() || matches!(byte, b'.' | b'Z' | b'+' | b'-' | b':'),
    };
    if text.len() < 20 || text.len() > 40 || !text.bytes().enumerate().all(form) {
        return None;
    }
    text.parse().ok()
}

fn first_context(contexts: Option<&Value>) -> Option<&str> {
    several(contexts).next().and_then(Value::as_str)
}

/// Schemas other than the specification's own are not known here.
fn foreign_schemas(credential: &Map<String, Value>) -> Option<Check> {
    let foreign = several(credential.get("credentialSchema"))
        .filter_map(Value::as_object)
        .filter(|schema| types(schema).any(|name| name == SCHEMA_TYPE))
        .filter_map(|schema| schema.get("id").and_then(Value::as_str))
        .find(|id| *id != SCHEMA)?;
    Some(Check::not_checked(
        Step::Schema,
        "SCHEMA_UNKNOWN",
        format!(
            "The schema {foreign} is not known here, so whether the credential follows it was not found out."
        ),
    ))
}

fn subject(credential: &Map<String, Value>) -> Check {
    let subject = credential.get("credentialSubject").and_then(Value::as_object);
    let has = |name: &str| subject.is_some_and(|subject| several(subject.get(name)).next().is_some());
    if has("id") || has("identifier") {
        Check::passed(
            Step::Subject,
            "SUBJECT_IDENTIFIED",
            "The credential says who it is about.",
        )
    } else {
        Check::failed(
            Step::Subject,
            "SUBJECT_NOT_IDENTIFIED",
            "The subject has neither an id nor an identifier.",
        )
    }
}

#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn add(&mut self, path: &str, what: &str) {
        if self.0.len() < MAX_FAULTS {
            self.0.push(format!("{path} {what}"));
        }
    }

    fn contexts(&mut self, contexts: Option<&Value>) {
        if !matches!(first_context(contexts), Some(CREDENTIALS_V2 | CREDENTIALS_V1)) {
            self.add("@context", "does not begin with that of verifiable credentials");
        }
        let mut named = several(contexts).filter_map(Value::as_str);
        if !named.any(context::is_open_badges) {
            self.add(
                "@context",
                "has none of the contexts of Open Badges 3.0 that are known here",
            );
        }
    }

    fn object(&mut self, path: &str, object: &Map<String, Value>, class: &Class) {
        for wanted in class.types {
            if !types(object).any(|name| name == *wanted) {
                self.add(path, &format!("is not of type {wanted}"));
            }
        }
        for name in class.required {
            if !object.contains_key(*name) {
                self.add(path, &format!("has no {name}"));
            }
        }
        for (name, count, kind) in class.properties {
            let Some(value) = object.get(*name) else { continue };
            let path = format!("{path}.{name}");
            match (value, count) {
                (Value::Array(_), Count::One) => self.add(&path, "is a list"),
                (Value::Array(items), _) => {
                    for item in items {
                        self.value(&path, item, kind);
                    }
                }
                (_, Count::List) => self.add(&path, "is not a list"),
                (single, _) => self.value(&path, single, kind),
            }
        }
    }

    fn value(&mut self, path: &str, value: &Value, kind: &Kind) {
        let text = value.as_str();
        match kind {
            Kind::Text if text.is_none() => self.add(path, "is not text"),
            Kind::Iri if !text.is_some_and(is_iri) => self.add(path, "is not an absolute IRI"),
            Kind::Time if text.and_then(time).is_none() => self.add(path, "is not a time with a zone"),
            Kind::Number if !value.is_number() => self.add(path, "is not a number"),
            Kind::Flag if !value.is_boolean() => self.add(path, "is neither true nor false"),
            Kind::OfOrIri(_) if text.is_some_and(is_iri) => {}
            Kind::Of(class) | Kind::OfOrIri(class) => match value.as_object() {
                Some(object) => self.object(path, object, class),
                None => self.add(path, "is not an object"),
            },
            Kind::Text | Kind::Iri | Kind::Time | Kind::Number | Kind::Flag => {}
        }
    }

    fn into_check(self) -> Check {
        if self.0.is_empty() {
            return Check::passed(
                Step::Schema,
                "SCHEMA_CONFORMS",
                "The credential has the form of Open Badges 3.0.",
            );
        }
        Check::failed(
            Step::Schema,
            "SCHEMA_VIOLATED",
            format!(
                "The credential has not the form of Open Badges 3.0: {}.",
                self.0.join("; ")
            ),
        )
    }
}

/// Pictures stand in documents as `data:` URLs and may be long.
fn is_iri(text: &str) -> bool {
    text.starts_with("data:") || Iri::parse(text).is_ok()
}
