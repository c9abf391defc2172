//! Learning solutions of projects, and where else they are used.

use contracts::transitions::v1::{
    DesignSolutionRequest, PilotSolutionRequest, Reuse, ReuseSolutionRequest, ScaleSolutionRequest, Solution,
};
use jiff::civil::{Date, date};
use serde_json::json;

use super::{
    demands::first_of_each_topic,
    entrants::{Entrant, Outcome},
    skills::{Topic, has_topic},
};
use crate::{
    calendar::plus,
    cast::{Seat, seats},
    line::{Call, Line},
    profile::profile,
    rng::Rng,
};

/// A solution: its project, when it was designed, piloted and scaled, and how often it is used elsewhere. Solutions of projects on
/// the same topic overlap.
struct Course {
    number: u32,
    designed: Date,
    piloted: Option<Date>,
    scaled: Option<Date>,
    reuses: usize,
}

const COURSES: [Course; 8] = [
    Course {
        number: 101,
        designed: date(2024, 10, 14),
        piloted: Some(date(2025, 2, 17)),
        scaled: Some(date(2025, 9, 22)),
        reuses: 3,
    },
    Course {
        number: 102,
        designed: date(2025, 2, 10),
        piloted: Some(date(2025, 9, 15)),
        scaled: None,
        reuses: 0,
    },
    Course {
        number: 103,
        designed: date(2024, 12, 9),
        piloted: Some(date(2025, 5, 12)),
        scaled: Some(date(2026, 2, 16)),
        reuses: 2,
    },
    Course {
        number: 112,
        designed: date(2024, 9, 16),
        piloted: Some(date(2025, 1, 27)),
        scaled: Some(date(2025, 11, 10)),
        reuses: 1,
    },
    Course {
        number: 201,
        designed: date(2025, 9, 22),
        piloted: Some(date(2026, 2, 9)),
        scaled: None,
        reuses: 1,
    },
    Course {
        number: 203,
        designed: date(2025, 10, 20),
        piloted: Some(date(2026, 3, 16)),
        scaled: None,
        reuses: 0,
    },
    Course {
        number: 220,
        designed: date(2025, 6, 23),
        piloted: Some(date(2025, 11, 17)),
        scaled: Some(date(2026, 9, 7)),
        reuses: 1,
    },
    Course {
        number: 224,
        designed: date(2026, 5, 18),
        piloted: None,
        scaled: None,
        reuses: 0,
    },
];

/// Designs, pilots, scaling and use elsewhere.
#[must_use]
pub fn lines() -> Vec<Line> {
    let seats = seats();
    let made = COURSES.iter().filter_map(|course| {
        let seat = seats.iter().find(|seat| seat.number == course.number)?;
        has_topic(seat).then(|| lines_of(seat, course))
    });
    made.flatten().collect()
}

fn solution_id(seat: &Seat) -> String {
    format!("oplossing-{}", seat.number)
}

fn lines_of(seat: &Seat, course: &Course) -> Vec<Line> {
    let lead = format!("project-lead:{}", seat.id());
    let mut rng = Rng::named(&format!("{}/solution", seat.id()));
    let learners = u32::try_from(rng.between(12, 28)).unwrap_or_default();
    let places = u32::try_from(rng.between(6, 20) * 10).unwrap_or_default();
    // That the block has heard of the project is waited for: it is another block's.
    let mut lines = vec![
        Line::new(
            course.designed,
            Call::DesignSolution,
            lead.clone(),
            &design(seat, course),
        )
        .until(json!({})),
    ];
    lines.extend(course.piloted.map(|on| {
        let request = PilotSolutionRequest {
            project_id: seat.id(),
            solution_id: solution_id(seat),
            piloted_on: plus(on, -3).to_string(),
            learners,
            ..Default::default()
        };
        Line::new(on, Call::PilotSolution, lead.clone(), &request)
    }));
    lines.extend(course.scaled.map(|on| {
        let request = ScaleSolutionRequest {
            project_id: seat.id(),
            solution_id: solution_id(seat),
            scaled_on: plus(on, -3).to_string(),
            places_per_year: places,
            ..Default::default()
        };
        Line::new(on, Call::ScaleSolution, lead.clone(), &request)
    }));
    let used_from = course.scaled.or(course.piloted).unwrap_or(course.designed);
    lines.extend(
        (0..course.reuses)
            .zip(elsewhere(seat))
            .map(|(nth, user)| reuse(seat, nth, &user, used_from)),
    );
    lines
}

fn design(seat: &Seat, course: &Course) -> DesignSolutionRequest {
    let topic = Topic::of(seat);
    let regions = profile(seat).regions.into_iter();
    let solution = Solution {
        solution_id: solution_id(seat),
        project_id: seat.id(),
        name: format!("Voorbeeld: {} in tien dagdelen", topic.target_group),
        description:
            "Verzonnen oplossing: korte delen op de werkplek, met een proeve aan het einde van elk deel."
                .into(),
        skills: topic.skills(),
        region_ids: regions.map(|share| share.region_id).collect(),
        target_group: topic.target_group.into(),
        demand_ids: vec![topic.demand_id()],
        designed_on: plus(course.designed, -3).to_string(),
    };
    DesignSolutionRequest {
        solution: Some(solution),
        ..Default::default()
    }
}

/// Lead applicants of other granted projects, with their regions, who use it there.
fn elsewhere(seat: &Seat) -> Vec<(String, String)> {
    let own = profile(seat);
    let others = first_of_each_topic()
        .into_iter()
        .filter(|entrant: &Entrant| entrant.outcome == Outcome::Granted);
    let mut users: Vec<(String, String)> = Vec::new();
    for other in others.map(|entrant| profile(&entrant.seat)) {
        let region = other
            .regions
            .first()
            .map(|share| share.region_id.clone())
            .unwrap_or_default();
        let is_own = own.regions.iter().any(|share| share.region_id == region);
        let known = users.iter().any(|(user, _)| *user == other.lead_organisation_id);
        if other.lead_organisation_id != own.lead_organisation_id && !is_own && !known {
            users.push((other.lead_organisation_id, region));
        }
    }
    users
}

/// Others take it up month after month.
fn reuse(seat: &Seat, nth: usize, (organisation_id, region_id): &(String, String), from: Date) -> Line {
    let on = plus(from, 28 * (i64::try_from(nth).unwrap_or(0) + 1));
    let adaptation = if nth == 0 {
        String::new()
    } else {
        "De voorbeelden zijn vervangen door die van bedrijven in de eigen regio.".to_owned()
    };
    let reuse = Reuse {
        reuse_id: format!("gebruik-{}", nth + 1),
        organisation_id: organisation_id.clone(),
        region_id: region_id.clone(),
        since: plus(on, -3).to_string(),
        adaptation,
    };
    let request = ReuseSolutionRequest {
        solution_id: solution_id(seat),
        reuse: Some(reuse),
        ..Default::default()
    };
    Line::new(on, Call::ReuseSolution, "workgroup-lead:wg-scaling", &request)
}
