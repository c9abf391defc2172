//! The sections of a report, which are filled one by one or several at once.

use serde::{Deserialize, Serialize};

use super::Content;

/// A section: one top-level field of the contract's `ReportContent`, by the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the field of Content of the same name")]
pub enum Section {
    Highlights,
    Activities,
    Deliverables,
    Milestones,
    Results,
    TargetGroups,
    PartnerProblems,
    Deviations,
    Risks,
    Budget,
    CofinancingRealisedCents,
    CofinancingCorrectionReason,
    Answers,
    Evidence,
    LearningCulture,
    GoalAttainment,
}

impl Section {
    /// All sections.
    pub const ALL: [Self; 16] = [
        Self::Highlights,
        Self::Activities,
        Self::Deliverables,
        Self::Milestones,
        Self::Results,
        Self::TargetGroups,
        Self::PartnerProblems,
        Self::Deviations,
        Self::Risks,
        Self::Budget,
        Self::CofinancingRealisedCents,
        Self::CofinancingCorrectionReason,
        Self::Answers,
        Self::Evidence,
        Self::LearningCulture,
        Self::GoalAttainment,
    ];

    /// Its path in a field mask.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Highlights => "highlights",
            Self::Activities => "activities",
            Self::Deliverables => "deliverables",
            Self::Milestones => "milestones",
            Self::Results => "results",
            Self::TargetGroups => "target_groups",
            Self::PartnerProblems => "partner_problems",
            Self::Deviations => "deviations",
            Self::Risks => "risks",
            Self::Budget => "budget",
            Self::CofinancingRealisedCents => "cofinancing_realised_cents",
            Self::CofinancingCorrectionReason => "cofinancing_correction_reason",
            Self::Answers => "answers",
            Self::Evidence => "evidence",
            Self::LearningCulture => "learning_culture",
            Self::GoalAttainment => "goal_attainment",
        }
    }

    /// The section of a path.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.path() == path)
    }

    /// The sections in which `content` says something.
    #[must_use]
    pub fn given(content: &Content) -> Vec<Self> {
        let nothing = Content::default();
        let says_something = |section: &Self| merge(nothing.clone(), content.clone(), &[*section]) != nothing;
        Self::ALL.into_iter().filter(says_something).collect()
    }
}

/// `old`, with these sections of `new`. Other sections of `new` are passed over; a list is replaced as a whole.
#[must_use]
pub fn merge(mut old: Content, new: Content, sections: &[Section]) -> Content {
    let mut new = new;
    for section in sections {
        take(&mut old, &mut new, *section);
    }
    old
}

fn take(old: &mut Content, new: &mut Content, section: Section) {
    use std::mem::take;
    match section {
        Section::Highlights => old.highlights = take(&mut new.highlights),
        Section::Activities => old.activities = take(&mut new.activities),
        Section::Deliverables => old.deliverables = take(&mut new.deliverables),
        Section::Milestones => old.milestones = take(&mut new.milestones),
        Section::Results => old.results = take(&mut new.results),
        Section::TargetGroups => old.target_groups = take(&mut new.target_groups),
        Section::PartnerProblems => old.partner_problems = take(&mut new.partner_problems),
        Section::Deviations => old.deviations = take(&mut new.deviations),
        Section::Risks => old.risks = take(&mut new.risks),
        Section::Budget => old.budget = take(&mut new.budget),
        Section::CofinancingRealisedCents => old.cofinancing_realised_cents = new.cofinancing_realised_cents,
        Section::CofinancingCorrectionReason => {
            old.cofinancing_correction_reason = take(&mut new.cofinancing_correction_reason);
        }
        Section::Answers => old.answers = take(&mut new.answers),
        Section::Evidence => old.evidence = take(&mut new.evidence),
        Section::LearningCulture => old.learning_culture = take(&mut new.learning_culture),
        Section::GoalAttainment => old.goal_attainment = take(&mut new.goal_attainment),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said() -> Content {
        Content {
            highlights: "new".into(),
            cofinancing_realised_cents: 5,
            ..Content::default()
        }
    }

    #[test]
    fn only_the_named_sections_are_taken_over() {
        let old = Content {
            highlights: "old".into(),
            deviations: "kept".into(),
            ..Content::default()
        };
        let merged = merge(old, said(), &[Section::Highlights]);
        assert_eq!(
            (
                merged.highlights.as_str(),
                merged.deviations.as_str(),
                merged.cofinancing_realised_cents
            ),
            ("new", "kept", 0)
        );
    }

    #[test]
    fn a_named_section_that_is_empty_empties_it() {
        let old = Content {
            deviations: "old".into(),
            ..Content::default()
        };
        assert_eq!(merge(old, said(), &[Section::Deviations]).deviations, "");
    }

    #[test]
    fn what_is_given_is_what_is_not_empty() {
        assert_eq!(
            Section::given(&said()),
            [Section::Highlights, Section::CofinancingRealisedCents]
        );
    }

    #[test]
    fn every_section_is_found_by_its_path_and_stored_under_it() {
        for section in Section::ALL {
            assert_eq!(Section::of(section.path()), Some(section));
            assert_eq!(serde_json::to_value(section).unwrap(), section.path());
        }
        assert_eq!(Section::of("milestones.title"), None);
    }
}
