//! What callers asked and were told.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use contracts::hub::v1::Receipt;
use tonic::Status;

use super::Call;
use crate::dice::Dice;

/// Projects that callers work on together: the newest ones, so that plans and reports are still to be made.
const PROJECTS_AT_WORK: usize = 40;

/// What came of a call, as far as its caller knows.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// It was carried out.
    Done(Receipt),
    /// It was not.
    Refused(Status),
    /// Nobody said, however often it was asked.
    Unknown(Status),
}

/// One call and what its caller was told.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) request_id: String,
    pub(crate) call: Call,
    pub(crate) attempts: u64,
    pub(crate) outcome: Outcome,
}

/// All calls of a world.
#[derive(Debug, Default)]
pub(crate) struct Record(Mutex<Book>);

#[derive(Debug, Default)]
struct Book {
    said: Vec<Said>,
    projects: Vec<String>,
    objections: Vec<String>,
    answers: BTreeMap<String, u64>,
}

impl Record {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what a caller was told.
    pub(crate) fn note(&self, said: Said) {
        let mut book = self.book();
        if let (Outcome::Done(_), Some(project)) = (&said.outcome, said.call.registers()) {
            book.projects.push(project.to_owned());
        }
        book.said.push(said);
    }

    /// Counts an answer that is not a receipt.
    pub(crate) fn count(&self, status: &Status) {
        let answer = format!("{:?}", status.code());
        *self.book().answers.entry(answer).or_default() += 1;
    }

    /// Notes an answer that contradicts another.
    pub(crate) fn object(&self, what: String) {
        self.book().objections.push(what);
    }

    /// One of the projects that are worked on.
    pub(crate) fn some_project(&self, dice: &mut Dice) -> Option<String> {
        let book = self.book();
        let newest = &book.projects[book.projects.len().saturating_sub(PROJECTS_AT_WORK)..];
        (!newest.is_empty()).then(|| dice.pick(newest).clone())
    }

    pub(crate) fn said(&self) -> Vec<Said> {
        self.book().said.clone()
    }

    pub(crate) fn objections(&self) -> Vec<String> {
        self.book().objections.clone()
    }

    /// How often which answer was given that is not a receipt.
    pub(crate) fn answers(&self) -> BTreeMap<String, u64> {
        self.book().answers.clone()
    }

    /// How many calls were carried out and refused, and how often they were asked.
    pub(crate) fn totals(&self) -> (u64, u64, u64) {
        let book = self.book();
        let count = |wanted: fn(&Outcome) -> bool| {
            book.said.iter().filter(|said| wanted(&said.outcome)).count() as u64
        };
        (
            count(|outcome| matches!(outcome, Outcome::Done(_))),
            count(|outcome| matches!(outcome, Outcome::Refused(_))),
            book.said.iter().map(|said| said.attempts).sum(),
        )
    }
}
