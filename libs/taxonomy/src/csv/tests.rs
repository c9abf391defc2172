use proptest::prelude::*;

use crate::{
    Code, Concept, Findings, Import, Kind, LabelKind, LabelOrigin, Language, Read, Rejected, ReuseLevel,
    Scheme, Status, Version, esco, read_files,
};

const SKILLS: &str =
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status,inScheme,description\n";
const A: &str = "http://data.europa.eu/esco/skill/a";
const B: &str = "http://data.europa.eu/esco/skill/b";
const C: &str = "http://data.europa.eu/esco/skill/c";

fn read(files: &[(&str, &str)]) -> Result<Read, Box<Rejected>> {
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, content)| (*name, content.as_bytes()))
        .collect();
    read_bytes(&files)
}

fn read_bytes(files: &[(&str, &[u8])]) -> Result<Read, Box<Rejected>> {
    read_files(
        Scheme::parse("esco").unwrap(),
        Some(Version::parse("1").unwrap()),
        files,
    )
    .map_err(Box::new)
}

fn faults(files: &[(&str, &str)]) -> Findings {
    read(files).unwrap_err().faults
}

fn row(uri: &str, label: &str) -> String {
    format!("KnowledgeSkillCompetence,{uri},knowledge,,{label},,released,,\n")
}

/// What was found: code, file, line and what stands there.
fn told(findings: &Findings) -> Vec<(Code, &str, Option<u64>, &str)> {
    let listed = findings.listed().iter();
    listed
        .map(|finding| {
            (
                finding.code,
                finding.file.as_str(),
                finding.line,
                finding.found.as_str(),
            )
        })
        .collect()
}

fn concept(files: &[(&str, &str)], uri: &str) -> Concept {
    read(files).unwrap().release.get(uri).unwrap().clone()
}

#[test]
fn a_row_is_a_concept() {
    let skills = format!(
        "{SKILLS}KnowledgeSkillCompetence,{A},skill/competence,cross-sector,install heat pump,\
         \"installing heat pumps\ninstall heat pump\nheat pump fitting\",released,\"{},\nhttp://example.org/x\",\"Fits,\npipes.\"\n",
        esco::GREEN
    );
    let concept = concept(&[("skills_en.csv", &skills)], A);
    assert_eq!(concept.kind, Kind::SkillCompetence);
    assert_eq!(concept.reuse, Some(ReuseLevel::CrossSector));
    assert_eq!(concept.status, Status::Released);
    assert_eq!(concept.descriptions[&Language::ENGLISH], "Fits,\npipes.");
    assert!(concept.belongs_to(esco::GREEN) && concept.belongs_to("http://example.org/x"));
    let labels: Vec<_> = concept
        .labels
        .iter()
        .map(|label| (label.kind, label.text.as_str()))
        .collect();
    assert_eq!(
        labels,
        [
            (LabelKind::Preferred, "install heat pump"),
            (LabelKind::Alternative, "heat pump fitting"),
            (LabelKind::Alternative, "installing heat pumps"),
        ]
    );
}

#[test]
fn languages_of_one_release_come_together() {
    let (en, nl) = (
        format!("{SKILLS}{}", row(A, "welding")),
        format!("{SKILLS}{}", row(A, "lassen")),
    );
    for files in [
        [("skills_en.csv", &*en), ("skills_nl.csv", &*nl)],
        [("x/skills_nl.csv", &nl), ("x/skills_en.csv", &en)],
    ] {
        let concept = concept(&files, A);
        assert_eq!(concept.preferred(Language::ENGLISH).unwrap().text, "welding");
        assert_eq!(concept.preferred(Language::DUTCH).unwrap().text, "lassen");
    }
}

#[test]
fn columns_may_be_in_any_order_with_others_between_and_windows_line_ends() {
    let skills = format!("\u{feff}status,Extra,PREFERREDLABEL,concept uri\r\nreleased,x,lassen,{A}\r\n");
    assert_eq!(
        concept(&[("skills_nl.csv", &skills)], A)
            .preferred(Language::DUTCH)
            .unwrap()
            .text,
        "lassen"
    );
}

