//! Looking answers up: one with its text, and those that wait.

use blocks::{freshness::of_projection, values::Id};
use contracts::{
    culture::v1,
    ledger::v1::{Entry, ReadEventsRequest},
    programme::v1::ReportAccepted,
};
use eventing::FieldFault;
use jiff::civil::Date;
use runtime::{
    access,
    fault::{Fault, error_chain},
    parse::Faults,
};
use tonic::Request;

use super::Codings;
use crate::{
    contract::coding::{answer, codings, waiting_stage},
    domain::answer::{Answer, Rejection},
    grpc::{check_block, cut, one_more, parse_page},
    projections::answers::{self, Place},
};

/// Between the day and the report in the key of a page; no identifier has it.
const BETWEEN: char = '/';

impl Codings {
    pub(super) async fn get(
        &self,
        request: &Request<v1::GetAnswerRequest>,
    ) -> Result<v1::GetAnswerResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let id = faults.id("report_id", &given.report_id);
        let id = faults.finish(id)?;
        let found = self.office.store.load::<Answer>(&id).await?.state;
        let Some(source) = found.source() else {
            return Err(Fault::rejected(&Rejection::Unknown));
        };
        let caller = access::caller(request);
        let (_, today) = self.office.now();
        Ok(v1::GetAnswerResponse {
            answer: answer(&found, today),
            text: self.text(source.ledger_position).await?,
            codings: codings(found.codings_for(&caller.actor)),
        })
    }

    /// What the accepted report at a position of the ledger says of the learning culture.
    async fn text(&self, position: u64) -> Result<String, Fault> {
        let entry = self.entry(position).await.map_err(|status| {
            tracing::warn!(error = %error_chain(&status), position, "the ledger did not answer");
            let what = "the ledger, where the text of the answer is, cannot be read now";
            Fault::unavailable("LEDGER_UNAVAILABLE", what)
        })?;
        let report = entry.map(|entry| serde_json::from_slice::<ReportAccepted>(&entry.data));
        let report = report.transpose();
        let report = report.map_err(|error| Fault::internal("read a published report", &error))?;
        Ok(report.unwrap_or_default().learning_culture)
    }

    async fn entry(&self, position: u64) -> Result<Option<Entry>, tonic::Status> {
        let request = ReadEventsRequest {
            from_position: position,
            limit: 1,
            ..ReadEventsRequest::default()
        };
        let mut messages = self.ledger.clone().read_events(request).await?.into_inner();
        while let Some(message) = messages.message().await? {
            let found = message.entries.into_iter().find(|it| it.position == position);
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    pub(super) async fn list(
        &self,
        request: &v1::ListAnswersToCodeRequest,
    ) -> Result<v1::ListAnswersToCodeResponse, Fault> {
        let mut faults = Faults::new();
        check_block(&mut faults, &request.block_id);
        let stage = waiting_stage(request.state());
        let unspecified = request.state == 0;
        let expected = "waiting or disputed, or unspecified for both";
        faults.check("state", unspecified || stage.is_some(), expected);
        faults.finish(())?;
        let arguments = format!("{} {}", request.of_block_id, request.state);
        let page = parse_page(request.page_size, &request.page_token, &arguments)?;
        let (store, clock) = (&self.office.store, self.office.clock.as_ref());
        let freshness = of_projection(store, clock, answers::NAME).await?;
        let after = page.after.as_deref().map(place).transpose()?;
        let (pool, block, limit) = (store.pool(), &request.of_block_id, one_more(&page));
        let found = answers::waiting(pool, block, stage, after.as_ref(), limit).await?;
        let mut found: Vec<(String, Id)> = found
            .into_iter()
            .map(|(day, id)| (format!("{day}{BETWEEN}{id}"), id))
            .collect();
        let next_page_token = cut(&page, &mut found, |(key, _)| key.as_str());
        let (_, today) = self.office.now();
        let mut listed = Vec::with_capacity(found.len());
        for (_, id) in &found {
            let loaded = store.load::<Answer>(id).await?.state;
            listed.extend(answer(&loaded, today));
        }
        Ok(v1::ListAnswersToCodeResponse {
            answers: listed,
            next_page_token,
            freshness: Some(freshness),
        })
    }
}

/// The place of a page's last answer, from the key that its token was made of.
fn place(key: &str) -> Result<Place, Fault> {
    let read = key
        .split_once(BETWEEN)
        .and_then(|(day, id)| Some((day.parse::<Date>().ok()?, id.to_owned())));
    let expected = "the `next_page_token` of the page before";
    read.ok_or_else(|| Fault::invalid(vec![FieldFault::new("page_token", expected)]))
}
