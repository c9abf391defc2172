//! Whether an endpoint agrees to be sent events: it is asked once, by `OPTIONS` at its exact address. Only what it says counts, not its
//! status.

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use runtime::outbound::{Outbound, OutboundError};
use sqlx::PgPool;

const REQUEST_ORIGIN: HeaderName = HeaderName::from_static("webhook-request-origin");
const ALLOWED_ORIGIN: HeaderName = HeaderName::from_static("webhook-allowed-origin");
const ALLOWED_RATE: HeaderName = HeaderName::from_static("webhook-allowed-rate");

/// What an endpoint agreed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Consent {
    /// Most requests in a minute; none for any number.
    pub(super) per_minute: Option<u32>,
}

/// What an endpoint agreed to before.
///
/// # Errors
/// The database cannot be reached.
pub(super) async fn known(pool: &PgPool, subscription_id: &str) -> Result<Option<Consent>, sqlx::Error> {
    let found: Option<Option<i32>> =
        sqlx::query_scalar("SELECT per_minute FROM webhook_consents WHERE subscription_id = $1")
            .bind(subscription_id)
            .fetch_optional(pool)
            .await?;
    Ok(found.map(|rate| Consent {
        per_minute: rate.map(i32::cast_unsigned),
    }))
}

/// Remembers what an endpoint agreed to.
///
/// # Errors
/// The database cannot be reached.
pub(super) async fn remember(
    pool: &PgPool,
    subscription_id: &str,
    consent: Consent,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO webhook_consents (subscription_id, allowed_at, per_minute) VALUES ($1, $2, $3)
         ON CONFLICT (subscription_id) DO UPDATE SET allowed_at = excluded.allowed_at, per_minute = excluded.per_minute",
    )
    .bind(subscription_id)
    .bind(Timestamp::now().to_sqlx())
    .bind(consent.per_minute.map(|it| i32::try_from(it).unwrap_or(i32::MAX)))
    .execute(pool)
    .await?;
    Ok(())
}

/// Asks an endpoint; none when it does not agree.
///
/// # Errors
/// It does not answer.
pub(super) async fn ask(
    outbound: &Outbound,
    url: &str,
    origin: &str,
) -> Result<Option<Consent>, OutboundError> {
    let mut headers = HeaderMap::new();
    // The origin was checked when the configuration was read.
    if let Ok(origin) = HeaderValue::from_str(origin) {
        headers.insert(REQUEST_ORIGIN, origin);
    }
    let head = outbound.send(Method::OPTIONS, url, headers, Vec::new()).await?;
    Ok(read(&head.headers, origin))
}

fn read(headers: &HeaderMap, origin: &str) -> Option<Consent> {
    let text = |name: &HeaderName| headers.get(name).and_then(|it| it.to_str().ok()).map(str::trim);
    let allowed = text(&ALLOWED_ORIGIN)?;
    (allowed == "*" || allowed.eq_ignore_ascii_case(origin)).then(|| Consent {
        // `*` allows any rate, and so does what is no number.
        per_minute: text(&ALLOWED_RATE)
            .and_then(|it| it.parse().ok())
            .filter(|it| *it > 0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(origin: Option<&str>, rate: Option<&str>) -> Option<Consent> {
        let given = [(ALLOWED_ORIGIN, origin), (ALLOWED_RATE, rate)];
        let headers = given
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?.parse().unwrap())))
            .collect();
        read(&headers, "schakelpunt.example")
    }

    #[test]
    fn only_the_allowed_origin_is_consent() {
        let any = Some(Consent { per_minute: None });
        assert_eq!(answer(Some("*"), None), any);
        assert_eq!(answer(Some("Schakelpunt.example"), Some("*")), any);
        assert_eq!(answer(None, Some("100")), None);
        assert_eq!(answer(Some("andere.example"), None), None);
        assert_eq!(answer(Some(""), None), None);
    }

    #[test]
    fn an_endpoint_may_bound_the_rate() {
        assert_eq!(answer(Some("*"), Some("120")).unwrap().per_minute, Some(120));
        assert_eq!(answer(Some("*"), Some("0")).unwrap().per_minute, None);
    }
}
