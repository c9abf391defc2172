//! What a version of an instrument asks, and what must hold of it.

use std::collections::BTreeMap;

use blocks::{
    findings::Findings,
    size::json_bytes,
    values::{Id, LocalText},
};
use serde::{Deserialize, Serialize};

use crate::domain::component::Component;

/// Longest version, in bytes of JSON: it has to travel in one event.
pub const VERSION_BYTES_MAX: usize = 50_000;
/// Most scales of a version.
const SCALES_MAX: usize = 20;
/// Most items of a version.
const ITEMS_MAX: usize = 100;
/// How many options a scale has.
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=11;
/// Fewest respondents behind anything that is shown: what Statistics Netherlands and most registers use for means of persons. With fewer,
/// whoever knows a few respondents of a cell learns what the others said. An instrument may ask for more, never for fewer.
pub const LEAST_CELL: u32 = 10;
const LEAST_CELL_MAX: u32 = 1_000;

/// An answer that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerOption {
    /// What it counts.
    pub value: i32,
    /// What it says.
    pub label: LocalText,
}

/// An ordered scale of answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// Identifier within the version.
    pub scale_id: Id,
    /// Its options, lowest value first.
    pub options: Vec<AnswerOption>,
}

/// A question or statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Identifier within the instrument.
    pub item_id: Id,
    /// What is asked.
    pub text: LocalText,
    /// Component it belongs to.
    pub component: Component,
    /// Scale it is answered on.
    pub scale_id: Id,
    /// Whether it is turned round before it is scored.
    pub reversed: bool,
    /// Official definition that it measures.
    pub definition_id: Option<Id>,
}

/// A version of an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Identifier of the instrument.
    pub instrument_id: Id,
    /// Version, counting from 1.
    pub version: u32,
    /// Name.
    pub name: LocalText,
    /// Where it comes from.
    pub source: String,
    /// Scales.
    pub scales: Vec<Scale>,
    /// Items.
    pub items: Vec<Item>,
    /// Fewest respondents behind anything that is shown.
    pub least_cell: u32,
    /// True for invented data.
    pub example: bool,
}

impl Scale {
    /// Lowest and highest value; none for a scale without options, which no version has.
    #[must_use]
    pub fn ends(&self) -> Option<(i32, i32)> {
        Some((self.options.first()?.value, self.options.last()?.value))
    }

    /// Whether a value is one of its options.
    #[must_use]
    pub fn has(&self, value: i32) -> bool {
        self.options.iter().any(|it| it.value == value)
    }
}

impl Version {
    /// The scale of this identifier.
    #[must_use]
    pub fn scale(&self, scale_id: &str) -> Option<&Scale> {
        self.scales.iter().find(|it| it.scale_id == scale_id)
    }

    /// An item with its scale.
    #[must_use]
    pub fn item(&self, item_id: &str) -> Option<(&Item, &Scale)> {
        let item = self.items.iter().find(|it| it.item_id == item_id)?;
        Some((item, self.scale(&item.scale_id)?))
    }

    /// All items by identifier, with their scales.
    #[must_use]
    pub fn by_item(&self) -> BTreeMap<&str, (&Item, &Scale)> {
        let items = self.items.iter();
        items
            .filter_map(|it| Some((it.item_id.as_str(), (it, self.scale(&it.scale_id)?))))
            .collect()
    }

    /// Notes what is wrong with it, but for its number. `earlier` are the versions that were released before.
    pub(super) fn check<'a>(&self, earlier: impl Iterator<Item = &'a Self> + Clone, findings: &mut Findings) {
        self.check_scales(findings);
        self.check_items(findings);
        for (index, item) in self.items.iter().enumerate() {
            let same = earlier.clone().all(|before| self.reads_as_in(before, item));
            let expected = "an item that reads as in the version before, or another identifier";
            findings.check(same, format!("items[{index}].item_id"), expected);
        }
        let least = (LEAST_CELL..=LEAST_CELL_MAX).contains(&self.least_cell);
        let expected = format!("{LEAST_CELL} to {LEAST_CELL_MAX} respondents");
        findings.check(least, "least_cell", expected);
        let size = json_bytes(self) <= VERSION_BYTES_MAX;
        findings.check(size, "", format!("at most {VERSION_BYTES_MAX} bytes as JSON"));
    }

    fn check_scales(&self, findings: &mut Findings) {
        let count = (1..=SCALES_MAX).contains(&self.scales.len());
        findings.check(count, "scales", format!("1 to {SCALES_MAX} scales"));
        findings.distinct("scales", ".scale_id", self.scales.iter().map(|it| &it.scale_id));
        for (index, scale) in self.scales.iter().enumerate() {
            let field = format!("scales[{index}].options");
            let (least, most) = (OPTIONS.start(), OPTIONS.end());
            let count = OPTIONS.contains(&scale.options.len());
            findings.check(count, &field, format!("{least} to {most} options"));
            let values = scale.options.windows(2);
            let rising = values.into_iter().all(|two| two[0].value < two[1].value);
            findings.check(rising, &field, "options with rising values");
        }
    }

    fn check_items(&self, findings: &mut Findings) {
        let count = (1..=ITEMS_MAX).contains(&self.items.len());
        findings.check(count, "items", format!("1 to {ITEMS_MAX} items"));
        findings.distinct("items", ".item_id", self.items.iter().map(|it| &it.item_id));
        for (index, item) in self.items.iter().enumerate() {
            let scale = self.scale(&item.scale_id);
            let expected = "a scale of this version";
            findings.check(scale.is_some(), format!("items[{index}].scale_id"), expected);
            // A share can be read off two options only.
            let countable = item.definition_id.is_none() || scale.is_none_or(|it| it.options.len() == 2);
            let expected = "a definition only for an item with two options, of which a share can be told";
            findings.check(countable, format!("items[{index}].definition_id"), expected);
        }
        for component in Component::ALL {
            let has = self.items.iter().any(|it| it.component == component);
            findings.check(has, "items", format!("at least one item of {component:?}"));
        }
    }

    /// Whether an item that `before` has too reads the same there.
    fn reads_as_in(&self, before: &Self, item: &Item) -> bool {
        let Some((known, known_scale)) = before.item(&item.item_id) else {
            return true;
        };
        let options = self.scale(&item.scale_id).map(|scale| &scale.options);
        known.text == item.text
            && known.component == item.component
            && known.reversed == item.reversed
            && known.definition_id == item.definition_id
            && options == Some(&known_scale.options)
    }
}
