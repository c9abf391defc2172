//! Which runs there have to be: a first one, and after each new release one that links to it and takes over once it has read everything.

use runtime::fault::error_chain;

use super::{ACTOR, Reader, Trouble, meta};
use crate::{
    domain::run::{self, ACTIVE_MAX, Basis, Command, Run, Runs, State},
    grpc::block_context,
};

/// Why a run goes into use by itself.
const TAKES_OVER: &str = "Deze run volgt op een nieuwe release en heeft het hele archief gelezen.";

impl Reader {
    /// Begins the run that is missing, if one is. Answers whether something was done.
    pub(super) async fn arrange_runs(&self) -> Result<bool, Trouble> {
        let releases = self.desk.taxonomies.in_force().await?;
        if releases.is_empty() {
            return Ok(false);
        }
        let runs = self.runs().await?;
        let method = runs.in_use().or_else(|| runs.active().next()).map(|it| &it.basis);
        let best = distil::METHODS.last();
        let Some((name, version)) = method
            .map(|it| (it.method.clone(), it.method_version))
            .or_else(|| best.map(|it| (it.name.to_owned(), it.version)))
        else {
            return Ok(false);
        };
        let basis = Basis {
            method: name,
            method_version: version,
            releases,
        };
        if runs.active().any(|it| it.basis == basis) {
            return Ok(false);
        }
        if runs.active().count() >= ACTIVE_MAX && !self.make_room(&runs).await? {
            return Ok(false);
        }
        self.command(Command::Start {
            run_id: next_id(&runs),
            basis,
            takes_over: true,
            today: self.desk.office.now().1,
        })
        .await
    }

    /// Stops the oldest run that is beside the one in use, when too many read.
    async fn make_room(&self, runs: &Runs) -> Result<bool, Trouble> {
        let beside = runs.active().find(|it| it.state == State::Beside);
        match beside {
            Some(run) => {
                let run_id = run.run_id.clone();
                self.command(Command::Stop { run_id }).await
            }
            None => Ok(false),
        }
    }

    /// Puts a run to use that has read everything there is.
    pub(super) async fn take_over(&self, run: &Run) -> Result<bool, Trouble> {
        self.command(Command::Use {
            run_id: run.run_id.clone(),
            waiting: 0,
            reason: TAKES_OVER.to_owned(),
            by: ACTOR.to_owned(),
            today: self.desk.office.now().1,
        })
        .await
    }

    async fn command(&self, command: Command) -> Result<bool, Trouble> {
        let meta = meta(&self.desk, block_context());
        match self
            .desk
            .office
            .store
            .execute::<Runs>(run::ARCHIVE, command, &meta)
            .await
        {
            Ok(_) => Ok(true),
            // A person was first: the next round sees what there is now.
            Err(error @ eventing::ExecuteError::Rejected(_)) => {
                tracing::info!(error = %error_chain(&error), "a run was arranged otherwise meanwhile");
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// An identifier that no run has.
fn next_id(runs: &Runs) -> String {
    let count = runs.all().len();
    let names = (count + 1..).map(|number| format!("run-{number}"));
    let mut free = names.filter(|it| runs.get(it).is_none());
    free.next().unwrap_or_default()
}
