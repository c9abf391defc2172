//! Writes a document that is made from the contract to standard output: `openapi` or `asyncapi`. `make check` holds them against their rules.
#![expect(clippy::print_stdout, reason = "that is what it is for")]

use std::error::Error;

use contracts::{asyncapi, catalogue::CATALOGUE, openapi, rules::POOL};

fn main() -> Result<(), Box<dyn Error>> {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let services: Vec<_> = POOL.services().collect();
    let names: Vec<&str> = services.iter().map(|service| service.full_name()).collect();
    let document = match wanted.as_str() {
        "openapi" => openapi::document(&names)?,
        "asyncapi" => asyncapi::document(&CATALOGUE),
        other => return Err(format!("`{other}` is no document: openapi, asyncapi").into()),
    };
    println!("{}", serde_json::to_string_pretty(&document)?);
    Ok(())
}
