//! The terms of RDF that are read, and what each says.
//!
//! SKOS and SKOS-XL are those of the W3C's reference of 18 August 2009. Of ESCO's own vocabulary
//! (`http://data.europa.eu/esco/model#`) the type of skill, the reuse level and the literals behind descriptions are read; of
//! CompetentNL's (`https://linkeddata.competentnl.nl/def/`) the classes.

use crate::{Kind, LabelKind, MappingKind};

const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const SKOS_XL: &str = "http://www.w3.org/2008/05/skos-xl#";
const TERMS: &str = "http://purl.org/dc/terms/";
const OWL: &str = "http://www.w3.org/2002/07/owl#";
const ADMS: &str = "http://www.w3.org/ns/adms#";
const ESCO: &str = "http://data.europa.eu/esco/model#";
const COMPETENT_NL: &str = "https://linkeddata.competentnl.nl/";

/// A text about a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoteKind {
    Definition,
    Description,
    ScopeNote,
}

/// What a predicate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Type,
    Label(LabelKind),
    /// A label that is a node of its own.
    LabelNode(LabelKind),
    /// The words of such a node.
    Words,
    Note(NoteKind),
    Broader,
    Narrower,
    /// The object is a scheme or collection that the subject is in.
    In,
    /// The other way round.
    Member,
    Mapping(MappingKind),
    ReplacedBy,
    Replaces,
    Deprecated,
    Status,
    Notation,
    SkillType,
    Reuse,
    Version,
    Issued,
}

/// What a predicate says, where that is of use here.
pub(super) fn says(predicate: &str) -> Option<Says> {
    if predicate == RDF_TYPE {
        return Some(Says::Type);
    }
    if let Some(term) = predicate.strip_prefix(SKOS) {
        return skos(term);
    }
    if let Some(term) = predicate.strip_prefix(TERMS) {
        return Some(match term {
            "isReplacedBy" => Says::ReplacedBy,
            "replaces" => Says::Replaces,
            "description" => Says::Note(NoteKind::Description),
            "issued" => Says::Issued,
            _ => return None,
        });
    }
    if let Some(term) = predicate.strip_prefix(SKOS_XL) {
        return Some(match term {
            "prefLabel" => Says::LabelNode(LabelKind::Preferred),
            "altLabel" => Says::LabelNode(LabelKind::Alternative),
            "hiddenLabel" => Says::LabelNode(LabelKind::Hidden),
            "literalForm" => Says::Words,
            _ => return None,
        });
    }
    if let Some(term) = predicate.strip_prefix(ESCO) {
        return Some(match term {
            "nodeLiteral" => Says::Words,
            "skillType" => Says::SkillType,
            "skillReuseLevel" => Says::Reuse,
            _ => return None,
        });
    }
    match (predicate.strip_prefix(OWL), predicate.strip_prefix(ADMS)) {
        (Some("deprecated"), _) => Some(Says::Deprecated),
        (Some("versionInfo"), _) => Some(Says::Version),
        (_, Some("status")) => Some(Says::Status),
        _ => None,
    }
}

fn skos(term: &str) -> Option<Says> {
    Some(match term {
        "prefLabel" => Says::Label(LabelKind::Preferred),
        "altLabel" => Says::Label(LabelKind::Alternative),
        "hiddenLabel" => Says::Label(LabelKind::Hidden),
        "definition" => Says::Note(NoteKind::Definition),
        "scopeNote" => Says::Note(NoteKind::ScopeNote),
        "broader" => Says::Broader,
        "narrower" => Says::Narrower,
        "inScheme" | "topConceptOf" => Says::In,
        "hasTopConcept" | "member" => Says::Member,
        "exactMatch" => Says::Mapping(MappingKind::Exact),
        "closeMatch" => Says::Mapping(MappingKind::Close),
        "broadMatch" => Says::Mapping(MappingKind::Broad),
        "narrowMatch" => Says::Mapping(MappingKind::Narrow),
        "relatedMatch" => Says::Mapping(MappingKind::Related),
        "notation" => Says::Notation,
        _ => return None,
    })
}

/// What a class makes of its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A concept, of a kind where the class tells it.
    Concept(Option<Kind>),
    /// A scheme or an ontology, which has the version.
    Scheme,
}

/// What a class is, where that is of use here.
pub(super) fn class(iri: &str) -> Option<Class> {
    if let Some(term) = iri.strip_prefix(SKOS) {
        return match term {
            "Concept" => Some(Class::Concept(None)),
            "ConceptScheme" => Some(Class::Scheme),
            _ => None,
        };
    }
    if iri.strip_prefix(OWL) == Some("Ontology") {
        return Some(Class::Scheme);
    }
    let own = iri
        .strip_prefix(ESCO)
        .or_else(|| iri.strip_prefix(COMPETENT_NL))?;
    let kind = match own.rsplit(['#', '/']).next().unwrap_or_default() {
        "HumanCapability" => Kind::SkillCompetence,
        "KnowledgeArea" => Kind::Knowledge,
        "OccupationTask" | "Task" => Kind::Task,
        "Occupation" => Kind::Occupation,
        "Skill" => Kind::Skill,
        _ => return None,
    };
    Some(Class::Concept(Some(kind)))
}
