//! Classes of microcredentials: proposed, reviewed by somebody else, accredited, published; one sent back first, one withdrawn in the
//! end, and one that is not so far yet.

use contracts::professionalisation::v1::{
    AccreditClassRequest, CredentialClass, ProposeClassRequest, ProviderKind, PublishClassRequest,
    ReviewClassRequest, ReviseClassRequest, WithdrawClassRequest,
};
use jiff::civil::{Date, date};
use serde_json::json;

use super::providers::Cast;
use crate::{
    calendar::{plus, workday},
    line::{Call, Line},
    transitions::skills::Topic,
};

/// What became of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Published at once, and issued since.
    Published,
    /// Sent back by its first review.
    ReturnedFirst,
    /// Withdrawn on this day.
    Withdrawn(Date),
    /// Proposed, and not reviewed before the season ends.
    Proposed,
}

/// A class.
#[derive(Debug, Clone, Copy)]
pub struct Course {
    /// Topic, which names its skills.
    pub topic: &'static str,
    /// Provider.
    pub provider: &'static str,
    /// Size in the unit of its framework: EC in higher education, hours elsewhere.
    size: u32,
    nlqf: u32,
    /// Months for which a credential is valid; 0 means for ever.
    valid_months: u32,
    proposed: Date,
    /// What became of it.
    pub fate: Fate,
}

/// All classes.
pub static COURSES: [Course; 8] = [
    Course {
        topic: "waterstof",
        provider: "vb-hs-westkust",
        size: 10,
        nlqf: 6,
        valid_months: 0,
        proposed: date(2024, 9, 16),
        fate: Fate::Published,
    },
    Course {
        topic: "circulair-slopen",
        provider: "vb-hs-lagelanden",
        size: 6,
        nlqf: 6,
        valid_months: 0,
        proposed: date(2024, 10, 7),
        fate: Fate::Published,
    },
    Course {
        topic: "warmtepompen",
        provider: "vb-roc-noorderlicht",
        size: 120,
        nlqf: 3,
        valid_months: 60,
        proposed: date(2024, 11, 4),
        fate: Fate::ReturnedFirst,
    },
    Course {
        topic: "isoleren",
        provider: "vb-roc-zeearm",
        size: 80,
        nlqf: 2,
        valid_months: 60,
        proposed: date(2024, 11, 18),
        fate: Fate::Published,
    },
    Course {
        topic: "stroomnet",
        provider: "vb-hs-noorderzon",
        size: 5,
        nlqf: 6,
        valid_months: 0,
        proposed: date(2025, 3, 10),
        fate: Fate::Published,
    },
    Course {
        topic: "batterijen",
        provider: "vb-roc-duinzoom",
        size: 40,
        nlqf: 3,
        valid_months: 24,
        proposed: date(2025, 1, 13),
        fate: Fate::Withdrawn(date(2026, 6, 15)),
    },
    Course {
        topic: "wind-op-zee",
        provider: "vb-fonds-vakleren",
        size: 60,
        nlqf: 4,
        valid_months: 36,
        proposed: date(2025, 2, 10),
        fate: Fate::Published,
    },
    Course {
        topic: "warmtenetten",
        provider: "vb-uni-hoogveld",
        size: 15,
        nlqf: 7,
        valid_months: 0,
        proposed: date(2026, 10, 19),
        fate: Fate::Proposed,
    },
];

impl Course {
    /// Identifier.
    #[must_use]
    pub fn id(&self) -> String {
        format!("mc-{}", self.topic)
    }

    /// The day of publication.
    #[must_use]
    pub fn published(&self) -> Option<Date> {
        let days = match self.fate {
            Fate::Published | Fate::Withdrawn(_) => 77,
            Fate::ReturnedFirst => 119,
            Fate::Proposed => return None,
        };
        Some(workday(plus(self.proposed, days)))
    }

