//! Every stored fact and every snapshot has its golden file; see [`testkit::golden`].

use std::path::PathBuf;

use testkit::golden::{lives_through, walk};

use crate::{
    domain::{
        attention::AttentionPoints, calendar::Calendar, project, project::Project, publication, reference,
        report::Report,
    },
    publish::ProgrammePublisher,
};

/// The block's golden files.
pub(crate) fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}

#[test]
fn facts_of_reference_data_are_stored_as_ever() {
    use reference::{Content, Fact};
    walk::<reference::Entry>(&golden(), &ProgrammePublisher, |fact| match fact {
        None => Some("Defined.building_block"),
        Some(Fact::Defined {
            definition,
            revision: _,
        }) => match definition.content {
            Content::BuildingBlock(_) => Some("Defined.workgroup"),
            Content::Workgroup(_) => Some("Defined.theme"),
            Content::Theme(_) => Some("Defined.scheme"),
            Content::Scheme(_) => Some("Defined.scheme_version"),
            Content::SchemeVersion(_) => Some("Defined.tranche"),
            Content::Tranche(_) => Some("Defined.call_window"),
            Content::CallWindow(_) => Some("Defined.province"),
            Content::Province(_) => Some("Defined.region"),
            Content::Region(_) => Some("Defined.organisation"),
            Content::Organisation(_) => Some("Defined.indicator"),
            Content::Indicator(ref it) if it.observed_tolerance.is_none() => {
                Some("Defined.indicator_compared")
            }
            Content::Indicator(_) => Some("Defined.linked_programme"),
            Content::LinkedProgramme(_) => None,
        },
    });
}

#[test]
fn facts_of_projects_are_stored_as_ever() {
    use project::Fact;
    walk::<project::Project>(&golden(), &ProgrammePublisher, |fact| match fact {
        None => Some("Registered"),
        Some(Fact::Registered { .. }) => Some("PlanBaselined"),
        Some(Fact::PlanBaselined { .. }) => Some("PlanRevised"),
        Some(Fact::PlanRevised { .. }) => Some("ChangeRequested"),
        Some(Fact::ChangeRequested { .. }) => Some("ChangeDecided"),
        Some(Fact::ChangeDecided { .. }) => Some("MilestoneAchieved"),
        Some(Fact::MilestoneAchieved { .. }) => Some("DependencyDeclared"),
        Some(Fact::DependencyDeclared { .. }) => Some("DependencyWithdrawn"),
        Some(Fact::DependencyWithdrawn { .. }) => Some("MoneyRecorded"),
        Some(Fact::MoneyRecorded { .. }) => Some("Finished"),
        Some(Fact::Finished { .. }) => Some("Stopped"),
        Some(Fact::Stopped { .. }) => Some("Closed"),
        Some(Fact::Closed { .. }) => None,
    });
}

#[test]
fn facts_of_publications_are_stored_as_ever() {
    use publication::Fact;
    walk::<publication::Publication>(&golden(), &ProgrammePublisher, |fact| match fact {
        None => Some("Published"),
        Some(Fact::Published { .. }) => Some("ErratumAdded"),
        Some(Fact::ErratumAdded { .. }) => None,
    });
}

#[test]
fn a_report_goes_on_from_where_it_was_put_away() {
    lives_through::<Report>(
        &golden(),
        &[
            "ReportStarted",
            "ReportFilled",
            "ReportSubmitted",
            "ReportReviewStarted",
            "ReportReturned",
            "ReportFilled",
            "ReportSubmitted",
            "ReportResponseBecameOverdue",
            "ReportAccepted",
            "ReportReopened",
            "ReportSubmitted",
            "ReportAccepted",
            "ReportApproved",
        ],
    );
}

#[test]
fn a_calendar_goes_on_from_where_it_was_put_away() {
    lives_through::<Calendar>(
        &golden(),
        &[
            "ObligationScheduled",
            "ObligationReminderCame",
            "ObligationRescheduled",
            "ObligationBecameOverdue",
            "ObligationFulfilled",
            "ObligationWaived",
        ],
    );
}

#[test]
fn a_project_goes_on_from_where_it_was_put_away() {
    lives_through::<Project>(
        &golden(),
        &[
            "Registered",
            "PlanBaselined",
            "MoneyRecorded",
            "DependencyDeclared",
            "MilestoneAchieved",
            "ChangeRequested",
            "ChangeDecided",
            "PlanRevised",
            "DependencyWithdrawn",
            "Stopped",
            "Finished",
            "Closed",
        ],
    );
}

#[test]
fn attention_points_go_on_from_where_they_were_put_away() {
    lives_through::<AttentionPoints>(
        &golden(),
        &[
            "AttentionPointRaised",
            "AttentionPointAnswered",
            "AttentionPointClosed",
        ],
    );
}
