//! What an application names: it exists, and nothing is named twice.

use std::collections::BTreeSet;

use blocks::values::{Id, LocalText};

use super::{
    Content, Named,
    check::{Check, own},
};

/// A name with its field, and whether it is known.
type Name<'a> = (String, &'a Id, bool);

/// The rule about names.
pub(super) fn known(content: &Content, named: &Named) -> Check {
    let text = LocalText::new(
        "Wat de aanvraag noemt bestaat, en wordt één keer genoemd.",
        "What the application names exists, and is named once.",
    );
    let mut wrong: Vec<_> = lists(content, named).into_iter().flat_map(wrong_names).collect();
    let milestones = content.milestones.iter().map(|milestone| &milestone.milestone_id);
    wrong.extend(twice("plan.milestones", ".milestone_id", milestones));
    let budget = content.budget.iter().map(|line| &line.category);
    wrong.extend(twice("plan.budget", ".category", budget));
    let skills = content.skills.iter().map(|skill| &skill.uri);
    wrong.extend(twice("skills", ".uri", skills));
    own("known", text, wrong)
}

/// The names, list by list: a region and an organisation may be called the same, but within a list nothing stands twice.
fn lists<'a>(content: &'a Content, named: &Named) -> Vec<Vec<Name<'a>>> {
    let organisations = content.organisations();
    let organisations = organisations.map(|(field, id)| (field, id, named.kinds.contains_key(id)));
    let regions = content.regions.iter().map(|share| &share.region_id).enumerate();
    let regions = regions.map(|(index, id)| {
        let field = format!("regions[{index}].region_id");
        (field, id, named.regions.contains(id))
    });
    let indicators = content
        .targets
        .iter()
        .map(|target| &target.indicator_id)
        .enumerate();
    let indicators = indicators.map(|(index, id)| {
        let field = format!("plan.targets[{index}].indicator_id");
        (field, id, named.indicators.contains(id))
    });
    let demands = content.demand_ids.iter().enumerate();
    let demands = demands.map(|(index, id)| {
        let field = format!("demand_ids[{index}]");
        (field, id, named.demands.contains(id))
    });
    let theme = content.theme_id.iter();
    let theme = theme.map(|id| ("theme_id".to_owned(), id, named.themes.contains(id)));
    let workgroup = content.workgroup_id.iter();
    let workgroup = workgroup.map(|id| ("workgroup_id".to_owned(), id, named.workgroup_block_id.is_some()));
    vec![
        organisations.collect(),
        regions.collect(),
        indicators.collect(),
        demands.collect(),
        theme.collect(),
        workgroup.collect(),
    ]
}

fn wrong_names(list: Vec<Name<'_>>) -> Vec<(String, LocalText)> {
    let mut seen = BTreeSet::new();
    let found = |(field, id, known): Name<'_>| match (known, seen.insert(id.clone())) {
        (true, true) => None,
        (true, false) => Some((field, named_twice(id))),
        (false, _) => {
            let found = LocalText::new(format!("{id} bestaat niet"), format!("{id} does not exist"));
            Some((field, found))
        }
    };
    list.into_iter().filter_map(found).collect()
}

fn twice<'a>(list: &str, key: &str, values: impl Iterator<Item = &'a String>) -> Vec<(String, LocalText)> {
    let mut seen = BTreeSet::new();
    let again = values.enumerate().filter(|(_, value)| !seen.insert(*value));
    again
        .map(|(index, value)| (format!("{list}[{index}]{key}"), named_twice(value)))
        .collect()
}

fn named_twice(name: &str) -> LocalText {
    LocalText::new(
        format!("{name} wordt twee keer genoemd"),
        format!("{name} is named twice"),
    )
}
