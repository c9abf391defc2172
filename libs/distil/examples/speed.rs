//! Measures reading on one core: `cargo run -p distil --release --example speed -- skills_en.csv [text file]`.
//!
//! Without a text, one is made of sentences about the labels of the file with words of its own; it repeats no paragraph, and is the same on every
//! run. Every figure stands next to a limit: what parting the same text at its white space costs, and what the fastest search for all labels costs.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use aho_corasick::{AhoCorasick, MatchKind};
use distil::{
    Concept, Distiller, Document, Format, LABEL_MATCH_1, Label, LabelKind, Language, Lexicon, PHRASES_1,
    Reading, detect, extract,
};

type Failure = Box<dyn std::error::Error>;

/// The size of the text that is made, in bytes.
const TEXT_BYTES: usize = 24_000_000;
/// The size of one document, in bytes: a report of about five pages.
const DOCUMENT_BYTES: usize = 16_000;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("expected: <esco csv> [text file]")?;
    let rows = rows(&path)?;
    let started = Instant::now();
    let lexicon = Arc::new(build(&rows));
    println!(
        "{} concepts made ready in {:.2} s",
        lexicon.len(),
        started.elapsed().as_secs_f64()
    );
    let text = match arguments.next() {
        Some(path) => std::fs::read_to_string(path)?,
        None => made_text(&rows),
    };
    let documents = documents(&text)?;
    let bytes: usize = documents.iter().map(|document| document.text().len()).sum();
    println!(
        "{} documents, {:.1} MB, {} different words",
        documents.len(),
        bytes as f64 / 1e6,
        different_words(&text)
    );
    limits(&rows, &documents, bytes);
    let distillers = [LABEL_MATCH_1, PHRASES_1].map(|method| Distiller::new(Arc::clone(&lexicon), method));
    for distiller in &distillers {
        let mut mentions = 0;
        let mut terms = 0;
        let mut read = |document: &Document| -> Reading {
            let reading = distiller.read(document);
            mentions += reading.mentions.len();
            terms += reading.terms.len();
            reading
        };
        measure(
            &format!(
                "{} (language, words, mentions, manner, terms)",
                distiller.method()
            ),
            &documents,
            bytes,
            |document| {
                black_box(read(document));
            },
        );
        println!("    {mentions} mentions, {terms} terms");
    }
    Ok(())
}

/// What the same text costs at best.
fn limits(rows: &[Row], documents: &[Document], bytes: usize) {
    measure("limit: every line feed by memchr", documents, bytes, |document| {
        black_box(memchr::memchr_iter(b'\n', document.text().as_bytes()).count());
    });
    measure("limit: parted at white space", documents, bytes, |document| {
        black_box(document.text().split_ascii_whitespace().count());
    });
    let mut counts: HashMap<String, u32> = HashMap::new();
    measure(
        "limit: words counted in a hash map of std",
        documents,
        bytes,
        |document| {
            for word in document.text().split_ascii_whitespace() {
                match counts.get_mut(word) {
                    Some(count) => *count += 1,
                    None => drop(counts.insert(word.to_owned(), 1)),
                }
            }
        },
    );
    let labels = rows.iter().flat_map(|row| row.labels());
    let built = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(labels.map(|(text, _)| text));
    if let Ok(automaton) = built {
        measure(
            "limit: aho-corasick for all labels, nothing else",
            documents,
            bytes,
            |document| {
                black_box(automaton.find_iter(document.text()).count());
            },
        );
    }
    measure(
        "stage: language by the public function (a sample)",
        documents,
        bytes,
        |document| {
            black_box(detect(document.text()));
        },
    );
    measure("stage: plain text to passages", documents, bytes, |document| {
        black_box(extract(document.text().as_bytes(), Format::Plain).is_ok());
    });
}

fn measure(what: &str, documents: &[Document], bytes: usize, mut read: impl FnMut(&Document)) {
    let started = Instant::now();
    documents.iter().for_each(&mut read);
    println!(
        "{:>9.1} MB/s  {what}",
        bytes as f64 / 1e6 / started.elapsed().as_secs_f64()
    );
}

struct Row {
    uri: String,
    preferred: String,
    others: String,
}

impl Row {
    fn labels(&self) -> impl Iterator<Item = (&str, LabelKind)> {
        let others = self.others.lines().map(str::trim).filter(|text| !text.is_empty());
        std::iter::once((self.preferred.as_str(), LabelKind::Preferred))
            .chain(others.map(|text| (text, LabelKind::Alternative)))
    }
}

fn rows(path: &str) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for record in csv::Reader::from_path(path)?.records() {
        let record = record?;
        let field = |at: usize| record.get(at).unwrap_or_default().to_owned();
        rows.push(Row {
            uri: field(1),
            preferred: field(4),
            others: field(5),
        });
    }
    Ok(rows)
}

