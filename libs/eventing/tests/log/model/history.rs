//! Judges a log by what callers were told. The log's order must be a serial execution of the calls: each one's facts stand
//! together, once, and are what it decides upon everything before them. Whoever was refused must have been right to be, at
//! some moment during the call.

use std::collections::{BTreeMap, HashMap, HashSet};

use eventing::{Committed, Decider};
use uuid::Uuid;

use super::{
    log::{Receipt, Written},
    plan::{Action, Call, stream_id},
    tally::{Marked, Tally},
    world::{Played, Told},
};

/// Facts per stream.
pub(crate) type Streams = BTreeMap<String, Vec<Marked>>;

/// The model: what a log comes to when it is read from its first fact.
#[derive(Default)]
struct Model {
    streams: Streams,
    carried_out: HashSet<Uuid>,
}

/// The facts of one call.
struct Block<'a> {
    facts: &'a [Written],
}

/// A log, its request records, and the calls that led to them.
pub(crate) struct History<'a> {
    pub(crate) facts: &'a [Written],
    pub(crate) receipts: &'a HashMap<Uuid, Receipt>,
    pub(crate) played: &'a [Played],
}

impl<'a> History<'a> {
    /// Judges all of it, and answers what the streams came to.
    pub(crate) fn judge(&self) -> Streams {
        let positions: Vec<u64> = self.facts.iter().map(|fact| fact.position).collect();
        assert_eq!(
            positions,
            (1..=self.facts.len() as u64).collect::<Vec<_>>(),
            "positions have gaps"
        );
        let calls: HashMap<u64, &Call> = self
            .played
            .iter()
            .map(|played| (played.call.mark, &played.call))
            .collect();
        let blocks = self.blocks();
        let streams = self.replay(&calls, &blocks);
        for played in self.played {
            self.judge_answer(played, &blocks);
        }
        for mark in calls.keys() {
            self.judge_mark(*mark, blocks.contains_key(mark));
        }
        self.judge_receipts(&calls, &blocks);
        streams
    }

    /// The facts of each call by its mark. No call has facts at two places.
    fn blocks(&self) -> BTreeMap<u64, Block<'a>> {
        let mut blocks = BTreeMap::new();
        for facts in self
            .facts
            .chunk_by(|one, next| one.fact.mark() == next.fact.mark())
        {
            let before = blocks.insert(facts[0].fact.mark(), Block { facts });
            assert!(before.is_none(), "a call is in the log twice: {facts:?}");
        }
        blocks
    }

    /// Lets the log happen to the model, and looks at every step who could have been refused there.
    fn replay(&self, calls: &HashMap<u64, &Call>, blocks: &BTreeMap<u64, Block<'_>>) -> Streams {
        let mut model = Model::default();
        let mut unexplained: HashSet<usize> = (0..self.played.len())
            .filter(|index| self.played[*index].rests_on_a_moment())
            .collect();
        let mut in_order: Vec<&Block<'_>> = blocks.values().collect();
        in_order.sort_by_key(|block| block.facts[0].position);
        self.explain(&model, 0, &mut unexplained);
        for block in in_order {
            let call = calls[&block.facts[0].fact.mark()];
            model.take(call, block);
            self.explain(&model, block.last().position, &mut unexplained);
        }
        let without_reason: Vec<&Played> = unexplained.into_iter().map(|index| &self.played[index]).collect();
        assert!(
            without_reason.is_empty(),
            "told what was true at no moment: {without_reason:#?}"
        );
        model.streams
    }

    fn explain(&self, model: &Model, position: u64, unexplained: &mut HashSet<usize>) {
        unexplained.retain(|index| {
            let played = &self.played[*index];
            !((played.from..=played.to).contains(&position) && model.explains(played))
        });
    }

    fn judge_answer(&self, played: &Played, blocks: &BTreeMap<u64, Block<'_>>) {
        let call = &played.call;
        match &played.told {
            Told::Done(committed) => {
                assert!(call.request.is_some() || !committed.repeated, "{played:?}");
                match blocks.get(&call.mark) {
                    Some(block) => block.is_told_by(committed),
                    None => assert!(call.action == Action::Nothing, "told and not there: {played:?}"),
                }
                if let Some(id) = call.request {
                    self.receipts[&id].is_told_by(committed);
                }
            }
            Told::Carried => assert!(blocks.contains_key(&call.mark), "told and not there: {played:?}"),
            Told::Reused => {
                let receipt = &self.receipts[&call.request.unwrap()];
                assert_ne!(receipt.digest, call.key().unwrap().digest, "{played:?}");
            }
            Told::Contended => assert!(!played.undisturbed, "contended with nobody: {played:?}"),
            Told::Unknown => assert!(played.may_be_away, "nothing was away: {played:?}"),
            Told::Impossible => assert!(call.is_unstorable(), "{played:?}"),
            Told::Refused | Told::GaveUp => {}
        }
    }

    /// What all callers who made the same call were told, taken together.
    fn judge_mark(&self, mark: u64, is_there: bool) {
        let told: Vec<&Told> = self
            .played
            .iter()
            .filter(|played| played.call.mark == mark)
            .map(|played| &played.told)
            .collect();
        let first = told
            .iter()
            .filter(|told| {
                matches!(told, Told::Carried) || matches!(told, Told::Done(done) if !done.repeated)
            })
            .count();
        let may_have = told
            .iter()
            .any(|told| matches!(told, Told::Unknown | Told::GaveUp));
        assert!(first <= 1, "call {mark} was carried out more than once: {told:?}");
        assert!(
            !is_there || first == 1 || may_have,
            "call {mark} is there and nobody was told: {told:?}"
        );
    }

    fn judge_receipts(&self, calls: &HashMap<u64, &Call>, blocks: &BTreeMap<u64, Block<'_>>) {
        let mut with_facts = 0;
        for (mark, block) in blocks {
            for fact in block.facts {
                assert_eq!(fact.request, calls[mark].request, "{fact:?}");
            }
            if let Some(key) = calls[mark].key() {
                let receipt = &self.receipts[&key.id];
                assert_eq!(receipt.digest, key.digest, "{receipt:?}");
                assert_eq!(receipt.positions, block.positions());
                with_facts += 1;
            }
        }
        let kept = self
            .receipts
            .values()
            .filter(|receipt| !receipt.positions.is_empty());
        assert_eq!(
            kept.count(),
            with_facts,
            "a request is on record without its facts"
        );
    }
}

