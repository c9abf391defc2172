//! A source: a document with its text. Its identifier follows from the text, so that one document is one source. The text itself lies
//! beside the log ([`crate::archive`]).

mod rejection;
#[cfg(test)]
mod tests;

use blocks::{
    findings::Findings,
    lists::check_count,
    values::{Actor, Id},
};
use eventing::Decider;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use rejection::Rejection;

/// What kind of document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A study.
    Study,
    /// A corpus of vacancies.
    Vacancies,
    /// A policy paper.
    Policy,
    /// Something else.
    Other,
}

/// Form in which the text was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Plain text.
    Plain,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// PDF.
    Pdf,
}

/// What is known of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Day it was published.
    pub published_on: Date,
    /// Licence under which its text may be used.
    pub licence: String,
    /// Kind.
    pub kind: Kind,
    /// Language, where it was said.
    pub language: Option<String>,
    /// Regions it is about.
    pub region_ids: Vec<Id>,
    /// Sectors it is about.
    pub sectors: Vec<String>,
    /// Themes it is about.
    pub theme_ids: Vec<Id>,
    /// Where it was published.
    pub uri: Option<String>,
}

/// What is known of its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Form in which it was handed in.
    pub format: Format,
    /// SHA-256 of the bytes that were handed in, in hexadecimal digits.
    pub sha256: String,
    /// Language that was found, or said.
    pub language: String,
    /// Words.
    pub words: u32,
    /// Passages.
    pub passages: u32,
}

/// A source as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    content: Option<Content>,
    text: Option<Text>,
    revision: u32,
    registered_on: Option<Date>,
    withdrawal: Option<String>,
}

/// What can be asked of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Take it in.
    Register {
        /// Its identifier.
        source_id: Id,
        /// What is known of it.
        content: Box<Content>,
        /// What is known of its text.
        text: Text,
        /// The block's day.
        today: Date,
    },
    /// Replace what is known of it.
    Revise {
        /// What is known of it now.
        content: Box<Content>,
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// When.
        at: Timestamp,
        /// The block's day.
        today: Date,
    },
    /// Let it count no longer.
    Withdraw {
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// The block's day.
        today: Date,
    },
}

/// What can have happened to a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// It was taken in.
    Registered {
        /// What is known of it.
        content: Content,
        /// What is known of its text.
        text: Text,
        /// Day.
        registered_on: Date,
    },
    /// Something else is known of it now.
    Revised {
        /// What is known of it.
        content: Content,
        /// What is known of its text.
        text: Text,
        /// How often it was registered or revised.
        revision: u32,
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// When.
        at: Timestamp,
    },
    /// It no longer counts.
    Withdrawn {
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// Day.
        withdrawn_on: Date,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Registered { .. } => "SourceRegistered",
            Self::Revised { .. } => "SourceRevised",
            Self::Withdrawn { .. } => "SourceWithdrawn",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// Words that say how a publisher is organised and not which one it is. They are left out where something else is left.
const LEGAL_FORMS: [&str; 10] = [
    "de",
    "het",
    "the",
    "bv",
    "nv",
    "vof",
    "stichting",
    "vereniging",
    "cooperatie",
    "foundation",
];

/// A publisher as it is told from others: sources of one publisher are not independent of each other. Case, accents, punctuation, spaces,
/// articles and legal forms do not make another one: `CBS`, `cbs.`, `C.B.S.` and `Stichting C B S` are the same. Two that would differ in
/// nothing else count as one: rather a source too few than a voice that is heard twice. Empty for a name without a letter or digit.
#[must_use]
pub fn publisher_key(publisher: &str) -> String {
    // Points in an abbreviation stand for nothing: B.V. is the legal form BV.
    let folded = taxonomy::fold(&publisher.replace('.', ""));
    let told: String = folded
        .split_whitespace()
        .filter(|word| !LEGAL_FORMS.contains(word))
        .collect();
    if told.is_empty() {
        folded.split_whitespace().collect()
    } else {
        told
    }
}

impl Source {
    /// What is known of it; none when it was never taken in.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        self.content.as_ref()
    }

    /// What is known of its text.
    #[must_use]
    pub fn text(&self) -> Option<&Text> {
        self.text.as_ref()
    }

    /// Day it was taken in.
    #[must_use]
    pub fn registered_on(&self) -> Option<Date> {
        self.registered_on
    }

    /// Why it no longer counts, if so.
    #[must_use]
    pub fn withdrawal(&self) -> Option<&str> {
        self.withdrawal.as_deref()
    }

    /// Whether it counts.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.content.is_some() && self.withdrawal.is_none()
    }

    fn register(
        &self,
        source_id: Id,
        content: Content,
        text: Text,
        today: Date,
    ) -> Result<Vec<Fact>, Rejection> {
        if self.withdrawal.is_some() {
            return Err(Rejection::Withdrawn);
        }
        if let Some(known) = &self.content {
            return if *known == content {
                Ok(Vec::new())
            } else {
                Err(Rejection::Exists(source_id))
            };
        }
        content.check(today)?;
        Ok(vec![Fact::Registered {
            content,
            text,
            registered_on: today,
        }])
    }

    /// What is known of it, while it counts.
    fn counting(&self) -> Result<(&Content, &Text), Rejection> {
        match (&self.content, &self.text, &self.withdrawal) {
            (Some(content), Some(text), None) => Ok((content, text)),
            (Some(_), _, Some(_)) => Err(Rejection::Withdrawn),
            _ => Err(Rejection::Unknown),
        }
    }
}

