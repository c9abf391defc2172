//! Distils skills from documents: which concepts a text mentions, and which terms it uses that no concept covers.
mod document;
mod extract;
mod language;
mod lexicon;
mod manner;
mod method;
mod morphology;
pub mod quality;
mod reading;
mod terms;
mod words;

pub use document::{Document, NotADocument, Passage, PassageKind};
pub use extract::{ExtractError, Format, MAX_BYTES, MAX_NESTING, MAX_PAGES, MAX_TEXT_BYTES, extract};
pub use language::{Detected, Language, detect};
pub use lexicon::{Concept, Label, LabelId, LabelKind, Lexicon};
pub use method::{LABEL_MATCH_1, METHODS, Method, PHRASES_1};
pub use reading::{Distiller, How, Manner, Mention, Reading};
pub use terms::{
    Background, Cluster, Frequency, MAX_PLACES, MAX_SURFACES, MAX_TERMS, SIMILAR_ENOUGH, Term, Variant,
    cluster, log_likelihood,
};
