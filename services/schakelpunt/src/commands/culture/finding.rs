//! `schakelpunt culture finding`: what studies found to help.

use contracts::culture::v1::{
    Component, EvidenceStrength, Finding, GetFindingRequest, KeptFinding, ListFindingsRequest,
    ListFindingsResponse, ProposeFindingRequest, PublishFindingRequest, RecordDissentRequest,
    RetireFindingRequest, ReviewFindingRequest,
};

use super::BLOCK;
use crate::{
    cli::{
        PagesArgs, RequestArgs,
        application::FileArgs,
        class::ReviewArg,
        culture::{ComponentArg, FindingCommand, StrengthArg},
    },
    client::Hub,
    commands::{Session, attention::recorded_by, json_file, paging, request_id},
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(command: FindingCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        FindingCommand::List {
            component,
            strength,
            intervention,
            retired,
            pages,
        } => list(component, strength, intervention, retired, pages, session).await,
        FindingCommand::Show { finding } => show(finding, session).await,
        FindingCommand::Propose(args) => propose(args, session).await,
        FindingCommand::Review {
            finding,
            review: outcome,
            remarks,
            request,
        } => review(finding, outcome, remarks, request, session).await,
        FindingCommand::Publish { finding, request } => publish(finding, request, session).await,
        FindingCommand::Dissent {
            finding,
            dissent: dissent_id,
            organisation,
            reason,
            request,
        } => {
            let request = RecordDissentRequest {
                request_id: request_id::given_or_new(request.request_id),
                finding_id: finding,
                dissent_id,
                organisation_id: organisation,
                reason,
            };
            dissent(request, session).await
        }
        FindingCommand::Retire {
            finding,
            reason,
            superseded_by,
            request,
        } => retire(finding, reason, superseded_by, request, session).await,
    }
}

async fn list(
    component: Option<ComponentArg>,
    strength: Option<StrengthArg>,
    intervention: Option<String>,
    retired: bool,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListFindingsRequest {
        component: component
            .map_or(Component::Unspecified, ComponentArg::component)
            .into(),
        strength_least: strength
            .map_or(EvidenceStrength::Unspecified, StrengthArg::strength)
            .into(),
        intervention_id: intervention.unwrap_or_default(),
        retired_too: retired,
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListFindingsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.findings().list_findings(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut ListFindingsResponse) -> (&mut Vec<KeptFinding>, &mut String) {
    (&mut answer.findings, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListFindingsResponse) {
    let mut grid = page.table(&[
        "column-finding",
        "column-statement",
        "column-component",
        "column-direction",
        "column-strength",
        ">column-dissents",
        "column-state",
    ]);
    for kept in &answer.findings {
        let it = kept.finding.clone().unwrap_or_default();
        let components: Vec<String> = it
            .components()
            .map(|it| page.texts.word(it.as_str_name()))
            .collect();
        grid.row([
            it.finding_id.clone(),
            page.name(page.lang().pick(it.statement.as_ref()), it.example),
            components.join(", "),
            page.texts.word(it.direction().as_str_name()),
            page.texts.word(it.strength().as_str_name()),
            kept.dissents.len().to_string(),
            page.texts.word(kept.state().as_str_name()),
        ]);
    }
    page.grid(&grid, "none-findings");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

async fn show(finding_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetFindingRequest { finding_id };
    let make = |hub: Hub, request| async move { hub.findings().get_finding(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer.finding.iter().for_each(|it| shown(page, it));
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

fn shown(page: &mut Page<'_>, kept: &KeptFinding) {
    let it = kept.finding.clone().unwrap_or_default();
    let lang = page.lang();
    let statement = page.name(lang.pick(it.statement.as_ref()), it.example);
    page.heading(format!("{} {statement}", it.finding_id));
    page.field("column-state", page.texts.word(kept.state().as_str_name()));
    page.field("column-strength", page.texts.word(it.strength().as_str_name()));
    page.field("column-direction", page.texts.word(it.direction().as_str_name()));
    page.field("column-population", lang.pick(it.population.as_ref()));
    let study = it.study.clone().unwrap_or_default();
    page.field(
        "column-study",
        format!(
            "{} ({}), {}, {}",
            study.title, study.year, study.publisher, study.url
        ),
    );
    page.field("column-interventions", it.intervention_ids.join(" "));
    page.field("column-review", &kept.remarks);
    page.field("column-reason", &kept.retired_because);
    let mut grid = page.table(&["column-recorded-on", "column-organisation", "column-reason"]);
    for it in &kept.dissents {
        grid.row([
            it.recorded_on.clone(),
            value::or_dash(&it.organisation_id),
            it.reason.clone(),
        ]);
    }
    page.section("section-dissents");
    page.grid(&grid, "none-dissents");
}

async fn propose(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = ProposeFindingRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        finding: Some(json_file::read::<Finding>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.findings().propose_finding(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn review(
    finding_id: String,
    outcome: ReviewArg,
    remarks: String,
    request: RequestArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let request = ReviewFindingRequest {
        request_id: request_id::given_or_new(request.request_id),
        finding_id,
        approved: outcome == ReviewArg::Approved,
        remarks,
    };
    let make = |hub: Hub, request| async move { hub.findings().review_finding(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn publish(finding_id: String, request: RequestArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = PublishFindingRequest {
        request_id: request_id::given_or_new(request.request_id),
        block_id: BLOCK.to_owned(),
        finding_id,
    };
    let make = |hub: Hub, request| async move { hub.findings().publish_finding(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn dissent(request: RecordDissentRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.findings().record_dissent(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn retire(
    finding_id: String,
    reason: String,
    superseded_by: String,
    request: RequestArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let request = RetireFindingRequest {
        request_id: request_id::given_or_new(request.request_id),
        block_id: BLOCK.to_owned(),
        finding_id,
        reason,
        superseded_by,
    };
    let make = |hub: Hub, request| async move { hub.findings().retire_finding(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}
