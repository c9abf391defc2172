//! The golden files hold the stored form of every fact in every version: `golden/<aggregate>/<Fact>.v<N>.json`. What was
//! stored once is read for ever.
//!
//! A chain names the facts of an aggregate one after the other. It is an exhaustive match, so that a new variant does not
//! compile before it has its place there, and the walk fails before it has its golden file. A fact that is stored in
//! several forms has one file for each: `<Fact>.<form>.v<N>.json`.

use std::{collections::BTreeSet, fs, path::PathBuf};

use eventing::{Decider, Fact, Published, Recorded};
use serde_json::{Value, value::RawValue};

use crate::{domain::project, domain::publication, domain::reference, publish::ProgrammePublisher};

/// The name of the fact after this one; the first for `None`, nothing after the last.
type Chain<F> = fn(Option<&F>) -> Option<&'static str>;

/// Checks every fact of an aggregate against its golden file: it parses, is stored the same again, and is published exactly
/// when the aggregate says so.
pub(crate) fn walk<D: Decider>(next: Chain<D::Fact>) {
    let folder = folder(D::TYPE);
    let mut known = BTreeSet::new();
    let mut fact = None;
    while let Some(name) = next(fact.as_ref()) {
        let newest = check::<D>(&folder, name, &mut known);
        let own = name.split('.').next() == Some(&newest.event_type());
        assert!(own, "the golden file of {name} holds another fact");
        check_published::<D>(name, &newest);
        fact = Some(newest);
    }
    let files: BTreeSet<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert_eq!(files, known, "golden files that no fact of {} has", D::TYPE);
}

fn folder(aggregate: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("golden")
        .join(aggregate)
}

/// Parses all versions of a fact; the newest is also stored the same again.
fn check<D: Decider>(folder: &std::path::Path, name: &str, known: &mut BTreeSet<PathBuf>) -> D::Fact {
    let mut newest = None;
    for version in 1.. {
        let path = folder.join(format!("{name}.v{version}.json"));
        let Ok(text) = fs::read_to_string(&path) else {
            break;
        };
        let fact: D::Fact =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        known.insert(path);
        newest = Some((version, text, fact));
    }
    let (version, text, fact) =
        newest.unwrap_or_else(|| panic!("{name} has no golden file in {}", folder.display()));
    assert_eq!(
        fact.event_version(),
        version.to_string(),
        "the newest golden file of {name} has another version"
    );
    let stored: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        serde_json::to_value(&fact).unwrap(),
        stored,
        "{name} is no longer stored as in its golden file"
    );
    fact
}

fn check_published<D: Decider>(name: &str, fact: &D::Fact) {
    use eventing::Publisher as _;
    let published: Option<Published> = ProgrammePublisher.publish(&recorded::<D>("p1", fact)).unwrap();
    assert_eq!(
        published.is_some(),
        D::is_public(fact),
        "{name}: `publish` and `is_public` differ"
    );
    if let Some(published) = published {
        assert!(
            contracts::catalogue::BY_TYPE.contains_key(&published.event_type),
            "{name}: {published:?}"
        );
        assert!(
            published.data.len() < 64 * 1024,
            "{name} is too large for an event"
        );
    }
}

/// A fact as the log hands it over, of the stream `stream_id`.
pub(crate) fn recorded<D: Decider>(stream_id: &str, fact: &D::Fact) -> Recorded {
    Recorded {
        position: 1,
        stream_type: D::TYPE.to_owned(),
        stream_id: stream_id.to_owned(),
        version: 1,
        name: fact.event_type(),
        shape_version: fact.event_version(),
        payload: RawValue::from_string(serde_json::to_string(fact).unwrap()).unwrap(),
        meta: eventing::RecordedMeta::default(),
        at: jiff::Timestamp::UNIX_EPOCH,
    }
}

#[test]
fn facts_of_reference_data_are_stored_as_ever() {
    use reference::{Content, Fact};
    walk::<reference::Entry>(|fact| match fact {
        None => Some("Defined.building_block"),
        Some(Fact::Defined {
            definition,
            revision: _,
        }) => match definition.content {
            Content::BuildingBlock(_) => Some("Defined.workgroup"),
            Content::Workgroup(_) => Some("Defined.theme"),
            Content::Theme(_) => Some("Defined.scheme"),
            Content::Scheme(_) => Some("Defined.scheme_version"),
            Content::SchemeVersion(_) => Some("Defined.tranche"),
            Content::Tranche(_) => Some("Defined.call_window"),
            Content::CallWindow(_) => Some("Defined.province"),
            Content::Province(_) => Some("Defined.region"),
            Content::Region(_) => Some("Defined.organisation"),
            Content::Organisation(_) => Some("Defined.indicator"),
            Content::Indicator(_) => Some("Defined.linked_programme"),
            Content::LinkedProgramme(_) => None,
        },
    });
}

#[test]
fn facts_of_projects_are_stored_as_ever() {
    use project::Fact;
    walk::<project::Project>(|fact| match fact {
        None => Some("Registered"),
        Some(Fact::Registered { .. }) => Some("PlanBaselined"),
        Some(Fact::PlanBaselined { .. }) => Some("PlanRevised"),
        Some(Fact::PlanRevised { .. }) => Some("ChangeRequested"),
        Some(Fact::ChangeRequested { .. }) => Some("ChangeDecided"),
        Some(Fact::ChangeDecided { .. }) => Some("MilestoneAchieved"),
        Some(Fact::MilestoneAchieved { .. }) => Some("DependencyDeclared"),
        Some(Fact::DependencyDeclared { .. }) => Some("DependencyWithdrawn"),
        Some(Fact::DependencyWithdrawn { .. }) => Some("MoneyRecorded"),
        Some(Fact::MoneyRecorded { .. }) => Some("Finished"),
        Some(Fact::Finished { .. }) => Some("Stopped"),
        Some(Fact::Stopped { .. }) => Some("Closed"),
        Some(Fact::Closed { .. }) => None,
    });
}

#[test]
fn facts_of_publications_are_stored_as_ever() {
    use publication::Fact;
    walk::<publication::Publication>(|fact| match fact {
        None => Some("Published"),
        Some(Fact::Published { .. }) => Some("ErratumAdded"),
        Some(Fact::ErratumAdded { .. }) => None,
    });
}
