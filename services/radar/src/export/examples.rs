//! Editions that tests of this folder share.

use blocks::{skill::SkillRef, values::LocalText};
use jiff::civil::date;

use crate::{
    domain::{
        edition::{Before, Content, Entry, Part, Published, Theme},
        examples,
    },
    trends::{Growth, Ring},
};

/// An edition with one skill and none before it.
pub(super) fn first() -> Published {
    Published {
        content: examples::edition(),
        before: Vec::new(),
        published_on: date(2026, 9, 1),
    }
}

/// An edition with something of everything.
pub(super) fn second() -> Published {
    let heat_pumps = examples::edition().entries.remove(0);
    Published {
        content: Content {
            number: 2,
            title: LocalText::new("LLO-Radar voorjaar 2027", "LLO-Radar spring 2027"),
            note: LocalText::new(
                "Vacatures tellen nu mee.\nDe zorg is nog weinig gelezen.",
                "Vacancies count from now on.\nLittle was read about care so far.",
            ),
            themes: vec![
                theme(
                    "energy",
                    "Energie- en grondstoffentransitie",
                    "Energy and raw-materials transition",
                ),
                theme("care", "Zorg", "Care"),
                theme("digital", "Digitalisering", ""),
            ],
            entries: vec![
                Entry {
                    growth: None,
                    mentions: 3,
                    ..entry(
                        "tweelingen",
                        "Digitale tweelingen bouwen",
                        "",
                        &["digital"],
                        Ring::Undecided,
                    )
                },
                Entry {
                    growth: Some(Growth {
                        factor: None,
                        low: Some(2.4),
                        high: None,
                        p_value: 0.000_2,
                        q_value: Some(0.000_9),
                        method: "poisson-step/1".into(),
                        dispersion: None,
                    }),
                    ..entry(
                        "herfabriceren",
                        "Batterijen herfabriceren",
                        "Remanufacture batteries",
                        &["energy"],
                        Ring::Emerging,
                    )
                },
                entry(
                    "waterstof",
                    "Veilig werken met waterstof",
                    "Working safely with hydrogen",
                    &["energy"],
                    Ring::Emerging,
                ),
                Entry {
                    theme_ids: vec!["energy".into(), "onbekend".into()],
                    ..heat_pumps
                },
                entry(
                    "zorgtechnologie",
                    "Zorgtechnologie gebruiken",
                    "Use care technology",
                    &["care", "digital"],
                    Ring::Growing,
                ),
                Entry {
                    rings: vec![
                        (Part::Theme("energy".into()), Ring::Declining),
                        (Part::Sector("41.20".into()), Ring::Established),
                        (Part::Region("AM02".into()), Ring::Growing),
                    ],
                    ..entry(
                        "tekeningen",
                        "Bouwtekeningen lezen",
                        "Read construction drawings",
                        &[],
                        Ring::Established,
                    )
                },
                Entry {
                    dissents: 2,
                    ..entry(
                        "ketels",
                        "Cv-ketels onderhouden",
                        "Maintain boilers",
                        &["energy"],
                        Ring::Declining,
                    )
                },
            ],
            ..examples::edition()
        },
        before: vec![
            before("warmtepompen", "Warmtepompen installeren", Ring::Growing),
            before("waterstof", "Veilig werken met waterstof", Ring::Undecided),
            before("tekeningen", "Bouwtekeningen lezen", Ring::Growing),
            before("ketels", "Cv-ketels onderhouden", Ring::Declining),
            before("faxen", "Faxen", Ring::Declining),
        ],
        published_on: date(2027, 3, 1),
    }
}

/// An edition of so many skills with a label, `count(theme, ring)` of each kind.
pub(super) fn crowd(themes: usize, count: impl Fn(usize, Ring) -> usize, label: &str) -> Published {
    let rings = super::sheet::RINGS;
    let kinds = (0..themes).flat_map(|theme| rings.map(|ring| (theme, ring)));
    let entry = |(theme, ring, index): (usize, Ring, usize)| {
        let id = format!("{theme}-{ring:?}-{index}");
        entry(
            &id,
            &format!("{label}{id}"),
            "",
            &[&format!("theme-{theme}")],
            ring,
        )
    };
    let each = kinds.flat_map(|(theme, ring)| (0..count(theme, ring)).map(move |index| (theme, ring, index)));
    Published {
        content: Content {
            themes: (0..themes)
                .map(|it| theme(&format!("theme-{it}"), &format!("Thema {it}"), ""))
                .collect(),
            entries: each.map(entry).collect(),
            ..examples::edition()
        },
        before: Vec::new(),
        published_on: date(2026, 9, 1),
    }
}

/// A skill with its label and ring.
pub(super) fn entry(id: &str, nl: &str, en: &str, themes: &[&str], ring: Ring) -> Entry {
    let example = examples::edition().entries.remove(0);
    Entry {
        skill_id: id.into(),
        reference: SkillRef {
            uri: format!("urn:example:{id}"),
            taxonomy: "LLO-Radar".into(),
            label: nl.into(),
        },
        label: LocalText::new(nl, en),
        theme_ids: themes.iter().map(|it| (*it).to_owned()).collect(),
        ring,
        rings: Vec::new(),
        ..example
    }
}

fn theme(id: &str, nl: &str, en: &str) -> Theme {
    Theme {
        theme_id: id.into(),
        name: LocalText::new(nl, en),
    }
}

fn before(id: &str, label: &str, ring: Ring) -> Before {
    Before {
        skill_id: id.into(),
        label: LocalText::new(label, ""),
        ring,
    }
}
