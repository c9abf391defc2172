//! What is asked of each skill in each region against what teaches it there, counted row by row: one function for each source.

use std::collections::{BTreeMap, BTreeSet};

use contracts::{
    hub::v1::SkillRef,
    insight::v1::{Need, Supply},
    transitions::v1::SolutionState,
};

use super::{
    Meant, Traced,
    asked::{self, Asked},
};
use crate::rows::{Facts, OfferRow, Professionalisation, SolutionRow};

/// The region of what is counted for the country as a whole.
pub(super) const COUNTRY: &str = "";

/// Where is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// In each region.
    Regions,
    /// In each region, and once more for the country as a whole.
    CountryToo,
}

impl Extent {
    /// The places in which a row of these regions counts.
    pub(crate) fn places<'a>(
        self,
        regions: impl IntoIterator<Item = &'a str>,
    ) -> impl Iterator<Item = &'a str> {
        let country = (self == Self::CountryToo).then_some(COUNTRY);
        regions.into_iter().chain(country)
    }
}

/// One skill in one region.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) skill: SkillRef,
    pub(super) asked: Asked,
    pub(super) taught: Taught,
}

/// What teaches a skill in a region, and what was issued for it.
#[derive(Debug, Default)]
pub(super) struct Taught {
    pub(super) designed: Traced,
    pub(super) piloted: Traced,
    pub(super) scaled: Traced,
    pub(super) pilot_learners: Traced,
    pub(super) places_per_year: Traced,
    pub(super) reused: Traced,
    pub(super) offers: Traced,
    pub(super) offers_flexible: Traced,
    pub(super) credentials: Traced,
    pub(super) classes: Traced,
}

/// By region and skill.
pub(super) type Cells = BTreeMap<(String, String), Cell>;

/// Everything that is asked for under a theme, and everything that is taught.
pub(super) fn cells(facts: &Facts, meant: &Meant<'_>, theme_id: &str, extent: Extent) -> Cells {
    let asked = asked::by_skill(&facts.transitions, meant, theme_id, extent);
    let asked = asked.into_iter().map(|(key, (skill, asked))| {
        let cell = Cell {
            skill,
            asked,
            ..Cell::default()
        };
        (key, cell)
    });
    let mut counting = Counting {
        facts,
        meant,
        extent,
        cells: asked.collect(),
    };
    counting.solutions();
    counting.offers();
    counting.credentials();
    counting.classes();
    counting.cells
}

/// Offers that were not withdrawn.
pub(super) fn open_offers(known: &Professionalisation) -> impl Iterator<Item = &OfferRow> {
    let offers = known.offers.values().map(AsRef::as_ref);
    offers.filter(|offer: &&OfferRow| offer.withdrawn_on.is_none())
}

struct Counting<'a> {
    facts: &'a Facts,
    meant: &'a Meant<'a>,
    extent: Extent,
    cells: Cells,
}

