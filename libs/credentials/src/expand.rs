//! From JSON-LD to quads, the general way: for any document whose contexts are built in. Whatever would get lost on the
//! way, and so would not be signed, is an error.

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::{GraphName, NamedOrBlankNode, Quad, Term};
use serde_json::{Map, Value, json};

use crate::context;

/// Most contexts that a document may name in one place.
pub const MAX_CONTEXTS: usize = 8;

/// Most places within a document that name contexts of their own, such as endorsements in it.
pub const MAX_CONTEXT_PLACES: usize = 8;

/// Most quads that a document may come to.
pub const MAX_QUADS: usize = 5_000;

/// Where terms go that no context defines. Nothing else begins like this, so they are found again.
const UNDEFINED: &str = "undefined-term://nowhere.invalid/";

/// Where identifiers go that are not absolute.
const RELATIVE: &str = "relative-reference://nowhere.invalid/";

/// A document that cannot be made into quads without loss.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpandError {
    /// No `@context`, or one that is not a list of URLs.
    #[error("the @context is not a list of 1 to {MAX_CONTEXTS} URLs")]
    Context,
    /// A context that is not built in.
    #[error("the context {0} is not known here, and contexts are not fetched")]
    UnknownContext(String),
    /// A term that no context defines: the signature would not cover it.
    #[error("the term {0:?} is defined by none of the contexts, so that no signature covers it")]
    UndefinedTerm(String),
    /// An identifier that is not absolute: the signature would not cover it.
    #[error("the identifier {0:?} is not absolute, so that no signature covers it")]
    RelativeIdentifier(String),
    /// Something that means nothing in JSON-LD: the signature would not cover it.
    #[error("{0} is left out of what is signed")]
    Unsigned(String),
    /// Not JSON-LD, or against the rules of a context.
    #[error("the document is not JSON-LD: {0}")]
    Malformed(String),
    /// More than [`MAX_QUADS`].
    #[error("the document comes to more than {MAX_QUADS} statements")]
    TooLarge,
}

/// The quads of a document, with the document's own contexts.
///
/// # Errors
///
/// See [`ExpandError`].
pub fn expand(document: &Map<String, Value>) -> Result<Vec<Quad>, ExpandError> {
    let contexts = contexts(document)?;
    let mut places = MAX_CONTEXT_PLACES;
    for (name, value) in document {
        if name != "@context" {
            examine(name, value, &mut places)?;
        }
    }
    let statements = statements(document);
    // The contexts are protected, which forbids to change a term but not to say where undefined ones go.
    let mut contexts: Vec<Value> = contexts.into_iter().map(Value::from).collect();
    contexts.push(json!({"@vocab": UNDEFINED}));
    let mut document = document.clone();
    document.insert("@context".to_owned(), contexts.into());
    let quads = read(&Value::Object(document).to_string(), context::built_in)?;
    quads.iter().try_for_each(defined)?;
    // Whatever else was passed over on the way, such as names and identifiers that are no IRIs, is missed here.
    if quads.len() == statements {
        Ok(quads)
    } else {
        Err(ExpandError::Unsigned("a part of the document".to_owned()))
    }
}

/// The quads of a text, with these contexts.
pub(crate) fn read(text: &str, context: fn(&str) -> Option<&'static str>) -> Result<Vec<Quad>, ExpandError> {
    let parser = JsonLdParser::new()
        .with_base_iri(RELATIVE)
        .map_err(|error| ExpandError::Malformed(error.to_string()))?
        .for_slice(text)
        .with_load_document_callback(move |url, _| match context(url) {
            Some(text) => Ok(JsonLdRemoteDocument {
                document: text.as_bytes().to_vec(),
                document_url: url.to_owned(),
            }),
            None => Err("not built in".into()),
        });
    let mut quads = Vec::new();
    for quad in parser {
        if quads.len() == MAX_QUADS {
            return Err(ExpandError::TooLarge);
        }
        quads.push(quad.map_err(|error| ExpandError::Malformed(error.to_string()))?);
    }
    Ok(quads)
}

/// The contexts that a document names.
pub(crate) fn contexts(document: &Map<String, Value>) -> Result<Vec<&str>, ExpandError> {
    let named = match document.get("@context") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(several)) => several
            .iter()
            .map(|one| one.as_str().ok_or(ExpandError::Context))
            .collect::<Result<_, _>>()?,
        _ => return Err(ExpandError::Context),
    };
    if named.is_empty() || named.len() > MAX_CONTEXTS {
        return Err(ExpandError::Context);
    }
    match named.iter().find(|url| context::built_in(url).is_none()) {
        Some(unknown) => Err(ExpandError::UnknownContext((*unknown).to_owned())),
        None => Ok(named),
    }
}

