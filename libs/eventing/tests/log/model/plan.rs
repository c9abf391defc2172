//! What is drawn: rounds of calls that are made at the same time, and what goes wrong meanwhile.

use std::ops::Range;

use eventing::{Context, Meta, RequestKey};
use proptest::{collection::vec, option, prelude::*, sample::Index};
use uuid::Uuid;

use super::tally::Command;

/// Streams that calls are about; even ones without snapshots, odd ones with.
pub(crate) const STREAMS: usize = 4;

/// A call as it was made, however often.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// Its mark in the facts it leads to. Two calls with the same mark are the same call made again.
    pub(crate) mark: u64,
    /// Through which of the two stores.
    pub(crate) store: usize,
    pub(crate) stream: usize,
    pub(crate) action: Action,
    pub(crate) request: Option<Uuid>,
    /// After how many looks at it its caller gives up.
    pub(crate) patience: Option<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    Begin,
    Add {
        facts: u8,
        ceiling: usize,
    },
    Nothing,
    Spoil,
    /// To a stream with a name that PostgreSQL cannot store.
    Nameless,
    /// Adds as long as this stream and the others together stay below the ceiling.
    Guarded {
        reads: Vec<usize>,
        facts: u8,
        ceiling: usize,
    },
    /// Through the framework of cqrs-es.
    Framework {
        facts: u8,
        ceiling: usize,
    },
    /// By another program, which writes to the tables itself.
    Direct {
        facts: u8,
    },
}

/// What goes wrong.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// All connections of the stores are cut, after so many turns of the calls.
    Cut(u8),
    /// One store is closed and opened again, as when its process starts anew.
    Reopened(usize),
}

/// Calls made at the same time.
#[derive(Debug, Clone)]
pub(crate) struct Round {
    pub(crate) calls: Vec<Call>,
    pub(crate) fault: Option<Fault>,
}

#[derive(Debug, Clone)]
enum Asked {
    Without,
    New,
    /// The same as an earlier call, to the letter.
    Again(Index),
    /// With the request id of an earlier call, but for something else.
    Reusing(Index),
}

#[derive(Debug, Clone)]
struct Drawn {
    store: usize,
    stream: usize,
    action: Action,
    asked: Asked,
    patience: Option<u8>,
}

/// So many rounds of up to `calls` calls.
pub(crate) fn rounds(calls: usize, rounds: Range<usize>) -> impl Strategy<Value = Vec<Round>> {
    let round = (vec(drawn(), 1..=calls), option::weighted(0.2, fault()));
    vec(round, rounds).prop_map(numbered)
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let asked = prop_oneof![
        3 => Just(Asked::Without),
        3 => Just(Asked::New),
        3 => any::<Index>().prop_map(Asked::Again),
        1 => any::<Index>().prop_map(Asked::Reusing),
    ];
    let patience = option::weighted(0.15, 1..40_u8);
    (0..2_usize, 0..STREAMS, action(), asked, patience).prop_map(
        |(store, stream, action, asked, patience)| Drawn {
            store,
            stream,
            action,
            asked,
            patience,
        },
    )
}

fn action() -> impl Strategy<Value = Action> {
    let facts = 1..4_u8;
    let ceiling = 1..40_usize;
    let added = (facts.clone(), ceiling.clone());
    prop_oneof![
        1 => Just(Action::Begin),
        8 => added.clone().prop_map(|(facts, ceiling)| Action::Add { facts, ceiling }),
        1 => Just(Action::Nothing),
        1 => Just(Action::Spoil),
        1 => Just(Action::Nameless),
        4 => (vec(0..STREAMS, 1..3), added.clone())
            .prop_map(|(reads, (facts, ceiling))| Action::Guarded { reads, facts, ceiling }),
        1 => added.prop_map(|(facts, ceiling)| Action::Framework { facts, ceiling }),
        2 => facts.prop_map(|facts| Action::Direct { facts }),
    ]
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        2 => (0..40_u8).prop_map(Fault::Cut),
        1 => (0..2_usize).prop_map(Fault::Reopened),
    ]
}

