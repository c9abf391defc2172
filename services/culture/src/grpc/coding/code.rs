//! Coding answers: by one, by several who do not see each other's codes, and settling what they differ on.

use blocks::lists::read_ids;
use contracts::culture::v1;
use eventing::{Committed, Meta};
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::Codings;
use crate::{
    contract::values::REASON_CHARS_MAX,
    domain::{
        answer::{Answer, Command, SchemeRef},
        scheme::CodingScheme,
    },
    grpc::{check_block, filing},
};

impl Codings {
    pub(super) async fn ask(
        &self,
        request: &Request<v1::AskCodersRequest>,
    ) -> Result<v1::AskCodersResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let id = faults.id("report_id", &given.report_id);
        let (change, id) = together(Change::parse(request, &given.request_id), faults.finish(id))?;
        let coders = given.coders;
        let meta = self.meta(&change);
        let committed = self
            .office
            .execute_filed::<Answer>(&id, &meta, Command::AskCoders { coders }, filing::answer)
            .await?;
        Ok(v1::AskCodersResponse {
            receipt: self.office.receipt(&id, &committed),
        })
    }

    pub(super) async fn code(
        &self,
        request: &Request<v1::CodeAnswerRequest>,
    ) -> Result<v1::CodeAnswerResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let id = faults.id("report_id", &given.report_id);
        let scheme = SchemeRef {
            scheme_id: faults.id("scheme_id", &given.scheme_id),
            version: given.scheme_version,
        };
        let code_ids = read_ids(&mut faults, "code_ids", &given.code_ids);
        let parsed = faults.finish((id, scheme, code_ids));
        let (change, (id, scheme, code_ids)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (_, today) = self.office.now();
        let command = Command::Code {
            revision: given.revision,
            scheme: scheme.clone(),
            version: None,
            code_ids,
            by: change.actor().to_owned(),
            today,
        };
        let meta = self.meta(&change);
        let committed = self.execute_judged(&id, &meta, command, Some(scheme)).await?;
        Ok(v1::CodeAnswerResponse {
            receipt: self.office.receipt(&id, &committed),
        })
    }

    pub(super) async fn resolve(
        &self,
        request: &Request<v1::ResolveCodingRequest>,
    ) -> Result<v1::ResolveCodingResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let id = faults.id("report_id", &given.report_id);
        let code_ids = read_ids(&mut faults, "code_ids", &given.code_ids);
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let parsed = faults.finish((id, code_ids, reason));
        let (change, (id, code_ids, reason)) = together(Change::parse(request, &given.request_id), parsed)?;
        let command = Command::Resolve {
            revision: given.revision,
            version: None,
            code_ids,
            reason,
            jointly: given.jointly,
            by: change.actor().to_owned(),
        };
        let meta = self.meta(&change);
        let committed = self.execute_judged(&id, &meta, command, None).await?;
        Ok(v1::ResolveCodingResponse {
            receipt: self.office.receipt(&id, &committed),
        })
    }

    fn meta(&self, change: &Change) -> Meta {
        let (now, _) = self.office.now();
        change.meta(now, filing::block())
    }

    /// Carries out a command that is judged by a version of a scheme: the one that is named, or else that by which the answer is coded.
    async fn execute_judged(
        &self,
        id: &str,
        meta: &Meta,
        command: Command,
        named: Option<SchemeRef>,
    ) -> Result<Committed, Fault> {
        self.office
            .store
            .execute_reading::<Answer, _, Fault>(id, meta, |reading| {
                let (id, mut command, named) = (id.to_owned(), command.clone(), named.clone());
                async move {
                    let answer = reading.read::<Answer>(&id).await?.state;
                    if let Some(context) = filing::answer(&answer) {
                        reading.file_under(context);
                    }
                    if let Some(scheme) = named.as_ref().or(answer.scheme()) {
                        let found = reading.read::<CodingScheme>(&scheme.scheme_id).await?.state;
                        let found = found.version(scheme.version).cloned().map(Box::new);
                        if let Command::Code { version, .. } | Command::Resolve { version, .. } = &mut command
                        {
                            *version = found;
                        }
                    }
                    Ok(command)
                }
                .boxed()
            })
            .await
    }
}
