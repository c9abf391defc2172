use std::sync::Arc;

use super::*;
use crate::language::Language;
use crate::method::{LABEL_MATCH_1, METHODS, PHRASES_1};
use crate::testing::{how, lexicon, mentions, plain, reading};

fn found(concepts: &[&str], text: &str) -> Vec<(u32, String)> {
    mentions(concepts, text)
        .into_iter()
        .map(|(concept, words, ..)| (concept, words))
        .collect()
}

#[test]
fn dutch_labels_inflected_and_nominalised() {
    let label = &["nl:projecten beheren"];
    assert_eq!(how(label, "Zij kan projecten beheren."), Some(How::Exact));
    assert_eq!(how(label, "Hij beheert projecten."), Some(How::Reordered));
    assert_eq!(
        how(label, "Het beheer van complexe projecten is lastig."),
        Some(How::Gapped)
    );
    assert_eq!(
        how(label, "Voor projectbeheer is hij opgeleid."),
        Some(How::Compound)
    );
    assert_eq!(
        how(label, "De projecten zijn goed. Hij beheerde vroeger de kantine."),
        None
    );
}

#[test]
fn dutch_verbs_whose_prefix_stands_apart() {
    let label = &["nl:machines afstellen"];
    for text in [
        "Je stelt machines af.",
        "Hij stelde de oude machines af en ging naar huis.",
        "Het is lastig om machines goed af te stellen.",
        "De machines worden elke week afgesteld.",
    ] {
        assert_eq!(found(label, text).len(), 1, "{text}");
    }
    assert_eq!(found(label, "Hij stelt vragen over machines aan de baas."), []);
}

#[test]
fn dutch_compounds_open_and_closed() {
    let labels = &[
        "nl:warmtepompen installeren",
        "nl:zonnepanelen monteren",
        "nl:PV-installaties plaatsen",
    ];
    assert_eq!(
        found(labels, "De warmtepompinstallatie is duur."),
        [(0, "warmtepompinstallatie".to_owned())]
    );
    assert_eq!(
        found(labels, "Een zonnepaneelmonteur is schaars."),
        [(1, "zonnepaneelmonteur".to_owned())]
    );
    assert_eq!(
        found(labels, "Zij plaatst een PV-installatie op het dak."),
        [(2, "plaatst een PV-installatie".to_owned())]
    );
}

#[test]
fn english_labels_inflected_reordered_and_closed() {
    let label = &["en:manage musical staff"];
    assert_eq!(how(label, "She can manage musical staff."), Some(How::Exact));
    assert_eq!(
        how(label, "They were managing the musical staff."),
        Some(How::Inflected)
    );
    assert_eq!(
        how(label, "The management of musical staff is hard."),
        Some(How::Inflected)
    );
    assert_eq!(
        how(label, "Musical staff management is hard."),
        Some(How::Reordered)
    );
    assert_eq!(
        how(label, "They manage a large musical staff."),
        Some(How::Gapped)
    );
    assert_eq!(how(label, "The musical staff manage well without him."), None);
    for pump in ["heat pump", "heat-pump", "heatpump"] {
        assert_eq!(
            found(
                &["en:install heat pump"],
                &format!("Install the {pump} before winter.")
            )
            .len(),
            1,
            "{pump}"
        );
    }
    assert_eq!(
        how(&["en:project management"], "You manage several projects."),
        Some(How::Reordered)
    );
}

#[test]
fn coordination_shares_words_but_does_not_mix_phrases() {
    let labels = &[
        "en:install boilers",
        "en:maintain boilers",
        "en:coach staff",
        "en:manage employees",
    ];
    let both = found(labels, "You install and maintain boilers.");
    assert_eq!(
        both.iter().map(|(concept, _)| *concept).collect::<Vec<_>>(),
        [0, 1]
    );
    assert_eq!(found(labels, "They coach employees and manage staff."), []);
}

#[test]
fn the_longest_label_wins() {
    let labels = &["en:data analysis", "en:analysis", "en:big data analysis"];
    assert_eq!(
        found(labels, "She is good at big data analysis."),
        [(2, "big data analysis".to_owned())]
    );
}

