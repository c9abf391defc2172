//! What comes of the codes: how the learning culture appears across projects, and how far coders agree.

use std::collections::{BTreeMap, BTreeSet};

use blocks::freshness::of_projection;
use contracts::culture::v1;
use runtime::fault::Fault;

use super::Codings;
use crate::{
    contract::component,
    domain::{
        across::{self, Agreement, Appearance},
        answer::SchemeRef,
        component::Component,
        values::Id,
    },
    projections::answers::{self, Scope},
};

impl Codings {
    pub(super) async fn agreement(
        &self,
        request: &v1::MeasureAgreementRequest,
    ) -> Result<v1::MeasureAgreementResponse, Fault> {
        let version = self.scheme(&request.scheme_id, request.scheme_version).await?;
        let (store, clock) = (&self.office.store, self.office.clock.as_ref());
        let freshness = of_projection(store, clock, answers::NAME).await?;
        let scheme = reference(&version.scheme_id, version.version);
        let codings = answers::codings(store.pool(), &scheme).await?;
        let codes = version.codes.iter();
        Ok(v1::MeasureAgreementResponse {
            codes: codes
                .map(|code| agreement(across::agreement(code, &codings)))
                .collect(),
            freshness: Some(freshness),
        })
    }

    pub(super) async fn across(
        &self,
        request: &v1::GetCultureAcrossProjectsRequest,
    ) -> Result<v1::GetCultureAcrossProjectsResponse, Fault> {
        let version = self.scheme(&request.scheme_id, request.scheme_version).await?;
        let (store, clock) = (&self.office.store, self.office.clock.as_ref());
        let freshness = of_projection(store, clock, answers::NAME).await?;
        let scope = Scope {
            block_id: &request.block_id,
            theme_id: &request.theme_id,
            region_id: &request.region_id,
        };
        let scheme = reference(&version.scheme_id, version.version);
        let rows = answers::across(store.pool(), &scheme, &scope).await?;
        let answered = rows.iter().filter(|row| row.answered).count();
        let codes = version.codes.iter().map(|code| {
            let found = across::of_code(&rows, &code.code_id);
            appearance(&code.code_id, code.component, found)
        });
        let components = Component::ALL.into_iter().map(|it| {
            let found = across::of_component(&rows, &version, it);
            appearance("", it, found)
        });
        Ok(v1::GetCultureAcrossProjectsResponse {
            codes: codes.collect(),
            components: components.collect(),
            reports: count(rows.len()),
            answered: count(answered),
            answered_share: (!rows.is_empty()).then(|| answered as f64 / rows.len() as f64),
            coded: count(rows.iter().filter(|row| row.code_ids.is_some()).count()),
            waiting: count(rows.iter().filter(|row| row.waits).count()),
            freshness: Some(freshness),
        })
    }
}

fn reference(scheme_id: &str, version: u32) -> SchemeRef {
    SchemeRef {
        scheme_id: scheme_id.to_owned(),
        version,
    }
}

fn agreement(it: Agreement) -> v1::CodeAgreement {
    v1::CodeAgreement {
        code_id: it.code_id,
        answers: count(it.answers),
        observed: it.observed,
        kappa: it.kappa,
        alpha: it.alpha,
    }
}

fn appearance(code_id: &str, of: Component, it: Appearance) -> v1::Appearance {
    v1::Appearance {
        code_id: code_id.to_owned(),
        component: component::component(of).into(),
        project_ids: it.projects.into_iter().collect(),
        blocks: tallies(it.blocks),
        themes: tallies(it.themes),
        regions: tallies(it.regions),
    }
}

fn tallies(tally: BTreeMap<Id, BTreeSet<Id>>) -> Vec<v1::Tally> {
    let tally = tally.into_iter();
    tally
        .map(|(id, projects)| v1::Tally {
            id,
            projects: count(projects.len()),
        })
        .collect()
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}
