//! What several calls read from a request: by what it filters, and how its answer is split.

use contracts::insight::v1::GroupBy;
use eventing::FieldFault;
use runtime::{fault::Fault, parse::Faults};

use crate::{
    coherence::money::Split,
    figure::{Scope, UNASSIGNED},
    overview::unknown_parts,
    rows::Reference,
};

/// Reads a theme; [`UNASSIGNED`] stands for none.
pub(super) fn theme(faults: &mut Faults, theme_id: &str) {
    id_or_none(faults, "theme_id", theme_id);
}

/// Reads an identifier for which [`UNASSIGNED`] may stand: for what has none.
pub(super) fn id_or_none(faults: &mut Faults, field: &str, id: &str) {
    if id != UNASSIGNED {
        faults.optional_id(field, id);
    }
}

/// Reads one of the values of an enumeration of the contract.
pub(super) fn one_of<T: TryFrom<i32> + Default>(
    faults: &mut Faults,
    field: &str,
    value: i32,
    name: &str,
) -> T {
    let read = T::try_from(value).ok();
    faults.check(field, read.is_some(), &format!("one of the values of {name}"));
    read.unwrap_or_default()
}

/// Reads the ways in which an answer is split, of those that it can be.
pub(super) fn split(faults: &mut Faults, split_by: &[i32], can_be: &[GroupBy]) -> Split {
    let mut split = Split::default();
    faults.at_most("split_by", split_by, can_be.len());
    for (index, wanted) in split_by.iter().take(can_be.len()).enumerate() {
        let wanted = GroupBy::try_from(*wanted).ok().filter(|it| can_be.contains(it));
        match wanted {
            Some(GroupBy::Tranche) => split.tranche = true,
            Some(GroupBy::Theme) => split.theme = true,
            Some(GroupBy::Region) => split.region = true,
            Some(GroupBy::Block | GroupBy::Unspecified) | None => {
                let names: Vec<&str> = can_be.iter().map(GroupBy::as_str_name).collect();
                let expected = format!("one of {}", names.join(", "));
                faults.add(format!("split_by[{index}]"), expected);
            }
        }
    }
    split
}

/// Refuses what nobody defined: a spelling mistake must not look like an empty region.
pub(super) fn known(reference: &Reference, region: &str, theme: &str, tranche: &str) -> Result<(), Fault> {
    let scope = Scope {
        region: region.to_owned(),
        theme: theme.to_owned(),
        tranche: tranche.to_owned(),
        ..Scope::default()
    };
    let unknown = unknown_parts(reference, &scope);
    if unknown.is_empty() {
        return Ok(());
    }
    let fault = |(field, expected): (&str, &str)| FieldFault::new(field, expected);
    Err(Fault::invalid(unknown.into_iter().map(fault).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_split_only_as_it_can_be() {
        let mut faults = Faults::new();
        let asked = [GroupBy::Theme.into(), GroupBy::Region.into()];
        let wanted = split(&mut faults, &asked, &[GroupBy::Theme, GroupBy::Region]);
        assert!(faults.is_empty() && wanted.theme && wanted.region && !wanted.tranche);
        split(
            &mut faults,
            &[GroupBy::Block.into(), 99],
            &[GroupBy::Theme, GroupBy::Region],
        );
        let fields: Vec<_> = faults
            .into_fields()
            .into_iter()
            .map(|fault| fault.field)
            .collect();
        assert_eq!(fields, ["split_by[0]", "split_by[1]"]);
    }

    #[test]
    fn what_nobody_defined_is_refused_field_by_field() {
        let refused = known(&Reference::default(), "AM99", "-", "r9").unwrap_err();
        let fields: Vec<_> = refused.fields().iter().map(|fault| fault.field.clone()).collect();
        assert_eq!(fields, ["tranche_id", "region_id"]);
    }
}
