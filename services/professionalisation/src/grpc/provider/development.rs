//! Scans, development plans and tracks.

use contracts::professionalisation::v1;
use eventing::{Committed, Meta};
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::Providers;
use crate::{
    contract::{
        provider::{read_plan, read_scan, read_track},
        values::whole,
    },
    domain::{
        instrument::Instrument,
        provider::{Command, DimensionChange, Provider},
        values::Id,
    },
    grpc::{check_project, filing},
};

impl Providers {
    pub(super) async fn scan(
        &self,
        request: &Request<v1::RecordScanRequest>,
    ) -> Result<v1::RecordScanResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("provider_id", &given.provider_id);
        let scan = read_scan(&mut faults, given.scan.clone());
        let parsed = whole(faults, scan);
        let (change, scan) = together(Change::parse(request, &given.request_id), parsed)?;
        check_project(&self.0, "scan.project_id", scan.project_id.as_ref()).await?;
        let (now, today) = self.0.now();
        let meta = change.meta(now, filing::block());
        let committed = self
            .0
            .store
            .execute_reading::<Provider, _, Fault>(&id, &meta, |reading| {
                let (id, scan) = (id.clone(), scan.clone());
                async move {
                    let provider = reading.read::<Provider>(&id).await?.state;
                    if let Some(profile) = provider.profile() {
                        reading.file_under(filing::done_for(profile, scan.project_id.as_ref()));
                    }
                    let instrument = reading.read::<Instrument>(&scan.instrument_id).await?.state;
                    let instrument = instrument.version(scan.instrument_version).cloned();
                    Ok(Command::RecordScan {
                        scan,
                        instrument: instrument.map(Box::new),
                        today,
                    })
                }
                .boxed()
            })
            .await?;
        Ok(v1::RecordScanResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    pub(super) async fn develop(
        &self,
        request: &Request<v1::PlanDevelopmentRequest>,
    ) -> Result<v1::PlanDevelopmentResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("provider_id", &given.provider_id);
        let plan = read_plan(&mut faults, given.plan.clone());
        let parsed = whole(faults, plan);
        let (change, plan) = together(Change::parse(request, &given.request_id), parsed)?;
        check_project(&self.0, "plan.project_id", plan.project_id.as_ref()).await?;
        let (now, _) = self.0.now();
        let meta = change.meta(now, filing::block());
        let committed = self
            .0
            .store
            .execute_reading::<Provider, _, Fault>(&id, &meta, |reading| {
                let (id, plan) = (id.clone(), plan.clone());
                async move {
                    let provider = reading.read::<Provider>(&id).await?.state;
                    if let Some(profile) = provider.profile() {
                        reading.file_under(filing::done_for(profile, plan.project_id.as_ref()));
                    }
                    let mut instrument = None;
                    if let Ok(scan) = provider.scan(&plan.scan_id) {
                        let known = reading.read::<Instrument>(&scan.instrument_id).await?.state;
                        instrument = known.version(scan.instrument_version).cloned();
                    }
                    Ok(Command::PlanDevelopment {
                        plan,
                        instrument: instrument.map(Box::new),
                    })
                }
                .boxed()
            })
            .await?;
        Ok(v1::PlanDevelopmentResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    pub(super) async fn plan(
        &self,
        request: &Request<v1::PlanTrackRequest>,
    ) -> Result<v1::PlanTrackResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("provider_id", &given.provider_id);
        let track = read_track(&mut faults, given.track.clone());
        let parsed = whole(faults, track);
        let (change, track) = together(Change::parse(request, &given.request_id), parsed)?;
        let project_id = track.project_id.clone();
        check_project(&self.0, "track.project_id", project_id.as_ref()).await?;
        let (now, _) = self.0.now();
        let meta = change.meta(now, filing::block());
        let command = Command::PlanTrack { track };
        let committed = self
            .execute_for(&id, command, &meta, Of::Project(project_id))
            .await?;
        Ok(v1::PlanTrackResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    pub(super) async fn start(
        &self,
        request: &Request<v1::StartTrackRequest>,
    ) -> Result<v1::StartTrackResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("provider_id", &given.provider_id);
        let track_id = faults.id("track_id", &given.track_id);
        let started_on = faults.date("started_on", &given.started_on);
        let parsed = whole(faults, started_on);
        let (change, started_on) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.now();
        let meta = change.meta(now, filing::block());
        let of = Of::Track(track_id.clone());
        let command = Command::StartTrack {
            track_id,
            started_on,
            educators: given.educators,
            today,
        };
        let committed = self.execute_for(&id, command, &meta, of).await?;
        Ok(v1::StartTrackResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    pub(super) async fn complete(
        &self,
        request: &Request<v1::CompleteTrackRequest>,
    ) -> Result<v1::CompleteTrackResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("provider_id", &given.provider_id);
        let track_id = faults.id("track_id", &given.track_id);
        let completed_on = faults.date("completed_on", &given.completed_on);
        let parsed = whole(faults, completed_on);
        let (change, completed_on) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.now();
        let meta = change.meta(now, filing::block());
        let of = Of::Track(track_id.clone());
        let command = Command::CompleteTrack {
            track_id,
            completed_on,
            educators: given.educators,
            today,
        };
        let committed = self.execute_for(&id, command, &meta, of).await?;
        Ok(v1::CompleteTrackResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    pub(super) async fn compare(
        &self,
        request: &v1::CompareScansRequest,
    ) -> Result<v1::CompareScansResponse, Fault> {
        let mut faults = Faults::new();
        let id = faults.id("provider_id", &request.provider_id);
        let from = faults.id("from_scan_id", &request.from_scan_id);
        let to = faults.id("to_scan_id", &request.to_scan_id);
        let (id, from, to) = faults.finish((id, from, to))?;
        let provider = self.0.store.load::<Provider>(&id).await?.state;
        let changes = provider.compare(&from, &to).map_err(|it| Fault::rejected(&it))?;
        let scan = provider.scan(&to).map_err(|it| Fault::rejected(&it))?;
        let change = |it: DimensionChange| v1::DimensionChange {
            dimension_id: it.dimension_id,
            from_level: it.from_level,
            to_level: it.to_level,
        };
        Ok(v1::CompareScansResponse {
            instrument_id: scan.instrument_id.clone(),
            instrument_version: scan.instrument_version,
            changes: changes.into_iter().map(change).collect(),
        })
    }

    /// Carries out a command, its facts filed under the provider and the project it is for.
    async fn execute_for(&self, id: &str, command: Command, meta: &Meta, of: Of) -> Result<Committed, Fault> {
        self.0
            .store
            .execute_reading::<Provider, _, Fault>(id, meta, |reading| {
                let (id, command, of) = (id.to_owned(), command.clone(), of.clone());
                async move {
                    let provider = reading.read::<Provider>(&id).await?.state;
                    if let Some(profile) = provider.profile() {
                        reading.file_under(filing::done_for(profile, of.project(&provider).as_ref()));
                    }
                    Ok(command)
                }
                .boxed()
            })
            .await
    }
}

/// For which project something is done.
#[derive(Debug, Clone)]
enum Of {
    /// For this one, or none.
    Project(Option<Id>),
    /// For that of a track.
    Track(Id),
}

impl Of {
    fn project(self, provider: &Provider) -> Option<Id> {
        match self {
            Self::Project(id) => id,
            Self::Track(id) => {
                let track = provider.tracks().iter().find(|it| it.track.track_id == id);
                track.and_then(|it| it.track.project_id.clone())
            }
        }
    }
}
