//! Decision: define an entry, or revise it.

use super::{Aggregation, Content, Definition, Entry, Fact, Key, Kind, Rejection};
use crate::domain::findings::Findings;

/// A field that names another entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Path of the field in the request.
    pub field: String,
    /// The entry it names.
    pub key: Key,
}

impl Reference {
    /// The field `field` names the entry `id` of `kind`.
    pub fn new(field: impl Into<String>, kind: Kind, id: &str) -> Self {
        Self {
            field: field.into(),
            key: Key::new(kind, id),
        }
    }
}

/// A reference with what was found there when the command was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Referenced {
    /// The reference.
    pub reference: Reference,
    /// The content of the entry; absent when there is no such entry.
    pub content: Option<Content>,
}

impl Referenced {
    /// The references among these that lead nowhere, as faults of their fields.
    #[must_use]
    pub fn missing(all: &[Self]) -> Vec<eventing::FieldFault> {
        all.iter()
            .filter(|one| one.content.is_none())
            .map(Self::fault)
            .collect()
    }

    fn fault(&self) -> eventing::FieldFault {
        let key = &self.reference.key;
        eventing::FieldFault::new(
            &self.reference.field,
            format!("a known {}, found `{}`", key.kind, key.id),
        )
    }
}

/// The content of an entry among those that were read for the command.
#[must_use]
pub fn content_of<'a>(read: &'a [Referenced], key: &Key) -> Option<&'a Content> {
    read.iter()
        .find(|one| one.reference.key == *key)
        .and_then(|one| one.content.as_ref())
}

/// Define an entry, or revise it when it exists.
#[derive(Debug, Clone, PartialEq)]
pub struct Define {
    /// How it should read.
    pub definition: Definition,
    /// Every reference of its content, with what is there.
    pub referenced: Vec<Referenced>,
}

pub(super) fn decide(entry: &Entry, command: Define) -> Result<Vec<Fact>, Rejection> {
    let Define {
        definition,
        referenced,
    } = command;
    if entry.definition.as_ref() == Some(&definition) {
        return Ok(Vec::new());
    }
    definition.findings().refuse_with(Rejection::Invalid)?;
    references_hold(&definition.content, &referenced)?;
    rules_stay(entry, &definition.content)?;
    let revision = entry.revision.saturating_add(1);
    Ok(vec![Fact::Defined {
        definition: Box::new(definition),
        revision,
    }])
}

fn references_hold(content: &Content, read: &[Referenced]) -> Result<(), Rejection> {
    let missing = Referenced::missing(read);
    if !missing.is_empty() {
        return Err(Rejection::ReferenceUnknown(missing));
    }
    let mut findings = Findings::below("");
    match content {
        Content::Indicator(indicator) if indicator.aggregation == Aggregation::Ratio => {
            parts_of_ratio_are_sums(read, &mut findings);
        }
        Content::CallWindow(window) => window.check_against_version(read, &mut findings),
        Content::BuildingBlock(_)
        | Content::Workgroup(_)
        | Content::Theme(_)
        | Content::Scheme(_)
        | Content::SchemeVersion(_)
        | Content::Tranche(_)
        | Content::Province(_)
        | Content::Region(_)
        | Content::Organisation(_)
        | Content::Indicator(_)
        | Content::LinkedProgramme(_) => {}
    }
    findings.refuse_with(Rejection::Invalid)
}

/// A ratio over projects is a sum divided by a sum; a part that does not add up over projects has no sum.
fn parts_of_ratio_are_sums(read: &[Referenced], findings: &mut Findings) {
    for part in read {
        if let Some(Content::Indicator(indicator)) = &part.content {
            findings.check(
                indicator.aggregation == Aggregation::Sum,
                &part.reference.field,
                format!(
                    "an indicator whose values are summed, `{}` is not",
                    indicator.indicator_id
                ),
            );
        }
    }
}

/// An old application is never judged by new rules: a version of a scheme's rules is never given other rules.
fn rules_stay(entry: &Entry, new: &Content) -> Result<(), Rejection> {
    match (entry.scheme_version(), new) {
        (Some(old), Content::SchemeVersion(new)) if !old.same_rules(new) => {
            Err(Rejection::SchemeVersionFixed {
                scheme_id: old.scheme_id.clone(),
                version: old.version,
            })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
