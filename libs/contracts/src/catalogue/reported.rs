//! The events that other programmes hand in: their CloudEvents types, and the messages that their data are.

use std::{collections::BTreeMap, sync::LazyLock};

use prost_reflect::MessageDescriptor;
use serde_json::Value;

use super::{CATALOGUE, named, option};
use crate::{
    options::v1::Reported,
    rules::POOL,
    schema::{self, Form},
};

/// One type of events that other programmes hand in.
#[derive(Debug, Clone)]
pub struct ReportedType {
    /// Full name of the message that its data are.
    pub message: String,
    /// CloudEvents type, `nl.<domain>.<event>.v<version>`.
    pub name: String,
    descriptor: MessageDescriptor,
}

/// All types of events that are handed in, by their CloudEvents type.
pub static REPORTED: LazyLock<BTreeMap<String, ReportedType>> = LazyLock::new(|| {
    POOL.all_messages()
        .filter_map(|message| Some(ReportedType::of(&message, &option(&message, "reported")?)))
        .map(|reported| (reported.name.clone(), reported))
        .collect()
});

impl ReportedType {
    fn of(message: &MessageDescriptor, reported: &Reported) -> Self {
        Self {
            message: message.full_name().to_owned(),
            name: named(&reported.domain, message, reported.version),
            descriptor: message.clone(),
        }
    }

    /// JSON Schema of its data.
    #[must_use]
    pub fn schema(&self) -> Value {
        let mut schema = schema::document(&self.descriptor, CATALOGUE.comments(), Form::Published);
        schema["title"] = self.name.clone().into();
        schema
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reported_type_has_a_name_and_a_schema_and_is_not_published() {
        let reported = &REPORTED["nl.linked-projects.linked-milestone-reached.v1"];
        assert_eq!(reported.message, "schakelpunt.exchange.v1.LinkedMilestoneReached");
        assert_eq!(reported.schema()["title"], reported.name);
        assert!(REPORTED.keys().all(|name| CATALOGUE.get(name).is_none()));
    }
}
