//! Candidates: terms that no concept covers.

use std::collections::{BTreeMap, BTreeSet};

use blocks::freshness::of_projection;
use contracts::radar::v1;
use distil::{Language, Variant, cluster, log_likelihood};
use jiff::ToSpan;
use runtime::{fault::Fault, parse::Faults};
use sha2::{Digest, Sha256};

use super::Sources;
use crate::{
    archive::{Corpus, TermRow},
    grpc::{cut_ranked, parse_page, skipped},
    projections::{readings, skills},
};

/// Sources that are named of a candidate.
const SOURCES_SHOWN: usize = 20;
/// Sources of the last so many months are new: their terms are held against those of the others.
const NEW_MONTHS: i64 = 12;
/// Hexadecimal digits of an identifier.
const ID_DIGITS: usize = 16;

impl Sources {
    pub(super) async fn candidates(
        &self,
        request: &v1::ListCandidatesRequest,
    ) -> Result<v1::ListCandidatesResponse, Fault> {
        let mut faults = Faults::new();
        faults.optional_id("theme_id", &request.theme_id);
        let known = matches!(request.language.as_str(), "" | "nl" | "en");
        faults.check("language", known, "`nl`, `en` or nothing");
        faults.finish(())?;
        let arguments = format!(
            "{}|{}|{}",
            request.theme_id, request.language, request.sources_min
        );
        let page = parse_page(request.page_size, &request.page_token, &arguments)?;
        let office = &self.0.office;
        let freshness = of_projection(&office.store, office.clock.as_ref(), readings::NAME).await?;
        let Some(run) = self.0.run_in_use().await? else {
            return Ok(v1::ListCandidatesResponse::default());
        };
        let today = office.now().1;
        let corpus = Corpus {
            run_id: &run.run_id,
            theme_id: &request.theme_id,
            language: &request.language,
            sources_min: i64::from(request.sources_min.max(1)),
            new_after: today.checked_sub(NEW_MONTHS.months()).unwrap_or(today),
        };
        let (terms, words) = self.0.archive.corpus(&corpus).await?;
        let skip = skipped(&page);
        let from = usize::try_from(skip).unwrap_or(0);
        let all = clustered(&terms, words);
        let mut found: Vec<v1::Candidate> = all.into_iter().skip(from).take(page.limit + 1).collect();
        let next_page_token = cut_ranked(&page, skip, &mut found);
        let keys: Vec<String> = found
            .iter()
            .flat_map(|it| &it.variants)
            .map(|it| it.key.clone())
            .collect();
        let skills = skills::of_terms(office.store.pool(), &keys).await?;
        for candidate in &mut found {
            let made = candidate.variants.iter().find_map(|it| skills.get(&it.key));
            candidate.skill_id = made.cloned().unwrap_or_default();
        }
        Ok(v1::ListCandidatesResponse {
            candidates: found,
            next_page_token,
            run_id: run.run_id.clone(),
            method: run.basis.method_name(),
            freshness: Some(freshness),
        })
    }
}

/// Variants of one thing together, what stands out most first; where nothing is older than a year, what most sources name.
fn clustered(terms: &[TermRow], words: (u64, u64)) -> Vec<v1::Candidate> {
    let variants: Vec<Variant<'_>> = terms
        .iter()
        .map(|it| Variant {
            key: &it.key,
            language: if it.language == "en" {
                Language::En
            } else {
                Language::Nl
            },
            count: occurrences(it),
        })
        .collect();
    let mut candidates: Vec<v1::Candidate> = cluster(&variants)
        .iter()
        .map(|it| candidate(terms, it, words))
        .collect();
    candidates.sort_by(|one, other| {
        let by_keyness = other.keyness.total_cmp(&one.keyness);
        let by_sources = other.sources.cmp(&one.sources);
        let by_occurrences = other.occurrences.cmp(&one.occurrences);
        let ranked = by_keyness.then(by_sources).then(by_occurrences);
        ranked.then_with(|| one.candidate_id.cmp(&other.candidate_id))
    });
    candidates
}

