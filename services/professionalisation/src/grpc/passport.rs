//! The passport service: what a holder has, taken along as a file, erased; and who looked at it. Each access is logged before it is answered.

use contracts::professionalisation::v1::{self, passport_service_server::PassportService};
use eventing::{Context, Meta};
use runtime::{
    access,
    call::Change,
    fault::{Fault, together},
    parse::Faults,
    receipt::proto_time,
};
use serde_json::{Value, json};
use tonic::{Request, Response};
use uuid::Uuid;

use super::{Answer, BLOCK, cut, one_more, parse_page};
use crate::{
    contract::skill::skills,
    domain::{
        issuance::Issuance,
        passport::{Command, Erasure},
    },
    issuing::Issuing,
    vault::{Activity, Held, Processing, Record},
};

/// Context of presentations in the data model of verifiable credentials 2.0.
const CREDENTIALS_V2: &str = "https://www.w3.org/ns/credentials/v2";

/// Who records erasures: not whose they are.
const ACTOR: &str = "hub-passport";

/// Answers the calls of the passport service.
#[derive(Clone)]
pub struct Passports(pub Issuing);

impl Passports {
    async fn show(
        &self,
        request: &Request<v1::GetPassportRequest>,
    ) -> Result<v1::GetPassportResponse, Fault> {
        let holder_id = parse_holder(&request.get_ref().holder_id)?;
        let held = self.opened(request, holder_id, Activity::Show).await?;
        let mut entries = Vec::with_capacity(held.len());
        for one in held {
            let issuance = self
                .0
                .office
                .store
                .load::<Issuance>(&one.provider_id)
                .await?
                .state;
            let revoked = issuance.revoked().contains(&one.number);
            entries.push(entry(one, revoked));
        }
        Ok(v1::GetPassportResponse { entries })
    }

    async fn export(
        &self,
        request: &Request<v1::ExportPassportRequest>,
    ) -> Result<v1::ExportPassportResponse, Fault> {
        let holder_id = parse_holder(&request.get_ref().holder_id)?;
        let held = self.opened(request, holder_id, Activity::Export).await?;
        Ok(v1::ExportPassportResponse {
            document: presentation(&held).to_string(),
        })
    }

    /// What is in a passport, once it is logged that it was looked at.
    async fn opened<T>(
        &self,
        request: &Request<T>,
        holder_id: Uuid,
        activity: Activity,
    ) -> Result<Vec<Held>, Fault> {
        let processing = Processing::begin(activity, &access::caller(request).actor);
        let held = self.0.vault.of_holder(holder_id).await?.ok_or_else(unknown)?;
        self.0.vault.log(&[processing.of(holder_id)]).await?;
        Ok(held)
    }

    async fn erase(
        &self,
        request: &Request<v1::ErasePassportRequest>,
    ) -> Result<v1::ErasePassportResponse, Fault> {
        let given = request.get_ref();
        let holder_id = parse_holder(&given.holder_id);
        let change =
            Change::parse_personal(request, &given.request_id, |content| self.0.vault.digest(content));
        let (change, holder_id) = together(change, holder_id)?;
        let (now, today) = self.0.office.now();
        // The fact says neither whose passport it was nor who asked, and nothing leads from it to the record of processing.
        let meta = Meta {
            actor: ACTOR.to_owned(),
            at: now,
            request: Some(change.key().clone()),
            traceparent: None,
            context: Context {
                building_block: Some(BLOCK.to_owned()),
                ..Context::default()
            },
        };
        let erasure_id = Uuid::new_v5(&Uuid::NAMESPACE_OID, change.key().id.as_bytes());
        if self.0.office.store.known_request(&meta).await?.is_none() {
            let record = Processing::begin(Activity::Erase, change.actor()).of(holder_id);
            let erased = self.0.vault.erase(holder_id, erasure_id, now, &record).await?;
            erased.then_some(()).ok_or_else(unknown)?;
        }
        let id = erasure_id.to_string();
        let command = Command::Record { today };
        let committed = self
            .0
            .office
            .store
            .execute::<Erasure>(&id, command, &meta)
            .await?;
        self.0.vault.erasure_recorded(erasure_id).await?;
        Ok(v1::ErasePassportResponse {
            receipt: self.0.office.receipt(&id, &committed),
        })
    }

