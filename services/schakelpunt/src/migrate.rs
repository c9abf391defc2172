//! Brings the databases of the blocks up to date: `schakelpunt migrate`.

use std::io::Write;

use runtime::{config::Settings, server::open_database};

use crate::{
    blocks::BLOCKS,
    cli::{Globals, MigrateArgs},
};

/// Makes schemas, roles and tables where they are missing; existing ones are brought up to date.
///
/// # Errors
/// The configuration cannot be used, or the database refuses.
pub async fn run(args: MigrateArgs, _globals: &Globals) -> anyhow::Result<()> {
    let mut settings = Settings::load(args.config.as_deref())?;
    if let Some(url) = args.database_url {
        settings.database.url = Some(url.into());
        settings.database.url_file = None;
    }
    for block in BLOCKS {
        let pool = open_database(&settings, block).await?;
        eventing::schema::prepare(&pool).await?;
        pool.close().await;
        writeln!(std::io::stdout(), "{}: up to date", block.name)?;
    }
    Ok(())
}
