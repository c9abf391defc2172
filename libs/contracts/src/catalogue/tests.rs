//! What the catalogue says of each event type.

use prost_reflect::DynamicMessage;

use super::*;

#[test]
fn a_message_name_gives_the_type() {
    let event = EventType::of_message::<crate::programme::v1::MilestoneAchieved>().unwrap();
    assert_eq!(event.name, "nl.projects.milestone-achieved.v1");
    assert_eq!(
        (event.audience, event.block.as_str()),
        (Audience::Public, "programme")
    );
    assert!(EventType::of_message::<crate::programme::v1::Plan>().is_none());
}

fn is_day(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.len() == 10 && digits == 8 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-'
}

#[test]
fn every_event_names_domain_audience_version_and_day() {
    assert!(EVENTS.len() >= 30);
    for event in EVENTS.values() {
        let version = format!(".v{}", event.version);
        assert!(
            !event.domain.is_empty() && event.version > 0 && event.name.ends_with(&version),
            "{event:?}"
        );
        assert_ne!(event.audience, Audience::Unspecified, "{event:?}");
        assert!(is_day(&event.since), "{} says since when", event.name);
        assert!(event.until.is_empty() || is_day(&event.until), "{}", event.name);
    }
    assert_eq!(EVENTS.len(), BY_TYPE.len(), "two events share a type");
}

#[test]
fn every_event_and_every_field_of_it_has_a_meaning() {
    for event in CATALOGUE.types() {
        assert!(!CATALOGUE.meaning(event).is_empty(), "{}", event.name);
        for field in CATALOGUE.fields(event) {
            assert!(!field.meaning.is_empty(), "{}: {field:?}", event.name);
        }
    }
}

#[test]
fn every_sample_fits_its_schema_and_its_message() {
    for event in CATALOGUE.types() {
        let (sample, mut schema) = (CATALOGUE.sample(event), CATALOGUE.schema(event));
        // Stricter than what is served: a sample names nothing that the schema does not know.
        close(&mut schema);
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap_or_else(|error| panic!("{}: {error}", event.name));
        let faults: Vec<String> = validator.iter_errors(&sample).map(|it| it.to_string()).collect();
        assert!(faults.is_empty(), "{}: {faults:?}", event.name);
        let read = DynamicMessage::deserialize(event.descriptor.clone(), &sample);
        let read = read.unwrap_or_else(|error| panic!("{}: {error}", event.name));
        assert!(read.fields().next().is_some() || event.descriptor.fields().len() == 0);
    }
}

/// Lets a schema take no properties but those it names.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.contains_key("properties") {
                members.entry("additionalProperties").or_insert(false.into());
            }
            members.values_mut().for_each(close);
        }
        Value::Array(values) => values.iter_mut().for_each(close),
        _ => {}
    }
}

#[test]
fn a_schema_refuses_what_is_no_event_of_the_type() {
    let event = CATALOGUE.get("nl.projects.milestone-achieved.v1").unwrap();
    let validator = jsonschema::validator_for(&CATALOGUE.schema(event)).unwrap();
    let mut sample = CATALOGUE.sample(event);
    assert!(validator.is_valid(&sample));
    sample["projectId"] = 7.into();
    assert!(!validator.is_valid(&sample));
}

#[test]
fn two_versions_of_a_type_stand_side_by_side() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/catalogue/testing");
    let set = protox::Compiler::new([folder, concat!(env!("CARGO_MANIFEST_DIR"), "/../../proto")])
        .unwrap()
        .include_imports(true)
        .include_source_info(true)
        .open_files(["lanterns/v1.proto", "lanterns/v2.proto"])
        .unwrap()
        .encode_file_descriptor_set();
    let catalogue = Catalogue::of(&DescriptorPool::decode(set.as_slice()).unwrap());
    let told: Vec<_> = catalogue
        .types()
        .map(|it| (it.name.as_str(), it.version, it.since.as_str(), it.until.as_str()))
        .collect();
    let expected = [
        ("nl.lanterns.lantern-lit.v1", 1, "2025-01-01", "2026-12-31"),
        ("nl.lanterns.lantern-lit.v2", 2, "2026-06-01", ""),
    ];
    assert_eq!(told, expected);
    let names = |name: &str| {
        let fields = catalogue.fields(catalogue.get(name).unwrap());
        fields
            .into_iter()
            .map(|it| (it.name, it.type_name))
            .collect::<Vec<_>>()
    };
    let pair = |name: &str, type_name: &str| (name.to_owned(), type_name.to_owned());
    assert_eq!(names("nl.lanterns.lantern-lit.v1"), [pair("lantern", "string")]);
    let second = [
        pair("lanternIds", "repeated string"),
        pair("watts", "map<string, uint64>"),
    ];
    assert_eq!(names("nl.lanterns.lantern-lit.v2"), second);
}
