//! The published events that insight understands, one enum per projection that follows them.

use contracts::{
    culture::v1::{
        AnswerCoded, CodingSchemeDefined, EffectObserved, EstimatesPublished, FieldworkClosed,
        FieldworkStarted, InstrumentReleased, InterventionFinished, InterventionPlanned, InterventionStarted,
        InterventionStopped, MeasurementEstimated, MeasurementPlanned, MeasurementWithdrawn,
        ReferenceFigureRecorded,
    },
    exchange::v1::{
        LinkedProjectDescribed, LinkedProjectRemoved, LinkedProjectReported, SubscriptionEnded,
        SubscriptionRecovered, SubscriptionStalled, SubscriptionSuspended,
    },
    ledger::v1::Entry,
    professionalisation::v1::*,
    programme::v1::*,
    radar::v1::*,
    transitions::v1::*,
};
use eventing::{ProjectionError, event_id::is_first};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

/// Declares an enum of events with its decoding by CloudEvents type.
macro_rules! events {
    ($(#[$doc:meta])* $name:ident { $($type:literal => $event:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        #[allow(clippy::large_enum_variant, clippy::enum_variant_names, reason = "some of the enums; they live as long as a batch")]
        pub(super) enum $name {
            $($event($event)),*
        }

        impl $name {
            /// The CloudEvents types.
            pub(super) const TYPES: &[&str] = &[$($type),*];

            /// The event of an entry; none when it is of another type, or tells once more what an older version of it tells.
            ///
            /// # Errors
            /// The entry is of one of the types, but does not read as such.
            pub(super) fn decode(entry: &Entry) -> Result<Option<Self>, ProjectionError> {
                if !is_first(&entry.event_id, &entry.block) {
                    return Ok(None);
                }
                match entry.r#type.as_str() {
                    $($type => json(entry).map(|event| Some(Self::$event(event))),)*
                    _ => Ok(None),
                }
            }
        }
    };
}

/// What is made into rows of the contract's message of this name. A report's content is many times as long as the rest, comes
/// with every round of corrections, and counts only once it is accepted: it is passed over unread.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ReportSubmitted {
    #[serde(alias = "project_id")]
    pub(super) project_id: String,
    #[serde(alias = "report_id")]
    pub(super) report_id: String,
    #[serde(alias = "plan_version", deserialize_with = "number")]
    pub(super) plan_version: u32,
    #[serde(deserialize_with = "number")]
    pub(super) revision: u32,
    #[serde(alias = "submitted_on")]
    pub(super) submitted_on: String,
    #[serde(alias = "days_late", deserialize_with = "number")]
    pub(super) days_late: u32,
    #[serde(alias = "response_due_on")]
    pub(super) response_due_on: String,
}

/// A number as protobuf's JSON may write it: plain, or as a text.
fn number<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Plain(u32),
        Text(String),
    }
    match Written::deserialize(from)? {
        Written::Plain(number) => Ok(number),
        Written::Text(text) => text.parse().map_err(serde::de::Error::custom),
    }
}

events! {
    /// Followed by `reference`.
    ReferenceEvent {
        "nl.reference-data.reference-data-defined.v1" => ReferenceDataDefined,
    }
}

events! {
    /// Followed by `projects`.
    ProjectEvent {
        "nl.projects.project-registered.v1" => ProjectRegistered,
        "nl.projects.plan-baselined.v1" => PlanBaselined,
        "nl.projects.plan-revised.v1" => PlanRevised,
        "nl.projects.change-requested.v1" => ChangeRequested,
        "nl.projects.change-decided.v1" => ChangeDecided,
        "nl.projects.milestone-achieved.v1" => MilestoneAchieved,
        "nl.projects.dependency-declared.v1" => DependencyDeclared,
        "nl.projects.dependency-withdrawn.v1" => DependencyWithdrawn,
        "nl.projects.money-recorded.v1" => MoneyRecorded,
        "nl.projects.project-finished.v1" => ProjectFinished,
        "nl.projects.project-stopped.v1" => ProjectStopped,
        "nl.projects.project-closed.v1" => ProjectClosed,
    }
}

