//! What the comments of the contract say, by what they stand above.

use std::{collections::HashMap, sync::LazyLock};

use prost_reflect::{
    DescriptorPool, EnumDescriptor, EnumValueDescriptor, FieldDescriptor, FileDescriptor, MessageDescriptor,
    MethodDescriptor, ServiceDescriptor,
};

use crate::rules::POOL;

/// The comments of this contract.
pub static COMMENTS: LazyLock<Comments> = LazyLock::new(|| Comments::of(&POOL));

/// The comments of a set of descriptors that was compiled with them.
#[derive(Debug, Default)]
pub struct Comments(HashMap<(String, Vec<i32>), String>);

impl Comments {
    /// Reads those that stand above something.
    #[must_use]
    pub fn of(pool: &DescriptorPool) -> Self {
        let mut found = HashMap::new();
        for file in pool.files() {
            let places = file.file_descriptor_proto().source_code_info.iter();
            for place in places.flat_map(|info| &info.location) {
                if let Some(comment) = &place.leading_comments {
                    found.insert((file.name().to_owned(), place.path.clone()), one_line(comment));
                }
            }
        }
        Self(found)
    }

    fn at(&self, file: &FileDescriptor, path: &[i32]) -> &str {
        let place = (file.name().to_owned(), path.to_vec());
        self.0.get(&place).map_or("", String::as_str)
    }

    /// Of a message; empty without one.
    #[must_use]
    pub fn message(&self, message: &MessageDescriptor) -> &str {
        self.at(&message.parent_file(), message.path())
    }

    /// Of a field; empty without one.
    #[must_use]
    pub fn field(&self, field: &FieldDescriptor) -> &str {
        self.at(&field.parent_file(), field.path())
    }

    /// Of a choice of values; empty without one.
    #[must_use]
    pub fn choice(&self, choice: &EnumDescriptor) -> &str {
        self.at(&choice.parent_file(), choice.path())
    }

    /// Of one value; empty without one.
    #[must_use]
    pub fn value(&self, value: &EnumValueDescriptor) -> &str {
        self.at(&value.parent_enum().parent_file(), value.path())
    }

    /// Of a method; empty without one.
    #[must_use]
    pub fn method(&self, method: &MethodDescriptor) -> &str {
        self.at(&method.parent_service().parent_file(), method.path())
    }

    /// Of a service; empty without one.
    #[must_use]
    pub fn service(&self, service: &ServiceDescriptor) -> &str {
        self.at(&service.parent_file(), service.path())
    }
}

/// Lines of a comment are broken where the file is wide.
fn one_line(comment: &str) -> String {
    let lines: Vec<&str> = comment
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_found_where_they_stand_and_have_no_line_breaks() {
        let message = POOL
            .get_message_by_name("schakelpunt.ledger.v1.ReadEventsRequest")
            .unwrap();
        assert_eq!(COMMENTS.message(&message), "Asks for entries from a position on.");
        let field = message.get_field_by_name("filter").unwrap();
        assert_eq!(COMMENTS.field(&field), "Which entries.");
        let service = POOL
            .get_service_by_name("schakelpunt.ledger.v1.LedgerService")
            .unwrap();
        assert_eq!(COMMENTS.service(&service), "Reads the ledger.");
        let method = service.methods().find(|it| it.name() == "ReadEvents").unwrap();
        let comment = COMMENTS.method(&method);
        assert!(
            comment.starts_with("Streams entries") && !comment.contains('\n'),
            "{comment}"
        );
    }
}
