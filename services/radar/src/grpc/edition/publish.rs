//! Freezing the radar.

use std::collections::BTreeSet;

use blocks::{
    contract::{NAME_CHARS_MAX, TEXT_CHARS_MAX, read_text},
    known::Kind as Known,
    values::{Id, LocalText},
};
use contracts::{programme::v1::entry::Content as Defined, radar::v1};
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::Editions;
use crate::{
    contract::trend::read_scope,
    domain::{
        edition::{Basis, Command, Content, Edition, Entry, Part, Theme, stream},
        run::Run,
    },
    grpc::{
        filing,
        trend::{JudgedSkill, RadarOf, radar_of},
    },
    trends::{Ring, rings, series::Scope},
};

/// What an edition is asked to be.
struct Asked {
    title: LocalText,
    note: LocalText,
    scope: Scope,
}

impl Editions {
    pub(super) async fn publish(
        &self,
        request: &Request<v1::PublishEditionRequest>,
    ) -> Result<v1::PublishEditionResponse, Fault> {
        let given = request.get_ref();
        let office = &self.0.office;
        let (now, today) = office.now();
        let parsed = parse(given, today);
        let (change, asked) = together(Change::parse(request, &given.request_id), parsed)?;
        let meta = change.meta(now, filing::block());
        if let Some(committed) = office.store.known_request(&meta).await? {
            return self.first_answer(&committed).await;
        }
        let number = self.newest().await? + 1;
        let before = match number {
            1 => Vec::new(),
            _ => self.edition(number - 1).await?.as_before(),
        };
        let content = self.content(number, asked).await?;
        let command = Command::Publish {
            content: Box::new(content),
            before,
            by: change.actor().to_owned(),
            today,
        };
        let id = stream(number);
        let committed = office.store.execute::<Edition>(&id, command, &meta).await?;
        Ok(v1::PublishEditionResponse {
            receipt: office.receipt(&id, &committed),
            number,
        })
    }

    /// The answer to the same request the first time: its number follows from where in the log its fact is.
    async fn first_answer(
        &self,
        committed: &eventing::Committed,
    ) -> Result<v1::PublishEditionResponse, Fault> {
        let office = &self.0.office;
        let position = committed.positions.first().copied().unwrap_or_default();
        let facts = office.store.read(position.saturating_sub(1), 1).await?;
        let id = facts.first().map(|it| it.stream_id.clone()).unwrap_or_default();
        Ok(v1::PublishEditionResponse {
            number: id.parse().unwrap_or_default(),
            receipt: office.receipt(&id, committed),
        })
    }

    async fn content(&self, number: u32, asked: Asked) -> Result<Content, Fault> {
        let Asked { title, note, scope } = asked;
        let run = self.0.run_in_use().await?;
        let log_position = self.0.office.store.head().await?;
        let radar = self.0.judged_skills(run.as_ref(), &scope).await?;
        let parts = self.rings_by_part(run.as_ref(), &scope, &radar).await?;
        let entries = radar.skills.iter().map(|it| entry(it, &parts));
        let themes = self.themes(&radar).await?;
        Ok(Content {
            number,
            title,
            note,
            basis: Basis {
                period_length: scope.length,
                periods: scope.periods,
                as_of: scope.as_of,
                ring_rule: rings::RULE.to_owned(),
                reading_method: run.as_ref().map(|it| it.basis.method_name()).unwrap_or_default(),
                run_id: run.as_ref().map(|it| it.run_id.clone()).unwrap_or_default(),
                log_position,
                sources: radar.question.sources.iter().sum(),
                words: radar.question.words.iter().sum(),
            },
            themes,
            entries: entries.collect(),
        })
    }

    /// The themes of the skills, as they are called today.
    async fn themes(&self, radar: &RadarOf) -> Result<Vec<Theme>, Fault> {
        let ids: BTreeSet<&str> = radar
            .skills
            .iter()
            .flat_map(|it| it.content.theme_ids.iter().map(String::as_str))
            .collect();
        let ids: Vec<&str> = ids.into_iter().collect();
        let known = self.0.office.known.entries(Known::Theme, &ids).await?;
        let theme = |(theme_id, entry): (Id, contracts::programme::v1::Entry)| match entry.content {
            Some(Defined::Theme(it)) => Some(Theme {
                theme_id,
                name: it
                    .name
                    .map_or_else(LocalText::default, |it| LocalText::new(it.nl, it.en)),
            }),
            _ => None,
        };
        Ok(known.into_iter().filter_map(theme).collect())
    }

    /// Rings of the skills in each part of what was read. Where too little was read to tell, nothing is said.
    async fn rings_by_part(
        &self,
        run: Option<&Run>,
        scope: &Scope,
        radar: &RadarOf,
    ) -> Result<Vec<(Id, Part, Ring)>, Fault> {
        let Some(run) = run.filter(|_| !radar.skills.is_empty()) else {
            return Ok(Vec::new());
        };
        let reading = self.0.archive.reading(&run.run_id).await?;
        let named = self.0.named_skills(Some((run, &reading))).await?;
        let (themes, sectors, regions) = reading.parts();
        let parts = themes.into_iter().map(Part::Theme);
        let parts = parts.chain(sectors.into_iter().map(Part::Sector));
        let mut rings = Vec::new();
        for part in parts.chain(regions.into_iter().map(Part::Region)) {
            let judged = radar_of(&reading, &named, &within(scope, &part));
            let told = judged
                .skills
                .into_iter()
                .filter(|it| it.judged.ring != Ring::Undecided);
            rings.extend(told.map(|it| (it.content.skill_id, part.clone(), it.judged.ring)));
        }
        Ok(rings)
    }
}

fn parse(given: &v1::PublishEditionRequest, today: jiff::civil::Date) -> Result<Asked, Fault> {
    let mut faults = Faults::new();
    let title = read_text(&mut faults, "title", given.title.clone(), NAME_CHARS_MAX, true);
    let note = read_text(&mut faults, "note", given.note.clone(), TEXT_CHARS_MAX, false);
    let scope = read_scope(&mut faults, given.scope.clone(), today);
    let is_whole = scope.theme_id.is_none() && scope.sector.is_none() && scope.region_id.is_none();
    let expected = "no theme, sector or region: an edition has them all";
    faults.check("scope", is_whole, expected);
    faults.finish(Asked { title, note, scope })
}

fn within(scope: &Scope, part: &Part) -> Scope {
    let mut scope = scope.clone();
    match part {
        Part::Theme(id) => scope.theme_id = Some(id.clone()),
        Part::Sector(name) => scope.sector = Some(name.clone()),
        Part::Region(id) => scope.region_id = Some(id.clone()),
    }
    scope
}

fn entry(it: &JudgedSkill, parts: &[(Id, Part, Ring)]) -> Entry {
    let own = parts
        .iter()
        .filter(|(skill_id, ..)| *skill_id == it.content.skill_id);
    Entry {
        skill_id: it.content.skill_id.clone(),
        reference: it.content.reference(),
        label: it.content.label.clone(),
        theme_ids: it.content.theme_ids.clone(),
        ring: it.judged.ring,
        growth: it.judged.growth.clone(),
        mentions: it.series.total(),
        sources: it.series.sources(),
        publishers: it.series.publishers,
        dissents: it.dissents,
        rings: own.map(|(_, part, ring)| (part.clone(), *ring)).collect(),
    }
}
