//! The course of a measurement: planned, begun, ended, withdrawn.

use blocks::known::Kind;
use contracts::culture::v1;
use eventing::Committed;
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::Measurements;
use crate::{
    contract::{
        measurement::read_plan,
        values::{REASON_CHARS_MAX, whole},
    },
    domain::{
        instrument::{Instrument, Standing, Version},
        wave::{Command, Plan, Wave},
    },
    grpc::{check_block, check_project, filing},
};

/// Makes a command of a plan and the version of the instrument that it names.
type OfPlan = fn(Box<Plan>, Option<Box<(Version, Standing)>>) -> Command;

impl Measurements {
    pub(super) async fn plan(
        &self,
        request: &Request<v1::PlanMeasurementRequest>,
    ) -> Result<v1::PlanMeasurementResponse, Fault> {
        let given = request.get_ref();
        let parsed = parse(&given.block_id, given.measurement.clone());
        let (change, plan) = together(Change::parse(request, &given.request_id), parsed)?;
        let command = |plan, instrument| Command::Plan { plan, instrument };
        let committed = self.execute_planned(&change, &plan, command).await?;
        Ok(v1::PlanMeasurementResponse {
            receipt: self.office.receipt(&plan.wave_id, &committed),
        })
    }

    pub(super) async fn revise(
        &self,
        request: &Request<v1::ReviseMeasurementRequest>,
    ) -> Result<v1::ReviseMeasurementResponse, Fault> {
        let given = request.get_ref();
        let parsed = parse(&given.block_id, given.measurement.clone());
        let (change, plan) = together(Change::parse(request, &given.request_id), parsed)?;
        let command = |plan, instrument| Command::Revise { plan, instrument };
        let committed = self.execute_planned(&change, &plan, command).await?;
        Ok(v1::ReviseMeasurementResponse {
            receipt: self.office.receipt(&plan.wave_id, &committed),
        })
    }

    /// Carries out a command that is judged by the instrument as it is at that moment.
    async fn execute_planned(
        &self,
        change: &Change,
        plan: &Plan,
        command: OfPlan,
    ) -> Result<Committed, Fault> {
        self.check_named(plan).await?;
        let (now, _) = self.office.now();
        let meta = change.meta(now, filing::measurement(plan));
        self.office
            .store
            .execute_reading::<Wave, _, Fault>(&plan.wave_id, &meta, |reading| {
                let plan = Box::new(plan.clone());
                async move {
                    let instrument = reading.read::<Instrument>(&plan.instrument_id).await?.state;
                    let version = instrument.version(plan.instrument_version);
                    let version = version.map(|it| Box::new((it.version.clone(), it.standing.clone())));
                    Ok(command(plan, version))
                }
                .boxed()
            })
            .await
    }

    async fn check_named(&self, plan: &Plan) -> Result<(), Fault> {
        let regions = plan.region_ids.iter().enumerate();
        let mut named: Vec<_> = regions
            .map(|(index, id)| {
                let field = format!("measurement.region_ids[{index}]");
                (field, Kind::Region, id.as_str())
            })
            .collect();
        let organisation = "measurement.organisation_id".to_owned();
        named.push((organisation, Kind::Organisation, &plan.organisation_id));
        self.office.known.check(&named).await?;
        check_project(&self.office, "measurement.project_id", plan.project_id.as_ref()).await
    }

    pub(super) async fn start(
        &self,
        request: &Request<v1::StartFieldworkRequest>,
    ) -> Result<v1::StartFieldworkResponse, Fault> {
        let given = request.get_ref();
        let parsed = parse_wave(&given.block_id, &given.wave_id);
        let (change, id) = together(Change::parse(request, &given.request_id), parsed)?;
        let (_, today) = self.office.now();
        let committed = self.execute(&id, &change, Command::Start { today }).await?;
        Ok(v1::StartFieldworkResponse {
            receipt: self.office.receipt(&id, &committed),
        })
    }

    pub(super) async fn close(
        &self,
        request: &Request<v1::CloseFieldworkRequest>,
    ) -> Result<v1::CloseFieldworkResponse, Fault> {
        let given = request.get_ref();
        let parsed = parse_wave(&given.block_id, &given.wave_id);
        let (change, id) = together(Change::parse(request, &given.request_id), parsed)?;
        let (_, today) = self.office.now();
        let committed = self.execute(&id, &change, Command::Close { today }).await?;
        Ok(v1::CloseFieldworkResponse {
            receipt: self.office.receipt(&id, &committed),
        })
    }

    pub(super) async fn withdraw(
        &self,
        request: &Request<v1::WithdrawMeasurementRequest>,
    ) -> Result<v1::WithdrawMeasurementResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let id = faults.id("wave_id", &given.wave_id);
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let parsed = faults.finish((id, reason));
        let (change, (id, reason)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (_, today) = self.office.now();
        let committed = self
            .execute(&id, &change, Command::Withdraw { reason, today })
            .await?;
        self.responses.delete(&id).await?;
        Ok(v1::WithdrawMeasurementResponse {
            receipt: self.office.receipt(&id, &committed),
        })
    }

    /// Carries out a command, its facts filed under what the measurement belongs to.
    async fn execute(&self, id: &str, change: &Change, command: Command) -> Result<Committed, Fault> {
        let (now, _) = self.office.now();
        let meta = change.meta(now, filing::block());
        self.office
            .execute_filed::<Wave>(id, &meta, command, |it| it.plan().map(filing::measurement))
            .await
    }
}

fn parse(block_id: &str, measurement: Option<v1::Measurement>) -> Result<Plan, Fault> {
    let mut faults = Faults::new();
    check_block(&mut faults, block_id);
    let plan = read_plan(&mut faults, measurement);
    whole(faults, plan)
}

fn parse_wave(block_id: &str, wave_id: &str) -> Result<String, Fault> {
    let mut faults = Faults::new();
    check_block(&mut faults, block_id);
    let id = faults.id("wave_id", wave_id);
    faults.finish(id)
}
