//! A small hub: enough of the rules to refuse a line.

use std::collections::BTreeMap;

use contracts::programme::v1::*;
use jiff::civil::Date;
use season::line::{Call, Line};
use serde::de::DeserializeOwned;

use crate::{culture, exchange, professionalisation, project::Project, radar, transitions::Kept};

/// The hub with its projects.
pub(crate) struct Hub {
    pub(crate) projects: BTreeMap<String, Project>,
    pub(crate) publications: Vec<String>,
    /// Applications and what was decided on them.
    pub(crate) applications: BTreeMap<String, Kept>,
    /// Bottlenecks, demands with their parties and whether they are understood, solutions with how far they are.
    pub(crate) bottlenecks: BTreeMap<String, bool>,
    pub(crate) demands: BTreeMap<String, (Vec<i32>, i32)>,
    pub(crate) solutions: BTreeMap<String, (u32, Date)>,
    /// What the radar keeps.
    pub(crate) block_1: radar::Kept,
    /// What building block 3 keeps.
    pub(crate) block_3: professionalisation::Kept,
    /// What building block 4 keeps.
    pub(crate) block_4: culture::Kept,
    /// What the exchange keeps.
    pub(crate) exchange: exchange::Kept,
}

/// The request of a line as a message of the contract.
pub(crate) fn request<T: DeserializeOwned>(line: &Line) -> T {
    serde_json::from_value(line.request.clone()).unwrap_or_else(|error| panic!("{}: {error}", line.text()))
}

/// A day of a request.
pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self {
            projects: BTreeMap::new(),
            publications: Vec::new(),
            applications: BTreeMap::new(),
            bottlenecks: BTreeMap::new(),
            demands: BTreeMap::new(),
            solutions: BTreeMap::new(),
            block_1: radar::Kept::default(),
            block_3: professionalisation::Kept::default(),
            block_4: culture::Kept::default(),
            exchange: exchange::Kept::default(),
        }
    }

    /// Carries out a line, or panics with the line and the rule it breaks.
    pub(crate) fn carry_out(&mut self, line: &Line) {
        if line.call.method().starts_with("schakelpunt.transitions.") {
            return self.transitions(line);
        }
        if line.call.method().starts_with("schakelpunt.professionalisation.") {
            return self.professionalisation(line);
        }
        if line.call.method().starts_with("schakelpunt.radar.") {
            return self.radar(line);
        }
        if line.call.method().starts_with("schakelpunt.culture.") {
            return self.culture(line);
        }
        if line.call.method().starts_with("schakelpunt.exchange.") {
            return self.exchange(line);
        }
        match line.call {
            // The project that an award made, waited for.
            Call::GetProject => assert!(
                self.projects
                    .contains_key(line.request["projectId"].as_str().unwrap()),
                "{}",
                line.text()
            ),
            Call::RegisterProject => self.register(line),
            Call::DeclareDependency => self.depend(line),
            Call::PublishSnapshot => self
                .publications
                .push(request::<PublishSnapshotRequest>(line).publication_id),
            Call::AddErratum => {
                let publication = request::<AddErratumRequest>(line).publication_id;
                assert!(self.publications.contains(&publication), "{}", line.text());
            }
            _ => {
                let id = line.request["projectId"].as_str().unwrap();
                let project = self
                    .projects
                    .get_mut(id)
                    .unwrap_or_else(|| panic!("no project yet: {}", line.text()));
                project.carry_out(line);
            }
        }
    }

    fn register(&mut self, line: &Line) {
        self.take_in(request::<RegisterProjectRequest>(line).project.unwrap(), line);
    }

    /// A project that was registered, by a call or by its award.
    pub(crate) fn take_in(&mut self, profile: ProjectProfile, line: &Line) {
        let shares: u32 = profile.regions.iter().map(|region| region.share_percent).sum();
        assert_eq!(shares, 100, "{}", line.text());
        assert!(
            profile.name.starts_with("Voorbeeld: ") && profile.example,
            "{}",
            line.text()
        );
        let before = self
            .projects
            .insert(profile.project_id.clone(), Project::new(profile));
        assert!(before.is_none(), "{}", line.text());
    }

    fn depend(&mut self, line: &Line) {
        let asked: DeclareDependencyRequest = request(line);
        let dependency = asked.dependency.unwrap();
        let awaited = &self.projects[&dependency.on_project_id].milestones[&dependency.on_milestone_id];
        assert!(!awaited.dropped, "{}", line.text());
        let project = self.projects.get_mut(&asked.project_id).unwrap();
        let own = &project.milestones[&dependency.milestone_id];
        assert!(!own.dropped && own.achieved_on.is_none(), "{}", line.text());
        project.dependencies.push(dependency);
    }
}
