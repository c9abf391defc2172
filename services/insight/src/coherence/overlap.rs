//! Overlap: applications and solutions that teach the same skill to the same target group in the same region.
//!
//! Target groups are free text. They are compared in lower case, by their letters and digits alone, with one space between words: so
//! `Zij-instromers (zorg)` is `zij instromers zorg`. Words are not put in another order and have no synonyms: what overlaps by meaning
//! only is not found. An application whose project has a solution in the same place is told by that solution. Reuse is no overlap: it
//! is what the programme is for.

use std::collections::{BTreeMap, BTreeSet};

use contracts::{
    hub::v1::SkillRef,
    insight::v1::{Overlap, OverlapMember, overlap_member::What},
};

use super::{Meant, page::key, region_name, wants};
use crate::rows::{ApplicationRow, Facts, SolutionRow, Transitions};

/// What is wanted; empty fields want everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Region.
    pub region_id: String,
    /// Skill.
    pub skill_uri: String,
    /// Application, project or solution that takes part.
    pub about_id: String,
}

/// Those that teach a skill to a target group in a region.
#[derive(Debug, Default)]
struct Place<'a> {
    skill: SkillRef,
    applications: Vec<&'a ApplicationRow>,
    solutions: Vec<&'a SolutionRow>,
}

/// By region, skill and target group.
type Places<'a> = BTreeMap<(&'a str, &'a str, String), Place<'a>>;

/// The overlaps by their key: region, skill, target group.
#[must_use]
pub fn overlaps(facts: &Facts, filter: &Filter) -> BTreeMap<String, Overlap> {
    let meant = Meant::by(&facts.radar);
    let wanted = meant.uri(&filter.skill_uri);
    places(&facts.transitions, &meant)
        .into_iter()
        .filter(|((region_id, uri, _), _)| wants(&filter.region_id, region_id) && wants(wanted, uri))
        .filter_map(|((region_id, uri, target_group), place)| {
            let members = members(&facts.transitions, &place);
            let about = filter.about_id.is_empty() || members.iter().any(|it| is_about(it, &filter.about_id));
            (members.len() > 1 && about).then(|| {
                let key = key(&[region_id, uri, &target_group]);
                let overlap = Overlap {
                    region_id: region_id.to_owned(),
                    region_name: region_name(&facts.reference, region_id),
                    skill: Some(place.skill),
                    target_group,
                    members,
                };
                (key, overlap)
            })
        })
        .collect()
}

fn places<'a>(known: &'a Transitions, meant: &Meant<'a>) -> Places<'a> {
    let mut places = Places::new();
    for row in known
        .applications
        .values()
        .filter(|row| !known.came_to_nothing(row))
    {
        let regions = row.regions.iter().map(|share| share.region_id.as_str());
        let skills = meant.skills(&row.skills);
        each(&mut places, regions, &skills, &row.target_group, |place| {
            place.applications.push(row)
        });
    }
    for row in known.solutions.values() {
        let regions = row.region_ids.iter().map(String::as_str);
        let skills = meant.skills(&row.skills);
        each(&mut places, regions, &skills, &row.target_group, |place| {
            place.solutions.push(row)
        });
    }
    places
}

