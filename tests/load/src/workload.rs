//! The aggregate that commands are measured on: small, with facts of the size the hub's own have.

use eventing::{Context, Decider, Fact, Meta, Rejection, RejectionKind, RequestKey};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A milestone and the progress told about it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Milestone {
    percent: u8,
    spent_cents: i64,
    times: u64,
}

/// Tells progress.
#[derive(Debug, Clone)]
pub(crate) struct TellProgress {
    /// How far, in percent.
    pub(crate) percent: u8,
}

/// What was told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum MilestoneFact {
    /// Progress was told.
    ProgressTold {
        /// How far, in percent.
        percent: u8,
        /// Spent since the last time.
        spent_cents: i64,
        /// In words.
        explanation: String,
    },
}

/// More than everything cannot be done.
#[derive(Debug, thiserror::Error)]
#[error("the percentage {0} is above 100")]
pub(crate) struct AboveAll(u8);

impl Fact for MilestoneFact {
    fn event_type(&self) -> String {
        "ProgressTold".to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Rejection for AboveAll {
    fn reason(&self) -> &'static str {
        "ABOVE_ALL"
    }

    fn kind(&self) -> RejectionKind {
        RejectionKind::Invalid
    }
}

impl Decider for Milestone {
    const TYPE: &'static str = "milestone";
    type Command = TellProgress;
    type Fact = MilestoneFact;
    type Rejection = AboveAll;

    fn decide(&self, TellProgress { percent }: TellProgress) -> Result<Vec<MilestoneFact>, AboveAll> {
        if percent > 100 {
            return Err(AboveAll(percent));
        }
        Ok(vec![MilestoneFact::ProgressTold {
            percent,
            spent_cents: 125_000,
            explanation:
                "Twaalf docenten volgden de leergang; de proef in de regio loopt door tot het najaar."
                    .to_owned(),
        }])
    }

    fn evolve(
        &mut self,
        MilestoneFact::ProgressTold {
            percent, spent_cents, ..
        }: MilestoneFact,
    ) {
        self.percent = percent;
        self.spent_cents = self.spent_cents.saturating_add(spent_cents);
        self.times += 1;
    }

    fn is_public(_fact: &MilestoneFact) -> bool {
        true
    }
}

/// A command as all contenders carry it out.
pub(crate) const TELL: TellProgress = TellProgress { percent: 40 };

/// What surrounds a command that comes in by a call: a caller, a request id, a trace, a project.
pub(crate) fn meta() -> Meta {
    Meta {
        actor: "p-5f1c7a90b2d34e68".to_owned(),
        at: jiff::Timestamp::now(),
        request: Some(RequestKey::new(
            Uuid::new_v4(),
            "TellProgress",
            "p-5f1c7a90b2d34e68",
            b"40",
        )),
        traceparent: Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".to_owned()),
        context: Context {
            project: Some("llo-2024-017".to_owned()),
            ..Context::default()
        },
    }
}

/// The same surroundings as cqrs-es takes them.
pub(crate) fn metadata() -> std::collections::HashMap<String, String> {
    let meta = meta();
    [
        ("actor", Some(meta.actor)),
        ("request_id", meta.request.map(|request| request.id.to_string())),
        ("traceparent", meta.traceparent),
        ("project", meta.context.project),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name.to_owned(), value?)))
    .collect()
}
