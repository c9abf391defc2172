//! Handing in responses.
//!
//! A batch is put down first, then the log is told how many there are, then it is mixed among the others. Whoever asks again with the same
//! `request_id`, after a stop in between, finds it put down or mixed in, and nothing is counted twice.

use contracts::culture::v1;
use eventing::Committed;
use runtime::{
    call::Change,
    fault::{self, Fault},
    parse::Faults,
};
use tonic::Request;
use uuid::Uuid;

use super::Measurements;
use crate::{
    contract::responses::read,
    domain::{
        instrument::Instrument,
        response::{self, Response},
        wave::{Batch, Command, Plan, Rejection, Stage, Wave},
    },
    grpc::{check_block, filing},
    responses::Key,
};

impl Measurements {
    pub(super) async fn submit(
        &self,
        request: &Request<v1::SubmitResponsesRequest>,
    ) -> Result<v1::SubmitResponsesResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let id = faults.id("wave_id", &given.wave_id);
        let batch_id = faults.uuid("request_id", &given.request_id).unwrap_or_default();
        let id = faults.finish(id)?;
        let (wave, _) = self.known(&id).await?;
        // Before the fieldwork there is no key yet, and after the estimates there is none any more.
        if !matches!(wave.stage(), Stage::Fielding | Stage::Closed) {
            return self.afterwards(&wave, &id, batch_id).await;
        }
        let key = self.responses.key(&id).await?;
        let change = Change::parse_personal(request, &given.request_id, |content| key.digest(content))?;
        let committed = match self.before(&change).await? {
            Some(committed) => committed,
            None => {
                let plan = wave
                    .at(Stage::Fielding)
                    .map_err(|refusal| Fault::rejected(&refusal))?;
                let taken = self.read(plan, &given.responses).await?;
                self.take(&change, plan, batch_id, &taken, &key).await?
            }
        };
        self.responses.mix(&id, batch_id).await?;
        let (wave, _) = self.known(&id).await?;
        Ok(self.answer(&wave, &id, &committed))
    }

    /// A batch that was taken while there was fieldwork is answered as it was then. Nothing is left to hold its content against.
    async fn afterwards(
        &self,
        wave: &Wave,
        id: &str,
        batch_id: Uuid,
    ) -> Result<v1::SubmitResponsesResponse, Fault> {
        let before = if wave.has_batch(batch_id) {
            self.office.store.request_by_id(batch_id).await?
        } else {
            None
        };
        match before {
            Some(committed) => Ok(self.answer(wave, id, &committed)),
            None => Err(Fault::rejected(&Rejection::Stage(wave.stage()))),
        }
    }

    fn answer(&self, wave: &Wave, id: &str, committed: &Committed) -> v1::SubmitResponsesResponse {
        v1::SubmitResponsesResponse {
            receipt: self.office.receipt(id, committed),
            responses: wave.responses(),
        }
    }

    /// What the same request led to before.
    async fn before(&self, change: &Change) -> Result<Option<Committed>, Fault> {
        let (now, _) = self.office.now();
        let meta = change.meta(now, filing::block());
        Ok(self.office.store.known_request(&meta).await?)
    }

    async fn read(&self, plan: &Plan, given: &[v1::Response]) -> Result<Vec<Response>, Fault> {
        let instrument = self
            .office
            .store
            .load::<Instrument>(&plan.instrument_id)
            .await?
            .state;
        let version = instrument.version(plan.instrument_version);
        // A plan names a version that was released, and no version ever goes.
        let version =
            &version.ok_or_else(|| Fault::rejected(&crate::domain::instrument::Rejection::Unknown))?;
        response::read(&read(given), plan, &version.version).map_err(|faults| {
            let wrong = faults.len();
            let what =
                format!("the batch cannot be taken: {wrong} field(s) are wrong, and none of it was kept");
            Fault::new("RESPONSES_INVALID", fault::Kind::Invalid, what).with_fields(faults)
        })
    }

    /// Puts the batch down and tells the log; what the log does not take is thrown away again.
    async fn take(
        &self,
        change: &Change,
        plan: &Plan,
        batch_id: Uuid,
        taken: &[Response],
        key: &Key,
    ) -> Result<Committed, Fault> {
        let id = plan.wave_id.as_str();
        let content = serde_json::to_vec(taken).unwrap_or_default();
        let batch = Batch {
            batch_id,
            count: u32::try_from(taken.len()).unwrap_or(u32::MAX),
            digest: key
                .digest(&content)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        };
        let (now, _) = self.office.now();
        let meta = change.meta(now, filing::measurement(plan));
        self.responses.put(id, batch_id, taken).await?;
        let command = Command::TakeBatch(batch);
        let told = self.office.store.execute::<Wave>(id, command, &meta).await;
        if told.is_err() {
            self.discard(id, batch_id).await?;
        }
        Ok(told?)
    }

    /// Throws away what was put down, unless the log has it all the same: from an earlier call, or because its answer was lost.
    async fn discard(&self, id: &str, batch_id: Uuid) -> Result<(), Fault> {
        let wave = self.office.store.load::<Wave>(id).await?.state;
        if !wave.has_batch(batch_id) {
            self.responses.drop_batch(id, batch_id).await?;
        }
        if matches!(wave.stage(), Stage::Estimated | Stage::Withdrawn) {
            self.responses.delete(&id.to_owned()).await?;
        }
        Ok(())
    }
}