fn build(rows: &[Row]) -> Lexicon {
    let labels: Vec<Vec<Label<'_>>> = rows
        .iter()
        .map(|row| {
            row.labels()
                .map(|(text, kind)| Label {
                    text,
                    language: Language::En,
                    kind,
                })
                .collect()
        })
        .collect();
    let concepts: Vec<Concept<'_>> = rows
        .iter()
        .zip(&labels)
        .map(|(row, labels)| Concept {
            uri: &row.uri,
            labels,
        })
        .collect();
    Lexicon::build(&concepts)
}

fn documents(text: &str) -> Result<Vec<Document>, Failure> {
    let mut documents = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let mut end = (start + DOCUMENT_BYTES).min(text.len());
        while end < text.len() && text.as_bytes()[end] != b'\n' {
            end += 1;
        }
        if !text[start..end].trim().is_empty() {
            documents.push(extract(&text.as_bytes()[start..end], Format::Plain)?);
        }
        start = end;
    }
    Ok(documents)
}

fn different_words(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric())
        .collect::<std::collections::HashSet<_>>()
        .len()
}

/// A generator of numbers that are the same on every run (Marsaglia 2003, xorshift).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

const SUBJECTS: &[&str] = &[
    "The firms in our sample",
    "Most employers",
    "Teachers at the regional college",
    "A group of experienced fitters",
    "The municipality",
    "Nobody in the interviews",
    "Applicants for the post",
    "The authors of the earlier study",
    "Small suppliers near the harbour",
    "The second cohort of students",
    "Trade unions",
    "Her colleagues",
];
const VERBS: &[&str] = &[
    "had to learn to",
    "were expected to",
    "did not want to",
    "said that they could hardly",
    "were trained for two years to",
    "no longer",
    "often",
    "will soon be asked to",
];
const TAILS: &[&str] = &[
    "before the end of the year",
    "although the budget was cut",
    "in close cooperation with the province",
    "while prices went up by four per cent",
    "because the old contract had ended",
    "as the table on page 12 shows",
    "without any help from abroad",
    "which came as a surprise to the board",
];
const FILLERS: &[&str] = &[
    "It rained for most of the week, and the meeting was moved to a hall in the next village.",
    "The figures are not adjusted for inflation.",
    "We come back to this question in the last chapter.",
    "According to the minister there was no reason to wait any longer.",
    "Of the 1,240 questionnaires that were sent, 436 came back.",
    "Neither the cause nor the size of the effect is known.",
];
const SYLLABLES: &[&str] = &[
    "ba", "ker", "lo", "min", "ter", "sol", "ver", "da", "mon", "ri", "stal", "fe", "gra", "nu", "pol",
    "tri", "hos", "cam", "del", "pra", "zo", "wick", "ham", "ford", "sen",
];

/// Text in which about one sentence of three has a label, one a label with words between or changed, and one none.
fn made_text(rows: &[Row]) -> String {
    let mut numbers = Numbers(0x5eed_1234_abcd_ef01);
    let mut text = String::with_capacity(TEXT_BYTES + 1_000);
    while text.len() < TEXT_BYTES {
        for _ in 0..3 + numbers.next(5) {
            sentence(rows, &mut numbers, &mut text);
            text.push(' ');
        }
        text.push_str("\n\n");
    }
    text
}

fn sentence(rows: &[Row], numbers: &mut Numbers, text: &mut String) {
    let pick = |list: &[&'static str], numbers: &mut Numbers| list[numbers.next(list.len())];
    let kind = numbers.next(3);
    if kind == 2 {
        text.push_str(pick(FILLERS, numbers));
        text.push_str(" In ");
        name(numbers, text);
        text.push_str(" and ");
        name(numbers, text);
        text.push_str(", where the ");
        name(numbers, text);
        text.push_str(" works closed, things went otherwise.");
        return;
    }
    text.push_str(pick(SUBJECTS, numbers));
    text.push(' ');
    text.push_str(pick(VERBS, numbers));
    text.push(' ');
    let row = &rows[numbers.next(rows.len())];
    let label = row
        .labels()
        .nth(numbers.next(6))
        .map_or(row.preferred.as_str(), |(text, _)| text);
    match label.split_once(' ') {
        Some((first, rest)) if kind == 1 => {
            text.push_str(first);
            text.push_str(" their own ");
            text.push_str(rest);
        }
        _ => text.push_str(label),
    }
    text.push_str(" of ");
    name(numbers, text);
    text.push(' ');
    text.push_str(pick(TAILS, numbers));
    text.push('.');
}

/// A name that is in no lexicon.
fn name(numbers: &mut Numbers, text: &mut String) {
    let start = text.len();
    for _ in 0..2 + numbers.next(2) {
        text.push_str(SYLLABLES[numbers.next(SYLLABLES.len())]);
    }
    if numbers.next(2) == 0 {
        text[start..].get_mut(..1).map(str::make_ascii_uppercase);
        let upper = text[start..start + 1].to_ascii_uppercase();
        text.replace_range(start..=start, &upper);
    }
}
