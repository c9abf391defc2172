//! Which projects a figure covers, and which part of each.

use std::{collections::HashMap, sync::Arc};

use contracts::{insight::v1 as api, programme::v1::RegionShare};
use jiff::civil::Date;

use super::samples::Observed;
use super::share::split_cents;
use super::tally::{Tallies, Tally};
use crate::rows::{Facts, IndicatorValueRow, ProjectFacts};

/// Stands for "belongs to none" where an identifier is expected; no identifier can read so.
pub const UNASSIGNED: &str = "-";

/// A scope: the fields must all hold, an empty one means everything, [`UNASSIGNED`] means none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    /// Building block.
    pub block: String,
    /// Theme.
    pub theme: String,
    /// Tranche.
    pub tranche: String,
    /// Labour-market region.
    pub region: String,
    /// Workgroup.
    pub workgroup: String,
}

impl Scope {
    /// The fields by the name they have in a figure's name, in their fixed order.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, &str); 5] {
        [
            ("block", &self.block),
            ("theme", &self.theme),
            ("tranche", &self.tranche),
            ("region", &self.region),
            ("workgroup", &self.workgroup),
        ]
    }

    pub(super) fn field_mut(&mut self, name: &str) -> Option<&mut String> {
        match name {
            "block" => Some(&mut self.block),
            "theme" => Some(&mut self.theme),
            "tranche" => Some(&mut self.tranche),
            "region" => Some(&mut self.region),
            "workgroup" => Some(&mut self.workgroup),
            _ => None,
        }
    }

    /// Whether a project is covered; a region covers every project that is active in it.
    #[must_use]
    pub fn covers(&self, facts: &ProjectFacts) -> bool {
        let project = &facts.project;
        self.covers_parts(&Parts {
            block: &project.block_id,
            theme: &project.theme_id,
            tranche: &project.tranche_id,
            workgroup: &project.workgroup_id,
            regions: &project.regions,
        })
    }

    /// Whether something is covered that belongs to these.
    pub(crate) fn covers_parts(&self, parts: &Parts<'_>) -> bool {
        let active = |region: &str| parts.regions.iter().any(|share| share.region_id == region);
        wants(&self.block, parts.block)
            && wants(&self.theme, parts.theme)
            && wants(&self.tranche, parts.tranche)
            && wants(&self.workgroup, parts.workgroup)
            && match self.region.as_str() {
                "" => true,
                UNASSIGNED => parts.regions.is_empty(),
                region => active(region),
            }
    }
}

/// What a project, or what is not yet one, belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub(crate) block: &'a str,
    pub(crate) theme: &'a str,
    pub(crate) tranche: &'a str,
    pub(crate) workgroup: &'a str,
    pub(crate) regions: &'a [RegionShare],
}

/// Whether an identifier is wanted: any when none is named, the empty one by [`UNASSIGNED`].
pub(crate) fn wants(wanted: &str, found: &str) -> bool {
    match wanted {
        "" => true,
        UNASSIGNED => found.is_empty(),
        wanted => wanted == found,
    }
}

impl From<api::Scope> for Scope {
    fn from(scope: api::Scope) -> Self {
        Self {
            block: scope.block_id,
            theme: scope.theme_id,
            tranche: scope.tranche_id,
            region: scope.region_id,
            workgroup: scope.workgroup_id,
        }
    }
}

/// The projects a figure is computed over, on a day.
#[derive(Debug)]
pub struct Selection<'a> {
    facts: &'a Facts,
    today: Date,
    members: Vec<Member<'a>>,
    kind: Kind,
    explained: bool,
    /// Days between which what was observed must have happened; all of it when there are none.
    observed_in: Option<(Option<Date>, Date)>,
    /// By indicator the members that have a standing value, with it; when tallies are at hand.
    newest_values: Option<HashMap<&'a str, Vec<(usize, &'a IndicatorValueRow)>>>,
    /// What was observed in no project; when tallies are at hand.
    elsewhere: Option<Arc<Vec<Observed>>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Everything,
    Some,
    /// Parts of projects, by their share in a region.
    Region,
    /// One project, by name.
    Single,
}

/// A project in a selection, whole or the part in one region.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// The project.
    pub facts: &'a Arc<ProjectFacts>,
    region: Option<String>,
    tally: Option<Arc<Tally>>,
}

impl<'a> Selection<'a> {
    /// The projects of a scope.
    #[must_use]
    pub fn of_scope(facts: &'a Facts, scope: &Scope, today: Date) -> Self {
        let region = (!scope.region.is_empty()).then(|| scope.region.clone());
        let covered = facts
            .projects
            .values()
            .filter(|project| scope.covers(project))
            .collect();
        let kind = match &region {
            Some(_) => Kind::Region,
            None if *scope == Scope::default() => Kind::Everything,
            None => Kind::Some,
        };
        Self::new(facts, today, covered, region, kind)
    }

    /// One project; nothing when it is not known.
    #[must_use]
    pub fn of_project(facts: &'a Facts, project_id: &str, today: Date) -> Self {
        let project = facts.projects.get(project_id).into_iter().collect();
        Self::new(facts, today, project, None, Kind::Single)
    }

