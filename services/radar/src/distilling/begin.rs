//! The set of concepts that the hub starts with, imported when there is no release of its scheme.

use runtime::fault::error_chain;

use super::{Reader, Trouble, meta};
use crate::{
    domain::taxonomy::{Release, Taxonomy},
    grpc::block_context,
    taxonomies::{BUILTIN_FILES, BUILTIN_SCHEME, FileBytes, builtin_release, digest},
};

impl Reader {
    /// Imports the set, unless some release of its scheme is there. Answers whether it did.
    pub(super) async fn begin(&self) -> Result<bool, Trouble> {
        let store = &self.desk.office.store;
        let known = store.load::<Taxonomy>(BUILTIN_SCHEME).await?.state;
        if known.in_force().is_some() {
            return Ok(false);
        }
        let file = |(name, content): &(&str, &[u8])| FileBytes {
            name: (*name).to_owned(),
            content: content.to_vec(),
        };
        let files: Vec<FileBytes> = BUILTIN_FILES.iter().map(file).collect();
        let release = Release {
            files: files.iter().map(digest).collect(),
            ..builtin_release()
        };
        let today = self.desk.office.now().1;
        let meta = meta(&self.desk, block_context());
        match self
            .desk
            .taxonomies
            .import(store, release, files, &meta, today)
            .await
        {
            Ok(_) => Ok(true),
            Err(error) => {
                tracing::error!(error = %error_chain(&error), "the set of concepts to start with was not imported");
                Ok(false)
            }
        }
    }
}