impl Counting<'_> {
    /// What solutions teach: where they were made for, and where others use them.
    fn solutions(&mut self) {
        let known = &self.facts.transitions;
        for solution in known.solutions.values() {
            for skill in self.meant.skills(&solution.skills) {
                for region_id in self.places(&solution.region_ids) {
                    made_for(self.taught(region_id, skill), solution);
                }
                for reuse in known.reuse_of(&solution.solution_id) {
                    for region_id in self.extent.places([reuse.region_id.as_str()]) {
                        self.taught(region_id, skill).reused.one(&[reuse.position]);
                    }
                }
            }
        }
    }

    /// What providers offer now.
    fn offers(&mut self) {
        for offer in open_offers(&self.facts.professionalisation) {
            for skill in self.meant.skills(&offer.skills) {
                for region_id in self.places(&offer.region_ids) {
                    let taught = self.taught(region_id, skill);
                    taught.offers.one(&offer.positions);
                    if offer.is_flexible {
                        taught.offers_flexible.one(&offer.positions);
                    }
                }
            }
        }
    }

    /// What was issued, less what was revoked. What was too small to be told by region counts in none.
    fn credentials(&mut self) {
        let known = &self.facts.professionalisation;
        for row in known.issued.values().flatten() {
            let region = Some(row.region_id.as_str()).filter(|it| !it.is_empty());
            let class = known.classes.get(&row.class_id);
            for skill in class
                .map(|class| self.meant.skills(&class.skills))
                .unwrap_or_default()
            {
                for region_id in self.extent.places(region) {
                    let taught = self.taught(region_id, skill);
                    taught.credentials.add(row.net(), &[row.position]);
                }
            }
        }
    }

    /// Classes that were not withdrawn. A class has no region of its own.
    fn classes(&mut self) {
        let known = &self.facts.professionalisation;
        let regions = regions_of_classes(known);
        for class in known.classes.values().filter(|it| it.withdrawn_on.is_none()) {
            let found = regions.get(class.class_id.as_str());
            let found: Vec<&str> = found.into_iter().flatten().copied().collect();
            for skill in self.meant.skills(&class.skills) {
                for region_id in self.extent.places(found.iter().copied()) {
                    self.taught(region_id, skill).classes.one(&class.positions);
                }
            }
        }
    }

    fn places<'b>(&self, region_ids: &'b [String]) -> impl Iterator<Item = &'b str> + use<'b> {
        let places = self.extent.places(region_ids.iter().map(String::as_str));
        places.collect::<Vec<_>>().into_iter()
    }

    fn taught(&mut self, region_id: &str, skill: &SkillRef) -> &mut Taught {
        let new = || Cell {
            skill: skill.clone(),
            ..Cell::default()
        };
        let cell = self.cells.entry((region_id.to_owned(), skill.uri.clone()));
        &mut cell.or_insert_with(new).taught
    }
}

/// The regions of a class: those of the open offers that can end with it, and those in which credentials of it were issued.
fn regions_of_classes(known: &Professionalisation) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut regions = BTreeMap::<&str, BTreeSet<&str>>::new();
    for offer in open_offers(known) {
        for class_id in &offer.class_ids {
            let found = regions.entry(class_id).or_default();
            found.extend(offer.region_ids.iter().map(String::as_str));
        }
    }
    for row in known.issued.values().flatten() {
        if !row.region_id.is_empty() {
            regions.entry(&row.class_id).or_default().insert(&row.region_id);
        }
    }
    regions
}

fn made_for(taught: &mut Taught, solution: &SolutionRow) {
    let positions = &solution.positions;
    match solution.state {
        SolutionState::Designed => taught.designed.one(positions),
        SolutionState::Piloted => taught.piloted.one(positions),
        SolutionState::Scaled => taught.scaled.one(positions),
        SolutionState::Unspecified => {}
    }
    if solution.piloted_on.is_some() {
        taught
            .pilot_learners
            .add(i64::from(solution.pilot_learners), positions);
    }
    if solution.scaled_on.is_some() {
        taught
            .places_per_year
            .add(i64::from(solution.places_per_year), positions);
    }
}

impl Asked {
    /// As the contract writes it.
    pub(super) fn shown(&self) -> Need {
        Need {
            people: Some(self.people.count()),
            bottlenecks: Some(self.bottlenecks.count()),
            demands_understood: Some(self.understood.count()),
            demands_in_progress: Some(self.in_progress.count()),
        }
    }
}

impl Taught {
    /// Whether there is a solution, or others use one.
    pub(super) fn is_solved(&self) -> bool {
        [&self.designed, &self.piloted, &self.scaled, &self.reused]
            .iter()
            .any(|it| it.total() > 0)
    }

    /// As the contract writes it.
    pub(super) fn shown(&self) -> Supply {
        Supply {
            designed: Some(self.designed.count()),
            piloted: Some(self.piloted.count()),
            scaled: Some(self.scaled.count()),
            pilot_learners: Some(self.pilot_learners.count()),
            places_per_year: Some(self.places_per_year.count()),
            reused: Some(self.reused.count()),
            offers: Some(self.offers.count()),
            offers_flexible: Some(self.offers_flexible.count()),
            credentials: Some(self.credentials.count()),
            classes: Some(self.classes.count()),
        }
    }
}
