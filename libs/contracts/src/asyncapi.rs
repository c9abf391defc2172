//! The AsyncAPI 3.0 document of the published events, made from the contract: a channel, a message and what the hub sends on it for each event
//! type that others may see.

use serde_json::{Map, Value, json};

use crate::{
    about::{HOST, host_variable, info, token_scheme},
    catalogue::{Catalogue, EventType},
    options::v1::Audience,
    rest::{VERSION, VERSION_PATH},
    schema::{Form, Schemas},
};

const DESCRIPTION: &str = "Events that the Landelijk Schakelpunt publishes, as CloudEvents after the NL GOV profile. A programme asks for them with \
    a subscription, which names types, filters and a class of data; once it is approved, they come in the order of the ledger. What stands \
    here as headers are the attributes of a CloudEvent: in the structured form they stand beside `data`, in the binary one as headers that \
    begin with `ce-`. The payload is the `data`.";

/// The document.
#[must_use]
pub fn document(catalogue: &Catalogue) -> Value {
    let events = || catalogue.types().filter(|event| is_for_others(event));
    let mut schemas = Schemas::new(catalogue.comments(), Form::Published, "#/components/schemas/");
    let channels: Map<String, Value> = events()
        .map(|event| (event.name.clone(), channel(event)))
        .collect();
    let operations: Map<String, Value> = events()
        .map(|event| (format!("send.{}", event.name), operation(event)))
        .collect();
    let messages: Map<String, Value> = events()
        .map(|event| {
            let payload = schemas.refer(&event.descriptor);
            (event.name.clone(), message(catalogue, event, &payload))
        })
        .collect();
    let mut info = info(
        "Gebeurtenissen van het Landelijk Schakelpunt",
        VERSION,
        DESCRIPTION,
    );
    info["tags"] = tags(events());
    json!({
        "asyncapi": "3.0.0",
        "info": info,
        "defaultContentType": "application/json",
        "servers": servers(),
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": messages,
            "messageTraits": {"cloudEvent": {"headers": attributes()}},
            "schemas": schemas.into_found(),
            "securitySchemes": {"token": token_scheme()},
        },
    })
}

/// Whether others than the hub itself may see it.
fn is_for_others(event: &EventType) -> bool {
    matches!(event.audience, Audience::Public | Audience::Programmes)
}

fn tags<'a>(events: impl Iterator<Item = &'a EventType>) -> Value {
    let mut domains: Vec<&str> = events.map(|event| event.domain.as_str()).collect();
    domains.sort_unstable();
    domains.dedup();
    domains
        .into_iter()
        .map(|domain| json!({"name": domain}))
        .collect()
}

/// Where events are fetched.
fn servers() -> Value {
    let server = |protocol: &str, pathname: Option<&str>, description: &str| {
        let mut server = json!({
            "host": HOST,
            "protocol": protocol,
            "description": description,
            "variables": {"host": host_variable()},
            "security": [{"$ref": "#/components/securitySchemes/token"}],
        });
        if let Some(pathname) = pathname {
            server["pathname"] = pathname.into();
        }
        server
    };
    json!({
        "http": server("https", Some(VERSION_PATH),
            "`GET /subscriptions/{subscriptionId}/events`: pages of events, or server-sent events, in the structured form."),
        "grpc": server("grpc", None,
            "`schakelpunt.exchange.v1.DeliveryService/Deliver`: a stream with acknowledgements."),
    })
}

fn channel(event: &EventType) -> Value {
    json!({
        "address": event.name,
        "title": event.name,
        "servers": [{"$ref": "#/servers/http"}, {"$ref": "#/servers/grpc"}],
        "messages": {"event": {"$ref": format!("#/components/messages/{}", event.name)}},
    })
}

fn operation(event: &EventType) -> Value {
    json!({
        "action": "send",
        "channel": {"$ref": format!("#/channels/{}", event.name)},
        "description": "The hub delivers it to the programmes whose subscriptions ask for it.",
        "messages": [{"$ref": format!("#/channels/{}/messages/event", event.name)}],
    })
}

fn message(catalogue: &Catalogue, event: &EventType, payload: &Value) -> Value {
    let until = match event.until.as_str() {
        "" => String::new(),
        day => format!(" until {day}"),
    };
    let meaning = catalogue.meaning(event);
    json!({
        "name": event.name,
        "title": event.name,
        "summary": meaning,
        "description": format!(
            "{meaning} Class of data: {}. Published from {}{until}, by the block {}.",
            event.audience.attribute(), event.since, event.block
        ),
        "contentType": "application/json",
        "tags": [{"name": event.domain}],
        "traits": [{"$ref": "#/components/messageTraits/cloudEvent"}],
        "payload": payload,
        "examples": [{"payload": catalogue.sample(event)}],
    })
}

/// The attributes of every event.
fn attributes() -> Value {
    let text = |description: &str| json!({"type": "string", "description": description});
    json!({
        "type": "object",
        "required": ["specversion", "id", "source", "type", "time"],
        "properties": {
            "specversion": {"type": "string", "const": "1.0", "description": "Version of CloudEvents."},
            "id": text("Unique within the source, and the same however often it is delivered."),
            "source": text("`urn:nld:oin:<OIN>:systeem:<block>`."),
            "type": text("The event type."),
            "subject": text("What the event is about."),
            "time": {"type": "string", "format": "date-time", "description": "When the block logged it."},
            "datacontenttype": {"type": "string", "const": "application/json", "description": "The data is JSON."},
            "sequence": text("Position in the hub's ledger, in 20 digits, so that positions sort as texts."),
            "sequencetype": text("`ledgerposition`. What a subscription leaves out leaves gaps."),
            "block": text("Block that published it."),
            "buildingblock": text("Building block it belongs to, if any."),
            "project": text("Project it belongs to, if any."),
            "regions": text("Labour-market regions it belongs to, with commas between them, if any."),
            "theme": text("Theme it belongs to, if any."),
            "audience": text("Who may see it: `public` or `programmes`."),
            "traceparent": text("W3C trace context of the call that caused it, if known."),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::CATALOGUE;

    #[test]
    fn what_others_may_see_has_a_channel_and_nothing_else_has() {
        let document = document(&CATALOGUE);
        for event in CATALOGUE.types() {
            let channel = &document["channels"][event.name.as_str()];
            assert_eq!(channel.is_object(), is_for_others(event), "{}", event.name);
        }
        let text = document.to_string();
        assert!(
            !text.contains("subscription-approved"),
            "that is for the hub alone"
        );
    }

    #[test]
    fn a_message_has_the_schema_of_its_data_and_a_sample() {
        let document = document(&CATALOGUE);
        let message = &document["components"]["messages"]["nl.projects.milestone-achieved.v1"];
        let name = "#/components/schemas/ProgrammeMilestoneAchieved";
        assert_eq!(message["payload"]["$ref"], name);
        assert!(message["examples"][0]["payload"]["projectId"].is_string());
        assert!(document.pointer(&name[1..]).is_some());
    }
}
