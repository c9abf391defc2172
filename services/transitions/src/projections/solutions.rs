//! Solutions by what lists ask for.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use crate::domain::solution::{Design, Fact, Solution};

/// Permanent name of the projection.
pub const NAME: &str = "solutions";

/// Solutions by project, region, skill and state.
#[derive(Debug, Clone, Copy)]
pub struct Solutions;

/// How far a solution is, as this table has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Designed.
    Designed,
    /// Piloted.
    Piloted,
    /// Part of the regular offer.
    Scaled,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Designed => "designed",
            Self::Piloted => "piloted",
            Self::Scaled => "scaled",
        }
    }
}

/// What a list asks for; an empty text or none means everything.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Project that made it.
    pub project_id: &'a str,
    /// Region it is for or used in.
    pub region_id: &'a str,
    /// Skill it teaches.
    pub skill_uri: &'a str,
    /// How far it is.
    pub state: Option<State>,
}

#[async_trait]
impl Projection for Solutions {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Solution>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Solution>() else {
                continue;
            };
            let id = &recorded.stream_id;
            match fact? {
                Fact::Designed { design } => write(&design, db).await?,
                Fact::Piloted { .. } => move_to(id, State::Piloted, db).await?,
                Fact::Scaled { .. } => move_to(id, State::Scaled, db).await?,
                Fact::Reused { reuse, .. } => {
                    let sql = "UPDATE solutions SET region_ids = array_append(region_ids, $2)
                         WHERE solution_id = $1 AND NOT region_ids @> ARRAY[$2]";
                    sqlx::query(sql)
                        .bind(id)
                        .bind(&reuse.region_id)
                        .execute(&mut *db)
                        .await?;
                }
            }
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM solutions").execute(db).await?;
        Ok(())
    }
}

async fn write(design: &Design, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    let skills: Vec<&str> = design.skills.iter().map(|skill| skill.uri.as_str()).collect();
    sqlx::query(
        "INSERT INTO solutions (solution_id, project_id, region_ids, skill_uris, state) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (solution_id) DO NOTHING",
    )
    .bind(&design.solution_id)
    .bind(&design.project_id)
    .bind(&design.region_ids)
    .bind(skills)
    .bind(State::Designed.name())
    .execute(db)
    .await?;
    Ok(())
}

async fn move_to(solution_id: &str, state: State, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE solutions SET state = $2 WHERE solution_id = $1")
        .bind(solution_id)
        .bind(state.name())
        .execute(db)
        .await?;
    Ok(())
}

/// Identifiers of the solutions after one, at most `limit`.
///
/// # Errors
/// The database cannot be reached.
pub async fn list(
    pool: &PgPool,
    wanted: &Wanted<'_>,
    after: &str,
    limit: i64,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT solution_id FROM solutions
         WHERE solution_id > $1 AND ($2 = '' OR project_id = $2) AND ($3 = '' OR region_ids @> ARRAY[$3])
             AND ($4 = '' OR skill_uris @> ARRAY[$4]) AND ($5::text IS NULL OR state = $5)
         ORDER BY solution_id LIMIT $6",
    )
    .bind(after)
    .bind(wanted.project_id)
    .bind(wanted.region_id)
    .bind(wanted.skill_uri)
    .bind(wanted.state.map(State::name))
    .bind(limit)
    .fetch_all(pool)
    .await
}
