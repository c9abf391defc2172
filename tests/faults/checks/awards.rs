//! Awards of the open call: each that was acknowledged is there, together they fit within the ceiling, and each is a project that
//! has the money.

use eventing::Store;
use programme::domain::project::{MoneyState, Project};
use transitions::domain::{award::Awards, rules::SizeClass};

use super::{published::pool, some};
use crate::{
    workload::{CALL, CEILING_CENTS, Outcome},
    world::World,
};

pub(super) async fn within_the_ceiling(world: &mut World) -> anyhow::Result<Vec<String>> {
    let awarded = pool(world, "transitions").await?;
    let awards = Store::open("transitions", awarded.clone()).await?;
    let awards = awards.load::<Awards>(CALL).await?.state;
    awarded.close().await;
    let mut wrong = Vec::new();
    let sum: i64 = awards.all().map(|(_, award)| award.awarded.0).sum();
    if sum > CEILING_CENTS || awards.awarded(SizeClass::Small, "").map(|cents| cents.0) != Some(sum) {
        wrong.push(format!(
            "{sum} cents are awarded under a ceiling of {CEILING_CENTS}"
        ));
    }
    let mut acknowledged = 0;
    for said in world.record.said() {
        let (Outcome::Done(_), Some((id, cents))) = (&said.outcome, said.call.awards()) else {
            continue;
        };
        acknowledged += 1;
        let kept = awards.award(id).map(|award| award.awarded.0);
        if kept != Some(cents) {
            wrong.push(format!(
                "{cents} cents were awarded to {id}, and {kept:?} are on record"
            ));
        }
    }
    if awards.all().count() != acknowledged {
        let count = awards.all().count();
        wrong.push(format!(
            "{acknowledged} awards were acknowledged, and there are {count}"
        ));
    }
    wrong.extend(without_their_project(world, &awards).await?);
    Ok(some(wrong))
}

/// Awards that the programme block has made no project of, or one with other money.
async fn without_their_project(world: &World, awards: &Awards) -> anyhow::Result<Vec<String>> {
    let pool = pool(world, "programme").await?;
    let store = Store::open("programme", pool.clone()).await?;
    let mut wrong = Vec::new();
    for (id, award) in awards.all() {
        let project = store.load::<Project>(id).await?.state;
        let granted = project.total(MoneyState::Granted).0;
        if project.plan().is_none() || granted != award.awarded.0 {
            wrong.push(format!(
                "{} cents were awarded to {id}, and its project has {granted}",
                award.awarded.0
            ));
        }
    }
    pool.close().await;
    Ok(wrong)
}
