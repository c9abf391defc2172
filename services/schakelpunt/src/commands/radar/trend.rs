//! `schakelpunt radar trend`: how mentions of skills develop.

use contracts::radar::v1::{
    GetTrendRequest, GetTrendResponse, ListTrendsRequest, ListTrendsResponse, Ring, Trend, TrendPoint,
};

use super::{BLOCK, Session, count, factor, method, paging, probability};
use crate::{
    cli::{
        PagesArgs,
        radar::{RingArg, TrendCommand, TrendScopeArgs},
    },
    client::Hub,
    failure::Failure,
    output::{Page, value},
};

/// Length of the longest bar, in characters.
const BAR_CHARS: f64 = 16.0;
/// Characters that a bar can end with, each for at least such a part of a whole one.
const EIGHTHS: [(f64, char); 7] = [
    (0.875, '▉'),
    (0.75, '▊'),
    (0.625, '▋'),
    (0.5, '▌'),
    (0.375, '▍'),
    (0.25, '▎'),
    (0.125, '▏'),
];

pub(super) async fn run(command: TrendCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        TrendCommand::List { ring, scope, pages } => list(ring, scope, pages, session).await,
        TrendCommand::Show { skill, scope } => show(skill, scope, session).await,
    }
}

async fn list(
    ring: Option<RingArg>,
    scope: TrendScopeArgs,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListTrendsRequest {
        scope: Some(scope.scope()),
        ring: ring.map_or(Ring::Unspecified, RingArg::ring).into(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListTrendsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.trends().list_trends(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut ListTrendsResponse) -> (&mut Vec<Trend>, &mut String) {
    (&mut answer.trends, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListTrendsResponse) {
    let mut grid = page.table(&[
        "column-skill",
        "column-ring",
        "column-growth",
        ">column-p",
        ">column-q",
        ">column-mentions",
        ">column-sources",
        ">column-publishers",
        "column-uri",
    ]);
    for it in &answer.trends {
        let (skill, growth) = (it.skill.clone().unwrap_or_default(), it.growth.as_ref());
        grid.row([
            skill.label,
            page.texts.word(it.ring().as_str_name()),
            factor(page, growth),
            probability(page, growth.map(|it| it.p_value)),
            probability(page, growth.and_then(|it| it.q_value)),
            count(page, it.mentions),
            count(page, it.sources),
            count(page, it.publishers),
            skill.uri,
        ]);
    }
    page.grid(&grid, "none-trends");
    page.field("next-page", &answer.next_page_token);
    page.line("");
    page.field("radar-tested", count(page, answer.tested));
    method(page, answer.method.as_ref());
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

async fn show(skill: String, scope: TrendScopeArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetTrendRequest {
        skill,
        scope: Some(scope.scope()),
    };
    let make = |hub: Hub, request| async move { hub.trends().get_trend(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, shown)?;
    Ok(())
}

fn shown(page: &mut Page<'_>, answer: &GetTrendResponse) {
    let it = answer.trend.clone().unwrap_or_default();
    let skill = it.skill.clone().unwrap_or_default();
    page.heading(&skill.label);
    page.field("column-uri", &skill.uri);
    page.field("column-ring", page.texts.word(it.ring().as_str_name()));
    page.field("column-growth", factor(page, it.growth.as_ref()));
    if let Some(growth) = &it.growth {
        page.field("column-p", probability(page, Some(growth.p_value)));
        page.field("column-q", probability(page, growth.q_value));
        page.field("column-test", &growth.method);
        let dispersion = growth.dispersion.map(|it| value::quantity(it, page.lang()));
        page.field("column-dispersion", dispersion.unwrap_or_default());
    }
    page.field("column-mentions", count(page, it.mentions));
    page.field("column-sources", count(page, it.sources));
    page.field("column-publishers", count(page, it.publishers));
    page.line("");
    points(page, &it.points);
    page.line("");
    method(page, answer.method.as_ref());
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

/// Each period with how often the skill is named per million words, as a number with its interval and as a bar.
fn points(page: &mut Page<'_>, points: &[TrendPoint]) {
    let mut grid = page.table(&[
        "column-period",
        ">column-mentions",
        ">column-sources",
        ">column-sources-read",
        ">column-words",
        ">column-per-million",
        "column-rate-interval",
        "column-bar",
    ]);
    let highest = points.iter().filter_map(|it| it.per_million).fold(0.0, f64::max);
    for it in points {
        let rate = |it: Option<f64>| value::quantity_or_dash(it.map(f64::round), page.lang());
        let interval = it.per_million.map_or_else(
            || value::NOTHING.to_owned(),
            |_| format!("{} – {}", rate(it.per_million_low), rate(it.per_million_high)),
        );
        grid.row([
            it.period.clone().unwrap_or_default().label,
            count(page, it.mentions),
            count(page, it.sources),
            count(page, it.sources_read),
            count(page, it.words_read),
            rate(it.per_million),
            interval,
            bar(it.per_million.unwrap_or(0.0), highest),
        ]);
    }
    page.grid(&grid, "none-points");
}

/// A bar as long as `value` is against the highest one, to an eighth of a character; empty for nothing.
fn bar(value: f64, highest: f64) -> String {
    if highest.is_nan() || highest <= 0.0 || value.is_nan() || value <= 0.0 {
        return String::new();
    }
    let (mut bar, mut left) = (String::new(), (value / highest).min(1.0) * BAR_CHARS);
    while left >= 1.0 {
        bar.push('█');
        left -= 1.0;
    }
    bar.extend(EIGHTHS.iter().find(|(least, _)| left >= *least).map(|it| it.1));
    // What can be seen at all is not nothing.
    if bar.is_empty() { "▏".to_owned() } else { bar }
}

#[cfg(test)]
mod tests {
    use contracts::hub::v1::Period;

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn bars_are_as_long_as_what_they_stand_for() {
        assert_eq!(bar(8.0, 8.0), "█".repeat(16));
        assert_eq!(bar(4.0, 8.0), "█".repeat(8));
        assert_eq!(bar(0.25, 8.0), "▌");
        assert_eq!(bar(0.001, 8.0), "▏");
        assert_eq!(bar(0.0, 8.0), "");
        assert_eq!(bar(0.0, 0.0), "");
        assert_eq!(bar(f64::NAN, 8.0), "");
    }

    #[test]
    fn a_period_in_which_nothing_was_read_has_no_rate() {
        let point = |label: &str, per_million| TrendPoint {
            period: Some(Period {
                label: label.into(),
                ..Period::default()
            }),
            per_million,
            ..TrendPoint::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        points(
            &mut page,
            &[point("2024-H2", None), point("2025-H1", Some(1_234.4))],
        );
        let text = page.into_text();
        let line = |label: &str| text.lines().find(|line| line.starts_with(label)).unwrap();
        assert!(line("2024-H2").ends_with(value::NOTHING), "{text}");
        assert!(
            line("2025-H1").contains("1.234") && line("2025-H1").ends_with('█'),
            "{text}"
        );
    }
}
