//! Trends that were judged a moment ago: the pages of a list ask for the same again and again.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use crate::trends::{
    rings::Judged,
    series::{Question, Scope, Series},
};

/// Answers that are kept.
const KEPT_MAX: usize = 16;

/// To what an answer belongs: what was read, and the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Run.
    pub run_id: String,
    /// State of what it has read.
    pub version: u64,
    /// Question.
    pub scope: Scope,
}

/// All concepts that are named, judged together: each with its mentions and its trend.
#[derive(Debug)]
pub struct JudgedConcepts {
    /// The question.
    pub question: Question,
    /// Concepts, what grows most surely first.
    pub concepts: Vec<(String, Series, Judged)>,
}

type Kept = VecDeque<(Key, Arc<JudgedConcepts>)>;

/// Answers, the newest last. Cheap to clone.
#[derive(Debug, Default, Clone)]
pub struct Answers(Arc<Mutex<Kept>>);

impl Answers {
    /// The answer, if it is kept.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<Arc<JudgedConcepts>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|it| it.0 == *key).map(|it| it.1.clone())
    }

    /// Keeps an answer; the oldest goes.
    pub fn insert(&self, key: Key, answer: Arc<JudgedConcepts>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|it| it.0 != key);
        if kept.len() >= KEPT_MAX {
            kept.pop_front();
        }
        kept.push_back((key, answer));
    }
}
