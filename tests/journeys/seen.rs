//! What insight answers, as a test reads it: numbers, the events behind them, and the same rows made again.

use contracts::{
    insight::v1::{Figure, OverviewGroup, TracedFigure, figure, traced_figure},
    programme::v1::{MoneyState, ProjectState},
};
use serde_json::json;
use testkit::TestHub;

use crate::reach::{Reach, request};

/// The number of a figure of the coherence views.
pub(crate) fn value(figure: Option<&TracedFigure>) -> i64 {
    match figure.unwrap().value {
        Some(traced_figure::Value::Count(value) | traced_figure::Value::Cents(value)) => value,
        None => panic!("{figure:?} has no value"),
    }
}

/// How many a figure of the overview counts.
pub(crate) fn count(figure: Option<&Figure>) -> i64 {
    match figure.and_then(|figure| figure.value) {
        Some(figure::Value::Count(count)) => count,
        other => panic!("no count: {other:?}"),
    }
}

/// Projects of a group in a state.
pub(crate) fn projects(group: &OverviewGroup, state: ProjectState) -> i64 {
    let found = group.projects.iter().find(|figure| figure.state() == state);
    count(found.and_then(|found| found.figure.as_ref()))
}

/// Cents of a group in a state; 0 where none were recorded.
pub(crate) fn money(group: &OverviewGroup, state: MoneyState) -> i64 {
    let found = group
        .money
        .iter()
        .find(|figure| figure.state() == state)
        .and_then(|found| found.figure.as_ref()?.value);
    match found {
        Some(figure::Value::Cents(cents)) => cents,
        None => 0,
        other => panic!("no amount: {other:?}"),
    }
}

/// The position is that of an event of this type.
pub(crate) async fn published_at(hub: &Reach<'_>, position: u64, event_type: &str) {
    let read = json!({"fromPosition": position.to_string(), "limit": 1});
    let auditor = hub.ledger("auditor");
    let events = auditor.ledger().read_events(request(read)).await;
    let batch = events.unwrap().into_inner().message().await.unwrap().unwrap();
    assert_eq!(batch.entries[0].r#type, event_type);
}

/// Makes all rows of insight again from the ledger, beside the running hub.
pub(crate) async fn rebuilt(hub: &TestHub) {
    let mut settings = hub.servers.settings();
    settings.peers.insert("ledger".into(), hub.address());
    let insight = schakelpunt::blocks::BLOCKS
        .iter()
        .find(|block| block.name == "insight")
        .unwrap();
    let env = runtime::server::env_beside_hub(&settings, insight).await.unwrap();
    let swapped = insight::rebuild(env, &["all".to_owned()]).await.unwrap();
    assert!(
        swapped
            .iter()
            .any(|checkpoint| checkpoint.projection == "transitions")
    );
}
