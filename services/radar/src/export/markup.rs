//! Writes elements. What is opened is closed, and every text and attribute is escaped: there is no way to write markup from data.

use std::fmt::{self, Display, Write};

use super::text::one_line;

/// Attributes of an element, by name.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a dyn Display)];

/// Elements under construction.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

/// A length or coordinate, written with at most one decimal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Px(pub(super) f64);

impl Markup {
    /// An element with elements in it; gives what writing them gives.
    pub(super) fn inside<T>(
        &mut self,
        name: &'static str,
        attributes: Attributes<'_>,
        write: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.start(name, attributes);
        self.0.push_str(">\n");
        let written = write(self);
        self.end(name);
        written
    }

    /// Elements that were written before.
    pub(super) fn append(&mut self, elements: Self) {
        self.0.push_str(&elements.0);
    }

    /// An element with a text in it.
    pub(super) fn element(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.start(name, attributes);
        self.0.push('>');
        self.0.push_str(&escape(text));
        self.end(name);
    }

    /// An element with nothing in it. HTML has few of these outside of a picture: see there.
    pub(super) fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.start(name, attributes);
        self.0.push_str("/>\n");
    }

    /// A style sheet of our own. It is not escaped, since HTML does not expect that.
    pub(super) fn style(&mut self, sheet: &'static str) {
        self.0.push_str("<style>\n");
        self.0.push_str(sheet);
        self.end("style");
    }

    /// What a page of HTML begins with.
    pub(super) fn doctype(&mut self) {
        self.0.push_str("<!DOCTYPE html>\n");
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.0
    }

    fn start(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.0.push_str(&escape(&value.to_string()));
            self.0.push('"');
        }
    }

    fn end(&mut self, name: &'static str) {
        // Writing into a string cannot fail.
        let _ = writeln!(self.0, "</{name}>");
    }
}

impl Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The sum with zero turns -0 into 0.
        let tenths = (self.0 * 10.0).round() / 10.0 + 0.0;
        write!(f, "{tenths}")
    }
}

/// A text as it may stand between elements and in attributes, of XML and of HTML.
fn escape(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len());
    for letter in line.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_stays_data() {
        let mut it = Markup::default();
        it.element("p", &[("title", &"\" onload='x")], "<script>&\u{0}</script>");
        assert_eq!(
            it.finish(),
            "<p title=\"&quot; onload=&#39;x\">&lt;script&gt;&amp; &lt;/script&gt;</p>\n"
        );
    }

    #[test]
    fn what_is_opened_is_closed() {
        let mut it = Markup::default();
        it.inside("g", &[], |it| {
            it.empty("path", &[("x", &Px(1.25)), ("y", &Px(-0.01))])
        });
        assert_eq!(it.finish(), "<g>\n<path x=\"1.3\" y=\"0\"/>\n</g>\n");
    }
}
