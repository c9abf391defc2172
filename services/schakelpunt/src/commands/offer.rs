//! `schakelpunt offer`: what providers offer adults to learn, and how flexible that is.

use contracts::professionalisation::v1::{
    Flexibility, FlexibilityFigures, GetOfferRequest, KeptOffer, ListOffersRequest, ListOffersResponse,
    MeasureFlexibilityRequest, Offer, PublishOfferRequest, ReviseOfferRequest, WithdrawOfferRequest,
};

use super::{Session, attention::recorded_by, json_file, paging, provider::BLOCK, request_id, skill};
use crate::{
    cli::{
        RequestArgs,
        application::FileArgs,
        offer::{OfferCommand, OfferListArgs},
    },
    client::Hub,
    failure::Failure,
    output::{Page, money::whole, value},
};

pub(super) async fn run(command: OfferCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        OfferCommand::List(args) => list(args, session).await,
        OfferCommand::Show { offer } => show(offer, session).await,
        OfferCommand::Publish(args) => publish(args, session).await,
        OfferCommand::Revise(args) => revise(args, session).await,
        OfferCommand::Withdraw {
            offer,
            provider,
            on,
            request,
        } => withdraw(offer, provider, on, request, session).await,
        OfferCommand::Flexibility { provider, region } => {
            let request = MeasureFlexibilityRequest {
                provider_id: provider.unwrap_or_default(),
                region_id: region.unwrap_or_default(),
            };
            flexibility(request, session).await
        }
    }
}

async fn list(args: OfferListArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListOffersRequest {
        provider_id: args.provider.unwrap_or_default(),
        region_id: args.region.unwrap_or_default(),
        skill_uri: args.skill.unwrap_or_default(),
        withdrawn_too: args.withdrawn,
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListOffersRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.offers().list_offers(request).await
        })
    };
    let answer = paging::all(args.pages.limit, args.pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut ListOffersResponse) -> (&mut Vec<KeptOffer>, &mut String) {
    (&mut answer.offers, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListOffersResponse) {
    let mut grid = page.table(&[
        "column-offer",
        "column-title",
        "column-provider",
        "column-form",
        "column-regions",
        "column-flexible",
        "column-skills",
        "column-withdrawn-on",
    ]);
    for kept in &answer.offers {
        let it = kept.offer.clone().unwrap_or_default();
        grid.row([
            it.offer_id.clone(),
            page.name(&it.title, it.example),
            it.provider_id.clone(),
            page.texts.word(it.form().as_str_name()),
            it.region_ids.join(" "),
            value::or_dash(&flexible(page, it.flexibility.as_ref())),
            skill::labels(&it.skills),
            value::or_dash(&kept.withdrawn_on),
        ]);
    }
    page.grid(&grid, "none-offers");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

/// In which ways an offer fits itself to the learner.
fn flexible(page: &Page<'_>, it: Option<&Flexibility>) -> String {
    let it = it.copied().unwrap_or_default();
    let ways = [
        (it.in_parts, "offer-in-parts"),
        (it.recognises_prior_learning, "offer-prior-learning"),
        (it.choice_of_pace, "offer-own-pace"),
        (it.choice_of_place, "offer-own-place"),
    ];
    let ways = ways.into_iter().filter(|(is, _)| *is);
    ways.map(|(_, key)| page.get(key)).collect::<Vec<_>>().join(", ")
}

async fn show(offer_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetOfferRequest { offer_id };
    let make = |hub: Hub, request| async move { hub.offers().get_offer(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer.offer.iter().for_each(|kept| shown(page, kept));
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

fn shown(page: &mut Page<'_>, kept: &KeptOffer) {
    let it = kept.offer.clone().unwrap_or_default();
    let flexibility = it.flexibility.unwrap_or_default();
    page.heading(format!("{} {}", it.offer_id, page.name(&it.title, it.example)));
    page.field("column-provider", &it.provider_id);
    page.field("column-project", &it.project_id);
    page.field("column-solution", &it.solution_id);
    page.field("column-form", page.texts.word(it.form().as_str_name()));
    page.field("column-regions", it.region_ids.join(" "));
    page.field("column-target-group", &it.target_group);
    page.field("column-hours", whole(i64::from(it.study_load_hours), page.lang()));
    page.field("column-nlqf", it.nlqf_level.to_string());
    page.field("column-language", &it.language);
    page.field("column-open-from", &it.open_from);
    page.field("column-withdrawn-on", &kept.withdrawn_on);
    let starts = match flexibility.starts_per_year {
        0 => page.get("offer-any-time"),
        starts => starts.to_string(),
    };
    page.field("column-starts-per-year", starts);
    page.field("column-longest-wait", flexibility.longest_wait_days.to_string());
    let ways = flexible(page, Some(&flexibility));
    page.field("column-flexible", ways);
    page.field("column-classes", it.class_ids.join(", "));
    page.section("section-learning-outcomes");
    it.learning_outcomes
        .iter()
        .for_each(|outcome| page.line(format!("- {outcome}")));
    skill::table(page, &it.skills);
}

async fn publish(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = PublishOfferRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        offer: Some(json_file::read::<Offer>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.offers().publish_offer(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn revise(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = ReviseOfferRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        offer: Some(json_file::read::<Offer>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.offers().revise_offer(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn withdraw(
    offer_id: String,
    provider: Option<String>,
    withdrawn_on: String,
    request: RequestArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = WithdrawOfferRequest {
        request_id: request_id::given_or_new(request.request_id),
        provider_id: provider_of(&hub, provider, &offer_id).await?,
        offer_id,
        withdrawn_on,
    };
    let make = |hub: Hub, request| async move { hub.offers().withdraw_offer(request).await };
    let answer = hub.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

/// The provider of an offer: given, or asked of the hub.
async fn provider_of(hub: &Hub, given: Option<String>, offer_id: &str) -> Result<String, Failure> {
    if let Some(provider) = given {
        return Ok(provider);
    }
    let request = GetOfferRequest {
        offer_id: offer_id.to_owned(),
    };
    let make = |hub: Hub, request| async move { hub.offers().get_offer(request).await };
    let kept = hub.call(request, make).await?.offer.unwrap_or_default();
    Ok(kept.offer.unwrap_or_default().provider_id)
}

async fn flexibility(request: MeasureFlexibilityRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.offers().measure_flexibility(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer.figures.iter().for_each(|it| measured(page, it));
        page.freshness_of_log(BLOCK, answer.freshness.as_ref());
    })?;
    Ok(())
}

fn measured(page: &mut Page<'_>, it: &FlexibilityFigures) {
    let share = it.flexible_share;
    let share = share.map_or(value::NOTHING.to_owned(), |it| value::percent(it, page.lang()));
    let counts = [
        ("flexibility-offers", it.offers),
        ("flexibility-within-a-month", it.startable_within_a_month),
        ("flexibility-in-parts", it.in_parts),
        ("flexibility-prior-learning", it.recognising_prior_learning),
        ("flexibility-flexible", it.flexible),
        ("flexibility-school-year", it.school_year),
    ];
    for (key, count) in counts {
        page.field(key, whole(i64::from(count), page.lang()));
    }
    page.field("flexibility-share", share);
}
