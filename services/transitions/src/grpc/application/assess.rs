//! Assessing: an assessor says whether there is an interest, and scores.

use std::sync::Arc;

use contracts::transitions::v1;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::{Applications, Make};
use crate::{contract::application::read_scores, domain::application::Command, grpc::parse_id};

impl Applications {
    pub(super) async fn declare(
        &self,
        request: &Request<v1::DeclareInterestRequest>,
    ) -> Result<v1::DeclareInterestResponse, Fault> {
        let given = request.get_ref();
        let parsed = parse_id("application_id", &given.application_id);
        let (change, id) = together(Change::parse(request, &given.request_id), parsed)?;
        let (at, assessor, conflict) = (self.0.clock.now(), change.actor().to_owned(), given.conflict);
        let make: Make = Arc::new(move |_, _| Command::DeclareInterest {
            assessor: assessor.clone(),
            conflict,
            at,
        });
        let committed = self.decide(&id, &change, make).await?;
        Ok(v1::DeclareInterestResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    pub(super) async fn score(
        &self,
        request: &Request<v1::ScoreApplicationRequest>,
    ) -> Result<v1::ScoreApplicationResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("application_id", &given.application_id);
        let scores = read_scores(&mut faults, given.scores.clone());
        let parsed = faults.finish((id, scores));
        let (change, (id, scores)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (at, assessor) = (self.0.clock.now(), change.actor().to_owned());
        let make: Make = Arc::new(move |_, decided| Command::Score {
            assessor: assessor.clone(),
            scores: scores.clone(),
            decided,
            at,
        });
        let committed = self.decide(&id, &change, make).await?;
        Ok(v1::ScoreApplicationResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }
}
