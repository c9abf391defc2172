use proptest::prelude::*;

use crate::{
    Code, Findings, Import, Kind, LabelKind, Language, MappingKind, Read, Rejected, Scheme, Status, Version,
};

const PREFIXES: &str = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix esco: <http://data.europa.eu/esco/model#> .
@prefix cnlo: <https://linkeddata.competentnl.nl/def/competentnl#> .
@prefix : <https://example.org/id/> .
";

fn import(files: &[&str], version: Option<&str>, untagged: Option<Language>) -> Result<Read, Box<Rejected>> {
    let version = version.map(|text| Version::parse(text).unwrap());
    let mut import = Import::new(Scheme::parse("competentnl").unwrap(), version);
    if let Some(language) = untagged {
        import = import.untagged_labels_in(language);
    }
    for file in files {
        import.add("cnl.ttl", format!("{PREFIXES}{file}").as_bytes());
    }
    import.finish().map_err(Box::new)
}

fn read(turtle: &str) -> Read {
    import(&[turtle], Some("1"), None).unwrap_or_else(|rejected| panic!("{rejected}"))
}

fn faults(turtle: &str) -> Findings {
    import(&[turtle], Some("1"), None).unwrap_err().faults
}

fn uri(name: &str) -> String {
    format!("https://example.org/id/{name}")
}

#[test]
fn a_concept_has_labels_notes_notation_and_mappings() {
    let read = read(
        ":a a skos:Concept, cnlo:HumanCapability ; skos:prefLabel \"Samenwerken\"@nl, \"Cooperating\"@en ;
           skos:altLabel \"samen werken\"@nl ; skos:hiddenLabel \"samenwerke\"@nl ; skos:notation \"1.02\" ;
           skos:definition \"Met anderen werken.\"@nl ; skos:scopeNote \"Niet: leidinggeven.\"@nl ; skos:inScheme :s ;
           skos:exactMatch <http://data.europa.eu/esco/skill/60c78287> ; skos:narrowMatch :x, _:b .",
    );
    let concept = read.release.get(&uri("a")).unwrap();
    assert_eq!(
        (concept.kind, concept.code.as_deref()),
        (Kind::SkillCompetence, Some("1.02"))
    );
    assert_eq!(concept.preferred(Language::ENGLISH).unwrap().text, "Cooperating");
    let dutch: Vec<_> = concept
        .labels_in(Language::DUTCH)
        .map(|label| label.kind)
        .collect();
    assert_eq!(
        dutch,
        [LabelKind::Preferred, LabelKind::Alternative, LabelKind::Hidden]
    );
    assert_eq!(concept.definitions[&Language::DUTCH], "Met anderen werken.");
    assert_eq!(concept.scope_notes[&Language::DUTCH], "Niet: leidinggeven.");
    assert!(concept.belongs_to(&uri("s")));
    let mappings: Vec<_> = concept
        .mappings
        .iter()
        .map(|to| (to.kind, to.target.as_str()))
        .collect();
    assert_eq!(
        mappings[0],
        (MappingKind::Exact, "http://data.europa.eu/esco/skill/60c78287")
    );
    assert_eq!(mappings[1].0, MappingKind::Narrow);
    assert!(read.remarks.has(Code::BadMapping));
}

