//! Demand, applications, awards and solutions for tests, built in a line.

use std::sync::Arc;

use contracts::{
    culture::v1::{
        Category, Cell, Code, CodingScheme, Component, Estimate, Instrument, Intervention, InterventionState,
        Item, ItemEstimate, KeptEffect, KeptFigure, Measurement, MeasurementState, ReferenceFigure, Summary,
    },
    hub::v1::{LocalText, Period, SkillRef},
    programme::v1::{CallWindow, Ceiling, Region, RegionShare, ReportState, Scheme, SizeClass, Theme},
    radar::v1::{EditionSkill, Movement, RegionEvidence, Ring},
    transitions::v1::{ApplicationState, AwardOutcome, AwardState, DemandPhase, SolutionState},
};

pub(crate) use crate::figure::fixture::{day, share, today};
use crate::rows::{
    ApplicationRow, AwardRow, BottleneckRow, ClassRow, CodedRow, DemandRow, EditionRow, EffectRow,
    EstimatesRow, Facts, FigureRow, InstrumentRow, InterventionRow, IssuedRow, OfferRow, ProjectFacts,
    ProviderRow, RadarSkillRow, ReuseRow, SchemeRow, SolutionRow, Transitions, WaveRow,
};

pub(crate) const SKILL: &str = "http://data.europa.eu/esco/skill/1";

/// Facts that grow row by row.
#[derive(Default)]
pub(crate) struct Known(Facts);

/// Facts with reference data and nothing else.
pub(crate) fn known() -> Known {
    let mut facts = Facts::default();
    let reference = Arc::make_mut(&mut facts.reference);
    for (region_id, name) in [("AM01", "Groningen"), ("AM02", "Friesland")] {
        let region = Region {
            region_id: region_id.into(),
            name: name.into(),
            ..Region::default()
        };
        reference.regions.insert(region_id.into(), region);
    }
    for theme_id in ["energy", "care"] {
        let theme = Theme {
            theme_id: theme_id.into(),
            ..Theme::default()
        };
        reference.themes.insert(theme_id.into(), theme);
    }
    let scheme = Scheme {
        scheme_id: "scheme-1".into(),
        block_id: "transitions".into(),
        theme_id: "energy".into(),
        ..Scheme::default()
    };
    reference.schemes.insert("scheme-1".into(), scheme);
    let call = CallWindow {
        call_id: "call-1".into(),
        tranche_id: "r1".into(),
        scheme_id: "scheme-1".into(),
        opens_on: "2024-04-01".into(),
        closes_on: "2024-04-15".into(),
        ceilings: vec![Ceiling {
            size_class: SizeClass::Small.into(),
            ceiling_cents: 1_000,
            confirmed: true,
        }],
        ..CallWindow::default()
    };
    reference.call_windows.insert("call-1".into(), call);
    Known(facts)
}

impl Known {
    pub(crate) fn with(mut self, row: impl Put) -> Self {
        row.put(&mut self.0);
        self
    }

    pub(crate) fn facts(self) -> Facts {
        self.0
    }
}

/// A row that finds its own place.
pub(crate) trait Put {
    fn put(self, facts: &mut Facts);
}

macro_rules! put {
    ($($row:ty => $map:ident by $id:ident),*) => {
        $(impl Put for $row {
            fn put(self, facts: &mut Facts) {
                Arc::make_mut(&mut known_of(facts).$map).insert(self.$id.clone(), Arc::new(self));
            }
        })*
    };
}
put!(
    BottleneckRow => bottlenecks by bottleneck_id,
    DemandRow => demands by demand_id,
    ApplicationRow => applications by application_id,
    AwardRow => awards by application_id,
    SolutionRow => solutions by solution_id
);

impl Put for ReuseRow {
    fn put(self, facts: &mut Facts) {
        let rows = Arc::make_mut(&mut known_of(facts).reuse)
            .entry(self.solution_id.clone())
            .or_default();
        rows.push(self);
    }
}

impl Put for RadarSkillRow {
    fn put(self, facts: &mut Facts) {
        let known = Arc::make_mut(&mut facts.radar);
        Arc::make_mut(&mut known.skills).insert(self.skill_id.clone(), Arc::new(self));
    }
}

impl Put for EditionRow {
    fn put(self, facts: &mut Facts) {
        let known = Arc::make_mut(&mut facts.radar);
        Arc::make_mut(&mut known.editions).insert(self.edition.clone(), Arc::new(self));
    }
}

