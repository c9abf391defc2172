//! A response without an identity. Everything it says is a category of the plan or an option of the instrument; nothing else is taken, so
//! that there is no place in which an identity could stand. What is refused is never repeated in the refusal.

use std::collections::{BTreeMap, BTreeSet};

use blocks::{findings::Findings, values::Id};
use serde::{Deserialize, Serialize};

use super::{
    instrument::{Item, Scale, Version},
    wave::{BATCH_MAX, Plan},
};

/// A response as it was handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// Variable and category, as often as they were given, with the path of the field.
    pub categories: Vec<(String, String, String)>,
    /// Item and value, as often as they were given.
    pub answers: Vec<(String, i32)>,
}

/// A response as it is kept until the measurement is estimated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// The category of each variable of the plan.
    pub categories: BTreeMap<Id, Id>,
    /// The value of each item that was answered.
    pub answers: BTreeMap<Id, i32>,
}

/// What responses are judged by.
struct Ground<'a> {
    variables: BTreeMap<&'a str, BTreeSet<&'a str>>,
    items: BTreeMap<&'a str, (&'a Item, &'a Scale)>,
}

/// Reads a batch: all of its responses, or all of its faults. `plan` and `instrument` are those of the measurement.
///
/// # Errors
/// What is wrong, each with the place of the response in the batch.
pub fn read(
    given: &[Given],
    plan: &Plan,
    instrument: &Version,
) -> Result<Vec<Response>, Vec<eventing::FieldFault>> {
    let variables = plan.variables().into_iter();
    let ground = Ground {
        variables: variables
            .map(|(name, it)| (name, it.into_iter().collect()))
            .collect(),
        items: instrument.by_item(),
    };
    let mut findings = Findings::below("");
    let count = (1..=BATCH_MAX).contains(&given.len());
    findings.check(count, "responses", format!("1 to {BATCH_MAX} responses"));
    let responses = given.iter().take(BATCH_MAX).enumerate();
    let responses = responses
        .map(|(index, it)| ground.read(&format!("responses[{index}]"), it, &mut findings))
        .collect();
    findings.refuse_with(|faults| faults)?;
    Ok(responses)
}

impl Ground<'_> {
    fn read(&self, at: &str, given: &Given, findings: &mut Findings) -> Response {
        Response {
            categories: self.categories(at, given, findings),
            answers: self.answers(at, given, findings),
        }
    }

    fn categories(&self, at: &str, given: &Given, findings: &mut Findings) -> BTreeMap<Id, Id> {
        let mut categories = BTreeMap::new();
        for (field, variable, category) in &given.categories {
            let field = format!("{at}.{field}");
            match self.variables.get(variable.as_str()) {
                None => findings.fault(&field, "nothing: the plan does not tell this variable apart"),
                Some(known) => {
                    let expected = "a category of the plan";
                    findings.check(known.contains(category.as_str()), &field, expected);
                    let first = categories.insert(variable.clone(), category.clone()).is_none();
                    findings.check(first, &field, "each variable once");
                }
            }
        }
        for variable in self.variables.keys() {
            let expected = format!("the category of {variable}");
            findings.check(categories.contains_key(*variable), at, expected);
        }
        categories
    }

    fn answers(&self, at: &str, given: &Given, findings: &mut Findings) -> BTreeMap<Id, i32> {
        let mut answers = BTreeMap::new();
        for (index, (item_id, value)) in given.answers.iter().enumerate() {
            let field = |name: &str| format!("{at}.answers[{index}].{name}");
            match self.items.get(item_id.as_str()) {
                None => findings.fault(field("item_id"), "an item of the instrument"),
                Some((_, scale)) => {
                    findings.check(scale.has(*value), field("value"), "an option of the item's scale");
                    let first = answers.insert(item_id.clone(), *value).is_none();
                    findings.check(first, field("item_id"), "each item once");
                }
            }
        }
        let some = !answers.is_empty() || !given.answers.is_empty();
        findings.check(some, format!("{at}.answers"), "at least one answer");
        answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::examples::{instrument, plan};

    fn good() -> Given {
        let category = |field: &str, variable: &str, id: &str| (field.into(), variable.into(), id.into());
        Given {
            categories: vec![
                category("region_id", "region", "AM01"),
                category("sector_id", "sector", "C"),
                category("firm_size", "firm-size", "small"),
                category("categories[0]", "age", "25-44"),
            ],
            answers: vec![("gedrag-1".into(), 4), ("deelname".into(), 1)],
        }
    }

    fn faults(change: impl Fn(&mut Given)) -> Vec<String> {
        let mut wrong = good();
        change(&mut wrong);
        let faults = read(&[good(), wrong], &plan(), &instrument()).unwrap_err();
        faults.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn a_response_says_what_plan_and_instrument_list_and_nothing_else() {
        let read = read(&[good()], &plan(), &instrument()).unwrap();
        assert_eq!(read[0].categories["age"], "25-44");
        assert_eq!(read[0].answers.len(), 2);
    }

    #[test]
    fn whatever_else_is_said_is_refused_with_its_place() {
        let at = |field: &str| vec![format!("responses[1].{field}")];
        assert_eq!(faults(|it| it.categories[0].2 = "AM09".into()), at("region_id"));
        assert_eq!(faults(|it| it.answers[0].1 = 6), at("answers[0].value"));
        assert_eq!(
            faults(|it| it.answers[1].0 = "naam".into()),
            at("answers[1].item_id")
        );
        assert_eq!(
            faults(|it| it.answers[1] = it.answers[0].clone()),
            at("answers[1].item_id")
        );
        assert_eq!(faults(|it| it.answers.clear()), at("answers"));
        let twice = |it: &mut Given| it.categories.push(it.categories[3].clone());
        assert_eq!(faults(twice), at("categories[0]"));
        let unknown = faults(|it| it.categories[3].1 = "telefoon".into());
        assert_eq!(unknown, ["responses[1].categories[0]", "responses[1]"]);
        assert_eq!(faults(|it| drop(it.categories.remove(1))), ["responses[1]"]);
    }

    #[test]
    fn a_batch_has_one_to_a_thousand_responses() {
        let plan = plan();
        for given in [Vec::new(), vec![good(); BATCH_MAX + 1]] {
            let faults = read(&given, &plan, &instrument()).unwrap_err();
            assert_eq!(faults[0].field, "responses");
        }
        assert_eq!(
            read(&vec![good(); BATCH_MAX], &plan, &instrument())
                .unwrap()
                .len(),
            BATCH_MAX
        );
    }
}
