//! Estimating a measurement: what was put down is mixed in, the cells are worked out, the log is told, and the responses are deleted.

use blocks::{lists::read_ids, values::Id};
use contracts::culture::v1;
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{self, Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::Measurements;
use crate::{
    domain::{
        estimation::{self, Refusal},
        instrument::Instrument,
        wave::{Command, Estimates, Plan, Rejection, Stage, Wave},
    },
    grpc::{check_block, filing},
};

impl Measurements {
    pub(super) async fn estimate(
        &self,
        request: &Request<v1::EstimateMeasurementRequest>,
    ) -> Result<v1::EstimateMeasurementResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let id = faults.id("wave_id", &given.wave_id);
        let leave_out = read_ids(&mut faults, "leave_out", &given.leave_out);
        let parsed = faults.finish((id, leave_out));
        let (change, (id, leave_out)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.office.now();
        let meta = change.meta(now, filing::block());
        let committed = self
            .office
            .store
            .execute_reading::<Wave, _, Fault>(&id, &meta, |reading| {
                let (this, id, leave_out) = (self.clone(), id.clone(), leave_out.clone());
                async move {
                    let wave = reading.read::<Wave>(&id).await?.state;
                    let plan = wave
                        .at(Stage::Closed)
                        .map_err(|refusal| Fault::rejected(&refusal))?;
                    reading.file_under(filing::measurement(plan));
                    let estimates = Box::new(this.found(&wave, plan, leave_out).await?);
                    Ok(Command::Estimate { estimates, today })
                }
                .boxed()
            })
            .await?;
        self.responses.delete(&id).await?;
        Ok(v1::EstimateMeasurementResponse {
            receipt: self.office.receipt(&id, &committed),
        })
    }

    /// What was found, from all responses of which the log knows.
    async fn found(&self, wave: &Wave, plan: &Plan, leave_out: Vec<Id>) -> Result<Estimates, Fault> {
        check_left_out(plan, &leave_out)?;
        for batch_id in self.responses.on_their_way(&plan.wave_id).await? {
            if wave.has_batch(batch_id) {
                self.responses.mix(&plan.wave_id, batch_id).await?;
            } else {
                self.responses.drop_batch(&plan.wave_id, batch_id).await?;
            }
        }
        let responses = self.responses.of(&plan.wave_id).await?;
        if responses.len() != wave.responses() as usize {
            return Err(incomplete(responses.len(), wave.responses()));
        }
        let instrument = self
            .office
            .store
            .load::<Instrument>(&plan.instrument_id)
            .await?
            .state;
        let version = instrument
            .version(plan.instrument_version)
            .map(|it| it.version.clone());
        let version =
            version.ok_or_else(|| Fault::rejected(&crate::domain::instrument::Rejection::Unknown))?;
        let plan = plan.clone();
        // Seconds of work for a large measurement: not among the calls.
        let estimating = tokio::task::spawn_blocking(move || {
            estimation::estimate(&plan, &version, &responses, &leave_out)
        });
        let estimated = estimating
            .await
            .map_err(|error| Fault::internal("estimate a measurement", &error))?;
        estimated.map_err(|refusal| refused(&refusal))
    }
}

/// Refuses to leave out what is no margin, or all of them.
fn check_left_out(plan: &Plan, leave_out: &[Id]) -> Result<(), Fault> {
    let mut faults = Faults::new();
    for (index, variable) in leave_out.iter().enumerate() {
        let known = plan.margins.iter().any(|it| it.variable == *variable);
        let field = format!("leave_out[{index}]");
        faults.check(&field, known, "a variable with a margin in the plan");
    }
    let some = plan.margins.iter().any(|it| !leave_out.contains(&it.variable));
    faults.check(
        "leave_out",
        some,
        "not all margins: without any nothing is weighted",
    );
    let faults = faults.into_fields();
    if faults.is_empty() {
        return Ok(());
    }
    Err(Fault::rejected(&Rejection::Invalid(faults)))
}

fn incomplete(found: usize, expected: u32) -> Fault {
    let what = format!("{expected} responses were taken and {found} are there: restore them from a backup");
    Fault::new("RESPONSES_INCOMPLETE", fault::Kind::WrongState, what)
}

fn refused(refusal: &Refusal) -> Fault {
    let what = refusal.to_string();
    match refusal {
        Refusal::TooFew { .. } => Fault::new("RESPONSES_TOO_FEW", fault::Kind::WrongState, what),
        Refusal::NotWeighable(_) => Fault::new("RESPONSES_NOT_WEIGHABLE", fault::Kind::WrongState, what),
        Refusal::Unprotected(_) => Fault::new("ESTIMATES_UNPROTECTED", fault::Kind::WrongState, what),
    }
}
