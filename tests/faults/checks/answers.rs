//! What insight answers.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::{Value, json};
use testkit::Client;

use crate::{workload::request, world::World};

/// Projects whose status is asked one by one.
const STATUSES: usize = 12;

/// How long an insight process may take to load its rows, in seconds.
const UP_TO_DATE_SECONDS: u64 = 60;

/// Overviews, the money matrix, the list of all projects, and the status of some, as one insight process answers.
pub(super) async fn of(world: &World, index: usize) -> anyhow::Result<Vec<(String, Value)>> {
    let client = world.caller(index);
    up_to_date(world, &client).await?;
    let mut insight = client.insight();
    let mut answers = Vec::new();
    for group in ["GROUP_BY_UNSPECIFIED", "GROUP_BY_REGION", "GROUP_BY_BLOCK"] {
        let answer = insight.get_overview(request(json!({"groupBy": group}))?).await;
        let answer = answer.with_context(|| format!("no overview {group}"))?;
        answers.push((format!("overview {group}"), plain(answer.into_inner())?));
    }
    let split = json!({"splitBy": ["GROUP_BY_TRANCHE", "GROUP_BY_THEME", "GROUP_BY_REGION"]});
    let matrix = client.coherence().get_money_matrix(request(split)?).await;
    let matrix = matrix.context("no money matrix")?.into_inner();
    answers.push(("money matrix".to_owned(), plain(matrix)?));
    let mut ids = Vec::new();
    let mut token = String::new();
    loop {
        let page = json!({"pageSize": 500, "pageToken": token});
        let page = insight.list_projects(request(page)?).await?.into_inner();
        token = page.next_page_token.clone();
        ids.extend(page.projects.iter().map(|project| project.project_id.clone()));
        let mut page = plain(page)?;
        page["nextPageToken"] = Value::Null;
        answers.push((format!("projects up to {}", ids.len()), page));
        if token.is_empty() {
            break;
        }
    }
    // The newest and the oldest, by the names they were given.
    let few = ids
        .iter()
        .take(STATUSES / 2)
        .chain(ids.iter().rev().take(STATUSES / 2));
    for id in few {
        let status = insight
            .get_project_status(request(json!({"projectId": id}))?)
            .await?;
        answers.push((format!("status of {id}"), plain(status.into_inner())?));
    }
    Ok(answers)
}

/// Waits until answers contain everything that is in the ledger: a process says that it is ready before its rows are loaded.
async fn up_to_date(world: &World, client: &Client) -> anyhow::Result<()> {
    let mut database = super::connect(world).await?;
    let head: i64 = sqlx::query_scalar("SELECT position FROM ledger.ledger_head")
        .fetch_one(&mut database)
        .await?;
    let started = Instant::now();
    loop {
        let answer = client.insight().get_overview(request(json!({}))?).await?;
        let position = answer.into_inner().freshness.unwrap_or_default().position;
        if position == head.cast_unsigned() {
            return Ok(());
        }
        ensure!(
            started.elapsed() < Duration::from_secs(UP_TO_DATE_SECONDS),
            "answers are true up to {position} of the ledger's {head} after {UP_TO_DATE_SECONDS} seconds"
        );
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

/// An answer without how fresh it is.
fn plain(answer: impl serde::Serialize) -> anyhow::Result<Value> {
    let mut answer = serde_json::to_value(answer)?;
    if let Some(fields) = answer.as_object_mut() {
        fields.remove("freshness");
    }
    Ok(answer)
}

pub(super) fn differences(name: &str, live: &[(String, Value)], expected: &[(String, Value)]) -> Vec<String> {
    let mut wrong: Vec<String> = live
        .iter()
        .zip(expected)
        .filter(|(live, expected)| live != expected)
        .map(|(live, expected)| {
            let at = first_difference(&live.1, &expected.1, String::new());
            format!(
                "{name} answers otherwise than from rebuilt rows: {}: {at}",
                live.0
            )
        })
        .collect();
    if live.len() != expected.len() {
        wrong.push(format!(
            "{name} gives {} answers, from rebuilt rows {}",
            live.len(),
            expected.len()
        ));
    }
    wrong
}

/// Where two values differ first, and how.
fn first_difference(live: &Value, expected: &Value, path: String) -> String {
    match (live, expected) {
        (Value::Object(these), Value::Object(those)) => {
            let keys = these.keys().chain(those.keys());
            let differs = |key: &&String| these.get(*key) != those.get(*key);
            let Some(key) = keys.into_iter().find(differs) else {
                return path;
            };
            first_difference(&live[key], &expected[key], format!("{path}.{key}"))
        }
        (Value::Array(these), Value::Array(those)) if these.len() == those.len() => {
            let Some(index) = (0..these.len()).find(|index| these[*index] != those[*index]) else {
                return path;
            };
            first_difference(&these[index], &those[index], format!("{path}[{index}]"))
        }
        _ => format!("{path} is {live}, rebuilt {expected}"),
    }
}
