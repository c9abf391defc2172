use super::*;

fn same(language: Language, label: &str, words: &[&str]) {
    let root = root(label, language);
    for word in words {
        let readings = readings(&folded(word), language);
        assert!(
            readings.iter().any(|(key, _)| *key == root),
            "{word} is no form of {label} ({root}): {readings:?}"
        );
    }
}

fn different(language: Language, label: &str, words: &[&str]) {
    let root = root(label, language);
    for word in words {
        assert!(
            readings(&folded(word), language)
                .iter()
                .all(|(key, _)| *key != root),
            "{word} is taken for {label}"
        );
    }
}

#[test]
fn dutch_verbs_in_all_their_forms() {
    same(
        Language::Nl,
        "beheren",
        &[
            "beheer",
            "beheert",
            "beheerde",
            "beheerd",
            "beherend",
            "beheerders",
            "Beheren",
        ],
    );
    same(
        Language::Nl,
        "werken",
        &[
            "werk", "werkt", "werkte", "werkten", "gewerkt", "werkend", "werkende",
        ],
    );
    same(Language::Nl, "leven", &["leeft", "leefde", "geleefd"]);
    same(Language::Nl, "zetten", &["zet", "zette", "gezet"]);
    same(Language::Nl, "reizen", &["reist", "reisde", "gereisd"]);
    same(Language::Nl, "meten", &["meet", "gemeten", "mat"]);
    same(Language::Nl, "maken", &["maakt", "maakte", "gemaakt"]);
    same(
        Language::Nl,
        "verbeteren",
        &["verbetert", "verbeterde", "verbeterd", "verbetering"],
    );
}

#[test]
fn dutch_strong_and_separable_verbs() {
    same(Language::Nl, "schrijven", &["schrijft", "schreef", "geschreven"]);
    same(
        Language::Nl,
        "ontwerpen",
        &["ontwerpt", "ontwierp", "ontworpen", "ontwerp"],
    );
    same(
        Language::Nl,
        "onderzoeken",
        &["onderzocht", "onderzoekt", "onderzoek"],
    );
    same(Language::Nl, "opstellen", &["opstelt", "opgesteld", "opgestelde"]);
    same(
        Language::Nl,
        "aansluiten",
        &["aansluit", "aangesloten", "aansluiting"],
    );
}

#[test]
fn dutch_nouns_of_verbs() {
    same(
        Language::Nl,
        "installeren",
        &[
            "installatie",
            "installaties",
            "installeert",
            "geïnstalleerd",
            "installateur",
        ],
    );
    same(Language::Nl, "organiseren", &["organisatie", "organiseert"]);
    same(
        Language::Nl,
        "ontwikkelen",
        &["ontwikkeling", "ontwikkelt", "ontwikkelde"],
    );
    same(
        Language::Nl,
        "analyseren",
        &["analyse", "analyses", "geanalyseerd"],
    );
    same(
        Language::Nl,
        "controleren",
        &["controle", "controles", "gecontroleerd"],
    );
}

#[test]
fn dutch_numbers_and_diminutives() {
    same(Language::Nl, "taak", &["taken", "taakje"]);
    same(Language::Nl, "motor", &["motoren", "motors"]);
    same(Language::Nl, "paneel", &["panelen", "paneeltjes"]);
    same(Language::Nl, "programma", &["programma's"]);
    same(Language::Nl, "project", &["projecten", "projectje"]);
    different(Language::Nl, "maan", &["mannen", "man"]);
    different(Language::Nl, "boom", &["bom", "bommen"]);
}

#[test]
fn english_inflection_spelling_and_nouns_of_verbs() {
    same(
        Language::En,
        "manage",
        &["manages", "managing", "managed", "management", "manager"],
    );
    same(
        Language::En,
        "organise",
        &[
            "organize",
            "organisation",
            "organizations",
            "organised",
            "organizing",
        ],
    );
    same(
        Language::En,
        "analyse",
        &["analysis", "analyses", "analyzing", "analysed"],
    );
    same(
        Language::En,
        "maintain",
        &["maintenance", "maintained", "maintains"],
    );
    same(Language::En, "write", &["wrote", "written", "writing"]);
    same(
        Language::En,
        "programme",
        &["program", "programming", "programmes"],
    );
    same(Language::En, "patient", &["patients", "patient's", "patients'"]);
    different(Language::En, "organise", &["organic", "organ"]);
    different(Language::En, "engine", &["engineer", "engineering"]);
    different(Language::En, "supervise", &["superviz"]);
}

#[test]
fn folding_takes_any_script() {
    assert_eq!(folded("Coördinatie"), "coordinatie");
    assert_eq!(folded("İSTANBUL"), "istanbul");
    assert_eq!(folded("patient’s"), "patient's");
    assert_eq!(folded("مهارة"), "مهارة");
    assert_eq!(folded("e\u{301}e\u{301}n"), "een");
}
