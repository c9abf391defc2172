use crate::reading::Manner;
use crate::testing::mentions;

const CONCEPTS: &[&str] = &[
    "en:welding|nl:lassen",
    "en:bricklaying|nl:metselen",
    "en:SQL|nl:SQL",
    "en:data mining|nl:datamining",
    "en:risk management|nl:risicobeheer",
    "en:data protection|nl:gegevensbescherming",
];

fn manners(text: &str) -> Vec<Manner> {
    mentions(CONCEPTS, text)
        .into_iter()
        .map(|(.., manner)| manner)
        .collect()
}

fn all(manner: Manner, texts: &[&str]) {
    for text in texts {
        let found = manners(text);
        assert!(
            !found.is_empty() && found.iter().all(|one| *one == manner),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn dutch_negation() {
    all(
        Manner::Negated,
        &[
            "Er is geen ervaring met lassen nodig.",
            "Kennis van metselen is niet vereist.",
            "Je hoeft niet te kunnen lassen of metselen.",
            "Lassen, metselen en datamining zijn niet nodig voor dit werk.",
            "In plaats van lassen leren zij hier iets anders.",
            "Niet vereist: ervaring met datamining.",
            "SQL hoef je niet te kennen voor deze baan.",
            "Zij werken zonder kennis van risicobeheer.",
        ],
    );
}

#[test]
fn english_negation() {
    all(
        Manner::Negated,
        &[
            "No knowledge of welding is required.",
            "Experience with SQL isn't needed for this post.",
            "You do not have to know welding or bricklaying.",
            "They learn to paint rather than welding.",
            "Instead of data mining, the course teaches something else.",
            "Risk management is not part of the course.",
            "They work without any knowledge of data protection.",
            "Neither SQL nor bricklaying is taught in this course.",
        ],
    );
}

#[test]
fn what_is_no_negation() {
    all(
        Manner::Asserted,
        &[
            "Niet alleen lassen maar ook metselen hoort bij het vak.",
            "Je kunt niet zonder SQL in dit werk.",
            "Zij kan lassen zonder hulp van anderen.",
            "Zonder kennis van lassen kom je hier niet ver.",
            "Without welding you will not get far in this trade.",
            "Zij heeft geen diploma, maar kan goed lassen.",
            "Er is geen betere manier om te leren lassen.",
            "Not only welding but also bricklaying is taught.",
            "You cannot do this job without SQL.",
            "He has no diploma, but knowledge of welding.",
            "We need welding, although it is not easy to find people.",
            "Knowledge of SQL is required, a diploma is not needed.",
        ],
    );
}

#[test]
fn negation_stays_in_its_clause() {
    use Manner::{Asserted, Negated};
    assert_eq!(
        manners("Kennis van SQL is vereist, maar ervaring met lassen is niet nodig."),
        [Asserted, Negated]
    );
    assert_eq!(
        manners("No experience with welding is needed, but you know SQL."),
        [Negated, Asserted]
    );
    assert_eq!(
        manners("Welding is not required. Bricklaying is what we need."),
        [Negated, Asserted]
    );
}

#[test]
fn listing() {
    all(
        Manner::Listed,
        &[
            "Trefwoorden: lassen, metselen, datamining, risicobeheer",
            "Keywords: welding; bricklaying; data mining",
            "- Lassen\n- Risicobeheer\n- Datamining",
            "The programme has many subjects: welding, bricklaying, SQL, data mining, risk management, data protection and others.",
        ],
    );
    all(
        Manner::Asserted,
        &[
            "- Je kunt lassen en metselen",
            "We need SQL, data mining and risk management.",
            "- You have experience with welding",
            "Wij zoeken mensen die kunnen lassen.",
        ],
    );
}
