//! The rows of all projections put together per project, kept up to date change by change.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::rows::{
    Culture, Exchange, Facts, Linked, List, ObservationRow, Professionalisation, ProjectFacts, Radar,
    Reference, Transitions,
};

/// What the projections have shown so far. What changes is copied, the rest is shared with the views made before.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Of every project that any projection knows.
    all: BTreeMap<String, Arc<ProjectFacts>>,
    /// Without projects that are not registered yet: another projection may be ahead of `projects`.
    facts: Facts,
    touched: BTreeSet<String>,
}

impl Gathered {
    /// What is known of a project, about to change.
    pub(crate) fn project(&mut self, project_id: &str) -> &mut ProjectFacts {
        self.touched.insert(project_id.to_owned());
        Arc::make_mut(self.all.entry(project_id.to_owned()).or_default())
    }

    /// Every project that is known or was.
    pub(crate) fn project_ids(&self) -> impl Iterator<Item = &String> {
        self.all.keys()
    }

    /// The reference data from now on.
    pub(crate) fn set_reference(&mut self, reference: Arc<Reference>) {
        self.facts.reference = reference;
    }

    /// What events of no project show.
    pub(crate) fn set_observations(&mut self, observations: List<ObservationRow>) {
        self.facts.observations = observations;
    }

    /// What is known of transitions, about to change.
    pub(crate) fn transitions(&mut self) -> &mut Transitions {
        Arc::make_mut(&mut self.facts.transitions)
    }

    /// Every identifier by which something of transitions is known.
    pub(crate) fn transitions_ids(&self) -> Vec<String> {
        let known = &self.facts.transitions;
        let ids = (known.bottlenecks.keys())
            .chain(known.demands.keys())
            .chain(known.applications.keys())
            .chain(known.awards.keys())
            .chain(known.solutions.keys())
            .chain(known.reuse.keys());
        ids.cloned().collect()
    }

    /// What is known of professionalisation, about to change.
    pub(crate) fn professionalisation(&mut self) -> &mut Professionalisation {
        Arc::make_mut(&mut self.facts.professionalisation)
    }

    /// Every identifier by which something of professionalisation is known.
    pub(crate) fn professionalisation_ids(&self) -> Vec<String> {
        let known = &self.facts.professionalisation;
        let ids = (known.providers.keys())
            .chain(known.offers.keys())
            .chain(known.classes.keys())
            .chain(known.issued.keys());
        ids.cloned().collect()
    }

    /// What is known of the radar, about to change.
    pub(crate) fn radar(&mut self) -> &mut Radar {
        Arc::make_mut(&mut self.facts.radar)
    }

    /// Every identifier by which something of the radar is known.
    pub(crate) fn radar_ids(&self) -> Vec<String> {
        let known = &self.facts.radar;
        known
            .skills
            .keys()
            .chain(known.editions.keys())
            .cloned()
            .collect()
    }

    /// What is known of the learning culture, about to change.
    pub(crate) fn culture(&mut self) -> &mut Culture {
        Arc::make_mut(&mut self.facts.culture)
    }

    /// Every identifier by which something of the learning culture is known.
    pub(crate) fn culture_ids(&self) -> Vec<String> {
        let known = &self.facts.culture;
        let ids = (known.instruments.keys())
            .chain(known.waves.keys())
            .chain(known.estimates.keys())
            .chain(known.figures.keys())
            .chain(known.interventions.keys())
            .chain(known.effects.keys())
            .chain(known.schemes.keys())
            .chain(known.coded.keys());
        ids.cloned().collect()
    }

    /// What is known of the projects of other programmes, about to change.
    pub(crate) fn linked(&mut self) -> &mut Linked {
        Arc::make_mut(&mut self.facts.linked)
    }

    /// Every identifier by which something of the projects of other programmes is known.
    pub(crate) fn linked_ids(&self) -> Vec<String> {
        let known = &self.facts.linked;
        known
            .projects
            .keys()
            .chain(known.milestones.keys())
            .cloned()
            .collect()
    }

    /// What is known of the exchange, about to change.
    pub(crate) fn exchange(&mut self) -> &mut Exchange {
        Arc::make_mut(&mut self.facts.exchange)
    }

    /// Every subscription that stood still once.
    pub(crate) fn exchange_ids(&self) -> Vec<String> {
        self.facts.exchange.stalls.keys().cloned().collect()
    }

    /// Everything shown so far, as a view has it.
    pub(super) fn facts(&mut self) -> Facts {
        for project_id in std::mem::take(&mut self.touched) {
            let known = self
                .all
                .get(&project_id)
                .filter(|it| !it.project.project_id.is_empty());
            match known {
                Some(known) => self.facts.projects.insert(project_id, known.clone()),
                None => self.facts.projects.remove(&project_id),
            };
        }
        self.facts.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::fixture::{milestone, project};

    #[test]
    fn a_project_is_seen_once_it_is_registered_with_what_came_before() {
        let mut gathered = Gathered::default();
        gathered.project("p1").milestones = vec![milestone("m1", "2025-01-01", "2025-01-01")].into();
        assert!(gathered.facts().projects.is_empty());
        gathered.project("p1").project = project("p1").project;
        assert_eq!(gathered.facts().projects["p1"].milestones.len(), 1);
    }

    #[test]
    fn what_did_not_change_is_shared_with_the_view_before() {
        let mut gathered = Gathered::default();
        for id in ["p1", "p2"] {
            *gathered.project(id) = project(id);
        }
        let before = gathered.facts();
        gathered.project("p2").project.name = "new".into();
        let after = gathered.facts();
        assert!(Arc::ptr_eq(&before.projects["p1"], &after.projects["p1"]));
        assert_eq!(before.projects["p2"].project.name, "Project p2");
        assert_eq!(after.projects["p2"].project.name, "new");
    }
}