/// Gives calls their marks and request ids, and repeats what is to be made again.
fn numbered(drawn: Vec<(Vec<Drawn>, Option<Fault>)>) -> Vec<Round> {
    let mut mark = 0;
    let mut known: Vec<Call> = Vec::new();
    let mut number = |drawn: Drawn| {
        mark += 1;
        let mut call = Call {
            mark,
            store: drawn.store,
            stream: drawn.stream,
            request: None,
            patience: drawn.patience,
            action: drawn.action,
        };
        if matches!(call.action, Action::Framework { .. } | Action::Direct { .. }) {
            call.patience = None;
            return call;
        }
        match drawn.asked {
            Asked::Again(index) if !known.is_empty() => Call {
                store: call.store,
                patience: call.patience,
                ..index.get(&known).clone()
            },
            Asked::Reusing(index) if !known.is_empty() => {
                call.request = index.get(&known).request;
                call
            }
            Asked::Without => call,
            _ => {
                call.request = Some(Uuid::from_u128(mark.into()));
                known.push(call.clone());
                call
            }
        }
    };
    drawn
        .into_iter()
        .map(|(calls, fault)| Round {
            calls: calls.into_iter().map(&mut number).collect(),
            fault,
        })
        .collect()
}

impl Call {
    /// A call of the test itself, which must be carried out.
    pub(crate) fn plain(mark: u64, store: usize, stream: usize) -> Self {
        Self {
            mark,
            store,
            stream,
            action: Action::Add {
                facts: 1,
                ceiling: usize::MAX,
            },
            request: Some(Uuid::from_u128(mark.into())),
            patience: None,
        }
    }

    /// The stream it writes to.
    pub(crate) fn stream_id(&self) -> String {
        match self.action {
            Action::Nameless => "a\0b".into(),
            _ => stream_id(self.stream),
        }
    }

    /// The command it comes to, when the streams it reads have so many facts together.
    pub(crate) fn command(&self, others: usize) -> Option<Command> {
        let mark = self.mark;
        Some(match self.action {
            Action::Begin => Command::Begin { mark },
            Action::Nothing => Command::Nothing,
            Action::Spoil => Command::Spoil { mark },
            Action::Nameless => Command::Add {
                mark,
                facts: 1,
                ceiling: usize::MAX,
            },
            Action::Direct { facts } => Command::Add {
                mark,
                facts,
                ceiling: usize::MAX,
            },
            Action::Add { facts, ceiling } | Action::Framework { facts, ceiling } => {
                Command::Add { mark, facts, ceiling }
            }
            Action::Guarded { facts, ceiling, .. } => Command::Add {
                mark,
                facts,
                ceiling: ceiling.checked_sub(others).filter(|left| *left > 0)?,
            },
        })
    }

    /// Whether PostgreSQL cannot store what it asks for.
    pub(crate) fn is_unstorable(&self) -> bool {
        matches!(self.action, Action::Spoil | Action::Nameless)
    }

    /// Who asks, and when: finer than PostgreSQL keeps it.
    pub(crate) fn meta(&self) -> Meta {
        Meta {
            actor: "p-model".into(),
            at: "2024-01-01T00:00:00.000000999Z".parse().unwrap(),
            request: self.key(),
            traceparent: None,
            context: Context::default(),
        }
    }

    /// Its request id with a digest of what it asks for.
    pub(crate) fn key(&self) -> Option<RequestKey> {
        let id = self.request?;
        Some(RequestKey::new(id, "Model", "p-model", &self.mark.to_be_bytes()))
    }
}

/// The name of a stream.
pub(crate) fn stream_id(stream: usize) -> String {
    format!("s{stream}")
}

/// Whether snapshots are kept of a stream.
pub(crate) fn is_kept(stream: usize) -> bool {
    stream % 2 == 1
}
