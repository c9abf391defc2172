//! White spots: themes and skills for which there is no application in a region.
//!
//! An application counts as long as it is under consideration or awarded. One that was withdrawn, rejected or lapsed leaves the spot
//! white, and is told beside it: somebody tried. What came of applications that this hub never saw counts as well: a project that was
//! not stopped covers its theme in its regions, a solution its skills in the regions it was made for.
//!
//! A skill that comes up, emerging or growing by the newest edition of the radar, is a white spot of its own kind in a region that
//! its sources are about and where there is nothing of it: no demand, however early, no application, solution or offer. Once somebody
//! asks for it there, it is told as any other skill.

use std::collections::{BTreeMap, BTreeSet};

use contracts::{
    hub::v1::SkillRef,
    insight::v1::{WhiteSpot, WhiteSpotKind},
    programme::v1::ProjectState,
    radar::v1::Ring,
};
use jiff::civil::Date;

use super::{
    Meant, Traced,
    asked::{self, Asked},
    cells::{Extent, open_offers},
    page::key,
    region_name,
    signal::{Signals, is_under},
    theme_name, wants,
};
use crate::rows::{ApplicationRow, Facts, Reference};

/// What is wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Themes, skills or skills that come up; unspecified for all.
    pub kind: WhiteSpotKind,
    /// Region; empty for any.
    pub region_id: String,
    /// Theme, or theme under which a skill is asked for or on the radar; empty for any.
    pub theme_id: String,
    /// Also themes that nobody asks for.
    pub without_demand: bool,
}

/// What applications there are for a theme or skill in a region.
#[derive(Debug, Default)]
struct Applied {
    is_covered: bool,
    came_to_nothing: Traced,
}

/// By region, and theme or skill.
type ByRegion<T> = BTreeMap<(String, String), T>;

/// The spots by their key: kind, region, theme or skill.
#[must_use]
pub fn white_spots(facts: &Facts, filter: &Filter, today: Date) -> BTreeMap<String, WhiteSpot> {
    let wanted = |kind| [WhiteSpotKind::Unspecified, kind].contains(&filter.kind);
    let mut spots = BTreeMap::new();
    if wanted(WhiteSpotKind::Theme) {
        themes(facts, filter, today, &mut spots);
    }
    let meant = Meant::by(&facts.radar);
    if wanted(WhiteSpotKind::Skill) {
        skills(facts, filter, &meant, &mut spots);
    }
    if wanted(WhiteSpotKind::EmergingSkill) {
        emerging_skills(facts, filter, &meant, &mut spots);
    }
    spots
}

fn themes(facts: &Facts, filter: &Filter, today: Date, spots: &mut BTreeMap<String, WhiteSpot>) {
    let mut asked = asked::by_theme(&facts.transitions, &filter.theme_id);
    asked.retain(|_, asked| filter.without_demand || asked.is_established());
    if filter.without_demand {
        for region_id in regions_of(&facts.reference, today) {
            let themes = facts.reference.themes.keys();
            for theme_id in themes.filter(|theme_id| wants(&filter.theme_id, theme_id)) {
                asked.entry((region_id.to_owned(), theme_id.clone())).or_default();
            }
        }
    }
    let mut applied = applied(facts, |application| vec![application.theme_id.as_str()]);
    covered_by_projects(facts, &mut applied);
    for ((region_id, theme_id), asked) in asked {
        let place = (region_id, theme_id);
        if let Some(spot) = white(facts, filter, &applied, &place, &asked) {
            let (region_id, theme_id) = place;
            let spot = WhiteSpot {
                kind: WhiteSpotKind::Theme.into(),
                theme_name: theme_name(&facts.reference, &theme_id),
                theme_id: theme_id.clone(),
                ..spot
            };
            spots.insert(key(&["theme", &region_id, &theme_id]), spot);
        }
    }
}

fn skills<'a>(facts: &'a Facts, filter: &Filter, meant: &Meant<'a>, spots: &mut BTreeMap<String, WhiteSpot>) {
    let applied = applied_for_skills(facts, meant);
    let asked = asked::by_skill(&facts.transitions, meant, &filter.theme_id, Extent::Regions);
    for (place, (skill, asked)) in asked {
        if !asked.is_established() {
            continue;
        }
        if let Some(spot) = white(facts, filter, &applied, &place, &asked) {
            spots.insert(key(&["skill", &place.0, &place.1]), of_skill(spot, skill));
        }
    }
}

