//! The story of one project: its reports one after the other, and what the hub does with them.

use contracts::programme::v1::{
    AcceptReportRequest, AchieveMilestoneRequest, AnswerAttentionPointRequest, ApproveReportRequest,
    CloseAttentionPointRequest, FillReportRequest, FinishProjectRequest, RaiseAttentionPointRequest,
    ReopenReportRequest, ReportContent, ReportKind, ReturnReportRequest, ReviewReportRequest,
    StartReportRequest, StopProjectRequest, SubmitReportRequest, WaiveObligationRequest,
};
use jiff::civil::{Date, date};

use crate::{
    award,
    calendar::{HalfYear, LAST_DAY, Moment, plus},
    cast::{Pace, Seat},
    changes,
    content::Writing,
    fate::{Fate, fate},
    line::{Call, Line},
    plan::Script,
    profile::workgroup,
    rng::Rng,
    words,
};

const AGENCY: &str = "agency-officer";
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

struct Story<'a> {
    seat: &'a Seat,
    script: Script,
    lines: Vec<Line>,
    /// Attention points that the next submission must answer.
    open: Vec<String>,
    /// Attention points that were answered and not closed.
    answered: Vec<String>,
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

    fn say(&mut self, on: Date, call: Call, caller: impl Into<String>, request: &impl serde::Serialize) {
        self.lines.push(Line::new(on, call, caller, request));
    }

    fn lead(&self) -> String {
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

/// One reporting season of one project.
struct Chapter {
    writing: HalfYear,
    last: bool,
    fate: Fate,
}

impl Chapter {
    fn play(&self, story: &mut Story<'_>) {
        use Moment::{
            Again, Answer, Busy, Change, Close, Correct, Decide, Due, Early, Finish, Review, Start, WeekLate,
        };
        match self.fate {
            Fate::OnTime => {
                let mut rng = self.rng(story);
                let submitted = [Early, Busy, Busy, Due, Due, Due][rng.index(6)];
                self.submit(story, submitted, false);
                self.review(story, if submitted == Early { WeekLate } else { Review }, true);
                let accepted = if rng.chance(65) { Answer } else { Again };
                self.accept_and_approve(story, accepted, if accepted == Answer { Again } else { Finish });
            }
            // A final report has two months, so it is late only after those.
            Fate::Late if self.last => {
                self.submit(story, Answer, false);
                self.review(story, Again, false);
                self.accept_and_approve(story, Finish, Close);
            }
            Fate::Late => {
                let three_weeks = self.rng(story).chance(40);
                self.submit(story, if three_weeks { Review } else { WeekLate }, false);
                self.review(story, Answer, true);
                self.accept_and_approve(story, Again, Finish);
            }
            Fate::Returned => {
                self.submit(story, Due, false);
                self.review(story, Review, true);
                self.give_back(story, Answer);
                self.submit_again(story, Again);
                self.review_again(story, Finish);
                self.accept_and_approve(story, Finish, Close);
            }
            Fate::Corrected | Fate::CorrectedMuchLater => {
                self.submit(story, Due, true);
                self.review(story, Review, false);
                self.accept_and_approve(story, Answer, Again);
                let later = if self.fate == Fate::Corrected {
                    self.writing
                } else {
                    self.writing.next()
                };
                self.reopen(story, Close.after(later));
                self.correct(story, Correct.after(later));
                self.review_on(story, Change.after(later), story.seat.block.coordinator());
                self.accept(story, Change.after(later), "Correctie akkoord.");
                self.approve(
                    story,
                    Decide.after(later),
                    "national-coordinator",
                    "Correctie goedgekeurd.",
                );
            }
            Fate::SlowHub => {
                self.submit(story, Busy, false);
                self.review(story, Finish, true);
                self.accept_and_approve(story, Finish, Close);
            }
            Fate::Missing { drafted: false } => {}
            Fate::Missing { drafted: true } => self.draft(story),
            Fate::Waived => self.waive(story, Start),
            Fate::WaitingTooLong => self.submit(story, Due, false),
            Fate::Waiting => self.submit(story, Finish, false),
            Fate::InReview => {
                let late = !self.last && story.seat.number > 200;
                self.submit(story, if late { Finish } else { Due }, false);
                self.review(story, if late { Correct } else { Review }, false);
            }
            Fate::ReturnedOpen => {
                self.submit(story, Due, false);
                self.review(story, Review, false);
                self.raise(story, Review);
                self.give_back(story, Answer);
            }
            Fate::WaitingAgain => {
                self.submit(story, Due, false);
                self.review(story, Review, false);
                self.raise(story, Review);
                self.give_back(story, Answer);
                self.submit_again(story, Finish);
            }
            Fate::AcceptedOnly => {
                self.submit(story, Busy, false);
                self.review(story, Review, true);
                self.accept(story, Again.after(self.writing), words::ACCEPTANCE_NOTES[1]);
            }
        }
    }

    fn kind(&self) -> ReportKind {
        if self.last {
            ReportKind::Final
        } else {
            ReportKind::Progress
        }
    }

    fn report_id(&self, story: &Story<'_>) -> String {
        let kind = if self.last { "final" } else { "progress" };
        format!("{}_{}_{kind}", story.seat.id(), self.writing.label())
    }

    fn rng(&self, story: &Story<'_>) -> Rng {
        Rng::named(&format!("{}/{}/course", story.seat.id(), self.writing.label()))
    }

    fn start(&self, story: &mut Story<'_>, moment: Moment) {
        let request = StartReportRequest {
            project_id: story.seat.id(),
            period: self.writing.label(),
            kind: self.kind().into(),
            ..Default::default()
        };
        story.say(
            moment.after(self.writing),
            Call::StartReport,
            story.lead(),
            &request,
        );
    }

    fn draft(&self, story: &mut Story<'_>) {
        self.start(story, Moment::Early);
        let content = ReportContent {
            highlights: words::HIGHLIGHTS_BEHIND[0].into(),
            ..Default::default()
        };
        self.fill(story, Moment::Busy.after(self.writing), content);
    }

    fn fill(&self, story: &mut Story<'_>, on: Date, content: ReportContent) {
        let request = FillReportRequest {
            project_id: story.seat.id(),
            report_id: self.report_id(story),
            content: Some(content),
            ..Default::default()
        };
        story.say(on, Call::FillReport, story.lead(), &request);
    }

    fn submit(&self, story: &mut Story<'_>, moment: Moment, too_high: bool) {
        let early = moment == Moment::Early || self.rng(story).chance(70);
        self.start(story, if early { Moment::Start } else { Moment::Early });
        let asked = std::mem::take(&mut story.open);
        let content = Writing {
            seat: story.seat,
            script: &story.script,
            period: self.writing,
            too_high,
            last: self.last,
        }
        .content(&asked);
        story.answered.extend(asked);
        let on = moment.after(self.writing);
        self.fill(story, on, content);
        self.hand_in(story, on, story.lead());
    }

    fn hand_in(&self, story: &mut Story<'_>, on: Date, caller: String) {
        let request = SubmitReportRequest {
            project_id: story.seat.id(),
            report_id: self.report_id(story),
            ..Default::default()
        };
        story.say(on, Call::SubmitReport, caller, &request);
    }

    /// The second submission comes from the workgroup's lead: the same line twice would be the same request twice.
    fn hand_in_again(&self, story: &mut Story<'_>, on: Date) {
        self.hand_in(story, on, format!("workgroup-lead:{}", workgroup(story.seat)));
    }

    fn submit_again(&self, story: &mut Story<'_>, moment: Moment) {
        let asked = std::mem::take(&mut story.open);
        let writing = Writing {
            seat: story.seat,
            script: &story.script,
            period: self.writing,
            too_high: false,
            last: self.last,
        };
        let addition = self.rng(story).pick(&words::ADDITIONS).to_owned();
        let answers = writing.content(&asked).answers;
        let evidence = vec![
            writing.evidence("voortgang", "Onderbouwing van de resultaten"),
            writing.evidence("aanvulling", "Aanvulling"),
        ];
        // A list is replaced as a whole: earlier answers need not be given again, because their points were answered before.
        let content = ReportContent {
            deviations: addition,
            answers,
            evidence,
            ..Default::default()
        };
        story.answered.extend(asked);
        let on = moment.after(self.writing);
        self.fill(story, on, content);
        self.hand_in_again(story, on);
    }

    fn review(&self, story: &mut Story<'_>, moment: Moment, may_ask: bool) {
        self.review_on(story, moment.after(self.writing), AGENCY.to_owned());
        // Project 107 is corrected much later; a point open by then would have to be answered by the correction.
        if may_ask && !self.last && story.seat.number != 107 && self.rng(story).chance(45) {
            self.raise(story, moment);
        }
        if self.last && story.seat.number == 112 {
            self.ask_after_the_end(story, moment);
        }
    }

    fn review_again(&self, story: &mut Story<'_>, moment: Moment) {
        self.review_on(story, moment.after(self.writing), story.seat.block.coordinator());
    }

    fn review_on(&self, story: &mut Story<'_>, on: Date, caller: String) {
        let request = ReviewReportRequest {
            project_id: story.seat.id(),
            report_id: self.report_id(story),
            ..Default::default()
        };
        story.say(on, Call::ReviewReport, caller, &request);
    }

    fn raise(&self, story: &mut Story<'_>, moment: Moment) {
        let attention_point_id = format!("ap-{}", self.writing.label());
        let request = RaiseAttentionPointRequest {
            project_id: story.seat.id(),
            attention_point_id: attention_point_id.clone(),
            report_id: self.report_id(story),
            text: self.rng(story).pick(&words::QUESTIONS).into(),
            ..Default::default()
        };
        let caller = if self.rng(story).chance(75) {
            AGENCY.to_owned()
        } else {
            story.seat.block.coordinator()
        };
        story.say(
            moment.after(self.writing),
            Call::RaiseAttentionPoint,
            caller,
            &request,
        );
        story.open.push(attention_point_id);
    }

    /// After a final report there is no next one: the answer comes by itself.
    fn ask_after_the_end(&self, story: &mut Story<'_>, moment: Moment) {
        self.raise(story, moment);
        for attention_point_id in std::mem::take(&mut story.open) {
            let request = AnswerAttentionPointRequest {
                project_id: story.seat.id(),
                attention_point_id: attention_point_id.clone(),
                answer: words::ANSWERS[3].into(),
                ..Default::default()
            };
            let on = Moment::Again.after(self.writing);
            story.say(on, Call::AnswerAttentionPoint, story.lead(), &request);
            story.answered.push(attention_point_id);
        }
    }

    fn give_back(&self, story: &mut Story<'_>, moment: Moment) {
        let request = ReturnReportRequest {
            project_id: story.seat.id(),
            report_id: self.report_id(story),
            reason: self.rng(story).pick(&words::RETURN_REASONS).into(),
            ..Default::default()
        };
        story.say(moment.after(self.writing), Call::ReturnReport, AGENCY, &request);
    }

    fn accept_and_approve(&self, story: &mut Story<'_>, accepted: Moment, approved: Moment) {
        let note = self.rng(story).pick(&words::ACCEPTANCE_NOTES);
        self.accept(story, accepted.after(self.writing), note);
        let coordinator = story.seat.block.coordinator();
        self.approve(story, approved.after(self.writing), &coordinator, "");
    }

    fn accept(&self, story: &mut Story<'_>, on: Date, note: &str) {
        let request = AcceptReportRequest {
            project_id: story.seat.id(),
            report_id: self.report_id(story),
            note: note.into(),
            ..Default::default()
        };
        story.say(on, Call::AcceptReport, AGENCY, &request);
    }

    fn approve(&self, story: &mut Story<'_>, on: Date, caller: &str, note: &str) {
        let request = ApproveReportRequest {
            project_id: story.seat.id(),
            report_id: self.report_id(story),
            note: note.into(),
            ..Default::default()
        };
        story.say(on, Call::ApproveReport, caller, &request);
    }

    fn reopen(&self, story: &mut Story<'_>, on: Date) {
        let request = ReopenReportRequest {
            project_id: story.seat.id(),
            report_id: self.report_id(story),
            reason: "Bij controle bleken inschrijvingen dubbel geteld en een factuur dubbel geboekt.".into(),
            ..Default::default()
        };
        story.say(on, Call::ReopenReport, AGENCY, &request);
    }

    fn correct(&self, story: &mut Story<'_>, on: Date) {
        let writing = Writing {
            seat: story.seat,
            script: &story.script,
            period: self.writing,
            too_high: false,
            last: self.last,
        };
        let correction = writing.correction();
        self.fill(story, on, correction);
        self.hand_in_again(story, on);
    }

    fn waive(&self, story: &mut Story<'_>, moment: Moment) {
        let request = WaiveObligationRequest {
            project_id: story.seat.id(),
            obligation_id: self.report_id(story),
            reason: "Gestart na een voorwaardelijke verlening; de eerste periode telt mee in de volgende rapportage.".into(),
            ..Default::default()
        };
        story.say(
            moment.after(self.writing),
            Call::WaiveObligation,
            AGENCY,
            &request,
        );
    }
}
