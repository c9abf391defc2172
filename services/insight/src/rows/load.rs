//! Reading and writing rows as sets. The table names are found through the search path, so that a rebuild can point the
//! same statements at its own tables.

use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};
use sqlx::PgConnection;

use super::{
    AttentionPointRow, BudgetLineRow, ChangeRequestRow, DependencyRow, EntryRow, Facts, IndicatorValueRow,
    MilestoneRow, MoneyRow, ObligationRow, ObservationRow, PlanRevisionRow, ProjectFacts, ProjectRow,
    ReportRow, TargetRow,
};

/// Tables with one or more rows per project, and the order in which [`ProjectFacts`] lists them.
trait OfProject: DeserializeOwned + Send + Unpin {
    /// `FROM` and `ORDER BY`.
    const SOURCE: &'static str;
    fn project_id(&self) -> &str;
    fn list(facts: &mut ProjectFacts) -> &mut Vec<Self>;
}

macro_rules! of_project {
    ($row:ty, $list:ident, $source:literal) => {
        impl OfProject for $row {
            const SOURCE: &'static str = $source;
            fn project_id(&self) -> &str {
                &self.project_id
            }
            fn list(facts: &mut ProjectFacts) -> &mut Vec<Self> {
                &mut facts.$list
            }
        }
    };
}

of_project!(MilestoneRow, milestones, "milestones order by milestone_id");
of_project!(TargetRow, targets, "targets order by indicator_id");
of_project!(BudgetLineRow, budget, "budget_lines order by category");
of_project!(MoneyRow, money, "money_totals order by state");
of_project!(DependencyRow, dependencies, "dependencies order by dependency_id");
of_project!(PlanRevisionRow, revisions, "plan_revisions order by plan_version");
of_project!(
    ChangeRequestRow,
    change_requests,
    "change_requests order by change_request_id"
);
of_project!(
    ObligationRow,
    obligations,
    "obligations order by due_on, obligation_id"
);
of_project!(ReportRow, reports, "reports order by period_ends_on, report_id");
of_project!(
    IndicatorValueRow,
    values,
    "indicator_values order by indicator_id, period_ends_on, report_id"
);
of_project!(
    AttentionPointRow,
    attention_points,
    "attention_points order by raised_at, attention_point_id"
);

/// Everything, in one query per table. Run it in a transaction that sees one moment.
///
/// # Errors
/// The database's.
pub async fn load_all(db: &mut PgConnection) -> Result<Facts, sqlx::Error> {
    let mut facts = Facts::default();
    for row in read::<EntryRow>(db, "reference_entries order by kind, entry_id").await? {
        facts.reference.insert(row.entry);
    }
    facts.projects = load_projects(db).await?;
    for row in read::<ObservationRow>(db, "observations order by position, key").await? {
        match facts.projects.get_mut(&row.project_id) {
            Some(project) => project.observations.push(row),
            None if row.project_id.is_empty() => facts.observations.push(row),
            // Of a project that is not there yet: `projects` is behind.
            None => {}
        }
    }
    Ok(facts)
}

/// All projects with their rows.
///
/// # Errors
/// The database's.
pub async fn load_projects(db: &mut PgConnection) -> Result<BTreeMap<String, ProjectFacts>, sqlx::Error> {
    let mut projects: BTreeMap<_, _> = read::<ProjectRow>(db, "projects")
        .await?
        .into_iter()
        .map(|row| (row.project_id.clone(), ProjectFacts::new(row)))
        .collect();
    hand_out::<MilestoneRow>(db, &mut projects).await?;
    hand_out::<TargetRow>(db, &mut projects).await?;
    hand_out::<BudgetLineRow>(db, &mut projects).await?;
    hand_out::<MoneyRow>(db, &mut projects).await?;
    hand_out::<DependencyRow>(db, &mut projects).await?;
    hand_out::<PlanRevisionRow>(db, &mut projects).await?;
    hand_out::<ChangeRequestRow>(db, &mut projects).await?;
    hand_out::<ObligationRow>(db, &mut projects).await?;
    hand_out::<ReportRow>(db, &mut projects).await?;
    hand_out::<IndicatorValueRow>(db, &mut projects).await?;
    hand_out::<AttentionPointRow>(db, &mut projects).await?;
    Ok(projects)
}

/// Gives each project its rows. A row of a project that is not there yet (another projection is ahead) is left out.
async fn hand_out<R: OfProject>(
    db: &mut PgConnection,
    projects: &mut BTreeMap<String, ProjectFacts>,
) -> Result<(), sqlx::Error> {
    for row in read::<R>(db, R::SOURCE).await? {
        if let Some(facts) = projects.get_mut(row.project_id()) {
            R::list(facts).push(row);
        }
    }
    Ok(())
}

/// Rows of one table. `source` is the table with its order, never anything a caller sent.
///
/// # Errors
/// The database's; `Decode` when a row does not fit its struct.
pub async fn read<R: DeserializeOwned>(db: &mut PgConnection, source: &str) -> Result<Vec<R>, sqlx::Error> {
    let sql = format!("select row_to_json(rows)::text from (select * from {source}) rows");
    parse(sqlx::query_scalar(&sql).fetch_all(db).await?)
}

/// Rows of the given projects in one table, in the table's own order.
///
/// # Errors
/// The database's; `Decode` when a row does not fit its struct.
pub async fn read_of<R: DeserializeOwned>(
    db: &mut PgConnection,
    table: &str,
    project_ids: &[String],
) -> Result<Vec<R>, sqlx::Error> {
    let sql = format!("select row_to_json(rows)::text from {table} rows where project_id = any($1)");
    parse(sqlx::query_scalar(&sql).bind(project_ids).fetch_all(db).await?)
}

fn parse<R: DeserializeOwned>(rows: Vec<String>) -> Result<Vec<R>, sqlx::Error> {
    rows.iter()
        .map(|row| serde_json::from_str(row).map_err(decode))
        .collect()
}

/// Replaces all rows of the given projects in one table by `rows`.
///
/// # Errors
/// The database's.
pub async fn replace<R: Serialize>(
    db: &mut PgConnection,
    table: &str,
    project_ids: &[String],
    rows: &[R],
) -> Result<(), sqlx::Error> {
    let delete = format!("delete from {table} where project_id = any($1)");
    sqlx::query(&delete).bind(project_ids).execute(&mut *db).await?;
    insert(db, table, "", rows).await
}

/// Inserts rows; `conflict` says what happens to those that are there already, such as `on conflict do nothing`.
///
/// # Errors
/// The database's.
pub async fn insert<R: Serialize>(
    db: &mut PgConnection,
    table: &str,
    conflict: &str,
    rows: &[R],
) -> Result<(), sqlx::Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "insert into {table} select * from json_populate_recordset(null::{table}, $1::json) {conflict}"
    );
    let json = serde_json::to_string(rows).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query(&sql).bind(json).execute(db).await?;
    Ok(())
}

fn decode(error: serde_json::Error) -> sqlx::Error {
    sqlx::Error::Decode(error.into())
}
