//! Counting the words and phrases of one document.

use rustc_hash::FxHashMap;

use super::{MAX_PLACES, MAX_SURFACES, MAX_TERMS, Term};
use crate::reading::{Sentence, WordSet, Words};
use crate::words::{Break, Class};

/// The most content words of a term.
const MAX_WORDS: usize = 4;
/// The letters of the shortest word that is a term by itself, acronyms aside.
const SHORTEST_ALONE: u8 = 5;
/// The letters of the shortest word in a term, acronyms aside.
const SHORTEST_WITHIN: u8 = 3;
/// The most different terms that are counted in one document; later ones are left out.
const MAX_COUNTED: usize = 100_000;
/// A phrase counts as a longer term of which others are part when it occurs this often.
const OFTEN: u32 = 2;

/// The terms of the document that is being read.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    numbers: FxHashMap<u64, u32>,
    counted: Vec<Counted>,
    runs: Vec<(usize, usize)>,
}

#[derive(Debug, Clone)]
struct Counted {
    /// The words of the first occurrence, as numbers of what is known of them, and the digests of their stems.
    known: [u32; MAX_WORDS],
    digests: [u64; MAX_WORDS],
    len: u8,
    count: u32,
    places: [(u32, u32); MAX_PLACES],
    /// The digest of the words as written, where it is written so, and how often.
    surfaces: [(u64, u32, u32, u32); MAX_SURFACES],
}

impl Collector {
    pub(crate) fn clear(&mut self) {
        self.numbers.clear();
        self.counted.clear();
    }

    /// Counts the terms of a sentence outside its mentions.
    pub(crate) fn take(&mut self, sentence: &Sentence<'_>, mentions: &[WordSet]) {
        let mut covered = WordSet::default();
        mentions.iter().for_each(|words| covered.add(words));
        self.find_runs(sentence, &covered);
        for number in 0..self.runs.len() {
            let (from, to) = self.runs[number];
            for first in from..to {
                for end in first + 1..=to.min(first + MAX_WORDS) {
                    self.count(sentence, first..end, 0..0);
                }
            }
            if let Some((next, next_end)) = self.runs.get(number + 1).copied()
                && joined(sentence, &covered, to, next)
            {
                for first in from.max(to.saturating_sub(2))..to {
                    for end in next + 1..=next_end.min(next + 2) {
                        self.count(sentence, first..to, next..end);
                    }
                }
            }
        }
    }

    /// The runs of content words with nothing between them.
    fn find_runs(&mut self, sentence: &Sentence<'_>, covered: &WordSet) {
        self.runs.clear();
        for at in 0..sentence.len() {
            let info = sentence.info(at);
            let content = info.letters
                && (info.length >= SHORTEST_WITHIN || info.acronym)
                && !sentence.is(at, Class::STOP)
                && !covered.contains(at);
            if !content {
                continue;
            }
            match self.runs.last_mut() {
                Some((_, to)) if *to == at && sentence.tokens[at].before == Break::None => *to = at + 1,
                _ => self.runs.push((at, at + 1)),
            }
        }
    }

    fn count(
        &mut self,
        sentence: &Sentence<'_>,
        left: std::ops::Range<usize>,
        right: std::ops::Range<usize>,
    ) {
        let (first, last) = (
            left.start,
            if right.is_empty() {
                left.end - 1
            } else {
                right.end - 1
            },
        );
        let len = left.len() + right.len();
        let is_term = if len == 1 {
            stands_alone(sentence, first)
        } else {
            is_phrase(sentence, &left, &right)
        };
        if len > MAX_WORDS || !is_term {
            return;
        }
        let words = left.chain(right);
        let digest = words
            .clone()
            .fold(0_u64, |sum, at| sum.wrapping_add(sentence.known(at).term));
        let place = (sentence.tokens[first].start, sentence.tokens[last].end);
        let written = (first..=last).fold(0_u64, |sum, at| sum.rotate_left(5) ^ sentence.info(at).digest);
        let full = self.counted.len() >= MAX_COUNTED;
        match self.numbers.get(&digest) {
            Some(number) => self.counted[*number as usize].again(place, written),
            None if full => {}
            None => {
                self.numbers.insert(digest, self.counted.len() as u32);
                self.counted.push(Counted::new(sentence, words, place, written));
            }
        }
    }

    /// The terms of the document, the most telling first.
    pub(crate) fn finish(&mut self, text: &str, words: &Words) -> Vec<Term> {
        let nested = self.nested();
        let mut order: Vec<(f64, u32)> = (0..)
            .zip(&self.counted)
            .map(|(number, counted)| (c_value(counted, nested.get(&number)), number))
            .collect();
        let better = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if order.len() > MAX_TERMS {
            order.select_nth_unstable_by(MAX_TERMS, better);
            order.truncate(MAX_TERMS);
        }
        order.sort_unstable_by(better);
        order
            .iter()
            .map(|(value, number)| self.counted[*number as usize].term(*value, text, words))
            .collect()
    }

