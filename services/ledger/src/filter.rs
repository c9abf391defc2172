//! Which entries a reader wants, and which it may see.

use contracts::options::v1::{Audience, Role};

/// Which entries. Within one field any value will do; the fields must all hold; an empty field means everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// CloudEvents types.
    pub types: Vec<String>,
    /// Publishing blocks.
    pub blocks: Vec<String>,
    /// Building blocks.
    pub building_blocks: Vec<String>,
    /// Projects.
    pub projects: Vec<String>,
    /// Labour-market regions.
    pub regions: Vec<String>,
    /// Themes.
    pub themes: Vec<String>,
}

/// The widest audience that one role opens. Exhaustive: a new role must choose.
///
/// The roles of projects and workgroups see what everyone sees: what concerns them they ask their block for.
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
