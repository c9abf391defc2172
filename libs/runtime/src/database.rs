//! A block's database: its own schema and role, its migrations, its pool.

use std::{str::FromStr, time::Duration};

use secrecy::{ExposeSecret, SecretString};
use sqlx::{
    Connection, PgConnection, PgPool,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
};

/// How long a caller waits for a free connection, in seconds.
const ACQUIRE_SECONDS: u64 = 5;

/// How long a transaction may wait for its process before PostgreSQL ends it, in seconds: a process that hangs in the middle
/// of one holds what it has locked, the head of the log for one, and all others would wait for it.
const IDLE_TRANSACTION_SECONDS: u64 = 10;

/// PostgreSQL's codes for "somebody else just made it".
const MADE_BY_OTHERS: [&str; 4] = ["42710", "42P06", "23505", "XX000"];
/// PostgreSQL's code for "not allowed".
const NOT_ALLOWED: &str = "42501";

/// Why a block has no database.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The URL is not one.
    #[error("`database.url` is not a PostgreSQL URL")]
    Url(#[source] sqlx::Error),
    /// The block's role cannot be made.
    #[error(
        "the database user may not create the role {role}; let an administrator run `CREATE ROLE {role} NOLOGIN; GRANT {role} TO <user>`, \
         or set `database.roles = false`"
    )]
    Role {
        /// The role.
        role: String,
        /// What PostgreSQL said.
        source: sqlx::Error,
    },
    /// The database refused or did not answer.
    #[error("the database of {block} did not {attempt}")]
    Refused {
        /// The block.
        block: &'static str,
        /// What was attempted.
        attempt: &'static str,
        /// What it said.
        source: sqlx::Error,
    },
    /// The migrations do not apply.
    #[error("the tables of {block} cannot be brought up to date")]
    Migration {
        /// The block.
        block: &'static str,
        /// Why.
        source: sqlx::migrate::MigrateError,
    },
}

impl DatabaseError {
    /// Whether trying again may help: the database is away, and may come back.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Refused { source, .. } => is_away(source),
            Self::Migration {
                source: sqlx::migrate::MigrateError::Execute(source),
                ..
            } => is_away(source),
            Self::Url(_) | Self::Role { .. } | Self::Migration { .. } => false,
        }
    }
}

fn is_away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::Protocol(_) => true,
        // 57P03: starting up or shutting down; class 08: connection; class 53: resources.
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| code == "57P03" || code.starts_with("08") || code.starts_with("53")),
        _ => false,
    }
}

/// Makes the schema (and role) of `block` where they are missing, brings its tables up to date and opens its pool.
///
/// # Errors
/// See [`DatabaseError`].
pub async fn open(
    block: &'static str,
    url: &SecretString,
    roles: bool,
    connections: u32,
    migrator: &Migrator,
) -> Result<PgPool, DatabaseError> {
    let role = role_of(block);
    prepare(block, &server(block, url)?, roles.then_some(role.as_str())).await?;
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(ACQUIRE_SECONDS))
        // A broken connection shows on use, and the change it broke can be asked for again; a ping before each use costs a round trip.
        .test_before_acquire(false)
        .connect_with(options(block, url, roles)?)
        .await
        .map_err(|source| DatabaseError::Refused {
            block,
            attempt: "let its block in",
            source,
        })?;
    migrator
        .run(&pool)
        .await
        .map_err(|source| DatabaseError::Migration { block, source })?;
    Ok(pool)
}

/// How `block` connects to its schema, in its role if it has one. Nothing is made or changed: what is not there yet is
/// missed on use.
///
/// # Errors
/// The URL is not one.
pub fn options(block: &str, url: &SecretString, roles: bool) -> Result<PgConnectOptions, DatabaseError> {
    let mut session = vec![
        ("search_path", block.to_owned()),
        (
            "idle_in_transaction_session_timeout",
            format!("{IDLE_TRANSACTION_SECONDS}s"),
        ),
    ];
    if roles {
        session.push(("role", role_of(block)));
    }
    Ok(server(block, url)?.options(session))
}

fn server(block: &str, url: &SecretString) -> Result<PgConnectOptions, DatabaseError> {
    let options = PgConnectOptions::from_str(url.expose_secret()).map_err(DatabaseError::Url)?;
    Ok(options.application_name(&format!("schakelpunt-{block}")))
}

fn role_of(block: &str) -> String {
    format!("schakelpunt_{block}")
}

async fn prepare(
    block: &'static str,
    options: &PgConnectOptions,
    role: Option<&str>,
) -> Result<(), DatabaseError> {
    let refused = |attempt| {
        move |source| DatabaseError::Refused {
            block,
            attempt,
            source,
        }
    };
    let mut connection = PgConnection::connect_with(options)
        .await
        .map_err(refused("answer"))?;
    if let Some(role) = role {
        ensure_role(&mut connection, block, role).await?;
    }
    let owner = role
        .map(|role| format!(" AUTHORIZATION {role}"))
        .unwrap_or_default();
    let made = execute(
        &mut connection,
        format!("CREATE SCHEMA IF NOT EXISTS {block}{owner}"),
    )
    .await;
    unless_made_by_others(made).map_err(refused("make the block's schema"))?;
    if let Some(role) = role {
        // A rebuild fills new tables in a schema beside the block's own.
        let database: String = sqlx::query_scalar("SELECT quote_ident(current_database())")
            .fetch_one(&mut connection)
            .await
            .map_err(refused("say its name"))?;
        let granted = execute(
            &mut connection,
            format!("GRANT CREATE ON DATABASE {database} TO {role}"),
        )
        .await;
        unless_made_by_others(granted).map_err(refused("let its block make schemas"))?;
    }
    connection.close().await.map_err(refused("close the connection"))
}

async fn ensure_role(
    connection: &mut PgConnection,
    block: &'static str,
    role: &str,
) -> Result<(), DatabaseError> {
    let refused = |source| DatabaseError::Refused {
        block,
        attempt: "make the block's role",
        source,
    };
    let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)")
        .bind(role)
        .fetch_one(&mut *connection)
        .await
        .map_err(refused)?;
    if !exists {
        match unless_made_by_others(execute(connection, format!("CREATE ROLE {role} NOLOGIN")).await) {
            Err(source) if has_code(&source, &[NOT_ALLOWED]) => {
                return Err(DatabaseError::Role {
                    role: role.to_owned(),
                    source,
                });
            }
            made => made.map_err(refused)?,
        }
    }
    let member: bool = sqlx::query_scalar("SELECT pg_has_role(current_user, $1, 'MEMBER')")
        .bind(role)
        .fetch_one(&mut *connection)
        .await
        .map_err(refused)?;
    if !member {
        unless_made_by_others(execute(connection, format!("GRANT {role} TO current_user")).await)
            .map_err(refused)?;
    }
    Ok(())
}

/// Runs a statement made of block names, which are constants of this program: PostgreSQL takes no parameters in definitions.
async fn execute(connection: &mut PgConnection, statement: String) -> Result<(), sqlx::Error> {
    sqlx::query(&statement).execute(connection).await.map(|_| ())
}

fn unless_made_by_others(outcome: Result<(), sqlx::Error>) -> Result<(), sqlx::Error> {
    match outcome {
        Err(error) if has_code(&error, &MADE_BY_OTHERS) => Ok(()),
        outcome => outcome,
    }
}

fn has_code(error: &sqlx::Error, codes: &[&str]) -> bool {
    error
        .as_database_error()
        .and_then(|error| error.code())
        .is_some_and(|code| codes.contains(&code.as_ref()))
}
