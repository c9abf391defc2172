//! Findings of invented studies: what is said to improve the learning culture, how strongly, and who disagrees.

use contracts::{
    culture::v1::{
        Component, EvidenceStrength, Finding, FindingDirection, ProposeFindingRequest, PublishFindingRequest,
        RecordDissentRequest, ReviewFindingRequest, Study,
    },
    hub::v1::LocalText,
};
use jiff::civil::{Date, date};

use super::{BLOCK, COORDINATOR, RESEARCHER, WORKGROUP, interventions};
use crate::{
    calendar::plus,
    line::{Call, Line},
};

struct Told {
    id: &'static str,
    nl: &'static str,
    en: &'static str,
    component: Component,
    strength: EvidenceStrength,
    direction: FindingDirection,
    intervention: &'static str,
    on: Date,
    published: bool,
}

const FINDINGS: [Told; 3] = [
    Told {
        id: "leertijd-in-rooster",
        nl: "Waar leertijd in het rooster staat, leren meer mensen op het werk.",
        en: "Where time to learn is on the schedule, more people learn at work.",
        component: Component::StimulatingFactors,
        strength: EvidenceStrength::Comparison,
        direction: FindingDirection::Improves,
        intervention: interventions::TIME,
        on: date(2024, 11, 4),
        published: true,
    },
    Told {
        id: "gesprek-met-leidinggevende",
        nl: "Een jaarlijks gesprek over leren maakt dat mensen de noodzaak eerder zien.",
        en: "A yearly talk about learning lets people see the need sooner.",
        component: Component::Urgency,
        strength: EvidenceStrength::BeforeAfter,
        direction: FindingDirection::Improves,
        intervention: interventions::TALKS,
        on: date(2025, 2, 3),
        published: true,
    },
    Told {
        id: "bonus-voor-diploma",
        nl: "Een bonus voor een diploma verandert weinig aan wat mensen uit zichzelf leren.",
        en: "A bonus for a diploma changes little in what people learn of their own accord.",
        component: Component::LearningBehaviour,
        strength: EvidenceStrength::Correlation,
        direction: FindingDirection::NoDifference,
        intervention: "",
        on: date(2026, 9, 21),
        published: false,
    },
];

/// Findings, with their review and their publication.
#[must_use]
pub fn lines() -> Vec<Line> {
    let mut lines: Vec<Line> = FINDINGS.iter().flat_map(of_finding).collect();
    let dissent = RecordDissentRequest {
        finding_id: FINDINGS[1].id.into(),
        dissent_id: "eigen-keus".into(),
        reason: "De groep die het gesprek kreeg, was daar zelf om gaan vragen.".into(),
        ..Default::default()
    };
    lines.push(Line::new(
        date(2025, 5, 12),
        Call::RecordFindingDissent,
        "assessor",
        &dissent,
    ));
    lines
}

fn of_finding(it: &Told) -> Vec<Line> {
    let propose = ProposeFindingRequest {
        finding: Some(Finding {
            finding_id: it.id.into(),
            workgroup_id: WORKGROUP.into(),
            statement: Some(local(it.nl, it.en)),
            components: vec![it.component.into()],
            study: Some(Study {
                title: format!("Voorbeeld: {}", it.nl),
                year: 2023,
                publisher: "Voorbeeldinstituut Leren".into(),
                url: format!("https://example.org/voorbeeld/{}", it.id),
            }),
            strength: it.strength.into(),
            direction: it.direction.into(),
            population: Some(local(
                "Verzonnen: 412 werkenden in de bouw",
                "Invented: 412 workers in construction",
            )),
            intervention_ids: Some(it.intervention.to_owned())
                .filter(|it| !it.is_empty())
                .into_iter()
                .collect(),
            example: true,
        }),
        ..Default::default()
    };
    let mut lines = vec![Line::new(
        it.on,
        Call::ProposeFinding,
        format!("workgroup-lead:{WORKGROUP}"),
        &propose,
    )];
    if !it.published {
        return lines;
    }
    let review = ReviewFindingRequest {
        finding_id: it.id.into(),
        approved: true,
        ..Default::default()
    };
    lines.push(Line::new(
        plus(it.on, 21),
        Call::ReviewFinding,
        RESEARCHER,
        &review,
    ));
    let publish = PublishFindingRequest {
        block_id: BLOCK.into(),
        finding_id: it.id.into(),
        ..Default::default()
    };
    lines.push(Line::new(
        plus(it.on, 28),
        Call::PublishFinding,
        COORDINATOR,
        &publish,
    ));
    lines
}

pub(super) fn local(nl: &str, en: &str) -> LocalText {
    LocalText {
        nl: nl.into(),
        en: en.into(),
    }
}