#[test]
fn labels_may_be_nodes_named_or_not_before_or_behind() {
    let read = read(
        ":l a skosxl:Label ; skosxl:literalForm \"lasser\"@nl .
         :a a cnlo:Occupation ; skosxl:prefLabel :l ; skos:prefLabel \"lasser\"@nl ;
            skosxl:altLabel [ skosxl:literalForm \"metaallasser\"@nl ] ; dct:description <http://data.europa.eu/esco/node-literal/1> .
         <http://data.europa.eu/esco/node-literal/1> esco:nodeLiteral \"Last metaal.\"@nl .",
    );
    let concept = read.release.get(&uri("a")).unwrap();
    assert_eq!(concept.kind, Kind::Occupation);
    assert_eq!(
        concept
            .labels
            .iter()
            .map(|label| &*label.text)
            .collect::<Vec<_>>(),
        ["lasser", "metaallasser"]
    );
    assert_eq!(concept.descriptions[&Language::DUTCH], "Last metaal.");
}

#[test]
fn relations_count_from_both_sides() {
    let read = read(
        ":top a skos:Concept ; skos:prefLabel \"top\"@nl ; skos:narrower :a .
         :a a skos:Concept ; skos:prefLabel \"a\"@nl . :b a skos:Concept ; skos:prefLabel \"b\"@nl ; skos:broader :a .
         :green a skos:Collection ; skos:member :b .
         :b dct:replaces :old, :older . :older dct:isReplacedBy :a .",
    );
    let broader = |name: &str| {
        read.release
            .get(&uri(name))
            .unwrap()
            .broader
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(broader("a"), [uri("top")]);
    assert_eq!(broader("b"), [uri("a")]);
    assert!(read.release.get(&uri("b")).unwrap().belongs_to(&uri("green")));
    assert_eq!(read.release.successors_of(&uri("old")).unwrap().len(), 1);
    assert_eq!(read.release.successors_of(&uri("older")).unwrap().len(), 2);
}

#[test]
fn concepts_are_deprecated_in_three_ways() {
    let read = read(
        ":a a skos:Concept ; skos:prefLabel \"a\"@nl ; owl:deprecated true .
         :b a skos:Concept ; skos:prefLabel \"b\"@nl ; adms:status <http://publications.europa.eu/resource/authority/concept-status/DEPRECATED> .
         :c a skos:Concept ; skos:prefLabel \"c\"@nl ; dct:isReplacedBy :d .
         :d a skos:Concept ; skos:prefLabel \"d\"@nl ; adms:status \"released\" ; owl:deprecated false .",
    );
    let status = |name: &str| read.release.get(&uri(name)).unwrap().status;
    assert_eq!(
        ["a", "b", "c", "d"].map(status),
        [
            Status::Deprecated,
            Status::Deprecated,
            Status::Deprecated,
            Status::Released
        ]
    );
}

#[test]
fn skills_of_esco_know_their_kind() {
    let read = read(
        "<http://data.europa.eu/esco/skill/k> a skos:Concept, esco:Skill ; skosxl:prefLabel [ skosxl:literalForm \"wind\"@nl ] ;
           esco:skillType <http://data.europa.eu/esco/skill-type/knowledge> ;
           esco:skillReuseLevel <http://data.europa.eu/esco/skill-reuse-level/cross-sector> ; adms:status \"released\" .
         <http://data.europa.eu/esco/skill-type/knowledge> a skos:Concept ; skos:inScheme :types .
         <http://data.europa.eu/esco/isced-f/07> a skos:Concept ; skos:prefLabel \"techniek\"@nl .",
    );
    let skill = read.release.get("http://data.europa.eu/esco/skill/k").unwrap();
    assert_eq!(
        (skill.kind, skill.reuse),
        (Kind::Knowledge, Some(crate::ReuseLevel::CrossSector))
    );
    assert_eq!(
        read.release
            .get("http://data.europa.eu/esco/isced-f/07")
            .unwrap()
            .kind,
        Kind::Group
    );
    assert_eq!(read.release.concepts().len(), 2);
}

#[test]
fn the_version_is_given_or_read() {
    let concept = ":a a skos:Concept ; skos:prefLabel \"a\"@nl .";
    let version = |scheme: &str| {
        import(&[&format!("{concept} {scheme}")], None, None).map(|read| read.release.version().to_string())
    };
    assert_eq!(
        version(":s a skos:ConceptScheme ; owl:versionInfo \"v2.1.0\" ; dct:issued \"2025\" .").unwrap(),
        "2.1.0"
    );
    assert_eq!(
        version(":s a skos:ConceptScheme ; dct:issued \"2025-09-01\" .").unwrap(),
        "2025-09-01"
    );
    assert!(version("").unwrap_err().faults.has(Code::NoVersion));
}

#[test]
fn labels_without_a_language_are_left_out_unless_one_is_said() {
    let turtle = ":a a skos:Concept ; skos:prefLabel \"a\"@en ; skos:altLabel \"lassen\", \"x\"@zh-Hans .";
    let read = read(turtle);
    assert_eq!(read.remarks.counts()[&Code::UnreadLanguage], 2);
    assert_eq!(read.release.label_count(), 1);
    let read = import(&[turtle], Some("1"), Some(Language::DUTCH)).unwrap();
    assert_eq!(read.release.label_count(), 2);
}

#[test]
fn syntax_faults_are_told_with_their_line() {
    let faults = faults(":a a skos:Concept ; skos:prefLabel \"a\"@nl .\n:b skos:prefLabel \"b .\n:c a ; .");
    let first = &faults.listed()[0];
    assert_eq!((first.code, first.line), (Code::BadTurtle, Some(10)));
}

#[test]
fn other_faults_are_told_with_their_concept() {
    let faults = faults(
        "_:b a skos:Concept ; skos:prefLabel \"b\"@nl . :c a skos:Concept ; skos:inScheme :s .
         :d a skos:Concept ; skos:prefLabel \"d\"@nl, \"dd\"@nl ; skos:broader \"x\", _:e ; adms:status \"draft\" .
         :f a skos:Concept ; skos:prefLabel \"f\"@nl ; skos:broader :f ; dct:isReplacedBy :nowhere .",
    );
    let told: Vec<_> = faults
        .listed()
        .iter()
        .map(|f| (f.code, f.subject.clone().unwrap()))
        .collect();
    for expected in [
        (Code::MissingLabel, uri("c")),
        (Code::Conflict, uri("d")),
        (Code::BadUri, uri("d")),
        (Code::UnknownStatus, uri("d")),
        (Code::BroaderCycle, uri("f")),
        (Code::MissingSuccessor, uri("f")),
    ] {
        assert!(told.contains(&expected), "{expected:?} in {told:?}");
    }
    assert!(
        told.iter()
            .any(|(code, subject)| *code == Code::BadUri && subject.starts_with("_:"))
    );
}

#[test]
fn what_is_only_mentioned_is_left_out() {
    let read = read(
        ":a a skos:Concept ; skos:prefLabel \"a\"@nl . :b a skos:Concept . :c a :Something ; skos:prefLabel \"c\"@nl .",
    );
    assert_eq!(read.release.concepts().len(), 1);
    assert_eq!(
        read.remarks.counts().keys().collect::<Vec<_>>(),
        [&Code::BareConcept]
    );
}

#[test]
fn latin_1_is_refused() {
    let mut import = Import::new(
        Scheme::parse("competentnl").unwrap(),
        Some(Version::parse("1").unwrap()),
    );
    let file = [
        PREFIXES.as_bytes(),
        b":a skos:prefLabel \"co\xf6rdineren\"@nl .\n",
    ]
    .concat();
    import.add("cnl.ttl", file.as_slice());
    assert!(import.finish().unwrap_err().faults.has(Code::BadTurtle));
}

/// Pieces that Turtle is made of, and that break it.
fn piece() -> impl Strategy<Value = String> {
    const PIECES: [&str; 22] = [
        ":a ",
        ":b ",
        "_:c ",
        "a skos:Concept ",
        "; ",
        ". ",
        ", ",
        "[ ",
        "] ",
        "( ",
        ") ",
        "skos:prefLabel ",
        "\"x\"@nl ",
        "\"x\" ",
        "skos:broader ",
        "dct:isReplacedBy ",
        "skosxl:prefLabel ",
        "skosxl:literalForm ",
        "<",
        "> ",
        "\"\"\"",
        "owl:deprecated true ",
    ];
    prop_oneof![4 => (0..PIECES.len()).prop_map(|at| PIECES[at].to_owned()), 1 => "\\PC{0,6}"]
}

proptest! {
    #[test]
    fn bytes_of_any_sort_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let file = [PREFIXES.as_bytes(), &bytes].concat();
        let mut import = Import::new(Scheme::parse("competentnl").unwrap(), None);
        import.add("cnl.ttl", file.as_slice());
        prop_assert!(import.finish().is_err());
    }

    #[test]
    fn pieces_of_turtle_are_read_or_refused(pieces in proptest::collection::vec(piece(), 0..80)) {
        match import(&[&pieces.concat()], Some("1"), Some(Language::DUTCH)) {
            Ok(read) => prop_assert!(read.release.concepts().iter().all(|c| c.name(&[]).is_some())),
            Err(rejected) => prop_assert!(!rejected.faults.is_empty()),
        }
    }
}