#[test]
fn a_collection_adds_its_name_and_what_is_broader() {
    let skills = format!("{SKILLS}{}{}", row(A, "a"), row(B, "b"));
    let green = format!(
        "conceptType,conceptUri,preferredLabel,altLabels,broaderConceptUri,broaderConceptPT\n\
         KnowledgeSkillCompetence,{A},a,aa | aaa,{B} | {C},b | c\n"
    );
    let files = [
        ("skills_en.csv", &*skills),
        ("greenSkillsCollection_en.csv", &*green),
        ("warmteCollection_en.csv", &green),
    ];
    let read = read(&files).unwrap();
    let concept = read.release.get(A).unwrap();
    assert!(concept.belongs_to(esco::GREEN) && concept.belongs_to("warmte"));
    assert_eq!(concept.labels_in(Language::ENGLISH).count(), 3);
    assert_eq!(concept.kind, Kind::Knowledge);
    assert_eq!(
        read.release
            .broader(concept)
            .map(|c| c.uri.as_str())
            .collect::<Vec<_>>(),
        [B]
    );
    assert_eq!(
        told(&read.remarks),
        [(Code::DanglingBroader, "skills_en.csv", Some(2), C)]
    );
}

#[test]
fn relations_hierarchy_and_successors_stand_in_files_of_their_own() {
    let skills = format!("{SKILLS}{}", row(A, "a"));
    let broader = format!(
        "conceptType,conceptUri,broaderType,broaderUri\nx,{A},y,{B}\nx,http://example.org/gone,y,{B}\n"
    );
    let hierarchy = format!(
        "Level 0 URI,Level 0 preferred term,Level 1 URI,Level 1 preferred term,Description,Level 0 code,Level 1 code\n\
         {C},top,,,about,S,\n{C},top,{B},under,about,S,S1\n"
    );
    let successors = "conceptUri,replacedBy\nhttp://example.org/old,http://data.europa.eu/esco/skill/a\n";
    let read = read(&[
        ("broaderRelationsSkillPillar_en.csv", &broader),
        ("mapping.csv", successors),
        ("skills_en.csv", &skills),
        ("skillsHierarchy_en.csv", &hierarchy),
    ])
    .unwrap();
    let group = read.release.get(B).unwrap();
    assert_eq!((group.kind, group.code.as_deref()), (Kind::Group, Some("S1")));
    assert_eq!(group.preferred(Language::ENGLISH).unwrap().text, "under");
    assert!(group.broader.iter().any(|uri| uri.as_str() == C));
    assert!(
        read.release
            .get(A)
            .unwrap()
            .broader
            .iter()
            .any(|uri| uri.as_str() == B)
    );
    assert!(
        read.release
            .successors_of("http://example.org/old")
            .unwrap()
            .iter()
            .any(|uri| uri.as_str() == A)
    );
    assert!(read.remarks.has(Code::DanglingRelation));
}

#[test]
fn names_of_the_hierarchy_give_way_to_those_of_the_groups() {
    let groups = format!("conceptType,conceptUri,preferredLabel\nSkillGroup,{B},welding\n");
    let hierarchy = format!("Level 0 URI,Level 0 preferred term\n{B},Welding (old)\n");
    let concept = concept(
        &[
            ("skillsHierarchy_en.csv", &hierarchy),
            ("skillGroups_en.csv", &groups),
        ],
        B,
    );
    assert_eq!(concept.preferred(Language::ENGLISH).unwrap().text, "welding");
}

#[test]
fn deprecated_concepts_name_their_successors() {
    let skills = format!(
        "conceptUri,preferredLabel,status,isReplacedBy\n{A},a,deprecated,{B} | {C}\n{B},b,released,\n{C},c,released,\n"
    );
    let concept = concept(&[("skills_en.csv", &skills)], A);
    assert_eq!(concept.status, Status::Deprecated);
    assert_eq!(concept.replaced_by.len(), 2);
}

