//! The smallest aggregate that can go wrong: a counter with a ceiling.

use eventing::{Context, Decider, Fact, Meta, Rejection, RejectionKind, RequestKey, Store};
use local::{Binaries, Durability, Postgres};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use uuid::Uuid;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Counter {
    pub(crate) value: u64,
}

#[derive(Debug, Clone)]
pub(crate) enum Command {
    /// Adds one, at most to the ceiling.
    Add { ceiling: u64 },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Counted {
    Added,
    Noted,
}

#[derive(Debug, thiserror::Error)]
#[error("the ceiling is reached")]
pub(crate) struct CeilingReached;

impl Fact for Counted {
    fn event_type(&self) -> String {
        format!("{self:?}")
    }

    fn event_version(&self) -> String {
        "1".into()
    }
}

impl Rejection for CeilingReached {
    fn reason(&self) -> &'static str {
        "CEILING_REACHED"
    }

    fn kind(&self) -> RejectionKind {
        RejectionKind::WrongState
    }
}

impl Decider for Counter {
    const TYPE: &'static str = "counter";
    type Command = Command;
    type Fact = Counted;
    type Rejection = CeilingReached;

    fn decide(&self, Command::Add { ceiling }: Command) -> Result<Vec<Counted>, CeilingReached> {
        if self.value >= ceiling {
            Err(CeilingReached)
        } else {
            Ok(vec![Counted::Added, Counted::Noted])
        }
    }

    fn evolve(&mut self, fact: Counted) {
        self.value += u64::from(fact == Counted::Added);
    }

    fn is_public(fact: &Counted) -> bool {
        *fact == Counted::Added
    }
}

/// A log on a PostgreSQL of its own.
pub(crate) struct TestLog {
    pub(crate) store: Store,
    pub(crate) postgres: Postgres,
    _home: TempDir,
}

impl TestLog {
    pub(crate) async fn open() -> Self {
        Self::open_with(Durability::Tests).await
    }

    /// A log that keeps what it acknowledged when its server is killed.
    pub(crate) async fn open_durable() -> Self {
        Self::open_with(Durability::Full).await
    }

    /// Lets everyone in without a password. To prove that one knows it takes a debug build a twentieth of a second, which is
    /// much for who opens hundreds of connections.
    pub(crate) async fn let_everyone_in(&self) {
        let pool = self.store.pool();
        let rules: String = sqlx::query_scalar("SHOW hba_file").fetch_one(pool).await.unwrap();
        for statement in [
            &format!("COPY (VALUES ('local all all trust'), ('host all all all trust')) TO '{rules}'"),
            "SELECT pg_reload_conf()",
        ] {
            sqlx::query(statement).execute(pool).await.unwrap();
        }
    }

    /// The same log as another process opens it.
    pub(crate) async fn another(&self) -> Store {
        Store::open("test", self.store.pool().clone()).await.unwrap()
    }

    async fn open_with(durability: Durability) -> Self {
        let home = tempfile::tempdir().unwrap();
        let postgres = Postgres::start(&Binaries::find().unwrap(), home.path(), durability)
            .await
            .unwrap();
        let pool = sqlx::PgPool::connect(&postgres.url("postgres")).await.unwrap();
        Self {
            store: Store::open("test", pool).await.unwrap(),
            postgres,
            _home: home,
        }
    }
}

pub(crate) fn meta(request: Option<Uuid>) -> Meta {
    Meta {
        actor: "p-test".into(),
        at: "2024-01-01T00:00:00Z".parse().unwrap(),
        request: request.map(|id| RequestKey::new(id, "Add", "p-test", b"content")),
        traceparent: None,
        context: Context {
            project: Some("p1".into()),
            regions: vec!["AM01".into()],
            ..Context::default()
        },
    }
}
