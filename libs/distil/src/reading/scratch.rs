//! The work of reading, with memory that is used again for the next document.

use std::ops::Range;

use super::choose::{Chosen, choose};
use super::find::Finder;
use super::known::Words;
use super::passage::{MAX_SENTENCE_WORDS, Sentence, WordSet};
use super::{Manner, Mention, Reading};
use super::{admit, baseline};
use crate::document::{Document, Passage};
use crate::language::{Detected, Language, Votes, by_trigrams};
use crate::lexicon::{LabelId, Lexicon, MAX_LOOSE_WORDS};
use crate::manner;
use crate::method::{Method, Procedure};
use crate::terms::Collector;
use crate::words::{Break, Class, Token, tokenise};

/// A passage of fewer words takes the language of its document.
const FEWEST_WORDS_FOR_LANGUAGE: usize = 5;

/// A passage of more words without a function word is no list.
const MOST_WORDS_WITHOUT_VOTES: usize = 60;

/// What is kept from document to document.
#[derive(Debug)]
pub(super) struct Scratch {
    words: Words,
    finders: [Finder; 2],
    tokens: Vec<Token>,
    numbers: Vec<u32>,
    known: Vec<u32>,
    passages: Vec<Range<usize>>,
    collector: Collector,
    /// For each unit the passage it was last seen in.
    context: [Vec<u32>; 2],
    passage: u32,
}

