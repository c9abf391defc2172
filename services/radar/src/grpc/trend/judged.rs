//! Trends of all concepts that are named, and of all skills that are published, judged together.

use std::{cmp::Ordering, sync::Arc};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use runtime::fault::Fault;

use crate::{
    archive::{JudgedConcepts, Key, Reading},
    domain::{
        run::Run,
        skill::{Content, Skill, Stage},
    },
    grpc::Desk,
    projections::skills,
    trends::{
        library::{Library, Naming},
        rings::{Judged, judge},
        series::{Question, Scope, Series},
    },
};

/// A published skill with its trend.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct JudgedSkill {
    pub(crate) content: Content,
    pub(crate) dissents: u32,
    pub(crate) series: Series,
    pub(crate) judged: Judged,
}

/// A published skill with where it is named.
#[derive(Debug, Clone)]
pub(crate) struct NamedSkill {
    content: Content,
    dissents: u32,
    namings: Vec<Naming>,
}

/// The published skills, judged together.
pub(crate) struct RadarOf {
    pub(crate) question: Question,
    pub(crate) skills: Vec<JudgedSkill>,
}

impl Desk {
    /// What a run has read, and the question over it.
    pub(crate) async fn asked(&self, run: &Run, scope: &Scope) -> Result<(Reading, Question), Fault> {
        let reading = self.archive.reading(&run.run_id).await?;
        let question = Question::new(&reading, scope);
        Ok((reading, question))
    }

    /// All concepts that are named, judged together; kept for a while, since pages of one list ask for the same.
    pub(crate) async fn judged_concepts(
        &self,
        run: &Run,
        scope: &Scope,
    ) -> Result<Arc<JudgedConcepts>, Fault> {
        let (reading, question) = self.asked(run, scope).await?;
        let key = Key {
            run_id: run.run_id.clone(),
            version: reading.version(),
            scope: scope.clone(),
        };
        if let Some(known) = self.archive.judged.get(&key) {
            return Ok(known);
        }
        // Millions of mentions and thousands of fits: beside the calls that wait.
        let work = tokio::task::spawn_blocking(move || judge_concepts(&reading, question));
        let judged = work
            .await
            .map_err(|error| Fault::internal("judging trends", &error))?;
        let judged = Arc::new(judged);
        self.archive.judged.insert(key, judged.clone());
        Ok(judged)
    }

    /// All published skills, judged together, by ring and then by how surely they are in it.
    pub(crate) async fn judged_skills(&self, run: Option<&Run>, scope: &Scope) -> Result<RadarOf, Fault> {
        let Some(run) = run else {
            let named = self.named_skills(None).await?;
            return Ok(radar_of(&Library::default(), &named, scope));
        };
        let reading = self.archive.reading(&run.run_id).await?;
        let named = self.named_skills(Some((run, &reading))).await?;
        Ok(radar_of(&reading, &named, scope))
    }

    /// All published skills, with where they are named: by their concept and what stands for it today, or by their terms.
    pub(crate) async fn named_skills(
        &self,
        read: Option<(&Run, &Reading)>,
    ) -> Result<Vec<NamedSkill>, Fault> {
        let pool = self.office.store.pool();
        let ids = skills::list(pool, &[Stage::Published], "", "", i64::MAX).await?;
        let mut named = Vec::with_capacity(ids.len());
        for id in &ids {
            let skill = self.office.store.load::<Skill>(id).await?.state;
            let Some(content) = skill.content().cloned() else {
                continue;
            };
            let namings = match read {
                Some((run, reading)) => self.namings(run, reading, &content).await?,
                None => Vec::new(),
            };
            named.push(NamedSkill {
                content,
                dissents: u32::try_from(skill.dissent().len()).unwrap_or(u32::MAX),
                namings,
            });
        }
        Ok(named)
    }

    async fn namings(&self, run: &Run, reading: &Reading, content: &Content) -> Result<Vec<Naming>, Fault> {
        if let Some(concept) = &content.concept {
            let uris = self.concepts_of(&concept.uri).await?;
            return Ok(uris
                .iter()
                .flat_map(|uri| reading.namings(uri))
                .copied()
                .collect());
        }
        let number = |source_id: &str| reading.number(source_id);
        Ok(self
            .archive
            .term_namings(&run.run_id, &content.term_keys, number)
            .await?)
    }
}

/// Judges skills together in a part of what was read.
pub(crate) fn radar_of(library: &Library, named: &[NamedSkill], scope: &Scope) -> RadarOf {
    let question = Question::new(library, scope);
    let mut counter = question.counter(library);
    let series: Vec<Series> = named.iter().map(|it| counter.series(&it.namings)).collect();
    let judged = judge(
        &series.iter().collect::<Vec<_>>(),
        &question.words,
        question.length,
    );
    let together = named.iter().zip(series).zip(judged);
    let mut skills: Vec<JudgedSkill> = together
        .map(|((named, series), judged)| JudgedSkill {
            content: named.content.clone(),
            dissents: named.dissents,
            series,
            judged,
        })
        .collect();
    skills.sort_by(by_ring);
    RadarOf { question, skills }
}

fn judge_concepts(reading: &Reading, question: Question) -> JudgedConcepts {
    let concepts: Vec<(&str, &[Naming])> = reading.concepts().collect();
    let (uris, series): (Vec<String>, Vec<Series>) = concepts
        .into_par_iter()
        .filter(|(_, namings)| question.is_named(namings))
        .map_init(
            || question.counter(reading),
            |counter, (uri, namings)| (uri.to_owned(), counter.series(namings)),
        )
        .unzip();
    let judged = judge(
        &series.iter().collect::<Vec<_>>(),
        &question.words,
        question.length,
    );
    let together = uris.into_iter().zip(series).zip(judged);
    let mut concepts: Vec<(String, Series, Judged)> = together
        .map(|((uri, series), judged)| (uri, series, judged))
        .collect();
    concepts.sort_by(|one, other| {
        let by_sureness = sureness(&one.2).total_cmp(&sureness(&other.2));
        by_sureness
            .then(other.1.total().cmp(&one.1.total()))
            .then(one.0.cmp(&other.0))
    });
    JudgedConcepts { question, concepts }
}

/// What grows most surely comes first, what declines most surely last; in between what tells nothing.
fn sureness(judged: &Judged) -> f64 {
    judged.growth.as_ref().map_or(1.0, |growth| match growth.factor {
        Some(factor) if factor < 1.0 => 2.0 - growth.p_value,
        _ => growth.p_value,
    })
}

fn by_ring(one: &JudgedSkill, other: &JudgedSkill) -> Ordering {
    let p_value = |it: &JudgedSkill| it.judged.growth.as_ref().map_or(1.0, |it| it.p_value);
    let by_ring = one.judged.ring.cmp(&other.judged.ring);
    let ranked = by_ring.then(p_value(one).total_cmp(&p_value(other)));
    ranked.then_with(|| one.content.skill_id.cmp(&other.content.skill_id))
}
