//! Telling failures apart: those that pass from those that stay.

/// PostgreSQL's classes of errors that pass: connection, rollback, resources, operator.
const PASSING_CLASSES: [&str; 4] = ["08", "40", "53", "57"];

/// PostgreSQL is a standby now, or not the primary yet: the next connection may find another one.
const READ_ONLY: &str = "25006";

/// PostgreSQL's codes for a session that it has ended because its process was silent in the middle of a transaction.
const SILENT: [&str; 2] = ["25P03", "25P04"];

/// Whether another session may succeed with the same.
fn is_about_the_session(code: &str) -> bool {
    code == READ_ONLY || SILENT.contains(&code)
}

/// Whether the database is away, or in trouble that passes, so that trying again may help.
#[must_use]
pub fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            is_about_the_session(&code) || PASSING_CLASSES.iter().any(|class| code.starts_with(class))
        }),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        // Everything else is about the statement or what it gave back, and would be the same again.
        _ => false,
    }
}

/// Whether PostgreSQL answered and refused the statement itself, so that the connection is as good as before.
#[must_use]
pub fn is_about_the_statement(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            let passes = ["08", "53", "57"].iter().any(|class| code.starts_with(class));
            !passes && !is_about_the_session(&code)
        }),
        sqlx::Error::RowNotFound | sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => true,
        _ => false,
    }
}

/// An error with everything that caused it, on one line.
#[must_use]
pub fn error_chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_away_passes_and_what_is_wrong_stays() {
        assert!(is_passing(&sqlx::Error::PoolTimedOut));
        assert!(is_passing(&sqlx::Error::Io(
            std::io::ErrorKind::ConnectionRefused.into()
        )));
        assert!(
            !is_passing(&sqlx::Error::RowNotFound) && !is_passing(&sqlx::Error::ColumnNotFound("x".into()))
        );
    }

    #[test]
    fn a_chain_tells_every_cause() {
        let error = crate::store::ExecuteError::from(sqlx::Error::PoolClosed);
        assert!(error_chain(&error).starts_with("the database did not answer: "));
    }
}
