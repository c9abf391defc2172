//! HTML: the tokens of `html5ever`, one passage for each block of text that a reader sees.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use crate::document::{Document, PassageKind};

use super::{Gathering, MAX_NESTING};

pub(super) fn read(text: &str) -> Document {
    let mut gathering = Gathering::default();
    read_into(&mut gathering, text);
    gathering.document
}

/// Adds the passages of a document or of a part of one.
///
/// A page that keeps all its text in its navigation, or never closes it, is read with its navigation.
pub(super) fn read_into(gathering: &mut Gathering, text: &str) {
    let before = gathering.document.passages().len();
    *gathering = tokens(std::mem::take(gathering), text, true);
    if gathering.document.passages().len() == before {
        *gathering = tokens(std::mem::take(gathering), text, false);
    }
}

fn tokens(gathering: Gathering, text: &str, without_navigation: bool) -> Gathering {
    let sink = Sink(RefCell::new(Reader {
        gathering,
        open: Vec::new(),
        without_navigation,
    }));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(text));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let mut reader = tokenizer.sink.0.into_inner();
    reader.flush();
    reader.gathering
}

struct Sink(RefCell<Reader>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        // The tokeniser never calls this from within itself, so the borrow always succeeds.
        let mut reader = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => return reader.tag(&tag),
            Token::CharacterTokens(text) => reader.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// What an element means for the text in it.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Block,
    Passage(PassageKind),
    Hidden,
}

struct Reader {
    gathering: Gathering,
    open: Vec<(Box<str>, Role)>,
    without_navigation: bool,
}

impl Reader {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        if matches!(name, "br" | "hr" | "img" | "wbr") {
            if name != "wbr" {
                self.text(" ");
            }
            return TokenSinkResult::Continue;
        }
        let role = self.role(name, tag);
        match (tag.kind, role) {
            (TagKind::StartTag, Some(role)) if !tag.self_closing => self.open(name, role),
            (TagKind::EndTag, Some(_)) => self.close(name),
            _ => {}
        }
        match (tag.kind, name) {
            (TagKind::StartTag, "script") => TokenSinkResult::RawData(RawKind::ScriptData),
            (TagKind::StartTag, "style" | "iframe" | "noembed" | "noframes" | "xmp") => {
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            (TagKind::StartTag, "title" | "textarea") => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn role(&self, name: &str, tag: &Tag) -> Option<Role> {
        let hidden = tag.kind == TagKind::StartTag
            && tag.attrs.iter().any(|attribute| {
                let (name, value): (&str, &str) = (&attribute.name.local, &attribute.value);
                (name == "hidden") || (name == "aria-hidden" && value == "true")
            });
        let role = match name {
            "script" | "style" | "template" | "noscript" | "svg" | "math" | "iframe" | "object"
            | "canvas" | "select" | "textarea" | "button" | "noembed" | "noframes" | "xmp" => Role::Hidden,
            "nav" | "footer" if self.without_navigation => Role::Hidden,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "title" | "caption" | "legend" | "summary" => {
                Role::Passage(PassageKind::Heading)
            }
            "li" | "dt" | "dd" => Role::Passage(PassageKind::ListItem),
            "td" | "th" => Role::Passage(PassageKind::TableCell),
            "p" | "div" | "section" | "article" | "main" | "aside" | "header" | "nav" | "footer" | "body"
            | "html" | "head" | "ul" | "ol" | "dl" | "table" | "tr" | "thead" | "tbody" | "blockquote"
            | "figure" | "figcaption" | "address" | "form" | "fieldset" | "details" | "pre" => Role::Block,
            _ => return None,
        };
        Some(if hidden { Role::Hidden } else { role })
    }

    fn open(&mut self, name: &str, role: Role) {
        self.flush();
        // These end where the next of their kind starts, without being closed.
        let implied = match self.open.last() {
            Some((top, _)) => matches!(
                (&**top, name),
                ("p", _) | ("li", "li") | ("dt" | "dd", "dt" | "dd") | ("td" | "th", "td" | "th" | "tr")
            ),
            None => false,
        };
        if implied {
            self.open.pop();
        }
        if self.open.len() < MAX_NESTING {
            self.open.push((name.into(), role));
        }
    }

    fn close(&mut self, name: &str) {
        self.flush();
        if let Some(at) = self.open.iter().rposition(|(open, _)| &**open == name) {
            self.open.truncate(at);
        }
    }

    fn hidden(&self) -> bool {
        self.open.iter().any(|(_, role)| *role == Role::Hidden)
    }

    fn text(&mut self, text: &str) {
        if !self.hidden() {
            self.gathering.add(text);
        }
    }

    fn flush(&mut self) {
        let kind = self.open.iter().rev().find_map(|(_, role)| match role {
            Role::Passage(kind) => Some(*kind),
            _ => None,
        });
        self.gathering.end(kind.unwrap_or(PassageKind::Paragraph), None);
    }
}