fn occurrences(it: &TermRow) -> u64 {
    it.new.cast_unsigned() + it.old.cast_unsigned()
}

fn candidate(terms: &[TermRow], cluster: &distil::Cluster, words: (u64, u64)) -> v1::Candidate {
    let mut members: Vec<&TermRow> = cluster.members.iter().filter_map(|it| terms.get(*it)).collect();
    members.sort_by(|one, other| {
        occurrences(other)
            .cmp(&occurrences(one))
            .then(one.key.cmp(&other.key))
    });
    let sources: BTreeSet<&String> = members.iter().flat_map(|it| &it.source_ids).collect();
    let publishers: BTreeSet<&String> = members.iter().flat_map(|it| &it.publishers).collect();
    let sum = |of: fn(&TermRow) -> i64| members.iter().map(|it| of(it).cast_unsigned()).sum::<u64>();
    let (new, old) = (sum(|it| it.new), sum(|it| it.old));
    let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    let representative = terms.get(cluster.representative);
    v1::Candidate {
        candidate_id: id_of(&members),
        term: representative.map(|it| it.surface.clone()).unwrap_or_default(),
        language: representative.map(|it| it.language.clone()).unwrap_or_default(),
        variants: members.iter().map(|it| variant(it)).collect(),
        sources: count(sources.len()),
        publishers: count(publishers.len()),
        occurrences: u32::try_from(new + old).unwrap_or(u32::MAX),
        keyness: keyness((new, words.0), (old, words.1)),
        source_ids: sources.into_iter().take(SOURCES_SHOWN).cloned().collect(),
        skill_id: String::new(),
    }
}

/// How far the new sources use it more than the others; nothing where they use it less.
fn keyness(new: (u64, u64), old: (u64, u64)) -> f64 {
    let is_more = new.0 as f64 * old.1 as f64 > old.0 as f64 * new.1 as f64;
    if is_more { log_likelihood(new, old) } else { 0.0 }
}

fn variant(it: &TermRow) -> v1::CandidateTerm {
    v1::CandidateTerm {
        surface: it.surface.clone(),
        occurrences: u32::try_from(occurrences(it)).unwrap_or(u32::MAX),
        key: it.key.clone(),
    }
}

fn id_of(members: &[&TermRow]) -> String {
    let keys: BTreeMap<(&str, &str), ()> = members
        .iter()
        .map(|it| ((it.language.as_str(), it.key.as_str()), ()))
        .collect();
    let mut hasher = Sha256::new();
    for (language, key) in keys.keys() {
        hasher.update(format!("{language} {key}\n"));
    }
    let digits = hex::encode(hasher.finalize());
    format!("c{}", &digits[..ID_DIGITS])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(key: &str, surface: &str, new: i64, old: i64) -> TermRow {
        TermRow {
            key: key.into(),
            language: "nl".into(),
            surface: surface.into(),
            new,
            old,
            source_ids: vec![format!("s{new}"), "s".into()],
            publishers: vec!["cbs".into()],
        }
    }

    #[test]
    fn what_is_new_stands_out_before_what_was_always_there() {
        let terms = [
            term("vergunning", "vergunning", 40, 400),
            term("waterstof", "waterstof", 30, 3),
        ];
        let candidates = clustered(&terms, (10_000, 100_000));
        let names: Vec<&str> = candidates.iter().map(|it| it.term.as_str()).collect();
        assert_eq!(names, ["waterstof", "vergunning"]);
        assert!(candidates[0].keyness > 3.84, "{}", candidates[0].keyness);
        assert!(candidates[1].keyness < 0.5);
    }

    #[test]
    fn the_same_terms_are_the_same_candidate() {
        let one = clustered(&[term("waterstof", "waterstof", 3, 0)], (10, 10));
        let again = clustered(&[term("waterstof", "Waterstof", 9, 4)], (90, 10));
        assert_eq!(one[0].candidate_id, again[0].candidate_id);
        assert!(runtime::parse::is_id(&one[0].candidate_id));
    }
}
