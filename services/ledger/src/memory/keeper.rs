//! Who has the memory at the moment.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use super::{Memory, MemoryError};
use crate::checkpoint::Log;

/// Opens the memory when it is needed and closes it when this process writes no more. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Keeper {
    folder: PathBuf,
    log: Arc<Log>,
    memory: Arc<Mutex<Option<Memory>>>,
}

impl Keeper {
    /// The memory in a folder.
    pub(crate) fn new(folder: &Path, log: Arc<Log>) -> Self {
        Self {
            folder: folder.to_owned(),
            log,
            memory: Arc::default(),
        }
    }

    /// Whether it can be used, now, before anything depends on it. That another process has it is no fault.
    pub(crate) fn check(&self) -> Result<(), MemoryError> {
        match Memory::open(&self.folder, &self.log) {
            Ok(_) | Err(MemoryError::InUse(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The memory, for whoever needs it, one at a time.
    pub(crate) async fn open(&self) -> Result<MappedMutexGuard<'_, Memory>, MemoryError> {
        let mut memory = self.memory.lock().await;
        if memory.is_none() {
            *memory = Some(Memory::open(&self.folder, &self.log)?);
        }
        MutexGuard::try_map(memory, Option::as_mut).map_err(|_| MemoryError::InUse(self.folder.clone()))
    }

    /// Closes it, so that another process can have it.
    pub(crate) async fn close(&self) {
        *self.memory.lock().await = None;
    }
}