/// Does something for every place that a row is in, once each. One that names nobody is in none.
fn each<'a>(
    places: &mut Places<'a>,
    regions: impl Iterator<Item = &'a str>,
    skills: &[&'a SkillRef],
    target_group: &str,
    mut take: impl FnMut(&mut Place<'a>),
) {
    let target_group = normalised(target_group);
    if target_group.is_empty() {
        return;
    }
    for region_id in regions.collect::<BTreeSet<_>>() {
        for skill in skills {
            let new = || Place {
                skill: (*skill).clone(),
                ..Place::default()
            };
            let place = places.entry((region_id, skill.uri.as_str(), target_group.clone()));
            take(place.or_insert_with(new));
        }
    }
}

/// A target group as it is compared.
#[must_use]
pub fn normalised(target_group: &str) -> String {
    let lower = target_group.to_lowercase();
    let words = lower.split(|character: char| !character.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn members(known: &Transitions, place: &Place<'_>) -> Vec<OverlapMember> {
    let makers: BTreeSet<&str> = place
        .solutions
        .iter()
        .map(|row| row.project_id.as_str())
        .collect();
    let applications = place
        .applications
        .iter()
        .filter(|row| !makers.contains(row.application_id.as_str()))
        .map(|row| application(known, row));
    applications
        .chain(place.solutions.iter().map(|row| solution(row)))
        .collect()
}

fn application(known: &Transitions, row: &ApplicationRow) -> OverlapMember {
    let award = known.awards.get(&row.application_id);
    let decided = award.map(|award| award.positions.clone()).unwrap_or_default();
    OverlapMember {
        what: Some(What::ApplicationId(row.application_id.clone())),
        name: row.name.clone(),
        project_id: row.application_id.clone(),
        target_group: row.target_group.clone(),
        award_state: award.map(|award| award.state).unwrap_or_default().into(),
        positions: [row.positions.clone(), decided].concat(),
        ..OverlapMember::default()
    }
}

fn solution(row: &SolutionRow) -> OverlapMember {
    OverlapMember {
        what: Some(What::SolutionId(row.solution_id.clone())),
        name: row.name.clone(),
        project_id: row.project_id.clone(),
        target_group: row.target_group.clone(),
        solution_state: row.state.into(),
        positions: row.positions.clone(),
        ..OverlapMember::default()
    }
}

fn is_about(member: &OverlapMember, id: &str) -> bool {
    let own = match &member.what {
        Some(What::ApplicationId(own) | What::SolutionId(own)) => own.as_str(),
        None => "",
    };
    own == id || member.project_id == id
}

#[cfg(test)]
mod tests {
    use contracts::transitions::v1::AwardState;

    use super::*;
    use crate::coherence::fixture::{application, award, known, reuse, share, solution, withdrawn};

    fn found(facts: &Facts) -> Vec<Vec<String>> {
        let ids = |overlap: Overlap| {
            let id = |member: OverlapMember| match member.what.unwrap() {
                What::ApplicationId(id) | What::SolutionId(id) => id,
            };
            overlap.members.into_iter().map(id).collect()
        };
        overlaps(facts, &Filter::default())
            .into_values()
            .map(ids)
            .collect()
    }

    #[test]
    fn target_groups_are_compared_by_their_words() {
        assert_eq!(normalised("  Zij-instromers (ZORG) "), "zij instromers zorg");
        assert_eq!(
            normalised("Zij instromers, zorg"),
            normalised("zij-instromers/zorg")
        );
        assert_eq!(normalised(" -- "), "");
    }

    #[test]
    fn the_same_skill_region_and_target_group_overlap_with_their_events() {
        let facts = known()
            .with(application("a1", 100, 1))
            .with(application("a2", 100, 2))
            .with(award("a2", AwardState::Granted, 100, 3))
            .with(solution("s1", "p1", 4))
            .facts();
        assert_eq!(found(&facts), [["a1", "a2", "s1"]]);
        let overlap = overlaps(&facts, &Filter::default()).into_values().next().unwrap();
        assert_eq!(overlap.target_group, "installateurs");
        assert_eq!(overlap.members[1].positions, [2, 3]);
        assert_eq!(overlap.members[1].award_state(), AwardState::Granted);
        let about = |id: &str| Filter {
            about_id: id.into(),
            ..Filter::default()
        };
        assert_eq!(overlaps(&facts, &about("p1")).len(), 1);
        assert!(overlaps(&facts, &about("a9")).is_empty());
    }

    #[test]
    fn an_application_does_not_overlap_with_what_came_of_it_nor_a_solution_with_its_reuse() {
        let facts = known()
            .with(application("a1", 100, 1))
            .with(solution("s1", "a1", 2))
            .with(reuse("r1", "s1", "AM01", 3))
            .facts();
        assert!(found(&facts).is_empty());
    }

    #[test]
    fn what_came_to_nothing_or_is_for_others_does_not_overlap() {
        let mut others = application("a3", 100, 3);
        others.target_group = "Docenten".into();
        let mut elsewhere = application("a4", 100, 4);
        elsewhere.regions = vec![share("AM02", 100)];
        let mut nobody = application("a5", 100, 5);
        nobody.target_group = String::new();
        let facts = known()
            .with(application("a1", 100, 1))
            .with(withdrawn(application("a2", 100, 2)))
            .with(others)
            .with(elsewhere)
            .with(nobody)
            .facts();
        assert!(found(&facts).is_empty());
    }
}
