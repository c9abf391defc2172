//! From what was read to a release: what only shows when all files are in.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::cycle::circles;
use crate::draft::{Draft, Entry, tidy};
use crate::finding::{Code, Log, Place};
use crate::limits::MAX_LANGUAGES;
use crate::{
    Concept, ConceptUri, Findings, Label, LabelKind, Language, Rejected, Release, Scheme, Status, Version,
};

/// How many concepts two languages must share before their labels are compared.
const LANGUAGES_COMPARED_FROM: usize = 20;

/// Which part of them must have the same preferred label for it to be suspect, in hundredths: names of languages and
/// programs are the same everywhere, and are a tenth of ESCO.
const LANGUAGES_SUSPECT_PERCENT: usize = 90;

/// Most steps of a circle that are told.
const CIRCLE_STEPS_TOLD: usize = 5;

/// A release, and what is worth telling of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The release.
    pub release: Release,
    /// What is worth telling; see [`Code`] for why each lets the import pass.
    pub remarks: Findings,
}

/// Concepts with where each was first met, in the order of their URIs.
struct Checked {
    concepts: Vec<Concept>,
    places: Vec<Place>,
    replaced: BTreeMap<ConceptUri, (BTreeSet<ConceptUri>, Place)>,
    log: Log,
}

/// Checks what only shows when everything is there, and gives the release unless there is a fault.
pub(crate) fn finish(mut draft: Draft, scheme: Scheme, version: Option<Version>) -> Result<Read, Rejected> {
    let whole = Place { file: 0, line: None };
    use_spare_labels(&mut draft);
    link_up(&mut draft);
    let version = version.or_else(|| version_of(&mut draft));
    if version.is_none() {
        draft.log.add(Code::NoVersion, whole, None, "");
    }
    let languages = draft.languages();
    let mut checked = in_order(draft);
    // Where a file could not be read, nothing is said twice.
    if checked.concepts.is_empty() && checked.log.faults.is_empty() {
        checked.log.add(Code::NothingRead, whole, None, "");
    }
    checked.labels(&languages);
    checked.languages(&languages);
    checked.hierarchy();
    checked.successors();
    let Checked {
        concepts,
        replaced,
        log,
        ..
    } = checked;
    match version {
        Some(version) if log.faults.is_empty() => {
            let replaced = replaced.into_iter().map(|(old, (new, _))| (old, new)).collect();
            Ok(Read {
                release: Release {
                    scheme,
                    version,
                    concepts,
                    replaced,
                },
                remarks: log.remarks,
            })
        }
        _ => Err(Rejected {
            faults: log.faults,
            remarks: log.remarks,
        }),
    }
}

/// Gives concepts without a preferred label in a language the one that the hierarchy file has.
fn use_spare_labels(draft: &mut Draft) {
    for (uri, label) in std::mem::take(&mut draft.spare) {
        if let Some(entry) = draft.concepts.get_mut(&uri)
            && entry.concept.preferred(label.language).is_none()
        {
            entry.concept.labels.push(label);
        }
    }
}

/// Puts the relations that stood in files of their own at their concepts.
fn link_up(draft: &mut Draft) {
    for (narrow, (broad, place)) in std::mem::take(&mut draft.broader) {
        match draft.concepts.get_mut(&narrow) {
            Some(entry) => entry.concept.broader.extend(broad),
            None => draft.log.add(
                Code::DanglingRelation,
                place,
                Some(narrow.as_str()),
                "a broader concept of it",
            ),
        }
    }
    let replaced = std::mem::take(&mut draft.replaced);
    for (old, (new, place)) in replaced {
        match draft.concepts.get_mut(&old) {
            Some(entry) => entry.concept.replaced_by.extend(new),
            None => {
                draft.replaced.insert(old, (new, place));
            }
        }
    }
}

