//! What is kept for a while only goes by itself, in a hub as it runs in production.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use contracts::{
    hub::v1::LocalText,
    programme::v1::{DefineEntryRequest, Entry, Theme, entry::Content},
};
use runtime::{block::Registration, config::Profile, server::Process};
use sqlx::PgPool;
use testkit::{TestHub, eventually, request_id};
use tokio_util::sync::CancellationToken;

const BLOCKS: &[Registration] = &[Registration {
    name: "programme",
    migrator: &programme::MIGRATIONS,
    make: |env| Box::pin(programme::block(env)),
}];

fn define(theme_id: &str) -> DefineEntryRequest {
    let theme = Theme {
        theme_id: theme_id.into(),
        name: Some(LocalText {
            nl: "Thema".into(),
            en: "Theme".into(),
        }),
    };
    DefineEntryRequest {
        request_id: request_id(),
        entry: Some(Entry {
            content: Some(Content::Theme(theme)),
            source: "toets".into(),
            example: true,
        }),
    }
}

async fn records(pool: &PgPool) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM programme.requests")
        .fetch_one(pool)
        .await
        .unwrap()
}

#[tokio::test]
async fn records_of_old_requests_are_forgotten_and_those_of_the_last_weeks_are_not() {
    let mut hub = TestHub::start(BLOCKS).await;
    let caller = hub.caller("national-coordinator");
    for theme_id in ["old", "recent"] {
        caller.reference().define_entry(define(theme_id)).await.unwrap();
    }
    let pool = PgPool::connect(&hub.servers.database_url()).await.unwrap();
    sqlx::query(
        "UPDATE programme.requests SET recorded_at = now() - CASE first_position WHEN 1 THEN interval '31 days'
         ELSE interval '29 days' END",
    )
    .execute(&pool)
    .await
    .unwrap();
    hub.stop().await.unwrap();
    assert_eq!(records(&pool).await, 2);

    let mut settings = hub.servers.settings();
    settings.profile = Profile::Production;
    settings.identity.development_key = None;
    let process = Process::bind(settings, prometheus::Registry::new())
        .await
        .unwrap();
    let stop = CancellationToken::new();
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { process.run(BLOCKS, stop).await }
    });
    eventually("the old record to be forgotten", async || {
        (records(&pool).await == 1).then_some(())
    })
    .await;
    let kept: i64 = sqlx::query_scalar("SELECT first_position FROM programme.requests")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(kept, 2);
    stop.cancel();
    running.await.unwrap().unwrap();
}