impl Put for ProviderRow {
    fn put(self, facts: &mut Facts) {
        let known = Arc::make_mut(&mut facts.professionalisation);
        Arc::make_mut(&mut known.providers).insert(self.provider_id.clone(), Arc::new(self));
    }
}

macro_rules! put_culture {
    ($($row:ty => $map:ident by $id:ident),*) => {
        $(impl Put for $row {
            fn put(self, facts: &mut Facts) {
                let known = Arc::make_mut(&mut facts.culture);
                Arc::make_mut(&mut known.$map).insert(self.$id.clone(), Arc::new(self));
            }
        })*
    };
    (lists $($row:ty => $map:ident by $id:ident),*) => {
        $(impl Put for $row {
            fn put(self, facts: &mut Facts) {
                let known = Arc::make_mut(&mut facts.culture);
                let rows = Arc::make_mut(&mut known.$map).entry(self.$id.clone()).or_default();
                rows.push(self);
            }
        })*
    };
}
put_culture!(
    WaveRow => waves by wave_id,
    FigureRow => figures by figure_id,
    InterventionRow => interventions by intervention_id,
    CodedRow => coded by report_id
);
put_culture!(
    lists
    InstrumentRow => instruments by instrument_id,
    EstimatesRow => estimates by wave_id,
    EffectRow => effects by intervention_id,
    SchemeRow => schemes by scheme_id
);

impl Put for OfferRow {
    fn put(self, facts: &mut Facts) {
        let known = Arc::make_mut(&mut facts.professionalisation);
        Arc::make_mut(&mut known.offers).insert(self.offer_id.clone(), Arc::new(self));
    }
}

impl Put for ClassRow {
    fn put(self, facts: &mut Facts) {
        let known = Arc::make_mut(&mut facts.professionalisation);
        Arc::make_mut(&mut known.classes).insert(self.class_id.clone(), Arc::new(self));
    }
}

impl Put for IssuedRow {
    fn put(self, facts: &mut Facts) {
        let known = Arc::make_mut(&mut facts.professionalisation);
        let rows = Arc::make_mut(&mut known.issued)
            .entry(self.counted_in.clone())
            .or_default();
        rows.push(self);
    }
}

impl Put for ProjectFacts {
    fn put(self, facts: &mut Facts) {
        facts
            .projects
            .insert(self.project.project_id.clone(), Arc::new(self));
    }
}

fn known_of(facts: &mut Facts) -> &mut Transitions {
    Arc::make_mut(&mut facts.transitions)
}

pub(crate) fn skill(uri: &str) -> SkillRef {
    SkillRef {
        uri: uri.into(),
        taxonomy: "ESCO 1.1.1".into(),
        label: "Haskell".into(),
    }
}

pub(crate) fn bottleneck(id: &str, region_id: &str, people: u32, position: u64) -> BottleneckRow {
    BottleneckRow {
        bottleneck_id: id.into(),
        region_id: region_id.into(),
        sector: "43.2".into(),
        theme_id: "energy".into(),
        skills: vec![skill(SKILL)],
        target_group: "installateurs".into(),
        people,
        source: "prognose".into(),
        observed_on: day("2024-01-15"),
        revision: 1,
        resolved_on: None,
        positions: vec![position],
    }
}

/// A demand of region AM01, signalled on 1 January 2024 and understood a month later, if it was.
pub(crate) fn demand(id: &str, phase: DemandPhase, position: u64) -> DemandRow {
    let understood = phase == DemandPhase::Understand;
    DemandRow {
        demand_id: id.into(),
        title: id.into(),
        region_ids: vec!["AM01".into()],
        sector: String::new(),
        theme_id: "energy".into(),
        skills: vec![skill(SKILL)],
        target_group: "installateurs".into(),
        bottleneck_ids: Vec::new(),
        phase,
        signalled_on: day("2024-01-01"),
        explored_on: None,
        understood_on: understood.then(|| day("2024-02-01")),
        dropped_on: (phase == DemandPhase::Dropped).then(|| day("2024-02-01")),
        positions: vec![position],
    }
}

