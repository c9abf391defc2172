//! Sources: what five bureaus publish each half-year. Those of before the season are handed in when it begins.

use contracts::radar::v1::{
    GetSourceRequest, RegisterSourceRequest, Source, SourceKind, Text, TextFormat, WithdrawSourceRequest,
};
use distil::fingerprint;
use jiff::civil::{Date, date};
use serde_json::json;

use super::texts::{HALF_YEARS, text};
use crate::{
    calendar::plus,
    line::{Call, Line},
    rng::Rng,
};

/// Who hands in and withdraws.
pub(super) const CURATOR: &str = "taxonomy-curator";
/// When what is older than the season is handed in.
const OLDER: Date = date(2024, 2, 5);
/// When one source is withdrawn: its bureau took it back.
const WITHDRAWN: Date = date(2025, 11, 3);

/// A bureau that publishes.
struct Bureau {
    id: &'static str,
    name: &'static str,
    kind: SourceKind,
    english: bool,
    regions: &'static [&'static str],
    sectors: &'static [&'static str],
}

const BUREAUS: [Bureau; 6] = [
    Bureau {
        id: "arbeidsmarkt",
        name: "Voorbeeldbureau Arbeidsmarkt",
        kind: SourceKind::Study,
        english: false,
        regions: &[],
        sectors: &["43.22", "35.13"],
    },
    Bureau {
        id: "techniek",
        name: "Voorbeeldinstituut Techniek",
        kind: SourceKind::Study,
        english: false,
        regions: &["AM01", "AM02"],
        sectors: &["43.22"],
    },
    Bureau {
        id: "regios",
        name: "Voorbeeldraad Regio's",
        kind: SourceKind::Policy,
        english: false,
        regions: &["AM05", "AM12"],
        sectors: &[],
    },
    Bureau {
        id: "vacatures",
        name: "Voorbeeldverzameling Vacatures",
        kind: SourceKind::Vacancies,
        english: false,
        regions: &["AM01", "AM05", "AM17"],
        sectors: &["43.22", "43.11", "35.13"],
    },
    Bureau {
        id: "grondstoffen",
        name: "Voorbeeldcentrum Grondstoffen",
        kind: SourceKind::Study,
        english: false,
        regions: &["AM17"],
        sectors: &["38.32", "43.11"],
    },
    Bureau {
        id: "skills",
        name: "Example Institute for Skills",
        kind: SourceKind::Study,
        english: true,
        regions: &[],
        sectors: &["35.13"],
    },
];

/// A source of the season.
struct Published {
    source: Source,
    text: String,
    on: Date,
}

impl Published {
    /// Its identifier in the hub: it follows from the text.
    fn id(&self) -> String {
        format!("s{}", fingerprint(&self.text))
    }
}

/// Sources that are handed in, the wait until they were read, and one that is withdrawn.
#[must_use]
pub fn lines() -> Vec<Line> {
    let published: Vec<Published> = (0..HALF_YEARS).flat_map(of_half_year).collect();
    let mut lines: Vec<Line> = published.iter().map(register).collect();
    let mut days: Vec<Date> = published.iter().map(|it| it.on).collect();
    days.dedup();
    let withdrawn = published.iter().position(|it| it.on > OLDER);
    for day in days {
        // One that is withdrawn later is not waited for: a second load would find it withdrawn.
        let awaited = published
            .iter()
            .enumerate()
            .filter(|(place, it)| it.on == day && Some(*place) != withdrawn);
        lines.extend(awaited.map(|(_, it)| read(it)));
    }
    lines.extend(withdrawn.and_then(|place| published.get(place)).map(withdraw));
    lines
}

fn of_half_year(half_year: usize) -> Vec<Published> {
    let bureaus = BUREAUS.iter();
    bureaus.map(|bureau| publish(bureau, half_year)).collect()
}

fn publish(bureau: &Bureau, half_year: usize) -> Published {
    let place = i16::try_from(half_year).unwrap_or(0);
    let (year, first_month) = (2022 + place / 2, if place % 2 == 0 { 1 } else { 7 });
    let name = format!("{}-{half_year}", bureau.id);
    let published_on = plus(date(year, first_month, 1), Rng::named(&name).between(20, 160));
    let title = if bureau.english {
        format!("Example: skills monitor {year}, part {}", place % 2 + 1)
    } else {
        format!("Voorbeeld: vakmensenmonitor {year}, deel {}", place % 2 + 1)
    };
    let texts = |of: &[&str]| of.iter().map(|it| (*it).to_owned()).collect();
    Published {
        text: text(
            &name,
            &format!("{title} ({})", bureau.name),
            half_year,
            bureau.english,
        ),
        source: Source {
            title,
            publisher: bureau.name.into(),
            published_on: published_on.to_string(),
            licence: "CC BY 4.0 (verzonnen)".into(),
            kind: bureau.kind.into(),
            language: String::new(),
            region_ids: texts(bureau.regions),
            sectors: texts(bureau.sectors),
            theme_ids: vec!["energy-raw-materials".into()],
            uri: format!("https://example.org/voorbeeld/{name}"),
        },
        // Half a month after the half-year everything of it is there.
        on: plus(date(year, first_month, 1), 195).max(OLDER),
    }
}

fn register(it: &Published) -> Line {
    let request = RegisterSourceRequest {
        source: Some(it.source.clone()),
        text: Some(Text {
            format: TextFormat::Plain.into(),
            content: it.text.clone().into_bytes(),
        }),
        ..Default::default()
    };
    Line::new(it.on, Call::RegisterSource, CURATOR, &request)
}

/// What rests on a source comes after it was read.
fn read(it: &Published) -> Line {
    let request = GetSourceRequest { source_id: it.id() };
    Line::new(it.on, Call::GetSource, CURATOR, &request)
        .until(json!({"source": {"state": "SOURCE_STATE_READ"}}))
}

fn withdraw(it: &Published) -> Line {
    let request = WithdrawSourceRequest {
        source_id: it.id(),
        reason: "Het bureau heeft deze uitgave teruggenomen wegens een telfout.".into(),
        ..Default::default()
    };
    Line::new(WITHDRAWN, Call::WithdrawSource, CURATOR, &request)
}
