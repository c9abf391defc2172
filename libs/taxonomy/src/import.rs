//! Files of one release, read one after the other.

use std::io::{self, BufRead, BufReader, Read as Input};

use crate::check::{self, Read};
use crate::csv::{self, CsvFile};
use crate::draft::Draft;
use crate::finding::{Code, Place};
use crate::limits::MAX_FILE_BYTES;
use crate::{Language, Rejected, Scheme, Version, skos};

/// How much of a file is looked at to tell Turtle from CSV, in bytes.
const SNIFFED_BYTES: usize = 4 * 1024;

/// How much is read from a file at a time, in bytes.
const BUFFER_BYTES: usize = 64 * 1024;

/// The import of one release: files are added, in any order, and at the end there is a release or all its faults.
#[derive(Debug)]
pub struct Import {
    draft: Draft,
    scheme: Scheme,
    version: Option<Version>,
    untagged: Option<Language>,
}

impl Import {
    /// Begins one. Without a version the files have to name it, which only Turtle does.
    pub fn new(scheme: Scheme, version: Option<Version>) -> Self {
        Self {
            draft: Draft::default(),
            scheme,
            version,
            untagged: None,
        }
    }

    /// Says in which language labels in Turtle are that do not say it themselves. Without it they are left out.
    #[must_use]
    pub fn untagged_labels_in(mut self, language: Language) -> Self {
        self.untagged = Some(language);
        self
    }

    /// Adds a file: CSV of ESCO's package or Turtle, which its content tells. The language of a CSV file is the end of its
    /// name, as in `skills_nl.csv`.
    pub fn add(&mut self, name: &str, content: impl Input) -> &mut Self {
        let language = language_of(stem(name));
        self.add_file(name, language, content)
    }

    /// Adds a CSV file in a language that its name does not say.
    pub fn add_in(&mut self, name: &str, language: Language, content: impl Input) -> &mut Self {
        self.add_file(name, Some(language), content)
    }

    fn add_file(&mut self, name: &str, language: Option<Language>, content: impl Input) -> &mut Self {
        let place = self.draft.begin(name);
        let mut bounded = Bounded {
            input: content,
            left: MAX_FILE_BYTES,
            exceeded: false,
        };
        let begin = match beginning(&mut bounded) {
            Ok(begin) => begin,
            Err(error) => {
                self.draft
                    .log
                    .add(Code::Unreadable, place, None, &error.to_string());
                return self;
            }
        };
        let input = BufReader::with_capacity(BUFFER_BYTES, begin.as_slice().chain(&mut bounded));
        self.read(name, language, place, &begin, input);
        if bounded.exceeded {
            self.draft.log.add(Code::FileTooLarge, place, None, "more");
        }
        self
    }

    fn read(
        &mut self,
        name: &str,
        language: Option<Language>,
        place: Place,
        begin: &[u8],
        input: impl BufRead,
    ) {
        if begin.iter().all(u8::is_ascii_whitespace) {
            self.draft.log.add(Code::EmptyFile, place, None, "nothing");
        } else if is_turtle(begin) {
            skos::read(&mut self.draft, place, self.untagged, input);
        } else {
            let stem = stem(name);
            let stem =
                language_of(stem).map_or(stem, |_| stem.rsplit_once('_').map_or(stem, |(stem, _)| stem));
            csv::read(
                &mut self.draft,
                CsvFile {
                    stem,
                    language,
                    place,
                },
                input,
            );
        }
    }

    /// Puts together what was read.
    ///
    /// # Errors
    ///
    /// [`Rejected`] with the faults of all files.
    pub fn finish(self) -> Result<Read, Rejected> {
        check::finish(self.draft, self.scheme, self.version)
    }
}

/// Reads a release from files that are in memory, such as those that a program has built in.
///
/// # Errors
///
/// [`Rejected`] with the faults of all files.
pub fn read_files(
    scheme: Scheme,
    version: Option<Version>,
    files: &[(&str, &[u8])],
) -> Result<Read, Rejected> {
    let mut import = Import::new(scheme, version);
    for (name, content) in files {
        import.add(name, *content);
    }
    import.finish()
}

/// Reads on until the bound, and ends there.
struct Bounded<R> {
    input: R,
    left: u64,
    exceeded: bool,
}

impl<R: Input> Input for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        let within = usize::try_from(self.left).unwrap_or(usize::MAX).min(read);
        self.exceeded |= within < read;
        self.left -= within as u64;
        Ok(within)
    }
}

/// The first bytes, without a byte order mark.
fn beginning(input: &mut impl Input) -> io::Result<Vec<u8>> {
    let mut begin = Vec::with_capacity(SNIFFED_BYTES);
    input
        .by_ref()
        .take(SNIFFED_BYTES as u64)
        .read_to_end(&mut begin)?;
    if begin.starts_with(b"\xef\xbb\xbf") {
        begin.drain(..3);
    }
    Ok(begin)
}

/// Turtle begins with a prefix, a base, a comment or a subject in brackets; no known CSV header does.
fn is_turtle(begin: &[u8]) -> bool {
    let begin = begin.trim_ascii_start();
    let word = begin
        .split(|byte| byte.is_ascii_whitespace())
        .next()
        .unwrap_or_default();
    matches!(begin.first(), Some(b'@' | b'#' | b'<' | b'['))
        || word.eq_ignore_ascii_case(b"prefix")
        || word.eq_ignore_ascii_case(b"base")
}

/// A file's name without folders and ending.
fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The language at the end of a stem: `nl` of `skills_nl`.
fn language_of(stem: &str) -> Option<Language> {
    let (_, end) = stem.rsplit_once('_')?;
    Language::parse(end).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_end_of_the_name() {
        for (name, language) in [
            ("skills_nl.csv", Some("nl")),
            ("ESCO dataset - v1.1.1/skills_en.csv", Some("en")),
            ("C:\\esco\\skillGroups_en-us.csv", Some("en-US")),
            ("skills.csv", None),
            ("skills_dutch.csv", None),
            ("", None),
        ] {
            assert_eq!(
                language_of(stem(name)),
                language.map(|text| Language::parse(text).unwrap()),
                "{name}"
            );
        }
    }

    #[test]
    fn turtle_is_known_by_its_beginning() {
        for turtle in [
            "@prefix a: <b> .",
            "\n# CompetentNL",
            "PREFIX a: <b>",
            "<a> <b> <c> .",
            "base <a>",
            "[] a <b> .",
        ] {
            assert!(is_turtle(turtle.as_bytes()), "{turtle}");
        }
        for csv in [
            "conceptType,conceptUri",
            "prefixes,conceptUri",
            "\"conceptUri\",x",
            "",
        ] {
            assert!(!is_turtle(csv.as_bytes()), "{csv}");
        }
    }

    #[test]
    fn reading_ends_at_the_bound() {
        let mut bounded = Bounded {
            input: &[7_u8; 100][..],
            left: 60,
            exceeded: false,
        };
        let mut read = Vec::new();
        bounded.read_to_end(&mut read).unwrap();
        assert_eq!((read.len(), bounded.exceeded), (60, true));
        let mut exact = Bounded {
            input: &[7_u8; 60][..],
            left: 60,
            exceeded: false,
        };
        exact.read_to_end(&mut Vec::new()).unwrap();
        assert!(!exact.exceeded);
    }
}
