//! Emerging skills: from proposals to the radar, and off it again.

use contracts::{
    hub::v1::LocalText,
    radar::v1::{
        DecideOnSkillRequest, EmergingSkill, MergeSkillRequest, ProposeSkillRequest, PublishSkillRequest,
        RecordDissentRequest, RetireSkillRequest, ReviewSkillRequest,
    },
};
use jiff::civil::{Date, date};

use super::sources::CURATOR;
use crate::{
    calendar::plus,
    line::{Call, Line},
};

/// Who proposes, and who publishes.
const WORKGROUP: &str = "workgroup-lead:wg-radar";
const COORDINATOR: &str = "block-coordinator:radar";
/// Days from a proposal to its review, from there to the decision, and from there to the radar.
const REVIEWED: i64 = 7;
const DECIDED: i64 = 21;
const PUBLISHED: i64 = 28;

/// How far a proposal came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Published,
    Rejected,
    /// Found valid, and not published yet.
    Valid,
    InReview,
    Waiting,
}

struct Proposal {
    id: &'static str,
    nl: &'static str,
    en: &'static str,
    /// Last part of its URI in ESCO, or the key of a term.
    concept: Result<&'static str, &'static str>,
    on: Date,
    reason: &'static str,
    fate: Fate,
}

const PROPOSALS: [Proposal; 11] = [
    Proposal {
        id: "warmtepompen-installeren",
        nl: "Warmtepompen installeren",
        en: "Installing heat pumps",
        concept: Ok("00735755-adc6-4ea0-b034-b8caff339c9f"),
        on: date(2024, 3, 4),
        reason: "In elke monitor vaker genoemd.",
        fate: Fate::Published,
    },
    Proposal {
        id: "circulaire-economie",
        nl: "Kennis van de circulaire economie",
        en: "Knowledge of the circular economy",
        concept: Ok("22c45bf7-e52b-475f-847b-c32a87f65a5d"),
        on: date(2024, 3, 4),
        reason: "Overal genoemd; hoort op de radar als vaste waarde.",
        fate: Fate::Published,
    },
    Proposal {
        id: "windturbines-onderhouden",
        nl: "Windturbines onderhouden",
        en: "Maintaining wind turbines",
        concept: Ok("b7a26b32-c457-49aa-9a78-25ade10090e3"),
        on: date(2024, 3, 11),
        reason: "Blijft gevraagd.",
        fate: Fate::Published,
    },
    Proposal {
        id: "recyclinginstallaties-bedienen",
        nl: "Recyclinginstallaties bedienen",
        en: "Operating recycling equipment",
        concept: Ok("1fe682ad-b8a2-44bb-a557-7eccf79b2014"),
        on: date(2024, 3, 11),
        reason: "Wordt minder genoemd: opleiders moeten dat weten.",
        fate: Fate::Published,
    },
    Proposal {
        id: "slimme-energienetten-ontwerpen",
        nl: "Slimme energienetten ontwerpen",
        en: "Designing smart grids",
        concept: Ok("4e0a7f6e-b546-4cc6-9f8b-53e4fa31a426"),
        on: date(2025, 2, 3),
        reason: "Nieuw in drie monitors tegelijk.",
        fate: Fate::Published,
    },
    Proposal {
        id: "selectief-slopen",
        nl: "Selectief slopen",
        en: "Selective demolition",
        concept: Ok("3bf93cf6-2b6f-46ad-b0ba-3b161379bac1"),
        on: date(2025, 2, 10),
        reason: "Opdrachtgevers schrijven het voor.",
        fate: Fate::Published,
    },
    Proposal {
        id: "slim-energienet",
        nl: "Werken met het slimme energienet",
        en: "Working with the smart grid",
        concept: Ok("79a5bc25-5b59-47bc-a4c2-fb8e8cb1ddf6"),
        on: date(2025, 3, 3),
        reason: "Door een tweede werkgroep genoemd.",
        fate: Fate::Valid,
    },
    Proposal {
        id: "haskell",
        nl: "Programmeren in Haskell",
        en: "Programming in Haskell",
        concept: Ok("000f1d3d-220f-4789-9c0a-cc742521fb02"),
        on: date(2025, 3, 10),
        reason: "Stond in de vacatures.",
        fate: Fate::Rejected,
    },
    Proposal {
        id: "waterstofveiligheid",
        nl: "Veilig werken met waterstof",
        en: "Working safely with hydrogen",
        concept: Err("veilig waterstof"),
        on: date(2026, 1, 26),
        reason: "Geen concept dekt het, en vier bureaus noemen het.",
        fate: Fate::Published,
    },
    Proposal {
        id: "isolatieconcept",
        nl: "Het isolatieconcept ontwerpen",
        en: "Designing the insulation concept",
        concept: Ok("3b4f2a64-9884-4f3d-8020-44dc95919a7c"),
        on: date(2026, 9, 14),
        reason: "Uit gesprekken met gemeenten.",
        fate: Fate::InReview,
    },
    Proposal {
        id: "warmtenetten-ontwerpen",
        nl: "Warmtenetten ontwerpen",
        en: "Designing district heating",
        concept: Ok("60032986-43ac-4c26-a830-c825f3fa205a"),
        on: date(2026, 10, 12),
        reason: "Uit gesprekken met gemeenten.",
        fate: Fate::Waiting,
    },
];