/// Skills that come up where nobody asks for them, applies with them or offers them.
fn emerging_skills<'a>(
    facts: &'a Facts,
    filter: &Filter,
    meant: &Meant<'a>,
    spots: &mut BTreeMap<String, WhiteSpot>,
) {
    let signals = Signals::of(&facts.radar, meant);
    let asked = asked::by_skill(&facts.transitions, meant, "", Extent::Regions);
    let mut applied = applied_for_skills(facts, meant);
    covered_by_offers(facts, meant, &mut applied);
    for row in signals.on_radar().filter(|row| is_under(row, &filter.theme_id)) {
        let ring = signals.ring(row);
        if !matches!(ring, Ring::Emerging | Ring::Growing) {
            continue;
        }
        for evidence in &row.regions {
            let place = (evidence.region_id.clone(), row.reference.uri.clone());
            let is_asked = asked.get(&place).is_some_and(|(_, asked)| asked.is_anything());
            if place.0.is_empty() || is_asked {
                continue;
            }
            if let Some(spot) = white(facts, filter, &applied, &place, &Asked::default()) {
                let spot = WhiteSpot {
                    kind: WhiteSpotKind::EmergingSkill.into(),
                    sources: signals.shown(row, &place.0).sources_here,
                    ring: ring.into(),
                    ..of_skill(spot, row.reference.clone())
                };
                spots.insert(key(&["skill-emerging", &place.0, &place.1]), spot);
            }
        }
    }
}

/// The applications by region and skill, and what covers a skill without one.
fn applied_for_skills<'a>(facts: &'a Facts, meant: &Meant<'a>) -> ByRegion<Applied> {
    let mut applied = applied(facts, |application| {
        let skills = meant.skills(&application.skills).into_iter();
        skills.map(|skill| skill.uri.as_str()).collect()
    });
    covered_by_solutions(facts, meant, &mut applied);
    applied
}

fn of_skill(spot: WhiteSpot, skill: SkillRef) -> WhiteSpot {
    WhiteSpot {
        kind: WhiteSpotKind::Skill.into(),
        skill: Some(skill),
        ..spot
    }
}

/// The spot, when it is white and wanted.
fn white(
    facts: &Facts,
    filter: &Filter,
    applied: &ByRegion<Applied>,
    place: &(String, String),
    asked: &Asked,
) -> Option<WhiteSpot> {
    let found = applied.get(place);
    let covered = found.is_some_and(|applied| applied.is_covered);
    if covered || !wants(&filter.region_id, &place.0) {
        return None;
    }
    let nothing = Traced::default();
    let came_to_nothing = found.map_or(&nothing, |applied| &applied.came_to_nothing);
    Some(WhiteSpot {
        region_name: region_name(&facts.reference, &place.0),
        region_id: place.0.clone(),
        people: Some(asked.people.count()),
        bottlenecks: Some(asked.bottlenecks.count()),
        demands: Some(asked.understood.count()),
        came_to_nothing: Some(came_to_nothing.count()),
        ..WhiteSpot::default()
    })
}

/// The applications by region and what `names` names of each.
fn applied<'a>(facts: &'a Facts, names: impl Fn(&'a ApplicationRow) -> Vec<&'a str>) -> ByRegion<Applied> {
    let mut applied = ByRegion::<Applied>::new();
    for application in facts.transitions.applications.values() {
        let nothing = facts.transitions.came_to_nothing(application);
        let award = facts.transitions.awards.get(&application.application_id);
        let decided = award.map_or(&[][..], |award| &award.positions);
        let behind = [application.positions.as_slice(), decided].concat();
        let named: BTreeSet<&str> = names(application).into_iter().collect();
        for share in &application.regions {
            for name in &named {
                let found = applied
                    .entry((share.region_id.clone(), (*name).to_owned()))
                    .or_default();
                if nothing {
                    found.came_to_nothing.one(&behind);
                } else {
                    found.is_covered = true;
                }
            }
        }
    }
    applied
}

