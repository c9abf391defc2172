//! Skills as they are kept, and what waits.

use blocks::{freshness::of_projection, values::days_between};
use contracts::{hub::v1::Freshness, radar::v1};
use runtime::{access, fault::Fault, parse::Faults};
use tonic::Request;

use super::{Curation, may_see};
use crate::{
    archive::Evidence,
    contract::skill::{kept, read_state, regions},
    domain::skill::{PUBLISHERS_MIN, Skill, Stage},
    grpc::{cut, cut_ranked, one_more, parse_page, skipped},
    projections::{readings, skills},
};

/// Sources that are named of a skill.
const SOURCES_SHOWN: usize = 50;
/// All stages.
const STAGES: [Stage; 7] = [
    Stage::Proposed,
    Stage::InReview,
    Stage::Validated,
    Stage::Rejected,
    Stage::Merged,
    Stage::Published,
    Stage::Retired,
];
/// Stages in which something waits for somebody.
const WAITING: [Stage; 3] = [Stage::Proposed, Stage::InReview, Stage::Validated];

impl Curation {
    pub(super) async fn get(
        &self,
        request: &Request<v1::GetSkillRequest>,
    ) -> Result<v1::GetSkillResponse, Fault> {
        let asked = request.get_ref().skill_id.as_str();
        let mut faults = Faults::new();
        let is_id = runtime::parse::is_id(asked);
        if !is_id {
            let is_uri = faults.optional_uri("skill_id", asked).is_some();
            faults.check(
                "skill_id",
                is_uri,
                "the identifier of a skill, or the URI of its reference",
            );
        }
        faults.finish(())?;
        let unknown = || Fault::not_found("SKILL_UNKNOWN", format!("there is no skill {asked}"));
        let caller = access::caller(request);
        let begin = if is_id {
            asked.to_owned()
        } else {
            // One that is proposed again does not hide the earlier one from those who may not see proposals.
            let seen = |it: &Stage| *it == Stage::Merged || may_see(&caller, *it);
            let stages: Vec<Stage> = STAGES.into_iter().filter(seen).collect();
            let found = skills::of_reference(self.0.office.store.pool(), asked, &stages).await?;
            found.ok_or_else(unknown)?
        };
        let (id, redirected_from) = self.0.at_the_end(&begin).await?;
        let loaded = self.0.office.store.load::<Skill>(&id).await?;
        let skill = if may_see(&caller, loaded.state.stage()) {
            self.kept(&loaded.state, loaded.version).await?
        } else {
            None
        };
        Ok(v1::GetSkillResponse {
            skill: Some(skill.ok_or_else(unknown)?),
            redirected_from,
            freshness: Some(self.freshness(readings::NAME).await?),
        })
    }

    pub(super) async fn list(
        &self,
        request: &Request<v1::ListSkillsRequest>,
    ) -> Result<v1::ListSkillsResponse, Fault> {
        let caller = access::caller(request);
        let request = request.get_ref();
        let mut faults = Faults::new();
        let state = v1::SkillState::try_from(request.state).ok();
        faults.check("state", state.is_some(), "one of the values of the contract");
        faults.optional_id("theme_id", &request.theme_id);
        let state = faults.finish(state.and_then(read_state))?;
        let asked = STAGES
            .into_iter()
            .filter(|it| state.is_none_or(|state| state == *it));
        let stages: Vec<Stage> = asked.filter(|it| may_see(&caller, *it)).collect();
        let arguments = format!("{stages:?}|{}", request.theme_id);
        let page = parse_page(request.page_size, &request.page_token, &arguments)?;
        let freshness = self.freshness(skills::NAME).await?;
        let after = page.after.clone().unwrap_or_default();
        let pool = self.0.office.store.pool();
        let mut found = skills::list(pool, &stages, &request.theme_id, &after, one_more(&page)).await?;
        let next_page_token = cut(&page, &mut found, String::as_str);
        let mut skills = Vec::with_capacity(found.len());
        for id in &found {
            let loaded = self.0.office.store.load::<Skill>(id).await?;
            skills.extend(self.kept(&loaded.state, loaded.version).await?);
        }
        Ok(v1::ListSkillsResponse {
            skills,
            next_page_token,
            freshness: Some(freshness),
        })
    }

