//! Releases of taxonomies.

use contracts::radar::v1::{ConceptState, FoundConcept};
use serde_json::json;
use sha2::{Digest, Sha256};
use testkit::{eventually, reason, request_id};

use super::{CURATOR, HEAT_PUMPS, all_read, curating};
use crate::reach::{Reach, data, request};

/// What heat pumps are called in the release that comes after.
const SUCCESSOR: &str = "http://data.europa.eu/esco/skill/11111111-2222-4333-8444-555555555555";

async fn search(hub: &Reach<'_>, query: &str, language: &str) -> Vec<FoundConcept> {
    let asked = request(json!({"query": query, "language": language}));
    hub.radar("")
        .taxonomies()
        .search_concepts(asked)
        .await
        .unwrap()
        .into_inner()
        .concepts
}

pub(super) async fn concepts_are_found_in_both_languages(hub: &Reach<'_>) {
    eventually("the set to start with is there", async || {
        (!search(hub, "warmtepomp", "").await.is_empty()).then_some(())
    })
    .await;
    for (query, language) in [
        ("warmtepompen install", "nl"),
        ("installing heat pumps", "en"),
        ("Heat-Pump", ""),
    ] {
        let found = search(hub, query, language).await;
        assert!(found.iter().any(|it| it.uri == HEAT_PUMPS), "{query}: {found:?}");
    }
    assert!(search(hub, "bestaat beslist niet", "").await.is_empty());
    let asked = request(json!({"uri": HEAT_PUMPS}));
    let concept = hub
        .radar("")
        .taxonomies()
        .get_concept(asked)
        .await
        .unwrap()
        .into_inner()
        .concept
        .unwrap();
    let dutch = concept.labels.iter().find(|it| it.language == "nl").unwrap();
    assert!(
        dutch.own_translation,
        "our own words are never shown as the publisher's"
    );
}

async fn upload(hub: &Reach<'_>, version: &str, name: &str, content: &str) -> serde_json::Value {
    use base64::Engine as _;
    let half = content.len() / 2;
    for (offset, part) in [
        (0, &content.as_bytes()[..half]),
        (half, &content.as_bytes()[half..]),
    ] {
        let part = base64::engine::general_purpose::STANDARD.encode(part);
        let asked = json!({
            "requestId": request_id(), "schemeId": "esco", "version": version, "fileName": name, "offset": offset.to_string(), "content": part,
        });
        hub.radar(CURATOR)
            .taxonomies()
            .upload_release_file(request(asked))
            .await
            .unwrap();
    }
    json!({"name": name, "sha256": hex::encode(Sha256::digest(content))})
}

async fn import(
    hub: &Reach<'_>,
    version: &str,
    files: Vec<serde_json::Value>,
) -> Result<contracts::radar::v1::ImportReleaseResponse, tonic::Status> {
    let asked = json!({
        "requestId": request_id(), "schemeId": "esco", "version": version, "title": "ESCO", "licence": "CC BY 4.0",
        "publishedOn": "2026-05-01", "files": files,
    });
    Ok(hub
        .radar(CURATOR)
        .taxonomies()
        .import_release(request(asked))
        .await?
        .into_inner())
}

pub(super) async fn a_new_release_breaks_nothing(hub: &Reach<'_>) {
    let faulty = upload(
        hub,
        "9.9",
        "skills_nl.csv",
        "conceptUri,preferredLabel\ngeen uri,lassen\nhttp://example.org/a,\n",
    )
    .await;
    let refused = import(hub, "9.9", vec![faulty]).await.unwrap_err();
    assert_eq!(reason(&refused), "RELEASE_FAULTY");
    let english = std::fs::read_to_string(data().join("taxonomy/skills_en.csv"))
        .unwrap()
        .replace(HEAT_PUMPS, SUCCESSOR);
    let dutch = std::fs::read_to_string(data().join("taxonomy/skills_nl.csv"))
        .unwrap()
        .replace(HEAT_PUMPS, SUCCESSOR);
    let files = vec![
        upload(hub, "1.2", "skills_en.csv", &english).await,
        upload(hub, "1.2", "skills_nl.csv", &dutch).await,
        upload(
            hub,
            "1.2",
            "successors.csv",
            &format!("conceptUri,replacedBy\n{HEAT_PUMPS},{SUCCESSOR}\n"),
        )
        .await,
    ];
    let imported = import(hub, "1.2", files.clone()).await.unwrap();
    let changes = imported.release.unwrap().changes.unwrap();
    assert_eq!((changes.added, changes.replaced), (1, 1), "{changes:?}");
    assert!(
        import(hub, "1.2", files)
            .await
            .unwrap()
            .receipt
            .unwrap()
            .log_positions
            .is_empty()
    );
    let asked = request(json!({"uri": HEAT_PUMPS}));
    let concept = hub
        .radar("")
        .taxonomies()
        .get_concept(asked)
        .await
        .unwrap()
        .into_inner()
        .concept
        .unwrap();
    assert_eq!(
        (concept.state(), concept.current_uris),
        (ConceptState::Replaced, vec![SUCCESSOR.to_owned()])
    );
    eventually("a run over the new release takes over", async || {
        let run = all_read(hub).await;
        run.releases.iter().any(|it| it.version == "1.2").then_some(())
    })
    .await;
    let skill = curating::get(hub, "warmtepompen").await.unwrap().skill.unwrap();
    assert!(
        skill.evidence.unwrap().publishers >= 4,
        "what referred to the old concept means the new one"
    );
}
