//! The Fluent files of judgement and feedback, read once.

use std::sync::LazyLock;

use fluent_bundle::FluentValue;
use runtime::language::{Language, Texts, UnusableTexts};

/// The files, Dutch first; each is also checked against its counterpart by the tests below.
const FILES: [(Language, &str); 4] = [
    (Language::Dutch, include_str!("../../../locales/nl/judgement.ftl")),
    (
        Language::English,
        include_str!("../../../locales/en/judgement.ftl"),
    ),
    (Language::Dutch, include_str!("../../../locales/nl/feedback.ftl")),
    (
        Language::English,
        include_str!("../../../locales/en/feedback.ftl"),
    ),
];

static TEXTS: LazyLock<Result<Texts, UnusableTexts>> = LazyLock::new(|| Texts::new(&FILES));

/// The text of a key with its variables filled in; the key itself where there is no such text, which a test rules out.
pub(super) fn get(language: Language, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
    find(language, key, arguments).unwrap_or_else(|| key.to_owned())
}

/// The text of a key with its variables filled in, if there is one.
pub(super) fn find(language: Language, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> Option<String> {
    TEXTS.as_ref().ok()?.find(language, key, arguments)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;
    use crate::judgement::RULES;

    /// The variables of each key of a file.
    fn variables(file: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut entries: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut key = String::new();
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line
                .split_once(" =")
                .filter(|_| line.starts_with(char::is_alphabetic))
            {
                key = name.to_owned();
                entries.insert(key.clone(), BTreeSet::new());
            }
            let names = line.split('$').skip(1).map(|rest| {
                rest.chars()
                    .take_while(|letter| letter.is_alphanumeric())
                    .collect::<String>()
            });
            entries.entry(key.clone()).or_default().extend(names);
        }
        entries
    }

    fn files(language: Language) -> impl Iterator<Item = &'static str> {
        FILES
            .into_iter()
            .filter(move |(of, _)| *of == language)
            .map(|(_, file)| file)
    }

    /// The text of every source file below a folder.
    fn sources(folder: &Path) -> String {
        let entries = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        entries
            .map(|path| match path.is_dir() {
                true => sources(&path),
                false => std::fs::read_to_string(&path).unwrap_or_default(),
            })
            .collect()
    }

    #[test]
    fn the_files_are_well_formed() {
        assert!(TEXTS.is_ok(), "{:?}", TEXTS.as_ref().err());
    }

    #[test]
    fn dutch_and_english_have_the_same_keys_with_the_same_variables() {
        for (nl, en) in files(Language::Dutch).zip(files(Language::English)) {
            assert_eq!(variables(nl), variables(en));
        }
    }

    #[test]
    fn every_key_is_used_and_every_used_key_exists() {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let source: String = ["judgement", "status", "feedback"]
            .map(|part| sources(&src.join(part)))
            .concat();
        let mut known: BTreeSet<String> = files(Language::Dutch)
            .flat_map(|file| variables(file).into_keys())
            .collect();
        known.remove("");
        for used in source.split('"').filter(|text| is_key(text)) {
            assert!(known.contains(used), "{used} has no text");
        }
        let described = RULES
            .iter()
            .flat_map(|rule| crate::judgement::describe::keys(*rule));
        let described: BTreeSet<String> = described.collect();
        for key in known.difference(&described) {
            assert!(source.contains(&format!("\"{key}\"")), "{key} is not used");
        }
    }

    fn is_key(text: &str) -> bool {
        let ours = ["judgement-", "feedback-", "waiting-", "peer-"]
            .iter()
            .any(|start| text.starts_with(start));
        ours && text.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !text.ends_with('-')
    }
}
