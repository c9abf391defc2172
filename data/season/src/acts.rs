//! The acts of a reporting season: what project and hub do with one report, each of them one or two lines.

use contracts::programme::v1::{
    AcceptReportRequest, AnswerAttentionPointRequest, ApproveReportRequest, FillReportRequest,
    RaiseAttentionPointRequest, ReopenReportRequest, ReportContent, ReportKind, ReturnReportRequest,
    ReviewReportRequest, StartReportRequest, SubmitReportRequest, WaiveObligationRequest,
};
use jiff::civil::Date;

use crate::{
    calendar::Moment,
    chapter::Chapter,
    content::Writing,
    line::Call,
    profile::workgroup,
    rng::Rng,
    story::{AGENCY, Story},
    words,
};

impl Chapter {
    pub(crate) fn kind(&self) -> ReportKind {
        if self.last {
            ReportKind::Final
        } else {
            ReportKind::Progress
        }
    }

    pub(crate) fn report_id(&self, story: &Story<'_>) -> String {
        let kind = if self.last { "final" } else { "progress" };
        format!("{}_{}_{kind}", story.seat.id(), self.writing.label())
    }

    pub(crate) fn rng(&self, story: &Story<'_>) -> Rng {
        Rng::named(&format!("{}/{}/course", story.seat.id(), self.writing.label()))
    }

    pub(crate) fn start(&self, story: &mut Story<'_>, moment: Moment) {
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

    pub(crate) fn draft(&self, story: &mut Story<'_>) {
        self.start(story, Moment::Early);
        let content = ReportContent {
            highlights: words::HIGHLIGHTS_BEHIND[0].into(),
            ..Default::default()
        };
        self.fill(story, Moment::Busy.after(self.writing), content);
    }

    pub(crate) fn fill(&self, story: &mut Story<'_>, on: Date, content: ReportContent) {
        let request = FillReportRequest {
            project_id: story.seat.id(),
            report_id: self.report_id(story),
            content: Some(content),
            ..Default::default()
        };
        story.say(on, Call::FillReport, story.lead(), &request);
    }

    pub(crate) fn submit(&self, story: &mut Story<'_>, moment: Moment, too_high: bool) {
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

    pub(crate) fn hand_in(&self, story: &mut Story<'_>, on: Date, caller: String) {
        let request = SubmitReportRequest {
            project_id: story.seat.id(),
            report_id: self.report_id(story),
            ..Default::default()
        };
        story.say(on, Call::SubmitReport, caller, &request);
    }

    /// The second submission comes from the workgroup's lead: the same line twice would be the same request twice.
    pub(crate) fn hand_in_again(&self, story: &mut Story<'_>, on: Date) {
        self.hand_in(story, on, format!("workgroup-lead:{}", workgroup(story.seat)));
    }

    pub(crate) fn submit_again(&self, story: &mut Story<'_>, moment: Moment) {
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

    pub(crate) fn review(&self, story: &mut Story<'_>, moment: Moment, may_ask: bool) {
        self.review_on(story, moment.after(self.writing), AGENCY.to_owned());
        // Project 107 is corrected much later; a point open by then would have to be answered by the correction.
        if may_ask && !self.last && story.seat.number != 107 && self.rng(story).chance(45) {
            self.raise(story, moment);
        }
        if self.last && story.seat.number == 112 {
            self.ask_after_the_end(story, moment);
        }
    }

    pub(crate) fn review_again(&self, story: &mut Story<'_>, moment: Moment) {
        self.review_on(story, moment.after(self.writing), story.seat.block.coordinator());
    }

    pub(crate) fn review_on(&self, story: &mut Story<'_>, on: Date, caller: String) {
        let request = ReviewReportRequest {
            project_id: story.seat.id(),
            report_id: self.report_id(story),
            ..Default::default()
        };
        story.say(on, Call::ReviewReport, caller, &request);
    }

    pub(crate) fn raise(&self, story: &mut Story<'_>, moment: Moment) {
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
    pub(crate) fn ask_after_the_end(&self, story: &mut Story<'_>, moment: Moment) {
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

    pub(crate) fn give_back(&self, story: &mut Story<'_>, moment: Moment) {
        let request = ReturnReportRequest {
            project_id: story.seat.id(),
            report_id: self.report_id(story),
            reason: self.rng(story).pick(&words::RETURN_REASONS).into(),
            ..Default::default()
        };
        story.say(moment.after(self.writing), Call::ReturnReport, AGENCY, &request);
    }

    pub(crate) fn accept_and_approve(&self, story: &mut Story<'_>, accepted: Moment, approved: Moment) {
        let note = self.rng(story).pick(&words::ACCEPTANCE_NOTES);
        self.accept(story, accepted.after(self.writing), note);
        let coordinator = story.seat.block.coordinator();
        self.approve(story, approved.after(self.writing), &coordinator, "");
    }

    pub(crate) fn accept(&self, story: &mut Story<'_>, on: Date, note: &str) {
        let request = AcceptReportRequest {
            project_id: story.seat.id(),
            report_id: self.report_id(story),
            note: note.into(),
            ..Default::default()
        };
        story.say(on, Call::AcceptReport, AGENCY, &request);
    }

    pub(crate) fn approve(&self, story: &mut Story<'_>, on: Date, caller: &str, note: &str) {
        let request = ApproveReportRequest {
            project_id: story.seat.id(),
            report_id: self.report_id(story),
            note: note.into(),
            ..Default::default()
        };
        story.say(on, Call::ApproveReport, caller, &request);
    }

    pub(crate) fn reopen(&self, story: &mut Story<'_>, on: Date) {
        let request = ReopenReportRequest {
            project_id: story.seat.id(),
            report_id: self.report_id(story),
            reason: "Bij controle bleken inschrijvingen dubbel geteld en een factuur dubbel geboekt.".into(),
            ..Default::default()
        };
        story.say(on, Call::ReopenReport, AGENCY, &request);
    }

    pub(crate) fn correct(&self, story: &mut Story<'_>, on: Date) {
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

    pub(crate) fn waive(&self, story: &mut Story<'_>, moment: Moment) {
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