#[test]
fn a_successor_makes_a_concept_deprecated() {
    let skills = format!("conceptUri,preferredLabel,status\n{A},a,released\n{B},b,released\n");
    let mapping = format!("conceptUri,replacedBy\n{A},{B}\n");
    let read = read(&[("skills_en.csv", &skills), ("mapping.csv", &mapping)]).unwrap();
    assert_eq!(read.release.get(A).unwrap().status, Status::Deprecated);
    assert_eq!(told(&read.remarks)[0].0, Code::ReplacedYetReleased);
}

#[test]
fn own_translations_are_marked() {
    let skills = format!("conceptUri,preferredLabel,labelOrigin\n{A},a,own translation\n{B},b,\n");
    let origin = |uri| concept(&[("skills_nl.csv", &skills)], uri).labels[0].origin;
    assert_eq!(origin(A), LabelOrigin::OwnTranslation);
    assert_eq!(origin(B), LabelOrigin::Official);
}

#[test]
fn all_faults_are_told_at_once_with_their_lines() {
    let skills = format!(
        "{SKILLS}{}KnowledgeSkillCompetence,{B},knowledge\nKnowledgeSkillCompetence,{C},cheese,,c,,draft,,\n{}",
        row("not a uri", "a"),
        row(A, "a\u{7}b")
    );
    assert_eq!(
        told(&faults(&[
            ("skills_nl.csv", &skills),
            ("x.csv", "name,uri\n"),
            ("skills.csv", SKILLS),
            ("empty.csv", " \n")
        ])),
        [
            (Code::BadUri, "skills_nl.csv", Some(2), "not a uri"),
            (
                Code::BadColumns,
                "skills_nl.csv",
                Some(3),
                "3 fields for 9 columns"
            ),
            (
                Code::UnknownKind,
                "skills_nl.csv",
                Some(4),
                "KnowledgeSkillCompetence cheese"
            ),
            (Code::UnknownStatus, "skills_nl.csv", Some(4), "draft"),
            (Code::BadLabel, "skills_nl.csv", Some(5), "a b"),
            (Code::UnknownFile, "x.csv", Some(1), "name,uri"),
            (Code::NoLanguage, "skills.csv", None, "skills"),
            (Code::EmptyFile, "empty.csv", None, "nothing"),
            (Code::MissingLabel, "skills_nl.csv", Some(5), ""),
        ]
    );
}

#[test]
fn the_same_uri_twice_is_a_fault_unless_all_is_the_same() {
    let same = format!("{SKILLS}{}{}", row(A, "a"), row(A, "a"));
    let remarks = read(&[("skills_nl.csv", &same)]).unwrap().remarks;
    assert_eq!(
        told(&remarks),
        [(
            Code::RepeatedRow,
            "skills_nl.csv",
            Some(3),
            "the same URI as on line 2"
        )]
    );
    let other = format!("{SKILLS}{}{}", row(A, "a"), row(A, "b"));
    let faults = faults(&[("skills_nl.csv", &other)]);
    assert_eq!(
        told(&faults),
        [(
            Code::DuplicateUri,
            "skills_nl.csv",
            Some(3),
            "the same URI as on line 2"
        )]
    );
}

#[test]
fn files_that_disagree_are_told() {
    let (one, two) = (
        format!("{SKILLS}{}", row(A, "a")),
        format!("{SKILLS}{}", row(A, "b").replace("released", "deprecated")),
    );
    let found = faults(&[("v1/skills_nl.csv", &one), ("v2/skills_nl.csv", &two)]);
    assert_eq!(found.counts()[&Code::Conflict], 2);
    assert_eq!(
        told(&found)[0],
        (Code::Conflict, "v2/skills_nl.csv", Some(2), "b and a in nl")
    );
}

