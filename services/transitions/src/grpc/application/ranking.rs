//! The ranking of a call.

use std::collections::BTreeMap;

use blocks::freshness::of_projection;
use contracts::{hub::v1::LocalText, transitions::v1};
use eventing::Store;
use futures::{StreamExt, TryStreamExt, stream};
use runtime::fault::Fault;

use super::Applications;
use crate::{
    contract::{application::ranked, rules::size_class},
    domain::{
        application::{
            Application, Stage,
            ranking::{Entrant, rank},
        },
        rules::SizeClass,
    },
    grpc::parse_id,
    known::KnownCall,
    projections::applications,
};

/// Applications that are loaded at the same time for a ranking. The store reads streams for all who wait together, 64 in a statement
/// and two statements under way: with so many waiting its statements are full.
const LOADS_AT_ONCE: usize = 256;
/// Most applications of a call that are ranked.
const RANKED_MAX: i64 = 20_000;

impl Applications {
    pub(super) async fn ranking(
        &self,
        request: &v1::GetRankingRequest,
    ) -> Result<v1::GetRankingResponse, Fault> {
        let call_id = parse_id("call_id", &request.call_id)?;
        let KnownCall { call, .. } = self.call(&call_id).await?;
        let freshness = of_projection(&self.0.store, self.0.clock.as_ref(), applications::NAME).await?;
        let pool = self.0.store.pool();
        let rows = applications::list(pool, &call_id, Some(Stage::Submitted), "", RANKED_MAX).await?;
        let loads = rows
            .into_iter()
            .map(|row| load(self.0.store.clone(), row.application_id));
        let loaded: Vec<Application> = stream::iter(loads).buffered(LOADS_AT_ONCE).try_collect().await?;
        let mut by_class: BTreeMap<SizeClass, Vec<&Application>> = BTreeMap::new();
        for application in &loaded {
            let content = application
                .submitted()
                .ok()
                .and_then(|(content, _)| content.size_class);
            if let Some(size_class) = content {
                by_class.entry(size_class).or_default().push(application);
            }
        }
        let rankings = by_class.into_iter().map(|(class, applications)| {
            let ceiling = call.ceiling(class);
            let entrants = applications
                .iter()
                .filter_map(|application| entrant(application, class));
            let names: BTreeMap<_, _> = applications
                .iter()
                .filter_map(|it| it.content())
                .map(|content| (content.application_id.as_str(), content.name.as_str()))
                .collect();
            let places = rank(entrants.collect(), ceiling);
            v1::SizeClassRanking {
                size_class: size_class(class).into(),
                ceiling_cents: ceiling.map(|cents| cents.0),
                applications: places
                    .iter()
                    .map(|it| {
                        ranked(
                            it,
                            names.get(it.application_id.as_str()).copied().unwrap_or_default(),
                        )
                    })
                    .collect(),
            }
        });
        Ok(v1::GetRankingResponse {
            size_classes: rankings.collect(),
            tie_break: Some(tie_break()),
            freshness: Some(freshness),
        })
    }
}

async fn load(store: Store, application_id: String) -> Result<Application, Fault> {
    Ok(store.load::<Application>(&application_id).await?.state)
}

/// How equal totals are ordered, as `ranking` does it.
fn tie_break() -> LocalText {
    LocalText {
        nl: "Bij gelijke totalen beslist het gemiddelde op het zwaarste criterium, dan dat op de volgende; daarna wie het \
             eerst indiende; daarna het kenmerk van de aanvraag."
            .to_owned(),
        en: "Equal totals go by the mean of the weightiest criterion, then of the next ones; then by who submitted first; \
             then by the identifier of the application."
            .to_owned(),
    }
}

fn entrant(application: &Application, class: SizeClass) -> Option<Entrant<'_>> {
    let (content, submission) = application.submitted().ok()?;
    Some(Entrant {
        application_id: &content.application_id,
        submitted_at: submission.at,
        requested: content.requested,
        criteria: submission.rules.criteria(class),
        thresholds: submission.rules.thresholds,
        assessments: application.assessments().values().collect(),
    })
}
