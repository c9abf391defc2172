//! What may be asked for in the query of a call.

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};

/// Messages that the JSON form writes as one text.
const TEXTS: [&str; 2] = ["google.protobuf.Timestamp", "google.protobuf.Duration"];

/// A parameter of a query.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name, such as `scope.blockId`.
    pub name: String,
    /// The fields that lead to it, from the request on; at least one.
    pub fields: Vec<FieldDescriptor>,
}

impl Parameter {
    /// The field itself.
    #[must_use]
    pub fn field(&self) -> Option<&FieldDescriptor> {
        self.fields.last()
    }

    /// Whether it may stand in the query several times.
    #[must_use]
    pub fn is_repeated(&self) -> bool {
        self.field().is_some_and(FieldDescriptor::is_list)
    }
}

/// The parameters of a request, but for those fields that stand in the path.
pub(super) fn parameters(request: &MessageDescriptor, in_path: &[String]) -> Vec<Parameter> {
    let mut found = Vec::new();
    collect(request, &mut Vec::new(), &mut found);
    let chosen: Vec<_> = found
        .iter()
        .filter(|it| in_path.contains(&proto_path(&it.fields)))
        .filter_map(|it| it.field()?.containing_oneof())
        .collect();
    // Of fields of which there is one, the path has it.
    let is_chosen = |it: &Parameter| it.field().and_then(FieldDescriptor::containing_oneof);
    found.retain(|it| {
        !in_path.contains(&proto_path(&it.fields)) && !is_chosen(it).is_some_and(|one| chosen.contains(&one))
    });
    found
}

fn collect(message: &MessageDescriptor, fields: &mut Vec<FieldDescriptor>, found: &mut Vec<Parameter>) {
    for field in message.fields() {
        // A message within itself would never end; and what is a list of messages has no form in a query.
        let is_within_itself = fields.iter().any(|outer| *outer.parent_message() == *message);
        if field.is_map() || is_within_itself {
            continue;
        }
        fields.push(field.clone());
        match field.kind() {
            Kind::Message(inner) if !TEXTS.contains(&inner.full_name()) => {
                if !field.is_list() {
                    collect(&inner, fields, found);
                }
            }
            _ => found.push(Parameter {
                name: json_path(fields),
                fields: fields.clone(),
            }),
        }
        fields.pop();
    }
}

fn json_path(fields: &[FieldDescriptor]) -> String {
    let names: Vec<&str> = fields.iter().map(FieldDescriptor::json_name).collect();
    names.join(".")
}

fn proto_path(fields: &[FieldDescriptor]) -> String {
    let names: Vec<&str> = fields.iter().map(FieldDescriptor::name).collect();
    names.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{rest::ROUTES, rules::POOL};

    fn names(parameters: &[Parameter]) -> Vec<&str> {
        parameters.iter().map(|it| it.name.as_str()).collect()
    }

    #[test]
    fn fields_of_nested_messages_have_a_dotted_name() {
        let route = ROUTES.iter().find(|it| it.path() == "/v1/projects").unwrap();
        let parameters = route.query();
        let names = names(&parameters);
        assert_eq!(names[..2], ["scope.blockId", "scope.themeId"]);
        assert!(names.contains(&"pageSize") && names.contains(&"consistencyToken"));
    }

    #[test]
    fn what_stands_in_the_path_is_not_asked_for_again() {
        let route = ROUTES
            .iter()
            .find(|it| it.path() == "/v1/projects/{projectId}/status")
            .unwrap();
        assert_eq!(names(&route.query()), ["consistencyToken"]);
        let event = ROUTES.iter().find(|it| it.call.name() == "GetEvent").unwrap();
        assert!(event.query().is_empty(), "the path says which of the keys");
    }

    #[test]
    fn a_message_within_itself_ends() {
        let filter = POOL
            .get_message_by_name("schakelpunt.exchange.v1.Filter")
            .unwrap();
        assert!(parameters(&filter, &[]).is_empty());
    }
}
