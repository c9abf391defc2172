//! What stands in a query, put where the JSON form of the request has it.

use std::collections::{BTreeMap, BTreeSet};

use contracts::{
    prost_reflect::{FieldDescriptor, Kind},
    rest::{Parameter, Route},
};
use eventing::FieldFault;
use serde_json::{Map, Value};

use super::check;

/// Puts what the query asks for into the request. A parameter that the route does not know is a fault, as is one that is given twice and
/// is no list.
pub(super) fn read(
    route: &Route,
    query: &[(String, String)],
    request: &mut Value,
    faults: &mut Vec<FieldFault>,
) {
    let known = route.query();
    let known: BTreeMap<&str, &Parameter> = known.iter().map(|it| (it.name.as_str(), it)).collect();
    let mut seen = BTreeSet::new();
    for (name, value) in query {
        let Some(parameter) = known.get(name.as_str()) else {
            let expected = unknown(known.keys().copied());
            check::note(faults, &check::shortened(name), &expected);
            continue;
        };
        if !seen.insert(name) && !parameter.is_repeated() {
            check::note(faults, name, "given once");
            continue;
        }
        put(request, &parameter.fields, value);
    }
}

fn unknown<'a>(known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    match known.as_slice() {
        [] => "left out: this call takes nothing in its query".to_owned(),
        known => format!("a parameter of this call: {}", known.join(", ")),
    }
}

fn put(at: &mut Value, fields: &[FieldDescriptor], value: &str) {
    let mut here = at;
    for field in fields {
        // The objects on the way were put here by another parameter of the same message.
        let Value::Object(members) = here else { return };
        let empty = if field.is_list() {
            Value::Array(Vec::new())
        } else {
            Value::Object(Map::new())
        };
        here = members.entry(field.json_name()).or_insert(empty);
    }
    let is_bool = fields.last().is_some_and(|it| it.kind() == Kind::Bool);
    let value = match value {
        "true" if is_bool => Value::Bool(true),
        "false" if is_bool => Value::Bool(false),
        text => Value::String(text.to_owned()),
    };
    match here {
        Value::Array(values) => values.push(value),
        here => *here = value,
    }
}
