//! What happens to classes: proposal, revision, review, accreditation, publication, withdrawal.

use contracts::professionalisation::v1;
use eventing::{Committed, Meta};
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::Classes;
use crate::{
    contract::{
        class::read_content,
        values::{REASON_CHARS_MAX, REFERENCE_CHARS_MAX, whole},
    },
    domain::{
        class::{Accreditation, Class, Command, Content, Ground},
        framework::Framework,
        provider::Provider,
        values::Actor,
    },
    grpc::{check_project, filing},
};

impl Classes {
    pub(super) async fn propose(
        &self,
        request: &Request<v1::ProposeClassRequest>,
    ) -> Result<v1::ProposeClassResponse, Fault> {
        let given = request.get_ref();
        let (change, content) = parse(request, &given.request_id, given.credential_class.clone())?;
        let project_id = content.project_id.as_ref();
        check_project(&self.0, "credential_class.project_id", project_id).await?;
        let id = content.class_id.clone();
        let propose = |content, ground, by| Command::Propose { content, ground, by };
        let committed = self.execute_judged(&change, &content, propose).await?;
        Ok(v1::ProposeClassResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    pub(super) async fn revise(
        &self,
        request: &Request<v1::ReviseClassRequest>,
    ) -> Result<v1::ReviseClassResponse, Fault> {
        let given = request.get_ref();
        let (change, content) = parse(request, &given.request_id, given.credential_class.clone())?;
        let id = content.class_id.clone();
        let revise = |content, ground, by| Command::Revise { content, ground, by };
        let committed = self.execute_judged(&change, &content, revise).await?;
        Ok(v1::ReviseClassResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    /// Carries out a command that is judged by what is known of the provider and of the quality framework.
    async fn execute_judged(
        &self,
        change: &Change,
        content: &Content,
        command: fn(Box<Content>, Ground, Actor) -> Command,
    ) -> Result<Committed, Fault> {
        let (now, _) = self.0.now();
        let meta = change.meta(now, filing::class(content));
        self.0
            .store
            .execute_reading::<Class, _, Fault>(&content.class_id, &meta, |reading| {
                let (content, by) = (Box::new(content.clone()), change.actor().to_owned());
                async move {
                    let provider = reading.read::<Provider>(&content.provider_id).await?.state;
                    let framework = reading.read::<Framework>(&content.framework_id).await?.state;
                    let ground = Ground {
                        provider_kind: provider.profile().map(|profile| profile.kind),
                        framework: framework.version(content.framework_version).cloned(),
                    };
                    Ok(command(content, ground, by))
                }
                .boxed()
            })
            .await
    }

    pub(super) async fn review(
        &self,
        request: &Request<v1::ReviewClassRequest>,
    ) -> Result<v1::ReviewClassResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("class_id", &given.class_id);
        let remarks = faults.text("remarks", &given.remarks, REASON_CHARS_MAX, false);
        let parsed = faults.finish(remarks);
        let (change, remarks) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, _) = self.0.now();
        let command = Command::Review {
            by: change.actor().to_owned(),
            approved: given.approved,
            remarks,
        };
        let committed = self
            .execute(&id, command, &change.meta(now, filing::block()))
            .await?;
        Ok(v1::ReviewClassResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    pub(super) async fn accredit(
        &self,
        request: &Request<v1::AccreditClassRequest>,
    ) -> Result<v1::AccreditClassResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("class_id", &given.class_id);
        let reference = faults.text("reference", &given.reference, REFERENCE_CHARS_MAX, true);
        let accredited_on = faults.date("accredited_on", &given.accredited_on);
        let parsed = whole(faults, accredited_on);
        let (change, accredited_on) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.now();
        let command = Command::Accredit {
            accreditation: Accreditation {
                reference,
                accredited_on,
            },
            today,
        };
        let committed = self
            .execute(&id, command, &change.meta(now, filing::block()))
            .await?;
        Ok(v1::AccreditClassResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    pub(super) async fn publish(
        &self,
        request: &Request<v1::PublishClassRequest>,
    ) -> Result<v1::PublishClassResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let provider_id = faults.id("provider_id", &given.provider_id);
        let id = faults.id("class_id", &given.class_id);
        let parsed = faults.finish(provider_id);
        let (change, provider_id) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.now();
        let command = Command::Publish { provider_id, today };
        let committed = self
            .execute(&id, command, &change.meta(now, filing::block()))
            .await?;
        Ok(v1::PublishClassResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    pub(super) async fn withdraw(
        &self,
        request: &Request<v1::WithdrawClassRequest>,
    ) -> Result<v1::WithdrawClassResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let provider_id = faults.id("provider_id", &given.provider_id);
        let id = faults.id("class_id", &given.class_id);
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let parsed = faults.finish((provider_id, reason));
        let (change, (provider_id, reason)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.now();
        let command = Command::Withdraw {
            provider_id,
            reason,
            today,
        };
        let committed = self
            .execute(&id, command, &change.meta(now, filing::block()))
            .await?;
        Ok(v1::WithdrawClassResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    /// Carries out a command, its facts filed under what the class belongs to.
    async fn execute(&self, id: &str, command: Command, meta: &Meta) -> Result<Committed, Fault> {
        self.0
            .execute_filed::<Class>(id, meta, command, |it| it.content().map(filing::class))
            .await
    }
}

fn parse<T: prost::Message>(
    request: &Request<T>,
    request_id: &str,
    class: Option<v1::CredentialClass>,
) -> Result<(Change, Content), Fault> {
    let mut faults = Faults::new();
    let content = read_content(&mut faults, class);
    together(Change::parse(request, request_id), whole(faults, content))
}
