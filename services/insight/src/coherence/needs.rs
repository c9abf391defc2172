//! Who needs the radar: per provider and region the published skills that are asked for there and that it does not offer, and the
//! skills that it offers and that decline by the newest edition.
//!
//! A provider teaches in the regions it was registered with and in those of its open offers. What is asked for is what an open
//! bottleneck or a demand that is pursued asks for. An offer elsewhere does not help a region: who teaches a skill in one region and
//! not in the other is told about the other, with the offers that others have there. What no provider in a region offers is told
//! once more without a provider.

use std::collections::{BTreeMap, BTreeSet};

use contracts::{
    hub::v1::SkillRef,
    insight::v1::{SkillNeed, SkillNeedKind},
    radar::v1::Ring,
};

use super::{
    Meant, Traced,
    asked::{self, Asked},
    cells::{Extent, open_offers},
    page::key,
    region_name,
    signal::{Signals, is_under},
    wants,
};
use crate::rows::{Facts, RadarSkillRow};

/// The provider of what nobody offers.
const NOBODY: &str = "";

/// What is wanted; empty fields want everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Kind.
    pub kind: SkillNeedKind,
    /// Provider; [`UNASSIGNED`](crate::figure::UNASSIGNED) for what no provider offers.
    pub provider_id: String,
    /// Labour-market region.
    pub region_id: String,
    /// Theme under which the radar has the skill.
    pub theme_id: String,
    /// Skill.
    pub skill_uri: String,
}

/// By region and skill.
type ByPlace<T> = BTreeMap<(String, String), T>;

/// By provider.
type ByProvider<T> = BTreeMap<String, T>;

/// All that needs are made from.
#[derive(Debug)]
pub struct Needs<'a> {
    facts: &'a Facts,
    meant: Meant<'a>,
    signals: Signals<'a>,
    asked: ByPlace<(SkillRef, Asked)>,
    offered: ByPlace<ByProvider<Traced>>,
    issued: ByPlace<ByProvider<Traced>>,
}

/// A need that was found, not written out yet: of many only those of one page are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found<'n> {
    kind: SkillNeedKind,
    provider_id: &'n str,
    place: &'n (String, String),
    row: &'n RadarSkillRow,
}

impl<'a> Needs<'a> {
    /// What is asked for and offered now.
    #[must_use]
    pub fn of(facts: &'a Facts) -> Self {
        let meant = Meant::by(&facts.radar);
        Self {
            facts,
            signals: Signals::of(&facts.radar, &meant),
            asked: asked::by_skill(&facts.transitions, &meant, "", Extent::Regions),
            offered: offered(facts, &meant),
            issued: issued(facts, &meant),
            meant,
        }
    }

    /// Number of the newest edition; 0 before the first.
    #[must_use]
    pub fn edition(&self) -> u32 {
        self.signals.edition()
    }

