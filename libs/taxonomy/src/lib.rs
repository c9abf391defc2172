//! Releases of skill taxonomies, and what changed between two.
//!
//! Nothing here opens a file, asks a network or reads a clock: it is given readers and gives values.
//!
//! - [`Import`], [`read_files`]: a release out of ESCO's CSV package or out of SKOS in Turtle, as CompetentNL and ESCO
//!   itself publish it, with all faults at once;
//! - [`Release`], [`Concept`], [`Label`]: what was read;
//! - [`changes`]: what a new release does to an old one;
//! - [`Successors`]: which concepts an old reference means today, along any number of releases;
//! - [`fold`]: labels compared as readers do;
//! - [`limits`]: how much is read before it is refused.
//!
//! # A release and the next
//!
//! ```
//! use taxonomy::{Change, Resolution, Scheme, Successors, Version, changes, read_files};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let old = "conceptUri,preferredLabel\nhttp://example.org/lassen,lassen\n";
//! let new = "conceptUri,preferredLabel\nhttp://example.org/mig,MIG-lassen\nhttp://example.org/tig,TIG-lassen\n";
//! let split = "conceptUri,replacedBy\nhttp://example.org/lassen,http://example.org/mig http://example.org/tig\n";
//!
//! let scheme = Scheme::parse("example")?;
//! let first = read_files(scheme.clone(), Some(Version::parse("1")?), &[("skills_nl.csv", old.as_bytes())])?.release;
//! let files = [("skills_nl.csv", new.as_bytes()), ("successors.csv", split.as_bytes())];
//! let second = read_files(scheme, Some(Version::parse("2")?), &files)?.release;
//!
//! let changed = changes(&first, &second);
//! assert!(changed.iter().any(|change| matches!(change, Change::Deprecated { successors, .. } if successors.len() == 2)));
//!
//! let mut successors = Successors::default();
//! successors.learn(&first);
//! successors.learn(&second);
//! let today = successors.resolve("http://example.org/lassen");
//! assert!(matches!(today, Resolution::Replaced { today, .. } if today.len() == 2));
//! # Ok(())
//! # }
//! ```

mod change;
mod check;
mod concept;
mod csv;
mod cycle;
mod draft;
pub mod esco;
mod finding;
mod fold;
mod import;
mod language;
pub mod limits;
mod release;
mod skos;
mod successors;
mod text;
mod uri;

pub use change::{Change, Withdrawal, changes};
pub use check::Read;
pub use concept::{Concept, Kind, Label, LabelKind, LabelOrigin, Mapping, MappingKind, ReuseLevel, Status};
pub use finding::{Code, Finding, Findings, Rejected, Severity};
pub use fold::fold;
pub use import::{Import, read_files};
pub use language::{Language, NotALanguage};
pub use release::{NotAScheme, NotAVersion, Release, Scheme, Version};
pub use successors::{Resolution, Successors};
pub use uri::{ConceptUri, NotAConceptUri};
