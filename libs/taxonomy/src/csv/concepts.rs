//! Rows that say what a concept is.

use std::collections::BTreeMap;

use super::header::{Header, REPLACED_BY};
use super::records::Record;
use super::{Rows, at, words};
use crate::finding::{Code, Log, Place};
use crate::limits::MAX_CODE_CHARS;
use crate::text::{self, TooLong};
use crate::{Concept, ConceptUri, Kind, Label, LabelKind, Language, ReuseLevel, Status};

/// Where each thing stands, and what the file as a whole says.
pub(super) struct ConceptColumns {
    language: Language,
    collection: Option<String>,
    uri: usize,
    preferred: usize,
    concept_type: Option<usize>,
    skill_type: Option<usize>,
    alternative: Option<usize>,
    hidden: Option<usize>,
    status: Option<usize>,
    reuse: Option<usize>,
    code: Option<usize>,
    definition: Option<usize>,
    description: Option<usize>,
    scope_note: Option<usize>,
    schemes: Option<usize>,
    broader: Option<usize>,
    replaced_by: Option<usize>,
    origin: Option<usize>,
}

impl ConceptColumns {
    pub(super) fn new(header: &Header, language: Language, collection: Option<String>) -> Option<Self> {
        Some(Self {
            language,
            collection,
            uri: header.find(&["concepturi"])?,
            preferred: header.find(&["preferredlabel"])?,
            concept_type: header.find(&["concepttype"]),
            skill_type: header.find(&["skilltype"]),
            alternative: header.find(&["altlabels", "alternativelabels"]),
            hidden: header.find(&["hiddenlabels"]),
            status: header.find(&["status"]),
            reuse: header.find(&["reuselevel"]),
            code: header.find(&["code"]),
            definition: header.find(&["definition"]),
            description: header.find(&["description"]),
            scope_note: header.find(&["scopenote"]),
            schemes: header.find(&["inscheme"]),
            broader: header.find(&["broaderconcepturi"]),
            replaced_by: header.find(&REPLACED_BY),
            origin: header.find(&["labelorigin"]),
        })
    }
}

/// Reads a row into the draft.
pub(super) fn row(rows: &mut Rows<'_>, columns: &ConceptColumns, record: &Record<'_>, fields: &[&str]) {
    let cell = |column: Option<usize>| column.and_then(|at| fields.get(at)).copied().unwrap_or_default();
    let place = at(rows.place, record.line);
    let Some(uri) = super::uri(&mut rows.draft.log, place, cell(Some(columns.uri))) else {
        return;
    };
    if !rows.is_first(&uri, record) {
        return;
    }
    let mut row = Row {
        log: &mut rows.draft.log,
        place,
        subject: uri.as_str(),
    };
    let kind = row.kind(columns, cell(columns.concept_type), cell(columns.skill_type));
    let mut concept = Concept::new(uri.clone(), kind);
    concept.labels = row.labels(columns, cell);
    concept.definitions = row.note(columns.language, cell(columns.definition));
    concept.descriptions = row.note(columns.language, cell(columns.description));
    concept.scope_notes = row.note(columns.language, cell(columns.scope_note));
    concept.reuse = row.reuse_level(cell(columns.reuse));
    concept.code = row.code(cell(columns.code));
    concept.broader = row.uris(cell(columns.broader));
    concept.replaced_by = row.uris(cell(columns.replaced_by));
    concept.collections = row
        .uris::<Vec<_>>(cell(columns.schemes))
        .into_iter()
        .map(String::from)
        .collect();
    concept.collections.extend(columns.collection.clone());
    let status = row.status(cell(columns.status));
    rows.draft.merge(concept, status, place);
}

/// A row that is being read: where it is, and whom it is about.
struct Row<'a> {
    log: &'a mut Log,
    place: Place,
    subject: &'a str,
}

impl Row<'_> {
    fn tell(&mut self, code: Code, found: &str) {
        self.log.add(code, self.place, Some(self.subject), found);
    }

    /// What sort of thing it is. A file without a column for it says nothing, which is no fault.
    fn kind(&mut self, columns: &ConceptColumns, concept_type: &str, skill_type: &str) -> Kind {
        if columns.concept_type.is_none() && columns.skill_type.is_none() {
            return Kind::Other;
        }
        let kind = words::kind(concept_type, skill_type);
        if kind.is_none() {
            self.tell(Code::UnknownKind, &format!("{concept_type} {skill_type}"));
        }
        kind.unwrap_or(Kind::Other)
    }

    fn labels<'c>(
        &mut self,
        columns: &ConceptColumns,
        cell: impl Fn(Option<usize>) -> &'c str,
    ) -> Vec<Label> {
        let origin = words::origin(cell(columns.origin));
        let preferred = Some(cell(Some(columns.preferred)).trim()).filter(|text| !text.is_empty());
        let all = preferred.into_iter().map(|text| (LabelKind::Preferred, text));
        let all =
            all.chain(words::labels(cell(columns.alternative)).map(|text| (LabelKind::Alternative, text)));
        let all = all.chain(words::labels(cell(columns.hidden)).map(|text| (LabelKind::Hidden, text)));
        let mut labels = Vec::new();
        for (kind, found) in all {
            match text::label(found) {
                Some(text) => labels.push(Label {
                    language: columns.language,
                    kind,
                    text,
                    origin,
                }),
                None => self.tell(Code::BadLabel, found),
            }
        }
        labels
    }

    fn note(&mut self, language: Language, cell: &str) -> BTreeMap<Language, String> {
        match text::note(cell) {
            Ok(note) => note.map(|text| (language, text)).into_iter().collect(),
            Err(TooLong) => {
                self.tell(Code::NoteTooLong, cell);
                BTreeMap::new()
            }
        }
    }

    fn reuse_level(&mut self, cell: &str) -> Option<ReuseLevel> {
        let level = words::reuse_level(cell);
        if level.is_none() && !cell.trim().is_empty() {
            self.tell(Code::UnknownReuseLevel, cell);
        }
        level
    }

    fn code(&mut self, cell: &str) -> Option<String> {
        let code = Some(cell.trim()).filter(|code| !code.is_empty())?;
        let fits = code.chars().count() <= MAX_CODE_CHARS && !code.chars().any(char::is_control);
        if !fits {
            self.tell(Code::BadCode, code);
        }
        fits.then(|| code.to_owned())
    }

    /// The status, or nothing where the cell is empty: then the concept is in use, unless another file says otherwise.
    fn status(&mut self, cell: &str) -> Option<Status> {
        let status = words::status(cell.trim());
        if status.is_none() && !cell.trim().is_empty() {
            self.tell(Code::UnknownStatus, cell);
        }
        status
    }

    fn uris<T: FromIterator<ConceptUri>>(&mut self, cell: &str) -> T {
        super::uris(self.log, self.place, cell).into_iter().collect()
    }
}
