//! Review, decision, merge, retirement and dissent.

use blocks::{contract::REASON_CHARS_MAX, values::Actor};
use contracts::{hub::v1::Receipt, radar::v1};
use eventing::Context;
use futures::FutureExt;
use jiff::civil::Date;
use prost::Message;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::Curation;
use crate::{
    domain::skill::{Command, Rejection, Skill},
    grpc::{filing, parse_id},
};

/// A change of a skill, its request read.
struct Asked {
    change: Change,
    id: String,
    reason: String,
}

impl Asked {
    /// Reads a request that names a skill and a reason.
    fn parse<T: Message>(
        request: &Request<T>,
        request_id: &str,
        skill_id: &str,
        reason: &str,
    ) -> Result<Self, Fault> {
        let mut faults = Faults::new();
        let id = faults.id("skill_id", skill_id);
        let reason = faults.text("reason", reason, REASON_CHARS_MAX, true);
        let parsed = faults.finish((id, reason));
        let (change, (id, reason)) = together(Change::parse(request, request_id), parsed)?;
        Ok(Self { change, id, reason })
    }
}

impl Curation {
    /// Carries out a command, its facts filed under the skill's theme.
    async fn carry_out(
        &self,
        change: &Change,
        id: &str,
        command: impl FnOnce(Actor, Date) -> Command,
    ) -> Result<Option<Receipt>, Fault> {
        let office = &self.0.office;
        let (now, today) = office.now();
        let meta = change.meta(now, Context::default());
        let command = command(change.actor().to_owned(), today);
        let context = |it: &Skill| it.content().map(filing::skill);
        let committed = office.execute_filed::<Skill>(id, &meta, command, context).await?;
        Ok(office.receipt(id, &committed))
    }

    pub(super) async fn review(
        &self,
        request: &Request<v1::ReviewSkillRequest>,
    ) -> Result<v1::ReviewSkillResponse, Fault> {
        let given = request.get_ref();
        let parsed = parse_id("skill_id", &given.skill_id);
        let (change, id) = together(Change::parse(request, &given.request_id), parsed)?;
        let command = |by, today| Command::Review { by, today };
        let receipt = self.carry_out(&change, &id, command).await?;
        Ok(v1::ReviewSkillResponse { receipt })
    }

    pub(super) async fn decide(
        &self,
        request: &Request<v1::DecideOnSkillRequest>,
    ) -> Result<v1::DecideOnSkillResponse, Fault> {
        let given = request.get_ref();
        let asked = Asked::parse(request, &given.request_id, &given.skill_id, &given.reason)?;
        let (is_valid, reason) = (given.is_valid, asked.reason);
        let command = |by, today| Command::Decide {
            is_valid,
            reason,
            by,
            today,
        };
        let receipt = self.carry_out(&asked.change, &asked.id, command).await?;
        Ok(v1::DecideOnSkillResponse { receipt })
    }

    pub(super) async fn retire(
        &self,
        request: &Request<v1::RetireSkillRequest>,
    ) -> Result<v1::RetireSkillResponse, Fault> {
        let given = request.get_ref();
        let asked = Asked::parse(request, &given.request_id, &given.skill_id, &given.reason)?;
        let reason = asked.reason;
        let command = |by, today| Command::Retire { reason, by, today };
        let receipt = self.carry_out(&asked.change, &asked.id, command).await?;
        Ok(v1::RetireSkillResponse { receipt })
    }

    pub(super) async fn dissent(
        &self,
        request: &Request<v1::RecordDissentRequest>,
    ) -> Result<v1::RecordDissentResponse, Fault> {
        let given = request.get_ref();
        let asked = Asked::parse(request, &given.request_id, &given.skill_id, &given.reason)?;
        let found = self.0.office.store.load::<Skill>(&asked.id).await?.state;
        // What somebody may not see is not there for them.
        if !super::may_see(asked.change.caller(), found.stage()) {
            return Err(Fault::not_found(
                "SKILL_UNKNOWN",
                format!("there is no skill {}", asked.id),
            ));
        }
        let reason = asked.reason;
        let command = |by, today| Command::Dissent { reason, by, today };
        let receipt = self.carry_out(&asked.change, &asked.id, command).await?;
        Ok(v1::RecordDissentResponse { receipt })
    }

    pub(super) async fn merge(
        &self,
        request: &Request<v1::MergeSkillRequest>,
    ) -> Result<v1::MergeSkillResponse, Fault> {
        let given = request.get_ref();
        let into = parse_id("into_skill_id", &given.into_skill_id);
        let asked = Asked::parse(request, &given.request_id, &given.skill_id, &given.reason);
        let (asked, into) = together(asked, into)?;
        let office = &self.0.office;
        let (now, today) = office.now();
        let meta = asked.change.meta(now, Context::default());
        let (by, reason) = (asked.change.actor().to_owned(), asked.reason);
        // Whoever merges into a skill that was merged itself means the one at the end.
        let (end, _) = self.0.at_the_end(&into).await?;
        let committed = office
            .store
            .execute_reading::<Skill, _, Fault>(&asked.id, &meta, |reading| {
                let (id, end, by, reason) = (asked.id.clone(), end.clone(), by.clone(), reason.clone());
                async move {
                    let own = reading.read::<Skill>(&id).await?.state;
                    if let Some(content) = own.content() {
                        reading.file_under(filing::skill(content));
                    }
                    let other = reading.read::<Skill>(&end).await?.state;
                    let content = other.content().ok_or_else(|| unknown(&end))?;
                    Ok(Command::Merge {
                        into: end,
                        into_stage: other.stage(),
                        into_reference: content.reference(),
                        reason,
                        by,
                        today,
                    })
                }
                .boxed()
            })
            .await?;
        Ok(v1::MergeSkillResponse {
            receipt: office.receipt(&asked.id, &committed),
        })
    }
}

fn unknown(id: &str) -> Fault {
    use eventing::Rejection as _;
    Fault::not_found(Rejection::Unknown.reason(), format!("there is no skill {id}"))
}
