//! Verbs that say the same of most objects.
//!
//! Taxonomies vary the verb of a skill in their alternative labels, but never with all of them: `install`, `fit` and `mount` a heat pump are one skill.
//! Only verbs are here that mean little without their object, and no two that taxonomies keep apart (`install`, `maintain`, `repair`).

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::root;
use crate::language::Language;

const NL: &[&str] = &[
    "installeren plaatsen monteren aanbrengen",
    "repareren herstellen",
    "beheren managen",
    "aansturen leiden",
    "opstellen schrijven maken opmaken",
    "uitvoeren verrichten",
    "controleren inspecteren keuren checken",
    "behandelen afhandelen",
    "geven verstrekken verlenen bieden",
    "onderwijzen opleiden trainen scholen",
    "inkopen aankopen aanschaffen",
    "werven rekruteren",
    "monitoren bewaken",
    "beoordelen evalueren",
    "analyseren onderzoeken",
    "toepassen gebruiken hanteren",
    "bedienen besturen",
    "kweken telen verbouwen",
    "scheiden sorteren",
    "bijhouden registreren vastleggen",
    "naleven volgen",
];

const EN: &[&str] = &[
    "install fit mount",
    "repair fix mend",
    "manage oversee supervise",
    "prepare draft compile",
    "write compose draft",
    "perform conduct execute undertake",
    "inspect examine verify check",
    "handle resolve",
    "give provide offer",
    "teach instruct",
    "purchase buy procure",
    "recruit hire",
    "monitor track",
    "assess evaluate appraise",
    "analyse examine investigate",
    "grow cultivate",
    "sort separate",
    "comply adhere",
];

type Groups = FxHashMap<String, Vec<String>>;

static NL_GROUPS: LazyLock<Groups> = LazyLock::new(|| groups(NL, Language::Nl));
static EN_GROUPS: LazyLock<Groups> = LazyLock::new(|| groups(EN, Language::En));

fn groups(lists: &[&str], language: Language) -> Groups {
    let mut groups = Groups::default();
    for list in lists {
        let roots: Vec<String> = list.split(' ').map(|verb| root(verb, language)).collect();
        for one in &roots {
            let others = roots.iter().filter(|other| *other != one).cloned();
            groups.entry(one.clone()).or_default().extend(others);
        }
    }
    groups
}

/// The roots of the verbs that say the same as the verb with this root.
pub(crate) fn synonyms(root: &str, language: Language) -> &'static [String] {
    let groups = match language {
        Language::Nl => &NL_GROUPS,
        Language::En => &EN_GROUPS,
    };
    groups.get(root).map_or(&[], Vec::as_slice)
}
