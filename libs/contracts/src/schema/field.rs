//! The schema of one field.

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Value, json};

use super::{Form, Schemas, describe};
use crate::rest::is_json;

impl Schemas<'_> {
    /// The schema of a field, list or map.
    pub fn field(&mut self, field: &FieldDescriptor) -> Value {
        let mut schema = match field.kind() {
            Kind::Message(entry) if field.is_map() => {
                let value = self.value(&entry.map_entry_value_field());
                json!({"type": "object", "additionalProperties": value})
            }
            _ if field.is_list() => json!({"type": "array", "items": self.value(field)}),
            _ => self.value(field),
        };
        describe(&mut schema, self.comments.field(field));
        schema
    }

    /// The schema of one value of a field.
    fn value(&mut self, field: &FieldDescriptor) -> Value {
        match field.kind() {
            Kind::Double => json!({"type": "number", "format": "double"}),
            Kind::Float => json!({"type": "number", "format": "float"}),
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => json!({"type": "integer", "format": "int32"}),
            Kind::Uint32 | Kind::Fixed32 => json!({"type": "integer", "minimum": 0, "maximum": u32::MAX}),
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => match self.form {
                Form::Published => json!({"type": "string", "pattern": "^-?[0-9]+$"}),
                Form::Rest => json!({"type": "integer", "format": "int64"}),
            },
            Kind::Uint64 | Kind::Fixed64 => match self.form {
                Form::Published => json!({"type": "string", "pattern": "^[0-9]+$"}),
                Form::Rest => json!({"type": "integer", "format": "int64", "minimum": 0}),
            },
            Kind::Bool => json!({"type": "boolean"}),
            Kind::String => json!({"type": "string"}),
            // Whatever JSON document it is.
            Kind::Bytes if is_json(field) && self.form == Form::Rest => json!({}),
            Kind::Bytes => json!({"type": "string", "contentEncoding": "base64"}),
            Kind::Message(message) => self.message(&message),
            Kind::Enum(choice) => self.refer_choice(&choice),
        }
    }

    fn message(&mut self, message: &MessageDescriptor) -> Value {
        match message.full_name() {
            "google.protobuf.Timestamp" => json!({"type": "string", "format": "date-time"}),
            "google.protobuf.Duration" => json!({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?s$"}),
            _ => self.refer(message),
        }
    }
}