/// The version that the files name.
fn version_of(draft: &mut Draft) -> Option<Version> {
    if draft.versions.len() > 1 {
        let found = draft.versions.iter().cloned().collect::<Vec<_>>().join(", ");
        draft
            .log
            .add(Code::SeveralVersions, Place { file: 0, line: None }, None, &found);
    }
    draft
        .versions
        .iter()
        .rev()
        .find_map(|text| Version::parse(text).ok())
}

/// The concepts in the order of their URIs, so that the same files give the same findings.
fn in_order(draft: Draft) -> Checked {
    let Draft {
        mut log,
        concepts,
        replaced,
        ..
    } = draft;
    let mut entries: Vec<Entry> = concepts.into_values().collect();
    entries.sort_unstable_by(|a, b| a.concept.uri.cmp(&b.concept.uri));
    let mut places = Vec::with_capacity(entries.len());
    let mut concepts = Vec::with_capacity(entries.len());
    for Entry {
        mut concept,
        status,
        place,
    } in entries
    {
        concept.status = status_of(&mut log, &concept, status, place);
        tidy(&mut concept.labels);
        places.push(place);
        concepts.push(concept);
    }
    Checked {
        concepts,
        places,
        replaced,
        log,
    }
}

/// A concept that names a successor is not to be used, whatever its status: a reference to it has to move on.
fn status_of(log: &mut Log, concept: &Concept, status: Option<Status>, place: Place) -> Status {
    if concept.replaced_by.is_empty() {
        return status.unwrap_or(Status::Released);
    }
    if status == Some(Status::Released) {
        log.add(
            Code::ReplacedYetReleased,
            place,
            Some(concept.uri.as_str()),
            "status Released",
        );
    }
    Status::Deprecated
}

impl Checked {
    /// Each concept has a preferred label, and in each language that others have one in.
    fn labels(&mut self, languages: &BTreeSet<Language>) {
        for (concept, place) in self.concepts.iter().zip(&self.places) {
            let named: BTreeSet<Language> = preferred(concept).map(|label| label.language).collect();
            let subject = Some(concept.uri.as_str());
            if named.is_empty() {
                self.log.add(Code::MissingLabel, *place, subject, "");
            } else if concept.status == Status::Released && languages.len() <= MAX_LANGUAGES {
                for language in languages.difference(&named) {
                    self.log.add(
                        Code::Untranslated,
                        *place,
                        subject,
                        &format!("none in {language}"),
                    );
                }
            }
        }
    }

    /// No language has nearly all its labels from another: then a file was named after the wrong one.
    fn languages(&mut self, languages: &BTreeSet<Language>) {
        let whole = Place { file: 0, line: None };
        if languages.len() > MAX_LANGUAGES {
            self.log.add(
                Code::TooMany,
                whole,
                None,
                &format!("{} languages", languages.len()),
            );
            return;
        }
        for ((one, other), (shared, same)) in shared_names(&self.concepts, languages) {
            if shared >= LANGUAGES_COMPARED_FROM && same * 100 >= shared * LANGUAGES_SUSPECT_PERCENT {
                let found = format!("{same} of {shared} preferred labels in {one} and {other} alike");
                self.log.add(Code::SuspectLanguage, whole, None, &found);
            }
        }
    }

    /// Broader concepts are there, and none is broader than itself.
    fn hierarchy(&mut self) {
        let numbers = numbers(self.concepts.iter().map(|concept| &concept.uri));
        let mut links = Vec::with_capacity(self.concepts.len());
        for (concept, place) in self.concepts.iter().zip(&self.places) {
            let mut known = Vec::with_capacity(concept.broader.len());
            for broad in &concept.broader {
                match numbers.get(broad) {
                    Some(number) => known.push(*number),
                    None => {
                        self.log.add(
                            Code::DanglingBroader,
                            *place,
                            Some(concept.uri.as_str()),
                            broad.as_str(),
                        );
                    }
                }
            }
            links.push(known);
        }
        for circle in circles(&links) {
            let names: Vec<&ConceptUri> = circle
                .iter()
                .filter_map(|at| self.concepts.get(*at))
                .map(|concept| &concept.uri)
                .collect();
            let place = circle.first().and_then(|at| self.places.get(*at)).copied();
            tell_circle(&mut self.log, Code::BroaderCycle, place, &names);
        }
    }

