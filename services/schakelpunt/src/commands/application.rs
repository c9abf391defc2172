//! `schakelpunt application`: applications for a grant, from draft to ranking.

use contracts::transitions::v1::{
    Application, ApplicationState, ApplicationSummary, CheckApplicationRequest, DeclareInterestRequest,
    DraftApplicationRequest, FillApplicationRequest, GetApplicationRequest, GetRankingRequest,
    ListApplicationsRequest, ListApplicationsResponse, RuleCheck, RuleOutcome, Score,
    ScoreApplicationRequest, SubmitApplicationRequest, WithdrawApplicationRequest,
};

use super::{Session, application_show, attention::recorded_by, json_file, paging, request_id};
use crate::{
    cli::{
        PagesArgs, RequestArgs,
        application::{ApplicationCommand, ApplicationStateArg, FileArgs, InterestArg, ScoreArgs},
        report::Pair,
    },
    client::Hub,
    failure::{Failure, Note},
};

/// Block that records what these commands change.
const BLOCK: &str = "transitions";

pub(super) async fn run(command: ApplicationCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        ApplicationCommand::List { call, state, pages } => list(call, state, pages, session).await,
        ApplicationCommand::Show { application } => show(application, session).await,
        ApplicationCommand::Draft(args) => draft(args, session).await,
        ApplicationCommand::Fill(args) => fill(args, session).await,
        ApplicationCommand::Check { application } => check(application, session).await,
        ApplicationCommand::Submit { application, request } => submit(application, request, session).await,
        ApplicationCommand::Withdraw {
            application,
            reason,
            request,
        } => withdraw(application, reason, request, session).await,
        ApplicationCommand::DeclareInterest {
            application,
            interest,
            request,
        } => declare(application, interest, request, session).await,
        ApplicationCommand::Score(args) => score(args, session).await,
        ApplicationCommand::Ranking { call } => ranking(call, session).await,
    }
}

async fn list(
    call: Option<String>,
    state: Option<ApplicationStateArg>,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let state = state.map_or(ApplicationState::Unspecified, ApplicationStateArg::state);
    let request = ListApplicationsRequest {
        call_id: call.unwrap_or_default(),
        state: state.into(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListApplicationsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.applications().list_applications(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, application_show::listed)?;
    Ok(())
}

fn parts(answer: &mut ListApplicationsResponse) -> (&mut Vec<ApplicationSummary>, &mut String) {
    (&mut answer.applications, &mut answer.next_page_token)
}

async fn show(application_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetApplicationRequest { application_id };
    let make = |hub: Hub, request| async move { hub.applications().get_application(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer
            .application
            .iter()
            .for_each(|kept| application_show::kept(page, kept));
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

async fn draft(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = DraftApplicationRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        application: Some(json_file::read::<Application>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.applications().draft_application(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn fill(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = FillApplicationRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        application: Some(json_file::read::<Application>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.applications().fill_application(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

/// Shows how an application stands to every rule; fails when it does not meet one that is required.
async fn check(application_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = CheckApplicationRequest { application_id };
    let make = |hub: Hub, request| async move { hub.applications().check_application(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, application_show::checked)?;
    if answer.rules.iter().any(hinders) {
        return Err(Failure::Told);
    }
    Ok(())
}

/// Whether a rule keeps an application from being submitted.
fn hinders(rule: &RuleCheck) -> bool {
    rule.required && rule.outcome() == RuleOutcome::Fails
}

async fn submit(application_id: String, args: RequestArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = SubmitApplicationRequest {
        request_id: request_id::given_or_new(args.request_id),
        application_id,
    };
    let make = |hub: Hub, request| async move { hub.applications().submit_application(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn withdraw(
    application_id: String,
    reason: String,
    args: RequestArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let request = WithdrawApplicationRequest {
        request_id: request_id::given_or_new(args.request_id),
        application_id,
        reason,
    };
    let make = |hub: Hub, request| async move { hub.applications().withdraw_application(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn declare(
    application_id: String,
    interest: InterestArg,
    args: RequestArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let request = DeclareInterestRequest {
        request_id: request_id::given_or_new(args.request_id),
        application_id,
        conflict: interest == InterestArg::Conflict,
    };
    let make = |hub: Hub, request| async move { hub.applications().declare_interest(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn score(args: ScoreArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = ScoreApplicationRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        application_id: args.application,
        scores: scores(args.points, args.motivation)?,
    };
    let make = |hub: Hub, request| async move { hub.applications().score_application(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

/// Points with their motivations. A motivation of a criterion without points is wrong usage; what lacks one is left for the hub to
/// refuse.
fn scores(points: Vec<Pair<u32>>, motivations: Vec<Pair<String>>) -> Result<Vec<Score>, Failure> {
    let mut scores: Vec<Score> = points
        .into_iter()
        .map(|given| Score {
            criterion_id: given.name,
            points: given.value,
            motivation: String::new(),
        })
        .collect();
    for given in motivations {
        let score = scores.iter_mut().find(|score| score.criterion_id == given.name);
        let Some(score) = score else {
            let note = Note::new("score-without-points").with("criterion", given.name);
            return Err(Failure::Usage(note));
        };
        score.motivation = given.value;
    }
    Ok(scores)
}

async fn ranking(call_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetRankingRequest { call_id };
    let make = |hub: Hub, request| async move { hub.applications().get_ranking(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, application_show::ranking)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair<T>(name: &str, value: T) -> Pair<T> {
        Pair {
            name: name.into(),
            value,
        }
    }

    #[test]
    fn points_and_motivations_come_together_by_criterion() {
        let given = scores(
            vec![pair("impact", 80), pair("quality", 70)],
            vec![pair("quality", "goed".to_owned())],
        );
        let given = given.unwrap();
        assert_eq!((given[1].points, given[1].motivation.as_str()), (70, "goed"));
        let stray = scores(vec![pair("impact", 80)], vec![pair("quality", "goed".to_owned())]);
        assert!(matches!(stray, Err(Failure::Usage(note)) if note.key == "score-without-points"));
    }

    #[test]
    fn only_a_required_rule_that_fails_hinders() {
        let rule = |required, outcome: RuleOutcome| RuleCheck {
            required,
            outcome: outcome.into(),
            ..RuleCheck::default()
        };
        assert!(hinders(&rule(true, RuleOutcome::Fails)));
        assert!(!hinders(&rule(false, RuleOutcome::Fails)));
        assert!(!hinders(&rule(true, RuleOutcome::ForPeople)));
    }
}
