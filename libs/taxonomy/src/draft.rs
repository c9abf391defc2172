//! A release while its files are read: what each says of a concept comes together under its URI.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::finding::{Code, Log, Place};
use crate::limits::{MAX_CONCEPTS, MAX_LABELS_PER_CONCEPT, MAX_LINKS, MAX_LINKS_PER_CONCEPT};
use crate::{Concept, ConceptUri, Kind, Label, LabelKind, Language, Status};

/// What is known of a concept so far.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) concept: Concept,
    /// Nothing as long as no file said it.
    pub(crate) status: Option<Status>,
    pub(crate) place: Place,
}

/// What was read so far.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) log: Log,
    pub(crate) concepts: HashMap<ConceptUri, Entry>,
    /// Broader concepts from files that only have relations, which may come before the concepts.
    pub(crate) broader: BTreeMap<ConceptUri, (BTreeSet<ConceptUri>, Place)>,
    pub(crate) replaced: BTreeMap<ConceptUri, (BTreeSet<ConceptUri>, Place)>,
    /// Labels that only count where a concept has none better: the hierarchy file repeats names, sometimes older ones.
    pub(crate) spare: Vec<(ConceptUri, Label)>,
    pub(crate) versions: BTreeSet<String>,
    links: usize,
}

impl Draft {
    /// Begins a file.
    pub(crate) fn begin(&mut self, name: &str) -> Place {
        self.log.files.push(name.to_owned());
        Place {
            file: self.log.files.len() - 1,
            line: None,
        }
    }

    pub(crate) fn knows(&self, uri: &ConceptUri) -> bool {
        self.concepts.contains_key(uri)
    }

    /// Adds what a file says of a concept.
    pub(crate) fn merge(&mut self, said: Concept, status: Option<Status>, place: Place) {
        let Some(entry) = self.concepts.get_mut(&said.uri) else {
            if self.concepts.len() >= MAX_CONCEPTS {
                self.log
                    .add(Code::TooMany, place, Some(said.uri.as_str()), "one more concept");
                return;
            }
            let mut first = Concept::new(said.uri.clone(), said.kind);
            check_conflicts(&mut self.log, &mut first, &said, place);
            join(&mut self.log, &mut first, said, place);
            self.concepts.insert(
                first.uri.clone(),
                Entry {
                    concept: first,
                    status,
                    place,
                },
            );
            return;
        };
        check_conflicts(&mut self.log, &mut entry.concept, &said, place);
        if let (Some(before), Some(now)) = (entry.status, status)
            && before != now
        {
            self.log.add(
                Code::Conflict,
                place,
                Some(said.uri.as_str()),
                &format!("status {now:?} and {before:?}"),
            );
        }
        entry.status = entry.status.or(status);
        join(&mut self.log, &mut entry.concept, said, place);
    }

    /// Adds that a concept stands under another.
    pub(crate) fn place_under(&mut self, narrow: ConceptUri, broad: ConceptUri, place: Place) {
        if self.may_link(&narrow, place) {
            self.broader
                .entry(narrow)
                .or_insert_with(|| (BTreeSet::new(), place))
                .0
                .insert(broad);
        }
    }

    /// Adds that a concept was replaced by another.
    pub(crate) fn replace(&mut self, old: ConceptUri, new: ConceptUri, place: Place) {
        if self.may_link(&old, place) {
            self.replaced
                .entry(old)
                .or_insert_with(|| (BTreeSet::new(), place))
                .0
                .insert(new);
        }
    }

    fn may_link(&mut self, of: &ConceptUri, place: Place) -> bool {
        self.links += 1;
        if self.links > MAX_LINKS {
            self.log
                .add(Code::TooMany, place, Some(of.as_str()), "one more link");
        }
        self.links <= MAX_LINKS
    }

    /// The languages in which concepts have preferred labels.
    pub(crate) fn languages(&self) -> BTreeSet<Language> {
        let labels = self.concepts.values().flat_map(|entry| &entry.concept.labels);
        labels
            .filter(|label| label.kind == LabelKind::Preferred)
            .map(|label| label.language)
            .collect()
    }
}

