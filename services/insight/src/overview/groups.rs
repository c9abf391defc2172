//! How an overview is split: one group for each block, theme, tranche or region that is defined or used.

use std::collections::BTreeMap;

use contracts::{hub::v1::LocalText, insight::v1::GroupBy};

use crate::{
    figure::{Scope, UNASSIGNED},
    rows::{Facts, ProjectFacts, Reference, same},
};

/// One group: its key, name, and the scope it covers.
pub(super) struct Part {
    pub(super) key: String,
    pub(super) name: Option<LocalText>,
    pub(super) scope: Scope,
}

/// A field by which can be split.
#[derive(Clone, Copy)]
enum Dimension {
    Block,
    Theme,
    Tranche,
    Region,
}

/// The groups, by key. A scope that names the field already is that one group.
pub(super) fn split(facts: &Facts, scope: &Scope, group_by: GroupBy) -> Vec<Part> {
    let dimension = match group_by {
        GroupBy::Unspecified => {
            return vec![Part {
                key: String::new(),
                name: None,
                scope: scope.clone(),
            }];
        }
        GroupBy::Block => Dimension::Block,
        GroupBy::Theme => Dimension::Theme,
        GroupBy::Tranche => Dimension::Tranche,
        GroupBy::Region => Dimension::Region,
    };
    let mut names = dimension.defined(&facts.reference);
    for project in facts.projects.values().filter(|project| scope.covers(project)) {
        for key in dimension.keys_of(project) {
            names.entry(key.clone()).or_insert_with(|| name_of(&key));
        }
    }
    let wanted = dimension.field(&mut scope.clone()).clone();
    let chosen = names
        .into_iter()
        .filter(|(key, _)| wanted.is_empty() || *key == wanted);
    chosen
        .map(|(key, name)| dimension.part(scope, key, name))
        .collect()
}

/// A key that nobody defined is its own name.
fn name_of(key: &str) -> LocalText {
    if key == UNASSIGNED {
        return LocalText {
            nl: "Niet ingedeeld".to_owned(),
            en: "Not assigned".to_owned(),
        };
    }
    same(key)
}

impl Dimension {
    fn field(self, scope: &mut Scope) -> &mut String {
        match self {
            Self::Block => &mut scope.block,
            Self::Theme => &mut scope.theme,
            Self::Tranche => &mut scope.tranche,
            Self::Region => &mut scope.region,
        }
    }

    fn part(self, scope: &Scope, key: String, name: LocalText) -> Part {
        let mut scope = scope.clone();
        self.field(&mut scope).clone_from(&key);
        Part {
            key,
            name: Some(name),
            scope,
        }
    }

    fn defined(self, reference: &Reference) -> BTreeMap<String, LocalText> {
        match self {
            Self::Block => names(&reference.blocks, |it| it.name.clone()),
            Self::Theme => names(&reference.themes, |it| it.name.clone()),
            Self::Tranche => names(&reference.tranches, |it| it.name.clone()),
            Self::Region => names(&reference.regions, |it| Some(same(&it.name))),
        }
    }

    fn keys_of(self, facts: &ProjectFacts) -> Vec<String> {
        let project = &facts.project;
        let keys = match self {
            Self::Block => vec![project.block_id.clone()],
            Self::Theme => vec![project.theme_id.clone()],
            Self::Tranche => vec![project.tranche_id.clone()],
            Self::Region => project
                .regions
                .iter()
                .map(|share| share.region_id.clone())
                .collect(),
        };
        match keys.iter().all(String::is_empty) {
            true => vec![UNASSIGNED.to_owned()],
            false => keys,
        }
    }
}

fn names<T>(
    map: &BTreeMap<String, T>,
    name: impl Fn(&T) -> Option<LocalText>,
) -> BTreeMap<String, LocalText> {
    map.iter()
        .map(|(key, it)| (key.clone(), name(it).unwrap_or_else(|| name_of(key))))
        .collect()
}

/// The fields of a scope that name something nobody defined: field as in the contract, and what was expected.
#[must_use]
pub fn unknown_parts(reference: &Reference, scope: &Scope) -> Vec<(&'static str, &'static str)> {
    let known = |id: &str, known: bool| id.is_empty() || id == UNASSIGNED || known;
    let checks = [
        (
            known(&scope.block, reference.blocks.contains_key(&scope.block)),
            "block_id",
            "a known building block",
        ),
        (
            known(&scope.theme, reference.themes.contains_key(&scope.theme)),
            "theme_id",
            "a known theme",
        ),
        (
            known(&scope.tranche, reference.tranches.contains_key(&scope.tranche)),
            "tranche_id",
            "a known tranche",
        ),
        (
            known(&scope.region, reference.regions.contains_key(&scope.region)),
            "region_id",
            "a known region",
        ),
        (
            known(
                &scope.workgroup,
                reference.workgroups.contains_key(&scope.workgroup),
            ),
            "workgroup_id",
            "a known workgroup",
        ),
    ];
    checks
        .into_iter()
        .filter(|(ok, _, _)| !ok)
        .map(|(_, field, expected)| (field, expected))
        .collect()
}