impl Scratch {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let languages = [Language::Nl, Language::En];
        Self {
            words: Words::default(),
            finders: languages.map(|language| Finder::new(lexicon.index(language))),
            tokens: Vec::new(),
            numbers: Vec::new(),
            known: Vec::new(),
            passages: Vec::new(),
            collector: Collector::default(),
            context: languages.map(|language| vec![0; lexicon.index(language).len()]),
            passage: 0,
        }
    }

    pub(super) fn read(&mut self, lexicon: &Lexicon, method: Method, document: &Document) -> Reading {
        self.words.trim();
        let votes = self.tokenise(document);
        let language = self.language(document, &votes, lexicon);
        let passages = self.languages(document.text(), lexicon, &votes, language);
        let mut reading = Reading {
            method,
            language,
            words: self.tokens.len() as u32,
            sentences: 0,
            mentions: Vec::new(),
            terms: Vec::new(),
            passages,
        };
        self.collector.clear();
        for number in 0..self.passages.len() {
            let passage = &document.passages()[number];
            match reading.passages[number].language {
                Some(language) => self.read_passage(
                    lexicon,
                    document.text(),
                    (number, passage),
                    language,
                    &mut reading,
                ),
                None => reading.sentences += self.sentences(number).len() as u32,
            }
        }
        reading.terms = self.collector.finish(document.text(), &self.words);
        reading
    }

    /// All words of the document, and the votes of the function words of each passage.
    fn tokenise(&mut self, document: &Document) -> Vec<Votes> {
        self.tokens.clear();
        self.numbers.clear();
        self.passages.clear();
        let mut votes = Vec::with_capacity(document.passages().len());
        for passage in document.passages() {
            let first = self.tokens.len();
            // Places are kept in four bytes: what lies beyond four gigabytes is not read.
            if let Ok(offset) = u32::try_from(passage.range.end).map(|_| passage.range.start as u32) {
                tokenise(document.passage_text(passage), &mut self.tokens);
                for token in &mut self.tokens[first..] {
                    token.start += offset;
                    token.end += offset;
                }
            }
            let mut passage_votes = Votes::default();
            for token in &self.tokens[first..] {
                let number = self
                    .words
                    .number(&document.text()[token.start as usize..token.end as usize]);
                passage_votes.add(self.words.info(number).ballot);
                self.numbers.push(number);
            }
            self.passages.push(first..self.tokens.len());
            votes.push(passage_votes);
        }
        votes
    }

    fn language(&mut self, document: &Document, votes: &[Votes], lexicon: &Lexicon) -> Detected {
        let mut all = Votes::default();
        votes.iter().for_each(|votes| all.join(votes));
        let detected = all.elected().unwrap_or_else(|| by_trigrams(document.text()));
        if detected.language.is_none() || detected.confidence >= 0.5 {
            return detected;
        }
        // A list of names has no function words and few trigrams: it is in the language whose labels it is made of.
        let [dutch, english] = [Language::Nl, Language::En]
            .map(|language| self.labels_known(document.text(), lexicon, language, 0..self.tokens.len()));
        match dutch.cmp(&english) {
            std::cmp::Ordering::Greater => Detected {
                language: Some(Language::Nl),
                ..detected
            },
            std::cmp::Ordering::Less => Detected {
                language: Some(Language::En),
                ..detected
            },
            std::cmp::Ordering::Equal => detected,
        }
    }

    /// How many of these words, of the first sentences, stand for a unit of a label as they are.
    fn labels_known(
        &mut self,
        text: &str,
        lexicon: &Lexicon,
        language: Language,
        words: Range<usize>,
    ) -> usize {
        let mut count = 0;
        for at in words.take(MAX_SENTENCE_WORDS) {
            let token = self.tokens[at];
            let known = self.words.know(
                self.numbers[at],
                &text[token.start as usize..token.end as usize],
                lexicon,
                language,
            );
            let known = self.words.known(known);
            count += usize::from(
                known
                    .units
                    .iter()
                    .any(|(unit, via)| *via == super::Via::Form && lexicon.index(language).is_native(*unit)),
            );
        }
        count
    }

    /// The language of each passage; one too short to tell has that of the document, unless more of its words are in labels of the other.
    fn languages(
        &mut self,
        text: &str,
        lexicon: &Lexicon,
        votes: &[Votes],
        document: Detected,
    ) -> Vec<Detected> {
        let mut languages = Vec::with_capacity(votes.len());
        for (number, votes) in votes.iter().enumerate() {
            let words = self.passages[number].clone();
            let elected = votes
                .elected()
                .filter(|_| words.len() >= FEWEST_WORDS_FOR_LANGUAGE);
            let silent = votes.is_empty() && (2..=MOST_WORDS_WITHOUT_VOTES).contains(&words.len());
            languages.push(match (elected, document.language) {
                (Some(elected), _) => elected,
                (None, Some(own)) if silent => self.by_labels(text, lexicon, words, own, document),
                (None, _) => document,
            });
        }
        languages
    }

    fn by_labels(
        &mut self,
        text: &str,
        lexicon: &Lexicon,
        words: Range<usize>,
        own: Language,
        document: Detected,
    ) -> Detected {
        let other = if own == Language::Nl {
            Language::En
        } else {
            Language::Nl
        };
        let [here, there] =
            [own, other].map(|language| self.labels_known(text, lexicon, language, words.clone()));
        if there > here + 1 {
            Detected {
                language: Some(other),
                confidence: 0.5,
            }
        } else {
            document
        }
    }

    /// The sentences of a passage, as ranges of words; none is longer than can be read at once.
    fn sentences(&self, passage: usize) -> Vec<Range<usize>> {
        let range = self.passages[passage].clone();
        let mut sentences = Vec::new();
        let mut start = range.start;
        for at in range.clone() {
            if at > start && (self.tokens[at].before == Break::Sentence || at - start == MAX_SENTENCE_WORDS) {
                sentences.push(start..at);
                start = at;
            }
        }
        if start < range.end {
            sentences.push(start..range.end);
        }
        sentences
    }

    fn read_passage(
        &mut self,
        lexicon: &Lexicon,
        text: &str,
        (number, passage): (usize, &Passage),
        language: Language,
        reading: &mut Reading,
    ) {
        let range = self.passages[number].clone();
        self.known.resize(self.tokens.len(), 0);
        self.passage = self.passage.wrapping_add(1);
        let mut software = false;
        for at in range {
            let token = self.tokens[at];
            let known = self.words.know(
                self.numbers[at],
                &text[token.start as usize..token.end as usize],
                lexicon,
                language,
            );
            self.known[at] = known;
            let known = self.words.known(known);
            software |= known.class.has(Class::SOFTWARE);
            for (unit, _) in &known.units {
                self.context[language as usize][*unit as usize] = self.passage;
            }
        }
        let sentences = self.sentences(number);
        reading.sentences += sentences.len() as u32;
        let mut chosen: Vec<Vec<Chosen>> = Vec::with_capacity(sentences.len());
        for range in &sentences {
            chosen.push(self.mentions(lexicon, text, range.clone(), language, reading.method));
        }
        for (range, mut chosen) in sentences.into_iter().zip(chosen) {
            let sentence = sentence(text, &self.tokens, &self.numbers, &self.known, &self.words, range);
            admit::admit(&sentence, &mut chosen, software, passage.kind);
            let sets: Vec<WordSet> = chosen.iter().map(|chosen| chosen.found.words).collect();
            let manners = match reading.method.procedure {
                Procedure::LabelMatch => vec![Manner::Asserted; chosen.len()],
                Procedure::Phrases => manner::manners(&sentence, passage.kind, &sets),
            };
            self.collector.take(&sentence, &sets);
            let index = lexicon.index(language);
            reading
                .mentions
                .extend(chosen.into_iter().zip(manners).map(|(chosen, manner)| {
                    Mention {
                        concept: chosen.found.concept,
                        alternatives: chosen
                            .alternatives
                            .into_iter()
                            .map(|(concept, _)| concept)
                            .collect(),
                        range: sentence.tokens[chosen.found.first].start as usize
                            ..sentence.tokens[chosen.found.last].end as usize,
                        passage: number as u32,
                        label: match reading.method.procedure {
                            Procedure::LabelMatch => LabelId(chosen.found.pattern),
                            Procedure::Phrases => index.pattern(chosen.found.pattern).label,
                        },
                        how: chosen.found.how,
                        manner,
                        confidence: chosen.found.confidence,
                    }
                }));
        }
    }

    fn mentions(
        &mut self,
        lexicon: &Lexicon,
        text: &str,
        range: Range<usize>,
        language: Language,
        method: Method,
    ) -> Vec<Chosen> {
        let sentence = sentence(text, &self.tokens, &self.numbers, &self.known, &self.words, range);
        let index = lexicon.index(language);
        if method.procedure == Procedure::LabelMatch {
            return baseline::mentions(&sentence, index);
        }
        let found = self.finders[language as usize].find(&sentence, lexicon, language);
        if found.is_empty() {
            return Vec::new();
        }
        let (context, passage) = (&self.context[language as usize], self.passage);
        let overlap = |concept: u32| {
            index
                .concept_units(concept)
                .iter()
                .filter(|unit| context[**unit as usize] == passage)
                .count()
        };
        choose(&sentence, found, &overlap, &|pattern| index.pattern(pattern).kind)
    }
}

fn sentence<'a>(
    text: &'a str,
    tokens: &'a [Token],
    numbers: &'a [u32],
    known: &'a [u32],
    words: &'a Words,
    range: Range<usize>,
) -> Sentence<'a> {
    Sentence {
        text,
        tokens: &tokens[range.clone()],
        numbers: &numbers[range.clone()],
        known: &known[range],
        words,
    }
}

const _: () = assert!(MAX_LOOSE_WORDS <= MAX_SENTENCE_WORDS);
