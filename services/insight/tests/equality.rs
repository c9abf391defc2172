//! However events arrive, in whatever batches and through whatever restarts: what is shown is what they say.

#![allow(clippy::unwrap_used, reason = "in tests, panicking is how a failure is told")]

#[path = "support/mod.rs"]
mod support;

use contracts::ledger::v1::Entry;
use insight::{projections::ALL, rebuild::rebuild_all, rows::Facts, views::Judgements};
use proptest::prelude::*;
use support::{
    Insight, MemoryLedger,
    folded::{afresh, all_projections, views},
    script::Script,
    started_anew,
};
use testkit::eventually;

/// What a history puts into the ledger.
fn told(history: &[u16]) -> Vec<Entry> {
    let ledger = MemoryLedger::new();
    let mut script = Script::new(&ledger);
    history.iter().for_each(|number| script.step(*number));
    ledger.all()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_view_kept_up_to_date_is_the_one_made_afresh(
        history in prop::collection::vec(any::<u16>(), 1..120),
        sizes in prop::collection::vec(1_usize..9, 1..12),
    ) {
        let entries = told(&history);
        let views = views();
        let mut projections = all_projections(&views);
        let (mut rest, mut sizes) = (entries.as_slice(), sizes.into_iter().cycle());
        while !rest.is_empty() {
            let (batch, after) = rest.split_at(sizes.next().unwrap_or(1).min(rest.len()));
            rest = after;
            for (index, projection) in projections.iter_mut().enumerate() {
                projection.take(batch);
                // Callers see views between two projections as well, and these never change afterwards.
                let between = views.now();
                let kept = Facts::clone(&between.facts);
                prop_assert!(index > 0 || *between.facts == kept);
            }
            let now = views.now();
            prop_assert_eq!(&*now.facts, &afresh(&entries[..entries.len() - rest.len()]));
            // Judgements that were kept are the ones that would be made now.
            for id in now.facts.projects.keys() {
                let made = Judgements::default().of(&now.facts, id, now.as_of).unwrap();
                prop_assert_eq!(&now.verdict(id).unwrap().judgement, &made.judgement);
                prop_assert_eq!(&now.verdict(id).unwrap().measures, &made.measures);
            }
        }
    }
}

/// A history that is always the same, and long enough to save, change and save again.
fn history() -> impl Iterator<Item = u16> {
    std::iter::successors(Some(12_345_u32), |it| {
        Some(it.wrapping_mul(1_664_525).wrapping_add(1_013_904_223))
    })
    .map(|it| (it >> 16) as u16)
    .take(400)
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_tables_and_a_rebuild_hold_the_same() {
    let mut insight = Insight::start(1).await;
    let ledger = insight.ledger.clone();
    let mut script = Script::new(&ledger);
    for (count, number) in history().enumerate() {
        script.step(number);
        if count % 50 == 0 {
            let position = ledger.head();
            eventually("what happened so far is in the tables", async || {
                (support::saved_position(&insight.pool).await >= position).then_some(())
            })
            .await;
        }
    }
    let shown = insight.caught_up().await.facts;
    assert_eq!(*shown, afresh(&ledger.all()));
    insight.stop_tails().await;
    assert_eq!(*started_anew(&insight).await.facts, *shown);
    rebuild_all(&insight.pool, &ledger, ALL).await.unwrap();
    assert_eq!(*started_anew(&insight).await.facts, *shown);
}
