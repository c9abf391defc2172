//! Instruments and quality frameworks, as published: all of them.

use contracts::professionalisation::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::rules,
    domain::{framework, instrument, versions::Fact},
};

/// The message for a fact of an instrument.
pub(super) fn instrument(
    id: &str,
    fact: Fact<instrument::Version>,
) -> Result<Vec<Published>, serde_json::Error> {
    let Fact::Defined { version } = fact;
    let instrument = Some(rules::instrument(&version));
    event(id, &v1::InstrumentDefined { instrument })
}

/// The message for a fact of a quality framework.
pub(super) fn framework(
    id: &str,
    fact: Fact<framework::Version>,
) -> Result<Vec<Published>, serde_json::Error> {
    let Fact::Defined { version } = fact;
    let framework = Some(rules::framework(&version));
    event(id, &v1::FrameworkDefined { framework })
}
