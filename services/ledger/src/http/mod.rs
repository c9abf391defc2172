//! The log as files over plain HTTP (`c2sp.org/tlog-tiles`), under `/ledger/`.
//!
//! Checkpoint and tiles are open: they are hashes. Bundles hold the entries of every audience, and are for those who may
//! see all of them.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Extension, Router};
use contracts::options::v1::Role;
use runtime::access::Caller;
use runtime::fault::{Fault, Kind};
use runtime::http::Problem;
use transparency::{BundleId, TileId, bundle};

use crate::store::LedgerStore;

/// Who may have the entries of every audience.
const READERS: [Role; 3] = [Role::Auditor, Role::Operator, Role::HubService];

/// How a file that never changes may be kept.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// The same for a file that is not for everyone.
const FOR_EVER_PRIVATE: &str = "private, max-age=31536000, immutable";

const BINARY: &str = "application/octet-stream";

/// The routes.
pub(crate) fn routes(store: LedgerStore) -> Router {
    Router::new()
        .route("/ledger/checkpoint", get(checkpoint))
        .route("/ledger/tile/{*place}", get(file))
        .with_state(store)
}

async fn checkpoint(State(store): State<LedgerStore>) -> Result<impl IntoResponse, Problem> {
    let kept = store.newest_checkpoint().await.map_err(Fault::from)?;
    let note = kept.ok_or_else(unknown)?.note;
    Ok((with("text/plain; charset=utf-8", "no-cache"), note))
}

async fn file(
    State(store): State<LedgerStore>,
    Path(place): Path<String>,
    Extension(caller): Extension<Caller>,
) -> Result<impl IntoResponse, Problem> {
    let path = format!("tile/{place}");
    if let Ok(id) = path.parse::<BundleId>() {
        may_read_all(&caller)?;
        return Ok((with(BINARY, FOR_EVER_PRIVATE), entries(&store, id).await?));
    }
    let id: TileId = path.parse().map_err(|_| unknown())?;
    Ok((with(BINARY, FOR_EVER), tile(&store, id).await?))
}

/// A tile as it is in the newest signed tree, or a beginning of it.
async fn tile(store: &LedgerStore, id: TileId) -> Result<Bytes, Fault> {
    let there = TileId::in_tree(id.level(), id.index(), signed_size(store).await?);
    if there.is_none_or(|there| id.width() > there.width()) {
        return Err(unknown());
    }
    Ok(store.tile(id).await?.ok_or_else(unknown)?.into())
}

/// The entries of a tile.
async fn entries(store: &LedgerStore, id: BundleId) -> Result<Bytes, Fault> {
    let there = BundleId::in_log(id.index(), signed_size(store).await?);
    if there.is_none_or(|there| id.width() > there.width()) {
        return Err(unknown());
    }
    let first = id.first_entry();
    let entries = store.bytes_between(first, first + u64::from(id.width())).await?;
    if entries.len() != usize::from(id.width()) {
        return Err(unknown());
    }
    let mut file = Vec::new();
    for entry in &entries {
        bundle::push(&mut file, entry).map_err(|error| too_long(&error))?;
    }
    Ok(file.into())
}

async fn signed_size(store: &LedgerStore) -> Result<u64, Fault> {
    Ok(store.standing().await?.signed.map_or(0, |signed| signed.size))
}

fn may_read_all(caller: &Caller) -> Result<(), Fault> {
    if READERS.iter().any(|role| caller.has(*role)) {
        return Ok(());
    }
    if *caller == Caller::anonymous() {
        let what = "entries are for auditors, operators and the hub's services; send a token";
        return Err(Fault::new("TOKEN_MISSING", Kind::Unauthenticated, what));
    }
    let what = "entries are for auditors, operators and the hub's services";
    Err(Fault::new("FORBIDDEN", Kind::Forbidden, what))
}

fn unknown() -> Fault {
    Fault::not_found(
        "PATH_UNKNOWN",
        "the ledger, as far as it is signed, has no such file",
    )
}

fn too_long(error: &bundle::BundleError) -> Fault {
    Fault::new("ENTRY_TOO_LONG", Kind::Unimplemented, error.to_string())
}

fn with(kind: &'static str, keep: &'static str) -> [(HeaderName, &'static str); 2] {
    [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)]
}

#[cfg(test)]
mod tests;
