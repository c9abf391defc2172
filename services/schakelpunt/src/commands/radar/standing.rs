//! `schakelpunt radar show`: the radar as it stands.

use contracts::radar::v1::{GetRadarRequest, GetRadarResponse, Ring};

use super::{BLOCK, Session, count, factor, method, probability};
use crate::{cli::radar::TrendScopeArgs, client::Hub, failure::Failure, output::Page};

/// Rings in the order in which they are shown.
const RINGS: [Ring; 5] = [
    Ring::Emerging,
    Ring::Growing,
    Ring::Established,
    Ring::Declining,
    Ring::Undecided,
];

pub(super) async fn run(scope: TrendScopeArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetRadarRequest {
        scope: Some(scope.scope()),
    };
    let make = |hub: Hub, request| async move { hub.trends().get_radar(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, shown)?;
    Ok(())
}

fn shown(page: &mut Page<'_>, answer: &GetRadarResponse) {
    for ring in RINGS {
        of_ring(page, answer, ring);
    }
    if answer.entries.is_empty() {
        page.line(page.get("none-radar"));
    }
    page.line("");
    method(page, answer.method.as_ref());
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

/// The skills in one ring, under its name; nothing where there are none.
fn of_ring(page: &mut Page<'_>, answer: &GetRadarResponse, ring: Ring) {
    let mut grid = page.table(&[
        "column-skill",
        "column-name",
        "column-growth",
        ">column-q",
        ">column-mentions",
        ">column-sources",
        ">column-publishers",
        ">column-disagreements",
    ]);
    for it in &answer.entries {
        let trend = it.trend.clone().unwrap_or_default();
        if trend.ring() != ring {
            continue;
        }
        grid.row([
            it.skill_id.clone(),
            page.lang().pick(it.label.as_ref()).to_owned(),
            factor(page, trend.growth.as_ref()),
            probability(page, trend.growth.as_ref().and_then(|it| it.q_value)),
            count(page, trend.mentions),
            count(page, trend.sources),
            count(page, trend.publishers),
            count(page, it.dissents),
        ]);
    }
    if !grid.is_empty() {
        page.heading(page.texts.word(ring.as_str_name()));
        page.grid(&grid, "none-radar");
    }
}

#[cfg(test)]
mod tests {
    use contracts::radar::v1::{RadarEntry, Trend};

    use super::*;
    use crate::output::{Lang, Texts};

    fn entry(id: &str, ring: Ring) -> RadarEntry {
        RadarEntry {
            skill_id: id.into(),
            trend: Some(Trend {
                ring: ring.into(),
                ..Trend::default()
            }),
            ..RadarEntry::default()
        }
    }

    #[test]
    fn skills_stand_under_their_ring_what_comes_up_first() {
        let answer = GetRadarResponse {
            entries: vec![
                entry("lassen", Ring::Declining),
                entry("waterstof", Ring::Emerging),
            ],
            ..GetRadarResponse::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        shown(&mut page, &answer);
        let text = page.into_text();
        let place = |word: &str| text.find(word).unwrap_or_else(|| panic!("{word}: {text}"));
        assert!(place("opkomend") < place("waterstof") && place("waterstof") < place("afnemend"));
        assert!(
            place("afnemend") < place("lassen") && !text.contains("groeiend"),
            "{text}"
        );
    }
}
