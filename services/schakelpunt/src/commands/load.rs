//! `schakelpunt load`: data files, through the same calls that everyone uses.

use super::Session;
use crate::{
    cli::LoadArgs,
    data_dir,
    failure::Failure,
    load::{Loader, Options},
};

pub(super) async fn run(args: LoadArgs, session: &Session<'_>) -> Result<(), Failure> {
    let (files, checked) = (args.files.clone(), args.check);
    let hub = if checked { None } else { Some(session.hub()?) };
    let options = Options {
        args,
        data_dir: data_dir::resolve(session.globals.data_dir.as_deref()),
        format: session.screen.format,
    };
    let summary = Loader::new(hub.as_ref(), options, session.screen.texts)?
        .load(&files)
        .await;
    session.screen.answer(&summary, |page, summary| {
        summary.show(page);
        if checked {
            page.line(page.get("load-checked"));
        }
    })?;
    if summary.is_good() {
        Ok(())
    } else {
        Err(Failure::Told)
    }
}
