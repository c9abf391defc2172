//! `schakelpunt credential class`: classes of microcredentials, from proposal to publication.

use contracts::professionalisation::v1::{
    AccreditClassRequest, CredentialClass, GetClassRequest, KeptClass, ListClassesRequest,
    ListClassesResponse, ProposeClassRequest, PublishClassRequest, ReviewClassRequest, ReviseClassRequest,
    WithdrawClassRequest,
};

use super::{Session, attention::recorded_by, json_file, paging, provider::BLOCK, request_id, skill};
use crate::{
    cli::{
        application::FileArgs,
        class::{ClassCommand, ClassListArgs, ClassStepArgs, ReviewArg},
    },
    client::Hub,
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(command: ClassCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        ClassCommand::List(args) => list(args, session).await,
        ClassCommand::Show { class } => show(class, session).await,
        ClassCommand::Propose(args) => propose(args, session).await,
        ClassCommand::Revise(args) => revise(args, session).await,
        ClassCommand::Review {
            class,
            review: outcome,
            remarks,
            request,
        } => {
            let request = ReviewClassRequest {
                request_id: request_id::given_or_new(request.request_id),
                class_id: class,
                approved: outcome == ReviewArg::Approved,
                remarks,
            };
            review(request, session).await
        }
        ClassCommand::Accredit {
            class,
            reference,
            on,
            request,
        } => {
            let request = AccreditClassRequest {
                request_id: request_id::given_or_new(request.request_id),
                class_id: class,
                reference,
                accredited_on: on,
            };
            accredit(request, session).await
        }
        ClassCommand::Publish(step) => publish(step, session).await,
        ClassCommand::Withdraw { step, reason } => withdraw(step, reason, session).await,
    }
}

async fn list(args: ClassListArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListClassesRequest {
        provider_id: args.provider.unwrap_or_default(),
        skill_uri: args.skill.unwrap_or_default(),
        framework_id: args.framework.unwrap_or_default(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListClassesRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.classes().list_classes(request).await
        })
    };
    let answer = paging::all(args.pages.limit, args.pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut ListClassesResponse) -> (&mut Vec<KeptClass>, &mut String) {
    (&mut answer.classes, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListClassesResponse) {
    let mut grid = page.table(&[
        "column-class",
        "column-name",
        "column-provider",
        "column-state",
        "column-framework",
        ">column-size",
        ">column-nlqf",
        "column-skills",
    ]);
    for kept in &answer.classes {
        let it = kept.credential_class.clone().unwrap_or_default();
        grid.row([
            it.class_id.clone(),
            page.name(&it.name, it.example),
            it.provider_id.clone(),
            page.texts.word(kept.state().as_str_name()),
            framework(&it),
            it.size.to_string(),
            it.nlqf_level.to_string(),
            skill::labels(&it.skills),
        ]);
    }
    page.grid(&grid, "none-classes");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

/// The quality framework with its version.
fn framework(it: &CredentialClass) -> String {
    format!("{} v{}", it.framework_id, it.framework_version)
}

async fn get(hub: &Hub, class_id: &str) -> Result<KeptClass, Failure> {
    let request = GetClassRequest {
        class_id: class_id.to_owned(),
    };
    let make = |hub: Hub, request| async move { hub.classes().get_class(request).await };
    Ok(hub
        .call(request, make)
        .await?
        .credential_class
        .unwrap_or_default())
}

/// The provider of a class: given, or asked of the hub.
pub(super) async fn provider_of(hub: &Hub, given: Option<String>, class_id: &str) -> Result<String, Failure> {
    if let Some(provider) = given {
        return Ok(provider);
    }
    let class = get(hub, class_id).await?.credential_class;
    Ok(class.unwrap_or_default().provider_id)
}

async fn show(class_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let kept = get(&session.hub()?, &class_id).await?;
    session.screen.answer(&kept, |page, kept| {
        shown(page, kept);
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

fn shown(page: &mut Page<'_>, kept: &KeptClass) {
    let it = kept.credential_class.clone().unwrap_or_default();
    page.heading(format!("{} {}", it.class_id, page.name(&it.name, it.example)));
    page.field("column-state", page.texts.word(kept.state().as_str_name()));
    page.field("column-provider", &it.provider_id);
    page.field("column-project", &it.project_id);
    page.field("column-framework", framework(&it));
    page.field("column-size", it.size.to_string());
    page.field("column-nlqf", it.nlqf_level.to_string());
    page.field("column-language", &it.language);
    let valid = match it.valid_months {
        0 => page.get("class-for-ever"),
        months => months.to_string(),
    };
    page.field("column-valid-months", valid);
    page.field("column-review", &kept.review_remarks);
    page.field("column-accredited-on", &kept.accredited_on);
    page.field("column-reference", &kept.accreditation_reference);
    page.field("column-published-on", &kept.published_on);
    page.field("column-withdrawn-on", &kept.withdrawn_on);
    page.field("column-assessed-by", &it.criteria);
    page.line(format!("\n{}", value::or_dash(&it.description)));
    page.section("section-learning-outcomes");
    it.learning_outcomes
        .iter()
        .for_each(|outcome| page.line(format!("- {outcome}")));
    skill::table(page, &it.skills);
}

async fn propose(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = ProposeClassRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        credential_class: Some(json_file::read::<CredentialClass>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.classes().propose_class(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn revise(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = ReviseClassRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        credential_class: Some(json_file::read::<CredentialClass>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.classes().revise_class(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn review(request: ReviewClassRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.classes().review_class(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn accredit(request: AccreditClassRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.classes().accredit_class(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn publish(step: ClassStepArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = PublishClassRequest {
        request_id: request_id::given_or_new(step.request.request_id),
        provider_id: provider_of(&hub, step.provider, &step.class).await?,
        class_id: step.class,
    };
    let make = |hub: Hub, request| async move { hub.classes().publish_class(request).await };
    let answer = hub.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn withdraw(step: ClassStepArgs, reason: String, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = WithdrawClassRequest {
        request_id: request_id::given_or_new(step.request.request_id),
        provider_id: provider_of(&hub, step.provider, &step.class).await?,
        class_id: step.class,
        reason,
    };
    let make = |hub: Hub, request| async move { hub.classes().withdraw_class(request).await };
    let answer = hub.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}