    pub(super) async fn queue(
        &self,
        request: &v1::ListCurationQueueRequest,
    ) -> Result<v1::ListCurationQueueResponse, Fault> {
        let mut faults = Faults::new();
        let waits_for = v1::WaitsFor::try_from(request.waits_for).ok();
        faults.check(
            "waits_for",
            waits_for.is_some(),
            "one of the values of the contract",
        );
        faults.optional_id("theme_id", &request.theme_id);
        let waits_for = faults.finish(waits_for.unwrap_or_default())?;
        let arguments = format!("{}|{}", request.waits_for, request.theme_id);
        let page = parse_page(request.page_size, &request.page_token, &arguments)?;
        let (skip, freshness) = (skipped(&page), self.freshness(skills::NAME).await?);
        let pool = self.0.office.store.pool();
        let mut items = Vec::new();
        for id in skills::waiting(pool, &WAITING, &request.theme_id).await? {
            let item = self.waiting(&id).await?;
            let is_asked = |it: &v1::QueueItem| {
                waits_for == v1::WaitsFor::Unspecified || it.waits_for == i32::from(waits_for)
            };
            items.extend(item.filter(is_asked));
        }
        let from = usize::try_from(skip).unwrap_or(0);
        let mut items: Vec<_> = items.into_iter().skip(from).take(page.limit + 1).collect();
        let next_page_token = cut_ranked(&page, skip, &mut items);
        Ok(v1::ListCurationQueueResponse {
            items,
            next_page_token,
            freshness: Some(freshness),
        })
    }

    async fn waiting(&self, id: &str) -> Result<Option<v1::QueueItem>, Fault> {
        let loaded = self.0.office.store.load::<Skill>(id).await?;
        let skill = &loaded.state;
        let Some(kept) = self.kept(skill, loaded.version).await? else {
            return Ok(None);
        };
        let publishers = kept.evidence.as_ref().map_or(0, |it| it.publishers);
        let waits_for = match skill.stage() {
            Stage::Proposed => v1::WaitsFor::Reviewer,
            Stage::InReview => v1::WaitsFor::Decision,
            Stage::Validated if publishers < PUBLISHERS_MIN => v1::WaitsFor::Evidence,
            Stage::Validated => v1::WaitsFor::Publisher,
            // It went on since the list was made.
            Stage::Rejected | Stage::Merged | Stage::Published | Stage::Retired => return Ok(None),
        };
        let today = self.0.office.now().1;
        let days = skill.since().map_or(0, |since| days_between(since, today));
        Ok(Some(v1::QueueItem {
            skill: Some(kept),
            waits_for: waits_for.into(),
            days: u32::try_from(days).unwrap_or(0),
            reviewer: match skill.stage() {
                Stage::InReview => skill.reviewer().unwrap_or_default().to_owned(),
                _ => String::new(),
            },
        }))
    }

    async fn kept(&self, skill: &Skill, version: u64) -> Result<Option<v1::KeptSkill>, Fault> {
        let Some(content) = skill.content() else {
            return Ok(None);
        };
        let evidence = self.0.evidence(skill).await?;
        let merged = skills::merged_into(self.0.office.store.pool(), &content.skill_id).await?;
        Ok(kept(skill, version, written(evidence), merged))
    }

    async fn freshness(&self, projection: &str) -> Result<Freshness, Fault> {
        of_projection(&self.0.office.store, self.0.office.clock.as_ref(), projection).await
    }
}

fn written(it: Evidence) -> v1::Evidence {
    v1::Evidence {
        sources: it.support.sources,
        publishers: it.support.publishers,
        cited: it.cited,
        source_ids: it.source_ids.into_iter().take(SOURCES_SHOWN).collect(),
        regions: regions(&it.support.regions),
    }
}

#[cfg(test)]
mod tests {
    use contracts::options::v1::Role;
    use runtime::access::{Caller, Grant};

    use super::{super::CURATING, *};

    #[test]
    fn what_is_not_published_is_for_those_who_curate() {
        let public = Caller::anonymous();
        let curator = Caller {
            grants: vec![Grant::hub_wide(Role::TaxonomyCurator)],
            ..Caller::anonymous()
        };
        for stage in STAGES {
            let is_public = matches!(stage, Stage::Published | Stage::Retired);
            assert_eq!(may_see(&public, stage), is_public, "{stage:?}");
            assert!(may_see(&curator, stage));
        }
        assert!(CURATING.contains(&Role::Auditor));
    }
}