fn covered_by_projects(facts: &Facts, applied: &mut ByRegion<Applied>) {
    for project in facts.projects.values().map(|project| &project.project) {
        if project.state == ProjectState::Stopped {
            continue;
        }
        for share in &project.regions {
            let place = (share.region_id.clone(), project.theme_id.clone());
            applied.entry(place).or_default().is_covered = true;
        }
    }
}

fn covered_by_solutions(facts: &Facts, meant: &Meant<'_>, applied: &mut ByRegion<Applied>) {
    for solution in facts.transitions.solutions.values() {
        covered(applied, &solution.region_ids, &meant.skills(&solution.skills));
    }
}

fn covered_by_offers(facts: &Facts, meant: &Meant<'_>, applied: &mut ByRegion<Applied>) {
    for offer in open_offers(&facts.professionalisation) {
        covered(applied, &offer.region_ids, &meant.skills(&offer.skills));
    }
}

fn covered(applied: &mut ByRegion<Applied>, region_ids: &[String], skills: &[&SkillRef]) {
    for region_id in region_ids {
        for skill in skills {
            let place = (region_id.clone(), skill.uri.clone());
            applied.entry(place).or_default().is_covered = true;
        }
    }
}

/// The regions there are on a day.
fn regions_of(reference: &Reference, today: Date) -> impl Iterator<Item = &str> {
    let valid = move |valid_to: &str| valid_to.parse::<Date>().map_or(true, |last| today <= last);
    let regions = reference
        .regions
        .values()
        .filter(move |region| valid(&region.valid_to));
    regions.map(|region| region.region_id.as_str())
}

#[cfg(test)]
mod tests {
    use contracts::{
        insight::v1::traced_figure::Value, transitions::v1::AwardState, transitions::v1::DemandPhase,
    };

    use super::*;
    use crate::{
        coherence::fixture::{
            Known, SKILL, application, award, bottleneck, demand, edition, known, merged, offer, on_radar,
            skill, solution, today, withdrawn,
        },
        figure::fixture::project,
    };

    fn asked_for() -> Known {
        known()
            .with(bottleneck("b1", "AM01", 400, 1))
            .with(bottleneck("b2", "AM02", 50, 2))
            .with(demand("d1", DemandPhase::Understand, 3))
    }

    fn shown(facts: &Facts, filter: &Filter) -> Vec<(WhiteSpotKind, String)> {
        white_spots(facts, filter, today())
            .into_values()
            .map(|spot| (spot.kind(), spot.region_id))
            .collect()
    }

    #[test]
    fn what_is_asked_for_without_an_application_is_white_until_there_is_one() {
        use WhiteSpotKind::{Skill, Theme};
        let at = |kind, region: &str| (kind, region.to_owned());
        let before = shown(&asked_for().facts(), &Filter::default());
        assert_eq!(
            before,
            [
                at(Skill, "AM01"),
                at(Skill, "AM02"),
                at(Theme, "AM01"),
                at(Theme, "AM02")
            ]
        );
        let facts = asked_for().with(application("a1", 100, 4)).facts();
        let after = shown(&facts, &Filter::default());
        assert_eq!(after, [at(Skill, "AM02"), at(Theme, "AM02")]);
        let only_themes = Filter {
            kind: Theme,
            region_id: "AM01".into(),
            ..Filter::default()
        };
        assert!(shown(&facts, &only_themes).is_empty());
    }

    #[test]
    fn a_spot_tells_who_asks_and_who_tried_in_vain() {
        let facts = asked_for()
            .with(withdrawn(application("a1", 100, 4)))
            .with(application("a2", 100, 5))
            .with(award("a2", AwardState::Rejected, 0, 6))
            .facts();
        let spots = white_spots(&facts, &Filter::default(), today());
        let spot = spots.values().next().unwrap();
        assert_eq!(
            (spot.region_name.as_str(), spot.kind()),
            ("Groningen", WhiteSpotKind::Skill)
        );
        assert_eq!(spot.people.as_ref().unwrap().value, Some(Value::Count(400)));
        assert_eq!(spot.demands.as_ref().unwrap().positions, [3]);
        let tried = spot.came_to_nothing.as_ref().unwrap();
        assert_eq!(
            (tried.value, tried.positions.clone()),
            (Some(Value::Count(2)), vec![4, 5, 6])
        );
    }

