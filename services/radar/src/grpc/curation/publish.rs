//! Publication: the decision rests on sources that count at that very moment.

use std::collections::BTreeSet;

use contracts::radar::v1;
use eventing::Context;
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
};
use tonic::Request;

use super::Curation;
use crate::{
    domain::{
        skill::{Command, PUBLISHERS_MIN, Skill, Support},
        source::{Source, publisher_key},
    },
    grpc::{filing, parse_id},
};

impl Curation {
    pub(super) async fn publish(
        &self,
        request: &Request<v1::PublishSkillRequest>,
    ) -> Result<v1::PublishSkillResponse, Fault> {
        let given = request.get_ref();
        let parsed = parse_id("skill_id", &given.skill_id);
        let (change, id) = together(Change::parse(request, &given.request_id), parsed)?;
        let office = &self.0.office;
        let (now, today) = office.now();
        let meta = change.meta(now, Context::default());
        let by = change.actor().to_owned();
        let committed = office
            .store
            .execute_reading::<Skill, _, Fault>(&id, &meta, |reading| {
                let (desk, id, by) = (self.0.clone(), id.clone(), by.clone());
                async move {
                    let skill = reading.read::<Skill>(&id).await?.state;
                    if let Some(content) = skill.content() {
                        reading.file_under(filing::skill(content));
                    }
                    let evidence = desk.evidence(&skill).await?;
                    // One source of each publisher comes first. Those that decide are read and guarded: one that is withdrawn at this
                    // moment makes it be decided again. The list may be a moment behind, so that it goes on until enough of them count.
                    let mut publishers = BTreeSet::new();
                    for source_id in &evidence.source_ids {
                        if publishers.len() >= PUBLISHERS_MIN as usize {
                            break;
                        }
                        let source = reading.read::<Source>(source_id).await?.state;
                        let content = source.content().filter(|_| source.counts());
                        publishers.extend(content.map(|it| publisher_key(&it.publisher)));
                    }
                    let checked = u32::try_from(publishers.len()).unwrap_or(u32::MAX);
                    let support = Support {
                        publishers: if checked < PUBLISHERS_MIN {
                            checked
                        } else {
                            evidence.support.publishers
                        },
                        ..evidence.support
                    };
                    Ok(Command::Publish { support, by, today })
                }
                .boxed()
            })
            .await?;
        Ok(v1::PublishSkillResponse {
            receipt: office.receipt(&id, &committed),
        })
    }
}
