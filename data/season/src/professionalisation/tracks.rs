//! Development tracks for educators: cohorts with counts.

use contracts::professionalisation::v1::{CompleteTrackRequest, PlanTrackRequest, StartTrackRequest, Track};
use jiff::civil::{Date, date};
use serde_json::json;

use super::{
    providers::{Cast, PROVIDERS},
    scans::PLAN,
};
use crate::{
    calendar::plus,
    line::{Call, Line},
    rng::Rng,
};

/// A cohort: its name, the day it was planned, its first and its last day. The last one is under way when the season ends.
const COHORTS: [(&str, Date, Date, Date); 3] = [
    ("2025-09", date(2025, 6, 16), date(2025, 9, 8), date(2026, 1, 30)),
    ("2026-02", date(2025, 12, 8), date(2026, 2, 9), date(2026, 6, 26)),
    ("2026-09", date(2026, 6, 22), date(2026, 9, 7), date(2027, 1, 29)),
];
const TITLES: [&str; 4] = [
    "Volwassenen leren anders",
    "Leeruitkomsten schrijven en beoordelen",
    "Eerder leren erkennen",
    "Modulair ontwerpen met het werkveld",
];

/// Planned, started and completed tracks.
#[must_use]
pub fn lines() -> Vec<Line> {
    let tracks = PROVIDERS.iter().enumerate().flat_map(|(place, cast)| {
        // Not every provider has a cohort each time.
        let cohorts = COHORTS.iter().enumerate();
        cohorts
            .filter(move |(nth, _)| (place + nth) % 3 != 2)
            .map(move |(nth, cohort)| lines_of(cast, TITLES[(place + nth) % TITLES.len()], cohort))
    });
    tracks.flatten().collect()
}

fn lines_of(cast: &Cast, title: &str, (cohort, planned, from, to): &(&str, Date, Date, Date)) -> Vec<Line> {
    let track_id = format!("traject-{cohort}");
    let mut rng = Rng::named(&format!("{}/{track_id}", cast.id));
    let places = rng.between(3, 7) * 4;
    let started = places - rng.between(0, 3);
    let completed = started - rng.between(0, started / 5);
    let number = |number: i64| u32::try_from(number).unwrap_or_default();
    let track = Track {
        track_id: track_id.clone(),
        title: title.to_owned(),
        cohort: (*cohort).to_owned(),
        plan_id: PLAN.into(),
        project_id: cast.project_id(),
        starts_on: from.to_string(),
        ends_on: to.to_string(),
        places: number(places),
    };
    let plan = PlanTrackRequest {
        provider_id: cast.id.into(),
        track: Some(track),
        ..Default::default()
    };
    let start = StartTrackRequest {
        provider_id: cast.id.into(),
        track_id: track_id.clone(),
        started_on: from.to_string(),
        educators: number(started),
        ..Default::default()
    };
    let complete = CompleteTrackRequest {
        provider_id: cast.id.into(),
        track_id,
        completed_on: to.to_string(),
        educators: number(completed),
        ..Default::default()
    };
    vec![
        Line::new(*planned, Call::PlanTrack, cast.officer(), &plan).until(json!({})),
        Line::new(plus(*from, 1), Call::StartTrack, cast.officer(), &start),
        // What lies after the last day of the season is left out of it.
        Line::new(plus(*to, 3), Call::CompleteTrack, cast.officer(), &complete),
    ]
}
