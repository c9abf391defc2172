//! Money by state. States are never merged; REALISED comes from accepted reports, the others from the agency's decisions.

use contracts::programme::v1::MoneyState;

use super::{Amount, Computed, Member, Selection, Value};

/// The figure over a selection: by region each project's amount counts by its share there, and the regions add up.
pub(super) fn compute(selection: &Selection<'_>, state: MoneyState) -> Computed {
    let mut money = Computed::value(selection, None, true);
    let mut total = 0_i64;
    for member in selection.members() {
        total = total.saturating_add(match (state, member.tally()) {
            (MoneyState::Realised, Some(tally)) if !selection.is_explained() => {
                member.cents(tally.realised_cents)
            }
            (MoneyState::Realised, _) => realised(member, &mut money),
            _ => decided(member, state, &mut money),
        });
    }
    money.value = Some(Value::Cents(total));
    money
}

/// Each change adds the difference it makes to the part of the region, so that what the events add is what is shown.
fn decided(member: &Member<'_>, state: MoneyState, money: &mut Computed) -> i64 {
    let Some(row) = member.facts.money.iter().find(|row| row.state == state) else {
        return 0;
    };
    if !money.is_explained() {
        return member.cents(row.total_cents);
    }
    let (mut whole, mut part) = (0_i64, 0_i64);
    for change in &row.changes {
        whole = whole.saturating_add(change.cents);
        let now = member.cents(whole);
        money.add(change.position, Amount::Cents(now.saturating_sub(part)));
        part = now;
    }
    part
}

/// Cumulative, so the newest accepted report says all; the earlier ones are its background.
fn realised(member: &Member<'_>, money: &mut Computed) -> i64 {
    let Some(report) = member.facts.newest_accepted_report() else {
        return 0;
    };
    let cents = member.cents(report.realised_cents.unwrap_or_default());
    money.add(report.accepted_position.unwrap_or_default(), Amount::Cents(cents));
    cents
}