/// A skill that three sources of two publishers named, two of them about region AM01 and one about the country.
pub(crate) fn on_radar(id: &str, uri: &str, position: u64) -> RadarSkillRow {
    let about = |region_id: &str, sources| RegionEvidence {
        region_id: region_id.into(),
        sources,
    };
    RadarSkillRow {
        skill_id: id.into(),
        reference: skill(uri),
        label: LocalText {
            nl: id.into(),
            en: id.into(),
        },
        theme_ids: vec!["energy".into()],
        sources: 3,
        publishers: 2,
        regions: vec![about("", 1), about("AM01", 2)],
        dissents: 0,
        published_on: day("2025-01-01"),
        retired_on: None,
        merged_on: None,
        merged_into_reference: None,
        positions: vec![position],
    }
}

/// The same, merged into the skill with another reference.
pub(crate) fn merged(row: RadarSkillRow, into_uri: &str, position: u64) -> RadarSkillRow {
    let positions = [row.positions.clone(), vec![position]].concat();
    RadarSkillRow {
        merged_on: Some(day("2025-02-01")),
        merged_into_reference: Some(skill(into_uri)),
        positions,
        ..row
    }
}

/// An edition with the rings of skills.
pub(crate) fn edition(number: u32, rings: &[(&str, Ring)], position: u64) -> EditionRow {
    let skill = |(id, ring): &(&str, Ring)| EditionSkill {
        skill_id: (*id).into(),
        ring: (*ring).into(),
        movement: Movement::New.into(),
        sources: 5,
    };
    EditionRow {
        edition: number.to_string(),
        number,
        title: LocalText::default(),
        published_on: day("2025-02-15"),
        sources: 40,
        skills: rings.iter().map(skill).collect(),
        departed_skill_ids: Vec::new(),
        position,
    }
}

/// A provider that teaches in region AM01.
pub(crate) fn provider(id: &str, position: u64) -> ProviderRow {
    ProviderRow {
        provider_id: id.into(),
        name: format!("Provider {id}"),
        region_ids: vec!["AM01".into()],
        positions: vec![position],
    }
}

/// An offer in region AM01.
pub(crate) fn offer(id: &str, is_flexible: bool, position: u64) -> OfferRow {
    OfferRow {
        offer_id: id.into(),
        provider_id: "o1".into(),
        project_id: "p1".into(),
        title: id.into(),
        skills: vec![skill(SKILL)],
        region_ids: vec!["AM01".into()],
        target_group: "installateurs".into(),
        class_ids: Vec::new(),
        is_flexible,
        open_from: day("2025-01-01"),
        withdrawn_on: None,
        positions: vec![position],
    }
}

/// A credential class.
pub(crate) fn class(id: &str, position: u64) -> ClassRow {
    ClassRow {
        class_id: id.into(),
        provider_id: "o1".into(),
        name: id.into(),
        skills: vec![skill(SKILL)],
        published_on: day("2025-01-01"),
        withdrawn_on: None,
        positions: vec![position],
    }
}

/// Credentials that were counted: issued and revoked.
pub(crate) fn issued(
    counted_in: &str,
    class_id: &str,
    region_id: &str,
    (issued, revoked): (u32, u32),
    position: u64,
) -> IssuedRow {
    IssuedRow {
        counted_in: counted_in.into(),
        class_id: class_id.into(),
        provider_id: "o1".into(),
        region_id: region_id.into(),
        issued,
        revoked,
        position,
    }
}

/// An application of region AM01 that answers demand `d1`.
pub(crate) fn application(id: &str, requested_cents: i64, position: u64) -> ApplicationRow {
    ApplicationRow {
        application_id: id.into(),
        call_id: "call-1".into(),
        tranche_id: "r1".into(),
        scheme_id: "scheme-1".into(),
        scheme_version: 1,
        name: format!("Application {id}"),
        workgroup_id: "wg-1".into(),
        theme_id: "energy".into(),
        size_class: SizeClass::Small,
        regions: vec![share("AM01", 100)],
        skills: vec![skill(SKILL)],
        target_group: "Installateurs".into(),
        demand_ids: vec!["d1".into()],
        requested_cents,
        example: false,
        state: ApplicationState::Submitted,
        submitted_on: day("2024-04-10"),
        assessed_on: None,
        positions: vec![position],
    }
}

pub(crate) fn withdrawn(row: ApplicationRow) -> ApplicationRow {
    ApplicationRow {
        state: ApplicationState::Withdrawn,
        ..row
    }
}

