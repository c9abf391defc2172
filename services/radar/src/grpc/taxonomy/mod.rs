//! The taxonomy service: looking concepts up; see [`import`] for releases that come in.

mod import;

use std::collections::BTreeMap;

use contracts::radar::v1::{self, taxonomy_service_server::TaxonomyService};
use runtime::{fault::Fault, parse::Faults};
use tonic::{Request, Response};

#[cfg(test)]
pub(crate) use import::{FILE_NAME_CHARS_MAX, FILES_MAX};

use self::import::VERSION_CHARS_MAX;
use super::{Answer, Desk, cut, cut_ranked, one_more, parse_page, skipped};
use crate::{
    contract::taxonomy::{self as write, kind_of, read_kind},
    domain::taxonomy::Taxonomy,
    projections::skills,
    taxonomies::{Hit, Wanted},
};

/// Longest query, in characters.
const QUERY_CHARS_MAX: usize = 200;

/// Longest tag of a language, in characters.
const LANGUAGE_CHARS_MAX: usize = 35;

/// Answers the calls of the taxonomy service.
#[derive(Clone)]
pub struct TaxonomyCalls(pub Desk);

impl TaxonomyCalls {
    async fn releases(&self, request: &v1::ListReleasesRequest) -> Result<v1::ListReleasesResponse, Fault> {
        let in_force = self.0.taxonomies.in_force().await?;
        let wanted = |it: &str| request.scheme_id.is_empty() || request.scheme_id == it;
        let mut releases = Vec::new();
        for scheme in in_force.iter().filter(|it| wanted(&it.scheme_id)) {
            let taxonomy = self
                .0
                .office
                .store
                .load::<Taxonomy>(&scheme.scheme_id)
                .await?
                .state;
            let numbers = (1..=taxonomy.releases().len()).rev();
            releases.extend(numbers.filter_map(|number| write::numbered(&taxonomy, number)));
        }
        Ok(v1::ListReleasesResponse { releases })
    }

    async fn changes(
        &self,
        request: &v1::ListReleaseChangesRequest,
    ) -> Result<v1::ListReleaseChangesResponse, Fault> {
        let mut faults = Faults::new();
        let scheme_id = faults.id("scheme_id", &request.scheme_id);
        faults.text("version", &request.version, VERSION_CHARS_MAX, true);
        let kind = v1::ConceptChangeKind::try_from(request.kind).ok();
        faults.check("kind", kind.is_some(), "one of the values of the contract");
        let (scheme_id, kind) = faults.finish((scheme_id, kind.unwrap_or_default()))?;
        let taxonomy = self.0.office.store.load::<Taxonomy>(&scheme_id).await?.state;
        if taxonomy.release(&request.version).is_none() {
            let what = format!("there is no release {} of {scheme_id}", request.version);
            return Err(Fault::not_found("RELEASE_UNKNOWN", what));
        }
        let arguments = format!("{scheme_id}|{}|{}", request.version, request.kind);
        let page = parse_page(request.page_size, &request.page_token, &arguments)?;
        let after = page.after.clone().unwrap_or_default();
        let asked = self.0.taxonomies.changes(
            &scheme_id,
            &request.version,
            write::change_name(kind),
            &after,
            one_more(&page),
        );
        let mut found = asked.await?;
        let next_page_token = cut(&page, &mut found, |it| it.key.as_str());
        Ok(v1::ListReleaseChangesResponse {
            changes: found.into_iter().map(write::change).collect(),
            next_page_token,
        })
    }

    async fn concept(&self, request: &v1::GetConceptRequest) -> Result<v1::GetConceptResponse, Fault> {
        let mut faults = Faults::new();
        let uri = faults.optional_uri("uri", &request.uri);
        faults.check("uri", uri.is_some(), "the URI of a concept");
        let uri = faults.finish(uri.unwrap_or_default())?;
        let Some(found) = self.0.taxonomies.concept(&uri).await? else {
            let what = format!("no release of a taxonomy has a concept {uri}");
            return Err(Fault::not_found("CONCEPT_UNKNOWN", what));
        };
        let named = std::slice::from_ref(&uri);
        let mut skills = skills::published_of(self.0.office.store.pool(), named).await?;
        Ok(v1::GetConceptResponse {
            concept: Some(v1::Concept {
                skill_id: skills.remove(&uri).unwrap_or_default(),
                ..write::concept(&found)
            }),
        })
    }

