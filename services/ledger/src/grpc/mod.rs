//! The calls: `schakelpunt.ledger.v1.LedgerService`.

mod listing;
mod proof_request;
mod proofs;
mod reading;
mod request;
mod service;
mod window;

use jiff::Timestamp;

pub(crate) use service::Ledger;

/// An instant as the contract has it.
pub(crate) fn timestamp(at: Timestamp) -> pbjson_types::Timestamp {
    // Towards the past from a whole second on, so that nanoseconds are never negative, as protobuf wants it.
    let nanos = at.as_nanosecond();
    let seconds = i64::try_from(nanos.div_euclid(1_000_000_000)).unwrap_or_default();
    pbjson_types::Timestamp {
        seconds,
        nanos: i32::try_from(nanos.rem_euclid(1_000_000_000)).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_keep_their_fractions_also_before_1970() {
        let at = |text: &str| timestamp(text.parse().unwrap());
        let expected = pbjson_types::Timestamp {
            seconds: 1_714_557_600,
            nanos: 500_000_000,
        };
        assert_eq!(at("2024-05-01T10:00:00.5Z"), expected);
        assert_eq!(
            at("1969-12-31T23:59:59.25Z"),
            pbjson_types::Timestamp {
                seconds: -1,
                nanos: 250_000_000
            }
        );
    }
}