    /// For each term inside longer ones: how often these occur together, and how many they are.
    fn nested(&self) -> FxHashMap<u32, (u32, u32)> {
        let mut nested: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
        for longer in self
            .counted
            .iter()
            .filter(|counted| counted.len > 1 && counted.count >= OFTEN)
        {
            let len = usize::from(longer.len);
            for first in 0..len {
                for end in first + 1..=len {
                    let digest = longer.digests[first..end]
                        .iter()
                        .fold(0_u64, |sum, digest| sum.wrapping_add(*digest));
                    if let Some(number) = self.numbers.get(&digest).filter(|_| end - first < len) {
                        let (count, terms) = nested.entry(*number).or_default();
                        *count += longer.count;
                        *terms += 1;
                    }
                }
            }
        }
        nested
    }
}

/// `veiligheid van waterstof`: one preposition, and at most one article, between two runs.
fn joined(sentence: &Sentence<'_>, covered: &WordSet, from: usize, to: usize) -> bool {
    let plain = |at: usize| sentence.tokens[at].before == Break::None && !covered.contains(at);
    matches!(to - from, 1 | 2) && sentence.is(from, Class::PREPOSITION) && (from..=to).all(plain)
}

fn stands_alone(sentence: &Sentence<'_>, at: usize) -> bool {
    let info = sentence.info(at);
    (info.length >= SHORTEST_ALONE || info.acronym)
        && !sentence.is(
            at,
            Class::COMMON | Class::SKILL_TALK | Class::PREDICATE | Class::REQUIREMENT,
        )
}

/// Whether words make something like a noun phrase, as far as the words themselves tell: it neither starts with a word of every kind of text
/// (unless `of` follows) nor ends with a form of a verb, and has a word that is neither.
fn is_phrase(sentence: &Sentence<'_>, left: &std::ops::Range<usize>, right: &std::ops::Range<usize>) -> bool {
    let last = if right.is_empty() {
        left.end - 1
    } else {
        right.end - 1
    };
    let told = Class::PREDICATE | Class::REQUIREMENT | Class::SKILL_TALK;
    let word = sentence.word(last);
    let starts = right.is_empty() && sentence.is(left.start, Class::COMMON) || sentence.is(left.start, told);
    let ends = sentence.is(last, told)
        || ["ed", "ly", "lijk", "lijke"]
            .iter()
            .any(|suffix| word.ends_with(suffix));
    !starts
        && !ends
        && left
            .clone()
            .chain(right.clone())
            .any(|at| !sentence.is(at, Class::COMMON | told))
}

fn c_value(counted: &Counted, nested: Option<&(u32, u32)>) -> f64 {
    let mean = nested.map_or(0.0, |(count, terms)| f64::from(*count) / f64::from(*terms));
    // Of what occurs once, longer is no better: any words that meet once make a phrase.
    let len = if counted.count < OFTEN {
        counted.len.min(2)
    } else {
        counted.len
    };
    (f64::from(len) + 1.0).log2() * (f64::from(counted.count) - mean)
}

impl Counted {
    fn new(
        sentence: &Sentence<'_>,
        words: impl Iterator<Item = usize>,
        place: (u32, u32),
        written: u64,
    ) -> Self {
        let mut counted = Self {
            known: [0; MAX_WORDS],
            digests: [0; MAX_WORDS],
            len: 0,
            count: 0,
            places: [(0, 0); MAX_PLACES],
            surfaces: [(0, 0, 0, 0); MAX_SURFACES],
        };
        for at in words.take(MAX_WORDS) {
            let slot = usize::from(counted.len);
            (counted.known[slot], counted.digests[slot]) = (sentence.known[at], sentence.known(at).term);
            counted.len += 1;
        }
        counted.again(place, written);
        counted
    }

    fn again(&mut self, place: (u32, u32), written: u64) {
        if let Some(free) = self.places.get_mut(self.count as usize) {
            *free = place;
        }
        self.count = self.count.saturating_add(1);
        let slot = self
            .surfaces
            .iter_mut()
            .find(|(digest, .., count)| *count == 0 || *digest == written);
        if let Some((digest, start, end, count)) = slot {
            if *count == 0 {
                (*digest, *start, *end) = (written, place.0, place.1);
            }
            *count = count.saturating_add(1);
        }
    }

    fn term(&self, c_value: f64, text: &str, words: &Words) -> Term {
        let known = &self.known[..usize::from(self.len)];
        let mut stems: Vec<&str> = known
            .iter()
            .flat_map(|known| &*words.known(*known).stems)
            .map(|stem| words.stem(*stem))
            .collect();
        stems.sort_unstable();
        stems.dedup();
        let mut surfaces: Vec<(String, u32)> = self
            .surfaces
            .iter()
            .filter(|(.., count)| *count > 0)
            .map(|(_, start, end, count)| {
                (
                    text.get(*start as usize..*end as usize)
                        .unwrap_or_default()
                        .to_owned(),
                    *count,
                )
            })
            .collect();
        surfaces.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let places = self
            .places
            .iter()
            .take(self.count as usize)
            .map(|(start, end)| *start as usize..*end as usize)
            .collect();
        Term {
            key: stems.join(" "),
            words: self.len,
            count: self.count,
            surfaces,
            places,
            c_value,
        }
    }
}
