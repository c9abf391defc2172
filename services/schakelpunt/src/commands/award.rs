//! `schakelpunt award`: what the agency decided on applications, and what became of it.

use contracts::transitions::v1::{
    Advance, Award, AwardChange, AwardState, Condition, DecideAwardChangeRequest, DetermineGrantRequest,
    GetAwardRequest, ListAwardsRequest, ListAwardsResponse, RecordAdvanceRequest, RecordAwardRequest,
    RecordConditionRequest, RequestAwardChangeRequest,
};

use super::{Session, attention::recorded_by, award_show, paging, request_id};
use crate::{
    cli::{
        PagesArgs,
        award::{ApprovedArg, AwardCommand, AwardStateArg, ConditionArg, MetArg, RecordArgs},
    },
    client::Hub,
    failure::Failure,
};

/// Block that records what these commands change.
const BLOCK: &str = "transitions";

pub(super) async fn run(command: AwardCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        AwardCommand::List { call, state, pages } => list(call, state, pages, session).await,
        AwardCommand::Show { application } => show(application, session).await,
        AwardCommand::Record(args) => record(*args, session).await,
        AwardCommand::DecideCondition {
            application,
            condition,
            met,
            decision,
        } => {
            let request = RecordConditionRequest {
                request_id: request_id::given_or_new(decision.request.request_id),
                application_id: application,
                condition_id: condition,
                met: met == MetArg::Met,
                reference: decision.reference,
                decided_on: decision.on,
            };
            decide_condition(request, session).await
        }
        AwardCommand::Pay {
            application,
            amount,
            payment,
        } => {
            let advance = Advance {
                cents: amount,
                paid_on: payment.on,
                reference: payment.reference,
            };
            let request = RecordAdvanceRequest {
                request_id: request_id::given_or_new(payment.request.request_id),
                application_id: application,
                advance: Some(advance),
            };
            pay(request, session).await
        }
        AwardCommand::RequestChange {
            application,
            change,
            reason,
            amount,
            request,
        } => {
            let change = AwardChange {
                change_id: change,
                reason,
                awarded_cents: amount,
                ..AwardChange::default()
            };
            let request = RequestAwardChangeRequest {
                request_id: request_id::given_or_new(request.request_id),
                application_id: application,
                change: Some(change),
            };
            request_change(request, session).await
        }
        AwardCommand::DecideChange {
            application,
            change,
            approved,
            decision,
        } => {
            let request = DecideAwardChangeRequest {
                request_id: request_id::given_or_new(decision.request.request_id),
                application_id: application,
                change_id: change,
                approved: approved == ApprovedArg::Approved,
                reference: decision.reference,
                decided_on: decision.on,
            };
            decide_change(request, session).await
        }
        AwardCommand::Determine {
            application,
            amount,
            decision,
        } => {
            let request = DetermineGrantRequest {
                request_id: request_id::given_or_new(decision.request.request_id),
                application_id: application,
                determined_cents: amount,
                reference: decision.reference,
                decided_on: decision.on,
            };
            determine(request, session).await
        }
    }
}

async fn list(
    call_id: String,
    state: Option<AwardStateArg>,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let state = state.map_or(AwardState::Unspecified, AwardStateArg::state);
    let request = ListAwardsRequest {
        call_id,
        state: state.into(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListAwardsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.awards().list_awards(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, award_show::listed)?;
    Ok(())
}

fn parts(answer: &mut ListAwardsResponse) -> (&mut Vec<Award>, &mut String) {
    (&mut answer.awards, &mut answer.next_page_token)
}

async fn show(application_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetAwardRequest { application_id };
    let make = |hub: Hub, request| async move { hub.awards().get_award(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer
            .award
            .iter()
            .for_each(|award| award_show::award(page, award));
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

async fn record(args: RecordArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = RecordAwardRequest {
        request_id: request_id::given_or_new(args.decision.request.request_id),
        application_id: args.application,
        outcome: args.outcome.outcome().into(),
        awarded_cents: args.amount,
        reference: args.decision.reference,
        decided_on: args.decision.on,
        conditions: args.condition.into_iter().map(condition).collect(),
        motivation: args.motivation,
    };
    let make = |hub: Hub, request| async move { hub.awards().record_award(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

fn condition(given: ConditionArg) -> Condition {
    Condition {
        condition_id: given.id,
        text: given.text,
        due_on: given.due_on,
        ..Condition::default()
    }
}

async fn decide_condition(request: RecordConditionRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.awards().record_condition(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn pay(request: RecordAdvanceRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.awards().record_advance(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn request_change(request: RequestAwardChangeRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.awards().request_award_change(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn decide_change(request: DecideAwardChangeRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.awards().decide_award_change(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn determine(request: DetermineGrantRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.awards().determine_grant(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}
