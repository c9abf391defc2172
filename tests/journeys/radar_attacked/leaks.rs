//! Texts stay in the archive: neither their words nor a name that stands in them is in the log, in an event, or anywhere else.

use std::collections::BTreeSet;

use serde_json::json;
use sqlx::{Connection, PgConnection};
use testkit::{TestHub, eventually, request_id};

use super::sources_about;
use crate::{
    radar::{COORDINATOR, CURATOR},
    reach::{Reach, request},
};

/// A word that stands in no other text.
const MARKER: &str = "kwikstaartprotocol";
/// Somebody's name, so often that it becomes a candidate.
const NAME: &str = "Zwaantje Quispel";

pub(super) async fn no_text_leaves_the_archive(hub: &TestHub, reach: &Reach<'_>) {
    let mut db = PgConnection::connect(&hub.servers.database_url()).await.unwrap();
    let sentence = format!("Volgens {NAME} is het {MARKER} nieuw. ").repeat(6);
    let sources = sources_about(reach, &sentence, &["CBS", "TNO"]).await;
    let candidates = eventually("the name became a candidate", async || {
        let asked = json!({"sourcesMin": 2});
        let found = reach
            .radar(CURATOR)
            .sources()
            .list_candidates(request(asked))
            .await;
        let found = format!("{:?}", found.unwrap().into_inner().candidates).to_lowercase();
        found.contains("quispel").then_some(found)
    })
    .await;
    assert!(
        candidates.contains(MARKER),
        "the word is found, so the search below can find it"
    );
    everything_is_relayed(&mut db).await;
    let name = NAME.to_lowercase();
    let archive = BTreeSet::from(["radar.terms".to_owned(), "radar.texts".to_owned()]);
    for words in [MARKER, &name, "quispel"] {
        let tables = holding(&mut db, words).await;
        assert!(
            tables.contains("radar.texts") && tables.is_subset(&archive),
            "{words}: {tables:?}"
        );
    }
    for source_id in &sources {
        let asked =
            json!({"requestId": request_id(), "sourceId": source_id, "reason": "Er staat een naam in."});
        reach
            .radar(COORDINATOR)
            .sources()
            .withdraw_source(request(asked))
            .await
            .unwrap();
    }
    // A run that was reading at that moment may still write what it found; it is swept.
    eventually("nothing is left of what was withdrawn", async || {
        holding(&mut db, "quispel").await.is_empty().then_some(())
    })
    .await;
}

/// Waits until the ledger has what the radar published.
async fn everything_is_relayed(db: &mut PgConnection) {
    eventually("the ledger knows the sources", async || {
        let held = holding(db, "notitie 1").await;
        held.iter().any(|it| it.starts_with("ledger.")).then_some(())
    })
    .await;
}

/// The tables of all blocks in which words stand, as text or as bytes.
async fn holding(db: &mut PgConnection, words: &str) -> BTreeSet<String> {
    let tables: Vec<(String, String)> = sqlx::query_as(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    )
    .fetch_all(&mut *db)
    .await
    .unwrap();
    assert!(tables.len() > 50, "{tables:?}");
    let mut found = BTreeSet::new();
    let capital: String = words[..1].to_uppercase() + &words[1..];
    for (schema, table) in tables {
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM \"{schema}\".\"{table}\" it WHERE lower(it::text) LIKE '%' || $1 || '%'
                 OR it::text LIKE '%' || $2 || '%' OR it::text LIKE '%' || $3 || '%')"
        );
        let is_there: bool = sqlx::query_scalar(&sql)
            .bind(words)
            .bind(hex::encode(words))
            .bind(hex::encode(&capital))
            .fetch_one(&mut *db)
            .await
            .unwrap();
        if is_there {
            found.insert(format!("{schema}.{table}"));
        }
    }
    found
}
