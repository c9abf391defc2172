//! A release of a taxonomy as large as ESCO: the files of a folder that `ESCO` names in the environment, or one that is made here, with
//! as many skills and labels.

use std::{fmt::Write as _, path::Path};

use anyhow::Context;

/// Names the folder with the files of a real release.
const FOLDER: &str = "ESCO";
/// Skills of the release that is made, and other labels of each: as in ESCO 1.1.1, in English.
const SKILLS: usize = 13_896;
const OTHER_LABELS: usize = 6;

const VERBS: [&str; 24] = [
    "install",
    "maintain",
    "design",
    "inspect",
    "assess",
    "manage",
    "develop",
    "test",
    "repair",
    "calibrate",
    "plan",
    "monitor",
    "coordinate",
    "advise on",
    "analyse",
    "operate",
    "assemble",
    "document",
    "evaluate",
    "supervise",
    "teach",
    "apply",
    "draft",
    "measure",
];
const KINDS: [&str; 24] = [
    "hydraulic",
    "electrical",
    "digital",
    "thermal",
    "chemical",
    "mechanical",
    "financial",
    "clinical",
    "agricultural",
    "marine",
    "acoustic",
    "optical",
    "structural",
    "municipal",
    "industrial",
    "forensic",
    "musical",
    "logistic",
    "nuclear",
    "textile",
    "cultural",
    "dental",
    "solar",
    "legal",
];
const THINGS: [&str; 25] = [
    "systems",
    "networks",
    "installations",
    "contracts",
    "records",
    "equipment",
    "procedures",
    "projects",
    "materials",
    "models",
    "campaigns",
    "archives",
    "budgets",
    "sensors",
    "vehicles",
    "samples",
    "standards",
    "curricula",
    "databases",
    "pumps",
    "workshops",
    "inventories",
    "schedules",
    "facilities",
    "treatments",
];

/// A file of a release.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// Name.
    pub(crate) name: String,
    /// Bytes.
    pub(crate) content: Vec<u8>,
}

/// The files of the release.
pub(crate) fn files() -> anyhow::Result<Vec<File>> {
    match std::env::var_os(FOLDER) {
        Some(folder) => of_folder(Path::new(&folder)),
        None => Ok(vec![File {
            name: "skills_en.csv".to_owned(),
            content: made().into_bytes(),
        }]),
    }
}

fn of_folder(folder: &Path) -> anyhow::Result<Vec<File>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("no release in {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "csv") {
            files.push(File {
                name: path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                content: std::fs::read(&path)?,
            });
        }
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    anyhow::ensure!(!files.is_empty(), "no CSV files in {}", folder.display());
    Ok(files)
}

/// The URI of a skill that is made here.
pub(crate) fn uri(number: usize) -> String {
    format!("http://data.europa.eu/esco/skill/00000000-0000-4000-8000-{number:012x}")
}

/// Labels of a skill that is made here, the preferred one first. No two skills share one.
pub(crate) fn labels(number: usize) -> Vec<String> {
    let (thing, rest) = (THINGS[number % THINGS.len()], number / THINGS.len());
    let (kind, rest) = (KINDS[rest % KINDS.len()], rest / KINDS.len());
    let other = KINDS[(rest / VERBS.len() + 1) % KINDS.len()];
    let verb = |turn: usize| VERBS[(rest + turn) % VERBS.len()];
    let mut labels = vec![format!("{} {kind} {thing}", verb(0))];
    for turn in 0..OTHER_LABELS {
        labels.push(match turn {
            0 => format!("{kind} {other} {thing} {}", verb(0)),
            1 => format!("{} {other} and {kind} {thing} no {number}", verb(0)),
            2 => format!("{} {thing} of {kind} kind {number}", verb(0)),
            3 => format!("{kind} {thing} work {number}"),
            4 => format!("{} of {kind} {thing} in {other} settings", verb(0)),
            _ => format!("skill {number} in {kind} {thing}"),
        });
    }
    labels
}

fn made() -> String {
    let mut csv =
        String::from("conceptType,conceptUri,skillType,preferredLabel,altLabels,status,description\n");
    for number in 0..SKILLS {
        let labels = labels(number);
        let others = labels[1..].join("\n");
        // Writing to a text cannot fail.
        let _ = writeln!(
            csv,
            "KnowledgeSkillCompetence,{},skill/competence,{},\"{others}\",released,\"{} carefully, as the work demands it.\"",
            uri(number),
            labels[0],
            labels[0]
        );
    }
    csv
}
