//! What the world finds over plain HTTP: issuers with their keys, status lists, and classes, as the URLs in credentials say. All of it
//! is open, and none of it says anything of a person.

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderName, header},
    response::IntoResponse,
    routing::get,
};
use contracts::professionalisation::v1;
use runtime::{fault::Fault, http::Problem, parse::is_id};

use crate::{contract::class::content, domain::class::Class, issuing::Issuing};

/// How long what is served may be kept: a revocation is seen after that at the latest.
const FIVE_MINUTES: &str = "public, max-age=300";
const JSON_LD: &str = "application/ld+json";
const CREDENTIAL: &str = "application/vc";
const JSON: &str = "application/json";

/// The routes.
pub(crate) fn routes(issuing: Issuing) -> Router {
    Router::new()
        .route("/credentials/issuers/{provider_id}", get(issuer))
        .route("/credentials/status/{provider_id}/{list}", get(status_list))
        .route("/credentials/classes/{class_id}", get(class))
        .with_state(issuing)
}

async fn issuer(
    State(issuing): State<Issuing>,
    Path(provider_id): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let provider_id = plain(provider_id)?;
    let document = issuing.issuer(&provider_id).await?.ok_or_else(unknown)?;
    Ok((with(JSON_LD), document))
}

async fn status_list(
    State(issuing): State<Issuing>,
    Path((provider_id, list)): Path<(String, String)>,
) -> Result<impl IntoResponse, Problem> {
    let provider_id = plain(provider_id)?;
    let list = list.parse().map_err(|_| unknown())?;
    let document = issuing
        .status_list(&provider_id, list)
        .await?
        .ok_or_else(unknown)?;
    Ok((with(CREDENTIAL), document))
}

/// A class that was published, as the contract writes it; also when it was withdrawn since, because credentials name it.
async fn class(
    State(issuing): State<Issuing>,
    Path(class_id): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let class_id = plain(class_id)?;
    let class = issuing
        .office
        .store
        .load::<Class>(&class_id)
        .await
        .map_err(Fault::from)?
        .state;
    let published = class.content().filter(|_| class.published_on().is_some());
    let written: Option<v1::CredentialClass> = published.map(content);
    let written = written.ok_or_else(unknown)?;
    let json = serde_json::to_string(&written).map_err(|error| Fault::internal("writing a class", &error))?;
    Ok((with(JSON), json))
}

/// Nothing is asked of the log under a name that no provider or class can have.
fn plain(id: String) -> Result<String, Fault> {
    if is_id(&id) { Ok(id) } else { Err(unknown()) }
}

fn unknown() -> Fault {
    Fault::not_found("PATH_UNKNOWN", "there is no such issuer, status list or class")
}

fn with(kind: &'static str) -> [(HeaderName, &'static str); 3] {
    [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, FIVE_MINUTES),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ]
}