#[test]
fn circles_and_lost_successors_refuse() {
    let skills = format!(
        "conceptUri,preferredLabel,broaderConceptUri,replacedBy,inScheme\n\
         {A},a,{B},,\n{B},b,{A},,\n{C},c,,http://example.org/gone,\nhttp://example.org/x,x,,http://example.org/y,\n\
         http://example.org/y,y,,http://example.org/x,\n"
    );
    let found = faults(&[("skills_nl.csv", &skills)]);
    assert_eq!(
        told(&found),
        [
            (
                Code::BroaderCycle,
                "skills_nl.csv",
                Some(2),
                &*format!("2 concepts, by way of {B}")
            ),
            (
                Code::MissingSuccessor,
                "skills_nl.csv",
                Some(4),
                "http://example.org/gone"
            ),
            (
                Code::SuccessorCycle,
                "skills_nl.csv",
                Some(5),
                "2 concepts, by way of http://example.org/y"
            ),
        ]
    );
}

#[test]
fn latin_1_is_refused_by_line_and_column() {
    let found = read_bytes(&[(
        "skills_nl.csv",
        b"conceptUri,preferredLabel\nhttp://example.org/a,co\xf6rdineren\n",
    )]);
    let found = found.unwrap_err().faults;
    let expected = (
        Code::InvalidUtf8,
        "skills_nl.csv",
        Some(2),
        "other bytes in column preferredLabel",
    );
    assert_eq!(told(&found)[0], expected);
}

#[test]
fn swapped_columns_are_seen() {
    let skills = format!("conceptUri,preferredLabel\nlassen,{A}\n");
    assert!(faults(&[("skills_nl.csv", &skills)]).has(Code::BadUri));
    let twice = format!("conceptUri,preferredLabel,preferredLabel\n{A},a,b\n");
    assert!(faults(&[("skills_nl.csv", &twice)]).has(Code::RepeatedColumn));
}

#[test]
fn a_file_in_the_wrong_language_is_remarked() {
    let rows: String = (0..30)
        .map(|n| row(&format!("{A}{n}"), &format!("skill {n}")))
        .collect();
    let skills = format!("{SKILLS}{rows}");
    let remarks = read(&[("skills_en.csv", &skills), ("skills_nl.csv", &skills)])
        .unwrap()
        .remarks;
    assert!(remarks.has(Code::SuspectLanguage));
}

#[test]
fn a_last_line_without_end_is_remarked() {
    for (skills, ended) in [
        (row(A, "a"), true),
        (row(A, "a") + "\n\n", true),
        (row(A, "a").trim_end().to_owned(), false),
    ] {
        let remarks = read(&[("skills_nl.csv", &format!("{SKILLS}{skills}"))])
            .unwrap()
            .remarks;
        assert_eq!(remarks.has(Code::NoLineEnd), !ended);
    }
}

#[test]
fn what_is_not_translated_is_remarked() {
    let (en, nl) = (
        format!("{SKILLS}{}{}", row(A, "a"), row(B, "b")),
        format!("{SKILLS}{}{}", row(A, "aa"), row(B, "")),
    );
    let remarks = read(&[("skills_en.csv", &en), ("skills_nl.csv", &nl)])
        .unwrap()
        .remarks;
    assert_eq!(
        told(&remarks),
        [(Code::Untranslated, "skills_en.csv", Some(3), "none in nl")]
    );
}

#[test]
fn other_files_of_the_package_are_passed_over() {
    let skills = format!("{SKILLS}{}", row(A, "a"));
    let related = "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri\n";
    let remarks = read(&[
        ("skills_en.csv", &skills),
        ("skillSkillRelations_en.csv", related),
    ])
    .unwrap()
    .remarks;
    assert_eq!(remarks.counts().keys().collect::<Vec<_>>(), [&Code::UnusedFile]);
}

#[test]
fn a_language_can_be_given() {
    let skills = format!("{SKILLS}{}", row(A, "a"));
    let mut import = Import::new(Scheme::parse("esco").unwrap(), Some(Version::parse("1").unwrap()));
    import.add_in("upload", Language::DUTCH, skills.as_bytes());
    assert_eq!(
        import
            .finish()
            .unwrap()
            .release
            .languages()
            .into_iter()
            .collect::<Vec<_>>(),
        [(Language::DUTCH, 1)]
    );
}

