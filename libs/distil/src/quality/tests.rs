use std::sync::Arc;

use super::*;
use crate::language::Language;
use crate::method::{LABEL_MATCH_1, PHRASES_1};
use crate::reading::{Distiller, Manner};

fn set() -> AnnotatedSet {
    AnnotatedSet::own().unwrap()
}

fn distiller(set: &AnnotatedSet, method: crate::Method) -> Distiller {
    Distiller::new(Arc::clone(&set.lexicon), method)
}

#[test]
fn the_set_is_large_and_varied_enough() {
    let set = set();
    let count = |part: Part, language: Language| {
        set.samples
            .iter()
            .filter(|(of, sample)| *of == part && sample.language == language)
            .count()
    };
    assert!(set.samples.len() >= 80);
    assert!(count(Part::Untouched, Language::Nl) >= 15 && count(Part::Untouched, Language::En) >= 15);
    assert!(count(Part::Tuned, Language::Nl) >= 20 && count(Part::Tuned, Language::En) >= 20);
    assert!(set.samples.iter().any(|(_, sample)| sample.marks.is_empty()));
    for manner in [Manner::Asserted, Manner::Negated, Manner::Listed] {
        assert!(
            set.samples
                .iter()
                .any(|(_, sample)| sample.marks.iter().any(|mark| mark.manner == manner))
        );
    }
}

#[test]
fn phrases_are_better_than_plain_labels_where_nobody_tuned() {
    let set = set();
    let (plain, phrases) = (distiller(&set, LABEL_MATCH_1), distiller(&set, PHRASES_1));
    for language in [Language::Nl, Language::En] {
        let slice = Slice {
            part: Some(Part::Untouched),
            language: Some(language),
            manner: None,
        };
        let (plain, phrases) = (evaluate(&plain, &set, slice), evaluate(&phrases, &set, slice));
        assert!(
            phrases.f1() > plain.f1() + 0.1,
            "{language:?}: {phrases:?} against {plain:?}"
        );
    }
}

#[test]
fn confidence_means_what_it_says() {
    let set = set();
    let distiller = distiller(&set, PHRASES_1);
    let (mut right, mut total, mut expected) = (0.0, 0.0, 0.0);
    for (_, sample) in set.samples.iter().filter(|(part, _)| *part == Part::Tuned) {
        for mention in distiller.read(&sample.document).mentions {
            assert!((0.0..=1.0).contains(&mention.confidence));
            let fits = |mark: &Mark| {
                mark.concepts.contains(&mention.concept)
                    && mark.range.start < mention.range.end
                    && mention.range.start < mark.range.end
            };
            right += f64::from(u8::from(sample.marks.iter().any(fits)));
            expected += f64::from(mention.confidence);
            total += 1.0;
        }
    }
    assert!(
        (right / total - expected / total).abs() < 0.15,
        "{right} of {total} right, {expected:.1} expected"
    );
}

#[test]
fn scores_of_nothing_and_of_all() {
    let nothing = Scores::default();
    assert_eq!(
        (nothing.precision(), nothing.recall(), nothing.f1()),
        (1.0, 1.0, 1.0)
    );
    let some = Scores {
        right: 3,
        wrong: 1,
        missed: 2,
    };
    assert_eq!((some.precision(), some.recall()), (0.75, 0.6));
    assert!((some.f1() - 2.0 * 0.75 * 0.6 / 1.35).abs() < 1e-12);
}

#[test]
fn all_faults_of_a_set_are_told_at_once() {
    let concepts = "head\na\turi\tweld\t\tlassen\t\na\tshort\n";
    let faults = AnnotatedSet::read(
        concepts,
        "no head\n=== x de kind\n=== y en kind\n{weld|b}  twice\n",
        "",
    )
    .unwrap_err();
    let lines: Vec<(&str, usize)> = faults.iter().map(|fault| (fault.file, fault.line)).collect();
    assert_eq!(
        lines,
        [
            ("concepts.tsv", 3),
            ("tuned.txt", 1),
            ("tuned.txt", 2),
            ("tuned.txt", 4),
            ("tuned.txt", 4)
        ]
    );
    assert!(faults[0].to_string().contains("six fields"));
}

#[test]
fn the_table_has_a_line_for_each_row() {
    let set = set();
    let rows = rows(&[distiller(&set, PHRASES_1)], &set);
    assert_eq!(table(&rows).lines().count(), rows.len() + 1);
}
