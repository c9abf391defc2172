//! Records of a CSV file (RFC 4180), one at a time and none larger than [`MAX_RECORD_BYTES`].
//!
//! `csv-core` does the parsing; reading it record by record with a fixed buffer is what keeps a missing quote from taking the
//! whole file into memory.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader};

use crate::limits::{MAX_COLUMNS, MAX_RECORD_BYTES};

/// The records of a file.
pub(crate) struct Records<R> {
    input: R,
    parser: Reader,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    line: u64,
    last: u8,
}

/// One record: its fields as bytes, and the line it begins on.
pub(crate) struct Record<'a> {
    pub(crate) line: u64,
    bytes: &'a [u8],
    ends: &'a [usize],
}

/// Why there is no next record.
#[derive(Debug)]
pub(crate) enum RecordError {
    /// The reader gave an error.
    Unreadable(io::Error),
    /// The record that begins on this line is too large.
    TooLarge(u64),
    /// The file ended in a quoted field of the record that begins on this line.
    Truncated(u64),
}

impl<R: BufRead> Records<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            input,
            parser: Reader::new(),
            bytes: vec![0; MAX_RECORD_BYTES],
            ends: vec![0; MAX_COLUMNS],
            line: 1,
            last: b'\n',
        }
    }

    /// The next record, or nothing at the end. After an error there is none.
    pub(crate) fn next(&mut self) -> Result<Option<Record<'_>>, RecordError> {
        self.skip_line_ends().map_err(RecordError::Unreadable)?;
        let line = self.line;
        let (mut bytes, mut ends, mut quotes) = (0, 0, 0);
        loop {
            let input = self.input.fill_buf().map_err(RecordError::Unreadable)?;
            let at_end = input.is_empty();
            let (free, free_ends) = (self.bytes.get_mut(bytes..), self.ends.get_mut(ends..));
            let (result, read, written, ended) =
                self.parser
                    .read_record(input, free.unwrap_or_default(), free_ends.unwrap_or_default());
            let consumed = input.get(..read).unwrap_or_default();
            quotes += memchr::memchr_iter(b'"', consumed).count();
            self.line += memchr::memchr_iter(b'\n', consumed).count() as u64;
            self.last = consumed.last().copied().unwrap_or(self.last);
            self.input.consume(read);
            bytes += written;
            ends += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    return Err(RecordError::TooLarge(line));
                }
                // An odd number of quotes at the end of the file: one was opened and never closed.
                _ if at_end && quotes % 2 == 1 => return Err(RecordError::Truncated(line)),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(None),
            }
        }
        let (bytes, ends) = (self.bytes.get(..bytes), self.ends.get(..ends));
        Ok(Some(Record {
            line,
            bytes: bytes.unwrap_or_default(),
            ends: ends.unwrap_or_default(),
        }))
    }

    /// Whether what was read so far ends with a line. At the end of a file anything else may mean that it was cut short.
    pub(crate) fn ends_with_line(&self) -> bool {
        matches!(self.last, b'\n' | b'\r')
    }

    /// Passes over what is left of the last line's end, and empty lines, so that the line of the next record is its own.
    fn skip_line_ends(&mut self) -> io::Result<()> {
        loop {
            let input = self.input.fill_buf()?;
            let ends = input
                .iter()
                .take_while(|byte| matches!(byte, b'\n' | b'\r'))
                .count();
            if ends == 0 {
                return Ok(());
            }
            let lines = input.iter().take(ends).filter(|byte| **byte == b'\n').count();
            self.line += lines as u64;
            self.last = b'\n';
            self.input.consume(ends);
        }
    }
}

impl<'a> Record<'a> {
    /// How many fields it has.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All its fields without what parts them.
    pub(crate) fn bytes(&self) -> (&'a [u8], &'a [usize]) {
        (self.bytes, self.ends)
    }

    /// Its fields as text, or the number of the first that is no UTF-8.
    pub(crate) fn fields(&self) -> Result<Vec<&'a str>, usize> {
        let mut fields = Vec::with_capacity(self.ends.len());
        let mut from = 0;
        for (column, end) in self.ends.iter().enumerate() {
            let field = self.bytes.get(from..*end).unwrap_or_default();
            fields.push(std::str::from_utf8(field).map_err(|_| column)?);
            from = *end;
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &[u8]) -> Vec<(u64, Vec<String>)> {
        let mut records = Records::new(input);
        let mut all = Vec::new();
        while let Some(record) = records.next().unwrap() {
            let fields = record.fields().unwrap().into_iter().map(str::to_owned).collect();
            all.push((record.line, fields));
        }
        all
    }

    fn strings(fields: &[&str]) -> Vec<String> {
        fields.iter().map(|field| (*field).to_owned()).collect()
    }

    #[test]
    fn records_know_the_line_they_begin_on() {
        let expected = [
            (1, strings(&["a", "b"])),
            (2, strings(&["1\n2", "x \"y\""])),
            (5, strings(&["3", ""])),
        ];
        assert_eq!(read(b"a,b\n\"1\n2\",\"x \"\"y\"\"\"\n\n3,\n"), expected);
        let unix = read(b"a,b\r\n\"1\n2\",\"x \"\"y\"\"\"\r\n\r\n3,");
        assert_eq!(unix, expected);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_field() {
        assert_eq!(read("\u{feff}a,b\n".as_bytes()), [(1, strings(&["a", "b"]))]);
    }

    #[test]
    fn an_end_in_a_quoted_field_is_told() {
        let mut records = Records::new(&b"a,b\n1,\"2\n3"[..]);
        assert!(records.next().unwrap().is_some());
        assert!(matches!(records.next(), Err(RecordError::Truncated(2))));
    }

    #[test]
    fn a_record_beyond_the_bound_is_told() {
        let long = format!("a,b\n1,\"{}", "x\n".repeat(MAX_RECORD_BYTES));
        let mut records = Records::new(long.as_bytes());
        assert!(records.next().unwrap().is_some());
        assert!(matches!(records.next(), Err(RecordError::TooLarge(2))));
        let wide = ",".repeat(MAX_COLUMNS + 1);
        assert!(matches!(
            Records::new(wide.as_bytes()).next(),
            Err(RecordError::TooLarge(1))
        ));
    }

    #[test]
    fn bytes_that_are_no_text_are_told_by_their_column() {
        let mut records = Records::new(&b"a,caf\xe9\n"[..]);
        assert_eq!(records.next().unwrap().unwrap().fields(), Err(1));
        // Halves of a letter in two fields are no letter.
        let mut records = Records::new(&b"\xc3,\xa9\n"[..]);
        assert_eq!(records.next().unwrap().unwrap().fields(), Err(0));
    }
}
