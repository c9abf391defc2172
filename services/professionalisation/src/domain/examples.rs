//! Examples that tests of this block share.

use blocks::{skill::SkillRef, values::LocalText};
use jiff::civil::date;

use super::{
    class,
    framework::{self, SizeUnit},
    instrument::{self, Dimension, Level},
    offer::{self, Flexibility, Form},
    provider::{DevelopmentPlan, Finding, Goal, Kind, Profile, Scan, Track},
};

/// The fields a refusal names.
pub(crate) fn fields(refusal: &impl eventing::Rejection) -> Vec<String> {
    let faults = refusal.faults().into_iter();
    faults.map(|fault| fault.field).collect()
}

/// A skill.
pub(crate) fn skill(name: &str) -> SkillRef {
    SkillRef {
        uri: format!("http://data.europa.eu/esco/skill/{name}"),
        taxonomy: "ESCO 1.1.1".into(),
        label: name.into(),
    }
}

/// An instrument with two dimensions of three levels.
pub(crate) fn instrument() -> instrument::Version {
    let level = |level| Level {
        level,
        description: LocalText::new(format!("niveau {level}"), format!("level {level}")),
    };
    let dimension = |id: &str| Dimension {
        dimension_id: id.into(),
        name: LocalText::new(id, id),
        levels: vec![level(1), level(2), level(3)],
    };
    instrument::Version {
        instrument_id: "llo-scan".into(),
        version: 1,
        name: LocalText::new("LLO-scan", "Lifelong learning scan"),
        source: "verzonnen".into(),
        dimensions: vec![dimension("aanbod"), dimension("organisatie")],
        example: true,
    }
}

/// A quality framework for higher education.
pub(crate) fn framework() -> framework::Version {
    framework::Version {
        framework_id: "ho".into(),
        version: 1,
        name: LocalText::new("Hoger onderwijs", "Higher education"),
        source: "kwaliteitskader microcredentials".into(),
        provider_kinds: vec![Kind::Hbo, Kind::Wo],
        unit: SizeUnit::Ec,
        size_least: 3,
        size_most: 30,
        nlqf_lowest: 5,
        nlqf_highest: 8,
        example: false,
    }
}

/// A provider.
pub(crate) fn profile() -> Profile {
    Profile {
        provider_id: "o2".into(),
        name: "Hogeschool Voorbeeld".into(),
        kind: Kind::Hbo,
        brin: Some("25PW".into()),
        kvk: None,
        region_ids: vec!["AM01".into(), "AM02".into()],
        website: None,
        example: true,
    }
}

/// A scan of it.
pub(crate) fn scan(scan_id: &str, level: u32) -> Scan {
    let finding = |id: &str| Finding {
        dimension_id: id.into(),
        level,
        evidence: "gesprekken met teams".into(),
    };
    Scan {
        scan_id: scan_id.into(),
        instrument_id: "llo-scan".into(),
        instrument_version: 1,
        taken_on: date(2025, 1, 15),
        findings: vec![finding("aanbod"), finding("organisatie")],
        project_id: Some("p1".into()),
    }
}

/// A development plan after that scan.
pub(crate) fn plan() -> DevelopmentPlan {
    DevelopmentPlan {
        plan_id: "d1".into(),
        scan_id: "s1".into(),
        goals: vec![Goal {
            dimension_id: "aanbod".into(),
            level: 2,
            due_on: date(2026, 1, 1),
        }],
        approach: "Modulair ontwerpen met twee teams".into(),
        project_id: Some("p1".into()),
    }
}

/// A track of that plan.
pub(crate) fn track() -> Track {
    Track {
        track_id: "t1".into(),
        title: "Volwassenen leren anders".into(),
        cohort: "2025-02".into(),
        plan_id: Some("d1".into()),
        project_id: Some("p1".into()),
        starts_on: date(2025, 2, 1),
        ends_on: date(2025, 6, 30),
        places: 24,
    }
}

/// An offer.
pub(crate) fn offer() -> offer::Content {
    offer::Content {
        offer_id: "a1".into(),
        provider_id: "o2".into(),
        project_id: Some("p1".into()),
        title: "Warmtepompen ontwerpen".into(),
        learning_outcomes: vec!["ontwerpt een warmtepompinstallatie".into()],
        skills: vec![skill("a")],
        study_load_hours: 140,
        nlqf_level: 6,
        language: "nl".into(),
        form: Form::Blended,
        region_ids: vec!["AM01".into()],
        target_group: "installateurs".into(),
        flexibility: Flexibility {
            starts_per_year: 6,
            longest_wait_days: 60,
            in_parts: true,
            ..Flexibility::default()
        },
        class_ids: vec!["k1".into()],
        solution_id: Some("s1".into()),
        open_from: date(2025, 3, 1),
        example: true,
    }
}

/// A credential class.
pub(crate) fn class() -> class::Content {
    class::Content {
        class_id: "k1".into(),
        provider_id: "o2".into(),
        project_id: Some("p1".into()),
        name: "Warmtepompontwerper".into(),
        description: "Ontwerpt warmtepompinstallaties voor woningen".into(),
        learning_outcomes: vec!["ontwerpt een warmtepompinstallatie".into()],
        criteria: "Een ontwerp en een gesprek daarover".into(),
        skills: vec![skill("a")],
        framework_id: "ho".into(),
        framework_version: 1,
        size: 5,
        nlqf_level: 6,
        language: "nl".into(),
        valid_months: 60,
        example: true,
    }
}

/// What it is judged by.
pub(crate) fn ground() -> class::Ground {
    class::Ground {
        provider_kind: Some(Kind::Hbo),
        framework: Some(framework()),
    }
}
