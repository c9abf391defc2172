//! Plain text: blank lines part paragraphs, a bullet or number at the start of a line makes a list item.

use crate::document::{Document, PassageKind};

use super::Gathering;

/// A line of at most this many characters that stands alone and does not end a sentence is a heading.
const MAX_HEADING_CHARS: usize = 90;

pub(super) fn read(text: &str) -> Document {
    let mut gathering = Gathering::default();
    read_page(&mut gathering, text, None);
    gathering.document
}

/// Adds the passages of one page.
pub(super) fn read_page(gathering: &mut Gathering, text: &str, page: Option<u32>) {
    let mut block = Block::default();
    for line in text.lines() {
        if line.trim().is_empty() {
            block.end(gathering, page);
        } else if let Some(item) = item(line) {
            block.end(gathering, page);
            block.item = true;
            block.add(gathering, item);
        } else {
            block.add(gathering, line);
        }
    }
    block.end(gathering, page);
}

#[derive(Default)]
struct Block {
    item: bool,
    lines: usize,
}

impl Block {
    fn add(&mut self, gathering: &mut Gathering, line: &str) {
        gathering.add(line);
        gathering.add("\n");
        self.lines += 1;
    }

    fn end(&mut self, gathering: &mut Gathering, page: Option<u32>) {
        let kind = if self.item {
            PassageKind::ListItem
        } else if self.lines == 1 && is_heading(&gathering.raw) {
            PassageKind::Heading
        } else {
            PassageKind::Paragraph
        };
        // Page numbers stand alone and are no text.
        if self.lines == 1 && gathering.raw.trim().bytes().all(|byte| byte.is_ascii_digit()) {
            gathering.raw.clear();
        }
        gathering.end(kind, page);
        *self = Self::default();
    }
}

fn is_heading(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() <= MAX_HEADING_CHARS
        && line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '#')
        && !line.ends_with(['.', '!', '?', ';', ',', ':', '"', '”'])
        && !line.contains(", ")
}

/// What follows the bullet or number of a list item.
pub(crate) fn item(line: &str) -> Option<&str> {
    let line = line.trim_start();
    for bullet in [
        "- ",
        "* ",
        "+ ",
        "• ",
        "– ",
        "— ",
        "▪ ",
        "◦ ",
        "‣ ",
        "· ",
        "\u{f0b7} ",
        "o ",
    ] {
        if let Some(item) = line.strip_prefix(bullet) {
            return Some(item);
        }
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    line[digits..].strip_prefix(['.', ')'])?.strip_prefix(' ')
}
