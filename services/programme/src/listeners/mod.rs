//! "When another block published that, do this here": one file per sentence.
//!
//! To add one: write a file with a struct that implements [`Listener`], and add it to [`all`].

mod when_an_application_is_awarded_keep_its_project;

use std::sync::Arc;

use blocks::{desk::Desk, inbox::Listener};
use runtime::block::BlockEnv;

use crate::grpc::project::Projects;

/// All listeners of the block.
#[must_use]
pub fn all(env: &BlockEnv) -> Vec<Arc<dyn Listener>> {
    let desk = Desk {
        store: env.store.clone(),
        clock: env.clock.clone(),
    };
    let projects = Projects::new(env.store.clone(), env.clock.clone());
    vec![Arc::new(
        when_an_application_is_awarded_keep_its_project::KeepProject { desk, projects },
    )]
}