    /// The needs by their key: provider, region, kind and skill.
    #[must_use]
    pub fn find(&self, filter: &Filter) -> BTreeMap<String, Found<'_>> {
        let mut found = Vec::new();
        if filter.kind != SkillNeedKind::Declines {
            self.not_offered(filter, &mut found);
        }
        if filter.kind != SkillNeedKind::NotOffered {
            self.declining(filter, &mut found);
        }
        found.retain(|it| wants(&filter.provider_id, it.provider_id));
        found.into_iter().map(|it| (it.key(), it)).collect()
    }

    fn not_offered<'n>(&'n self, filter: &Filter, found: &mut Vec<Found<'n>>) {
        let teaching = self.teaching();
        for (place, (_, asked)) in &self.asked {
            let Some(row) = self.wanted(place, filter) else {
                continue;
            };
            if !asked.is_anything() {
                continue;
            }
            let offered = self.offered.get(place);
            let does_not = |provider_id: &&str| !offered.is_some_and(|it| it.contains_key(*provider_id));
            let nobody = offered.is_none().then_some(NOBODY);
            let there = teaching.get(place.0.as_str()).into_iter().flatten().copied();
            let all = there.filter(does_not).chain(nobody).map(|provider_id| Found {
                kind: SkillNeedKind::NotOffered,
                provider_id,
                place,
                row,
            });
            found.extend(all);
        }
    }

    fn declining<'n>(&'n self, filter: &Filter, found: &mut Vec<Found<'n>>) {
        for (place, offers) in &self.offered {
            let row = self.wanted(place, filter);
            let Some(row) = row.filter(|row| self.signals.ring(row) == Ring::Declining) else {
                continue;
            };
            found.extend(offers.keys().map(|provider_id| Found {
                kind: SkillNeedKind::Declines,
                provider_id,
                place,
                row,
            }));
        }
    }

    /// The skill of a place, when it is on the radar and wanted.
    fn wanted(&self, (region_id, uri): &(String, String), filter: &Filter) -> Option<&'a RadarSkillRow> {
        let skill_uri = self.meant.uri(&filter.skill_uri);
        let here = wants(&filter.region_id, region_id) && wants(skill_uri, uri);
        let row = self.signals.get(uri).filter(|row| here && row.is_on_radar());
        row.filter(|row| is_under(row, &filter.theme_id))
    }

    /// The providers that teach in each region.
    fn teaching(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let known = &self.facts.professionalisation;
        let registered = known
            .providers
            .values()
            .map(|it| (it.provider_id.as_str(), &it.region_ids));
        let offering = open_offers(known).map(|it| (it.provider_id.as_str(), &it.region_ids));
        let mut teaching = BTreeMap::<_, BTreeSet<_>>::new();
        for (provider_id, region_ids) in registered.chain(offering) {
            for region_id in region_ids {
                teaching
                    .entry(region_id.as_str())
                    .or_default()
                    .insert(provider_id);
            }
        }
        teaching
    }

    /// A need written out.
    #[must_use]
    pub fn shown(&self, it: &Found<'_>) -> SkillNeed {
        let (region_id, _) = it.place;
        let (mut own, mut others) = (Traced::default(), Traced::default());
        for (provider_id, offers) in self.offered.get(it.place).into_iter().flatten() {
            let side = if provider_id == it.provider_id {
                &mut own
            } else {
                &mut others
            };
            side.and(offers);
        }
        let asked = self.asked.get(it.place).map(|(_, asked)| asked.shown());
        let issued = self.issued.get(it.place);
        let issued = issued.and_then(|by| by.get(it.provider_id));
        SkillNeed {
            kind: it.kind.into(),
            provider_id: it.provider_id.to_owned(),
            provider_name: self.provider_name(it.provider_id),
            region_id: region_id.clone(),
            region_name: region_name(&self.facts.reference, region_id),
            skill: Some(it.row.reference.clone()),
            signal: Some(self.signals.shown(it.row, region_id)),
            need: Some(asked.unwrap_or_else(|| Asked::default().shown())),
            offers: Some(own.count()),
            offers_of_others: Some(others.count()),
            credentials: Some(issued.unwrap_or(&Traced::default()).count()),
        }
    }

    /// By its registration, by the reference data, or by its identifier.
    fn provider_name(&self, provider_id: &str) -> String {
        let provider = self.facts.professionalisation.providers.get(provider_id);
        let organisation = self.facts.reference.organisations.get(provider_id);
        let names = [provider.map(|it| &it.name), organisation.map(|it| &it.name)];
        let name = names.into_iter().flatten().next();
        name.map_or_else(|| provider_id.to_owned(), Clone::clone)
    }
}

impl Found<'_> {
    fn key(&self) -> String {
        let kind = match self.kind {
            SkillNeedKind::NotOffered | SkillNeedKind::Unspecified => "1",
            SkillNeedKind::Declines => "2",
        };
        key(&[self.provider_id, &self.place.0, kind, &self.place.1])
    }
}

/// Whether a provider is known at all: it was registered, or offers something.
#[must_use]
pub fn is_known_provider(facts: &Facts, provider_id: &str) -> bool {
    let known = &facts.professionalisation;
    known.providers.contains_key(provider_id)
        || known
            .offers
            .values()
            .any(|offer| offer.provider_id == provider_id)
}

/// Open offers by where and what they teach, and whose they are.
fn offered(facts: &Facts, meant: &Meant<'_>) -> ByPlace<ByProvider<Traced>> {
    let mut offered = ByPlace::<ByProvider<Traced>>::new();
    for offer in open_offers(&facts.professionalisation) {
        for skill in meant.skills(&offer.skills) {
            for region_id in &offer.region_ids {
                let here = offered.entry((region_id.clone(), skill.uri.clone()));
                let of = here.or_default().entry(offer.provider_id.clone());
                of.or_default().one(&offer.positions);
            }
        }
    }
    offered
}

/// Credentials by where and for what they were issued, and by whom; what is too little to be told by region is left out.
fn issued(facts: &Facts, meant: &Meant<'_>) -> ByPlace<ByProvider<Traced>> {
    let known = &facts.professionalisation;
    let mut issued = ByPlace::<ByProvider<Traced>>::new();
    for row in known.issued.values().flatten() {
        let Some(class) = known
            .classes
            .get(&row.class_id)
            .filter(|_| !row.region_id.is_empty())
        else {
            continue;
        };
        for skill in meant.skills(&class.skills) {
            let here = issued.entry((row.region_id.clone(), skill.uri.clone()));
            let by = here.or_default().entry(row.provider_id.clone());
            by.or_default().add(row.net(), &[row.position]);
        }
    }
    issued
}

#[cfg(test)]
mod tests;
