//! Receipts and consistency tokens.

use contracts::hub::v1::Receipt;
use eventing::{Committed, FieldFault};
use jiff::Timestamp;

use crate::fault::Fault;

/// The receipt for a change of `id` in `block`.
#[must_use]
pub fn receipt(block: &str, id: &str, committed: &Committed) -> Receipt {
    Receipt {
        id: id.to_owned(),
        version: committed.version,
        log_positions: committed.positions.clone(),
        consistency_token: committed
            .public_position
            .map(|position| {
                ConsistencyToken {
                    block: block.to_owned(),
                    log_position: position,
                }
                .to_string()
            })
            .unwrap_or_default(),
        recorded_at: Some(proto_time(committed.recorded_at)),
        repeated: committed.repeated,
    }
}

/// An instant as the contract writes it.
#[must_use]
pub fn proto_time(at: Timestamp) -> pbjson_types::Timestamp {
    pbjson_types::Timestamp {
        seconds: at.as_second(),
        nanos: at.subsec_nanosecond(),
    }
}

/// Names a change: the block and the place of its last published fact in that block's log. Written `<block>:<place>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsistencyToken {
    /// The block.
    pub block: String,
    /// Place in its log.
    pub log_position: u64,
}

impl ConsistencyToken {
    /// Reads a token; `None` for an empty one.
    ///
    /// # Errors
    /// It is not a token of this hub.
    pub fn parse(token: &str) -> Result<Option<Self>, Fault> {
        if token.is_empty() {
            return Ok(None);
        }
        token
            .split_once(':')
            .filter(|(block, _)| crate::parse::is_id(block))
            .and_then(|(block, place)| {
                let log_position = place.parse().ok().filter(|place| i64::try_from(*place).is_ok())?;
                Some(Self {
                    block: block.to_owned(),
                    log_position,
                })
            })
            .map(Some)
            .ok_or_else(|| {
                Fault::invalid(vec![FieldFault::new(
                    "consistency_token",
                    "the `consistency_token` of a receipt, unchanged",
                )])
            })
    }
}

impl std::fmt::Display for ConsistencyToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.block, self.log_position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back() {
        let token = ConsistencyToken {
            block: "programme".into(),
            log_position: 12,
        };
        assert_eq!(ConsistencyToken::parse(&token.to_string()).unwrap(), Some(token));
        assert_eq!(ConsistencyToken::parse("").unwrap(), None);
        for wrong in [
            "programme",
            "programme:",
            "programme:-1",
            ":1",
            "a:99999999999999999999",
            "a:18446744073709551615",
        ] {
            assert!(ConsistencyToken::parse(wrong).is_err(), "{wrong}");
        }
    }
}
