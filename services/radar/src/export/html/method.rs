//! By what rules an edition was made.

use super::section;
use crate::export::{
    markup::Markup,
    sheet::{RINGS, Sheet},
    words::{NONE, Words},
};

/// Writes what rings mean, and how they were given.
pub(super) fn write(out: &mut Markup, sheet: &Sheet<'_>, words: &Words) {
    section(out, "method", &words.get("edition-section-method"), |out| {
        out.element("p", &[], &words.get("edition-method"));
        out.inside("dl", &[], |out| {
            for ring in RINGS {
                term(out, &words.ring(ring), &words.ring_meaning(ring));
            }
        });
        out.inside("dl", &[("class", &"facts")], |out| {
            for (key, value) in facts(sheet, words) {
                term(out, &words.get(key), &value);
            }
        });
    });
}

fn facts(sheet: &Sheet<'_>, words: &Words) -> [(&'static str, String); 9] {
    let basis = &sheet.edition.content.basis;
    let tests: Vec<&str> = sheet.tests().into_iter().collect();
    let named = |it: &str| {
        if it.is_empty() {
            NONE.to_owned()
        } else {
            it.to_owned()
        }
    };
    [
        ("edition-fact-rule", named(&basis.ring_rule)),
        ("edition-fact-test", named(&tests.join(", "))),
        ("edition-fact-reading", named(&basis.reading_method)),
        ("edition-fact-run", named(&basis.run_id)),
        (
            "edition-fact-periods",
            words.periods(basis.period_length, basis.periods),
        ),
        ("edition-fact-as-of", words.day(basis.as_of)),
        ("edition-fact-sources", words.count(basis.sources.into())),
        ("edition-fact-words", words.count(basis.words)),
        ("edition-fact-position", basis.log_position.to_string()),
    ]
}

fn term(out: &mut Markup, term: &str, value: &str) {
    out.inside("div", &[], |out| {
        out.element("dt", &[], term);
        out.element("dd", &[], value);
    });
}