/// Disagreements: skill, who, when, why.
const DISSENT: [(&str, &str, Date, &str); 3] = [
    (
        "warmtepompen-installeren",
        "provider-officer:vb-roc-noorderlicht",
        date(2024, 5, 13),
        "Dit is al jaren gewoon werk en hoort bij de vaste waarden.",
    ),
    (
        "recyclinginstallaties-bedienen",
        "workgroup-lead:wg-solutions",
        date(2025, 1, 20),
        "Het werk verdwijnt niet, het verandert van naam.",
    ),
    (
        "haskell",
        WORKGROUP,
        date(2025, 4, 14),
        "De bron noemt het alleen om te zeggen dat het niet nodig is.",
    ),
];

/// All that happens to skills.
#[must_use]
pub fn lines() -> Vec<Line> {
    let mut lines: Vec<Line> = PROPOSALS.iter().flat_map(of_proposal).collect();
    lines.extend(DISSENT.iter().map(dissent));
    lines.push(merge());
    lines.push(retire());
    lines
}

fn of_proposal(it: &Proposal) -> Vec<Line> {
    let id = it.id.to_owned();
    let mut lines = vec![propose(it)];
    if it.fate == Fate::Waiting {
        return lines;
    }
    let review = ReviewSkillRequest {
        skill_id: id.clone(),
        ..Default::default()
    };
    lines.push(Line::new(
        plus(it.on, REVIEWED),
        Call::ReviewSkill,
        CURATOR,
        &review,
    ));
    if it.fate == Fate::InReview {
        return lines;
    }
    let is_valid = it.fate != Fate::Rejected;
    let decide = DecideOnSkillRequest {
        skill_id: id.clone(),
        is_valid,
        reason: if is_valid {
            "Vermeldingen nagelezen; ze gaan over het vak zelf."
        } else {
            "De vermeldingen zeggen juist dat het niet nodig is."
        }
        .into(),
        ..Default::default()
    };
    lines.push(Line::new(
        plus(it.on, DECIDED),
        Call::DecideOnSkill,
        CURATOR,
        &decide,
    ));
    if it.fate == Fate::Published {
        let publish = PublishSkillRequest {
            skill_id: id,
            ..Default::default()
        };
        lines.push(Line::new(
            plus(it.on, PUBLISHED),
            Call::PublishSkill,
            COORDINATOR,
            &publish,
        ));
    }
    lines
}

fn propose(it: &Proposal) -> Line {
    let request = ProposeSkillRequest {
        skill: Some(EmergingSkill {
            skill_id: it.id.into(),
            label: Some(LocalText {
                nl: it.nl.into(),
                en: it.en.into(),
            }),
            description: None,
            concept_uri: it
                .concept
                .map(|id| format!("http://data.europa.eu/esco/skill/{id}"))
                .unwrap_or_default(),
            term_keys: it.concept.err().map(str::to_owned).into_iter().collect(),
            theme_ids: vec!["energy-raw-materials".into()],
        }),
        reason: it.reason.into(),
        ..Default::default()
    };
    Line::new(it.on, Call::ProposeSkill, WORKGROUP, &request)
}

fn dissent((skill_id, caller, on, reason): &(&str, &str, Date, &str)) -> Line {
    let request = RecordDissentRequest {
        skill_id: (*skill_id).into(),
        reason: (*reason).into(),
        ..Default::default()
    };
    Line::new(*on, Call::RecordDissent, *caller, &request)
}

/// Two proposals turned out to be one thing.
fn merge() -> Line {
    let request = MergeSkillRequest {
        skill_id: "slim-energienet".into(),
        into_skill_id: "slimme-energienetten-ontwerpen".into(),
        reason: "Beide werkgroepen bedoelen hetzelfde vak.".into(),
        ..Default::default()
    };
    Line::new(date(2025, 4, 7), Call::MergeSkill, COORDINATOR, &request)
}

/// One leaves the radar again.
fn retire() -> Line {
    let request = RetireSkillRequest {
        skill_id: "recyclinginstallaties-bedienen".into(),
        reason: "Al drie edities dalend; geen opleider leidt er nog voor op.".into(),
        ..Default::default()
    };
    Line::new(date(2026, 5, 18), Call::RetireSkill, COORDINATOR, &request)
}
