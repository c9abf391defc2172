//! Other programmes in the season: who subscribes to what, and what one of them brings in. The programmes are those of the reference data;
//! what they ask for and report is invented, and says so.

use contracts::{
    exchange::v1::{
        ApproveLinkRequest, ApproveSubscriptionRequest, Attributes, Filter, Link, LinkProjectRequest,
        LinkedMilestoneReached, LinkedParticipantsCounted, LinkedProject, RefuseSubscriptionRequest,
        ReportEventRequest, ReportedEvent, RequestLinkRequest, RequestSubscriptionRequest,
        ResumeSubscriptionRequest, Start, Subscription, SuspendSubscriptionRequest, filter::Dialect,
        start::At,
    },
    options::v1::Audience,
};
use jiff::{
    civil::{Date, date},
    tz::TimeZone,
};
use serde::Serialize;
use serde_json::json;

use crate::line::{Call, Line};

const COORDINATOR: &str = "national-coordinator";
const OVERVIEW: &str = "leeroverzicht-skills";
const NPULS: &str = "npuls";
const NOLAI: &str = "nolai";
/// CloudEvents `source` of what Npuls hands in.
const SOURCE: &str = "urn:nld:oin:00000099000000002000:systeem:voorbeeld-npuls";
const MILESTONE: &str = "nl.linked-projects.linked-milestone-reached.v1";
const PARTICIPANTS: &str = "nl.linked-projects.linked-participants-counted.v1";
/// The projects it brings in: one of its own, and one that is a project of the hub too.
const OWN: &str = "leerroutes-techniek";
const SHARED: &str = "microcredentials-energie";

/// Subscriptions, a link, and what came in through it.
#[must_use]
pub fn lines() -> Vec<Line> {
    [subscriptions(), link(), reports()].concat()
}

fn subscriptions() -> Vec<Line> {
    let offers = asked(
        OVERVIEW,
        "leeroverzicht-aanbod",
        "Voorbeeld: het aanbod van opleiders tonen in het leeroverzicht.",
        &["nl.offers."],
    );
    let classes = asked(
        NPULS,
        "npuls-microcredentials",
        "Voorbeeld: microcredentials volgen die in de pilot worden uitgereikt.",
        &["nl.credential-classes.", "nl.issuances."],
    );
    let all = asked(NOLAI, "nolai-alles", "Voorbeeld: alles volgen.", &["nl."]);
    let refused = RefuseSubscriptionRequest {
        subscription_id: all.subscription_id.clone(),
        reason: "Het doel zegt niet waarvoor alles nodig is.".into(),
        ..Default::default()
    };
    let suspended = SuspendSubscriptionRequest {
        programme_id: NPULS.into(),
        subscription_id: classes.subscription_id.clone(),
        reason: "Het systeem wordt vervangen.".into(),
        ..Default::default()
    };
    let resumed = ResumeSubscriptionRequest {
        programme_id: NPULS.into(),
        subscription_id: classes.subscription_id.clone(),
        ..Default::default()
    };
    vec![
        approve(date(2024, 9, 5), &offers),
        request(date(2024, 9, 2), offers),
        approve(date(2025, 2, 13), &classes),
        request(date(2025, 2, 10), classes),
        request(date(2025, 3, 3), all),
        Line::new(date(2025, 3, 6), Call::RefuseSubscription, COORDINATOR, &refused),
        Line::new(
            date(2026, 3, 2),
            Call::SuspendSubscription,
            programme(NPULS),
            &suspended,
        ),
        Line::new(
            date(2026, 4, 1),
            Call::ResumeSubscription,
            programme(NPULS),
            &resumed,
        ),
    ]
}

fn asked(programme_id: &str, id: &str, purpose: &str, prefixes: &[&str]) -> Subscription {
    Subscription {
        subscription_id: id.into(),
        programme_id: programme_id.into(),
        purpose: purpose.into(),
        filters: vec![any_type(prefixes)],
        data_class: Audience::Programmes.into(),
        start: Some(Start {
            at: Some(At::Beginning(true)),
        }),
        door: None,
    }
}

