//! Lines of a file as a stream, in bounded memory however long the file or a line is.

use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt};

use super::fault::Fault;
use crate::failure::Note;

/// Longest line that is taken, in bytes.
pub(super) const LONGEST_LINE: usize = 4 * 1024 * 1024;

/// One line with its number, counting from 1.
pub(super) struct Line {
    /// Its number.
    pub(super) number: u64,
    /// Its text without surrounding space, or what is wrong with it.
    pub(super) text: Result<String, Fault>,
}

/// Reads line by line.
pub(super) struct Lines<R> {
    reader: R,
    number: u64,
}

impl<R: AsyncBufRead + Unpin> Lines<R> {
    /// The lines of `reader`.
    pub(super) fn new(reader: R) -> Self {
        Self { reader, number: 0 }
    }

    /// The next line; nothing at the end.
    pub(super) async fn next(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let mut length = 0;
        let mut read = 0;
        loop {
            let chunk = self.reader.fill_buf().await?;
            if chunk.is_empty() && read == 0 {
                return Ok(None);
            }
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            length += part.len();
            if length <= LONGEST_LINE {
                bytes.extend_from_slice(part)
            } else {
                bytes = Vec::new()
            }
            let used = part.len() + usize::from(end.is_some());
            let last = end.is_some() || chunk.is_empty();
            read += used;
            self.reader.consume(used);
            if last {
                self.number += 1;
                return Ok(Some(Line {
                    number: self.number,
                    text: text(bytes, length, self.number),
                }));
            }
        }
    }
}

fn text(bytes: Vec<u8>, length: usize, number: u64) -> Result<String, Fault> {
    if length > LONGEST_LINE {
        let note = Note::new("line-too-long")
            .with("bytes", length)
            .with("most", LONGEST_LINE);
        return Err(Fault::here("LINE_TOO_LONG", note));
    }
    match String::from_utf8(bytes) {
        // Some editors put a mark before the first line.
        Ok(text) if number == 1 => Ok(text.trim_start_matches('\u{feff}').trim().to_owned()),
        Ok(text) => Ok(text.trim().to_owned()),
        Err(error) => {
            let byte = error.utf8_error().valid_up_to() + 1;
            Err(Fault::here(
                "LINE_NOT_UTF8",
                Note::new("line-not-utf8").with("byte", byte),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn all(bytes: &[u8]) -> Vec<(u64, Result<String, String>)> {
        let mut lines = Lines::new(tokio::io::BufReader::with_capacity(7, bytes));
        let mut found = Vec::new();
        while let Some(line) = lines.next().await.unwrap() {
            found.push((line.number, line.text.map_err(|fault| fault.reason().to_owned())));
        }
        found
    }

    #[tokio::test]
    async fn lines_are_counted_and_trimmed_and_the_last_needs_no_end() {
        let found = all("\u{feff}een \r\n\n  twee".as_bytes()).await;
        assert_eq!(
            found,
            [
                (1, Ok("een".into())),
                (2, Ok(String::new())),
                (3, Ok("twee".into()))
            ]
        );
        assert_eq!(all(b"").await, []);
        assert_eq!(all(b"een\n").await, [(1, Ok("een".into()))]);
    }

    #[tokio::test]
    async fn a_line_that_is_not_utf8_is_a_fault_of_that_line_only() {
        let found = all(b"een\n\xff\xfe\ndrie\n").await;
        assert_eq!(
            found,
            [
                (1, Ok("een".into())),
                (2, Err("LINE_NOT_UTF8".into())),
                (3, Ok("drie".into()))
            ]
        );
    }

    #[tokio::test]
    async fn a_line_that_is_too_long_is_a_fault_of_that_line_only() {
        let mut bytes = vec![b'a'; LONGEST_LINE + 1];
        bytes.extend_from_slice(b"\ntwee\n");
        assert_eq!(
            all(&bytes).await,
            [(1, Err("LINE_TOO_LONG".into())), (2, Ok("twee".into()))]
        );
    }

    #[tokio::test]
    async fn the_longest_line_that_may_be_is_taken() {
        let found = all(&vec![b'a'; LONGEST_LINE]).await;
        assert_eq!(found[0].1.as_ref().unwrap().len(), LONGEST_LINE);
    }
}
