//! Answers about trends.

use std::collections::BTreeMap;

use blocks::{freshness::of_projection, skill::SkillRef};
use contracts::{hub::v1::Freshness, radar::v1};
use runtime::{fault::Fault, parse::Faults};

use super::TrendCalls;
use crate::{
    contract::{
        skill::reference,
        trend::{method, points, read_ring, read_scope, trend},
    },
    domain::run::Run,
    grpc::{cut_ranked, parse_page, skipped},
    projections::readings,
    trends::{
        Ring,
        rings::Judged,
        series::{Scope, Series},
    },
};

impl TrendCalls {
    pub(super) async fn one(&self, request: &v1::GetTrendRequest) -> Result<v1::GetTrendResponse, Fault> {
        let mut faults = Faults::new();
        let is_id = runtime::parse::is_id(&request.skill);
        if !is_id {
            let is_uri = faults.optional_uri("skill", &request.skill).is_some();
            let expected = "the URI of a concept, or the identifier of an emerging skill";
            faults.check("skill", is_uri, expected);
        }
        let scope = self.scope(&mut faults, request.scope.clone());
        let scope = faults.finish(scope)?;
        let run = self.0.run_in_use().await?;
        let (trend, freshness) = if is_id {
            self.of_skill(run.as_ref(), &scope, &request.skill).await?
        } else {
            self.of_concept(run.as_ref(), &scope, &request.skill).await?
        };
        Ok(v1::GetTrendResponse {
            trend: Some(trend),
            method: Some(method_of(run.as_ref())),
            freshness: Some(freshness),
        })
    }

    /// A concept is judged with all others that are named, so that it has the same ring here and in the list.
    async fn of_concept(
        &self,
        run: Option<&Run>,
        scope: &Scope,
        uri: &str,
    ) -> Result<(v1::Trend, Freshness), Fault> {
        let titles = self.0.scheme_titles().await?;
        let uris = self.0.concepts_of(uri).await?;
        let known = self.0.taxonomies.references(&uris, &titles).await?;
        let Some(name) = uris.iter().find_map(|it| known.get(it)) else {
            let what = format!("no release of a taxonomy has a concept {uri}");
            return Err(Fault::not_found("CONCEPT_UNKNOWN", what));
        };
        let freshness = self.freshness().await?;
        let Some(run) = run else {
            return Ok((unread(name), freshness));
        };
        let all = self.0.judged_concepts(run, scope).await?;
        let found = all.concepts.iter().find(|it| uris.contains(&it.0));
        let empty = (name.uri.clone(), empty(&all.question.words), undecided());
        let (uri, series, judged) = found.unwrap_or(&empty);
        let trend = v1::Trend {
            points: points(&all.question, series),
            ..trend(reference(known.get(uri).unwrap_or(name)), series, judged)
        };
        Ok((trend, freshness))
    }

    async fn of_skill(
        &self,
        run: Option<&Run>,
        scope: &Scope,
        skill_id: &str,
    ) -> Result<(v1::Trend, Freshness), Fault> {
        let (id, _) = self.0.at_the_end(skill_id).await?;
        let freshness = self.freshness().await?;
        let radar = self.0.judged_skills(run, scope).await?;
        let found = radar.skills.iter().find(|it| it.content.skill_id == id);
        let Some(found) = found else {
            let what = format!("no skill {skill_id} is on the radar");
            return Err(Fault::not_found("SKILL_UNKNOWN", what));
        };
        let trend = v1::Trend {
            points: points(&radar.question, &found.series),
            ..trend(
                reference(&found.content.reference()),
                &found.series,
                &found.judged,
            )
        };
        Ok((trend, freshness))
    }

    pub(super) async fn list(
        &self,
        request: &v1::ListTrendsRequest,
    ) -> Result<v1::ListTrendsResponse, Fault> {
        let mut faults = Faults::new();
        let scope = self.scope(&mut faults, request.scope.clone());
        let ring = v1::Ring::try_from(request.ring).ok();
        faults.check("ring", ring.is_some(), "one of the values of the contract");
        let (scope, ring) = faults.finish((scope, ring.and_then(read_ring)))?;
        let page = parse_page(
            request.page_size,
            &request.page_token,
            &format!("{scope:?}|{ring:?}"),
        )?;
        let (skip, freshness) = (skipped(&page), self.freshness().await?);
        let Some(run) = self.0.run_in_use().await? else {
            return Ok(v1::ListTrendsResponse::default());
        };
        let all = self.0.judged_concepts(&run, &scope).await?;
        let asked = all
            .concepts
            .iter()
            .filter(|it| ring.is_none_or(|ring| it.2.ring == ring));
        let from = usize::try_from(skip).unwrap_or(0);
        let mut found: Vec<_> = asked.skip(from).take(page.limit + 1).collect();
        let next_page_token = cut_ranked(&page, skip, &mut found);
        let uris: Vec<String> = found.iter().map(|it| it.0.clone()).collect();
        let known = self
            .0
            .taxonomies
            .references(&uris, &self.0.scheme_titles().await?)
            .await?;
        let trends = found.into_iter().map(|(uri, series, judged)| v1::Trend {
            points: points(&all.question, series),
            ..trend(named(&known, uri), series, judged)
        });
        Ok(v1::ListTrendsResponse {
            trends: trends.collect(),
            next_page_token,
            method: Some(method_of(Some(&run))),
            freshness: Some(freshness),
            tested: u32::try_from(all.concepts.iter().filter(|it| it.2.growth.is_some()).count())
                .unwrap_or(u32::MAX),
        })
    }

    pub(super) async fn radar(&self, request: &v1::GetRadarRequest) -> Result<v1::GetRadarResponse, Fault> {
        let mut faults = Faults::new();
        let scope = self.scope(&mut faults, request.scope.clone());
        let scope = faults.finish(scope)?;
        let freshness = self.freshness().await?;
        let run = self.0.run_in_use().await?;
        let radar = self.0.judged_skills(run.as_ref(), &scope).await?;
        let entries = radar.skills.into_iter().map(|it| v1::RadarEntry {
            skill_id: it.content.skill_id.clone(),
            label: Some(blocks::contract::text(&it.content.label)),
            theme_ids: it.content.theme_ids.clone(),
            trend: Some(trend(reference(&it.content.reference()), &it.series, &it.judged)),
            dissents: it.dissents,
        });
        Ok(v1::GetRadarResponse {
            entries: entries.collect(),
            method: Some(method_of(run.as_ref())),
            freshness: Some(freshness),
        })
    }

    fn scope(&self, faults: &mut Faults, scope: Option<v1::TrendScope>) -> Scope {
        read_scope(faults, scope, self.0.office.now().1)
    }

    async fn freshness(&self) -> Result<Freshness, Fault> {
        of_projection(&self.0.office.store, self.0.office.clock.as_ref(), readings::NAME).await
    }
}

fn method_of(run: Option<&Run>) -> v1::TrendMethod {
    let (id, name) = run.map_or_else(Default::default, |it| (it.run_id.clone(), it.basis.method_name()));
    method(&id, &name)
}

fn named(known: &BTreeMap<String, SkillRef>, uri: &str) -> Option<contracts::hub::v1::SkillRef> {
    known.get(uri).and_then(reference)
}

fn undecided() -> Judged {
    Judged {
        ring: Ring::Undecided,
        growth: None,
    }
}

fn empty(words: &[u64]) -> Series {
    Series {
        mentions: vec![0; words.len()],
        naming: vec![0; words.len()],
        publishers: 0,
    }
}

fn unread(name: &SkillRef) -> v1::Trend {
    trend(reference(name), &Series::default(), &undecided())
}
