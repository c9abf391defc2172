//! What insight answers.

use anyhow::Context;
use serde_json::{Value, json};

use crate::{workload::request, world::World};

/// Projects whose status is asked one by one.
const STATUSES: usize = 12;

/// Overviews, the list of all projects, and the status of some, as one insight process answers.
pub(super) async fn of(world: &World, index: usize) -> anyhow::Result<Vec<(String, Value)>> {
    let client = world.caller(index);
    let mut insight = client.insight();
    let mut answers = Vec::new();
    for group in ["GROUP_BY_UNSPECIFIED", "GROUP_BY_REGION", "GROUP_BY_BLOCK"] {
        let answer = insight.get_overview(request(json!({"groupBy": group}))?).await;
        let answer = answer.with_context(|| format!("no overview {group}"))?;
        answers.push((format!("overview {group}"), plain(answer.into_inner())?));
    }
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
        .map(|(live, expected)| format!("{name} answers {live:?}, from rebuilt rows {expected:?}"))
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
