//! `schakelpunt provider`: education providers with their maturity scans, development plans and tracks.

use contracts::professionalisation::v1::{
    CompareScansRequest, CompleteTrackRequest, DevelopmentPlan, GetProviderRequest, ListProvidersRequest,
    ListProvidersResponse, PlanDevelopmentRequest, PlanTrackRequest, Provider, ProviderKind,
    RecordScanRequest, RegisterProviderRequest, ReviseProviderRequest, Scan, StartTrackRequest, Track,
};

use super::{Session, attention::recorded_by, json_file, paging, provider_show, request_id};
use crate::{
    cli::{
        PagesArgs,
        application::FileArgs,
        provider::{OfProviderArgs, ProviderCommand, ProviderKindArg, TrackCommand, TrackStepArgs},
    },
    client::Hub,
    failure::Failure,
};

/// Block that records what the commands on building block 3 change.
pub(super) const BLOCK: &str = "professionalisation";

pub(super) async fn run(command: ProviderCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        ProviderCommand::List { kind, region, pages } => list(kind, region, pages, session).await,
        ProviderCommand::Show { provider } => show(provider, session).await,
        ProviderCommand::Register(args) => register(args, session).await,
        ProviderCommand::Revise(args) => revise(args, session).await,
        ProviderCommand::Scan(args) => scan(args, session).await,
        ProviderCommand::Compare {
            provider,
            from_scan,
            to_scan,
        } => {
            let request = CompareScansRequest {
                provider_id: provider,
                from_scan_id: from_scan,
                to_scan_id: to_scan,
            };
            compare(request, session).await
        }
        ProviderCommand::Plan(args) => plan(args, session).await,
        ProviderCommand::Track(TrackCommand::Plan(args)) => plan_track(args, session).await,
        ProviderCommand::Track(TrackCommand::Start(args)) => start_track(args, session).await,
        ProviderCommand::Track(TrackCommand::Complete(args)) => complete_track(args, session).await,
    }
}

async fn list(
    kind: Option<ProviderKindArg>,
    region: Option<String>,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListProvidersRequest {
        kind: kind
            .map_or(ProviderKind::Unspecified, ProviderKindArg::kind)
            .into(),
        region_id: region.unwrap_or_default(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListProvidersRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.providers().list_providers(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, provider_show::listed)?;
    Ok(())
}

fn parts(answer: &mut ListProvidersResponse) -> (&mut Vec<Provider>, &mut String) {
    (&mut answer.providers, &mut answer.next_page_token)
}

async fn show(provider_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetProviderRequest { provider_id };
    let make = |hub: Hub, request| async move { hub.providers().get_provider(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        let kept = answer.provider.iter();
        kept.for_each(|kept| provider_show::provider(page, kept));
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

async fn register(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = RegisterProviderRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        provider: Some(json_file::read::<Provider>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.providers().register_provider(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn revise(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = ReviseProviderRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        provider: Some(json_file::read::<Provider>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.providers().revise_provider(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn scan(args: OfProviderArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = RecordScanRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        provider_id: args.provider,
        scan: Some(json_file::read::<Scan>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.providers().record_scan(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn compare(request: CompareScansRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.providers().compare_scans(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        provider_show::compared(page, answer);
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

async fn plan(args: OfProviderArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = PlanDevelopmentRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        provider_id: args.provider,
        plan: Some(json_file::read::<DevelopmentPlan>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.providers().plan_development(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn plan_track(args: OfProviderArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = PlanTrackRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        provider_id: args.provider,
        track: Some(json_file::read::<Track>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.providers().plan_track(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn start_track(args: TrackStepArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = StartTrackRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        provider_id: args.provider,
        track_id: args.track,
        started_on: args.on,
        educators: args.educators,
    };
    let make = |hub: Hub, request| async move { hub.providers().start_track(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn complete_track(args: TrackStepArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = CompleteTrackRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        provider_id: args.provider,
        track_id: args.track,
        completed_on: args.on,
        educators: args.educators,
    };
    let make = |hub: Hub, request| async move { hub.providers().complete_track(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}
