//! Files that say how concepts stand to each other.

use std::io::BufRead;

use super::header::REPLACED_BY;
use super::records::Records;
use super::{Rows, at, uri, uris};
use crate::finding::{Code, Place};
use crate::{Concept, ConceptUri, Kind, Label, LabelKind, LabelOrigin, Language, Status, text};

/// Levels that the hierarchy file has; ESCO has four.
const MAX_LEVELS: usize = 8;

/// Reads what stands under what.
pub(super) fn broader(rows: &mut Rows<'_>, records: &mut Records<impl BufRead>) {
    let (narrow, broad) = (
        rows.header.find(&["concepturi"]),
        rows.header.find(&["broaderuri"]),
    );
    rows.each(records, |rows, record, fields| {
        let place = at(rows.place, record.line);
        for (narrow, broad) in pairs(rows, place, fields, narrow, broad) {
            rows.draft.place_under(narrow, broad, place);
        }
    });
}

/// Reads what was replaced by what.
pub(super) fn successors(rows: &mut Rows<'_>, records: &mut Records<impl BufRead>) {
    let (old, new) = (rows.header.find(&["concepturi"]), rows.header.find(&REPLACED_BY));
    rows.each(records, |rows, record, fields| {
        let place = at(rows.place, record.line);
        for (old, new) in pairs(rows, place, fields, old, new) {
            rows.draft.replace(old, new, place);
        }
    });
}

/// The concept of a row with each of those in another column, of which there has to be one.
fn pairs(
    rows: &mut Rows<'_>,
    place: Place,
    fields: &[&str],
    one: Option<usize>,
    many: Option<usize>,
) -> Vec<(ConceptUri, ConceptUri)> {
    let cell = |column: Option<usize>| column.and_then(|at| fields.get(at)).copied().unwrap_or_default();
    let log = &mut rows.draft.log;
    let first = uri(log, place, cell(one));
    let others = uris(log, place, cell(many));
    if cell(many).trim().is_empty() {
        log.add(
            Code::BadUri,
            place,
            first.as_ref().map(ConceptUri::as_str),
            "nothing",
        );
    }
    let Some(first) = first else { return Vec::new() };
    others.into_iter().map(|other| (first.clone(), other)).collect()
}

/// Where the parts of a level stand.
struct Level {
    uri: usize,
    name: Option<usize>,
    code: Option<usize>,
}

/// Reads the groups level by level. Each row goes from the highest group down to the one that it is about.
pub(super) fn hierarchy(rows: &mut Rows<'_>, records: &mut Records<impl BufRead>, language: Language) {
    let header = &rows.header;
    let level = |number: usize| {
        let column = |what: &str| header.find(&[format!("level{number}{what}").as_str()]);
        Some(Level {
            uri: column("uri")?,
            name: column("preferredterm"),
            code: column("code"),
        })
    };
    let levels: Vec<Level> = (0..MAX_LEVELS).map_while(level).collect();
    rows.each(records, |rows, record, fields| {
        let place = at(rows.place, record.line);
        let mut above: Option<ConceptUri> = None;
        for level in &levels {
            let cell = |column: usize| fields.get(column).copied().unwrap_or_default().trim();
            if cell(level.uri).is_empty() {
                return;
            }
            let Some(group) = uri(&mut rows.draft.log, place, cell(level.uri)) else {
                return;
            };
            let name = level.name.map(cell).unwrap_or_default();
            let code = level.code.map(cell).unwrap_or_default();
            add_group(rows, place, &group, (name, language), code);
            if let Some(above) = above.replace(group.clone()) {
                rows.draft.place_under(group, above, place);
            }
        }
    });
}

/// Adds a group that the hierarchy names. Its name only counts where the groups' own file has none.
fn add_group(rows: &mut Rows<'_>, place: Place, group: &ConceptUri, name: (&str, Language), code: &str) {
    if !rows.seen.rows.contains_key(group) {
        rows.seen.rows.insert(group.clone(), (0, 0));
        let mut concept = Concept::new(group.clone(), Kind::Group);
        let fits = !code.is_empty() && code.chars().count() <= crate::limits::MAX_CODE_CHARS;
        concept.code = fits.then(|| code.to_owned());
        rows.draft.merge(concept, Some(Status::Released), place);
        match text::label(name.0) {
            Some(text) => {
                let label = Label {
                    language: name.1,
                    kind: LabelKind::Preferred,
                    text,
                    origin: LabelOrigin::Official,
                };
                rows.draft.spare.push((group.clone(), label));
            }
            None if !name.0.is_empty() => {
                rows.draft
                    .log
                    .add(Code::BadLabel, place, Some(group.as_str()), name.0);
            }
            None => {}
        }
    }
}
