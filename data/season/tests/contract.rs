//! Every line is a call of the contract, made by a role that may make it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in tests, panicking is how a failure is told"
)]

use std::{fs, path::Path};

use prost_reflect::{DescriptorPool, DynamicMessage, MethodDescriptor, Value as Reflected};
use serde_json::Value;

struct Written {
    place: String,
    call: String,
    caller: String,
    request: Value,
}

fn lines() -> Vec<Written> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders =
        ["reference", "professionalisation", "culture", "example-season"].map(|folder| data.join(folder));
    let mut paths: Vec<_> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().flat_map(|path| lines_of(path)).collect()
}

fn lines_of(path: &Path) -> Vec<Written> {
    let text = fs::read_to_string(path).unwrap();
    let written = |(number, line): (usize, &str)| {
        let place = format!("{}:{}", path.file_name().unwrap().display(), number + 1);
        let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{place}: {error}"));
        let text = |key: &str| line[key].as_str().unwrap().to_owned();
        Written {
            place,
            call: text("call"),
            caller: text("as"),
            request: line["request"].clone(),
        }
    };
    text.lines().enumerate().skip(1).map(written).collect()
}

#[test]
fn every_request_is_a_message_of_the_contract_without_unknown_fields() {
    let pool = DescriptorPool::decode(contracts::DESCRIPTORS).unwrap();
    let lines = lines();
    assert!(lines.len() > 1_500);
    for line in lines {
        let input = method(&pool, &line.call).input();
        if let Err(error) = DynamicMessage::deserialize(input, &line.request) {
            panic!("{} {}: {error}", line.place, line.call);
        }
    }
}

#[test]
fn no_line_brings_its_own_request_id() {
    assert!(
        lines()
            .iter()
            .all(|line| line.request.get("requestId").is_none() && line.request.get("request_id").is_none())
    );
}

fn method(pool: &DescriptorPool, call: &str) -> MethodDescriptor {
    let (service, name) = call.split_once('/').unwrap();
    let service = pool
        .get_service_by_name(service)
        .unwrap_or_else(|| panic!("{service} is not in the contract"));
    service
        .methods()
        .find(|one| one.name() == name)
        .unwrap_or_else(|| panic!("{call} is not in the contract"))
}

/// The roles that the contract lets make a call, by their names in the descriptors, such as `ROLE_PROJECT_LEAD`.
fn allowed(pool: &DescriptorPool, call: &str) -> Vec<String> {
    let method = method(pool, call);
    let access = pool
        .get_extension_by_name("schakelpunt.options.v1.access")
        .unwrap();
    let options = method.options();
    let access = options.get_extension(&access);
    let roles = access
        .as_message()
        .unwrap()
        .get_field_by_name("roles")
        .unwrap()
        .into_owned();
    let names = pool.get_enum_by_name("schakelpunt.options.v1.Role").unwrap();
    let name = |role: &Reflected| {
        names
            .get_value(role.as_enum_number().unwrap())
            .unwrap()
            .name()
            .to_owned()
    };
    roles.as_list().unwrap().iter().map(name).collect()
}

#[test]
fn every_call_is_made_by_a_role_that_the_contract_allows() {
    let pool = DescriptorPool::decode(contracts::DESCRIPTORS).unwrap();
    for line in lines() {
        let role = line.caller.split([':', '#']).next().unwrap();
        let role = format!("ROLE_{}", role.replace('-', "_").to_uppercase());
        let allowed = allowed(&pool, &line.call);
        // Whoever may be anybody needs no role: such a call only waits for something.
        if line.call == "schakelpunt.radar.v1.SourceService/GetSource" {
            continue;
        }
        assert!(
            allowed.contains(&role),
            "{}: {role} may not call {}, only {allowed:?}",
            line.place,
            line.call
        );
    }
}
