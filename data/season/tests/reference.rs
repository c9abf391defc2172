//! The reference files hold the facts they must hold, and the season names nothing that they do not define.

#![expect(clippy::unwrap_used, reason = "in tests, panicking is how a failure is told")]

use std::{collections::BTreeSet, fs, path::Path};

use contracts::programme::v1::{Aggregation, SizeClass, entry::Content};
use season::{catalogue::content_of, line::Call, lines};
use serde_json::Value;

fn entries() -> Vec<Content> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let texts: Vec<_> = paths
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    texts
        .iter()
        .flat_map(|text| text.lines().skip(1))
        .map(|line| content_of(line).unwrap())
        .collect()
}

fn ids(pick: impl Fn(&Content) -> Option<String>) -> BTreeSet<String> {
    entries().iter().filter_map(pick).collect()
}

macro_rules! ids_of {
    ($kind:ident, $field:ident) => {
        ids(|entry| match entry {
            Content::$kind(one) => Some(one.$field.clone()),
            _ => None,
        })
    };
}

#[test]
fn there_are_four_blocks_with_workgroups_thirty_five_regions_and_twelve_provinces() {
    assert_eq!(ids_of!(BuildingBlock, block_id).len(), 4);
    assert_eq!(ids_of!(Workgroup, block_id), ids_of!(BuildingBlock, block_id));
    assert_eq!(
        (
            ids_of!(Region, region_id).len(),
            ids_of!(Province, province_id).len()
        ),
        (35, 12)
    );
    assert_eq!(
        (
            ids_of!(Scheme, scheme_id).len(),
            ids_of!(Tranche, tranche_id).len()
        ),
        (2, 3)
    );
}

#[test]
fn every_region_lies_in_known_provinces_and_what_needs_checking_is_marked() {
    let provinces = ids_of!(Province, province_id);
    let mut unconfirmed = Vec::new();
    for entry in entries() {
        let Content::Region(region) = entry else { continue };
        assert!(!region.provinces.is_empty(), "{}", region.region_id);
        assert!(
            region
                .provinces
                .iter()
                .all(|one| provinces.contains(&one.province_id)),
            "{}",
            region.region_id
        );
        unconfirmed.extend(
            region
                .provinces
                .iter()
                .filter(|one| !one.confirmed)
                .map(|_| region.region_id.clone()),
        );
    }
    assert_eq!(unconfirmed, ["AM06", "AM18", "AM35"]);
}

#[test]
fn weights_add_to_100_in_each_version_and_nothing_is_said_about_co_financing() {
    let mut versions = 0;
    for entry in entries() {
        let Content::SchemeVersion(version) = entry else {
            continue;
        };
        versions += 1;
        let small = version
            .criteria
            .iter()
            .filter(|one| one.size_class() == SizeClass::Small);
        assert_eq!(small.map(|one| one.weight_percent).sum::<u32>(), 100);
        assert!(version.criteria.iter().any(|one| !one.confirmed));
        assert_eq!(
            (version.cofinancing_percent, version.conditional_advance_percent),
            (None, 20)
        );
    }
    assert_eq!(versions, 4);
}

#[test]
fn only_the_window_that_is_known_is_filled_in() {
    let filled: Vec<_> = entries()
        .into_iter()
        .filter_map(|entry| match entry {
            Content::CallWindow(call) if !call.opens_on.is_empty() || !call.ceilings.is_empty() => Some(call),
            _ => None,
        })
        .collect();
    assert_eq!(filled.len(), 1);
    assert_eq!(
        (filled[0].opens_on.as_str(), filled[0].closes_on.as_str()),
        ("2024-04-01", "2024-04-15")
    );
    let ceilings: Vec<_> = filled[0].ceilings.iter().map(|one| one.ceiling_cents).collect();
    assert_eq!(ceilings, [100_000_000, 1_950_000_000]);
}

#[test]
fn indicators_cover_all_blocks_and_all_ways_of_adding_up() {
    let indicators: Vec<_> = entries()
        .into_iter()
        .filter_map(|entry| match entry {
            Content::Indicator(one) => Some(one),
            _ => None,
        })
        .collect();
    assert!(indicators.len() >= 24, "{}", indicators.len());
    let blocks: BTreeSet<_> = indicators.iter().map(|one| one.block_id.clone()).collect();
    assert_eq!(blocks, ids_of!(BuildingBlock, block_id));
    let ways: BTreeSet<_> = indicators.iter().map(|one| one.aggregation).collect();
    assert_eq!(ways, (1..=6).collect::<BTreeSet<i32>>());
    let known = ids_of!(Indicator, indicator_id);
    for ratio in indicators
        .iter()
        .filter(|one| one.aggregation() == Aggregation::Ratio)
    {
        assert!(
            known.contains(&ratio.numerator_id) && known.contains(&ratio.denominator_id),
            "{}",
            ratio.indicator_id
        );
    }
}

#[test]
fn every_observed_type_is_an_event_of_the_contract() {
    let pool = prost_reflect::DescriptorPool::decode(contracts::DESCRIPTORS).unwrap();
    let names: BTreeSet<_> = pool.all_messages().map(|message| kebab(message.name())).collect();
    for entry in entries() {
        let Content::Indicator(one) = entry else { continue };
        for observed in &one.observed_by {
            let name = observed.rsplit('.').nth(1).unwrap();
            assert!(names.contains(name), "{observed}");
        }
    }
}

fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}

#[test]
fn a_project_names_only_what_is_defined() {
    let organisations = ids_of!(Organisation, organisation_id);
    let programmes = ids_of!(LinkedProgramme, programme_id);
    let (calls, regions) = (ids_of!(CallWindow, call_id), ids_of!(Region, region_id));
    let (workgroups, themes) = (ids_of!(Workgroup, workgroup_id), ids_of!(Theme, theme_id));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for line in lines().iter().filter(|line| line.call == Call::RegisterProject) {
        let project = &line.request["project"];
        let list = |key: &str| project[key].as_array().cloned().unwrap_or_default();
        assert!(organisations.contains(&text(&project["leadOrganisationId"])));
        assert!(
            list("partners")
                .iter()
                .all(|one| organisations.contains(&text(&one["organisationId"])))
        );
        assert!(
            list("regions")
                .iter()
                .all(|one| regions.contains(&text(&one["regionId"])))
        );
        assert!(
            list("linkedProgrammeIds")
                .iter()
                .all(|one| programmes.contains(&text(one))),
            "{project}"
        );
        assert!(
            calls.contains(&text(&project["callId"])) && workgroups.contains(&text(&project["workgroupId"]))
        );
        assert!(themes.contains(&text(&project["themeId"])));
    }
}

#[test]
fn a_plan_has_targets_on_indicators_of_its_own_block() {
    let known = ids_of!(Indicator, indicator_id);
    for line in lines().iter().filter(|line| line.call == Call::SetBaseline) {
        let targets = line.request["plan"]["targets"].as_array().unwrap();
        assert!(targets.len() >= 4);
        for target in targets {
            assert!(
                known.contains(target["indicatorId"].as_str().unwrap()),
                "{target}"
            );
        }
    }
}

#[test]
fn invented_organisations_say_so() {
    for entry in entries() {
        let Content::Organisation(one) = entry else {
            continue;
        };
        assert!(
            one.name.starts_with("Voorbeeld-") && one.oin.is_empty(),
            "{}",
            one.name
        );
    }
}
