//! `schakelpunt culture measurement`: measurements from their plan to their estimates.

use std::path::Path;

use contracts::culture::v1::{
    CloseFieldworkRequest, CompareMeasurementsRequest, EstimateMeasurementRequest, GetEstimatesRequest,
    GetMeasurementRequest, KeptMeasurement, ListMeasurementsRequest, ListMeasurementsResponse, Measurement,
    MeasurementState, PlanMeasurementRequest, Response, StartFieldworkRequest, SubmitResponsesRequest,
    WithdrawMeasurementRequest,
};

use super::{BLOCK, estimates};
use crate::{
    cli::{
        PagesArgs,
        application::FileArgs,
        culture::{MeasurementCommand, MeasurementStateArg, WaveArgs},
    },
    client::Hub,
    commands::{Session, attention::recorded_by, json_file, paging, request_id},
    failure::Failure,
    output::{Page, money::whole, value},
};

pub(super) async fn run(command: MeasurementCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        MeasurementCommand::List {
            instrument,
            region,
            state,
            pages,
        } => list(instrument, region, state, pages, session).await,
        MeasurementCommand::Show { measurement } => show(measurement, session).await,
        MeasurementCommand::Estimates { measurement, cut } => found(measurement, cut.by, session).await,
        MeasurementCommand::Compare {
            from_measurement,
            to_measurement,
            cut,
            despite_differences,
        } => {
            let request = CompareMeasurementsRequest {
                from_wave_id: from_measurement,
                to_wave_id: to_measurement,
                variables: cut.by,
                despite_differences,
            };
            compare(request, session).await
        }
        MeasurementCommand::Plan(args) => plan(args, session).await,
        MeasurementCommand::Start(args) => start(args, session).await,
        MeasurementCommand::Submit { wave, file } => submit(wave, &file, session).await,
        MeasurementCommand::Close(args) => close(args, session).await,
        MeasurementCommand::Estimate { wave, leave_out } => estimate(wave, leave_out, session).await,
        MeasurementCommand::Withdraw { wave, reason } => withdraw(wave, reason, session).await,
    }
}

async fn list(
    instrument: Option<String>,
    region: Option<String>,
    state: Option<MeasurementStateArg>,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListMeasurementsRequest {
        instrument_id: instrument.unwrap_or_default(),
        region_id: region.unwrap_or_default(),
        state: state
            .map_or(MeasurementState::Unspecified, MeasurementStateArg::state)
            .into(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListMeasurementsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.measurements().list_measurements(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut ListMeasurementsResponse) -> (&mut Vec<KeptMeasurement>, &mut String) {
    (&mut answer.measurements, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListMeasurementsResponse) {
    let mut grid = page.table(&[
        "column-measurement",
        "column-title",
        "column-state",
        "column-instrument",
        "column-period",
        "column-regions",
        ">column-responses",
    ]);
    for kept in &answer.measurements {
        let it = kept.measurement.clone().unwrap_or_default();
        grid.row([
            it.wave_id.clone(),
            page.name(page.lang().pick(it.title.as_ref()), it.example),
            page.texts.word(kept.state().as_str_name()),
            format!("{} v{}", it.instrument_id, it.instrument_version),
            it.fieldwork.clone().unwrap_or_default().label,
            it.region_ids.join(" "),
            whole(i64::from(kept.responses), page.lang()),
        ]);
    }
    page.grid(&grid, "none-measurements");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

async fn show(wave_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetMeasurementRequest { wave_id };
    let make = |hub: Hub, request| async move { hub.measurements().get_measurement(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer.measurement.iter().for_each(|it| shown(page, it));
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

/// What a measurement is, and how it was done: stands above everything that was found with it.
fn shown(page: &mut Page<'_>, kept: &KeptMeasurement) {
    let it = kept.measurement.clone().unwrap_or_default();
    let lang = page.lang();
    let title = page.name(lang.pick(it.title.as_ref()), it.example);
    page.heading(format!("{} {title}", it.wave_id));
    page.field("column-state", page.texts.word(kept.state().as_str_name()));
    page.field("column-reason", &kept.withdrawn_because);
    page.field(
        "column-instrument",
        format!("{} v{}", it.instrument_id, it.instrument_version),
    );
    page.field("column-population", lang.pick(it.population.as_ref()));
    page.field("column-period", it.fieldwork.clone().unwrap_or_default().label);
    page.field("column-regions", it.region_ids.join(" "));
    page.field("column-responses", whole(i64::from(kept.responses), lang));
    let Some(summary) = &kept.summary else { return };
    page.field("column-method", &summary.method);
    let weighting = summary.weighting.clone().unwrap_or_default();
    page.field("column-weighted-by", weighting.variables.join(" "));
    page.field("column-left-out", weighting.left_out.join(" "));
    page.field("column-suppressed", summary.suppressed.to_string());
    for it in &summary.reliabilities {
        let component = page.texts.word(it.component().as_str_name());
        let alpha = value::quantity_or_dash(it.alpha, lang);
        page.line(
            page.texts
                .with("culture-alpha", &[("component", &component), ("alpha", &alpha)]),
        );
    }
}

async fn found(wave_id: String, variables: Vec<String>, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetEstimatesRequest { wave_id, variables };
    let make = |hub: Hub, request| async move { hub.measurements().get_estimates(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer.measurement.iter().for_each(|it| shown(page, it));
        estimates::cells(page, &answer.cells);
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

async fn compare(request: CompareMeasurementsRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.measurements().compare_measurements(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        estimates::compared(page, answer);
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

async fn plan(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = PlanMeasurementRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        block_id: BLOCK.to_owned(),
        measurement: Some(json_file::read::<Measurement>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.measurements().plan_measurement(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn start(args: WaveArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = StartFieldworkRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        block_id: BLOCK.to_owned(),
        wave_id: args.measurement,
    };
    let make = |hub: Hub, request| async move { hub.measurements().start_fieldwork(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

/// Hands responses in. What the file says is not shown, whatever is wrong with it.
async fn submit(args: WaveArgs, file: &Path, session: &Session<'_>) -> Result<(), Failure> {
    let request = SubmitResponsesRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        block_id: BLOCK.to_owned(),
        wave_id: args.measurement,
        responses: json_file::read_private::<Vec<Response>>(file)?,
    };
    let make = |hub: Hub, request| async move { hub.measurements().submit_responses(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn close(args: WaveArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = CloseFieldworkRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        block_id: BLOCK.to_owned(),
        wave_id: args.measurement,
    };
    let make = |hub: Hub, request| async move { hub.measurements().close_fieldwork(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn estimate(args: WaveArgs, leave_out: Vec<String>, session: &Session<'_>) -> Result<(), Failure> {
    let request = EstimateMeasurementRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        block_id: BLOCK.to_owned(),
        wave_id: args.measurement,
        leave_out,
    };
    let make = |hub: Hub, request| async move { hub.measurements().estimate_measurement(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn withdraw(args: WaveArgs, reason: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = WithdrawMeasurementRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        block_id: BLOCK.to_owned(),
        wave_id: args.measurement,
        reason,
    };
    let make = |hub: Hub, request| async move { hub.measurements().withdraw_measurement(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}
