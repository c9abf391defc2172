//! What a run looks for: the skills of its releases, with their labels in Dutch and English.

use std::sync::Arc;

use distil::{Concept, Distiller, Label, LabelKind, Language, Lexicon, Method};
use taxonomy::{Kind, Release, Status};

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
        let making =
            tokio::task::spawn_blocking(move || Distiller::new(Arc::new(lexicon(&releases)), method));
        let distiller = Arc::new(making.await?);
        self.distillers.insert(run.run_id.clone(), distiller.clone());
        Ok(distiller)
    }
}

/// The method of a run. One that this version of the hub does not know any more is never started; then the best takes its place.
fn method(run: &Run) -> Method {
    Method::find(&run.basis.method_name()).unwrap_or(distil::PHRASES_1)
}

/// The skills of releases: what a person can do or know. Groups and occupations are not looked for.
fn lexicon(releases: &[Release]) -> Lexicon {
    let is_skill = |kind: Kind| match kind {
        Kind::SkillCompetence | Kind::Skill | Kind::Knowledge | Kind::Attitude | Kind::Task => true,
        Kind::Group | Kind::Occupation | Kind::Other => false,
    };
    let concepts = releases
        .iter()
        .flat_map(Release::concepts)
        .filter(|it| it.status == Status::Released && is_skill(it.kind));
    let labelled: Vec<(&str, Vec<Label<'_>>)> = concepts
        .map(|it| (it.uri.as_str(), it.labels.iter().filter_map(label).collect()))
        .collect();
    let concepts: Vec<Concept<'_>> = labelled
        .iter()
        .map(|(uri, labels)| Concept { uri, labels })
        .collect();
    Lexicon::build(&concepts)
}

fn label(it: &taxonomy::Label) -> Option<Label<'_>> {
    let language = match it.language.as_str() {
        "nl" => Language::Nl,
        "en" => Language::En,
        _ => return None,
    };
    let kind = match it.kind {
        taxonomy::LabelKind::Preferred => LabelKind::Preferred,
        taxonomy::LabelKind::Alternative => LabelKind::Alternative,
        taxonomy::LabelKind::Hidden => LabelKind::Hidden,
    };
    Some(Label {
        text: &it.text,
        language,
        kind,
    })
}
