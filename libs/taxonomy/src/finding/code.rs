//! The codes of findings, what each expects, and why it refuses or not.

/// Whether a finding refuses the import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The import is refused.
    Fault,
    /// It is told, and the import passes.
    Remark,
}

/// What was found. The text of a code is permanent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// The reader gave an error: nobody knows what the rest would have said.
    Unreadable,
    /// A file larger than is read.
    FileTooLarge,
    /// A file without content.
    EmptyFile,
    /// A file that is no CSV file with known columns, and no Turtle.
    UnknownFile,
    /// A column that is in the header twice: which one counts is not known.
    RepeatedColumn,
    /// A file with labels that does not say in which language.
    NoLanguage,
    /// Bytes that are not UTF-8, such as Latin-1: the words would be wrong for ever.
    InvalidUtf8,
    /// A row with more or fewer fields than the header: its fields cannot be told apart.
    BadColumns,
    /// A record that is larger than any real one, mostly an opening quote without a closing one.
    RecordTooLarge,
    /// The file ends inside a quoted field.
    Truncated,
    /// Turtle that is not well-formed.
    BadTurtle,
    /// A URI of a concept that is none.
    BadUri,
    /// A label that is empty, too long, or has control characters.
    BadLabel,
    /// A definition, description or note that is too long.
    NoteTooLong,
    /// A notation that is too long.
    BadCode,
    /// A status that is not known: whether the concept is to be used cannot be told.
    UnknownStatus,
    /// A type of concept or skill that is not known: it would be found as something it is not.
    UnknownKind,
    /// A concept without a preferred label in any language: nobody could see what it is.
    MissingLabel,
    /// The same URI twice in a file with different content: which of the two holds is not known.
    DuplicateUri,
    /// Two preferred labels for one concept and language, or two files that disagree on its kind, status or code.
    Conflict,
    /// More labels, links or concepts than are read.
    TooMany,
    /// Concepts that are broader than themselves: counting along the hierarchy would not end.
    BroaderCycle,
    /// Concepts that replace each other in a circle: nobody could say which is today's.
    SuccessorCycle,
    /// A successor that is not in the release and not replaced itself: what referred to the old concept would break.
    MissingSuccessor,
    /// Nothing says which version the release is.
    NoVersion,
    /// Files without a single concept.
    NothingRead,
    /// A broader concept that is not in the release. Packages are delivered in parts; the link is kept.
    DanglingBroader,
    /// A relation or collection that names a concept which is in no file. It is left out.
    DanglingRelation,
    /// A concept without preferred label in a language that others have one in. Translations lag behind.
    Untranslated,
    /// The same row twice. It counts once.
    RepeatedRow,
    /// A file of the official package that has nothing to say here. It is skipped.
    UnusedFile,
    /// A reuse level that is not known. It only helps sorting, and is left out.
    UnknownReuseLevel,
    /// A concept that names a successor and is said to be released. It counts as deprecated.
    ReplacedYetReleased,
    /// Nearly all preferred labels of a language are those of another: the file may be in the wrong language.
    SuspectLanguage,
    /// A label in Turtle without a language, or with one that is not read. It is left out.
    UnreadLanguage,
    /// A mapping to something that is no URI of a concept. It is left out.
    BadMapping,
    /// A concept that is only mentioned: a type and nothing else. It is left out.
    BareConcept,
    /// A CSV file whose last line has no end. Some programs write them so; others mean that the file was cut short.
    NoLineEnd,
    /// Several versions are named in the files. The greatest by text is taken.
    SeveralVersions,
}

impl Code {
    /// All of them.
    pub const ALL: [Self; 39] = [
        Self::Unreadable,
        Self::FileTooLarge,
        Self::EmptyFile,
        Self::UnknownFile,
        Self::RepeatedColumn,
        Self::NoLanguage,
        Self::InvalidUtf8,
        Self::BadColumns,
        Self::RecordTooLarge,
        Self::Truncated,
        Self::BadTurtle,
        Self::BadUri,
        Self::BadLabel,
        Self::NoteTooLong,
        Self::BadCode,
        Self::UnknownStatus,
        Self::UnknownKind,
        Self::MissingLabel,
        Self::DuplicateUri,
        Self::Conflict,
        Self::TooMany,
        Self::BroaderCycle,
        Self::SuccessorCycle,
        Self::MissingSuccessor,
        Self::NoVersion,
        Self::NothingRead,
        Self::DanglingBroader,
        Self::DanglingRelation,
        Self::Untranslated,
        Self::RepeatedRow,
        Self::UnusedFile,
        Self::UnknownReuseLevel,
        Self::ReplacedYetReleased,
        Self::SuspectLanguage,
        Self::UnreadLanguage,
        Self::BadMapping,
        Self::BareConcept,
        Self::NoLineEnd,
        Self::SeveralVersions,
    ];

    /// Whether it refuses the import.
    pub fn severity(self) -> Severity {
        match self {
            Self::DanglingBroader
            | Self::DanglingRelation
            | Self::Untranslated
            | Self::RepeatedRow
            | Self::UnusedFile
            | Self::UnknownReuseLevel
            | Self::ReplacedYetReleased
            | Self::SuspectLanguage
            | Self::UnreadLanguage
            | Self::BadMapping
            | Self::BareConcept
            | Self::NoLineEnd
            | Self::SeveralVersions => Severity::Remark,
            _ => Severity::Fault,
        }
    }

