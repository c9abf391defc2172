//! Distils skills from documents: which concepts a text mentions and how, and which terms it uses that no concept covers.
//!
//! Nothing here reads or writes anything, knows the time or draws a number: the same document gives the same reading.
//!
//! - [`extract`]: plain text, Markdown, HTML and PDF to a [`Document`] of passages. Documents are not trusted.
//! - [`detect`]: Dutch, English or another language, for a document and for each passage.
//! - [`Lexicon::build`], [`Lexicon::of_releases`]: concepts, or the skills of whole taxonomies, made ready for looking.
//! - [`Distiller::read`]: a document's [`Mention`]s and [`Term`]s, by one of [`METHODS`].
//! - [`Background`], [`log_likelihood`], [`cluster`]: which terms stand out against all that was read, and which are variants of one.
//! - [`quality`]: precision, recall and F1 on the annotated set in `annotated/`.
//!
//! # How `phrases/1` reads
//!
//! 1. Each word gets the keys it may stand for: its inflected forms in Dutch and English (also strong and separable verbs, nouns of verbs, agents), the parts
//!    of compounds, and verbs of one meaning. Dutch has rules of its own, for Snowball's Dutch stemmer parts the forms of a verb; English uses Snowball.
//! 2. A label of one to six content words is found where all its words stand in one clause, in any order, with at most three content words
//!    between. English objects must follow their verb unless it is a noun or passive. Longer labels are found as they are written.
//! 3. Of labels that overlap the longest and surest wins; of concepts on the same words the one whose labels share most words with the passage.
//! 4. Words that mostly mean something else (`history`, `Swift`) only count where skills are talked about, acronyms only with their capitals.
//! 5. Each mention is asserted, negated or merely listed; and has a [`confidence`](Mention::confidence).
//!
//! What it does not do: take words for a concept that are in none of its labels, follow pronouns, or read languages other than Dutch and English. English
//! names are also found in Dutch texts. Negation over more than one sentence is not seen.
//!
//! # A new version of a method
//!
//! What a published method finds must never change, or archives could not be compared. Give the new one its own entry in `method.rs` and its own code
//! beside the old, run the example `quality` for both, and state what changed in [`Method`]'s documentation.
//!
//! # An example
//!
//! ```
//! use std::sync::Arc;
//! use distil::{Concept, Distiller, Format, Label, LabelKind, Language, Lexicon, Manner, PHRASES_1, extract};
//!
//! # fn main() -> Result<(), distil::ExtractError> {
//! let label = |text| Label { text, language: Language::Nl, kind: LabelKind::Preferred };
//! let (pumps, welding) = ([label("warmtepompen installeren")], [label("lastechnieken")]);
//! let concepts = [Concept { uri: "urn:pumps", labels: &pumps }, Concept { uri: "urn:welding", labels: &welding }];
//! let distiller = Distiller::new(Arc::new(Lexicon::build(&concepts)), PHRASES_1);
//!
//! let text = "Zij installeert warmtepompen. Kennis van lastechnieken is niet vereist.";
//! let document = extract(text.as_bytes(), Format::Plain)?;
//! let mentions = distiller.read(&document).mentions;
//! assert_eq!(&document.text()[mentions[0].range.clone()], "installeert warmtepompen");
//! assert_eq!((mentions[1].concept, mentions[1].manner), (1, Manner::Negated));
//! # Ok(())
//! # }
//! ```

mod document;
mod extract;
mod fingerprint;
mod language;
mod lexicon;
mod manner;
mod method;
mod morphology;
pub mod quality;
mod reading;
mod terms;
#[cfg(test)]
mod testing;
mod words;

pub use document::{Document, NotADocument, Passage, PassageKind};
pub use extract::{
    ExtractError, Format, MAX_BYTES, MAX_INFLATED_BYTES, MAX_NESTING, MAX_PAGES, MAX_TEXT_BYTES, extract,
};
pub use fingerprint::fingerprint;
pub use language::{Detected, Language, detect};
pub use lexicon::{Concept, Label, LabelId, LabelKind, Lexicon};
pub use method::{LABEL_MATCH_1, METHODS, Method, PHRASES_1};
pub use reading::{Distiller, How, Manner, Mention, Reading};
pub use terms::{
    Background, Cluster, Frequency, MAX_PLACES, MAX_SURFACES, MAX_TERMS, SIMILAR_ENOUGH, Term, Variant,
    cluster, log_likelihood,
};
