//! One reporting season of one project: which acts follow each other for each fate of its report.

use crate::{
    calendar::{HalfYear, Moment},
    fate::Fate,
    story::Story,
    words,
};

/// One reporting season of one project.
pub(crate) struct Chapter {
    /// The period it is about.
    pub(crate) writing: HalfYear,
    /// Whether its report is the final one.
    pub(crate) last: bool,
    /// What becomes of the report.
    pub(crate) fate: Fate,
}

impl Chapter {
    /// Adds the lines of this season to the story.
    pub(crate) fn play(&self, story: &mut Story<'_>) {
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
}
