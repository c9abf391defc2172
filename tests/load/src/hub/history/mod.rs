//! A programme that has gone on for long: what three hundred projects make public, in the form in which the ledger has it.
//!
//! Each project is registered and planned, then reports, is sent back, is accepted, corrects, is asked and answers. The events
//! of all projects come in turn. Nothing here is random: the same number always gives the same event.

mod project;
mod report;

use contracts::{
    catalogue::{BY_TYPE, EventType},
    programme::v1::MoneyState,
};
use serde::Serialize;

use report::Report;

/// The block that published everything. It does not run on this ledger, so no relay has to go on from what it has not written.
pub(crate) const BLOCK: &str = "radar";
/// Projects.
pub(crate) const PROJECTS: usize = 300;
/// Theme of all projects.
pub(crate) const THEME: &str = "energy-raw-materials";
/// Blocks and workgroups the projects belong to in turn; all are reference data.
const BLOCKS: [&str; 4] = ["radar", "transitions", "professionalisation", "culture"];
const WORKGROUPS: [&str; 8] = [
    "wg-radar",
    "wg-demand",
    "wg-flexible-offer",
    "wg-culture",
    "wg-radar",
    "wg-solutions",
    "wg-educators",
    "wg-culture",
];
const INDICATORS: [&str; 6] = [
    "trans-demand-articulations",
    "trans-employers",
    "trans-participants-started",
    "trans-participants-completed",
    "trans-milestones",
    "trans-bottlenecks",
];
const CATEGORIES: [&str; 5] = [
    "personnel",
    "development",
    "hired-expertise",
    "materials",
    "dissemination",
];
/// Milestones of a plan.
const MILESTONES: u32 = 6;
/// Events with which a project begins.
const BEGINNING: u64 = 3;
/// Attention points raised on each report.
const POINTS: u64 = 3;
/// How often a report is sent back before it is accepted, and how often it is corrected after that.
const RETURNS: u64 = 4;
const CORRECTIONS: u64 = 10;
/// Events of one report and what belongs to it.
const REPORT: u64 = 3 + POINTS + RETURNS * 3 + 3 + CORRECTIONS * 4 + POINTS * 2 + 6;

/// A project's name among the others.
pub(crate) fn project_id(number: usize) -> String {
    format!("bench-{}", number % PROJECTS)
}

/// The building block of a project.
pub(crate) fn block_of(number: usize) -> &'static str {
    BLOCKS[number % BLOCKS.len()]
}

/// The workgroup of a project.
pub(crate) fn workgroup_of(number: usize) -> &'static str {
    WORKGROUPS[number % WORKGROUPS.len()]
}

/// A published event.
pub(crate) struct Told {
    /// Its type.
    pub(crate) event: &'static EventType,
    /// The project it is about.
    pub(crate) project: usize,
    /// Its data.
    pub(crate) data: Vec<u8>,
}

/// The n-th event of the whole programme, from 0.
pub(crate) fn told(number: u64) -> anyhow::Result<Told> {
    let projects = PROJECTS as u64;
    let project = usize::try_from(number % projects)?;
    let (name, data) = Project(project).event(number / projects)?;
    let event = BY_TYPE.get(name);
    Ok(Told {
        event: event.ok_or_else(|| anyhow::anyhow!("the contract has no {name}"))?,
        project,
        data,
    })
}

type Event = anyhow::Result<(&'static str, Vec<u8>)>;

fn event(name: &'static str, event: &impl Serialize) -> Event {
    Ok((name, serde_json::to_vec(event)?))
}

/// One project by its number.
struct Project(usize);

impl Project {
    fn id(&self) -> String {
        project_id(self.0)
    }

    fn event(&self, number: u64) -> Event {
        match number {
            0 => self.registered(),
            1 => self.planned(),
            2 => self.money(MoneyState::Granted, 250_000_000),
            _ => {
                let (report, step) = ((number - BEGINNING) / REPORT, (number - BEGINNING) % REPORT);
                self.reporting(Report::nth(report)?, step)
            }
        }
    }

    fn reporting(&self, report: Report, step: u64) -> Event {
        const RAISED: u64 = 3 + POINTS;
        const RETURNED: u64 = RAISED + RETURNS * 3;
        const ACCEPTED: u64 = RETURNED + 3;
        const CORRECTED: u64 = ACCEPTED + CORRECTIONS * 4;
        const ANSWERED: u64 = CORRECTED + POINTS;
        const CLOSED: u64 = ANSWERED + POINTS;
        match step {
            0 => self.scheduled(report),
            1 => self.reminded(report),
            2 => self.started(report),
            3..RAISED => self.raised(report, step - 3),
            RAISED..ACCEPTED => {
                let round = (step - RAISED) / 3;
                match (step - RAISED) % 3 {
                    0 => self.submitted(report, round),
                    1 => self.reviewed(report),
                    _ if step < RETURNED => self.returned(report),
                    _ => self.accepted(report, round),
                }
            }
            ACCEPTED..CORRECTED => {
                let round = RETURNS + 1 + (step - ACCEPTED) / 4;
                match (step - ACCEPTED) % 4 {
                    0 => self.reopened(report, round),
                    1 => self.submitted(report, round),
                    2 => self.reviewed(report),
                    _ => self.accepted(report, round),
                }
            }
            CORRECTED..ANSWERED => self.answered(report, step - CORRECTED),
            ANSWERED..CLOSED => self.closed(report, step - ANSWERED),
            _ => self.afterwards(report, step - CLOSED),
        }
    }

    fn afterwards(&self, report: Report, step: u64) -> Event {
        match step {
            0 => self.fulfilled(report),
            1 => self.money(MoneyState::Paid, 1_000_000 + report.cents()),
            2 => self.achieved(report),
            3 => self.asked_to_change(report),
            4 => self.change_decided(report),
            _ => self.approved(report),
        }
    }
}
