//! Markdown: the events of `pulldown-cmark`, one passage for each block.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::document::{Document, PassageKind};

use super::{Gathering, html};

pub(super) fn read(text: &str) -> Document {
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        reader.take(event);
    }
    reader.end();
    reader.gathering.document
}

#[derive(Default)]
struct Reader {
    gathering: Gathering,
    heading: bool,
    cell: bool,
    code: bool,
    items: usize,
    html: String,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.finish(tag),
            Event::Text(text) if !self.code => self.gathering.add(&text),
            Event::Code(text) => self.gathering.add(&text),
            Event::Html(text) => self.html.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.gathering.add("\n"),
            Event::InlineHtml(_) => self.gathering.add(" "),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { .. } => self.heading = true,
            Tag::Item => self.items += 1,
            Tag::CodeBlock(_) => self.code = true,
            Tag::TableCell => self.cell = true,
            Tag::Paragraph | Tag::List(_) | Tag::BlockQuote(_) | Tag::HtmlBlock => {}
            _ => return,
        }
        // What was gathered so far belongs to the block around this one.
        let (heading, cell) = (self.heading, self.cell);
        self.heading = false;
        self.cell = false;
        if matches!(tag, Tag::Item) {
            self.items -= 1;
            self.end();
            self.items += 1;
        } else {
            self.end();
        }
        (self.heading, self.cell) = (heading, cell);
    }

    fn finish(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell => self.end(),
            TagEnd::HtmlBlock => self.end_html(),
            _ => {}
        }
        match tag {
            TagEnd::Heading(_) => self.heading = false,
            TagEnd::TableCell => self.cell = false,
            TagEnd::CodeBlock => self.code = false,
            TagEnd::Item => self.items = self.items.saturating_sub(1),
            _ => {}
        }
    }

    fn end(&mut self) {
        let kind = match (self.heading, self.cell, self.items) {
            (true, ..) => PassageKind::Heading,
            (_, true, _) => PassageKind::TableCell,
            (.., 0) => PassageKind::Paragraph,
            _ => PassageKind::ListItem,
        };
        self.gathering.end(kind, None);
    }

    fn end_html(&mut self) {
        html::read_into(&mut self.gathering, &self.html);
        self.html.clear();
    }
}
