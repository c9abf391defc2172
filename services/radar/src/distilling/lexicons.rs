//! What a run looks for: the skills of its releases, with their labels in Dutch and English.

use std::sync::Arc;

use distil::{Distiller, Lexicon, Method};

use super::{Reader, Trouble};
use crate::domain::run::Run;

impl Reader {
    /// The distiller of a run. Made once: it takes seconds.
    pub(super) async fn distiller(&mut self, run: &Run) -> Result<Arc<Distiller>, Trouble> {
        if let Some(distiller) = self.distillers.get(&run.run_id) {
            return Ok(distiller.clone());
        }
        let mut releases = Vec::new();
        for release in &run.basis.releases {
            releases.push(self.desk.taxonomies.release(release).await?);
        }
        let method = method(run);
        let making = tokio::task::spawn_blocking(move || {
            Distiller::new(Arc::new(Lexicon::of_releases(&releases)), method)
        });
        let distiller = Arc::new(making.await?);
        self.distillers.insert(run.run_id.clone(), distiller.clone());
        Ok(distiller)
    }
}

/// The method of a run. One that this version of the hub does not know any more is never started; then the best takes its place.
fn method(run: &Run) -> Method {
    Method::find(&run.basis.method_name()).unwrap_or(distil::PHRASES_1)
}