/// Tells where a file disagrees with what was said before. Both cannot be true, and which is true only the publisher knows.
fn check_conflicts(log: &mut Log, known: &mut Concept, said: &Concept, place: Place) {
    let subject = Some(said.uri.as_str());
    known.kind = match (known.kind, said.kind) {
        (Kind::Other, kind) => kind,
        (kind, Kind::Other) => kind,
        // A collection may say less than the skills file, never something else.
        (Kind::Skill, kind @ (Kind::SkillCompetence | Kind::Knowledge | Kind::Attitude)) => kind,
        (kind @ (Kind::SkillCompetence | Kind::Knowledge | Kind::Attitude), Kind::Skill) => kind,
        (before, now) => {
            if before != now {
                log.add(
                    Code::Conflict,
                    place,
                    subject,
                    &format!("kind {now:?} and {before:?}"),
                );
            }
            before
        }
    };
    if let (Some(before), Some(now)) = (known.reuse, said.reuse)
        && before != now
    {
        log.add(
            Code::Conflict,
            place,
            subject,
            &format!("reuse level {now:?} and {before:?}"),
        );
    }
    if let (Some(before), Some(now)) = (&known.code, &said.code)
        && before != now
    {
        log.add(
            Code::Conflict,
            place,
            subject,
            &format!("code {now} and {before}"),
        );
    }
    let mut names: BTreeMap<Language, &str> = preferred(&known.labels).collect();
    for (language, now) in preferred(&said.labels) {
        let before = *names.entry(language).or_insert(now);
        if before != now {
            log.add(
                Code::Conflict,
                place,
                subject,
                &format!("{now} and {before} in {language}"),
            );
        }
    }
}

fn preferred(labels: &[Label]) -> impl Iterator<Item = (Language, &str)> {
    let preferred = labels.iter().filter(|label| label.kind == LabelKind::Preferred);
    preferred.map(|label| (label.language, label.text.as_str()))
}

/// Joins what a file says with what is known.
fn join(log: &mut Log, known: &mut Concept, said: Concept, place: Place) {
    known.reuse = known.reuse.or(said.reuse);
    if known.code.is_none() {
        known.code = said.code;
    }
    known
        .labels
        .extend(said.labels.into_iter().take(2 * MAX_LABELS_PER_CONCEPT));
    for (to, from) in [
        (&mut known.definitions, said.definitions),
        (&mut known.descriptions, said.descriptions),
        (&mut known.scope_notes, said.scope_notes),
    ] {
        for (language, text) in from {
            to.entry(language).or_insert(text);
        }
    }
    known.broader.extend(said.broader);
    known.replaced_by.extend(said.replaced_by);
    known.collections.extend(said.collections);
    known.mappings.extend(said.mappings);
    if known.labels.len() > MAX_LABELS_PER_CONCEPT {
        tidy(&mut known.labels);
    }
    let most = known
        .broader
        .len()
        .max(known.replaced_by.len())
        .max(known.collections.len())
        .max(known.mappings.len());
    if known.labels.len() > MAX_LABELS_PER_CONCEPT || most > MAX_LINKS_PER_CONCEPT {
        let found = format!("{} labels and {most} links", known.labels.len());
        log.add(Code::TooMany, place, Some(known.uri.as_str()), &found);
        known.labels.truncate(MAX_LABELS_PER_CONCEPT);
    }
}

/// Puts labels in order, and leaves out what a better label of the language says already: ESCO repeats nearly every
/// preferred label among the alternative ones.
pub(crate) fn tidy(labels: &mut Vec<Label>) {
    labels.sort_unstable_by(|a, b| (a.language, &a.text, a.kind).cmp(&(b.language, &b.text, b.kind)));
    labels.dedup_by(|later, kept| later.language == kept.language && later.text == kept.text);
    labels.sort_unstable();
}
