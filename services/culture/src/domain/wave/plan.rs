//! What a measurement is to be. All of it is fixed when the fieldwork begins, so that nobody chooses cuts or weights by what they show.

use std::collections::{BTreeMap, BTreeSet};

use blocks::{
    findings::Findings,
    lists::check_count,
    size::json_bytes,
    values::{Id, LocalText, Period},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use statistics::survey::MARGIN_TOLERANCE;

use crate::domain::instrument::{Standing, Version};

/// The variables that every measurement may have, beside those of its margins.
pub const REGION: &str = "region";
/// See [`REGION`].
pub const SECTOR: &str = "sector";
/// See [`REGION`].
pub const FIRM_SIZE: &str = "firm-size";

/// Longest plan, in bytes of JSON: it has to travel in one event.
pub const PLAN_BYTES_MAX: usize = 44_000;
/// Most margins.
const MARGINS_MAX: usize = 10;
/// Most categories of a margin.
const CATEGORIES_MAX: usize = 100;
/// Most crossings.
const CROSSINGS_MAX: usize = 5;
/// Most variables of a crossing.
const CROSSED_MAX: usize = 3;
/// Most cells of all crossings together.
const CELLS_MAX: usize = 1_000;

/// How respondents are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// On the web.
    Online,
    /// By telephone.
    Telephone,
    /// Face to face.
    FaceToFace,
    /// On paper.
    Paper,
    /// In several ways.
    Mixed,
}

/// How respondents are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sampling {
    /// Everyone is asked.
    Census,
    /// Everyone has the same chance.
    SimpleRandom,
    /// At random within strata.
    Stratified,
    /// Not at random.
    NonProbability,
}

/// Size of a firm, by persons employed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FirmSize {
    /// One: the self-employed.
    One,
    /// 2 to 9.
    Micro,
    /// 10 to 49.
    Small,
    /// 50 to 249.
    Medium,
    /// 250 or more.
    Large,
}

impl FirmSize {
    /// As a category.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Micro => "micro",
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

/// How many of the population a category has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarginCategory {
    /// Category.
    pub category_id: Id,
    /// How many.
    pub population: u64,
}

/// Known numbers of the population by one variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Margin {
    /// Variable.
    pub variable: Id,
    /// Its categories.
    pub categories: Vec<MarginCategory>,
    /// Where the numbers come from.
    pub source: String,
}

impl Margin {
    fn population(&self) -> u64 {
        let categories = self.categories.iter();
        categories.fold(0, |sum, it| sum.saturating_add(it.population))
    }
}

/// What a measurement is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Identifier.
    pub wave_id: Id,
    /// Title.
    pub title: LocalText,
    /// Instrument.
    pub instrument_id: Id,
    /// Its version.
    pub instrument_version: u32,
    /// Identifier of the population's definition.
    pub population_id: Id,
    /// The population in words.
    pub population: LocalText,
    /// Day as of which the frame lists the population.
    pub frame_date: Date,
    /// How respondents are chosen.
    pub sampling: Sampling,
    /// How they are reached.
    pub mode: Mode,
    /// When.
    pub fieldwork: Period,
    /// Regions it covers.
    pub region_ids: Vec<Id>,
    /// Sectors it covers.
    pub sector_ids: Vec<Id>,
    /// Firm sizes it covers.
    pub firm_sizes: Vec<FirmSize>,
    /// Known margins.
    pub margins: Vec<Margin>,
    /// Crossings that are wanted, each a list of variables.
    pub crossings: Vec<Vec<Id>>,
    /// Organisation that does the fieldwork.
    pub organisation_id: Id,
    /// Project it belongs to.
    pub project_id: Option<Id>,
    /// True for invented data.
    pub example: bool,
}

impl Plan {
    /// The variables that are told apart, each with its categories in the order of the plan.
    #[must_use]
    pub fn variables(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut variables = BTreeMap::new();
        for margin in &self.margins {
            let categories = margin.categories.iter().map(|it| it.category_id.as_str());
            variables.insert(margin.variable.as_str(), categories.collect());
        }
        variables.extend(self.covered());
        variables
    }

    /// The variables among the three that the plan tells apart, with the categories it covers.
    fn covered(&self) -> Vec<(&'static str, Vec<&str>)> {
        let mut covered = vec![(REGION, self.region_ids.iter().map(String::as_str).collect())];
        if !self.sector_ids.is_empty() {
            covered.push((SECTOR, self.sector_ids.iter().map(String::as_str).collect()));
        }
        if !self.firm_sizes.is_empty() {
            covered.push((FIRM_SIZE, self.firm_sizes.iter().map(|it| it.name()).collect()));
        }
        covered
    }

    /// The cuts in which estimates are made: of the whole, by each of the three variables that is told apart, and the crossings.
    #[must_use]
    pub fn cuts(&self) -> Vec<Vec<&str>> {
        let mut cuts = vec![Vec::new()];
        cuts.extend(self.covered().into_iter().map(|(variable, _)| vec![variable]));
        for crossing in &self.crossings {
            cuts.push(crossing.iter().map(String::as_str).collect());
        }
        cuts
    }