    /// Its name in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::FileTooLarge => "file-too-large",
            Self::EmptyFile => "empty-file",
            Self::UnknownFile => "unknown-file",
            Self::RepeatedColumn => "repeated-column",
            Self::NoLanguage => "no-language",
            Self::InvalidUtf8 => "invalid-utf8",
            Self::BadColumns => "bad-columns",
            Self::RecordTooLarge => "record-too-large",
            Self::Truncated => "truncated",
            Self::BadTurtle => "bad-turtle",
            Self::BadUri => "bad-uri",
            Self::BadLabel => "bad-label",
            Self::NoteTooLong => "note-too-long",
            Self::BadCode => "bad-code",
            Self::UnknownStatus => "unknown-status",
            Self::UnknownKind => "unknown-kind",
            Self::MissingLabel => "missing-label",
            Self::DuplicateUri => "duplicate-uri",
            Self::Conflict => "conflict",
            Self::TooMany => "too-many",
            Self::BroaderCycle => "broader-cycle",
            Self::SuccessorCycle => "successor-cycle",
            Self::MissingSuccessor => "missing-successor",
            Self::NoVersion => "no-version",
            Self::NothingRead => "nothing-read",
            Self::DanglingBroader => "dangling-broader",
            Self::DanglingRelation => "dangling-relation",
            Self::Untranslated => "untranslated",
            Self::RepeatedRow => "repeated-row",
            Self::UnusedFile => "unused-file",
            Self::UnknownReuseLevel => "unknown-reuse-level",
            Self::ReplacedYetReleased => "replaced-yet-released",
            Self::SuspectLanguage => "suspect-language",
            Self::UnreadLanguage => "unread-language",
            Self::BadMapping => "bad-mapping",
            Self::BareConcept => "bare-concept",
            Self::NoLineEnd => "no-line-end",
            Self::SeveralVersions => "several-versions",
        }
    }

    /// What should have stood there.
    pub fn expected(self) -> &'static str {
        match self {
            Self::Unreadable => "a file that can be read to its end",
            Self::FileTooLarge => "a file of at most 512 MiB",
            Self::EmptyFile => "a CSV file with a header, or Turtle",
            Self::UnknownFile => {
                "a header with conceptUri and preferredLabel, conceptUri and broaderUri, conceptUri and replacedBy, or \
                 Level 0 URI, separated by commas; or Turtle"
            }
            Self::RepeatedColumn => "each column once",
            Self::NoLanguage => {
                "a name that ends in the language, such as skills_nl.csv, or a language given with the file"
            }
            Self::InvalidUtf8 => "text in UTF-8",
            Self::BadColumns => "as many fields as the header has",
            Self::RecordTooLarge => "a record of at most 256 KiB and 64 columns",
            Self::Truncated => "a closing quote before the end of the file",
            Self::BadTurtle => "well-formed Turtle",
            Self::BadUri => "an absolute http, https or urn URI of at most 512 bytes",
            Self::BadLabel => "a label of 1 to 500 characters without control characters",
            Self::NoteTooLong => "a text of at most 20,000 characters",
            Self::BadCode => "a notation of at most 64 characters",
            Self::UnknownStatus => "released or deprecated, or a word that means one of them",
            Self::UnknownKind => {
                "KnowledgeSkillCompetence (skill/competence, knowledge, attitude), SkillGroup, Occupation or ISCOGroup"
            }
            Self::MissingLabel => "a preferred label in at least one language",
            Self::DuplicateUri => "each URI once in a file",
            Self::Conflict => "the same as was said of this concept before",
            Self::TooMany => {
                "at most 250,000 concepts, 60 languages, 4,500 labels and 2,000 links of a sort per concept, and \
                 5,000,000 links in all"
            }
            Self::BroaderCycle => "a hierarchy in which no concept is broader than itself",
            Self::SuccessorCycle => "successors that end in a concept in use",
            Self::MissingSuccessor => "a successor that is in the release, or is itself replaced",
            Self::NoVersion => {
                "a version given with the import, or owl:versionInfo or dct:issued on the concept scheme"
            }
            Self::NothingRead => "at least one concept",
            Self::DanglingBroader => "a broader concept that is in the release",
            Self::DanglingRelation => "a concept that is in the release",
            Self::Untranslated => "a preferred label in every language of the release",
            Self::RepeatedRow => "each row once",
            Self::UnusedFile => "files with concepts, groups, collections, broader concepts or successors",
            Self::UnknownReuseLevel => "transversal, cross-sector, sector-specific or occupation-specific",
            Self::ReplacedYetReleased => "status deprecated where a successor is named",
            Self::SuspectLanguage => "labels in the language the file is named after",
            Self::UnreadLanguage => "a language of two or three letters with at most a region",
            Self::BadMapping => "an absolute http, https or urn URI of at most 512 bytes",
            Self::BareConcept => "a concept with a label",
            Self::NoLineEnd => "a line end behind the last line",
            Self::SeveralVersions => "one version in all files",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_code_has_its_own_name() {
        let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(names.iter().all(|name| {
            name.bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'8')
        }));
    }

    #[test]
    fn each_says_what_it_expects() {
        assert!(Code::ALL.iter().all(|code| code.expected().len() > 8));
    }
}
