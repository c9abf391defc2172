use super::*;
use crate::morphology::root;
use crate::testing::lexicon;

#[test]
fn labels_are_kept_with_what_they_are() {
    let lexicon = lexicon(&["en:manage staff|en:staff management|nl:personeel aansturen"]);
    assert_eq!((lexicon.len(), lexicon.is_empty()), (1, false));
    assert_eq!(lexicon.label(LabelId(0)), "manage staff");
    assert_eq!(lexicon.label_kind(LabelId(1)), LabelKind::Alternative);
    assert_eq!((lexicon.label(LabelId(9)), lexicon.uri(9)), ("", ""));
}

#[test]
fn compounds_are_made_of_known_words_and_linking_letters() {
    let words = [
        "warmte",
        "pomp",
        "installatie",
        "zon",
        "paneel",
        "veiligheid",
        "plan",
        "zonnepaneel",
    ];
    let known = |key: &str, _: usize| {
        words
            .iter()
            .position(|word| root(word, Language::Nl) == key)
            .map(|at| at as u32)
    };
    let whole = |word: &str| compounds(word, Language::Nl, &known).whole;
    assert_eq!(whole("zonnepaneel"), [3, 4]);
    assert_eq!(whole("veiligheidsplan"), [5, 6]);
    assert_eq!(
        compounds("warmtepompinstallatie", Language::Nl, &known).others,
        [0, 1]
    );
    assert!(whole("verslag").is_empty());
    assert_eq!(compounds("zonnepaneelmonteur", Language::Nl, &known).others, [7]);
}

#[test]
fn english_words_are_only_parted_when_both_parts_are_known() {
    let known = |key: &str, _: usize| {
        ["heat", "pump"]
            .iter()
            .position(|word| *word == key)
            .map(|at| at as u32)
    };
    assert_eq!(compounds("heatpump", Language::En, &known).whole, [0, 1]);
    assert_eq!(compounds("heatwave", Language::En, &known), Parts::default());
}

#[test]
fn labels_without_words_and_empty_lexicons_are_no_trouble() {
    let lexicon = lexicon(&["en:...", "nl:—"]);
    assert_eq!((lexicon.len(), lexicon.index(Language::En).len()), (2, 0));
    assert!(Lexicon::build(&[]).is_empty());
}
