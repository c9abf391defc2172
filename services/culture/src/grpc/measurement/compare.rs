//! How two measurements differ.

use blocks::values::Id;
use contracts::culture::v1;
use eventing::FieldFault;
use runtime::{
    fault::{self, Fault},
    parse::Faults,
};

use super::{Measurements, check_cut, check_stands};
use crate::{
    contract::{
        component::{categories, caveats, differences},
        instrument::bridge,
    },
    domain::{
        comparison::{self, Caveat, Compared},
        instrument::{Instrument, KeptBridge},
        wave::{Plan, Wave},
    },
};

impl Measurements {
    pub(super) async fn compare(
        &self,
        request: &v1::CompareMeasurementsRequest,
    ) -> Result<v1::CompareMeasurementsResponse, Fault> {
        let mut faults = Faults::new();
        let from = faults.id("from_wave_id", &request.from_wave_id);
        let to = faults.id("to_wave_id", &request.to_wave_id);
        let other = from != to || from.is_empty();
        faults.check("to_wave_id", other, "another measurement");
        let (from, to) = faults.finish((from, to))?;
        let ((from, _), (to, _)) = (self.known(&from).await?, self.known(&to).await?);
        for wave in [&from, &to] {
            check_stands(wave)?;
            check_cut(wave, &request.variables)?;
        }
        let (Some(earlier), Some(later)) = (about(&from), about(&to)) else {
            return Err(Fault::rejected(&crate::domain::wave::Rejection::Unknown));
        };
        let over = self.bridge(earlier.0, later.0).await?;
        let found = comparison::caveats(earlier, later);
        if !found.is_empty() && !request.despite_differences {
            return Err(differ(&found));
        }
        let cells = comparison::compare(from.cells(), to.cells(), &request.variables, over.as_ref());
        Ok(v1::CompareMeasurementsResponse {
            cells: cells.iter().map(compared).collect(),
            bridge: over.as_ref().map(bridge),
            caveats: caveats(&found),
            method: comparison::method(over.is_some()).to_owned(),
        })
    }

    /// The bridge over which the earlier measurement is read; none when both used the same version.
    async fn bridge(&self, from: &Plan, to: &Plan) -> Result<Option<KeptBridge>, Fault> {
        let version = |plan: &Plan| (plan.instrument_id.clone(), plan.instrument_version);
        if version(from) == version(to) {
            return Ok(None);
        }
        let instrument = self
            .office
            .store
            .load::<Instrument>(&to.instrument_id)
            .await?
            .state;
        let found = instrument.bridge(from.instrument_version, to.instrument_version);
        // Between two instruments there is none, whatever their versions are called.
        let found = found.filter(|_| from.instrument_id == to.instrument_id);
        found.cloned().map(Some).ok_or_else(|| {
            let what = format!(
                "{} version {} and {} version {} are not compared without a bridge between them",
                from.instrument_id, from.instrument_version, to.instrument_id, to.instrument_version
            );
            Fault::new("BRIDGE_MISSING", fault::Kind::WrongState, what)
        })
    }
}

/// The plan of a measurement, and the variables by which it was weighted.
fn about(wave: &Wave) -> Option<(&Plan, &[Id])> {
    let (summary, _) = wave.summary()?;
    Some((wave.plan()?, &summary.weighting.variables))
}

fn differ(caveats: &[Caveat]) -> Fault {
    let names: Vec<String> = caveats
        .iter()
        .map(|it| format!("{it:?}").to_lowercase())
        .collect();
    let what = format!("the measurements differ in more than time: {}", names.join(", "));
    let expected = "true, to compare them all the same and see what differs";
    Fault::new("MEASUREMENTS_DIFFER", fault::Kind::WrongState, what)
        .with_fields(vec![FieldFault::new("despite_differences", expected)])
}

fn compared(it: &Compared) -> v1::ComparedCell {
    v1::ComparedCell {
        categories: categories(&it.categories),
        suppressed: it.components.is_none(),
        components: it.components.as_ref().map(differences),
    }
}