/// Refuses what JSON-LD silently leaves out, and what would give words another meaning than their own.
fn examine(name: &str, value: &Value, places: &mut usize) -> Result<(), ExpandError> {
    if name.starts_with('@') {
        return Err(ExpandError::Unsigned(format!("the keyword {name:?}")));
    }
    match value {
        Value::Null => Err(ExpandError::Unsigned(format!("the empty value of {name:?}"))),
        Value::Array(items) if items.is_empty() => {
            Err(ExpandError::Unsigned(format!("the empty list of {name:?}")))
        }
        Value::Array(items) => items.iter().try_for_each(|item| examine(name, item, places)),
        Value::Object(object) if object.contains_key("@value") => {
            let plain = object
                .iter()
                .all(|(key, value)| matches!(key.as_str(), "@value" | "@language") && value.is_string());
            if plain {
                Ok(())
            } else {
                Err(ExpandError::Unsigned(format!("a part of the value of {name:?}")))
            }
        }
        Value::Object(object) => {
            if object.contains_key("@context") {
                // Credentials within credentials have to name their own. Elsewhere it would be an addition that nobody signed.
                let types = object.get("type").map(ToString::to_string).unwrap_or_default();
                if !types.contains("\"VerifiableCredential\"") {
                    return Err(ExpandError::Unsigned(format!("the context within {name:?}")));
                }
                contexts(object)?;
                *places = places.checked_sub(1).ok_or(ExpandError::Context)?;
            }
            let mut parts = object.iter().filter(|(name, _)| *name != "@context");
            parts.try_for_each(|(name, value)| examine(name, value, places))
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

/// How many statements an object makes: one for each value of each property, and those of its parts.
fn statements(object: &Map<String, Value>) -> usize {
    let properties = object
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "@context" | "id"));
    properties
        .map(|(name, value)| {
            let mut items = Vec::new();
            flatten(value, &mut items);
            let parts: usize = items.iter().filter_map(|item| item.as_object()).map(part).sum();
            // The only property whose order counts: two statements for each item, and one for the list.
            let own = if name == "allowedValue" {
                1 + 2 * items.len()
            } else {
                items.len()
            };
            own + parts
        })
        .sum()
}

fn part(object: &Map<String, Value>) -> usize {
    if object.contains_key("@value") {
        0
    } else {
        statements(object)
    }
}

/// Lists within lists are one list.
fn flatten<'v>(value: &'v Value, items: &mut Vec<&'v Value>) {
    match value {
        Value::Array(several) => several.iter().for_each(|item| flatten(item, items)),
        one => items.push(one),
    }
}

fn defined(quad: &Quad) -> Result<(), ExpandError> {
    if let NamedOrBlankNode::NamedNode(node) = &quad.subject {
        absolute(node.as_str())?;
    }
    absolute(quad.predicate.as_str())?;
    match &quad.object {
        Term::NamedNode(node) => absolute(node.as_str())?,
        Term::Literal(literal) => absolute(literal.datatype().as_str())?,
        Term::BlankNode(_) => {}
    }
    match &quad.graph_name {
        GraphName::NamedNode(node) => absolute(node.as_str()),
        GraphName::BlankNode(_) | GraphName::DefaultGraph => Ok(()),
    }
}

fn absolute(iri: &str) -> Result<(), ExpandError> {
    if let Some(term) = iri.strip_prefix(UNDEFINED) {
        return Err(ExpandError::UndefinedTerm(term.to_owned()));
    }
    match iri.strip_prefix("relative-reference:") {
        Some(rest) => Err(ExpandError::RelativeIdentifier(
            rest.trim_start_matches("//nowhere.invalid/").to_owned(),
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With about everything that Open Badges knows: nothing of it is taken for lost.
    #[test]
    fn a_rich_document_is_covered_as_a_whole() {
        let document = json!({
            "@context": context::OURS,
            "id": "urn:uuid:1",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": {"@value": "Diploma", "@language": "nl"},
            "image": {"id": "data:image/png;base64,AAAA", "type": "Image", "caption": "x"},
            "awardedDate": "2026-01-01T00:00:00Z",
            "evidence": [{"type": ["Evidence"], "narrative": "x", "genre": "x", "audience": "x"}],
            "issuer": {
                "id": "https://example.org/1", "type": ["Profile"], "official": "x", "phone": "1", "email": "a@b.nl",
                "address": {"type": ["Address"], "geo": {"type": "GeoCoordinates", "latitude": 52.1, "longitude": 5}},
                "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "1", "identifierType": "ext:BRIN"}],
                "parentOrg": {"id": "did:example:1", "type": ["Profile"]},
            },
            "validFrom": "2026-01-01T00:00:00Z",
            "credentialSubject": {
                "type": ["AchievementSubject"], "activityStartDate": "2026-01-01T00:00:00Z", "creditsEarned": 2.5,
                "identifier": [{"type": "IdentityObject", "hashed": false, "identityHash": "x", "identityType": "userName"}],
                "result": [{"type": ["Result"], "resultDescription": "urn:uuid:2", "value": "8", "status": "Completed"}],
                "achievement": {
                    "id": "urn:uuid:3", "type": ["Achievement"], "tag": ["a", "b"], "criteria": {"narrative": "x"},
                    "resultDescription": [{
                        "id": "urn:uuid:2", "type": ["ResultDescription"], "name": "x", "resultType": "LetterGrade",
                        "allowedValue": ["D", "C", "B"], "requiredLevel": "urn:uuid:4",
                        "rubricCriterionLevel": [{"id": "urn:uuid:4", "type": ["RubricCriterionLevel"], "level": "1"}],
                    }],
                    "related": [{"id": "urn:uuid:5", "type": ["Related"], "version": "1"}],
                },
            },
            "refreshService": {"id": "https://example.org/r", "type": "1EdTechCredentialRefresh"},
            "credentialSchema": {"id": "https://example.org/s", "type": "1EdTechJsonSchemaValidator2019"},
        });
        if let Err(error) = expand(document.as_object().unwrap()) {
            panic!("{error}");
        }
    }
}
