//! Releases in the CSV format of ESCO's download package.
//!
//! A file is known by its columns, in whatever order and whatever case; columns beyond those that are used are passed over. What
//! the package of versions 1.1.1 and 1.2 holds was looked at for this: the columns differ a little between versions, lists in
//! cells are parted by line ends in some files and by ` | ` in others, and only concepts with status `released` are delivered.
//! A concept that was withdrawn is therefore simply not there any more, and what replaced it stands in no column. Linked data says
//! that with `dct:isReplacedBy` or `dct:replaces`, which is read from Turtle; for the CSV format the same can be handed in as a file
//! with the two columns `conceptUri` and `replacedBy`, and a column `replacedBy` in a file of concepts is read too.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::BufRead;

use crate::draft::Draft;
use crate::finding::{Code, Log, Place};
use crate::{ConceptUri, Language};

mod concepts;
mod header;
mod records;
mod relations;
#[cfg(test)]
mod tests;
pub(crate) mod words;

use concepts::ConceptColumns;
use header::{Content, Header};
use records::{Record, RecordError, Records};

/// A file as it was handed in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CsvFile<'a> {
    /// Its name without folders and ending.
    pub(crate) stem: &'a str,
    /// The language of its labels, where that is known.
    pub(crate) language: Option<Language>,
    pub(crate) place: Place,
}

/// What is needed to read a row.
struct Rows<'a> {
    draft: &'a mut Draft,
    place: Place,
    header: Header,
    seen: Seen,
}

/// The rows of a file by their URI, to tell the same row twice from two rows about the same.
#[derive(Default)]
struct Seen {
    rows: HashMap<ConceptUri, (u64, u64)>,
    hasher: RandomState,
}

/// Reads a file into the draft.
pub(crate) fn read(draft: &mut Draft, file: CsvFile<'_>, input: impl BufRead) {
    let mut records = Records::new(input);
    let Some(header) = read_header(draft, file, &mut records) else {
        return;
    };
    let Some(content) = header.content() else {
        let found = (0..header.len())
            .map(|column| header.name(column))
            .collect::<Vec<_>>()
            .join(",");
        draft.log.add(Code::UnknownFile, at(file.place, 1), None, &found);
        return;
    };
    let mut rows = Rows {
        draft,
        place: file.place,
        header,
        seen: Seen::default(),
    };
    match content {
        Content::Unused => rows.draft.log.add(Code::UnusedFile, file.place, None, file.stem),
        Content::BroaderRelations => relations::broader(&mut rows, &mut records),
        Content::Successors => relations::successors(&mut rows, &mut records),
        Content::Concepts | Content::Collection | Content::Hierarchy => {
            let Some(language) = file.language else {
                rows.draft.log.add(Code::NoLanguage, file.place, None, file.stem);
                return;
            };
            if content == Content::Hierarchy {
                relations::hierarchy(&mut rows, &mut records, language);
            } else {
                let collection =
                    (content == Content::Collection).then(|| crate::esco::collection_of(file.stem));
                if let Some(columns) = ConceptColumns::new(&rows.header, language, collection.flatten()) {
                    rows.each(&mut records, |rows, record, fields| {
                        concepts::row(rows, &columns, record, fields)
                    });
                }
            }
        }
    }
}

fn read_header(draft: &mut Draft, file: CsvFile<'_>, records: &mut Records<impl BufRead>) -> Option<Header> {
    let record = match records.next() {
        Ok(Some(record)) => record,
        Ok(None) => {
            draft.log.add(Code::EmptyFile, file.place, None, "nothing");
            return None;
        }
        Err(error) => {
            tell(draft, file.place, &error);
            return None;
        }
    };
    let place = at(file.place, record.line);
    match record.fields() {
        Err(column) => draft
            .log
            .add(Code::InvalidUtf8, place, None, &format!("column {}", column + 1)),
        Ok(fields) => match Header::new(&fields) {
            Err(twice) => draft.log.add(Code::RepeatedColumn, place, None, &twice),
            Ok(header) => return Some(header),
        },
    }
    None
}

fn at(place: Place, line: u64) -> Place {
    Place {
        line: Some(line),
        ..place
    }
}

fn tell(draft: &mut Draft, place: Place, error: &RecordError) {
    match error {
        RecordError::Unreadable(error) => draft.log.add(Code::Unreadable, place, None, &error.to_string()),
        RecordError::TooLarge(line) => draft.log.add(Code::RecordTooLarge, at(place, *line), None, ""),
        RecordError::Truncated(line) => {
            draft
                .log
                .add(Code::Truncated, at(place, *line), None, "the end of the file")
        }
    }
}

impl Rows<'_> {
    /// Hands over each row that has as many fields as the header, and tells of the others.
    fn each<R: BufRead>(
        &mut self,
        records: &mut Records<R>,
        mut row: impl FnMut(&mut Self, &Record<'_>, &[&str]),
    ) {
        loop {
            let record = match records.next() {
                Ok(Some(record)) => record,
                Ok(None) => break,
                Err(error) => return tell(self.draft, self.place, &error),
            };
            let place = at(self.place, record.line);
            if record.len() != self.header.len() {
                let found = format!("{} fields for {} columns", record.len(), self.header.len());
                self.draft.log.add(Code::BadColumns, place, None, &found);
                continue;
            }
            match record.fields() {
                Ok(fields) => row(self, &record, &fields),
                Err(column) => {
                    let found = format!("other bytes in column {}", self.header.name(column));
                    self.draft.log.add(Code::InvalidUtf8, place, None, &found);
                }
            }
        }
        if !records.ends_with_line() {
            self.draft.log.add(
                Code::NoLineEnd,
                self.place,
                None,
                "the end of the file in the middle of a line",
            );
        }
    }

    /// Whether this is the first row of a concept in the file; tells when it is not.
    fn is_first(&mut self, uri: &ConceptUri, record: &Record<'_>) -> bool {
        let content = self.seen.hasher.hash_one(record.bytes());
        let Some((line, before)) = self.seen.rows.insert(uri.clone(), (record.line, content)) else {
            return true;
        };
        let same = before == content;
        let code = if same {
            Code::RepeatedRow
        } else {
            Code::DuplicateUri
        };
        let found = format!("the same URI as on line {line}");
        self.draft
            .log
            .add(code, at(self.place, record.line), Some(uri.as_str()), &found);
        // The first row counts, and a third is compared with it.
        self.seen.rows.insert(uri.clone(), (line, before));
        false
    }
}

/// Reads a URI that has to be there.
fn uri(log: &mut Log, place: Place, text: &str) -> Option<ConceptUri> {
    let uri = ConceptUri::parse(text.trim());
    if uri.is_err() {
        log.add(Code::BadUri, place, None, text);
    }
    uri.ok()
}

/// Reads all URIs of a cell.
fn uris(log: &mut Log, place: Place, cell: &str) -> Vec<ConceptUri> {
    words::uris(cell)
        .into_iter()
        .filter_map(|text| uri(log, place, text))
        .collect()
}
