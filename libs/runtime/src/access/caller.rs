//! Who calls, and what that lets them see and do.

use std::{collections::BTreeSet, fmt, str::FromStr};

use contracts::options::v1::{Role, ScopeKind};

/// A role in a scope.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Identifier of the project, workgroup, block, region or programme it is limited to; `None` for the whole hub.
    pub scope: Option<String>,
}

/// Why a grant cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableGrant {
    /// There is no such role.
    #[error("`{0}` is not a role; roles are written like `national-coordinator` or `project-lead:<project>`")]
    Role(String),
    /// The role exists only within a scope.
    #[error("the role `{0}` needs a scope, such as `{0}:<identifier>`")]
    ScopeMissing(&'static str),
    /// The role has no scope.
    #[error("the role `{0}` holds for the whole hub and takes no scope")]
    ScopeUnwanted(&'static str),
    /// The scope is not an identifier.
    #[error("`{0}` is not an identifier")]
    Scope(String),
}

/// All roles with their names and what their scope identifies.
const ROLES: &[(Role, &str, ScopeKind)] = &[
    (Role::ProjectLead, "project-lead", ScopeKind::Project),
    (Role::Partner, "partner", ScopeKind::Project),
    (Role::WorkgroupLead, "workgroup-lead", ScopeKind::Workgroup),
    (Role::BlockCoordinator, "block-coordinator", ScopeKind::Block),
    (
        Role::RegionalCoordinator,
        "regional-coordinator",
        ScopeKind::Region,
    ),
    (
        Role::NationalCoordinator,
        "national-coordinator",
        ScopeKind::Unspecified,
    ),
    (Role::Assessor, "assessor", ScopeKind::Unspecified),
    (Role::AgencyOfficer, "agency-officer", ScopeKind::Unspecified),
    (Role::MinistryReader, "ministry-reader", ScopeKind::Unspecified),
    (
        Role::SubscriberProgramme,
        "subscriber-programme",
        ScopeKind::Programme,
    ),
    (Role::Auditor, "auditor", ScopeKind::Unspecified),
    (Role::TaxonomyCurator, "taxonomy-curator", ScopeKind::Unspecified),
    (Role::Public, "public", ScopeKind::Unspecified),
    (Role::Operator, "operator", ScopeKind::Unspecified),
    (Role::HubService, "hub-service", ScopeKind::Unspecified),
    (Role::ProviderOfficer, "provider-officer", ScopeKind::Provider),
    (Role::CredentialHolder, "credential-holder", ScopeKind::Holder),
    (Role::Researcher, "researcher", ScopeKind::Block),
];

/// Name of a role, such as `project-lead`.
#[must_use]
pub fn role_name(role: Role) -> &'static str {
    ROLES
        .iter()
        .find(|(known, ..)| *known == role)
        .map_or("unspecified", |(_, name, _)| name)
}

/// What the scope of a role identifies; unspecified when the role holds for the whole hub.
#[must_use]
pub fn role_scope(role: Role) -> ScopeKind {
    ROLES
        .iter()
        .find(|(known, ..)| *known == role)
        .map_or(ScopeKind::Unspecified, |(_, _, kind)| *kind)
}

/// The names of all roles.
pub fn role_names() -> impl Iterator<Item = &'static str> {
    ROLES.iter().map(|(_, name, _)| *name)
}

impl Grant {
    /// A role for the whole hub.
    #[must_use]
    pub fn hub_wide(role: Role) -> Self {
        Self { role, scope: None }
    }

    /// Whether the grant, on its own, covers everything of the hub.
    #[must_use]
    pub fn is_hub_wide(&self) -> bool {
        role_scope(self.role) == ScopeKind::Unspecified
    }
}

impl FromStr for Grant {
    type Err = UnreadableGrant;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, scope) = match text.split_once(':') {
            Some((name, scope)) => (name, Some(scope)),
            None => (text, None),
        };
        let (role, name, kind) = *ROLES
            .iter()
            .find(|(_, known, _)| *known == name)
            .ok_or_else(|| UnreadableGrant::Role(name.to_owned()))?;
        match scope {
            None if kind != ScopeKind::Unspecified => Err(UnreadableGrant::ScopeMissing(name)),
            Some(_) if kind == ScopeKind::Unspecified => Err(UnreadableGrant::ScopeUnwanted(name)),
            Some(scope) if !crate::parse::is_id(scope) => Err(UnreadableGrant::Scope(scope.to_owned())),
            scope => Ok(Self {
                role,
                scope: scope.map(str::to_owned),
            }),
        }
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(role_name(self.role))?;
        self.scope
            .iter()
            .try_for_each(|scope| write!(formatter, ":{scope}"))
    }
}

