//! Tiles and entry bundles as files of a hub.

use bytes::Bytes;
use http::StatusCode;
use ledger::audit::KeptTile;
use serde_json::Value;
use transparency::{BundleId, Hash, TileId, bundle};

use crate::{
    client::Hub,
    failure::{Failure, Note},
};

/// What every path of the log begins with.
const PREFIX: &str = "/ledger/";

/// A file of the log; or why it is not served, which is a finding and no failure.
pub(super) async fn file(hub: &Hub, name: &str) -> Result<Result<Bytes, String>, Failure> {
    let (status, body) = hub.get(&format!("{PREFIX}{name}")).await?;
    match status {
        StatusCode::OK => Ok(Ok(body)),
        // Entries are for every audience, so only some roles may fetch them.
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            Err(Failure::Local(Note::new("verify-forbidden").with("file", name)))
        }
        status => Ok(Err(format!("{status} {}", detail(&body)))),
    }
}

/// What a refusal over HTTP says.
fn detail(body: &[u8]) -> String {
    let problem: Value = serde_json::from_slice(body).unwrap_or_default();
    let part = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
    format!("{} {}", part("reason"), part("detail")).trim().to_owned()
}

/// A tile, as it is served.
pub(super) async fn tile(hub: &Hub, id: TileId) -> Result<KeptTile, Failure> {
    Ok(match file(hub, &id.to_string()).await? {
        Err(why) => KeptTile::Unusable(why),
        Ok(bytes) => match Hash::many(&bytes) {
            Ok(hashes) => KeptTile::There { hashes, root: None },
            Err(error) => KeptTile::Unusable(error.to_string()),
        },
    })
}

/// The entries of a bundle, as they are served.
pub(super) async fn entries(hub: &Hub, id: BundleId) -> Result<Result<Vec<Bytes>, String>, Failure> {
    Ok(file(hub, &id.to_string()).await?.and_then(|bytes| {
        let entries = bundle::entries(id, &bytes).map_err(|error| error.to_string())?;
        Ok(entries.into_iter().map(|entry| bytes.slice_ref(entry)).collect())
    }))
}
