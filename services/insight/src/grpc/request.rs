//! What several calls read from a request: scope, and what the caller may see.

use contracts::{insight::v1 as api, options::v1::Role, rules::METHODS};
use eventing::FieldFault;
use runtime::{
    access::{self, ProjectScopes, Visibility},
    fault::Fault,
    parse::Faults,
};
use tonic::Request;

use crate::{
    figure::{Scope, UNASSIGNED},
    overview::unknown_parts,
    rows::{ProjectFacts, Reference},
};

/// Reads a scope, collecting faults.
pub(super) fn scope(faults: &mut Faults, scope: Option<api::Scope>) -> Scope {
    let scope = Scope::from(scope.unwrap_or_default());
    for (name, value) in scope.fields() {
        if value != UNASSIGNED {
            faults.optional_id(&format!("scope.{name}_id"), value);
        }
    }
    scope
}

/// Refuses a scope that names what nobody defined: a spelling mistake must not look like an empty programme.
pub(super) fn known(reference: &Reference, scope: &Scope) -> Result<(), Fault> {
    let unknown = unknown_parts(reference, scope);
    if unknown.is_empty() {
        return Ok(());
    }
    let fault = |(field, expected): (&str, &str)| FieldFault::new(format!("scope.{field}"), expected);
    Err(Fault::invalid(unknown.into_iter().map(fault).collect()))
}

/// What the caller may see, counting the roles that the contract names for the method. The public's role opens no project.
pub(super) fn visibility<T>(request: &Request<T>, method: &str) -> Visibility {
    let path = format!("/schakelpunt.insight.v1.InsightService/{method}");
    let roles = METHODS
        .get(&path)
        .map(|rule| rule.roles().collect::<Vec<_>>())
        .unwrap_or_default();
    let roles: Vec<Role> = roles.into_iter().filter(|role| *role != Role::Public).collect();
    access::caller(request).visibility(&roles)
}

/// Whether a project may be shown.
pub(super) fn covers(visibility: &Visibility, facts: &ProjectFacts) -> bool {
    visibility.covers(&facts.project.project_id, &scopes_of(facts))
}

/// What a project belongs to.
pub(crate) fn scopes_of(facts: &ProjectFacts) -> ProjectScopes {
    ProjectScopes {
        block: facts.project.block_id.clone(),
        workgroup: facts.project.workgroup_id.clone(),
        regions: facts
            .project
            .regions
            .iter()
            .map(|share| share.region_id.clone())
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use runtime::access::{Caller, Grant};

    use super::*;
    use crate::figure::fixture::project;

    fn asked_by(grants: &[&str]) -> Request<()> {
        let grants = grants
            .iter()
            .map(|grant| grant.parse::<Grant>().unwrap())
            .collect();
        let mut request = Request::new(());
        request.extensions_mut().insert(Caller {
            actor: "somebody".into(),
            grants,
        });
        request
    }

    #[test]
    fn the_public_may_ask_for_an_explanation_but_sees_no_project() {
        let seen = visibility(&asked_by(&["public"]), "Explain");
        assert!(!covers(&seen, &project("p1")));
    }

    #[test]
    fn a_role_that_the_method_does_not_name_shows_nothing() {
        assert!(!covers(
            &visibility(&asked_by(&["assessor"]), "ListProjects"),
            &project("p1")
        ));
        assert!(covers(
            &visibility(&asked_by(&["auditor"]), "ListProjects"),
            &project("p1")
        ));
        assert!(covers(
            &visibility(&asked_by(&["regional-coordinator:AM01"]), "ListProjects"),
            &project("p1")
        ));
        assert!(!covers(
            &visibility(&asked_by(&["regional-coordinator:AM02"]), "ListProjects"),
            &project("p1")
        ));
    }

    #[test]
    fn all_faulty_fields_of_a_scope_are_told_at_once() {
        let mut faults = Faults::new();
        let asked = api::Scope {
            block_id: "a b".into(),
            region_id: "?".into(),
            theme_id: "-".into(),
            ..Default::default()
        };
        scope(&mut faults, Some(asked));
        let fields: Vec<_> = faults
            .into_fields()
            .into_iter()
            .map(|fault| fault.field)
            .collect();
        assert_eq!(fields, ["scope.block_id", "scope.region_id"]);
    }
}
