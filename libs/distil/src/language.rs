//! Which language a text is in: Dutch, English, or another.
//!
//! Function words decide: they are most of any running text, and looking them up costs next to nothing for a text whose words are
//! looked up anyway. Where they do not (short documents, lists, other languages) the trigrams of `whatlang` do, on a sample.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use whatlang::{Detector, Lang};

/// A language whose words can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Dutch.
    Nl,
    /// English.
    En,
}

impl Language {
    /// The ISO 639-1 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }
}

/// What a text was found to be written in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detected {
    /// The language; none when it is another one.
    pub language: Option<Language>,
    /// From 0 (a guess) to 1 (nothing points to another language).
    pub confidence: f32,
}

/// The most of a text that trigrams are counted in, in bytes.
const SAMPLE_BYTES: usize = 2_000;
/// A passage with fewer votes than this takes the language of its document.
const FEWEST_VOTES: f32 = 2.0;
/// The share of the votes the first language needs.
const CLEAR_SHARE: f32 = 0.6;

/// Votes of function words: Dutch, English, German, French.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Votes([f32; 4]);

/// The languages that have a folded word as a function word, one bit each.
pub(crate) fn ballot(word: &str) -> u8 {
    BALLOTS.get(word).copied().unwrap_or(0)
}

impl Votes {
    /// Counts a word; one that several languages have counts for each by its share.
    pub(crate) fn add(&mut self, ballot: u8) {
        if ballot == 0 {
            return;
        }
        let share = 1.0 / ballot.count_ones() as f32;
        for (bit, votes) in self.0.iter_mut().enumerate() {
            if ballot & (1 << bit) != 0 {
                *votes += share;
            }
        }
    }

    /// Counts what others counted.
    pub(crate) fn join(&mut self, other: &Self) {
        self.0
            .iter_mut()
            .zip(other.0)
            .for_each(|(votes, more)| *votes += more);
    }

    /// Whether nothing voted.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|votes| *votes == 0.0)
    }

    /// The language they elect, if there are enough of them and they agree.
    pub(crate) fn elected(&self) -> Option<Detected> {
        let total: f32 = self.0.iter().sum();
        let (first, votes) = self.0.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
        if total < FEWEST_VOTES || votes / total < CLEAR_SHARE {
            return None;
        }
        let language = [Some(Language::Nl), Some(Language::En), None, None][first];
        Some(Detected {
            language,
            confidence: votes / total,
        })
    }
}

/// The language of a text.
///
/// A text too short or too mixed to tell is Dutch or English by its trigrams, with a confidence of at most a half.
#[must_use]
pub fn detect(text: &str) -> Detected {
    let sample = sample(text);
    let mut votes = Votes::default();
    for word in sample.split(|c: char| !c.is_alphanumeric() && c != '\'') {
        votes.add(ballot(&word.to_lowercase()));
    }
    votes.elected().unwrap_or_else(|| by_trigrams(sample))
}

/// The language by the trigrams of a sample of the text.
pub(crate) fn by_trigrams(text: &str) -> Detected {
    let Some(info) = DETECTOR.detect(sample(text)) else {
        return Detected {
            language: None,
            confidence: 0.0,
        };
    };
    let confidence = info.confidence() as f32;
    let language = match info.lang() {
        Lang::Nld => Some(Language::Nl),
        Lang::Eng => Some(Language::En),
        _ if info.is_reliable() => None,
        // Among languages that cannot be read a wrong guess would lose the text; one that can be read only costs time.
        _ => {
            return Detected {
                language: Some(Language::En),
                confidence: 0.0,
            };
        }
    };
    Detected {
        language,
        confidence: if info.is_reliable() {
            confidence
        } else {
            confidence * 0.5
        },
    }
}

fn sample(text: &str) -> &str {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

static DETECTOR: LazyLock<Detector> = LazyLock::new(|| {
    use Lang::{Dan, Deu, Eng, Fra, Ita, Nld, Pol, Por, Spa, Swe, Tur};
    Detector::with_allowlist(vec![
        Nld,
        Eng,
        Deu,
        Fra,
        Spa,
        Ita,
        Por,
        Dan,
        Swe,
        Pol,
        Tur,
        Lang::Rus,
        Lang::Ukr,
        Lang::Ara,
        Lang::Heb,
        Lang::Ell,
        Lang::Cmn,
        Lang::Jpn,
        Lang::Kor,
        Lang::Hin,
    ])
});

static BALLOTS: LazyLock<FxHashMap<&'static str, u8>> = LazyLock::new(|| {
    let mut ballots = FxHashMap::default();
    for (bit, words) in FUNCTION_WORDS.iter().enumerate() {
        for word in words.split_whitespace() {
            *ballots.entry(word).or_insert(0) |= 1 << bit;
        }
    }
    ballots
});

/// The commonest function words of Dutch, English, German and French, folded.
const FUNCTION_WORDS: [&str; 4] = [
    "de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar bij door uit nog wel kan worden wordt deze dit die naar over \
     je we wij zij ze hij u ik heeft hebben had werd was of tot geen meer zich onder wat wie waar hun onze ons jouw uw mijn moet moeten kunnen zal \
     tussen tijdens omdat zoals daarbij bijvoorbeeld per alle veel andere na al zo",
    "the of and to in is that it for on with as was are be by this at from or an have has had not they we you he she his her their our your its which \
     will would can could should must been were but also than more when who what how where there these those into about other such may do does after \
     between through during because all no so if",
    "der die das und in zu den mit von fur auf ist im nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie \
     einem uber einen so zum war haben nur oder aber vor zur bis mehr durch man kann sich wir ihr sein ich",
    "de la le et les des en un une du pour est que dans qui par sur au plus pas avec ce sont il aux ou se ne sa ses elle nous vous mais comme cette \
     etre leur ces fait tout on deux",
];
