//! What is checked of a consortium by a requirement of its scheme.

use blocks::values::{Id, LocalText};

use super::{Content, Ground};
use crate::domain::rules::{OrganisationKind, Requirement};

/// The fields that meet a requirement; or what was found, with the fields it is about.
pub(super) type Found = Result<Vec<String>, (LocalText, Vec<String>)>;

pub(super) fn found(requirement: &Requirement, content: &Content, ground: &Ground) -> Found {
    let kind = |id: &Id| ground.named.kinds.get(id).copied();
    let lead = content.lead_organisation_id.as_ref().and_then(kind);
    let partners = || {
        content.partners.iter().enumerate().map(|(index, partner)| {
            (
                format!("partners[{index}].organisation_id"),
                kind(&partner.organisation_id),
            )
        })
    };
    let some = |wanted: &dyn Fn(OrganisationKind) -> bool| {
        let fields: Vec<_> = partners()
            .filter(|(_, kind)| kind.is_some_and(wanted))
            .map(|(field, _)| field)
            .collect();
        if fields.is_empty() {
            let found = LocalText::new("zo'n partner is er niet", "there is no such partner");
            Err((found, vec!["partners".to_owned()]))
        } else {
            Ok(fields)
        }
    };
    match requirement {
        Requirement::LeadIs(kinds) => {
            let field = vec!["lead_organisation_id".to_owned()];
            if lead.is_some_and(|lead| kinds.contains(&lead)) {
                Ok(field)
            } else {
                let found = LocalText::new(
                    "de penvoerder is van een andere soort",
                    "the lead applicant is of another kind",
                );
                Err((found, field))
            }
        }
        Requirement::SomePartnerIs(kinds) => some(&|kind| kinds.contains(&kind)),
        Requirement::SomePartnerIsOfAnotherKind(kinds) => {
            some(&|kind| kinds.contains(&kind) && lead != Some(kind))
        }
        Requirement::EveryPartnerIs(kinds) => {
            let others: Vec<_> = partners()
                .filter(|(_, kind)| !kind.is_some_and(|kind| kinds.contains(&kind)))
                .map(|(field, _)| field)
                .collect();
            if others.is_empty() {
                Ok(vec!["partners".to_owned()])
            } else {
                let found = LocalText::new(
                    "een partner is van een andere soort",
                    "a partner is of another kind",
                );
                Err((found, others))
            }
        }
        Requirement::Cofinanced => cofinanced(content, ground.rules.cofinancing_percent),
    }
}

/// In whole cents, without rounding: `cofinancing / costs >= percent / 100`.
fn cofinanced(content: &Content, percent: Option<u32>) -> Found {
    let field = vec!["plan.cofinancing_cents".to_owned()];
    let (given, costs) = (i128::from(content.cofinancing.0), content.costs());
    let enough = match (percent, costs) {
        (None, _) => given > 0,
        (Some(_), None) => false,
        (Some(percent), Some(costs)) => given * 100 >= i128::from(percent) * i128::from(costs.0),
    };
    if enough {
        return Ok(field);
    }
    let found = match percent {
        None => LocalText::new("er is geen cofinanciering", "there is no co-financing"),
        Some(percent) => LocalText::new(
            format!("{given} cent is minder dan {percent} procent van de kosten"),
            format!("{given} cents is less than {percent} percent of the costs"),
        ),
    };
    Err((found, field))
}
