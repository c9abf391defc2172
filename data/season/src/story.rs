//! The story of one project: its reports one after the other, and what happens around them.

use contracts::programme::v1::{
    AchieveMilestoneRequest, CloseAttentionPointRequest, FinishProjectRequest, StopProjectRequest,
};
use jiff::civil::{Date, date};

use crate::{
    award,
    calendar::{HalfYear, LAST_DAY, Moment, plus},
    cast::{Pace, Seat},
    changes,
    chapter::Chapter,
    fate::fate,
    line::{Call, Line},
    plan::Script,
};

/// The role token of the agency.
pub(crate) const AGENCY: &str = "agency-officer";
/// The last period that has ended.
const NEWEST: Date = date(2026, 6, 30);
/// The project that was stopped, and the period after which it was.
const STOPPED: (u32, &str) = (108, "2025-H1");

/// Everything that happens around one project.
#[must_use]
pub fn story(seat: &Seat) -> Vec<Line> {
    let script = Script::new(seat);
    let lines = award::lines(seat, &script);
    let mut story = Story {
        seat,
        script,
        lines,
        open: Vec::new(),
        answered: Vec::new(),
    };
    let mut period = HalfYear::of(seat.starts_on);
    while !seat.is_waiting() && period.last_day() <= NEWEST.min(story.script.ends_on) {
        story.season(period);
        if (seat.number, period.label().as_str()) == STOPPED {
            story.stop(period);
            break;
        }
        period = period.next();
    }
    story.lines
}

/// The story so far.
pub(crate) struct Story<'a> {
    pub(crate) seat: &'a Seat,
    pub(crate) script: Script,
    pub(crate) lines: Vec<Line>,
    /// Attention points that the next submission must answer.
    pub(crate) open: Vec<String>,
    /// Attention points that were answered and not closed.
    pub(crate) answered: Vec<String>,
}

impl Story<'_> {
    fn season(&mut self, period: HalfYear) {
        let last = period.last_day() == self.script.ends_on;
        if last {
            let request = FinishProjectRequest {
                project_id: self.seat.id(),
                finished_on: self.script.ends_on.to_string(),
                ..Default::default()
            };
            self.say(
                Moment::Start.after(period),
                Call::FinishProject,
                self.lead(),
                &request,
            );
        }
        Chapter {
            writing: period,
            last,
            fate: fate(self.seat, period),
        }
        .play(self);
        self.close_answered(period);
        if !last {
            self.achieve(period);
            let lines = changes::after(self.seat, &mut self.script, period);
            self.lines.extend(lines);
        }
    }

    /// Adds a line.
    pub(crate) fn say(
        &mut self,
        on: Date,
        call: Call,
        caller: impl Into<String>,
        request: &impl serde::Serialize,
    ) {
        self.lines.push(Line::new(on, call, caller, request));
    }

    /// The role token of the project's lead.
    pub(crate) fn lead(&self) -> String {
        format!("project-lead:{}", self.seat.id())
    }

    /// A project on course records milestones between two reports itself.
    fn achieve(&mut self, period: HalfYear) {
        let on = Moment::Change.after(period).min(LAST_DAY);
        if self.seat.pace != Pace::Good {
            return;
        }
        let between = |day: Date| period.last_day() < day && day <= on;
        let achieved: Vec<_> = self
            .script
            .standing()
            .filter(|stone| between(stone.real_on))
            .cloned()
            .collect();
        for stone in achieved {
            let request = AchieveMilestoneRequest {
                project_id: self.seat.id(),
                evidence: format!("https://example.org/voorbeeld/{}/{}", self.seat.id(), stone.id),
                milestone_id: stone.id,
                achieved_on: stone.real_on.to_string(),
                ..Default::default()
            };
            self.say(on, Call::AchieveMilestone, self.lead(), &request);
        }
    }

    /// The agency closes what was answered; in the newest period it is halfway through.
    fn close_answered(&mut self, period: HalfYear) {
        if period.last_day() == NEWEST && !self.seat.number.is_multiple_of(2) {
            return;
        }
        for attention_point_id in std::mem::take(&mut self.answered) {
            let request = CloseAttentionPointRequest {
                project_id: self.seat.id(),
                attention_point_id,
                note: "Afdoende beantwoord.".into(),
                ..Default::default()
            };
            self.say(
                Moment::Close.after(period),
                Call::CloseAttentionPoint,
                AGENCY,
                &request,
            );
        }
    }

    fn stop(&mut self, period: HalfYear) {
        let on = Moment::Close.after(period);
        let request = StopProjectRequest {
            project_id: self.seat.id(),
            stopped_on: plus(on, -12).to_string(),
            reason:
                "De penvoerder kan de uitvoering niet voortzetten; de partners dragen het materiaal over."
                    .into(),
            decision: format!(
                "Voorbeeld DUS-I {}-{}: intrekking op verzoek",
                self.seat.round, self.seat.number
            ),
            ..Default::default()
        };
        self.say(on, Call::StopProject, AGENCY, &request);
    }
}