events! {
    /// Followed by `reporting`.
    ReportingEvent {
        "nl.obligations.obligation-scheduled.v1" => ObligationScheduled,
        "nl.obligations.obligation-reminder-due.v1" => ObligationReminderDue,
        "nl.obligations.obligation-became-overdue.v1" => ObligationBecameOverdue,
        "nl.obligations.obligation-fulfilled.v1" => ObligationFulfilled,
        "nl.obligations.obligation-waived.v1" => ObligationWaived,
        "nl.reports.report-started.v1" => ReportStarted,
        "nl.reports.report-submitted.v1" => ReportSubmitted,
        "nl.reports.report-review-started.v1" => ReportReviewStarted,
        "nl.reports.report-returned.v1" => ReportReturned,
        "nl.reports.report-accepted.v1" => ReportAccepted,
        "nl.reports.report-approved.v1" => ReportApproved,
        "nl.reports.report-reopened.v1" => ReportReopened,
        "nl.reports.response-became-overdue.v1" => ResponseBecameOverdue,
    }
}

events! {
    /// Followed by `attention`.
    AttentionEvent {
        "nl.attention-points.attention-point-raised.v1" => AttentionPointRaised,
        "nl.attention-points.attention-point-answered.v1" => AttentionPointAnswered,
        "nl.attention-points.attention-point-closed.v1" => AttentionPointClosed,
    }
}

events! {
    /// Followed by `transitions`.
    TransitionsEvent {
        "nl.bottlenecks.bottleneck-recorded.v1" => BottleneckRecorded,
        "nl.bottlenecks.bottleneck-resolved.v1" => BottleneckResolved,
        "nl.demands.demand-signalled.v1" => DemandSignalled,
        "nl.demands.demand-advanced.v1" => DemandAdvanced,
        "nl.demands.demand-dropped.v1" => DemandDropped,
        "nl.applications.application-submitted.v1" => ApplicationSubmitted,
        "nl.applications.application-withdrawn.v1" => ApplicationWithdrawn,
        "nl.applications.application-assessed.v1" => ApplicationAssessed,
        "nl.awards.award-recorded.v1" => AwardRecorded,
        "nl.awards.condition-decided.v1" => ConditionDecided,
        "nl.awards.advance-paid.v1" => AdvancePaid,
        "nl.awards.award-change-decided.v1" => AwardChangeDecided,
        "nl.awards.grant-determined.v1" => GrantDetermined,
        "nl.solutions.solution-designed.v1" => SolutionDesigned,
        "nl.solutions.solution-piloted.v1" => SolutionPiloted,
        "nl.solutions.solution-scaled.v1" => SolutionScaled,
        "nl.solutions.solution-reused.v1" => SolutionReused,
    }
}

events! {
    /// Followed by `professionalisation`.
    ProfessionalisationEvent {
        "nl.providers.provider-registered.v1" => ProviderRegistered,
        "nl.offers.offer-published.v1" => OfferPublished,
        "nl.offers.offer-withdrawn.v1" => OfferWithdrawn,
        "nl.credential-classes.credential-class-published.v1" => CredentialClassPublished,
        "nl.credential-classes.credential-class-withdrawn.v1" => CredentialClassWithdrawn,
        "nl.issuances.issuance-counted.v1" => IssuanceCounted,
    }
}

events! {
    /// Followed by `radar`.
    RadarEvent {
        "nl.skills.skill-published.v1" => SkillPublished,
        "nl.skills.skill-merged.v1" => SkillMerged,
        "nl.skills.skill-retired.v1" => SkillRetired,
        "nl.skills.dissent-recorded.v1" => DissentRecorded,
        "nl.radars.edition-published.v1" => EditionPublished,
    }
}

events! {
    /// Followed by `culture`.
    CultureEvent {
        "nl.culture-instruments.instrument-released.v1" => InstrumentReleased,
        "nl.culture-measurements.measurement-planned.v1" => MeasurementPlanned,
        "nl.culture-measurements.fieldwork-started.v1" => FieldworkStarted,
        "nl.culture-measurements.fieldwork-closed.v1" => FieldworkClosed,
        "nl.culture-measurements.measurement-estimated.v1" => MeasurementEstimated,
        "nl.culture-measurements.estimates-published.v1" => EstimatesPublished,
        "nl.culture-measurements.measurement-withdrawn.v1" => MeasurementWithdrawn,
        "nl.reference-figures.reference-figure-recorded.v1" => ReferenceFigureRecorded,
        "nl.culture-interventions.intervention-planned.v1" => InterventionPlanned,
        "nl.culture-interventions.intervention-started.v1" => InterventionStarted,
        "nl.culture-interventions.intervention-stopped.v1" => InterventionStopped,
        "nl.culture-interventions.intervention-finished.v1" => InterventionFinished,
        "nl.culture-interventions.effect-observed.v1" => EffectObserved,
        "nl.culture-codings.coding-scheme-defined.v1" => CodingSchemeDefined,
        "nl.culture-codings.answer-coded.v1" => AnswerCoded,
    }
}

