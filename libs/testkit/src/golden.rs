//! The golden files hold the stored form of every fact in every version: `golden/<aggregate>/<Fact>.v<N>.json`. What was
//! stored once is read for ever.
//!
//! A chain names the facts of an aggregate one after the other. It is an exhaustive match, so that a new variant does not
//! compile before it has its place there, and the walk fails before it has its golden file. A fact that is stored in
//! several forms has one file for each: `<Fact>.<form>.v<N>.json`.

use std::{
    collections::BTreeSet,
    fmt::Debug,
    fs,
    path::{Path, PathBuf},
};

use eventing::{Decider, Fact, Published, Publisher, Recorded};
use serde_json::{Value, value::RawValue};

/// The name of the fact after this one; the first for `None`, nothing after the last.
pub type Chain<F> = fn(Option<&F>) -> Option<&'static str>;

/// Checks every fact of an aggregate against its golden file: it parses, is stored the same again, and is published exactly
/// when the aggregate says so. `golden` is the folder of the block's golden files.
///
/// # Panics
/// When that does not hold: it is a test.
pub fn walk<D: Decider>(golden: &Path, publisher: &impl Publisher, next: Chain<D::Fact>) {
    let folder = golden.join(D::TYPE);
    let mut known = BTreeSet::new();
    let mut fact = None;
    while let Some(name) = next(fact.as_ref()) {
        let newest = check::<D>(&folder, name, &mut known);
        let own = name.split('.').next() == Some(&newest.event_type());
        assert!(own, "the golden file of {name} holds another fact");
        check_published::<D>(name, &newest, publisher);
        fact = Some(newest);
    }
    let files: BTreeSet<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert_eq!(files, known, "golden files that no fact of {} has", D::TYPE);
}

/// Parses all versions of a fact; the newest is also stored the same again.
fn check<D: Decider>(folder: &Path, name: &str, known: &mut BTreeSet<PathBuf>) -> D::Fact {
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

fn check_published<D: Decider>(name: &str, fact: &D::Fact, publisher: &impl Publisher) {
    let published: Vec<Published> = publisher.publish(&recorded::<D>("p1", fact)).unwrap();
    assert_eq!(
        !published.is_empty(),
        D::is_public(fact),
        "{name}: `publish` and `is_public` differ"
    );
    for published in published {
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

/// Bytes of the largest event that a fact becomes. Beside them the attributes need room in the 64 KiB that an event may have.
///
/// # Panics
/// When it becomes none.
#[must_use]
pub fn event_bytes<D: Decider>(publisher: &impl Publisher, stream_id: &str, fact: &D::Fact) -> usize {
    let published = publisher.publish(&recorded::<D>(stream_id, fact)).unwrap();
    published.iter().map(|it| it.data.len()).max().unwrap()
}

/// A fact as the log hands it over, of the stream `stream_id`.
///
/// # Panics
/// When it cannot be written as JSON.
#[must_use]
pub fn recorded<D: Decider>(stream_id: &str, fact: &D::Fact) -> Recorded {
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

/// The golden fact of this name in its newest version.
fn fact<D: Decider>(golden: &Path, name: &str) -> D::Fact {
    let newest = (1..)
        .map(|version| golden.join(D::TYPE).join(format!("{name}.v{version}.json")))
        .take_while(|path| path.exists())
        .last()
        .unwrap_or_else(|| panic!("{} has no golden fact {name}", D::TYPE));
    serde_json::from_str(&fs::read_to_string(newest).unwrap()).unwrap()
}

/// Tells a story of a kind in its golden facts: put away and taken out again after each of them, the state goes on as one that was
/// never put away. Where the story leads under the present name of the shape is pinned: `snapshots/<type>.<shape>.json`.
///
/// # Panics
/// When that does not hold: it is a test.
pub fn lives_through<D: Decider + PartialEq + Debug>(golden: &Path, story: &[&str]) {
    assert!(D::SNAPSHOTS.is_some(), "a kind with snapshots");
    let (mut live, mut kept) = (D::default(), D::default());
    for name in story {
        live.evolve(fact::<D>(golden, name));
        kept.evolve(fact::<D>(golden, name));
        kept = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
        assert_eq!(kept, live, "after {name}");
    }
    assert_ne!(live, D::default(), "the story leads nowhere");
    assert_eq!(
        pinned(golden, &live),
        serde_json::to_value(&live).unwrap(),
        "the snapshots that are kept are of another shape: give it another name"
    );
}

/// What a story led to when its shape got its name.
fn pinned<D: Decider>(golden: &Path, state: &D) -> serde_json::Value {
    let shape = D::SNAPSHOTS.map_or("", |snapshots| snapshots.shape);
    let path = golden.join("snapshots").join(format!("{}.{shape}.json", D::TYPE));
    if !path.exists() && std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, serde_json::to_string_pretty(state).unwrap() + "\n").unwrap();
    }
    let text = fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("{} is missing: write it with UPDATE_GOLDEN=1", path.display()));
    serde_json::from_str(&text).unwrap()
}
