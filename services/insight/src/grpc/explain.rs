//! `Explain`: the rule behind a figure and the events it was made from.

use contracts::insight::v1::{ExplainRequest, ExplainResponse};
use eventing::FieldFault;
use runtime::{
    access::Visibility,
    call::deadline,
    fault::{Fault, Kind, error_chain},
    paging::Page,
};
use tonic::{Request, Status};

use super::{Service, request};
use crate::{
    explain::{computed, event, is_known, page_of},
    figure::{Contribution, Cover, FigureId, RULE_VERSION},
    rows::Facts,
    views::View,
};

/// Events on a page when the caller does not say, and at most.
const PAGE_DEFAULT: usize = 100;
const PAGE_MAX: usize = 1_000;

/// Answers the call.
pub(super) async fn answer(
    service: &Service,
    request: Request<ExplainRequest>,
) -> Result<ExplainResponse, Fault> {
    let visibility = request::visibility(&request, "Explain");
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let id: FigureId = asked.figure_id.parse().map_err(|_| unknown())?;
    let page = Page::parse(
        asked.page_size,
        PAGE_DEFAULT,
        PAGE_MAX,
        &asked.page_token,
        &format!("Explain {id}"),
    )?;

    let view = service.views.view(&asked.consistency_token, deadline).await?;
    allowed(&view.facts, &id, &visibility)?;
    let computed = computed(&view.facts, &id, view.as_of);
    let contributions = computed.contributions();
    let (shown, next_page_token) = page_of(&contributions, &page);
    Ok(ExplainResponse {
        figure: Some(computed.figure(&id)),
        rule: Some(service.rules.of(&view.facts, &id)),
        rule_version: RULE_VERSION,
        events: events(service, &view, shown, &visibility).await?,
        next_page_token,
        total_size: u32::try_from(contributions.len()).unwrap_or(u32::MAX),
        freshness: Some(view.freshness),
    })
}

/// A figure over many projects is open; one about a single project is for those who may see that project.
fn allowed(facts: &Facts, id: &FigureId, visibility: &Visibility) -> Result<(), Fault> {
    if let Cover::Project(project_id) = &id.cover {
        let project = facts.projects.get(project_id).ok_or_else(|| {
            Fault::not_found("PROJECT_UNKNOWN", format!("there is no project '{project_id}'"))
        })?;
        if !request::covers(visibility, project) {
            let why = "none of your roles covers the project this figure is about";
            return Err(Fault::new("FORBIDDEN", Kind::Forbidden, why));
        }
    }
    if is_known(facts, id) {
        Ok(())
    } else {
        Err(unknown())
    }
}

fn unknown() -> Fault {
    let expected =
        "the figure_id of a figure that was shown, such as overview/projects/running?block=transitions";
    Fault::new("FIGURE_UNKNOWN", Kind::Invalid, "there is no such figure")
        .with_fields(vec![FieldFault::new("figure_id", expected)])
}

async fn events(
    service: &Service,
    view: &View,
    contributions: &[Contribution],
    visibility: &Visibility,
) -> Result<Vec<contracts::insight::v1::FigureEvent>, Fault> {
    let positions: Vec<u64> = contributions
        .iter()
        .map(|contribution| contribution.position)
        .collect();
    let entries = service.ledger.entries(&positions).await.map_err(ledger_is_away)?;
    let covered = |project_id: &str| {
        view.facts
            .projects
            .get(project_id)
            .is_some_and(|project| request::covers(visibility, project))
    };
    Ok(contributions
        .iter()
        .map(|contribution| event(contribution, &entries, &covered))
        .collect())
}

fn ledger_is_away(status: Status) -> Fault {
    tracing::warn!(error = %error_chain(&status), "the events behind a figure are not to be had");
    Fault::unavailable(
        "LEDGER_UNAVAILABLE",
        "the ledger, which has the events behind the figure, does not answer; ask again",
    )
}
