//! Every reason that can be refused with has a page under `docs/errors/` and a line in its index, and there is no page for a
//! reason that nothing gives any more.
//!
//! The reasons are found in the sources: the first argument of the functions that make a refusal, the texts in the bodies of
//! `fn reason`, and the constants for a hub that the command line cannot reach and for versions of rules. So a new reason needs no line here.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What stands right before a reason.
const MAKERS: &[&str] = &[
    "Fault::new(",
    "Fault::not_found(",
    "Fault::unavailable(",
    "Fault::here(",
    "Self::new(",
    "Self::not_found(",
    "Self::unavailable(",
    "const UNREACHABLE: &str =",
    "const FIXED: &'static str =",
    "const INVALID: &'static str =",
];
/// How a function begins that answers reasons.
const ANSWERS: &str = "fn reason(&self) -> &'static str {";
/// Where sources are.
const SOURCES: &[&str] = &["infra", "libs", "services"];

fn root() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).to_owned()
}

/// All Rust sources that end up in the product. Tests make up reasons of their own.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["tests", "target", "node_modules"].contains(&name.as_str()) {
                sources(&path, found);
            }
        } else if name.ends_with(".rs") && name != "tests.rs" {
            found.push(path);
        }
    }
}

/// The text in quotation marks that `rest` begins with, if that is all capitals.
fn leading_reason(rest: &str) -> Option<String> {
    let text = rest.trim_start().strip_prefix('"')?;
    let (reason, _) = text.split_once('"')?;
    is_reason(reason).then(|| reason.to_owned())
}

fn is_reason(text: &str) -> bool {
    text.len() > 2
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// From the opening brace up to the one that closes it. Braces in texts come in pairs, or would be found here.
fn body(rest: &str) -> &str {
    let mut depth = 1;
    for (place, letter) in rest.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &rest[..place];
        }
    }
    rest
}

/// The reasons one source can refuse with.
fn reasons_in(source: &str) -> BTreeSet<String> {
    // Unit tests stand at the end of a file; examples in comments refuse nothing.
    let source = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let code = |line: &&str| !line.trim_start().starts_with("//");
    let source = source.lines().filter(code).collect::<Vec<_>>().join("\n");
    let made = MAKERS
        .iter()
        .flat_map(|maker| source.split(maker).skip(1))
        .filter_map(leading_reason);
    let answered = source.split(ANSWERS).skip(1).flat_map(|rest| {
        let texts = body(rest)
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|text| is_reason(text))
            .map(str::to_owned);
        texts.collect::<Vec<_>>()
    });
    made.chain(answered).collect()
}

fn reasons() -> BTreeSet<String> {
    let mut files = Vec::new();
    for folder in SOURCES {
        sources(&root().join(folder), &mut files);
    }
    assert!(
        files.len() > 100,
        "the sources are somewhere else: only {} found",
        files.len()
    );
    files
        .iter()
        .flat_map(|file| reasons_in(&fs::read_to_string(file).unwrap()))
        .collect()
}

/// The reasons that have a page, by the names of the pages.
fn pages() -> BTreeSet<String> {
    let pages = fs::read_dir(root().join("docs/errors")).unwrap();
    let names = pages.map(|page| page.unwrap().file_name().to_string_lossy().into_owned());
    names
        .filter_map(|name| Some(name.strip_suffix(".md")?.to_owned()))
        .filter(|name| name != "README")
        .collect()
}

#[test]
fn every_reason_has_a_page_and_every_page_a_reason() {
    let (reasons, pages) = (reasons(), pages());
    let without_page: Vec<_> = reasons.difference(&pages).collect();
    let without_reason: Vec<_> = pages.difference(&reasons).collect();
    assert!(
        without_page.is_empty(),
        "write docs/errors/<CODE>.md for {without_page:?}"
    );
    assert!(
        without_reason.is_empty(),
        "nothing refuses with {without_reason:?} any more: remove the pages"
    );
}

#[test]
fn every_page_is_in_the_index_and_says_what_a_caller_needs() {
    let folder = root().join("docs/errors");
    let index = fs::read_to_string(folder.join("README.md")).unwrap();
    for reason in pages() {
        assert!(
            index.contains(&format!("[`{reason}`]({reason}.md)")),
            "{reason} is not in docs/errors/README.md"
        );
        let page = fs::read_to_string(folder.join(format!("{reason}.md"))).unwrap();
        let mut paragraphs = page.split("\n\n");
        assert_eq!(
            paragraphs.next(),
            Some(format!("# {reason}").as_str()),
            "the title of {reason}.md"
        );
        let dutch = paragraphs.next().unwrap_or_default();
        assert!(
            dutch.starts_with('*') && dutch.trim_end().ends_with('*'),
            "{reason}.md says it in Dutch first, in italics"
        );
        assert!(page.contains("What to do:"), "{reason}.md says what to do");
    }
}

#[test]
fn reasons_are_found_however_they_are_written() {
    let source = r#"
        Fault::new("ONE_LINE", kind, message);
        Fault::not_found(
            "OTHER_LINE", "not a reason");
        fn reason(&self) -> &'static str {
            match self {
                Self::A { .. } => "FROM_A_MATCH",
                Self::B => { "FROM_A_BLOCK" }
            }
        }
        let other = "NOT_A_REASON";
    "#;
    let expected = ["FROM_A_BLOCK", "FROM_A_MATCH", "ONE_LINE", "OTHER_LINE"].map(str::to_owned);
    assert_eq!(reasons_in(source), BTreeSet::from(expected));
}
