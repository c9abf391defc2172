//! Components, and estimates of them.

use contracts::culture::v1;
use runtime::parse::Faults;

use super::values::read_choice;
use crate::domain::{
    comparison::{Caveat, Difference},
    component::{Component, PerComponent},
    wave::{Category, Cell, Estimate, ItemEstimate},
};

/// Most items of a list that are read at all.
pub(super) const LIST_MAX: usize = 200;

/// The component; none for the unspecified value.
#[must_use]
pub fn known(it: v1::Component) -> Option<Component> {
    match it {
        v1::Component::Unspecified => None,
        v1::Component::LearningBehaviour => Some(Component::LearningBehaviour),
        v1::Component::Urgency => Some(Component::Urgency),
        v1::Component::StimulatingFactors => Some(Component::StimulatingFactors),
    }
}

/// Reads a component.
pub fn read(faults: &mut Faults, field: &str, number: i32) -> Option<Component> {
    read_choice(faults, field, number, known)
}

/// Reads components; those that are none are left out, with a fault.
pub fn read_list(faults: &mut Faults, field: &str, numbers: &[i32]) -> Vec<Component> {
    faults.at_most(field, numbers, LIST_MAX);
    let numbers = numbers.iter().take(LIST_MAX).enumerate();
    numbers
        .filter_map(|(index, number)| read(faults, &format!("{field}[{index}]"), *number))
        .collect()
}

/// Writes a component.
#[must_use]
pub fn component(it: Component) -> v1::Component {
    match it {
        Component::LearningBehaviour => v1::Component::LearningBehaviour,
        Component::Urgency => v1::Component::Urgency,
        Component::StimulatingFactors => v1::Component::StimulatingFactors,
    }
}

/// Writes components.
#[must_use]
pub fn list(components: &[Component]) -> Vec<i32> {
    components.iter().map(|it| component(*it).into()).collect()
}

/// Writes an estimate.
#[must_use]
pub fn estimate(it: &Estimate) -> v1::Estimate {
    v1::Estimate {
        n: it.n,
        effective_n: it.effective_n,
        value: it.value,
        standard_error: it.standard_error,
        lower: it.lower,
        upper: it.upper,
    }
}

fn estimates(it: &PerComponent<Estimate>) -> v1::ComponentEstimates {
    v1::ComponentEstimates {
        learning_behaviour: Some(estimate(&it.learning_behaviour)),
        urgency: Some(estimate(&it.urgency)),
        stimulating_factors: Some(estimate(&it.stimulating_factors)),
    }
}

fn difference(it: &Difference) -> v1::Difference {
    v1::Difference {
        from: it.from,
        to: it.to,
        difference: it.difference,
        standard_error: it.standard_error,
        lower: it.lower,
        upper: it.upper,
        shown: it.is_shown(),
    }
}

/// Writes differences.
#[must_use]
pub fn differences(it: &PerComponent<Difference>) -> v1::ComponentDifferences {
    v1::ComponentDifferences {
        learning_behaviour: Some(difference(&it.learning_behaviour)),
        urgency: Some(difference(&it.urgency)),
        stimulating_factors: Some(difference(&it.stimulating_factors)),
    }
}

/// Writes what a cell is of.
#[must_use]
pub fn categories(categories: &[Category]) -> Vec<v1::Category> {
    let category = |it: &Category| v1::Category {
        variable: it.variable.clone(),
        category_id: it.category_id.clone(),
    };
    categories.iter().map(category).collect()
}

/// Writes a cell.
#[must_use]
pub fn cell(it: &Cell) -> v1::Cell {
    let item = |it: &ItemEstimate| v1::ItemEstimate {
        item_id: it.item_id.clone(),
        estimate: it.estimate.as_ref().map(estimate),
    };
    let items = it.shown.iter().flat_map(|shown| &shown.items);
    v1::Cell {
        categories: categories(&it.categories),
        suppressed: it.shown.is_none(),
        components: it.shown.as_ref().map(|shown| estimates(&shown.components)),
        items: items.map(item).collect(),
    }
}

/// Writes what may keep results from being compared.
#[must_use]
pub fn caveats(caveats: &[Caveat]) -> Vec<i32> {
    let caveat = |it: &Caveat| match it {
        Caveat::Population => v1::Caveat::Population,
        Caveat::Weighting => v1::Caveat::Weighting,
        Caveat::Sampling => v1::Caveat::Sampling,
        Caveat::Mode => v1::Caveat::Mode,
        Caveat::Definition => v1::Caveat::Definition,
        Caveat::Period => v1::Caveat::Period,
    };
    caveats.iter().map(|it| caveat(it).into()).collect()
}

#[cfg(test)]
mod tests {
    use contracts::prost_reflect::{DescriptorPool, Kind};

    const PACKAGE: &str = "schakelpunt.culture.v1";

    /// Wherever an estimate of a measurement or a difference stands it is one of the three components, or of a single item: the contract
    /// has no place for one number over all of them.
    #[test]
    fn no_message_has_one_number_for_all_components() {
        let pool = DescriptorPool::decode(contracts::DESCRIPTORS).unwrap();
        let three = ["learning_behaviour", "urgency", "stimulating_factors"];
        let mut holders = Vec::new();
        for message in pool.all_messages().filter(|it| it.package_name() == PACKAGE) {
            let holds = message.fields().filter(|field| {
                let kind = field.kind();
                matches!(&kind, Kind::Message(of) if ["Estimate", "Difference"].contains(&of.name()))
            });
            let names: Vec<String> = holds.map(|field| field.name().to_owned()).collect();
            if !names.is_empty() && message.name() != "ItemEstimate" {
                assert_eq!(names, three, "{}", message.full_name());
                assert_eq!(message.fields().len(), 3, "{}", message.full_name());
                holders.push(message.name().to_owned());
            }
        }
        assert_eq!(holders, ["ComponentEstimates", "ComponentDifferences"]);
    }

    /// And no field or call is called a total, an index or an overall score.
    #[test]
    fn nothing_is_called_a_total() {
        let pool = DescriptorPool::decode(contracts::DESCRIPTORS).unwrap();
        let messages = pool.all_messages().filter(|it| it.package_name() == PACKAGE);
        let fields = messages.flat_map(|it| {
            it.fields()
                .map(|field| field.full_name().to_owned())
                .collect::<Vec<_>>()
        });
        let services = pool.services().filter(|it| it.full_name().starts_with(PACKAGE));
        let methods = services.flat_map(|it| {
            it.methods()
                .map(|method| method.full_name().to_owned())
                .collect::<Vec<_>>()
        });
        for name in fields.chain(methods) {
            let last = name.rsplit('.').next().unwrap_or_default().to_lowercase();
            for word in ["total", "overall", "index", "composite", "combined", "score"] {
                assert!(!last.contains(word), "{name}");
            }
        }
    }
}
