//! Recording that a milestone was achieved.

use contracts::programme::v1::{AchieveMilestoneRequest, AchieveMilestoneResponse};
use jiff::civil::Date;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::{Projects, receipt_of};
use crate::{
    contract::values::whole,
    domain::{
        calendar::day_of,
        project::{AchieveMilestone, Command},
        values::Id,
    },
};

pub(super) async fn achieve(
    service: &Projects,
    request: &Request<AchieveMilestoneRequest>,
) -> Result<AchieveMilestoneResponse, Fault> {
    let (given, now) = (request.get_ref(), service.clock.now());
    let (change, (project_id, command)) = together(
        Change::parse(request, &given.request_id),
        parse(given, day_of(now)),
    )?;
    let committed = service.execute(&project_id, &change, now, command).await?;
    Ok(AchieveMilestoneResponse {
        receipt: receipt_of(&project_id, &committed),
    })
}

fn parse(request: &AchieveMilestoneRequest, today: Date) -> Result<(Id, Command), Fault> {
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let milestone_id = faults.id("milestone_id", &request.milestone_id);
    let achieved_on = faults.date("achieved_on", &request.achieved_on);
    let evidence = faults
        .optional_uri("evidence", &request.evidence)
        .unwrap_or_default();
    let achieved_on = whole(faults, achieved_on)?;
    let command = AchieveMilestone {
        milestone_id,
        achieved_on,
        evidence,
        report_id: None,
        today,
    };
    Ok((project_id, Command::AchieveMilestone(command)))
}
