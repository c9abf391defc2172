//! Learning offers.

use blocks::lists::read_ids;
use contracts::professionalisation::v1;
use runtime::parse::Faults;

use super::{
    skill::{read_skills, skills},
    values::{NAME_CHARS_MAX, REASON_CHARS_MAX, day, read_choice, read_given},
};
use crate::domain::offer::{Content, Figures, Flexibility, Form, Offer};

/// Most learning outcomes that are read at all.
const OUTCOMES_MAX: usize = 200;

/// Reads learning outcomes; `field` is the path of the list.
pub(super) fn read_outcomes(faults: &mut Faults, field: &str, outcomes: &[String]) -> Vec<String> {
    faults.at_most(field, outcomes, OUTCOMES_MAX);
    let outcomes = outcomes.iter().take(OUTCOMES_MAX).enumerate();
    outcomes
        .map(|(index, it)| faults.text(&format!("{field}[{index}]"), it, REASON_CHARS_MAX, true))
        .collect()
}

/// Reads an offer; `offer` is the path of its fields.
pub fn read_content(faults: &mut Faults, it: Option<v1::Offer>) -> Option<Content> {
    let it = read_given(faults, "offer", it);
    let at = |field: &str| format!("offer.{field}");
    let form = read_choice(faults, &at("form"), it.form, |form| match form {
        v1::OfferForm::Unspecified => None,
        v1::OfferForm::OnSite => Some(Form::OnSite),
        v1::OfferForm::Online => Some(Form::Online),
        v1::OfferForm::Blended => Some(Form::Blended),
        v1::OfferForm::Workplace => Some(Form::Workplace),
    });
    let open_from = faults.date(&at("open_from"), &it.open_from);
    let flexibility = read_given(faults, &at("flexibility"), it.flexibility);
    Some(Content {
        offer_id: faults.id(&at("offer_id"), &it.offer_id),
        provider_id: faults.id(&at("provider_id"), &it.provider_id),
        project_id: faults.optional_id(&at("project_id"), &it.project_id),
        title: faults.text(&at("title"), &it.title, NAME_CHARS_MAX, true),
        learning_outcomes: read_outcomes(faults, &at("learning_outcomes"), &it.learning_outcomes),
        skills: read_skills(faults, &at("skills"), it.skills),
        study_load_hours: it.study_load_hours,
        nlqf_level: it.nlqf_level,
        language: it.language,
        region_ids: read_ids(faults, &at("region_ids"), &it.region_ids),
        target_group: faults.text(&at("target_group"), &it.target_group, NAME_CHARS_MAX, true),
        flexibility: Flexibility {
            starts_per_year: flexibility.starts_per_year,
            longest_wait_days: flexibility.longest_wait_days,
            in_parts: flexibility.in_parts,
            recognises_prior_learning: flexibility.recognises_prior_learning,
            choice_of_pace: flexibility.choice_of_pace,
            choice_of_place: flexibility.choice_of_place,
        },
        class_ids: read_ids(faults, &at("class_ids"), &it.class_ids),
        solution_id: faults.optional_id(&at("solution_id"), &it.solution_id),
        example: it.example,
        form: form?,
        open_from: open_from?,
    })
}

/// Writes an offer.
#[must_use]
pub fn content(it: &Content) -> v1::Offer {
    let form = match it.form {
        Form::OnSite => v1::OfferForm::OnSite,
        Form::Online => v1::OfferForm::Online,
        Form::Blended => v1::OfferForm::Blended,
        Form::Workplace => v1::OfferForm::Workplace,
    };
    let flexibility = it.flexibility;
    v1::Offer {
        offer_id: it.offer_id.clone(),
        provider_id: it.provider_id.clone(),
        project_id: it.project_id.clone().unwrap_or_default(),
        title: it.title.clone(),
        learning_outcomes: it.learning_outcomes.clone(),
        skills: skills(&it.skills),
        study_load_hours: it.study_load_hours,
        nlqf_level: it.nlqf_level,
        language: it.language.clone(),
        form: form.into(),
        region_ids: it.region_ids.clone(),
        target_group: it.target_group.clone(),
        flexibility: Some(v1::Flexibility {
            starts_per_year: flexibility.starts_per_year,
            longest_wait_days: flexibility.longest_wait_days,
            in_parts: flexibility.in_parts,
            recognises_prior_learning: flexibility.recognises_prior_learning,
            choice_of_pace: flexibility.choice_of_pace,
            choice_of_place: flexibility.choice_of_place,
        }),
        class_ids: it.class_ids.clone(),
        solution_id: it.solution_id.clone().unwrap_or_default(),
        open_from: it.open_from.to_string(),
        example: it.example,
    }
}

/// Writes an offer as it is kept; none when there is none. `version` is the number of its facts.
#[must_use]
pub fn kept(it: &Offer, version: u64) -> Option<v1::KeptOffer> {
    Some(v1::KeptOffer {
        offer: Some(content(it.content()?)),
        withdrawn_on: day(it.withdrawn_on()),
        version,
    })
}

/// Writes how flexible a set of offers is.
#[must_use]
pub fn figures(it: Figures) -> v1::FlexibilityFigures {
    v1::FlexibilityFigures {
        offers: it.offers,
        startable_within_a_month: it.startable_within_a_month,
        in_parts: it.in_parts,
        recognising_prior_learning: it.recognising_prior_learning,
        flexible: it.flexible,
        school_year: it.school_year,
        flexible_share: it.flexible_share(),
    }
}
