//! What both documents about the interface say of it as a whole.

use serde_json::{Value, json};

/// What stands for the address of a hub in its documents.
pub const HOST: &str = "{host}";

/// Title, version, contact and licence. The contact is an example until the organisation has an address of its own.
pub(crate) fn info(title: &str, version: &str, description: &str) -> Value {
    json!({
        "title": title,
        "version": version,
        "description": description,
        "contact": {
            "name": "Landelijk Schakelpunt",
            "url": "https://schakelpunt.example",
            "email": "beheer@schakelpunt.example",
        },
        "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
    })
}

/// The address, as something to fill in.
pub(crate) fn host_variable() -> Value {
    json!({"default": "localhost:8080", "description": "Host and port at which this hub is reached."})
}

/// How callers show who they are.
pub(crate) fn token_scheme() -> Value {
    json!({
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An access token of one of the issuers that this hub knows.",
    })
}

/// Writes into a document where the hub is reached that gives it.
pub fn fill_in_host(document: &mut Value, host: &str) {
    let variables = match document.get_mut("servers") {
        Some(Value::Array(servers)) => servers.iter_mut().collect::<Vec<_>>(),
        Some(Value::Object(servers)) => servers.values_mut().collect(),
        _ => Vec::new(),
    };
    for server in variables {
        if let Some(default) = server.pointer_mut("/variables/host/default") {
            *default = host.into();
        }
    }
}
