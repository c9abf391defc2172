//! How well skills are found in passages that readers annotated and that no method was tuned on. A relation between two methods on the same
//! passages: it takes no time worth measuring.

use std::sync::Arc;

use async_trait::async_trait;
use distil::{
    Distiller, LABEL_MATCH_1, Language, Method, PHRASES_1,
    quality::{AnnotatedSet, Part, Scores, Slice, evaluate},
};

use crate::measure::{Contender, Effort, Named};

/// A method on the passages of one language.
struct Quality {
    set: Arc<AnnotatedSet>,
    distiller: Distiller,
    language: Language,
    figure: fn(&Scores) -> f64,
}

/// Both methods in both languages: F1, and for the one in use what it is made of.
pub(crate) fn contenders() -> anyhow::Result<Vec<Named>> {
    let set = AnnotatedSet::own()
        .map_err(|faults| anyhow::anyhow!("the annotated set cannot be read: {faults:?}"))?;
    let set = Arc::new(set);
    let of = |method: Method, language, figure| -> Box<dyn Contender> {
        Box::new(Quality {
            distiller: Distiller::new(set.lexicon.clone(), method),
            set: set.clone(),
            language,
            figure,
        })
    };
    Ok(vec![
        ("phrases, Dutch", of(PHRASES_1, Language::Nl, Scores::f1)),
        ("label-match, Dutch", of(LABEL_MATCH_1, Language::Nl, Scores::f1)),
        ("phrases, English", of(PHRASES_1, Language::En, Scores::f1)),
        (
            "label-match, English",
            of(LABEL_MATCH_1, Language::En, Scores::f1),
        ),
        (
            "phrases, Dutch: precision",
            of(PHRASES_1, Language::Nl, Scores::precision),
        ),
        (
            "phrases, Dutch: recall",
            of(PHRASES_1, Language::Nl, Scores::recall),
        ),
        (
            "phrases, English: precision",
            of(PHRASES_1, Language::En, Scores::precision),
        ),
        (
            "phrases, English: recall",
            of(PHRASES_1, Language::En, Scores::recall),
        ),
    ])
}

#[async_trait]
impl Contender for Quality {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        let slice = Slice {
            part: Some(Part::Untouched),
            language: Some(self.language),
            ..Slice::default()
        };
        Ok((self.figure)(&evaluate(&self.distiller, &self.set, slice)) * 100.0)
    }
}