    async fn search(&self, request: &v1::SearchConceptsRequest) -> Result<v1::SearchConceptsResponse, Fault> {
        let mut faults = Faults::new();
        let chars = request.query.chars().count();
        let expected = format!("words of a label, at most {QUERY_CHARS_MAX} characters");
        let is_given = !taxonomy::fold(&request.query).is_empty() && chars <= QUERY_CHARS_MAX;
        faults.check("query", is_given, &expected);
        let kind = v1::ConceptKind::try_from(request.kind).ok();
        faults.check("kind", kind.is_some(), "one of the values of the contract");
        faults.optional_id("scheme_id", &request.scheme_id);
        faults.text("language", &request.language, LANGUAGE_CHARS_MAX, false);
        faults.text("collection", &request.collection, QUERY_CHARS_MAX, false);
        let kind = faults.finish(kind.and_then(read_kind))?;
        let wanted = Wanted {
            query: &request.query,
            language: &request.language,
            scheme_id: &request.scheme_id,
            kind,
            collection: &request.collection,
        };
        let page = parse_page(request.page_size, &request.page_token, &format!("{wanted:?}"))?;
        let skip = skipped(&page);
        let mut found = self.0.taxonomies.search(&wanted, skip, one_more(&page)).await?;
        let next_page_token = cut_ranked(&page, skip, &mut found);
        Ok(v1::SearchConceptsResponse {
            concepts: found.into_iter().map(found_concept).collect(),
            next_page_token,
        })
    }
}

fn found_concept(it: Hit) -> v1::FoundConcept {
    v1::FoundConcept {
        uri: it.uri,
        scheme_id: it.release.scheme_id,
        version: it.release.version,
        kind: kind_of(&it.kind).into(),
        label: it.label,
        found_label: it.found_label,
        found_language: it.found_language,
    }
}

impl Desk {
    /// Names of the schemes, by identifier.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn scheme_titles(&self) -> Result<BTreeMap<String, String>, Fault> {
        let mut titles = BTreeMap::new();
        for release in self.taxonomies.in_force().await? {
            let taxonomy = self
                .office
                .store
                .load::<Taxonomy>(&release.scheme_id)
                .await?
                .state;
            let title = taxonomy.in_force().map(|it| it.title.clone());
            titles.extend(title.map(|title| (release.scheme_id.clone(), title)));
        }
        Ok(titles)
    }
}

#[tonic::async_trait]
impl TaxonomyService for TaxonomyCalls {
    async fn upload_release_file(
        &self,
        request: Request<v1::UploadReleaseFileRequest>,
    ) -> Answer<v1::UploadReleaseFileResponse> {
        Ok(Response::new(self.upload(request.get_ref()).await?))
    }

    async fn import_release(
        &self,
        request: Request<v1::ImportReleaseRequest>,
    ) -> Answer<v1::ImportReleaseResponse> {
        Ok(Response::new(self.import(&request).await?))
    }

    async fn list_releases(
        &self,
        request: Request<v1::ListReleasesRequest>,
    ) -> Answer<v1::ListReleasesResponse> {
        Ok(Response::new(self.releases(request.get_ref()).await?))
    }

    async fn list_release_changes(
        &self,
        request: Request<v1::ListReleaseChangesRequest>,
    ) -> Answer<v1::ListReleaseChangesResponse> {
        Ok(Response::new(self.changes(request.get_ref()).await?))
    }

    async fn get_concept(&self, request: Request<v1::GetConceptRequest>) -> Answer<v1::GetConceptResponse> {
        Ok(Response::new(self.concept(request.get_ref()).await?))
    }

    async fn search_concepts(
        &self,
        request: Request<v1::SearchConceptsRequest>,
    ) -> Answer<v1::SearchConceptsResponse> {
        Ok(Response::new(self.search(request.get_ref()).await?))
    }
}