/// Events whose type begins in one of these ways.
fn any_type(prefixes: &[&str]) -> Filter {
    let of_type = |prefix: &&str| Filter {
        dialect: Some(Dialect::Prefix(Attributes {
            values: [("type".to_owned(), (*prefix).to_owned())].into(),
        })),
    };
    let filters = prefixes.iter().map(of_type).collect();
    Filter {
        dialect: Some(Dialect::Any(contracts::exchange::v1::Filters { filters })),
    }
}

fn request(on: Date, subscription: Subscription) -> Line {
    let caller = programme(&subscription.programme_id);
    let request = RequestSubscriptionRequest {
        subscription: Some(subscription),
        ..Default::default()
    };
    Line::new(on, Call::RequestSubscription, caller, &request).until(json!({}))
}

fn approve(on: Date, subscription: &Subscription) -> Line {
    let request = ApproveSubscriptionRequest {
        subscription_id: subscription.subscription_id.clone(),
        revision: 1,
        ..Default::default()
    };
    Line::new(on, Call::ApproveSubscription, COORDINATOR, &request)
}

fn link() -> Vec<Line> {
    let wanted = RequestLinkRequest {
        link: Some(Link {
            programme_id: NPULS.into(),
            purpose: "Voorbeeld: onze projecten in het landelijke beeld.".into(),
            source: SOURCE.into(),
            types: vec![MILESTONE.into(), PARTICIPANTS.into()],
        }),
        ..Default::default()
    };
    let approved = ApproveLinkRequest {
        programme_id: NPULS.into(),
        revision: 1,
        ..Default::default()
    };
    let project = |id: &str, title: &str, same_as: &str| LinkProjectRequest {
        programme_id: NPULS.into(),
        project: Some(LinkedProject {
            project_id: id.into(),
            title: format!("Voorbeeld: {title}"),
            region_ids: vec!["AM12".into()],
            same_as_project_id: same_as.into(),
            starts_on: "2025-01-01".into(),
            ends_on: "2027-12-31".into(),
            ..Default::default()
        }),
        ..Default::default()
    };
    let own = project(OWN, "leerroutes techniek met studiedata", "");
    let shared = project(SHARED, "microcredentials voor de energietransitie", "llo-101");
    let begun = date(2025, 4, 14);
    vec![
        Line::new(date(2025, 4, 7), Call::RequestLink, programme(NPULS), &wanted).until(json!({})),
        Line::new(date(2025, 4, 10), Call::ApproveLink, COORDINATOR, &approved),
        Line::new(begun, Call::LinkProject, programme(NPULS), &own).until(json!({})),
        Line::new(begun, Call::LinkProject, programme(NPULS), &shared).until(json!({})),
    ]
}

fn reports() -> Vec<Line> {
    let counted = |id: &str, on: Date, participants: u64| {
        let until = on.to_string();
        let what = LinkedParticipantsCounted {
            participants,
            counted_until: until,
        };
        report(id, on, PARTICIPANTS, OWN, &what)
    };
    let reached = LinkedMilestoneReached {
        milestone_id: "eerste-badges".into(),
        description: "Voorbeeld: de eerste badges zijn uitgereikt.".into(),
        reached_on: "2025-11-07".into(),
    };
    vec![
        counted("telling-2025-1", date(2025, 6, 30), 140),
        counted("telling-2025-2", date(2025, 12, 15), 385),
        counted("telling-2026-1", date(2026, 6, 29), 910),
        report("badges-1", date(2025, 11, 10), MILESTONE, OWN, &reached),
    ]
}

fn report(id: &str, on: Date, event_type: &str, project_id: &str, data: &impl Serialize) -> Line {
    let event = ReportedEvent {
        id: id.into(),
        source: SOURCE.into(),
        r#type: event_type.into(),
        subject: project_id.into(),
        time: morning(on),
        data: serde_json::to_vec(data).unwrap_or_default(),
    };
    let request = ReportEventRequest {
        programme_id: NPULS.into(),
        event: Some(event),
    };
    Line::new(on, Call::ReportEvent, programme(NPULS), &request)
}

/// Eight o'clock UTC: an hour before the hub hears of it.
fn morning(on: Date) -> Option<pbjson_types::Timestamp> {
    let morning = on.at(8, 0, 0, 0).to_zoned(TimeZone::UTC).ok()?;
    Some(pbjson_types::Timestamp {
        seconds: morning.timestamp().as_second(),
        nanos: 0,
    })
}

fn programme(id: &str) -> String {
    format!("subscriber-programme:{id}")
}