#[test]
fn nothing_at_all_is_a_fault() {
    assert!(faults(&[]).has(Code::NothingRead));
    assert!(faults(&[("skills_nl.csv", SKILLS)]).has(Code::NothingRead));
}

#[test]
fn more_labels_or_languages_than_are_read_are_told() {
    let labels: String = (0..5_000).map(|n| format!("l{n}\n")).collect();
    let many = format!("conceptUri,preferredLabel,altLabels\n{A},a,\"{labels}\"\n");
    assert!(faults(&[("skills_nl.csv", &many)]).has(Code::TooMany));
    let one = format!("{SKILLS}{}", row(A, "a"));
    let names = ('a'..='z').flat_map(|c| ['a', 'b', 'c'].map(|d| format!("skills_{c}{d}.csv")));
    let names: Vec<String> = names.take(crate::limits::MAX_LANGUAGES + 1).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), one.as_str())).collect();
    assert!(faults(&files).has(Code::TooMany));
    assert!(read(&files[1..]).is_ok());
}

#[test]
fn thousands_of_faults_are_told_in_a_hundred_lines() {
    let skills = format!("{SKILLS}{}", row("no", "a").repeat(5_000));
    let faults = faults(&[("skills_nl.csv", &skills)]);
    assert_eq!(
        (faults.total(), faults.listed().len()),
        (5_000, crate::limits::MAX_LISTED_PER_CODE)
    );
}

/// Pieces that CSV files are made of, and that break them.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(",".to_owned()),
        Just("\"".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just(" | ".to_owned()),
        Just(A.to_owned()),
        Just(B.to_owned()),
        Just("released".to_owned()),
        Just("KnowledgeSkillCompetence".to_owned()),
        Just(",http".to_owned()),
        "\\PC{0,8}",
    ]
}

const HEADERS: [&str; 5] = [
    SKILLS,
    "conceptUri,preferredLabel,replacedBy,broaderConceptUri\n",
    "conceptUri,broaderUri\n",
    "conceptUri,replacedBy\n",
    "Level 0 URI,Level 0 preferred term,Level 1 URI,Level 1 preferred term\n",
];

proptest! {
    #[test]
    fn bytes_of_any_sort_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_bytes(&[("skills_nl.csv", &bytes)]);
    }

    #[test]
    fn bytes_behind_a_header_are_read_or_refused(
        header in 0..HEADERS.len(),
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        let file = [HEADERS[header].as_bytes(), &bytes].concat();
        let _ = read_bytes(&[("skills_nl.csv", &file)]);
    }

    #[test]
    fn pieces_behind_a_header_are_read_or_refused(
        header in 0..HEADERS.len(),
        pieces in proptest::collection::vec(piece(), 0..60),
    ) {
        let file = format!("{}{}", HEADERS[header], pieces.concat());
        match read(&[("skills_nl.csv", &file)]) {
            Ok(read) => prop_assert!(read.release.concepts().iter().all(|c| c.name(&[]).is_some())),
            Err(rejected) => prop_assert!(!rejected.faults.is_empty()),
        }
    }

    #[test]
    fn a_file_that_is_cut_short_never_gives_other_labels(cut in 0_usize..400) {
        let skills = format!("{SKILLS}{}{}", row(A, "\"lassen, branden\""), row(B, "\"hijsen \"\"en\"\" heffen\""));
        let file = skills.get(..cut.min(skills.len())).unwrap_or(&skills);
        if let Ok(read) = read(&[("skills_nl.csv", file)]) {
            for label in read.release.concepts().iter().flat_map(|concept| &concept.labels) {
                prop_assert!(["lassen, branden", "hijsen \"en\" heffen"].contains(&label.text.as_str()));
            }
        }
    }
}