    #[test]
    fn a_project_covers_its_theme_and_a_solution_its_skills() {
        let theme = (WhiteSpotKind::Theme, "AM01".to_owned());
        let skill = (WhiteSpotKind::Skill, "AM01".to_owned());
        let mut stopped = project("p1");
        stopped.project.state = ProjectState::Stopped;
        let facts = asked_for().with(stopped).facts();
        assert_eq!(shown(&facts, &Filter::default()).len(), 4);
        let facts = asked_for().with(project("p1")).facts();
        let found = shown(&facts, &Filter::default());
        assert!(!found.contains(&theme) && found.contains(&skill), "{found:?}");
        let facts = asked_for().with(solution("s1", "p1", 4)).facts();
        let found = shown(&facts, &Filter::default());
        assert!(found.contains(&theme) && !found.contains(&skill), "{found:?}");
    }

    #[test]
    fn a_signal_alone_is_no_white_spot() {
        let facts = known().with(demand("d1", DemandPhase::Explore, 1)).facts();
        assert!(shown(&facts, &Filter::default()).is_empty());
    }

    #[test]
    fn themes_without_demand_are_listed_when_asked_for() {
        let facts = known().with(application("a1", 100, 1)).facts();
        let all = Filter {
            without_demand: true,
            ..Filter::default()
        };
        let spots = white_spots(&facts, &all, today());
        let places: Vec<_> = spots
            .values()
            .map(|spot| (spot.region_id.as_str(), spot.theme_id.as_str()))
            .collect();
        assert_eq!(places, [("AM01", "care"), ("AM02", "care"), ("AM02", "energy")]);
    }

    #[test]
    fn a_skill_that_comes_up_is_white_where_its_sources_are_about_until_there_is_anything() {
        let coming = || {
            known()
                .with(on_radar("s1", SKILL, 1))
                .with(edition(1, &[("s1", Ring::Emerging)], 2))
        };
        let spots = white_spots(&coming().facts(), &Filter::default(), today());
        let spot = spots.values().next().unwrap();
        assert_eq!(
            (spots.len(), spot.kind(), spot.ring()),
            (1, WhiteSpotKind::EmergingSkill, Ring::Emerging)
        );
        assert_eq!(
            (spot.region_id.as_str(), spot.skill.as_ref().unwrap().uri.as_str()),
            ("AM01", SKILL)
        );
        let sources = spot.sources.as_ref().unwrap();
        assert_eq!(
            (sources.value, sources.positions.clone()),
            (Some(Value::Count(2)), vec![1])
        );
        let only = Filter {
            kind: WhiteSpotKind::EmergingSkill,
            ..Filter::default()
        };
        let is_white = |facts: &Facts| !white_spots(facts, &only, today()).is_empty();
        assert!(!is_white(
            &coming().with(demand("d1", DemandPhase::Signal, 3)).facts()
        ));
        assert!(!is_white(&coming().with(application("a1", 100, 3)).facts()));
        assert!(!is_white(&coming().with(solution("l1", "p1", 3)).facts()));
        assert!(!is_white(&coming().with(offer("o1", true, 3)).facts()));
        let rejected = coming().with(withdrawn(application("a1", 100, 3)));
        assert!(is_white(&rejected.facts()));
        let settled = coming().with(edition(2, &[("s1", Ring::Established)], 4));
        assert!(!is_white(&settled.facts()));
    }

    #[test]
    fn an_application_under_the_name_of_a_merged_skill_covers_the_other() {
        let mut old = application("a1", 100, 5);
        old.skills = vec![skill("urn:old")];
        let facts = asked_for()
            .with(merged(on_radar("s2", "urn:old", 6), SKILL, 7))
            .with(old)
            .facts();
        let found = shown(&facts, &Filter::default());
        assert!(
            !found.contains(&(WhiteSpotKind::Skill, "AM01".to_owned())),
            "{found:?}"
        );
    }
}
