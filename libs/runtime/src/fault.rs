//! Why a call fails, and the one place where that becomes a gRPC status.

pub use eventing::failure::error_chain;
use eventing::{ExecuteError, FieldFault, RejectionKind, failure::is_passing};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, StatusExt};

/// The domain in every `ErrorInfo`.
pub const ERROR_DOMAIN: &str = "schakelpunt.nl";

/// The reason of a request with faulty fields.
const REQUEST_INVALID: &str = "REQUEST_INVALID";

/// What kind of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The request itself is wrong.
    Invalid,
    /// It names something that does not exist.
    NotFound,
    /// It would make something that exists already.
    AlreadyExists,
    /// It is fine, but not in the present state.
    WrongState,
    /// Somebody else was first.
    Conflict,
    /// The caller may not do it.
    Forbidden,
    /// The caller did not say who it is, or not credibly.
    Unauthenticated,
    /// More is asked than the hub takes now.
    Exhausted,
    /// Something the hub needs is away; ask again.
    Unavailable,
    /// The time the caller gave has passed.
    DeadlineExceeded,
    /// The call does not exist.
    Unimplemented,
    /// The hub itself is at fault.
    Internal,
}

impl Kind {
    fn code(self) -> Code {
        match self {
            Self::Invalid => Code::InvalidArgument,
            Self::NotFound => Code::NotFound,
            Self::AlreadyExists => Code::AlreadyExists,
            Self::WrongState => Code::FailedPrecondition,
            Self::Conflict => Code::Aborted,
            Self::Forbidden => Code::PermissionDenied,
            Self::Unauthenticated => Code::Unauthenticated,
            Self::Exhausted => Code::ResourceExhausted,
            Self::Unavailable => Code::Unavailable,
            Self::DeadlineExceeded => Code::DeadlineExceeded,
            Self::Unimplemented => Code::Unimplemented,
            Self::Internal => Code::Internal,
        }
    }

    /// The kind of failure a gRPC code tells of. What the hub never answers with itself is its own fault.
    pub(crate) fn of(code: Code) -> Self {
        match code {
            Code::InvalidArgument | Code::OutOfRange => Self::Invalid,
            Code::NotFound => Self::NotFound,
            Code::AlreadyExists => Self::AlreadyExists,
            Code::FailedPrecondition => Self::WrongState,
            Code::Aborted => Self::Conflict,
            Code::PermissionDenied => Self::Forbidden,
            Code::Unauthenticated => Self::Unauthenticated,
            Code::ResourceExhausted => Self::Exhausted,
            Code::Unavailable => Self::Unavailable,
            Code::DeadlineExceeded => Self::DeadlineExceeded,
            Code::Unimplemented => Self::Unimplemented,
            Code::Ok | Code::Cancelled | Code::Unknown | Code::DataLoss | Code::Internal => Self::Internal,
        }
    }
}

impl From<RejectionKind> for Kind {
    fn from(kind: RejectionKind) -> Self {
        match kind {
            RejectionKind::Invalid => Self::Invalid,
            RejectionKind::NotFound => Self::NotFound,
            RejectionKind::AlreadyExists => Self::AlreadyExists,
            RejectionKind::WrongState => Self::WrongState,
            RejectionKind::Conflict => Self::Conflict,
            RejectionKind::Forbidden => Self::Forbidden,
        }
    }
}

/// Why a call fails: a stable reason with a page under `docs/errors/`, a sentence, and every faulty field at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {message}")]
pub struct Fault {
    reason: &'static str,
    kind: Kind,
    message: String,
    fields: Vec<FieldFault>,
}

impl Fault {
    /// A failure with a stable reason in UPPER_SNAKE_CASE.
    pub fn new(reason: &'static str, kind: Kind, message: impl Into<String>) -> Self {
        Self {
            reason,
            kind,
            message: message.into(),
            fields: Vec::new(),
        }
    }

    /// A request with faulty fields.
    #[must_use]
    pub fn invalid(fields: Vec<FieldFault>) -> Self {
        let named: Vec<String> = fields
            .iter()
            .take(5)
            .map(|fault| format!("{}: {}", fault.field, fault.expected))
            .collect();
        let more = fields.len().saturating_sub(named.len());
        let tail = if more > 0 {
            format!("; and {more} more")
        } else {
            String::new()
        };
        let message = format!("the request has faulty fields: {}{tail}", named.join("; "));
        Self {
            fields,
            ..Self::new(REQUEST_INVALID, Kind::Invalid, message)
        }
    }

    /// Whether it is [`invalid`](Self::invalid): it says nothing but which fields are faulty.
    fn is_about_fields(&self) -> bool {
        self.reason == REQUEST_INVALID
    }

    /// Something that does not exist.
    pub fn not_found(reason: &'static str, message: impl Into<String>) -> Self {
        Self::new(reason, Kind::NotFound, message)
    }

    /// Something the hub needs is away.
    pub fn unavailable(reason: &'static str, message: impl Into<String>) -> Self {
        Self::new(reason, Kind::Unavailable, message)
    }

    /// The hub itself is at fault. `source` goes to the log, not to the caller.
    pub fn internal(attempt: &str, source: &dyn std::error::Error) -> Self {
        tracing::error!(error = %error_chain(source), "could not {attempt}");
        Self::new("INTERNAL", Kind::Internal, format!("the hub could not {attempt}"))
    }

    /// The database is away, or refuses.
    fn database(error: &sqlx::Error) -> Self {
        if !is_passing(error) {
            return Self::internal("read or write its database", error);
        }
        tracing::warn!(error = %error_chain(error), "the database did not answer");
        Self::unavailable(
            "DATABASE_UNAVAILABLE",
            "the hub's database is away; nothing was changed, or ask with the same request id",
        )
    }

