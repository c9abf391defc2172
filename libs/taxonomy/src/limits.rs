//! How much is read before it is refused: whoever hands in a file must not be able to fill the memory with it.

/// Faults, and likewise remarks, that are told one by one; the others are counted.
pub const MAX_LISTED: usize = 100;

/// How many of them may have the same code, so that one kind of fault does not hide all others.
pub const MAX_LISTED_PER_CODE: usize = 50;

/// Largest file in bytes. ESCO's own Turtle in one language is about a fifth of it.
pub const MAX_FILE_BYTES: u64 = 512 * 1024 * 1024;

/// Largest record of a CSV file in bytes. ESCO's largest has about four thousand.
pub const MAX_RECORD_BYTES: usize = 256 * 1024;

/// Most columns of a CSV file. ESCO's widest has fourteen.
pub const MAX_COLUMNS: usize = 64;

/// Longest URI in bytes.
pub const MAX_URI_BYTES: usize = 512;

/// Longest label in characters. ESCO's longest has about a hundred and fifty.
pub const MAX_LABEL_CHARS: usize = 500;

/// Longest definition, description or scope note in characters. ESCO's longest has about three thousand.
pub const MAX_NOTE_CHARS: usize = 20_000;

/// Longest notation in characters.
pub const MAX_CODE_CHARS: usize = 64;

/// Most labels of one concept, in all languages together: 28 languages of 150 labels fit.
pub const MAX_LABELS_PER_CONCEPT: usize = 4_500;

/// Most links of one concept of one sort: broader concepts, successors, collections or mappings.
pub const MAX_LINKS_PER_CONCEPT: usize = 2_000;

/// Most concepts of one release. ESCO has about 17,000 with its occupations, CompetentNL about 10,000.
pub const MAX_CONCEPTS: usize = 250_000;

/// Most links that files may name in all, also those of concepts which are in no file.
pub const MAX_LINKS: usize = 5_000_000;

/// Most concepts that one resolution of a reference looks at. Splits of splits grow fast, and no real history has a hundredth of it.
pub const MAX_SUCCESSOR_STEPS: usize = 10_000;

/// Most languages of one release. ESCO has 28.
pub const MAX_LANGUAGES: usize = 60;
