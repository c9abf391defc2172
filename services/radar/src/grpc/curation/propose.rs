//! Proposals, and what people add to what they rest on.

use blocks::{contract::REASON_CHARS_MAX, known::Kind as Known};
use contracts::radar::v1;
use eventing::{Committed, Context, Meta};
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, Kind, together},
    parse::Faults,
};
use tonic::Request;

use super::Curation;
use crate::{
    contract::skill::{Proposed, read_skill},
    domain::{
        place::{self, Place},
        skill::{Command, Content, Skill},
        source::Source,
    },
    grpc::filing,
    projections::skills,
};

impl Curation {
    pub(super) async fn propose(
        &self,
        request: &Request<v1::ProposeSkillRequest>,
    ) -> Result<v1::ProposeSkillResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let proposed = read_skill(&mut faults, given.skill.clone());
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let parsed = faults.finish((proposed, reason));
        let (change, (proposed, reason)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.office.now();
        let meta = change.meta(now, filing::skill(&proposed.content));
        let store = &self.0.office.store;
        let id = proposed.content.skill_id.clone();
        // What was said the first time holds, whatever has become of the concept or the terms since.
        if let Some(committed) = store.known_request(&meta).await? {
            return Ok(v1::ProposeSkillResponse {
                receipt: self.0.office.receipt(&id, &committed),
            });
        }
        let content = self.resolved(proposed).await?;
        self.check_new(&content).await?;
        let places = place::of(&content);
        self.take(&places, &id, &meta).await?;
        let command = Command::Propose {
            content: Box::new(content),
            reason,
            by: change.actor().to_owned(),
            today,
        };
        let committed = self.in_place(&places, &id, command, &meta).await?;
        Ok(v1::ProposeSkillResponse {
            receipt: self.0.office.receipt(&id, &committed),
        })
    }

    /// The proposal with its concept looked up, everything it names being there.
    async fn resolved(&self, proposed: Proposed) -> Result<Content, Fault> {
        let Proposed {
            mut content,
            concept_uri,
        } = proposed;
        let themes = content.theme_ids.iter().enumerate();
        let named: Vec<_> = themes
            .map(|(index, id)| (format!("skill.theme_ids[{index}]"), Known::Theme, id.as_str()))
            .collect();
        self.0.office.known.check(&named).await?;
        let mut faults = Faults::new();
        if let Some(uri) = concept_uri {
            let titles = self.0.scheme_titles().await?;
            let mut found = self
                .0
                .taxonomies
                .references(std::slice::from_ref(&uri), &titles)
                .await?;
            content.concept = found.remove(&uri);
            let is_used = self.0.taxonomies.today(&uri).await? == [uri];
            faults.check("skill.concept_uri", is_used, "a concept of a release in force");
        }
        let run = self.0.run_in_use().await?;
        let run_id = run.as_ref().map_or("", |it| it.run_id.as_str());
        let known = self.0.archive.known_keys(run_id, &content.term_keys).await?;
        for (index, key) in content.term_keys.iter().enumerate() {
            let expected = "a key that ListCandidates answers";
            faults.check(
                &format!("skill.term_keys[{index}]"),
                known.contains(key),
                expected,
            );
        }
        faults.finish(content)
    }

    /// A concept or a term makes one skill: a second proposal of the same is told where the first one is.
    async fn check_new(&self, content: &Content) -> Result<(), Fault> {
        let pool = self.0.office.store.pool();
        let other = match &content.concept {
            Some(concept) => skills::open_of_reference(pool, &concept.uri).await?,
            None => {
                let made = skills::of_terms(pool, &content.term_keys).await?;
                made.into_values().next()
            }
        };
        match other.filter(|it| *it != content.skill_id) {
            None => Ok(()),
            Some(other) => {
                let what = format!("skill {other} stands for the same concept or the same terms");
                Err(Fault::new("SKILL_SAME", Kind::AlreadyExists, what))
            }
        }
    }

    /// Takes the places of a skill that is to be proposed, from nobody who needs them.
    async fn take(&self, places: &[String], skill_id: &str, meta: &Meta) -> Result<(), Fault> {
        // Not what was asked for: that is the proposal, and it is what the request is remembered by.
        let meta = Meta {
            request: None,
            ..meta.clone()
        };
        let store = &self.0.office.store;
        for place in places {
            let taken = store.execute_reading::<Place, _, Fault>(place, &meta, |reading| {
                let (place, skill_id) = (place.clone(), skill_id.to_owned());
                async move {
                    let held = reading.read::<Place>(&place).await?.state;
                    let needed = match held.holder() {
                        Some(holder) => place::needs(&reading.read::<Skill>(holder).await?.state, &place),
                        None => false,
                    };
                    Ok(place::Command::Take { skill_id, needed })
                }
                .boxed()
            });
            taken.await?;
        }
        Ok(())
    }

    /// Proposes a skill while it has its places.
    async fn in_place(
        &self,
        places: &[String],
        skill_id: &str,
        command: Command,
        meta: &Meta,
    ) -> Result<Committed, Fault> {
        let proposed = self
            .0
            .office
            .store
            .execute_reading::<Skill, _, Fault>(skill_id, meta, |reading| {
                let (places, skill_id) = (places.to_vec(), skill_id.to_owned());
                let command = command.clone();
                async move {
                    for place in &places {
                        let held = reading.read::<Place>(place).await?.state;
                        held.check(&skill_id).map_err(|it| Fault::rejected(&it))?;
                    }
                    Ok(command)
                }
                .boxed()
            });
        proposed.await
    }

    pub(super) async fn cite(
        &self,
        request: &Request<v1::CiteSourceRequest>,
    ) -> Result<v1::CiteSourceResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("skill_id", &given.skill_id);
        let source_id = faults.id("source_id", &given.source_id);
        let note = faults.text("note", &given.note, REASON_CHARS_MAX, true);
        let parsed = faults.finish((source_id, note));
        let (change, (source_id, note)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.office.now();
        let meta = change.meta(now, Context::default());
        let store = &self.0.office.store;
        let is_known = store.known_request(&meta).await?.is_some();
        if !is_known && !store.load::<Source>(&source_id).await?.state.counts() {
            let expected = "a source that counts: one that was registered and not withdrawn";
            return Err(Fault::invalid(vec![eventing::FieldFault::new(
                "source_id",
                expected,
            )]));
        }
        let command = Command::Cite {
            source_id,
            note,
            by: change.actor().to_owned(),
            today,
        };
        let office = &self.0.office;
        let context = |it: &Skill| it.content().map(filing::skill);
        let committed = office
            .execute_filed::<Skill>(&id, &meta, command, context)
            .await?;
        Ok(v1::CiteSourceResponse {
            receipt: office.receipt(&id, &committed),
        })
    }
}
