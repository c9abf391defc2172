//! `schakelpunt bottleneck` and `schakelpunt demand`: what regions lack, and how demand is articulated.

use contracts::transitions::v1::{
    BottleneckState, DemandPhase, GetBottleneckRequest, GetDemandRequest, KeptBottleneck, KeptDemand,
    ListBottlenecksRequest, ListBottlenecksResponse, ListDemandsRequest, ListDemandsResponse,
};

use super::{Session, paging, skill};
use crate::{
    cli::{BottleneckCommand, DemandCommand, PagesArgs, SkillFilters},
    client::Hub,
    failure::Failure,
    output::{Page, money::whole, value},
};

pub(super) async fn bottleneck(command: BottleneckCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        BottleneckCommand::List {
            filters,
            state,
            pages,
        } => {
            let state = state.map_or(BottleneckState::Unspecified, |state| state.state());
            list_bottlenecks(filters, state, pages, session).await
        }
        BottleneckCommand::Show { bottleneck } => show_bottleneck(bottleneck, session).await,
    }
}

pub(super) async fn run(command: DemandCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        DemandCommand::List {
            filters,
            phase,
            pages,
        } => {
            let phase = phase.map_or(DemandPhase::Unspecified, |phase| phase.phase());
            list_demands(filters, phase, pages, session).await
        }
        DemandCommand::Show { demand } => show_demand(demand, session).await,
    }
}

async fn list_bottlenecks(
    filters: SkillFilters,
    state: BottleneckState,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListBottlenecksRequest {
        region_id: filters.region.unwrap_or_default(),
        skill_uri: filters.skill.unwrap_or_default(),
        state: state.into(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListBottlenecksRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.demand().list_bottlenecks(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, bottleneck_parts, ask).await?;
    session.screen.answer(&answer, bottlenecks)?;
    Ok(())
}

fn bottleneck_parts(answer: &mut ListBottlenecksResponse) -> (&mut Vec<KeptBottleneck>, &mut String) {
    (&mut answer.bottlenecks, &mut answer.next_page_token)
}

fn bottlenecks(page: &mut Page<'_>, answer: &ListBottlenecksResponse) {
    let mut grid = page.table(&[
        "column-bottleneck",
        "column-region",
        "column-sector",
        "column-state",
        ">column-people",
        "column-target-group",
        "column-skills",
    ]);
    for kept in &answer.bottlenecks {
        let it = kept.bottleneck.clone().unwrap_or_default();
        grid.row([
            it.bottleneck_id,
            it.region_id,
            it.sector,
            page.texts.word(kept.state().as_str_name()),
            whole(i64::from(it.people), page.lang()),
            it.target_group,
            skill::labels(&it.skills),
        ]);
    }
    page.grid(&grid, "none-bottlenecks");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log("transitions", answer.freshness.as_ref());
}

async fn show_bottleneck(bottleneck_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetBottleneckRequest { bottleneck_id };
    let make = |hub: Hub, request| async move { hub.demand().get_bottleneck(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer
            .bottleneck
            .iter()
            .for_each(|kept| bottleneck_shown(page, kept));
        page.fresh_from("transitions");
    })?;
    Ok(())
}

fn bottleneck_shown(page: &mut Page<'_>, kept: &KeptBottleneck) {
    let it = kept.bottleneck.clone().unwrap_or_default();
    page.heading(&it.bottleneck_id);
    page.field("column-state", page.texts.word(kept.state().as_str_name()));
    page.field("column-region", &it.region_id);
    page.field("column-sector", &it.sector);
    page.field("column-theme", &it.theme_id);
    page.field("column-target-group", &it.target_group);
    page.field("column-people", whole(i64::from(it.people), page.lang()));
    page.field("column-source", &it.source);
    page.field("column-observed-on", &it.observed_on);
    page.field("column-revision", kept.revision.to_string());
    page.field("column-reason", &kept.resolution);
    skill::table(page, &it.skills);
}

async fn list_demands(
    filters: SkillFilters,
    phase: DemandPhase,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListDemandsRequest {
        region_id: filters.region.unwrap_or_default(),
        skill_uri: filters.skill.unwrap_or_default(),
        phase: phase.into(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListDemandsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.demand().list_demands(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, demand_parts, ask).await?;
    session.screen.answer(&answer, demands)?;
    Ok(())
}

fn demand_parts(answer: &mut ListDemandsResponse) -> (&mut Vec<KeptDemand>, &mut String) {
    (&mut answer.demands, &mut answer.next_page_token)
}

fn demands(page: &mut Page<'_>, answer: &ListDemandsResponse) {
    let mut grid = page.table(&[
        "column-demand",
        "column-title",
        "column-phase",
        "column-regions",
        "column-parties",
        "column-skills",
    ]);
    for kept in &answer.demands {
        let it = kept.demand.clone().unwrap_or_default();
        grid.row([
            it.demand_id,
            it.title,
            page.texts.word(kept.phase().as_str_name()),
            it.region_ids.join(" "),
            parties(page, kept),
            skill::labels(&it.skills),
        ]);
    }
    page.grid(&grid, "none-demands");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log("transitions", answer.freshness.as_ref());
}

/// The parties of the helix that contributed.
fn parties(page: &Page<'_>, kept: &KeptDemand) -> String {
    let parties: Vec<_> = kept
        .parties()
        .map(|party| page.texts.word(party.as_str_name()))
        .collect();
    value::or_dash(&parties.join(", "))
}

async fn show_demand(demand_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetDemandRequest { demand_id };
    let make = |hub: Hub, request| async move { hub.demand().get_demand(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer.demand.iter().for_each(|kept| demand_shown(page, kept));
        page.fresh_from("transitions");
    })?;
    Ok(())
}

fn demand_shown(page: &mut Page<'_>, kept: &KeptDemand) {
    let it = kept.demand.clone().unwrap_or_default();
    page.heading(format!("{} {}", it.demand_id, it.title));
    page.field("column-phase", page.texts.word(kept.phase().as_str_name()));
    page.field("column-regions", it.region_ids.join(" "));
    page.field("column-sector", &it.sector);
    page.field("column-theme", &it.theme_id);
    page.field("column-target-group", &it.target_group);
    page.field("column-parties", parties(page, kept));
    page.field("column-bottlenecks", it.bottleneck_ids.join(", "));
    page.field("column-signalled-on", &it.signalled_on);
    page.field("column-reason", &kept.reason);
    page.line(format!("\n{}", it.description));
    skill::table(page, &it.skills);
    let mut grid = page.table(&[
        "column-when",
        "column-party",
        "column-organisation",
        "column-contribution",
    ]);
    for each in &kept.contributions {
        grid.row([
            each.contributed_on.clone(),
            page.texts.word(each.party().as_str_name()),
            value::or_dash(&each.organisation_id),
            each.contribution.clone(),
        ]);
    }
    page.section("section-contributions");
    page.grid(&grid, "none-contributions");
}
