//! Revoking credentials.

use contracts::professionalisation::v1;
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::Issuers;
use crate::{
    contract::{issuing::read_reason, values::whole},
    domain::{
        class::Class,
        issuance::{Command, Issuance},
    },
    grpc::filing,
    vault::{Activity, Processing},
};

impl Issuers {
    pub(super) async fn revoke(
        &self,
        request: &Request<v1::RevokeCredentialRequest>,
    ) -> Result<v1::RevokeCredentialResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("provider_id", &given.provider_id);
        let reason = read_reason(&mut faults, "reason", given.reason);
        let parsed = whole(faults, reason);
        let (change, reason) = together(Change::parse(request, &given.request_id), parsed)?;
        let number = given.status_number;
        let processing = Processing::begin(Activity::Revoke, change.actor());
        let (now, today) = self.0.office.now();
        let meta = change.meta(now, filing::block());
        let committed = self
            .0
            .office
            .store
            .execute_reading::<Issuance, _, Fault>(&id, &meta, |reading| {
                let id = id.clone();
                async move {
                    let issuance = reading.read::<Issuance>(&id).await?.state;
                    if let Some(batch) = issuance.batch_of(number) {
                        let class = reading.read::<Class>(&batch.class_id).await?.state;
                        if let Some(content) = class.content() {
                            reading.file_under(filing::issuance(content, &batch.region_id));
                        }
                    }
                    Ok(Command::Revoke {
                        number,
                        reason,
                        today,
                    })
                }
                .boxed()
            })
            .await?;
        if let Some(holder_id) = self.0.vault.holder_of(&id, number).await? {
            self.0.vault.log(&[processing.of(holder_id)]).await?;
        }
        Ok(v1::RevokeCredentialResponse {
            receipt: self.0.office.receipt(&id, &committed),
        })
    }
}
