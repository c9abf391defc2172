//! Providers, for people.

use std::cmp::Ordering;

use contracts::professionalisation::v1::{
    CompareScansResponse, DevelopmentPlan, KeptProvider, KeptTrack, ListProvidersResponse, Scan,
};

use super::provider::BLOCK;
use crate::output::{Grid, Page, value};

/// A list of providers.
pub(super) fn listed(page: &mut Page<'_>, answer: &ListProvidersResponse) {
    let mut grid = page.table(&[
        "column-provider",
        "column-name",
        "column-kind",
        "column-brin",
        "column-kvk",
        "column-regions",
    ]);
    for it in &answer.providers {
        grid.row([
            it.provider_id.clone(),
            page.name(&it.name, it.example),
            page.texts.word(it.kind().as_str_name()),
            value::or_dash(&it.brin),
            value::or_dash(&it.kvk),
            it.region_ids.join(" "),
        ]);
    }
    page.grid(&grid, "none-providers");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

/// One provider with its scans, plans and tracks.
pub(super) fn provider(page: &mut Page<'_>, kept: &KeptProvider) {
    let it = kept.provider.clone().unwrap_or_default();
    page.heading(format!("{} {}", it.provider_id, page.name(&it.name, it.example)));
    page.field("column-kind", page.texts.word(it.kind().as_str_name()));
    page.field("column-brin", &it.brin);
    page.field("column-kvk", &it.kvk);
    page.field("column-regions", it.region_ids.join(" "));
    page.field("column-website", &it.website);
    let grid = scans(page, &kept.scans);
    page.section("section-scans");
    page.grid(&grid, "none-scans");
    let grid = plans(page, &kept.plans);
    page.section("section-plans");
    page.grid(&grid, "none-plans");
    let grid = tracks(page, &kept.tracks);
    page.section("section-tracks");
    page.grid(&grid, "none-tracks");
}

fn scans(page: &Page<'_>, scans: &[Scan]) -> Grid {
    let mut grid = page.table(&[
        "column-scan",
        "column-taken-on",
        "column-instrument",
        "column-dimension",
        ">column-level",
        "column-rests-on",
    ]);
    for scan in scans {
        for finding in &scan.findings {
            grid.row([
                scan.scan_id.clone(),
                scan.taken_on.clone(),
                format!("{} v{}", scan.instrument_id, scan.instrument_version),
                finding.dimension_id.clone(),
                finding.level.to_string(),
                value::or_dash(&finding.evidence),
            ]);
        }
    }
    grid
}

fn plans(page: &Page<'_>, plans: &[DevelopmentPlan]) -> Grid {
    let mut grid = page.table(&[
        "column-plan",
        "column-scan",
        "column-dimension",
        ">column-level",
        "column-due-on",
        "column-approach",
    ]);
    for plan in plans {
        for goal in &plan.goals {
            grid.row([
                plan.plan_id.clone(),
                plan.scan_id.clone(),
                goal.dimension_id.clone(),
                goal.level.to_string(),
                goal.due_on.clone(),
                value::or_dash(&plan.approach),
            ]);
        }
    }
    grid
}

fn tracks(page: &Page<'_>, tracks: &[KeptTrack]) -> Grid {
    let mut grid = page.table(&[
        "column-track",
        "column-title",
        "column-cohort",
        "column-state",
        "column-period",
        ">column-places",
        ">column-started",
        ">column-completed",
    ]);
    for kept in tracks {
        let it = kept.track.clone().unwrap_or_default();
        grid.row([
            it.track_id,
            it.title,
            it.cohort,
            page.texts.word(kept.state().as_str_name()),
            format!("{} – {}", it.starts_on, it.ends_on),
            it.places.to_string(),
            counted(kept.started, &kept.started_on),
            counted(kept.completed, &kept.completed_on),
        ]);
    }
    grid
}

/// A count of a step that was taken; a dash before that.
fn counted(number: u32, on: &str) -> String {
    if on.is_empty() {
        value::NOTHING.to_owned()
    } else {
        number.to_string()
    }
}

/// How a provider changed between two scans.
pub(super) fn compared(page: &mut Page<'_>, answer: &CompareScansResponse) {
    let version = answer.instrument_version;
    page.heading(format!("{} v{version}", answer.instrument_id));
    let mut grid = page.table(&[
        "column-dimension",
        ">column-before",
        ">column-now",
        "column-direction",
    ]);
    for it in &answer.changes {
        let direction = match it.to_level.cmp(&it.from_level) {
            Ordering::Greater => "scan-higher",
            Ordering::Equal => "scan-same",
            Ordering::Less => "scan-lower",
        };
        grid.row([
            it.dimension_id.clone(),
            it.from_level.to_string(),
            it.to_level.to_string(),
            page.get(direction),
        ]);
    }
    page.grid(&grid, "none-scans");
}

#[cfg(test)]
mod tests {
    use contracts::professionalisation::v1::{DimensionChange, Track, TrackState};

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn a_track_shows_counts_only_of_steps_that_were_taken() {
        let texts = Texts::new(Lang::En);
        let mut page = Page::new(&texts);
        let track = KeptTrack {
            track: Some(Track {
                track_id: "t1".into(),
                places: 24,
                ..Track::default()
            }),
            state: TrackState::Started.into(),
            started_on: "2025-02-01".into(),
            started: 20,
            ..KeptTrack::default()
        };
        let kept = KeptProvider {
            tracks: vec![track],
            ..KeptProvider::default()
        };
        provider(&mut page, &kept);
        let text = page.into_text();
        let row = text.lines().find(|line| line.contains("t1")).unwrap();
        assert!(
            row.contains("started") && row.contains("20") && row.ends_with('–'),
            "{text}"
        );
    }

    #[test]
    fn a_comparison_says_in_which_direction_each_dimension_went() {
        let texts = Texts::new(Lang::En);
        let mut page = Page::new(&texts);
        let change = |from_level, to_level| DimensionChange {
            from_level,
            to_level,
            ..DimensionChange::default()
        };
        let answer = CompareScansResponse {
            changes: vec![change(1, 2), change(2, 2), change(3, 2)],
            ..CompareScansResponse::default()
        };
        compared(&mut page, &answer);
        let text = page.into_text();
        assert!(["↑", "=", "↓"].iter().all(|sign| text.contains(sign)), "{text}");
    }
}