    /// A rule refused it.
    #[must_use]
    pub fn rejected(rejection: &dyn eventing::Rejection) -> Self {
        Self {
            reason: rejection.reason(),
            kind: rejection.kind().into(),
            message: rejection.to_string(),
            fields: rejection.faults(),
        }
    }

    /// The same failure with these faulty fields.
    #[must_use]
    pub fn with_fields(mut self, fields: Vec<FieldFault>) -> Self {
        self.fields = fields;
        self
    }

    /// The stable reason.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        self.reason
    }

    /// The sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The faulty fields.
    #[must_use]
    pub fn fields(&self) -> &[FieldFault] {
        &self.fields
    }
}

/// What two steps of reading a request found, when both found nothing wrong: one faulty part does not hide the other.
///
/// # Errors
/// The faulty fields of both in one failure. A failure of another kind than faulty fields goes before them, and of two of
/// those the first.
pub fn together<A, B>(one: Result<A, Fault>, other: Result<B, Fault>) -> Result<(A, B), Fault> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(fault), Ok(_)) | (Ok(_), Err(fault)) => Err(fault),
        (Err(first), Err(second)) => Err(merged(first, second)),
    }
}

fn merged(first: Fault, second: Fault) -> Fault {
    match (first.is_about_fields(), second.is_about_fields()) {
        (true, true) => Fault::invalid(first.fields.into_iter().chain(second.fields).collect()),
        (true, false) => second,
        (false, _) => first,
    }
}

/// Most faulty fields in one answer; gRPC headers are bounded.
const FIELDS_MAX: usize = 50;

impl From<Fault> for Status {
    fn from(fault: Fault) -> Self {
        let mut details =
            ErrorDetails::with_error_info(fault.reason, ERROR_DOMAIN, std::collections::HashMap::new());
        if !fault.fields.is_empty() {
            details.set_bad_request(
                fault
                    .fields
                    .into_iter()
                    .take(FIELDS_MAX)
                    .map(|fault| FieldViolation::new(fault.field, fault.expected))
                    .collect::<Vec<_>>(),
            );
        }
        if fault.kind == Kind::Unavailable {
            details.set_retry_info(Some(std::time::Duration::from_secs(1)));
        }
        Status::with_error_details(fault.kind.code(), fault.message, details)
    }
}

impl From<ExecuteError> for Fault {
    fn from(error: ExecuteError) -> Self {
        match error {
            ExecuteError::Rejected(rejection) => Self::rejected(rejection.as_ref()),
            ExecuteError::RequestReused(_) => {
                Self::new("REQUEST_ID_REUSED", Kind::AlreadyExists, error.to_string()).with_fields(vec![
                    FieldFault::new("request_id", "a new UUID for a new request"),
                ])
            }
            ExecuteError::Contended => Self::new("CONTENDED", Kind::Conflict, error.to_string()),
            ExecuteError::Busy => Self::new("BUSY", Kind::Exhausted, error.to_string()),
            ExecuteError::Unavailable(source) | ExecuteError::Refused(source) => Self::database(&source),
            ExecuteError::Closed => Self::unavailable("STOPPING", "the hub is stopping"),
            ExecuteError::Corrupt(source) => Self::internal("read a stored fact", &source),
            ExecuteError::Gap { .. } => Self::internal("read a stream whole", &error),
            ExecuteError::Unwritable(source) => Self::internal("write a fact", &source),
        }
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        Self::database(&error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_tells_its_reason_and_all_fields() {
        let fault = Fault::invalid(vec![
            FieldFault::new("a", "a number"),
            FieldFault::new("b", "a day"),
        ]);
        let status = Status::from(fault);
        assert_eq!(status.code(), Code::InvalidArgument);
        assert_eq!(status.get_details_error_info().unwrap().reason, "REQUEST_INVALID");
        assert_eq!(
            status.get_details_bad_request().unwrap().field_violations.len(),
            2
        );
    }

    fn faulty(field: &str) -> Result<(), Fault> {
        Err(Fault::invalid(vec![FieldFault::new(field, "something else")]))
    }

    fn away(reason: &'static str) -> Result<(), Fault> {
        Err(Fault::unavailable(reason, "away"))
    }

    #[test]
    fn two_readings_without_faults_are_handed_over_together() {
        assert_eq!(together(Ok(1), Ok("a")), Ok((1, "a")));
    }

    #[test]
    fn the_faulty_fields_of_two_readings_come_in_one_answer_in_their_order() {
        let fault = together(faulty("a"), together(faulty("b"), faulty("c"))).unwrap_err();
        let fields: Vec<_> = fault.fields().iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!((fault.reason(), fields), ("REQUEST_INVALID", vec!["a", "b", "c"]));
        assert!(
            fault.to_string().contains("c: something else"),
            "{fault} names them all"
        );
        assert_eq!(together(Ok(1), faulty("b")).unwrap_err().fields().len(), 1);
        assert_eq!(together(faulty("a"), Ok(1)).unwrap_err().fields().len(), 1);
    }

    #[test]
    fn a_failure_that_is_not_about_fields_goes_before_faulty_fields() {
        let reason = |one, other| together(one, other).unwrap_err().reason();
        assert_eq!(reason(faulty("a"), away("AWAY")), "AWAY");
        assert_eq!(reason(away("AWAY"), faulty("a")), "AWAY");
        assert_eq!(reason(away("FIRST"), away("SECOND")), "FIRST");
    }

    #[test]
    fn a_database_that_is_away_is_unavailable_and_worth_a_retry() {
        let status = Status::from(Fault::from(sqlx::Error::PoolTimedOut));
        assert_eq!(status.code(), Code::Unavailable);
        assert!(status.get_details_retry_info().is_some());
    }
}
