//! Credentials issued in a second, and what the parts of that take.

mod issue;
mod sample;

use futures::FutureExt;

use crate::{
    measure::{Effort, Fixed, Measure, Named, Reach, Unit},
    servers::Servers,
};
use issue::{Issuer, Part};

/// So many are asked for, on two cores.
const ISSUED_PER_SECOND: f64 = 2_000.0;

/// Everything that is measured of credentials.
pub(crate) const MEASURES: &[Measure] = &[Measure {
    name: "credentials/s, issued on all cores",
    unit: Unit::PerSecond,
    reaches: &[
        Reach {
            of: "issued",
            against: "2,000/s",
            ratio: 1.0,
        },
        // A signature cannot be had for less; the rest is what saying what is signed costs.
        Reach {
            of: "issued",
            against: "Ed25519 of 64 bytes alone",
            ratio: 0.2,
        },
    ],
    prepare: |servers, effort| issued(servers, effort).boxed(),
}];

async fn issued(_servers: &Servers, _effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let issuer = Issuer::new()?;
    Ok(vec![
        issuer.part("issued", Part::Whole),
        issuer.part("quads alone", Part::Quads),
        issuer.part("canonical form alone", Part::Canonical),
        issuer.part("proof alone", Part::Proof),
        issuer.part("Ed25519 of 64 bytes alone", Part::Signature),
        issuer.part("issued as token (RS256)", Part::Token),
        issuer.part("status list of 131,072 entries", Part::StatusList),
        ("2,000/s", Box::new(Fixed(ISSUED_PER_SECOND))),
    ])
}
