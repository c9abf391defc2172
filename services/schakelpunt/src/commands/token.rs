//! `schakelpunt token`: a development token.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::Session;
use crate::{
    cli::TokenArgs,
    client::{Minter, subject},
    data_dir,
    failure::Failure,
    output::Format,
};

pub(super) fn run(args: TokenArgs, session: &Session<'_>) -> Result<(), Failure> {
    let data_dir = data_dir::resolve(session.globals.data_dir.as_deref());
    let minter = Minter::open(&data_dir, args.key_file.as_deref())?;
    let subject = args.subject.unwrap_or_else(|| subject(&args.roles));
    let token = minter.token(&args.roles, &subject, args.ttl)?;
    let roles: Vec<_> = args.roles.iter().map(ToString::to_string).collect();
    match session.screen.format {
        Format::Text => session.screen.put(&format!("{token}\n"))?,
        Format::Json => {
            let answer =
                json!({"token": token, "subject": subject, "roles": roles, "expiresAt": end(args.ttl)});
            session.screen.put(&format!("{answer:#}\n"))?;
        }
    }
    Ok(())
}

fn end(ttl: Duration) -> String {
    let ttl = SignedDuration::try_from(ttl).unwrap_or(SignedDuration::MAX);
    Timestamp::now().saturating_add(ttl).map_or_else(
        |_| String::new(),
        |end| end.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    )
}
