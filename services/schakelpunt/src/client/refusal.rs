//! What the hub says when it refuses, in the user's language.

use std::error::Error;

use serde::Serialize;
use serde_json::{Value, json};
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::output::Texts;

/// Reason when no hub answered at all.
pub const UNREACHABLE: &str = "HUB_UNREACHABLE";

/// A field of the request that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Path of the field.
    pub field: String,
    /// What was expected.
    pub description: String,
}

/// A refusal: its stable reason, the hub's words, and every field that was wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// gRPC code.
    pub code: Code,
    /// Stable reason, such as `PROJECT_UNKNOWN`; the name of the code where the hub gave none.
    pub reason: String,
    /// In the hub's words.
    pub message: String,
    /// The fields that were wrong.
    pub faults: Vec<Fault>,
}

impl Refusal {
    /// The call took longer than `--timeout` allows.
    pub fn too_late(seconds: u64) -> Self {
        let code = Code::DeadlineExceeded;
        let message = format!("no answer within {seconds} s");
        Self {
            code,
            reason: code_name(code).into(),
            message,
            faults: Vec::new(),
        }
    }

    /// For people: the reason in words, the hub's message, each faulty field on its line, and where to read on.
    pub fn text(&self, texts: &Texts) -> String {
        let key = format!("reason-{}", self.reason);
        let message = self.without_faults();
        let headline = if texts.has(&key) {
            texts.get(&key)
        } else {
            message.to_owned()
        };
        let mut lines = vec![format!("{}: {headline} [{}]", texts.get("refused"), self.reason)];
        if headline != message && !message.is_empty() {
            lines.push(format!("  {message}"));
        }
        lines.extend(
            self.faults
                .iter()
                .map(|fault| format!("  {}: {}", fault.field, fault.description)),
        );
        lines.push(format!("  {}", self.hint(texts)));
        crate::output::clean(&lines.join("\n"))
    }

    /// The message up to where it begins to repeat the faults, which are shown apart.
    fn without_faults(&self) -> &str {
        let first = self
            .faults
            .first()
            .and_then(|fault| self.message.find(&format!("{}: ", fault.field)));
        first.map_or(self.message.as_str(), |at| {
            self.message[..at].trim_end_matches([' ', ':'])
        })
    }

    fn hint(&self, texts: &Texts) -> String {
        match self.code {
            _ if self.reason == UNREACHABLE => texts.get("hint-unreachable"),
            Code::Unauthenticated => texts.get("hint-token"),
            _ => texts.with("hint-read", &[("page", &self.page())]),
        }
    }

    fn page(&self) -> String {
        format!("docs/errors/{}.md", self.reason)
    }

    /// For machines.
    pub fn json(&self) -> Value {
        json!({"error": {
            "code": code_name(self.code),
            "reason": self.reason,
            "message": self.message,
            "faults": self.faults,
            "help": self.page(),
        }})
    }

    /// The refusal on one line, for a report over many lines.
    pub fn one_line(&self) -> String {
        let faults = self
            .faults
            .iter()
            .map(|fault| format!("{}: {}", fault.field, fault.description));
        let parts: Vec<_> = std::iter::once(self.without_faults().to_owned())
            .chain(faults)
            .collect();
        crate::output::clean(&format!("{} {}", self.reason, parts.join("; "))).replace('\n', " ")
    }
}

impl From<Status> for Refusal {
    fn from(status: Status) -> Self {
        let details = status.get_error_details();
        let (code, fallback) = code_and_reason(&status);
        let reason = details
            .error_info()
            .map(|info| info.reason.clone())
            .filter(|reason| is_reason(reason));
        let violations = details
            .bad_request()
            .map(|bad| bad.field_violations.clone())
            .unwrap_or_default();
        let faults = violations.into_iter().map(|v| Fault {
            field: v.field,
            description: v.description,
        });
        let reason = reason.unwrap_or_else(|| fallback.to_owned());
        Self {
            code,
            reason,
            message: message(&status),
            faults: faults.collect(),
        }
    }
}

/// Reasons become file names and keys, so nothing but their own alphabet is let through.
fn is_reason(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

fn code_and_reason(status: &Status) -> (Code, &'static str) {
    match status.code() {
        // tonic reports its own time limits as a cancellation.
        Code::Cancelled if status.message().contains("Timeout") => {
            (Code::DeadlineExceeded, "DEADLINE_EXCEEDED")
        }
        Code::Unavailable | Code::Unknown if status.source().is_some() => (Code::Unavailable, UNREACHABLE),
        code => (code, code_name(code)),
    }
}

/// The hub's words; for a failure of the connection the innermost cause, which says what really happened.
fn message(status: &Status) -> String {
    let mut cause = status.source();
    let mut innermost = None;
    while let Some(error) = cause {
        innermost = Some(error.to_string());
        cause = error.source();
    }
    innermost.unwrap_or_else(|| status.message().to_owned())
}

/// The name of a code as gRPC writes it.
pub(crate) fn code_name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}

#[cfg(test)]
mod tests {
    use tonic_types::ErrorDetails;

    use super::*;
    use crate::output::Lang;

    fn refused() -> Refusal {
        let mut details = ErrorDetails::with_error_info("PROJECT_SHARES", "schakelpunt", []);
        details.add_bad_request_violation("project.regions", "expected shares that add to 100");
        Status::with_error_details(Code::InvalidArgument, "the request has 1 fault", details).into()
    }

    #[test]
    fn a_refusal_names_its_reason_each_field_and_where_to_read_on() {
        let text = refused().text(&Texts::new(Lang::Nl));
        assert!(text.contains("[PROJECT_SHARES]"), "{text}");
        assert!(
            text.contains("\n  project.regions: expected shares that add to 100\n"),
            "{text}"
        );
        assert!(text.contains("docs/errors/PROJECT_SHARES.md"), "{text}");
    }

    #[test]
    fn faults_that_the_message_repeats_are_told_once() {
        let faults = vec![Fault {
            field: "name".into(),
            description: "a text".into(),
        }];
        let message = "the request has faulty fields: name: a text".into();
        let refusal = Refusal {
            code: Code::InvalidArgument,
            reason: "X".into(),
            message,
            faults,
        };
        assert_eq!(
            refusal.one_line(),
            "X the request has faulty fields; name: a text"
        );
    }

    #[test]
    fn a_refusal_as_json_has_the_same_parts() {
        let json = refused().json();
        assert_eq!(json["error"]["code"], "INVALID_ARGUMENT");
        assert_eq!(json["error"]["faults"][0]["field"], "project.regions");
    }

    #[test]
    fn a_status_without_details_has_its_code_for_a_reason() {
        let refusal = Refusal::from(Status::permission_denied("no"));
        assert_eq!(
            (refusal.reason.as_str(), refusal.message.as_str()),
            ("PERMISSION_DENIED", "no")
        );
    }

    #[test]
    fn a_time_limit_of_the_client_is_a_deadline() {
        let refusal = Refusal::from(Status::cancelled("Timeout expired"));
        assert_eq!(refusal.code, Code::DeadlineExceeded);
    }

    #[test]
    fn a_reason_cannot_lead_out_of_the_documentation() {
        let details = ErrorDetails::with_error_info("../../etc", "x", []);
        let refusal = Refusal::from(Status::with_error_details(Code::Internal, "m", details));
        assert_eq!(refusal.reason, "INTERNAL");
    }
}