#[test]
fn acronyms_and_names_keep_their_capitals() {
    let labels = &[
        "en:SQL|nl:SQL",
        "en:R|nl:R",
        "en:Swift (computer programming)",
        "en:IT",
    ];
    assert_eq!(
        found(labels, "We need knowledge of SQL here."),
        [(0, "SQL".to_owned())]
    );
    assert_eq!(found(labels, "The word sql in small letters and it too."), []);
    assert_eq!(found(labels, "Wij programmeren vooral in R en SQL.").len(), 2);
    assert_eq!(found(labels, "The R in the name stands for rural."), []);
    assert_eq!(found(labels, "A Swift reply followed."), []);
    assert_eq!(
        found(labels, "Developers write the software in Swift."),
        [(2, "Swift".to_owned())]
    );
}

#[test]
fn words_of_many_meanings_need_talk_of_skills() {
    let labels = &["en:chemistry|nl:chemie"];
    assert_eq!(found(labels, "The chemistry between the players was good."), []);
    assert_eq!(found(labels, "They have knowledge of chemistry.").len(), 1);
}

#[test]
fn other_concepts_on_the_same_words_are_alternatives_and_context_decides() {
    let labels = &[
        "en:advise clients|en:legal advice to companies",
        "en:consult clients|en:advise clients|en:medical patients care",
    ];
    let law = reading(labels, "Lawyers with a legal background advise clients.");
    assert_eq!(
        (law.mentions[0].concept, law.mentions[0].alternatives.as_slice()),
        (0, &[1][..])
    );
    let care = reading(
        labels,
        "Doctors with a medical background advise clients who are patients.",
    );
    assert_eq!(
        (care.mentions[0].concept, care.mentions[0].alternatives.as_slice()),
        (1, &[0][..])
    );
}

#[test]
fn english_names_are_found_in_dutch_texts() {
    let labels = &["en:machine learning", "en:SQL", "en:manage staff"];
    assert_eq!(
        found(
            labels,
            "Wij zoeken iemand die ervaring heeft met machine learning en SQL."
        )
        .len(),
        2
    );
}

#[test]
fn passages_have_their_own_language() {
    let text = "Wij zoeken een collega die het leuk vindt om met ons te werken.\n\nWe are looking for a colleague who would like to work with us.\n\nWir suchen eine Kollegin, die mit uns und nicht gegen uns arbeitet und auch gern reist.";
    let reading = reading(&["en:manage staff"], text);
    let languages: Vec<Option<Language>> = reading
        .passages
        .iter()
        .map(|detected| detected.language)
        .collect();
    assert_eq!(languages, [Some(Language::Nl), Some(Language::En), None]);
}

#[test]
fn the_plain_match_finds_labels_only_as_they_are() {
    let lexicon = lexicon(&["en:manage staff"]);
    let distiller = Distiller::new(Arc::clone(&lexicon), LABEL_MATCH_1);
    assert_eq!(
        distiller
            .read(&plain("They Manage Staff and are managing staff."))
            .mentions
            .len(),
        1
    );
    assert_eq!(
        METHODS.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["label-match/1", "phrases/1"]
    );
    assert_eq!(Method::find("phrases/1"), Some(PHRASES_1));
    assert_eq!(Method::find("phrases/9"), None);
}

#[test]
fn a_cache_that_is_warm_changes_nothing() {
    let distiller = Distiller::new(lexicon(&["en:manage staff", "nl:personeel aansturen"]), PHRASES_1);
    let documents = [
        "They manage staff.",
        "Zij sturen het personeel aan.",
        "Nobody manages the staff of the village.",
    ]
    .map(plain);
    let first: Vec<Reading> = documents
        .iter()
        .map(|document| distiller.read(document))
        .collect();
    let again: Vec<Reading> = documents
        .iter()
        .rev()
        .map(|document| distiller.read(document))
        .collect();
    assert!(first.iter().eq(again.iter().rev()));
}
