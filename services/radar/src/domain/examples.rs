//! Examples that tests of this block share.

use blocks::{skill::SkillRef, values::LocalText};
use jiff::civil::{Date, date};

use super::{
    edition, reading,
    run::{self, ReleaseRef},
    skill, source,
    taxonomy::{Changes, File, Release},
};
use crate::trends::{Growth, PeriodLength, Ring};

/// The day it is in tests.
pub(crate) const DAY: Date = Date::constant(2026, 9, 1);

/// The URI of a concept: installing heat pumps.
pub(crate) const HEAT_PUMPS: &str = "http://data.europa.eu/esco/skill/00735755-adc6-4ea0-b034-b8caff339c9f";

/// A release.
pub(crate) fn release() -> Release {
    Release {
        scheme_id: "esco".into(),
        version: "1.1.1".into(),
        title: "ESCO".into(),
        source_uri: Some("https://esco.ec.europa.eu".into()),
        licence: "CC BY 4.0".into(),
        published_on: date(2022, 11, 1),
        files: vec![File {
            name: "skills_en.csv".into(),
            sha256: "00".repeat(32),
        }],
        concepts: 150,
        labels: 900,
        languages: vec!["en".into(), "nl".into()],
        changes: Changes {
            added: 150,
            ..Changes::default()
        },
        has_own_translations: true,
    }
}

/// What a run reads by.
pub(crate) fn basis() -> run::Basis {
    run::Basis {
        method: "phrases".into(),
        method_version: 1,
        releases: vec![ReleaseRef {
            scheme_id: "esco".into(),
            version: "1.1.1".into(),
        }],
    }
}

/// A source.
pub(crate) fn source() -> source::Content {
    source::Content {
        title: "Vakmensen voor de warmtetransitie".into(),
        publisher: "Expertisecentrum Techniek".into(),
        published_on: date(2025, 5, 12),
        licence: "CC BY 4.0".into(),
        kind: source::Kind::Study,
        language: None,
        region_ids: vec!["AM01".into()],
        sectors: vec!["43.22".into()],
        theme_ids: vec!["energy-raw-materials".into()],
        uri: Some("https://example.nl/vakmensen.pdf".into()),
    }
}

/// Its text.
pub(crate) fn text() -> source::Text {
    source::Text {
        format: source::Format::Plain,
        sha256: "ab".repeat(32),
        language: "nl".into(),
        words: 1_200,
        passages: 14,
    }
}

/// What was found in it.
pub(crate) fn findings() -> reading::Findings {
    reading::Findings {
        run_id: "first".into(),
        source_id: "s0".into(),
        method: "phrases/1".into(),
        language: "nl".into(),
        words: 1_200,
        concepts: vec![reading::FoundConcept {
            uri: HEAT_PUMPS.into(),
            asserted: 3,
            listed: 1,
            negated: 0,
            confidence_thousandths: 930,
        }],
        terms: 12,
        digest: "cd".repeat(32),
    }
}

/// A skill that is a concept.
pub(crate) fn skill() -> skill::Content {
    skill::Content {
        skill_id: "warmtepompen".into(),
        label: LocalText::new("Warmtepompen installeren", "Install heat pumps"),
        description: LocalText::new("Warmtepompen plaatsen en inregelen.", ""),
        concept: Some(SkillRef {
            uri: HEAT_PUMPS.into(),
            taxonomy: "ESCO 1.1.1".into(),
            label: "install heat pump".into(),
        }),
        term_keys: Vec::new(),
        theme_ids: vec!["energy-raw-materials".into()],
    }
}

/// A skill that no concept covers.
pub(crate) fn skill_of_terms() -> skill::Content {
    skill::Content {
        skill_id: "waterstofveiligheid".into(),
        label: LocalText::new("Veilig werken met waterstof", "Working safely with hydrogen"),
        description: LocalText::default(),
        concept: None,
        term_keys: vec!["veilig waterstof".into()],
        theme_ids: vec!["energy-raw-materials".into()],
    }
}

/// An edition.
pub(crate) fn edition() -> edition::Content {
    edition::Content {
        number: 1,
        title: LocalText::new("LLO-Radar najaar 2026", "LLO-Radar autumn 2026"),
        note: LocalText::default(),
        basis: edition::Basis {
            period_length: PeriodLength::HalfYear,
            periods: 8,
            as_of: date(2026, 6, 30),
            ring_rule: "radar-rings/1".into(),
            reading_method: "phrases/1".into(),
            run_id: "first".into(),
            log_position: 120,
            sources: 40,
            words: 90_000,
        },
        themes: vec![edition::Theme {
            theme_id: "energy-raw-materials".into(),
            name: LocalText::new(
                "Energie- en grondstoffentransitie",
                "Energy and raw-materials transition",
            ),
        }],
        entries: vec![edition::Entry {
            skill_id: "warmtepompen".into(),
            reference: skill().reference(),
            label: skill().label,
            theme_ids: skill().theme_ids,
            ring: Ring::Growing,
            growth: Some(Growth {
                factor: Some(1.3),
                low: Some(1.1),
                high: Some(1.5),
                p_value: 0.01,
                q_value: Some(0.03),
                method: "quasi-poisson-trend/1".into(),
                dispersion: Some(1.4),
            }),
            mentions: 120,
            sources: 14,
            publishers: 6,
            dissents: 0,
            rings: vec![(edition::Part::Region("AM01".into()), Ring::Established)],
        }],
    }
}
