//! The rules as people read them: `docs/judgement.md` holds the table that is made here, and a test keeps it so.

use runtime::language::Language;

use super::{RULES, Rule};
use crate::feedback::language::say_if_known;

/// What a rule says about itself: when it is amber, when red, and why.
const PARTS: [&str; 3] = ["amber", "red", "about"];

/// The rules as a table in Markdown.
pub fn table(language: Language) -> String {
    let (head, none) = match language {
        Language::Dutch => ("| Regel | Versie | Oranje | Rood | Waarom |", "–"),
        Language::English => ("| Rule | Version | Amber | Red | Why |", "–"),
    };
    let rows = RULES.iter().map(|rule| row(*rule, language, none));
    [head.to_owned(), "| --- | ---: | --- | --- | --- |".to_owned()]
        .into_iter()
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The keys under which a rule describes itself; not every rule knows both colours.
pub fn keys(rule: &dyn Rule) -> Vec<String> {
    let stem = rule.code().to_ascii_lowercase().replace('_', "-");
    PARTS
        .iter()
        .map(|part| format!("judgement-{stem}-{part}"))
        .collect()
}

fn row(rule: &dyn Rule, language: Language, none: &str) -> String {
    let thresholds = rule.thresholds();
    let texts = keys(rule)
        .into_iter()
        .map(|key| say_if_known(language, &key, &thresholds));
    let cells: Vec<String> = texts
        .map(|text| text.unwrap_or_else(|| none.to_owned()))
        .collect();
    format!(
        "| `{}` | {} | {} |",
        rule.code(),
        rule.version(),
        cells.join(" | ")
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const BEGIN: &str = "<!-- regels: begin -->\n\n";
    const END: &str = "\n\n<!-- regels: einde -->";

    /// With `UPDATE_DOCS` set the page is brought up to date instead.
    #[test]
    fn the_page_about_the_judgement_shows_the_rules_as_they_are() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/judgement.md");
        let page = std::fs::read_to_string(&path).unwrap();
        let (before, rest) = page.split_once(BEGIN).unwrap();
        let (_, after) = rest.split_once(END).unwrap();
        let expected = format!("{before}{BEGIN}{}{END}{after}", table(Language::Dutch));
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, &expected).unwrap();
        }
        assert!(
            page == expected,
            "run this test once with UPDATE_DOCS=1 and look at what changed"
        );
    }

    #[test]
    fn every_rule_says_why_and_when_in_both_languages() {
        for (rule, language) in RULES
            .iter()
            .flat_map(|rule| Language::ALL.map(|language| (rule, language)))
        {
            let texts: Vec<_> = keys(*rule)
                .iter()
                .map(|key| say_if_known(language, key, &rule.thresholds()))
                .collect();
            assert!(
                texts[0].is_some() || texts[1].is_some(),
                "{} has no colour",
                rule.code()
            );
            assert!(texts[2].is_some(), "{} has no reason", rule.code());
            assert!(
                !texts.iter().flatten().any(|text| text.contains('{')),
                "{texts:?}"
            );
        }
    }
}