events! {
    /// Followed by `linked`.
    LinkedEvent {
        "nl.linked-projects.linked-project-described.v1" => LinkedProjectDescribed,
        "nl.linked-projects.linked-project-removed.v1" => LinkedProjectRemoved,
        "nl.linked-projects.linked-project-reported.v1" => LinkedProjectReported,
    }
}

events! {
    /// Followed by `exchange`.
    ExchangeEvent {
        "nl.subscriptions.subscription-stalled.v1" => SubscriptionStalled,
        "nl.subscriptions.subscription-recovered.v1" => SubscriptionRecovered,
        "nl.subscriptions.subscription-suspended.v1" => SubscriptionSuspended,
        "nl.subscriptions.subscription-ended.v1" => SubscriptionEnded,
    }
}

/// Known, but no figure is made from them.
const WITHOUT_ROWS: &[&str] = &[
    "nl.publications.snapshot-published.v1",
    "nl.publications.erratum-added.v1",
    "nl.subscriptions.subscription-requested.v1",
    "nl.subscriptions.subscription-approved.v1",
    "nl.subscriptions.subscription-refused.v1",
    "nl.subscriptions.subscription-resumed.v1",
    "nl.links.link-requested.v1",
    "nl.links.link-approved.v1",
    "nl.links.link-ended.v1",
    // Who had contributed is told again when the demand advances, to everyone.
    "nl.demands.demand-contributed-to.v1",
    // Nothing changes before it is decided.
    "nl.awards.award-change-requested.v1",
    "nl.instruments.instrument-defined.v1",
    "nl.frameworks.framework-defined.v1",
    "nl.providers.provider-scanned.v1",
    "nl.providers.development-planned.v1",
    "nl.tracks.track-planned.v1",
    "nl.tracks.track-started.v1",
    "nl.tracks.track-completed.v1",
    "nl.credential-classes.credential-class-proposed.v1",
    "nl.credential-classes.credential-class-reviewed.v1",
    "nl.credential-classes.credential-class-accredited.v1",
    "nl.provider-keys.provider-key-rotated.v1",
    "nl.provider-keys.provider-key-retired.v1",
    "nl.passports.passport-erased.v1",
    "nl.taxonomies.taxonomy-release-imported.v1",
    "nl.sources.source-registered.v1",
    "nl.sources.source-withdrawn.v1",
    "nl.sources.source-distilled.v1",
    "nl.radars.run-put-to-use.v1",
    "nl.skills.skill-curated.v1",
    "nl.culture-instruments.instrument-retired.v1",
    "nl.culture-instruments.bridge-recorded.v1",
    "nl.culture-findings.finding-proposed.v1",
    "nl.culture-findings.finding-reviewed.v1",
    "nl.culture-findings.finding-published.v1",
    "nl.culture-findings.finding-disputed.v1",
    "nl.culture-findings.finding-retired.v1",
];

/// Whether any projection knows what to do with a type. An unknown one is counted and passed over.
#[must_use]
pub fn is_known(event_type: &str) -> bool {
    [
        ReferenceEvent::TYPES,
        ProjectEvent::TYPES,
        ReportingEvent::TYPES,
        AttentionEvent::TYPES,
        TransitionsEvent::TYPES,
        ProfessionalisationEvent::TYPES,
        RadarEvent::TYPES,
        CultureEvent::TYPES,
        LinkedEvent::TYPES,
        ExchangeEvent::TYPES,
        WITHOUT_ROWS,
    ]
    .iter()
    .any(|types| types.contains(&event_type))
}