impl Model {
    /// The facts of a call if it were decided now; nothing when it is refused.
    fn decide(&self, call: &Call) -> Option<Vec<Marked>> {
        let length = |id: &str| self.streams.get(id).map_or(0, Vec::len);
        let others = match &call.action {
            Action::Guarded { reads, .. } => reads.iter().map(|stream| length(&stream_id(*stream))).sum(),
            _ => 0,
        };
        let facts = self.streams.get(&call.stream_id()).cloned().unwrap_or_default();
        Tally::<false> { facts }.decide(call.command(others)?).ok()
    }

    fn take(&mut self, call: &Call, block: &Block<'_>) {
        let written: Vec<Marked> = block.facts.iter().map(|fact| fact.fact.clone()).collect();
        assert_eq!(
            Some(&written),
            self.decide(call).as_ref(),
            "{call:?} was decided on something else"
        );
        let stream = self.streams.entry(call.stream_id()).or_default();
        for (sequence, fact) in (stream.len() as u64 + 1..).zip(block.facts) {
            assert_eq!(
                (&fact.stream_id, fact.sequence),
                (&call.stream_id(), sequence),
                "{fact:?}"
            );
        }
        stream.extend(written);
        self.carried_out.extend(call.request);
    }

    /// Whether what a caller was told without anything being written is right at this moment.
    fn explains(&self, played: &Played) -> bool {
        let call = &played.call;
        match &played.told {
            Told::Refused => {
                self.decide(call).is_none() && call.request.is_none_or(|id| !self.carried_out.contains(&id))
            }
            Told::Done(committed) => {
                let length = self.streams.get(&call.stream_id()).map_or(0, Vec::len);
                self.decide(call) == Some(Vec::new()) && committed.version == length as u64
            }
            _ => false,
        }
    }
}

impl Played {
    /// Whether it was told something that is not in the log, but was decided at a moment of it.
    fn rests_on_a_moment(&self) -> bool {
        match &self.told {
            Told::Refused => true,
            Told::Done(committed) => committed.positions.is_empty() && !committed.repeated,
            _ => false,
        }
    }
}

impl Block<'_> {
    fn last(&self) -> &Written {
        &self.facts[self.facts.len() - 1]
    }

    fn positions(&self) -> Vec<u64> {
        self.facts.iter().map(|fact| fact.position).collect()
    }

    fn is_told_by(&self, committed: &Committed) {
        let public = self.facts.iter().rfind(|fact| fact.fact.is_public());
        assert_eq!(committed.positions, self.positions(), "{committed:?}");
        assert_eq!(committed.version, self.last().sequence, "{committed:?}");
        assert_eq!(
            committed.public_position,
            public.map(|fact| fact.position),
            "{committed:?}"
        );
        assert_eq!(committed.recorded_at, self.last().at, "{committed:?}");
    }
}

impl Receipt {
    fn is_told_by(&self, committed: &Committed) {
        assert_eq!(
            (&self.positions, self.version, self.public_position, self.at),
            (
                &committed.positions,
                committed.version,
                committed.public_position,
                committed.recorded_at
            ),
            "{committed:?}"
        );
    }
}
