//! "When another block published that, do this here": one file per sentence.
//!
//! To add one: write a file with a struct that implements [`Listener`], and add it to [`all`].

mod when_a_report_is_accepted_file_its_answer;

use std::sync::Arc;

use blocks::{
    desk::Desk,
    inbox::Listener,
    known::{Projects, ReferenceData},
};
use runtime::block::BlockEnv;

/// All listeners of the block.
#[must_use]
pub fn all(env: &BlockEnv) -> Vec<Arc<dyn Listener>> {
    let desk = Desk {
        store: env.store.clone(),
        clock: env.clock.clone(),
    };
    vec![
        Arc::new(ReferenceData(env.pool.clone())),
        Arc::new(Projects(env.pool.clone())),
        Arc::new(when_a_report_is_accepted_file_its_answer::FileAnswer {
            desk,
            pool: env.pool.clone(),
        }),
    ]
}