/// The decision on such an application.
pub(crate) fn award(id: &str, state: AwardState, awarded_cents: i64, position: u64) -> AwardRow {
    let outcome = match state {
        AwardState::Conditional | AwardState::Lapsed => AwardOutcome::Conditional,
        AwardState::Rejected => AwardOutcome::Rejected,
        AwardState::Granted | AwardState::Determined | AwardState::Unspecified => AwardOutcome::Granted,
    };
    let rejected: Vec<RegionShare> = Vec::new();
    let takes = outcome != AwardOutcome::Rejected;
    AwardRow {
        application_id: id.into(),
        call_id: "call-1".into(),
        tranche_id: "r1".into(),
        block_id: "transitions".into(),
        theme_id: "energy".into(),
        workgroup_id: "wg-1".into(),
        size_class: SizeClass::Small,
        outcome,
        state,
        awarded_cents,
        determined_cents: None,
        paid_cents: 0,
        decided_on: day("2024-08-15"),
        conditions_due_on: None,
        regions: if takes { vec![share("AM01", 100)] } else { rejected },
        demand_ids: if takes { vec!["d1".into()] } else { Vec::new() },
        example: false,
        determined_position: None,
        positions: vec![position],
    }
}

/// A solution for region AM01 that answers demand `d1`.
pub(crate) fn solution(id: &str, project_id: &str, position: u64) -> SolutionRow {
    SolutionRow {
        solution_id: id.into(),
        project_id: project_id.into(),
        name: format!("Solution {id}"),
        skills: vec![skill(SKILL)],
        region_ids: vec!["AM01".into()],
        target_group: "installateurs".into(),
        demand_ids: vec!["d1".into()],
        state: SolutionState::Designed,
        designed_on: day("2025-01-10"),
        piloted_on: None,
        pilot_learners: 0,
        scaled_on: None,
        places_per_year: 0,
        positions: vec![position],
    }
}

/// The same, piloted on 1 February 2025.
pub(crate) fn piloted(row: SolutionRow, learners: u32, position: u64) -> SolutionRow {
    let positions = [row.positions.clone(), vec![position]].concat();
    SolutionRow {
        state: SolutionState::Piloted,
        piloted_on: Some(day("2025-02-01")),
        pilot_learners: learners,
        positions,
        ..row
    }
}

/// The same, in the regular offer.
pub(crate) fn scaled(row: SolutionRow, learners: u32, places_per_year: u32, position: u64) -> SolutionRow {
    SolutionRow {
        state: SolutionState::Scaled,
        scaled_on: Some(day("2025-02-20")),
        places_per_year,
        ..piloted(row, learners, position)
    }
}

pub(crate) fn reuse(id: &str, solution_id: &str, region_id: &str, position: u64) -> ReuseRow {
    ReuseRow {
        solution_id: solution_id.into(),
        reuse_id: id.into(),
        organisation_id: "org-2".into(),
        region_id: region_id.into(),
        since: day("2025-02-15"),
        adaptation: "korter".into(),
        position,
    }
}

/// A project with accepted reports that answer the question about the learning culture, from a position on.
pub(crate) fn answering(project_id: &str, report_ids: &[&str], position: u64) -> ProjectFacts {
    let mut facts = crate::figure::fixture::project(project_id);
    for (report_id, position) in report_ids.iter().zip(position..) {
        let mut report = crate::figure::fixture::report(report_id, "2024-12-31", ReportState::Accepted);
        report.project_id = project_id.into();
        report.accepted_position = Some(position);
        report.accepted_revision = Some(1);
        report.learning_culture = "wij leren van elkaar".into();
        facts.reports.push(report);
    }
    facts
}

/// What was coded of a report's first round, by version 1 of the scheme `s`.
pub(crate) fn coded(report_id: &str, project_id: &str, code_ids: &[&str], position: u64) -> CodedRow {
    CodedRow {
        report_id: report_id.into(),
        project_id: project_id.into(),
        revision: 1,
        scheme_id: "s".into(),
        scheme_version: 1,
        code_ids: code_ids.iter().map(|id| (*id).into()).collect(),
        coders: 1,
        settled: false,
        position,
    }
}

/// A version of a coding scheme with codes of components.
pub(crate) fn scheme(id: &str, version: u32, codes: &[(&str, Component)], position: u64) -> SchemeRow {
    let code = |(id, component): &(&str, Component)| Code {
        code_id: (*id).into(),
        component: (*component).into(),
        ..Code::default()
    };
    SchemeRow {
        scheme_id: id.into(),
        version,
        scheme: CodingScheme {
            scheme_id: id.into(),
            version,
            codes: codes.iter().map(code).collect(),
            ..CodingScheme::default()
        },
        position,
    }
}

