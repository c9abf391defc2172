//! The identifier that makes a change safe to repeat.

use uuid::Uuid;

/// The identifier given, as it is: the hub judges it. Otherwise a new one, the same for all attempts of this command.
pub(super) fn given_or_new(given: Option<String>) -> String {
    given.unwrap_or_else(|| Uuid::new_v4().to_string())
}
