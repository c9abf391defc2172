//! Releases in SKOS, written in Turtle.
//!
//! The file is read triple by triple, so that a syntax fault is told with its line and a large file needs memory only for what is
//! used of it. What a concept is shows when the file is at its end: labels may be nodes of their own (SKOS-XL, as in
//! CompetentNL and in ESCO), and `skos:narrower`, `skos:member` and `dct:replaces` say of one concept what belongs to
//! another.

use std::collections::BTreeSet;
use std::io::BufRead;

use oxttl::TurtleParseError;
use oxttl::TurtleParser;

use crate::csv::words;
use crate::draft::Draft;
use crate::esco;
use crate::finding::{Code, Place};
use crate::limits::{MAX_CODE_CHARS, MAX_LINKS, MAX_LISTED};
use crate::{Concept, ConceptUri, Kind, Label, LabelOrigin, Language, Mapping, Status, text};

mod facts;
#[cfg(test)]
mod tests;
mod vocabulary;

use facts::{Facts, Node, Subject, Words};
use vocabulary::NoteKind;

/// Concepts that ESCO describes its concepts with: values, not skills.
const VALUE_LISTS: [&str; 2] = [
    "http://data.europa.eu/esco/skill-type/",
    "http://data.europa.eu/esco/skill-reuse-level/",
];

/// Reads a file into the draft. Labels without a language are in `untagged`, or left out.
pub(crate) fn read(draft: &mut Draft, place: Place, untagged: Option<Language>, input: impl BufRead) {
    let facts = gather(draft, place, input);
    draft.versions.extend(facts.versions());
    let mut reading = Reading {
        draft,
        facts: &facts,
        untagged,
        place,
    };
    for (node, subject) in &facts.subjects {
        reading.subject(*node, subject);
    }
}

/// Takes in all triples, and tells of what is no Turtle.
fn gather(draft: &mut Draft, place: Place, input: impl BufRead) -> Facts {
    let mut facts = Facts::default();
    let mut faults = 0;
    for triple in TurtleParser::new().for_reader(input) {
        match triple {
            Ok(triple) => facts.add(triple.as_ref()),
            Err(TurtleParseError::Io(error)) => {
                draft.log.add(Code::Unreadable, place, None, &error.to_string());
                break;
            }
            Err(TurtleParseError::Syntax(error)) => {
                let line = Some(error.location().start.line + 1);
                draft
                    .log
                    .add(Code::BadTurtle, Place { line, ..place }, None, error.message());
                faults += 1;
                if faults >= MAX_LISTED {
                    break;
                }
            }
        }
        if facts.len() > MAX_LINKS {
            draft.log.add(Code::TooMany, place, None, "one more node");
            break;
        }
    }
    facts
}

/// From what was said to concepts.
struct Reading<'a> {
    draft: &'a mut Draft,
    facts: &'a Facts,
    untagged: Option<Language>,
    place: Place,
}