    /// Successors are there or replaced themselves, and lead to an end.
    fn successors(&mut self) {
        let released: HashSet<&ConceptUri> = self
            .concepts
            .iter()
            .filter(|concept| concept.replaced_by.is_empty())
            .map(|c| &c.uri)
            .collect();
        let of_concepts = self
            .concepts
            .iter()
            .zip(&self.places)
            .map(|(c, place)| (&c.uri, &c.replaced_by, *place));
        let of_others = self.replaced.iter().map(|(old, (new, place))| (old, new, *place));
        let all: Vec<_> = of_concepts
            .chain(of_others)
            .filter(|(_, new, _)| !new.is_empty())
            .collect();
        let numbers = numbers(all.iter().map(|(old, ..)| *old));
        let mut links = Vec::with_capacity(all.len());
        for (old, new, place) in &all {
            for gone in new
                .iter()
                .filter(|uri| !released.contains(uri) && !numbers.contains_key(uri))
            {
                self.log
                    .add(Code::MissingSuccessor, *place, Some(old.as_str()), gone.as_str());
            }
            links.push(new.iter().filter_map(|uri| numbers.get(uri).copied()).collect());
        }
        for circle in circles(&links) {
            let members: Vec<_> = circle.iter().filter_map(|at| all.get(*at)).collect();
            let names: Vec<&ConceptUri> = members.iter().map(|(old, ..)| *old).collect();
            tell_circle(
                &mut self.log,
                Code::SuccessorCycle,
                members.first().map(|(.., place)| *place),
                &names,
            );
        }
    }
}

/// How many concepts have a name in both of two languages, and how many of them the same one. English of one region and English
/// of another are the same words, and are not compared.
fn shared_names(
    concepts: &[Concept],
    languages: &BTreeSet<Language>,
) -> BTreeMap<(Language, Language), (usize, usize)> {
    let numbers: BTreeMap<Language, usize> = languages.iter().enumerate().map(|(at, of)| (*of, at)).collect();
    let mut counts = vec![(0, 0); languages.len() * languages.len()];
    for concept in concepts {
        let names: Vec<(usize, &str)> = preferred(concept)
            .filter_map(|label| Some((*numbers.get(&label.language)?, label.text.as_str())))
            .collect();
        for (at, (one, name)) in names.iter().enumerate() {
            for (other, other_name) in names.iter().skip(at + 1) {
                if let Some((shared, same)) = counts.get_mut(one * languages.len() + other) {
                    *shared += 1;
                    *same += usize::from(name == other_name);
                }
            }
        }
    }
    let pairs = languages
        .iter()
        .flat_map(|one| languages.iter().map(move |other| (*one, *other)));
    pairs
        .zip(counts)
        .filter(|((one, other), _)| one.base() != other.base())
        .collect()
}

fn preferred(concept: &Concept) -> impl Iterator<Item = &Label> {
    concept
        .labels
        .iter()
        .filter(|label| label.kind == LabelKind::Preferred)
}

fn numbers<'a>(uris: impl Iterator<Item = &'a ConceptUri>) -> HashMap<&'a ConceptUri, usize> {
    uris.enumerate().map(|(number, uri)| (uri, number)).collect()
}

fn tell_circle(log: &mut Log, code: Code, place: Option<Place>, circle: &[&ConceptUri]) {
    let Some(first) = circle.first() else { return };
    let steps: Vec<&str> = circle
        .iter()
        .skip(1)
        .take(CIRCLE_STEPS_TOLD)
        .map(|uri| uri.as_str())
        .collect();
    let found = match circle.len() {
        1 => "itself".to_owned(),
        length => format!("{length} concepts, by way of {}", steps.join(", ")),
    };
    log.add(
        code,
        place.unwrap_or(Place { file: 0, line: None }),
        Some(first.as_str()),
        &found,
    );
}