/// The data of an entry as a message of the contract.
pub(super) fn json<T: DeserializeOwned>(entry: &Entry) -> Result<T, ProjectionError> {
    serde_json::from_slice(&entry.data).map_err(|error| {
        unreadable(
            entry.position,
            format!("{} does not fit the contract: {error}", entry.r#type),
        )
    })
}

/// An event that cannot be understood.
pub(super) fn unreadable(position: u64, reason: impl Into<String>) -> ProjectionError {
    ProjectionError::Unreadable {
        position,
        reason: reason.into(),
    }
}

/// A day of an event.
pub(super) fn day(position: u64, field: &str, value: &str) -> Result<Date, ProjectionError> {
    value.parse().map_err(|_| {
        unreadable(
            position,
            format!("{field} is '{value}', expected a day YYYY-MM-DD"),
        )
    })
}

/// A day of an event that may be left out.
pub(super) fn optional_day(position: u64, field: &str, value: &str) -> Result<Option<Date>, ProjectionError> {
    if value.is_empty() {
        Ok(None)
    } else {
        day(position, field, value).map(Some)
    }
}

/// A part of an event that must be there.
pub(super) fn required<T>(position: u64, field: &str, value: Option<T>) -> Result<T, ProjectionError> {
    value.ok_or_else(|| unreadable(position, format!("{field} is missing")))
}

/// When the block logged an entry, in microseconds as the tables keep it.
pub(super) fn logged_at(entry: &Entry) -> Result<Timestamp, ProjectionError> {
    let time = required(entry.position, "time", entry.time.as_ref())?;
    moment(entry.position, "time", time)
}

/// A moment of an event, in microseconds as the tables keep it.
pub(super) fn moment(
    position: u64,
    field: &str,
    time: &pbjson_types::Timestamp,
) -> Result<Timestamp, ProjectionError> {
    Timestamp::new(time.seconds, time.nanos / 1_000 * 1_000)
        .map_err(|_| unreadable(position, format!("{field} is outside the range of the calendar")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_that_does_not_fit_the_contract_names_its_position_and_reason() {
        let entry = Entry {
            position: 7,
            r#type: "nl.projects.project-closed.v1".into(),
            data: br#"{"projectId": 3}"#.to_vec().into(),
            ..Entry::default()
        };
        let error = ProjectEvent::decode(&entry).unwrap_err();
        assert!(error.to_string().contains("position 7"), "{error}");
        assert!(!error.is_passing());
    }

    #[test]
    fn every_event_of_the_contract_is_known() {
        for event in contracts::catalogue::BY_TYPE.values() {
            assert!(
                is_known(&event.name),
                "{} needs a projection, or a line in WITHOUT_ROWS",
                event.name
            );
        }
    }

    #[test]
    fn a_submission_is_read_without_its_content_however_it_is_written() {
        let whole = contracts::programme::v1::ReportSubmitted {
            project_id: "p1".into(),
            report_id: "r1".into(),
            plan_version: 2,
            revision: 3,
            submitted_on: "2025-01-02".into(),
            days_late: 4,
            response_due_on: "2025-02-03".into(),
            content: Some(ReportContent {
                highlights: "much".into(),
                ..Default::default()
            }),
            ..Default::default()
        };
        let read = |data: Vec<u8>| {
            let entry = Entry {
                data: data.into(),
                ..Entry::default()
            };
            json::<ReportSubmitted>(&entry).unwrap()
        };
        let expected = ReportSubmitted {
            project_id: "p1".into(),
            report_id: "r1".into(),
            plan_version: 2,
            revision: 3,
            submitted_on: "2025-01-02".into(),
            days_late: 4,
            response_due_on: "2025-02-03".into(),
        };
        assert_eq!(read(serde_json::to_vec(&whole).unwrap()), expected);
        let by_field_name = br#"{"project_id": "p1", "report_id": "r1", "plan_version": "2", "revision": "3",
            "submitted_on": "2025-01-02", "days_late": 4, "response_due_on": "2025-02-03"}"#;
        assert_eq!(read(by_field_name.to_vec()), expected);
    }

    #[test]
    fn an_event_of_another_type_is_left_to_others() {
        let entry = Entry {
            r#type: "nl.skills.skill-proposed.v1".into(),
            ..Entry::default()
        };
        assert_eq!(ProjectEvent::decode(&entry).unwrap(), None);
        assert!(!is_known(&entry.r#type));
    }
}
