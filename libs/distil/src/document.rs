//! A text and the passages it consists of, as extracted from a document.

use std::ops::Range;

/// What a passage is in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PassageKind {
    /// A heading or title.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// One cell of a table.
    TableCell,
}

/// A stretch of the text that belongs together: nothing is looked for across the edge of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Bytes in [`Document::text`], on character boundaries.
    pub range: Range<usize>,
    /// What it is in the document.
    pub kind: PassageKind,
    /// The page it stands on, from 1; only formats with pages have one.
    pub page: Option<u32>,
}

/// The text of a document with its passages in order; the passages lie inside the text and never overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    text: String,
    passages: Vec<Passage>,
}

/// Why stored text and passages are not a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotADocument {
    /// A passage reaches outside the text or cuts a character in two.
    #[error("passage {passage} is not a range of characters inside the text of {bytes} bytes")]
    Outside {
        /// The number of the passage, from 0.
        passage: usize,
        /// The length of the text.
        bytes: usize,
    },
    /// A passage starts before the one before it ends.
    #[error("passage {passage} starts before the passage before it ends")]
    Overlapping {
        /// The number of the passage, from 0.
        passage: usize,
    },
}

impl Document {
    /// Puts a document together again from what was stored of it.
    ///
    /// # Errors
    ///
    /// All passages that are not inside the text, and all that overlap the one before.
    pub fn restore(text: String, passages: Vec<Passage>) -> Result<Self, Vec<NotADocument>> {
        let mut faults = Vec::new();
        let mut end = 0;
        for (passage, Passage { range, .. }) in passages.iter().enumerate() {
            if text.get(range.clone()).is_none() {
                faults.push(NotADocument::Outside {
                    passage,
                    bytes: text.len(),
                });
            } else if range.start < end {
                faults.push(NotADocument::Overlapping { passage });
            }
            end = end.max(range.end);
        }
        if faults.is_empty() {
            Ok(Self { text, passages })
        } else {
            Err(faults)
        }
    }

    /// The whole text, in Unicode normal form C.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The passages in order.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// The text of one passage, and nothing for a passage of another document.
    #[must_use]
    pub fn passage_text(&self, passage: &Passage) -> &str {
        self.text.get(passage.range.clone()).unwrap_or_default()
    }

    /// The text and the passages, to be stored.
    #[must_use]
    pub fn into_parts(self) -> (String, Vec<Passage>) {
        (self.text, self.passages)
    }

    /// Appends a passage whose text is already normalised; an empty one is left out.
    pub(crate) fn push(&mut self, kind: PassageKind, page: Option<u32>, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.passages.push(Passage {
            range: start..self.text.len(),
            kind,
            page,
        });
    }
}
