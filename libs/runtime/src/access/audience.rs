//! Which published events a caller may see.

use contracts::options::v1::{Audience, Role};

/// The widest audience that one role opens. Exhaustive: a new role must choose.
///
/// The roles of projects and workgroups see what everyone sees: what concerns them they ask their block for.
#[must_use]
pub fn audience_of(role: Role) -> Audience {
    match role {
        Role::BlockCoordinator
        | Role::RegionalCoordinator
        | Role::NationalCoordinator
        | Role::AgencyOfficer
        | Role::MinistryReader
        | Role::Auditor
        | Role::Operator
        | Role::HubService => Audience::Hub,
        Role::SubscriberProgramme => Audience::Programmes,
        Role::Unspecified
        | Role::ProjectLead
        | Role::Partner
        | Role::WorkgroupLead
        | Role::Assessor
        | Role::TaxonomyCurator
        | Role::ProviderOfficer
        | Role::CredentialHolder
        | Role::Researcher
        | Role::Public => Audience::Public,
    }
}

/// The widest audience of any of a caller's roles; without roles, that of everyone.
#[must_use]
pub fn widest_audience(roles: impl IntoIterator<Item = Role>) -> Audience {
    // Compared as the numbers of the contract, which rise from everyone to the hub itself.
    roles
        .into_iter()
        .map(audience_of)
        .max_by_key(|audience| *audience as i32)
        .unwrap_or(Audience::Public)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_without_roles_sees_what_everyone_sees() {
        assert_eq!(widest_audience([]), Audience::Public);
        assert_eq!(
            widest_audience([Role::Public, Role::ProjectLead]),
            Audience::Public
        );
    }

    #[test]
    fn a_programme_sees_what_is_for_programmes_and_the_hub_everything() {
        assert_eq!(
            widest_audience([Role::SubscriberProgramme, Role::Public]),
            Audience::Programmes
        );
        assert_eq!(
            widest_audience([Role::SubscriberProgramme, Role::Auditor]),
            Audience::Hub
        );
    }
}
