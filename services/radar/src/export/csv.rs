//! CSV for machines and spreadsheets (RFC 4180, UTF-8): a line per skill, the ones that left the radar last. The names of columns and the
//! codes are stable and in English, those of the contract; what people read is in both languages. Numbers have a point; what is not
//! known is empty.

use blocks::values::LocalText;

use super::{
    sheet::{Line, Movement, Sheet},
    text::one_line,
    words::Words,
};
use crate::{
    domain::edition::{Before, Part, Published},
    export::Language,
    trends::{Growth, Ring},
};

/// Columns of a skill.
const SKILL: [&str; 17] = [
    "edition",
    "published_on",
    "number",
    "skill_id",
    "label_nl",
    "label_en",
    "reference_uri",
    "reference_taxonomy",
    "theme_ids",
    "themes_nl",
    "themes_en",
    "ring",
    "ring_nl",
    "ring_en",
    "movement",
    "previous_ring",
    "rings_by_part",
];
/// Columns of its figures.
const FIGURES: [&str; 11] = [
    "growth_factor",
    "growth_low_95",
    "growth_high_95",
    "p_value",
    "q_value",
    "growth_method",
    "dispersion",
    "mentions",
    "sources",
    "publishers",
    "dissents",
];
/// What stands between several values in one field.
const BETWEEN: &str = "; ";

/// Writes an edition.
pub(super) fn write(edition: &Published) -> Result<String, csv::Error> {
    let sheet = Sheet::new(edition);
    let terminator = csv::Terminator::CRLF;
    let mut out = csv::WriterBuilder::new()
        .terminator(terminator)
        .from_writer(Vec::new());
    out.write_record(SKILL.iter().chain(&FIGURES))?;
    for line in &sheet.lines {
        out.write_record(record(&sheet, line))?;
    }
    for gone in edition.departures() {
        out.write_record(departure(edition, gone))?;
    }
    let bytes = out.into_inner().map_err(|it| it.into_error())?;
    String::from_utf8(bytes).map_err(|it| std::io::Error::other(it).into())
}

fn record(sheet: &Sheet<'_>, line: &Line<'_>) -> Vec<String> {
    let entry = line.entry;
    let themes = |language| -> Vec<String> {
        let names = entry.theme_ids.iter();
        names
            .map(|it| sheet.theme_name(&Words { language }, it).text)
            .collect()
    };
    let mut fields = vec![
        sheet.edition.content.number.to_string(),
        sheet.edition.published_on.to_string(),
        line.number.to_string(),
        text(&entry.skill_id),
        text(&entry.label.nl),
        text(&entry.label.en),
        text(&entry.reference.uri),
        text(&entry.reference.taxonomy),
        text(&entry.theme_ids.join(BETWEEN)),
        text(&themes(Language::Dutch).join(BETWEEN)),
        text(&themes(Language::English).join(BETWEEN)),
        code(entry.ring).to_owned(),
        name(Language::Dutch, entry.ring),
        name(Language::English, entry.ring),
        movement(line.movement).to_owned(),
        line.movement
            .from(entry.ring)
            .map(code)
            .unwrap_or_default()
            .to_owned(),
        text(&rings(&entry.rings)),
    ];
    fields.extend(growth(entry.growth.as_ref()));
    let counts = [entry.mentions, entry.sources, entry.publishers, entry.dissents];
    fields.extend(counts.map(|it| it.to_string()));
    fields
}

fn departure(edition: &Published, gone: &Before) -> Vec<String> {
    let LocalText { nl, en } = &gone.label;
    let known = [
        ("edition", edition.content.number.to_string()),
        ("published_on", edition.published_on.to_string()),
        ("skill_id", text(&gone.skill_id)),
        ("label_nl", text(nl)),
        ("label_en", text(en)),
        ("movement", "left".to_owned()),
        ("previous_ring", code(gone.ring).to_owned()),
    ];
    let field = |column: &&str| {
        let known = known.iter().find(|(name, _)| name == column);
        known.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    SKILL.iter().chain(&FIGURES).map(field).collect()
}

fn growth(growth: Option<&Growth>) -> [String; 7] {
    let Some(it) = growth else {
        return Default::default();
    };
    [
        number(it.factor),
        number(it.low),
        number(it.high),
        number(Some(it.p_value)),
        number(it.q_value),
        text(&it.method),
        number(it.dispersion),
    ]
}

fn rings(rings: &[(Part, Ring)]) -> String {
    let one = |(part, ring): &(Part, Ring)| {
        let (kind, name) = match part {
            Part::Theme(id) => ("theme", id),
            Part::Sector(name) => ("sector", name),
            Part::Region(id) => ("region", id),
        };
        format!("{kind}:{name}={}", code(*ring))
    };
    rings.iter().map(one).collect::<Vec<_>>().join(BETWEEN)
}

/// The code of a ring: the contract's, without its prefix, in small letters.
fn code(ring: Ring) -> &'static str {
    match ring {
        Ring::Emerging => "emerging",
        Ring::Growing => "growing",
        Ring::Established => "established",
        Ring::Declining => "declining",
        Ring::Undecided => "undecided",
    }
}

/// The code of a movement: the contract's. In which direction it was follows from the rings.
fn movement(movement: Movement) -> &'static str {
    match movement {
        Movement::New => "new",
        Movement::In(_) | Movement::Out(_) => "moved",
        Movement::Same => "same",
    }
}

fn name(language: Language, ring: Ring) -> String {
    Words { language }.ring(ring)
}

fn number(number: Option<f64>) -> String {
    number
        .filter(|it| it.is_finite())
        .map(|it| it.to_string())
        .unwrap_or_default()
}

/// A text from the data. What a spreadsheet would take for a formula gets an apostrophe before it, which shows that it is a text.
fn text(text: &str) -> String {
    let line = one_line(text);
    match line.chars().next() {
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') => format!("'{line}"),
        _ => line,
    }
}

#[cfg(test)]
mod tests;