impl Content {
    fn check(&self, today: Date) -> Result<(), Rejection> {
        let mut findings = Findings::below("source");
        let past = self.published_on <= today;
        findings.check(past, "published_on", format!("a day not after today, {today}"));
        let is_named = !publisher_key(&self.publisher).is_empty();
        findings.check(is_named, "publisher", "a name with a letter or a digit in it");
        check_count(&mut findings, "region_ids", &self.region_ids, 0);
        check_count(&mut findings, "sectors", &self.sectors, 0);
        check_count(&mut findings, "theme_ids", &self.theme_ids, 0);
        findings.refuse_with(Rejection::Invalid)
    }
}

impl Decider for Source {
    const TYPE: &'static str = "source";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Register {
                source_id,
                content,
                text,
                today,
            } => self.register(source_id, *content, text, today),
            Command::Revise {
                content,
                reason,
                by,
                at,
                today,
            } => {
                let (known, text) = self.counting()?;
                if *known == *content {
                    return Ok(Vec::new());
                }
                content.check(today)?;
                let language = content.language.clone().unwrap_or_else(|| text.language.clone());
                Ok(vec![Fact::Revised {
                    content: *content,
                    text: Text {
                        language,
                        ..text.clone()
                    },
                    revision: self.revision + 1,
                    reason,
                    by,
                    at,
                }])
            }
            Command::Withdraw { reason, by, today } => match self.counting() {
                Ok(_) => Ok(vec![Fact::Withdrawn {
                    reason,
                    by,
                    withdrawn_on: today,
                }]),
                Err(Rejection::Withdrawn) => Ok(Vec::new()),
                Err(rejection) => Err(rejection),
            },
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Registered {
                content,
                text,
                registered_on,
            } => {
                self.content = Some(content);
                self.text = Some(text);
                self.revision = 1;
                self.registered_on = Some(registered_on);
            }
            Fact::Revised {
                content,
                text,
                revision,
                ..
            } => {
                self.content = Some(content);
                self.text = Some(text);
                self.revision = revision;
            }
            Fact::Withdrawn { reason, .. } => self.withdrawal = Some(reason),
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Registered { .. } | Fact::Revised { .. } | Fact::Withdrawn { .. } => true,
        }
    }
}