impl Reading<'_> {
    fn subject(&mut self, node: Node, subject: &Subject) {
        let name = self.facts.name(node);
        if VALUE_LISTS.iter().any(|list| name.starts_with(list)) {
            return;
        }
        if !subject.is_concept {
            return self.relations_only(name, subject);
        }
        if subject.labels.is_empty() && subject.within.is_empty() && subject.broader.is_empty() {
            self.tell(Code::BareConcept, name, "");
            return self.relations_only(name, subject);
        }
        if let Some(uri) = self.uri(name, name) {
            let status = self.status(name, subject);
            let concept = self.concept(uri, subject);
            self.draft.merge(concept, status, self.place);
        }
    }

    /// What a file says of a concept that is described elsewhere, or not any more.
    fn relations_only(&mut self, name: &str, subject: &Subject) {
        if subject.is_scheme || (subject.replaced_by.is_empty() && subject.broader.is_empty()) {
            return;
        }
        let Some(uri) = self.uri(name, name) else { return };
        for new in self.uris(name, &subject.replaced_by) {
            self.draft.replace(uri.clone(), new, self.place);
        }
        for broad in self.uris(name, &subject.broader) {
            self.draft.place_under(uri.clone(), broad, self.place);
        }
    }

    fn concept(&mut self, uri: ConceptUri, subject: &Subject) -> Concept {
        let name = uri.as_str().to_owned();
        let mut concept = Concept::new(uri, kind(&name, subject));
        concept.labels = self.labels(&name, subject);
        for (kind, spoken) in &subject.notes {
            let notes = match kind {
                NoteKind::Definition => &mut concept.definitions,
                NoteKind::Description => &mut concept.descriptions,
                NoteKind::ScopeNote => &mut concept.scope_notes,
            };
            for words in self.facts.spoken(spoken) {
                let Some(language) = self.language(&name, words) else {
                    continue;
                };
                match text::note(&words.text) {
                    Ok(Some(note)) => drop(notes.entry(language).or_insert(note)),
                    Ok(None) => {}
                    Err(text::TooLong) => self.tell(Code::NoteTooLong, &name, &words.text),
                }
            }
        }
        concept.broader = self.uris(&name, &subject.broader).into_iter().collect();
        concept.replaced_by = self.uris(&name, &subject.replaced_by).into_iter().collect();
        concept.collections = self
            .uris(&name, &subject.within)
            .into_iter()
            .map(String::from)
            .collect();
        concept.mappings = self.mappings(&name, subject);
        concept.code = self.code(&name, subject);
        concept.reuse = subject.reuse.as_deref().and_then(|level| {
            let known = words::reuse_level(level);
            if known.is_none() {
                self.tell(Code::UnknownReuseLevel, &name, level);
            }
            known
        });
        concept
    }

    /// Its labels, each once: the same may stand there plainly and as a node.
    fn labels(&mut self, name: &str, subject: &Subject) -> Vec<Label> {
        let mut labels = BTreeSet::new();
        for (kind, spoken) in &subject.labels {
            for words in self.facts.spoken(spoken) {
                let Some(language) = self.language(name, words) else {
                    continue;
                };
                match text::label(&words.text) {
                    Some(text) => {
                        labels.insert(Label {
                            language,
                            kind: *kind,
                            text,
                            origin: LabelOrigin::Official,
                        });
                    }
                    None => self.tell(Code::BadLabel, name, &words.text),
                }
            }
        }
        labels.into_iter().collect()
    }

    fn language(&mut self, name: &str, words: &Words) -> Option<Language> {
        let language = match &*words.language {
            "" => self.untagged,
            tag => Language::parse(tag).ok(),
        };
        if language.is_none() {
            self.tell(
                Code::UnreadLanguage,
                name,
                &format!("{}@{}", words.text, words.language),
            );
        }
        language
    }

    fn mappings(&mut self, name: &str, subject: &Subject) -> BTreeSet<Mapping> {
        let mut mappings = BTreeSet::new();
        for (kind, target) in &subject.mappings {
            let target = self.facts.name(*target);
            match ConceptUri::parse(target) {
                Ok(target) => drop(mappings.insert(Mapping { kind: *kind, target })),
                Err(_) => self.tell(Code::BadMapping, name, target),
            }
        }
        mappings
    }

    fn code(&mut self, name: &str, subject: &Subject) -> Option<String> {
        let code = subject
            .notation
            .as_deref()
            .map(str::trim)
            .filter(|code| !code.is_empty())?;
        let fits = code.chars().count() <= MAX_CODE_CHARS && !code.chars().any(char::is_control);
        if !fits {
            self.tell(Code::BadCode, name, code);
        }
        fits.then(|| code.to_owned())
    }

    fn status(&mut self, name: &str, subject: &Subject) -> Option<Status> {
        let said = subject.status.as_deref().map(|word| (word, words::status(word)));
        match said {
            Some((word, None)) => self.tell(Code::UnknownStatus, name, word),
            Some((_, Some(Status::Released))) if subject.deprecated => {
                self.tell(Code::Conflict, name, "owl:deprecated and status Released");
            }
            _ => {}
        }
        if subject.deprecated {
            Some(Status::Deprecated)
        } else {
            said.and_then(|(_, status)| status)
        }
    }

    fn uris(&mut self, name: &str, nodes: &[Node]) -> Vec<ConceptUri> {
        nodes
            .iter()
            .filter_map(|node| self.uri(name, self.facts.name(*node)))
            .collect()
    }

    fn uri(&mut self, name: &str, text: &str) -> Option<ConceptUri> {
        let uri = ConceptUri::parse(text);
        if uri.is_err() {
            self.tell(Code::BadUri, name, text);
        }
        uri.ok()
    }

    fn tell(&mut self, code: Code, name: &str, found: &str) {
        self.draft.log.add(code, self.place, Some(name), found);
    }
}

/// The kind of a concept: by its class and type of skill, and for ESCO's groups by its name, since they have neither.
fn kind(name: &str, subject: &Subject) -> Kind {
    match (subject.kind, subject.skill_type) {
        (None | Some(Kind::Skill), Some(kind)) => kind,
        (Some(kind), _) => kind,
        (None, None) if esco::is_group(name, subject.notation.as_deref()) => Kind::Group,
        (None, None) => Kind::Other,
    }
}
