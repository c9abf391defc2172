//! How a refusal is described.

use serde_json::{Value, json};

/// The statuses that calls are refused with.
pub(super) const STATUSES: [&str; 9] = ["400", "401", "403", "404", "409", "429", "500", "503", "504"];

/// `application/problem+json` after RFC 9457. The ruleset of the design rules lets its properties be no others than those of the RFC, so the
/// members that the hub adds are described by their names as patterns.
pub(super) fn response() -> Value {
    let faults = json!({
        "type": "array",
        "description": "Every faulty field of the request.",
        "items": {
            "type": "object",
            "properties": {
                "field": {"type": "string", "description": "Its path in the request."},
                "expected": {"type": "string", "description": "What was expected."},
            },
            "required": ["field", "expected"],
        },
    });
    let reason = json!({"type": "string", "description": "A stable code, in UPPER_SNAKE_CASE, that a program may act on."});
    json!({
        "description": "The call was refused, and nothing was changed. `reason` says why, and `faults` names every faulty field.",
        "headers": {"API-Version": {"$ref": "#/components/headers/ApiVersion"}},
        "content": {"application/problem+json": {"schema": {
            "type": "object",
            "properties": {
                "status": {"type": "integer", "description": "The HTTP status."},
                "title": {"type": "string", "description": "The HTTP status in words."},
                "detail": {"type": "string", "description": "What is wrong, in a sentence for people."},
            },
            "patternProperties": {"^reason$": reason, "^faults$": faults},
            "required": ["status", "title", "detail"],
        }}},
    })
}
