//! Tells on standard error how far an audit is.

use std::{
    io::{self, IsTerminal, Write},
    time::{Duration, Instant},
};

use crate::output::{Format, Screen, Texts, money::whole};

/// Time between two signs of life.
const EVERY: Duration = Duration::from_millis(250);

/// Tells on standard error how far an audit is; nothing where that is no terminal.
pub(super) struct Progress<'a> {
    texts: &'a Texts,
    shown: bool,
    begun: Instant,
    last: Option<Instant>,
}

impl<'a> Progress<'a> {
    pub(super) fn new(screen: &Screen<'a>) -> Self {
        Self {
            texts: screen.texts,
            shown: screen.format == Format::Text && io::stderr().is_terminal(),
            begun: Instant::now(),
            last: None,
        }
    }

    /// A sign of life, not too often.
    pub(super) fn at(&mut self, position: u64, last: u64) {
        if !self.shown || self.last.is_some_and(|last| last.elapsed() < EVERY) {
            return;
        }
        self.last = Some(Instant::now());
        let number = |number: u64| whole(i64::try_from(number).unwrap_or(i64::MAX), self.texts.lang);
        let values = [("position", number(position)), ("last", number(last))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        tell(&format!(
            "\r\u{1b}[K{}",
            self.texts.with("verify-progress", &values)
        ));
    }

    /// Takes the last sign of life away. Gives how long it took.
    pub(super) fn end(&self) -> Duration {
        if self.last.is_some() {
            tell("\r\u{1b}[K");
        }
        self.begun.elapsed()
    }
}

fn tell(text: &str) {
    // When nobody reads the errors any more, the audit goes on.
    let _ = io::stderr().write_all(text.as_bytes());
}
