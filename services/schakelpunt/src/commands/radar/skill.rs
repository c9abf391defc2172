//! `schakelpunt skill`: concepts of taxonomies, and emerging skills from proposal to publication.

use contracts::{
    hub::v1::LocalText,
    radar::v1::{
        CiteSourceRequest, DecideOnSkillRequest, EmergingSkill, GetSkillRequest, KeptSkill,
        ListCurationQueueRequest, ListCurationQueueResponse, ListSkillsRequest, ListSkillsResponse,
        MergeSkillRequest, ProposeSkillRequest, PublishSkillRequest, QueueItem, RecordDissentRequest,
        RetireSkillRequest, ReviewSkillRequest, SkillState, WaitsFor,
    },
};

use super::{BLOCK, Session, concept, confirm, paging, recorded_by, release, request_id, skill_show};
use crate::{
    cli::{
        PagesArgs,
        skill::{ProposeArgs, SkillCommand, SkillReasonArgs, SkillStateArg, SkillStepArgs, WaitsForArg},
    },
    client::Hub,
    failure::{Failure, Note},
};

pub(crate) async fn run(command: SkillCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        SkillCommand::Search(args) => concept::search(args, session).await,
        SkillCommand::Show { skill } if skill.contains(':') => concept::show(skill, session).await,
        SkillCommand::Show { skill } => show(skill, session).await,
        SkillCommand::Release(command) => release::run(command, session).await,
        SkillCommand::List { state, theme, pages } => list(state, theme, pages, session).await,
        SkillCommand::Queue {
            waits_for,
            theme,
            pages,
        } => queue(waits_for, theme, pages, session).await,
        SkillCommand::Propose(args) => propose(*args, session).await,
        SkillCommand::Cite {
            skill,
            source,
            note,
            request,
        } => {
            let request = CiteSourceRequest {
                request_id: request_id::given_or_new(request.request_id),
                skill_id: skill,
                source_id: source,
                note,
            };
            cite(request, session).await
        }
        SkillCommand::Review(step) => review(step, session).await,
        SkillCommand::Validate(step) => decide(true, step, session).await,
        SkillCommand::Reject(step) => decide(false, step, session).await,
        SkillCommand::Merge { step, into, yes } => merge(step, into, yes, session).await,
        SkillCommand::Publish(step) => publish(step, session).await,
        SkillCommand::Retire(step) => retire(step, session).await,
        SkillCommand::Dissent(step) => dissent(step, session).await,
    }
}

async fn show(skill_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.curation().get_skill(request).await };
    let answer = session.hub()?.call(GetSkillRequest { skill_id }, make).await?;
    session.screen.answer(&answer, skill_show::shown)?;
    Ok(())
}

async fn list(
    state: Option<SkillStateArg>,
    theme: Option<String>,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListSkillsRequest {
        state: state.map_or(SkillState::Unspecified, SkillStateArg::state).into(),
        theme_id: theme.unwrap_or_default(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListSkillsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.curation().list_skills(request).await
        })
    };
    let parts: paging::Parts<ListSkillsResponse, KeptSkill> =
        |answer| (&mut answer.skills, &mut answer.next_page_token);
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, skill_show::listed)?;
    Ok(())
}

async fn queue(
    waits_for: Option<WaitsForArg>,
    theme: Option<String>,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListCurationQueueRequest {
        waits_for: waits_for
            .map_or(WaitsFor::Unspecified, WaitsForArg::waits_for)
            .into(),
        theme_id: theme.unwrap_or_default(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListCurationQueueRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.curation().list_curation_queue(request).await
        })
    };
    let parts: paging::Parts<ListCurationQueueResponse, QueueItem> =
        |answer| (&mut answer.items, &mut answer.next_page_token);
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, skill_show::queue)?;
    Ok(())
}

async fn propose(args: ProposeArgs, session: &Session<'_>) -> Result<(), Failure> {
    let text = |nl, en| Some(LocalText { nl, en });
    let skill = EmergingSkill {
        skill_id: args.skill,
        label: text(args.label, args.label_en),
        description: text(args.description, args.description_en),
        concept_uri: args.concept.unwrap_or_default(),
        term_keys: args.terms,
        theme_ids: args.themes,
    };
    let request = ProposeSkillRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        skill: Some(skill),
        reason: args.reason,
    };
    let make = |hub: Hub, request| async move { hub.curation().propose_skill(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn cite(request: CiteSourceRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.curation().cite_source(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn review(step: SkillStepArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = ReviewSkillRequest {
        request_id: request_id::given_or_new(step.request.request_id),
        skill_id: step.skill,
    };
    let make = |hub: Hub, request| async move { hub.curation().review_skill(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn decide(is_valid: bool, step: SkillReasonArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = DecideOnSkillRequest {
        request_id: request_id::given_or_new(step.request.request_id),
        skill_id: step.skill,
        is_valid,
        reason: step.reason,
    };
    let make = |hub: Hub, request| async move { hub.curation().decide_on_skill(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn merge(step: SkillReasonArgs, into: String, yes: bool, session: &Session<'_>) -> Result<(), Failure> {
    let question = Note::new("confirm-merge-skill")
        .with("skill", &step.skill)
        .with("into", &into);
    confirm::is_meant(&question, yes, session)?;
    let request = MergeSkillRequest {
        request_id: request_id::given_or_new(step.request.request_id),
        skill_id: step.skill,
        into_skill_id: into,
        reason: step.reason,
    };
    let make = |hub: Hub, request| async move { hub.curation().merge_skill(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn publish(step: SkillStepArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = PublishSkillRequest {
        request_id: request_id::given_or_new(step.request.request_id),
        skill_id: step.skill,
    };
    let make = |hub: Hub, request| async move { hub.curation().publish_skill(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn retire(step: SkillReasonArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = RetireSkillRequest {
        request_id: request_id::given_or_new(step.request.request_id),
        skill_id: step.skill,
        reason: step.reason,
    };
    let make = |hub: Hub, request| async move { hub.curation().retire_skill(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn dissent(step: SkillReasonArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = RecordDissentRequest {
        request_id: request_id::given_or_new(step.request.request_id),
        skill_id: step.skill,
        reason: step.reason,
    };
    let make = |hub: Hub, request| async move { hub.curation().record_dissent(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}
