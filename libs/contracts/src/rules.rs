//! What the contract says about each method: who may call it, and which field of the request names the scope.

use std::{collections::HashMap, sync::LazyLock};

use prost_reflect::{DescriptorPool, MessageDescriptor, MethodDescriptor};

use crate::options::v1::{Access, Role, ScopeKind};

/// All descriptors of the contract, custom options included.
pub static POOL: LazyLock<DescriptorPool> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "the bytes were written by this crate's own build"
    )]
    DescriptorPool::decode(crate::DESCRIPTORS).expect("the contract's descriptors decode")
});

/// The rule of one method.
#[derive(Debug, Clone)]
pub struct MethodRule {
    /// Path of the call, `/<package>.<Service>/<Method>`.
    pub path: String,
    /// Who may call it; `None` when the contract does not say, so that everyone is refused.
    pub access: Option<Access>,
    /// Field numbers that lead to the scope field; empty without one.
    pub scope_field: Vec<u32>,
    /// Field number of the consistency token; none for a method without one.
    pub token_field: Option<u32>,
}

impl MethodRule {
    fn of(method: &MethodDescriptor) -> Self {
        let access = access_of(method);
        let path = format!("/{}/{}", method.parent_service().full_name(), method.name());
        let scope_field = access
            .as_ref()
            .map(|access| field_numbers(&method.input(), &access.scope_field).unwrap_or_default())
            .unwrap_or_default();
        let token = method.input().get_field_by_name("consistency_token");
        Self {
            path,
            access,
            scope_field,
            token_field: token.map(|field| field.number()),
        }
    }

    /// The roles that may call it.
    pub fn roles(&self) -> impl Iterator<Item = Role> + '_ {
        self.access.iter().flat_map(Access::roles)
    }

    /// What the scope field identifies.
    #[must_use]
    pub fn scope_kind(&self) -> ScopeKind {
        self.access
            .as_ref()
            .map_or(ScopeKind::Unspecified, Access::scope_kind)
    }
}

/// The rules of all methods of the hub, by path.
pub static METHODS: LazyLock<HashMap<String, MethodRule>> = LazyLock::new(|| {
    POOL.services()
        .flat_map(|service| service.methods().collect::<Vec<_>>())
        .map(|method| MethodRule::of(&method))
        .map(|rule| (rule.path.clone(), rule))
        .collect()
});

fn access_of(method: &MethodDescriptor) -> Option<Access> {
    let extension = POOL.get_extension_by_name("schakelpunt.options.v1.access")?;
    let options = method.options();
    if !options.has_extension(&extension) {
        return None;
    }
    options
        .get_extension(&extension)
        .as_message()?
        .transcode_to()
        .ok()
}

/// The field numbers along a dotted path; `None` when a field does not exist.
fn field_numbers(message: &MessageDescriptor, path: &str) -> Option<Vec<u32>> {
    let mut message = Some(message.clone());
    path.split('.')
        .map(|name| {
            let field = message.take()?.get_field_by_name(name)?;
            message = field.kind().as_message().cloned();
            Some(field.number())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_says_who_may_call_it() {
        assert!(METHODS.len() > 30, "the contract has methods");
        for rule in METHODS.values() {
            let access = rule
                .access
                .as_ref()
                .unwrap_or_else(|| panic!("{} has no access rule", rule.path));
            assert!(
                access.open != rule.roles().next().is_some(),
                "{} is either open or names roles",
                rule.path
            );
            assert!(
                rule.roles().all(|role| role != Role::Unspecified),
                "{} names an unknown role",
                rule.path
            );
        }
    }

    #[test]
    fn every_scope_field_exists_and_goes_with_a_kind() {
        for rule in METHODS.values() {
            let access = rule.access.clone().unwrap_or_default();
            assert_eq!(
                access.scope_field.is_empty(),
                rule.scope_kind() == ScopeKind::Unspecified,
                "{}",
                rule.path
            );
            assert_eq!(
                access.scope_field.is_empty(),
                rule.scope_field.is_empty(),
                "{} names a field it lacks",
                rule.path
            );
        }
    }

    #[test]
    fn a_consistency_token_is_found_where_there_is_one() {
        let rule = &METHODS["/schakelpunt.insight.v1.InsightService/GetProjectStatus"];
        assert!(rule.token_field.is_some());
        let rule = &METHODS["/schakelpunt.programme.v1.ProjectService/RegisterProject"];
        assert_eq!(rule.token_field, None);
    }

    #[test]
    fn a_nested_scope_field_is_found() {
        let rule = &METHODS["/schakelpunt.programme.v1.ProjectService/RegisterProject"];
        assert_eq!(rule.scope_field, vec![2, 4]);
    }
}