    async fn processing(
        &self,
        request: &Request<v1::ListProcessingRequest>,
    ) -> Result<v1::ListProcessingResponse, Fault> {
        let given = request.get_ref();
        let holder_id = parse_holder(&given.holder_id)?;
        let page = parse_page(given.page_size, &given.page_token, &holder_id.to_string())?;
        let before = page
            .after
            .as_deref()
            .and_then(|it| it.parse().ok())
            .unwrap_or(i64::MAX);
        let looking = Processing::begin(Activity::ShowProcessing, &access::caller(request).actor);
        let mut found: Vec<(String, Record)> = self
            .0
            .vault
            .logged(holder_id, before, one_more(&page))
            .await?
            .into_iter()
            .map(|(number, record)| (number.to_string(), record))
            .collect();
        let next_page_token = cut(&page, &mut found, |(number, _)| number.as_str());
        if !found.is_empty() {
            self.0.vault.log(&[looking.of(holder_id)]).await?;
        }
        Ok(v1::ListProcessingResponse {
            records: found.into_iter().map(|(_, record)| written(record)).collect(),
            next_page_token,
        })
    }
}

fn parse_holder(text: &str) -> Result<Uuid, Fault> {
    let mut faults = Faults::new();
    let holder_id = faults.uuid("holder_id", text);
    faults.finish(holder_id.unwrap_or_default())
}

fn unknown() -> Fault {
    Fault::not_found("PASSPORT_UNKNOWN", "there is no such passport")
}

fn entry(it: Held, revoked: bool) -> v1::PassportEntry {
    v1::PassportEntry {
        credential_id: format!("urn:uuid:{}", it.credential_id),
        class_id: it.holding.class_id,
        class_name: it.holding.class_name,
        provider_id: it.provider_id,
        skills: skills(&it.holding.skills),
        achieved_on: it.holding.achieved_on.to_string(),
        valid_until: it.holding.valid_until.map(proto_time),
        revoked,
    }
}

/// A presentation of all credentials, each as it was issued; a JWT in the envelope that the data model has for it.
fn presentation(held: &[Held]) -> Value {
    let credential = |it: &Held| {
        serde_json::from_str::<Value>(&it.holding.document).unwrap_or_else(|_| {
            json!({
                "@context": CREDENTIALS_V2,
                "id": format!("data:application/vc+jwt,{}", it.holding.document),
                "type": "EnvelopedVerifiableCredential",
            })
        })
    };
    json!({
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": held.iter().map(credential).collect::<Vec<_>>(),
    })
}

fn written(it: Record) -> v1::ProcessingRecord {
    v1::ProcessingRecord {
        trace_id: it.trace_id,
        operation_id: it.operation_id,
        name: it.name,
        started_at: Some(proto_time(it.started_at)),
        ended_at: Some(proto_time(it.ended_at)),
        status: it.status,
        processing_activity_id: it.activity_id,
        data_subject_id: it.data_subject_id.to_string(),
        actor: it.actor,
    }
}

#[tonic::async_trait]
impl PassportService for Passports {
    async fn get_passport(
        &self,
        request: Request<v1::GetPassportRequest>,
    ) -> Answer<v1::GetPassportResponse> {
        Ok(Response::new(self.show(&request).await?))
    }

    async fn export_passport(
        &self,
        request: Request<v1::ExportPassportRequest>,
    ) -> Answer<v1::ExportPassportResponse> {
        Ok(Response::new(self.export(&request).await?))
    }

    async fn erase_passport(
        &self,
        request: Request<v1::ErasePassportRequest>,
    ) -> Answer<v1::ErasePassportResponse> {
        Ok(Response::new(self.erase(&request).await?))
    }

    async fn list_processing(
        &self,
        request: Request<v1::ListProcessingRequest>,
    ) -> Answer<v1::ListProcessingResponse> {
        Ok(Response::new(self.processing(&request).await?))
    }
}
