//! What terms are held against: how often they occur in all that was read.

use std::collections::HashMap;

use crate::reading::Reading;

/// How often a term was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frequency {
    /// In how many documents.
    pub documents: u64,
    /// How often in all of them together.
    pub count: u64,
}

/// The frequencies of terms over many documents.
///
/// Backgrounds add up: those of parts of an archive, merged in any order, are that of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Background {
    documents: u64,
    words: u64,
    terms: HashMap<String, Frequency>,
}

impl Background {
    /// A background from what was stored of one: the documents and words it was counted in, and the frequency of each key.
    #[must_use]
    pub fn new(documents: u64, words: u64, terms: impl IntoIterator<Item = (String, Frequency)>) -> Self {
        let mut background = Self {
            documents,
            words,
            terms: HashMap::new(),
        };
        for (key, frequency) in terms {
            background.count(&key, frequency);
        }
        background
    }

    /// Adds a document.
    pub fn add(&mut self, reading: &Reading) {
        self.documents += 1;
        self.words += u64::from(reading.words);
        for term in &reading.terms {
            self.count(
                &term.key,
                Frequency {
                    documents: 1,
                    count: u64::from(term.count),
                },
            );
        }
    }

    /// Adds what another background counted in other documents.
    pub fn merge(&mut self, other: &Self) {
        self.documents += other.documents;
        self.words += other.words;
        for (key, frequency) in &other.terms {
            self.count(key, *frequency);
        }
    }

    fn count(&mut self, key: &str, more: Frequency) {
        // Most keys are there already, and then need no copy.
        let frequency = match self.terms.get_mut(key) {
            Some(frequency) => frequency,
            None => self.terms.entry(key.to_owned()).or_default(),
        };
        frequency.documents += more.documents;
        frequency.count += more.count;
    }

    /// How many documents it was counted in.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.documents
    }

    /// How many words they have.
    #[must_use]
    pub fn words(&self) -> u64 {
        self.words
    }

    /// How often a key was met.
    #[must_use]
    pub fn frequency(&self, key: &str) -> Frequency {
        self.terms.get(key).copied().unwrap_or_default()
    }

    /// How much more often a key occurs in a text than here: the log-likelihood ratio, negative when it is rarer there.
    ///
    /// `count` of `words` is what was met in the text, which must not be part of the background. A value above 10.83 has a chance of less than one in
    /// a thousand where text and background do not differ (chi-squared, one degree of freedom); texts are not random, so it ranks rather than tests.
    #[must_use]
    pub fn keyness(&self, key: &str, count: u64, words: u64) -> f64 {
        log_likelihood((count, words), (self.frequency(key).count, self.words))
    }
}

/// Dunning's (1993) log-likelihood ratio for two binomial proportions, each given as events of trials; negative when the first is smaller.
///
/// Counts beyond their trials are taken for all of them; without trials on a side there is nothing to compare, which gives 0.
#[must_use]
pub fn log_likelihood(one: (u64, u64), other: (u64, u64)) -> f64 {
    let proportion = |(events, trials): (u64, u64)| (events.min(trials) as f64, trials as f64);
    let ((k1, n1), (k2, n2)) = (proportion(one), proportion(other));
    if n1 == 0.0 || n2 == 0.0 {
        return 0.0;
    }
    let (p1, p2, p) = (k1 / n1, k2 / n2, (k1 + k2) / (n1 + n2));
    let ratio = 2.0
        * (likelihood(p1, k1, n1) + likelihood(p2, k2, n2) - likelihood(p, k1, n1) - likelihood(p, k2, n2));
    // Rounding can make equal proportions differ by less than nothing.
    if p1 < p2 { -ratio.max(0.0) } else { ratio.max(0.0) }
}

/// The logarithm of p^k (1-p)^(n-k), where nothing to the power of nothing is one.
fn likelihood(p: f64, k: f64, n: f64) -> f64 {
    let power = |base: f64, exponent: f64| {
        if exponent == 0.0 {
            0.0
        } else {
            exponent * base.ln()
        }
    };
    power(p, k) + power(1.0 - p, n - k)
}
