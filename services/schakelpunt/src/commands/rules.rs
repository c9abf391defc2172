//! `schakelpunt framework` and `schakelpunt instrument`: what building block 3 judges by, version by version.

use contracts::professionalisation::v1::{
    Framework, GetFrameworkRequest, GetInstrumentRequest, Instrument, ProviderKind,
};

use super::{Session, provider::BLOCK};
use crate::{
    cli::rules::{FrameworkCommand, InstrumentCommand},
    client::Hub,
    failure::Failure,
    output::Page,
};

pub(super) async fn framework(command: FrameworkCommand, session: &Session<'_>) -> Result<(), Failure> {
    let FrameworkCommand::Show { framework } = command;
    let request = GetFrameworkRequest {
        framework_id: framework,
    };
    let make = |hub: Hub, request| async move { hub.rules().get_framework(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer.versions.iter().for_each(|it| framework_shown(page, it));
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

fn framework_shown(page: &mut Page<'_>, it: &Framework) {
    let name = page.lang().pick(it.name.as_ref()).to_owned();
    let name = page.name(&name, it.example);
    page.heading(format!("{} v{} {name}", it.framework_id, it.version));
    page.field("column-source", &it.source);
    let kinds: Vec<_> = it
        .provider_kinds()
        .map(|kind: ProviderKind| page.texts.word(kind.as_str_name()))
        .collect();
    page.field("column-for-providers", kinds.join(", "));
    let unit = page.texts.word(it.unit().as_str_name());
    page.field(
        "column-size",
        format!("{} – {} {unit}", it.size_least, it.size_most),
    );
    page.field("column-nlqf", format!("{} – {}", it.nlqf_lowest, it.nlqf_highest));
}

pub(super) async fn instrument(command: InstrumentCommand, session: &Session<'_>) -> Result<(), Failure> {
    let InstrumentCommand::Show { instrument } = command;
    let request = GetInstrumentRequest {
        instrument_id: instrument,
    };
    let make = |hub: Hub, request| async move { hub.rules().get_instrument(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer.versions.iter().for_each(|it| instrument_shown(page, it));
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

fn instrument_shown(page: &mut Page<'_>, it: &Instrument) {
    let lang = page.lang();
    let name = page.name(lang.pick(it.name.as_ref()), it.example);
    page.heading(format!("{} v{} {name}", it.instrument_id, it.version));
    page.field("column-source", &it.source);
    let mut grid = page.table(&["column-dimension", "column-name", ">column-level", "column-text"]);
    for dimension in &it.dimensions {
        for level in &dimension.levels {
            grid.row([
                dimension.dimension_id.clone(),
                lang.pick(dimension.name.as_ref()).to_owned(),
                level.level.to_string(),
                lang.pick(level.description.as_ref()).to_owned(),
            ]);
        }
    }
    page.section("section-dimensions");
    page.grid(&grid, "none-rules");
}
