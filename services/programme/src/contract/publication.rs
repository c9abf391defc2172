//! Publications.

use contracts::programme::v1;
use runtime::receipt::proto_time;

use super::values::{period, text};
use crate::{
    domain::publication::{Erratum, Publication},
    projections::publications::Listed,
};

/// Writes a publication with its picture; nothing when it does not exist.
#[must_use]
pub fn publication(publication_id: &str, publication: &Publication) -> Option<v1::Publication> {
    let snapshot = publication.snapshot()?;
    Some(v1::Publication {
        publication_id: publication_id.to_owned(),
        title: Some(text(&snapshot.title)),
        period: Some(period(&snapshot.period)),
        ledger_position: snapshot.ledger_position,
        snapshot_json: snapshot.json.clone().into_bytes(),
        sha256: snapshot.sha256.clone(),
        published_at: Some(proto_time(snapshot.published_at)),
        errata: publication.errata().iter().map(erratum).collect(),
    })
}

/// Writes an erratum.
#[must_use]
pub fn erratum(it: &Erratum) -> v1::Erratum {
    v1::Erratum {
        erratum_id: it.erratum_id.clone(),
        text: it.text.clone(),
        figure_id: it.figure_id.clone(),
        added_at: Some(proto_time(it.added_at)),
    }
}

/// Writes a publication of a list: without its picture.
#[must_use]
pub fn listed(it: Listed) -> v1::Publication {
    v1::Publication {
        publication_id: it.publication_id,
        title: Some(text(&it.snapshot.title)),
        period: Some(period(&it.snapshot.period)),
        ledger_position: it.snapshot.ledger_position,
        snapshot_json: Vec::new(),
        sha256: it.snapshot.sha256,
        published_at: Some(proto_time(it.snapshot.published_at)),
        errata: it.errata.iter().map(erratum).collect(),
    }
}