    fn new(
        facts: &'a Facts,
        today: Date,
        of: Vec<&'a Arc<ProjectFacts>>,
        region: Option<String>,
        kind: Kind,
    ) -> Self {
        let members = of
            .into_iter()
            .map(|facts| Member {
                facts,
                region: region.clone(),
                tally: None,
            })
            .collect();
        Self {
            facts,
            today,
            members,
            kind,
            explained: false,
            observed_in: None,
            newest_values: None,
            elsewhere: None,
        }
    }

    /// The same, counted by what was counted before.
    #[must_use]
    pub fn tallied(mut self, tallies: &Tallies) -> Self {
        let mut newest_values: HashMap<_, Vec<_>> = HashMap::new();
        for (index, member) in self.members.iter_mut().enumerate() {
            let tally = tallies.of(member.facts, self.today);
            for row in tally.newest_values(member.facts) {
                newest_values
                    .entry(row.indicator_id.as_str())
                    .or_default()
                    .push((index, row));
            }
            member.tally = Some(tally);
        }
        self.newest_values = Some(newest_values);
        self.elsewhere = Some(tallies.elsewhere(&self.facts.observations));
        self
    }

    /// The members' tallies, when they are at hand and nobody wants to know what a figure is made from.
    pub(super) fn tallies(&self) -> Option<impl Iterator<Item = &Tally>> {
        self.is_tallied()
            .then(|| self.members.iter().filter_map(Member::tally))
    }

    /// What was observed in no project, as tallied; none as for [`Self::tallies`].
    pub(super) fn observed_elsewhere(&self) -> Option<&[Observed]> {
        let known = self.elsewhere.as_deref().filter(|_| self.is_tallied());
        known.map(Vec::as_slice)
    }

    /// Whether figures are counted by tallies.
    pub(super) fn is_tallied(&self) -> bool {
        self.newest_values.is_some() && !self.explained
    }

    /// The newest standing value of an indicator in each project that has one.
    pub(super) fn newest_values(&self, indicator_id: &str) -> Vec<(&Member<'a>, &'a IndicatorValueRow)> {
        match &self.newest_values {
            Some(known) => known
                .get(indicator_id)
                .into_iter()
                .flatten()
                .map(|(index, row)| (&self.members[*index], *row))
                .collect(),
            None => self
                .members
                .iter()
                .filter_map(|member| Some((member, member.facts.newest_value(indicator_id)?)))
                .collect(),
        }
    }

    /// The same, with figures that tell what they were made from. That is work, and most who ask do not want to know.
    #[must_use]
    pub fn explained(mut self) -> Self {
        self.explained = true;
        self
    }

    /// The same, with only what happened up to a day, and from another on where that matters, among what was observed. Tallies know
    /// no days: it is to be explained, not tallied.
    #[must_use]
    pub fn observed_in(mut self, from: Option<Date>, until: Date) -> Self {
        self.observed_in = Some((from, until));
        self
    }

    /// Whether something that happened on a day is among what was observed.
    pub(super) fn observes(&self, happened_on: Date) -> bool {
        self.observed_in
            .is_none_or(|(from, until)| happened_on <= until && from.is_none_or(|from| from <= happened_on))
    }

    /// Whether figures tell what they were made from.
    #[must_use]
    pub fn is_explained(&self) -> bool {
        self.explained
    }

    /// Everything known.
    #[must_use]
    pub fn facts(&self) -> &'a Facts {
        self.facts
    }

    /// The day the figure is about.
    #[must_use]
    pub fn today(&self) -> Date {
        self.today
    }

    /// The projects.
    #[must_use]
    pub fn members(&self) -> &[Member<'a>] {
        &self.members
    }

    /// True when nothing is left out: what belongs to no project counts here, and only here.
    #[must_use]
    pub fn covers_everything(&self) -> bool {
        self.kind == Kind::Everything
    }

    /// True when it covers one project by name rather than a scope.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.kind == Kind::Single
    }

    /// Whether a count of things may be added to that of other groups: not by region, where a project may be in several.
    #[must_use]
    pub fn counts_add_up(&self) -> bool {
        self.kind != Kind::Region
    }
}

impl Member<'_> {
    /// What was counted of it before.
    pub(super) fn tally(&self) -> Option<&Tally> {
        self.tally.as_deref()
    }

    /// The part of an amount that falls in the selection's region; all of it otherwise.
    #[must_use]
    pub fn cents(&self, total: i64) -> i64 {
        match self.region.as_deref() {
            None | Some(UNASSIGNED) => total,
            Some(region) => split_cents(total, &self.facts.project.regions, region),
        }
    }

    /// The part of a quantity that falls in the selection's region; all of it otherwise.
    #[must_use]
    pub fn quantity(&self, total: f64) -> f64 {
        match self.region.as_deref() {
            None | Some(UNASSIGNED) => total,
            Some(region) => total * f64::from(self.facts.project.share(region).unwrap_or(0)) / 100.0,
        }
    }
}
