//! Decisions: publish a picture, and add an erratum to it.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{Erratum, Fact, Publication, Rejection, Snapshot};
use crate::domain::values::{LocalText, Period};

/// Most errata of one publication.
const ERRATA_MAX: usize = 200;

/// Publish a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publish {
    /// Title.
    pub title: LocalText,
    /// Period it is about.
    pub period: Period,
    /// Ledger position of the picture.
    pub ledger_position: u64,
    /// The picture as JSON.
    pub json: String,
    /// When.
    pub at: Timestamp,
}

/// Add an erratum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddErratum {
    /// The erratum.
    pub erratum: Erratum,
}

pub(super) fn publish(publication: &Publication, command: Publish) -> Result<Vec<Fact>, Rejection> {
    if publication.snapshot().is_some() {
        return Err(Rejection::Exists);
    }
    let Publish {
        title,
        period,
        ledger_position,
        json,
        at,
    } = command;
    let sha256 = hex::encode(Sha256::digest(json.as_bytes()));
    let snapshot = Snapshot {
        title,
        period,
        ledger_position,
        json,
        sha256,
        published_at: at,
    };
    Ok(vec![Fact::Published {
        snapshot: Box::new(snapshot),
    }])
}

pub(super) fn add_erratum(publication: &Publication, command: AddErratum) -> Result<Vec<Fact>, Rejection> {
    let AddErratum { erratum } = command;
    if publication.snapshot().is_none() {
        return Err(Rejection::Unknown);
    }
    if publication
        .errata()
        .iter()
        .any(|one| one.erratum_id == erratum.erratum_id)
    {
        return Err(Rejection::ErratumExists {
            erratum_id: erratum.erratum_id,
        });
    }
    if publication.errata().len() >= ERRATA_MAX {
        return Err(Rejection::TooManyErrata { most: ERRATA_MAX });
    }
    Ok(vec![Fact::ErratumAdded { erratum }])
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;
    use jiff::civil::date;

    use super::*;
    use crate::domain::publication::Command;

    fn at() -> Timestamp {
        "2025-01-10T09:00:00Z".parse().unwrap()
    }

    fn publish() -> Command {
        Command::Publish(Box::new(Publish {
            title: LocalText::new("Voortgang 2024", "Progress 2024"),
            period: Period {
                label: "2024".into(),
                starts_on: date(2024, 1, 1),
                ends_on: date(2024, 12, 31),
            },
            ledger_position: 812,
            json: "{}".into(),
            at: at(),
        }))
    }

    fn erratum(id: &str) -> Command {
        let (text, figure_id) = ("53 projects, not 54".to_owned(), String::new());
        let erratum = Erratum {
            erratum_id: id.into(),
            text,
            figure_id,
            added_at: at(),
        };
        Command::AddErratum(AddErratum { erratum })
    }

    #[test]
    fn a_picture_is_frozen_with_its_hash() {
        let published = Scenario::<Publication>::new().after([publish()]);
        let snapshot = published.state().snapshot().unwrap();
        assert_eq!(
            snapshot.sha256,
            "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        );
        assert_eq!(snapshot.ledger_position, 812);
    }

    #[test]
    fn a_picture_is_published_once() {
        Scenario::<Publication>::new()
            .after([publish()])
            .when(publish())
            .refused("PUBLICATION_EXISTS");
    }

    #[test]
    fn an_erratum_stands_beside_the_picture() {
        let corrected = Scenario::<Publication>::new().after([publish(), erratum("e1")]);
        assert_eq!(corrected.state().errata().len(), 1);
        assert_eq!(corrected.state().snapshot().unwrap().json, "{}");
        corrected.when(erratum("e1")).refused("ERRATUM_EXISTS");
    }

    #[test]
    fn what_was_not_published_has_no_errata() {
        Scenario::<Publication>::new()
            .when(erratum("e1"))
            .refused("PUBLICATION_UNKNOWN");
    }
}
