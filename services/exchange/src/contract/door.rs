//! How the events of a subscription come.

use contracts::exchange::v1::{Nats, Webhook, subscription};
use runtime::{outbound, parse::Faults};

use crate::domain::subscription::Door;

/// Most characters of an endpoint's address.
const URL_CHARS_MAX: usize = 2_000;
/// What every public NKey of a user begins with, and how long it is.
const USER_KEY_PREFIX: char = 'U';

/// Reads a door; the programme fetches when none is given.
pub fn read(faults: &mut Faults, given: Option<subscription::Door>) -> Option<Door> {
    match given {
        None => Some(Door::Fetched),
        Some(subscription::Door::Webhook(Webhook { url })) => {
            let usable = url.len() <= URL_CHARS_MAX && outbound::is_endpoint(&url);
            let expected = "an http or https address without user, password and fragment";
            faults.check("subscription.webhook.url", usable, expected);
            usable.then_some(Door::Webhook { url })
        }
        Some(subscription::Door::Nats(Nats { user_key })) => {
            let usable =
                user_key.starts_with(USER_KEY_PREFIX) && nkeys::KeyPair::from_public_key(&user_key).is_ok();
            let expected = "the public NKey of a user, `U...`";
            faults.check("subscription.nats.user_key", usable, expected);
            usable.then_some(Door::Nats { user_key })
        }
    }
}

/// Writes a door.
#[must_use]
pub fn written(it: &Door) -> Option<subscription::Door> {
    match it {
        Door::Fetched => None,
        Door::Webhook { url } => Some(subscription::Door::Webhook(Webhook { url: url.clone() })),
        Door::Nats { user_key } => Some(subscription::Door::Nats(Nats {
            user_key: user_key.clone(),
        })),
    }
}
