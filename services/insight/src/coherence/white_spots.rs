//! White spots: themes and skills for which there is no application in a region.
//!
//! An application counts as long as it is under consideration or awarded. One that was withdrawn, rejected or lapsed leaves the spot
//! white, and is told beside it: somebody tried. What came of applications that this hub never saw counts as well: a project that was
//! not stopped covers its theme in its regions, a solution its skills in the regions it was made for.

use std::collections::{BTreeMap, BTreeSet};

use contracts::{
    hub::v1::SkillRef,
    insight::v1::{WhiteSpot, WhiteSpotKind},
    programme::v1::ProjectState,
};
use jiff::civil::Date;

use super::{
    Traced,
    asked::{self, Asked},
    page::key,
    region_name, theme_name, wants,
};
use crate::rows::{Facts, Reference};

/// What is wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Themes or skills; unspecified for both.
    pub kind: WhiteSpotKind,
    /// Region; empty for any.
    pub region_id: String,
    /// Theme, or theme under which a skill is asked for; empty for any.
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
    let mut spots = BTreeMap::new();
    if filter.kind != WhiteSpotKind::Skill {
        themes(facts, filter, today, &mut spots);
    }
    if filter.kind != WhiteSpotKind::Theme {
        skills(facts, filter, &mut spots);
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

fn skills(facts: &Facts, filter: &Filter, spots: &mut BTreeMap<String, WhiteSpot>) {
    let mut applied = applied(facts, |application| {
        application
            .skills
            .iter()
            .map(|skill| skill.uri.as_str())
            .collect()
    });
    covered_by_solutions(facts, &mut applied);
    for (place, (skill, asked)) in asked::by_skill(&facts.transitions, &filter.theme_id) {
        if !asked.is_established() {
            continue;
        }
        if let Some(spot) = white(facts, filter, &applied, &place, &asked) {
            spots.insert(key(&["skill", &place.0, &place.1]), of_skill(spot, skill));
        }
    }
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
fn applied(facts: &Facts, names: impl Fn(&crate::rows::ApplicationRow) -> Vec<&str>) -> ByRegion<Applied> {
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

fn covered_by_solutions(facts: &Facts, applied: &mut ByRegion<Applied>) {
    for solution in facts.transitions.solutions.values() {
        for region_id in &solution.region_ids {
            for skill in &solution.skills {
                let place = (region_id.clone(), skill.uri.clone());
                applied.entry(place).or_default().is_covered = true;
            }
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
            Known, application, award, bottleneck, demand, known, solution, today, withdrawn,
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
}