/// What a project belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProjectScopes {
    /// Building block.
    pub block: String,
    /// Workgroup.
    pub workgroup: String,
    /// Labour-market regions.
    pub regions: Vec<String>,
}

/// What a caller may see in a list over many projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visibility {
    /// Everything.
    All,
    /// What any of these covers; nothing when all are empty.
    Some {
        /// Projects.
        projects: BTreeSet<String>,
        /// Workgroups, with all their projects.
        workgroups: BTreeSet<String>,
        /// Building blocks, with all their projects.
        blocks: BTreeSet<String>,
        /// Regions, with all projects that have a share there.
        regions: BTreeSet<String>,
    },
}

impl Visibility {
    /// Whether it covers a project.
    #[must_use]
    pub fn covers(&self, project: &str, scopes: &ProjectScopes) -> bool {
        match self {
            Self::All => true,
            Self::Some {
                projects,
                workgroups,
                blocks,
                regions,
            } => {
                projects.contains(project)
                    || workgroups.contains(&scopes.workgroup)
                    || blocks.contains(&scopes.block)
                    || scopes.regions.iter().any(|region| regions.contains(region))
            }
        }
    }
}

/// Who calls: a pseudonym and its grants. No name, no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Pseudonym, the same for the same person or system at this hub; `anonymous` without a token.
    pub actor: String,
    /// What it was granted.
    pub grants: Vec<Grant>,
}

impl Caller {
    /// Somebody without a token: the public.
    #[must_use]
    pub fn anonymous() -> Self {
        Self {
            actor: "anonymous".to_owned(),
            grants: vec![Grant::hub_wide(Role::Public)],
        }
    }

    /// Whether it holds a role in any scope.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// What it may see, counting only grants of these roles.
    #[must_use]
    pub fn visibility(&self, roles: &[Role]) -> Visibility {
        let (mut projects, mut workgroups) = (BTreeSet::new(), BTreeSet::new());
        let (mut blocks, mut regions) = (BTreeSet::new(), BTreeSet::new());
        for grant in self.grants.iter().filter(|grant| roles.contains(&grant.role)) {
            let set = match role_scope(grant.role) {
                ScopeKind::Unspecified => return Visibility::All,
                ScopeKind::Project => &mut projects,
                ScopeKind::Workgroup => &mut workgroups,
                ScopeKind::Block => &mut blocks,
                ScopeKind::Region => &mut regions,
                // A linked programme sees its own things elsewhere, never projects of the hub.
                ScopeKind::Programme => continue,
                // Neither does who acts for an education provider or holds a passport.
                ScopeKind::Provider | ScopeKind::Holder => continue,
            };
            set.extend(grant.scope.clone());
        }
        Visibility::Some {
            projects,
            workgroups,
            blocks,
            regions,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_reads_as_it_is_written() {
        for text in [
            "national-coordinator",
            "project-lead:llo-101",
            "regional-coordinator:AM01",
        ] {
            assert_eq!(text.parse::<Grant>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_grant_that_is_too_wide_or_unknown_is_refused() {
        assert_eq!(
            "project-lead".parse::<Grant>(),
            Err(UnreadableGrant::ScopeMissing("project-lead"))
        );
        assert!(matches!(
            "auditor:x".parse::<Grant>(),
            Err(UnreadableGrant::ScopeUnwanted(_))
        ));
        assert!(matches!("chief".parse::<Grant>(), Err(UnreadableGrant::Role(_))));
        assert!(matches!(
            "project-lead:a b".parse::<Grant>(),
            Err(UnreadableGrant::Scope(_))
        ));
    }

    #[test]
    fn every_role_of_the_contract_has_a_name() {
        for number in 1..=18 {
            let role = Role::try_from(number).unwrap();
            assert_ne!(role_name(role), "unspecified", "{role:?}");
        }
        assert!(Role::try_from(19).is_err(), "a new role needs a name here");
    }

    #[test]
    fn visibility_is_the_union_of_the_grants() {
        let caller = Caller {
            actor: "p".into(),
            grants: ["project-lead:p1", "block-coordinator:radar"]
                .iter()
                .map(|text| text.parse().unwrap())
                .collect(),
        };
        let seen = caller.visibility(&[Role::ProjectLead, Role::BlockCoordinator]);
        let radar = ProjectScopes {
            block: "radar".into(),
            ..ProjectScopes::default()
        };
        assert!(seen.covers("p1", &ProjectScopes::default()) && seen.covers("p2", &radar));
        assert!(!seen.covers("p2", &ProjectScopes::default()));
        assert!(!caller.visibility(&[Role::ProjectLead]).covers("p2", &radar));
    }
}
