//! The time from demand to award to first learner.
//!
//! A demand with what became of it is a chain: signalled, understood, the first application that answers it, the first award, the
//! first learners of a solution that answers it. A chain that has not come to the end of a step is censored there: it says that the
//! step takes at least so long, and is named beside the quartiles, never in them.

mod chain;

use std::collections::BTreeMap;

use contracts::insight::v1::{LeadTime, LeadTimeGroup, LeadTimeStep};
use jiff::civil::Date;

pub use chain::{Chain, chains};

use super::{traced, wants};
use crate::{feedback::peers::quantile, figure::UNASSIGNED};

/// The steps in their order.
const STEPS: [LeadTimeStep; 5] = [
    LeadTimeStep::SignalledToUnderstood,
    LeadTimeStep::UnderstoodToSubmitted,
    LeadTimeStep::SubmittedToAwarded,
    LeadTimeStep::AwardedToPiloted,
    LeadTimeStep::SignalledToPiloted,
];

/// What is wanted, and how it is split.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Theme; empty for any.
    pub theme_id: String,
    /// Region; empty for any.
    pub region_id: String,
    /// One group for each theme.
    pub by_theme: bool,
    /// One group for each region; a demand of several counts in each.
    pub by_region: bool,
}

impl Filter {
    /// Whether a chain is wanted.
    #[must_use]
    pub fn covers(&self, chain: &Chain<'_>) -> bool {
        let demand = chain.demand;
        let in_region = self.region_id.is_empty() || demand.region_ids.contains(&self.region_id);
        wants(&self.theme_id, &demand.theme_id) && in_region
    }

    /// The groups a chain belongs to, by theme and region.
    fn groups_of(&self, chain: &Chain<'_>) -> Vec<(String, String)> {
        let theme_id = match chain.demand.theme_id.as_str() {
            _ if !self.by_theme => "",
            "" => UNASSIGNED,
            theme_id => theme_id,
        };
        if !self.by_region {
            return vec![(theme_id.to_owned(), String::new())];
        }
        let regions = chain.demand.region_ids.iter();
        let wanted = regions.filter(|region_id| wants(&self.region_id, region_id));
        wanted
            .map(|region_id| (theme_id.to_owned(), region_id.clone()))
            .collect()
    }
}

/// The groups of chains, by theme and region.
#[must_use]
pub fn groups(chains: &[Chain<'_>], filter: &Filter, today: Date) -> Vec<LeadTimeGroup> {
    let mut groups = BTreeMap::<_, Vec<&Chain<'_>>>::new();
    for chain in chains.iter().filter(|chain| filter.covers(chain)) {
        for group in filter.groups_of(chain) {
            groups.entry(group).or_default().push(chain);
        }
    }
    let group = |((theme_id, region_id), chains): (_, Vec<&Chain<'_>>)| LeadTimeGroup {
        theme_id,
        region_id,
        chains: count(chains.len()),
        complete: count(chains.iter().filter(|chain| chain.piloted.is_some()).count()),
        dropped: count(
            chains
                .iter()
                .filter(|chain| chain.demand.dropped_on.is_some())
                .count(),
        ),
        steps: STEPS.map(|step| lead_time(step, &chains, today)).into(),
    };
    groups.into_iter().map(group).collect()
}

/// How long a step takes, over chains.
fn lead_time(step: LeadTimeStep, chains: &[&Chain<'_>], today: Date) -> LeadTime {
    let (mut days, mut waiting) = (Vec::new(), Vec::new());
    let (mut positions, mut out_of_order) = (Vec::new(), 0);
    for chain in chains {
        let (Some(from), to) = chain.ends(step) else {
            continue;
        };
        match to {
            Some(to) if to.on < from.on => out_of_order += 1,
            Some(to) => {
                days.push(days_between(from.on, to.on));
                positions.extend([from.positions, to.positions].concat());
            }
            None if chain.demand.dropped_on.is_some() => {}
            None => waiting.push(days_between(from.on, today)),
        }
    }
    days.sort_by(f64::total_cmp);
    let longest = waiting.iter().copied().fold(0.0, f64::max);
    LeadTime {
        step: step.into(),
        complete: count(days.len()),
        median_days: quantile(&days, 0.5),
        lower_quartile_days: quantile(&days, 0.25),
        upper_quartile_days: quantile(&days, 0.75),
        censored: count(waiting.len()),
        censored_longest_days: longest as u32,
        out_of_order,
        positions: traced::newest(traced::in_order(&positions)),
    }
}

fn days_between(from: Date, to: Date) -> f64 {
    f64::from(from.until(to).map_or(0, |span| span.get_days()))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
