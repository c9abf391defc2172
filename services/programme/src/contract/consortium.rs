//! Rules on consortia, and kinds of organisations.

use contracts::programme::v1::{self, consortium_requirement::Requirement as Wire};
use runtime::parse::Faults;

use super::{
    reference::{organisation_kind, read_organisation_kind},
    values::{TEXT_CHARS_MAX, read_choice, read_text, text},
};
use crate::domain::reference::{ConsortiumRule, OrganisationKind, Requirement};

pub(super) fn read_consortium_rule(
    faults: &mut Faults,
    field: &str,
    it: v1::ConsortiumRule,
) -> Option<ConsortiumRule> {
    let rule_id = faults.id(&format!("{field}.rule_id"), &it.rule_id);
    let text = read_text(faults, &format!("{field}.text"), it.text, TEXT_CHARS_MAX, true);
    let requirement = it.requirement.and_then(|it| it.requirement);
    Some(ConsortiumRule {
        rule_id,
        text,
        required: it.required,
        requirement: requirement.map(|it| read_requirement(faults, &format!("{field}.requirement"), it)),
    })
}

fn read_requirement(faults: &mut Faults, field: &str, it: Wire) -> Requirement {
    let (name, kinds, make): (_, _, fn(Vec<OrganisationKind>) -> Requirement) = match it {
        Wire::LeadIs(it) => ("lead_is", it, Requirement::LeadIs),
        Wire::SomePartnerIs(it) => ("some_partner_is", it, Requirement::SomePartnerIs),
        Wire::SomePartnerIsOfAnotherKind(it) => (
            "some_partner_is_of_another_kind",
            it,
            Requirement::SomePartnerIsOfAnotherKind,
        ),
        Wire::EveryPartnerIs(it) => ("every_partner_is", it, Requirement::EveryPartnerIs),
        Wire::Cofinanced(_) => return Requirement::Cofinanced,
    };
    let kinds = kinds.kinds.into_iter().enumerate().filter_map(|(index, kind)| {
        let field = format!("{field}.{name}.kinds[{index}]");
        read_choice(faults, &field, kind, read_organisation_kind)
    });
    make(kinds.collect())
}

pub(super) fn consortium_rule(it: &ConsortiumRule) -> v1::ConsortiumRule {
    v1::ConsortiumRule {
        rule_id: it.rule_id.clone(),
        text: Some(text(&it.text)),
        required: it.required,
        requirement: it.requirement.as_ref().map(|it| v1::ConsortiumRequirement {
            requirement: Some(requirement(it)),
        }),
    }
}

fn requirement(it: &Requirement) -> Wire {
    let kinds = v1::OrganisationKinds {
        kinds: it
            .kinds()
            .unwrap_or_default()
            .iter()
            .map(|kind| organisation_kind(*kind).into())
            .collect(),
    };
    match it {
        Requirement::LeadIs(_) => Wire::LeadIs(kinds),
        Requirement::SomePartnerIs(_) => Wire::SomePartnerIs(kinds),
        Requirement::SomePartnerIsOfAnotherKind(_) => Wire::SomePartnerIsOfAnotherKind(kinds),
        Requirement::EveryPartnerIs(_) => Wire::EveryPartnerIs(kinds),
        Requirement::Cofinanced => Wire::Cofinanced(v1::Cofinanced {}),
    }
}
