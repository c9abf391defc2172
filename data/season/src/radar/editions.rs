//! Editions of the radar: one each half-year from the middle of 2024 on.

use contracts::{
    hub::v1::LocalText,
    radar::v1::{PublishEditionRequest, TrendScope},
};
use jiff::civil::{Date, date};

use crate::line::{Call, Line};

/// Title in Dutch and English, day of publication, and the last day that counts.
const EDITIONS: [(&str, &str, Date, Date); 5] = [
    ("zomer 2024", "summer 2024", date(2024, 9, 9), date(2024, 6, 30)),
    (
        "winter 2024",
        "winter 2024",
        date(2025, 3, 31),
        date(2024, 12, 31),
    ),
    ("zomer 2025", "summer 2025", date(2025, 9, 8), date(2025, 6, 30)),
    (
        "winter 2025",
        "winter 2025",
        date(2026, 3, 30),
        date(2025, 12, 31),
    ),
    ("zomer 2026", "summer 2026", date(2026, 9, 7), date(2026, 6, 30)),
];

/// The editions.
#[must_use]
pub fn lines() -> Vec<Line> {
    EDITIONS.iter().map(edition).collect()
}

fn edition((nl, en, on, as_of): &(&str, &str, Date, Date)) -> Line {
    let request = PublishEditionRequest {
        title: Some(LocalText {
            nl: format!("Voorbeeld: LLO-Radar {nl}"),
            en: format!("Example: LLO-Radar {en}"),
        }),
        note: Some(LocalText {
            nl: "Verzonnen bronnen en cijfers; de regels zijn echt.".into(),
            en: "Invented sources and figures; the rules are real.".into(),
        }),
        scope: Some(TrendScope {
            as_of: as_of.to_string(),
            ..TrendScope::default()
        }),
        ..Default::default()
    };
    Line::new(*on, Call::PublishEdition, "block-coordinator:radar", &request)
}