/// Version 1 of an instrument, its items with their official definitions.
pub(crate) fn instrument(id: &str, items: &[(&str, &str)], position: u64) -> InstrumentRow {
    let item = |(item_id, definition_id): &(&str, &str)| Item {
        item_id: (*item_id).into(),
        definition_id: (*definition_id).into(),
        ..Item::default()
    };
    InstrumentRow {
        instrument_id: id.into(),
        version: 1,
        instrument: Instrument {
            instrument_id: id.into(),
            version: 1,
            items: items.iter().map(item).collect(),
            ..Instrument::default()
        },
        position,
    }
}

/// A measurement with instrument `i` in region AM01 that was estimated: of item `q1` a share of 25 percent of 400 respondents.
pub(crate) fn wave(id: &str, population_id: &str, year: &str, position: u64) -> WaveRow {
    let estimate = Estimate {
        n: 400,
        value: 25.0,
        lower: 21.0,
        upper: 29.0,
        ..Estimate::default()
    };
    WaveRow {
        wave_id: id.into(),
        measurement: Measurement {
            wave_id: id.into(),
            instrument_id: "i".into(),
            instrument_version: 1,
            population_id: population_id.into(),
            fieldwork: Some(whole_year(year)),
            region_ids: vec!["AM01".into()],
            ..Measurement::default()
        },
        state: MeasurementState::Estimated,
        responses: 400,
        summary: Some(Summary::default()),
        whole: Some(Cell {
            items: vec![ItemEstimate {
                item_id: "q1".into(),
                estimate: Some(estimate),
            }],
            ..Cell::default()
        }),
        withdrawn_on: None,
        positions: vec![position],
    }
}

/// A cell of categories of variables.
pub(crate) fn cell(categories: &[(&str, &str)]) -> Cell {
    let category = |(variable, category_id): &(&str, &str)| Category {
        variable: (*variable).into(),
        category_id: (*category_id).into(),
    };
    Cell {
        categories: categories.iter().map(category).collect(),
        ..Cell::default()
    }
}

/// The cells of a measurement, in one part.
pub(crate) fn estimates(wave_id: &str, cells: &[Cell], position: u64) -> EstimatesRow {
    EstimatesRow {
        wave_id: wave_id.into(),
        part: 1,
        cells: cells.to_vec(),
        position,
    }
}

/// A figure of official statistics of a year.
pub(crate) fn reference_figure(
    id: &str,
    definition_id: &str,
    population_id: &str,
    year: &str,
    position: u64,
) -> FigureRow {
    FigureRow {
        figure_id: id.into(),
        figure: KeptFigure {
            figure: Some(ReferenceFigure {
                figure_id: id.into(),
                definition_id: definition_id.into(),
                population_id: population_id.into(),
                period: Some(whole_year(year)),
                ..ReferenceFigure::default()
            }),
            share: 0.264,
            ..KeptFigure::default()
        },
        positions: vec![position],
    }
}

fn whole_year(year: &str) -> Period {
    Period {
        label: year.into(),
        starts_on: format!("{year}-01-01"),
        ends_on: format!("{year}-12-31"),
    }
}

/// An intervention of project `p1` in region AM01 that is planned and to move learning behaviour.
pub(crate) fn intervention(id: &str, planned_cents: i64, position: u64) -> InterventionRow {
    InterventionRow {
        intervention_id: id.into(),
        intervention: Intervention {
            intervention_id: id.into(),
            workgroup_id: "wg-1".into(),
            region_ids: vec!["AM01".into()],
            project_id: "p1".into(),
            components: vec![Component::LearningBehaviour.into()],
            planned_cents,
            ..Intervention::default()
        },
        state: InterventionState::Planned,
        started_on: None,
        ended_on: None,
        stopped_because: String::new(),
        realised_cents: None,
        positions: vec![position],
    }
}

/// An effect of an intervention that was observed.
pub(crate) fn effect(intervention_id: &str, effect_id: &str, position: u64) -> EffectRow {
    EffectRow {
        intervention_id: intervention_id.into(),
        effect_id: effect_id.into(),
        effect: KeptEffect::default(),
        position,
    }
}