    /// Notes what is wrong with it. `instrument` is the version it names, as it stands.
    pub(super) fn check(&self, instrument: Option<&(Version, Standing)>, findings: &mut Findings) {
        let released = instrument.is_some_and(|(_, it)| matches!(it, Standing::Released { .. }));
        let expected = "a version that is released, and not retired";
        findings.check(released, "instrument_version", expected);
        let framed = self.frame_date <= self.fieldwork.ends_on;
        findings.check(framed, "frame_date", "a day not after the end of the fieldwork");
        check_count(findings, "region_ids", &self.region_ids, 1);
        check_count(findings, "sector_ids", &self.sector_ids, 0);
        findings.distinct("firm_sizes", "", &self.firm_sizes);
        self.check_margins(findings);
        self.check_crossings(findings);
        let size = json_bytes(self) <= PLAN_BYTES_MAX;
        findings.check(size, "", format!("at most {PLAN_BYTES_MAX} bytes in all"));
    }

    fn check_margins(&self, findings: &mut Findings) {
        let count = (1..=MARGINS_MAX).contains(&self.margins.len());
        findings.check(count, "margins", format!("1 to {MARGINS_MAX} margins"));
        findings.distinct("margins", ".variable", self.margins.iter().map(|it| &it.variable));
        let covered: BTreeMap<_, _> = self.covered().into_iter().collect();
        let total = self.margins.first().map_or(0, Margin::population);
        for (index, margin) in self.margins.iter().enumerate() {
            let at = |name: &str| format!("margins[{index}].{name}");
            let reserved = [REGION, SECTOR, FIRM_SIZE].contains(&margin.variable.as_str());
            let told = covered.get(margin.variable.as_str());
            let expected = "a variable that the measurement tells apart";
            findings.check(!reserved || told.is_some(), at("variable"), expected);
            let count = (2..=CATEGORIES_MAX).contains(&margin.categories.len()) || reserved;
            findings.check(
                count,
                at("categories"),
                format!("2 to {CATEGORIES_MAX} categories"),
            );
            let ids: Vec<&str> = margin
                .categories
                .iter()
                .map(|it| it.category_id.as_str())
                .collect();
            findings.distinct(&at("categories"), ".category_id", &ids);
            let given: BTreeSet<&str> = ids.into_iter().collect();
            let exactly = told.is_none_or(|told| told.iter().copied().collect::<BTreeSet<_>>() == given);
            findings.check(
                exactly,
                at("categories"),
                "exactly the categories that the measurement covers",
            );
            for (place, category) in margin.categories.iter().enumerate() {
                let field = at(&format!("categories[{place}].population"));
                findings.check(category.population > 0, field, "at least 1");
            }
            // Margins come from several tables, each rounded.
            let apart = margin.population().abs_diff(total) as f64 / total.max(1) as f64;
            let expected = "a population that differs by at most 0.1 % from that of the first margin";
            findings.check(apart <= MARGIN_TOLERANCE, at("categories"), expected);
        }
    }

    fn check_crossings(&self, findings: &mut Findings) {
        let count = self.crossings.len() <= CROSSINGS_MAX;
        findings.check(count, "crossings", format!("at most {CROSSINGS_MAX} crossings"));
        let sorted = |it: &Vec<Id>| it.iter().cloned().collect::<BTreeSet<Id>>();
        findings.distinct("crossings", "", self.crossings.iter().map(sorted));
        let variables = self.variables();
        let mut all = 0_usize;
        for (index, crossing) in self.crossings.iter().enumerate() {
            let at = |place: usize| format!("crossings[{index}].variables[{place}]");
            let list = format!("crossings[{index}].variables");
            let count = (1..=CROSSED_MAX).contains(&crossing.len());
            findings.check(count, &list, format!("1 to {CROSSED_MAX} variables"));
            findings.distinct(&list, "", crossing);
            for (place, variable) in crossing.iter().enumerate() {
                let known = variables.contains_key(variable.as_str());
                let expected = "a variable that the measurement tells apart";
                findings.check(known, at(place), expected);
            }
            let alone = crossing.len() == 1 && self.cuts_alone(&crossing[0]);
            findings.check(!alone, &list, "a cut that is not made anyway");
            let cells = crossing.iter().filter_map(|it| variables.get(it.as_str()));
            let cells = cells.fold(1_usize, |product, it| product.saturating_mul(it.len()));
            all = all.saturating_add(cells);
        }
        let expected = format!("at most {CELLS_MAX} cells in all, not {all}");
        findings.check(all <= CELLS_MAX, "crossings", expected);
    }

    fn cuts_alone(&self, variable: &str) -> bool {
        self.covered().iter().any(|(known, _)| *known == variable)
    }
}