    /// The class itself.
    #[must_use]
    pub fn class(&self) -> CredentialClass {
        let (cast, topic) = (Cast::named(self.provider), Topic::named(self.topic));
        let (framework, of) = match cast.kind {
            ProviderKind::Hbo | ProviderKind::Wo => ("microcredentials-ho", "een beroepsproduct"),
            ProviderKind::Mbo => ("microcredentials-mbo", "een proeve op de werkplek"),
            ProviderKind::Private | ProviderKind::Sector | ProviderKind::Unspecified => {
                ("microcredentials-sector", "een praktijktoets")
            }
        };
        let labels = topic.labels();
        CredentialClass {
            class_id: self.id(),
            provider_id: cast.id.into(),
            project_id: cast.project_id(),
            name: format!("Voorbeeld: {}", labels[0]),
            description: format!("Verzonnen microcredential voor {}.", topic.target_group),
            learning_outcomes: labels.iter().map(|label| format!("Toont aan: {label}")).collect(),
            criteria: format!("Beoordeeld met {of}, door twee beoordelaars."),
            skills: topic.skills(),
            framework_id: framework.into(),
            framework_version: 1,
            size: self.size,
            nlqf_level: self.nlqf,
            language: "nl".into(),
            valid_months: self.valid_months,
            example: true,
        }
    }
}

/// The way of each class.
#[must_use]
pub fn lines() -> Vec<Line> {
    COURSES.iter().flat_map(lines_of).collect()
}

fn lines_of(course: &Course) -> Vec<Line> {
    let officer = Cast::named(course.provider).officer();
    let day = |days| workday(plus(course.proposed, days));
    let propose = ProposeClassRequest {
        credential_class: Some(course.class()),
        ..Default::default()
    };
    // The project is another block's.
    let propose = Line::new(course.proposed, Call::ProposeClass, officer.clone(), &propose).until(json!({}));
    let Some(published) = course.published() else {
        return vec![propose];
    };
    let mut lines = vec![propose];
    if course.fate == Fate::ReturnedFirst {
        let remarks = "De beoordeling zegt nog niet wie beoordeelt, en hoe vaak het over mag.";
        lines.push(review(course, day(21), false, remarks));
        lines.push(revise(course, day(49), officer.clone()));
    }
    lines.push(review(course, plus(published, -42), true, ""));
    let accredit = AccreditClassRequest {
        class_id: course.id(),
        reference: format!("Voorbeeld erkenning {}", course.topic),
        accredited_on: plus(published, -17).to_string(),
        ..Default::default()
    };
    lines.push(Line::new(
        plus(published, -14),
        Call::AccreditClass,
        "agency-officer",
        &accredit,
    ));
    let publish = PublishClassRequest {
        provider_id: course.provider.into(),
        class_id: course.id(),
        ..Default::default()
    };
    lines.push(Line::new(
        published,
        Call::PublishClass,
        officer.clone(),
        &publish,
    ));
    if let Fate::Withdrawn(on) = course.fate {
        let withdraw = WithdrawClassRequest {
            provider_id: course.provider.into(),
            class_id: course.id(),
            reason: "De regels voor het werken aan batterijen zijn veranderd; een nieuwe klasse volgt."
                .into(),
            ..Default::default()
        };
        lines.push(Line::new(on, Call::WithdrawClass, officer, &withdraw));
    }
    lines
}

fn review(course: &Course, on: Date, approved: bool, remarks: &str) -> Line {
    let request = ReviewClassRequest {
        class_id: course.id(),
        approved,
        remarks: remarks.into(),
        ..Default::default()
    };
    Line::new(on, Call::ReviewClass, "assessor", &request)
}

fn revise(course: &Course, on: Date, officer: String) -> Line {
    let mut class = course.class();
    class.criteria = format!(
        "{} Een tweede keer kan na een maand, bij een andere beoordelaar.",
        class.criteria
    );
    let request = ReviseClassRequest {
        credential_class: Some(class),
        ..Default::default()
    };
    Line::new(on, Call::ReviseClass, officer, &request).until(json!({}))
}
