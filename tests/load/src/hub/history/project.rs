//! What a project itself makes public.

use contracts::programme::v1 as api;

use super::{
    CATEGORIES, Event, INDICATORS, MILESTONES, Project, THEME, block_of, event, report::Report, workgroup_of,
};

impl Project {
    pub(super) fn registered(&self) -> Event {
        let id = self.id();
        let project = api::ProjectProfile {
            name: format!("Voorbeeld: gemeten project {}", self.0),
            summary: "Verzonnen project. Onderwijs, arbeidsorganisaties en overheid bepalen samen welke vaardigheden \
                      de regio nodig heeft en beproeven daar korte opleidingen voor."
                .into(),
            project_id: id,
            block_id: block_of(self.0).into(),
            workgroup_id: workgroup_of(self.0).into(),
            theme_id: THEME.into(),
            call_id: "ronde-1-energie-grondstoffen".into(),
            scheme_id: "llo-energie-grondstoffen".into(),
            scheme_version: 1,
            size_class: api::SizeClass::Large.into(),
            lead_organisation_id: "vb-hs-zuiderlicht".into(),
            regions: vec![api::RegionShare {
                region_id: format!("AM{:02}", self.0 % 35 + 1),
                share_percent: 100,
            }],
            starts_on: "2004-01-01".into(),
            ends_on: "2030-12-31".into(),
            example: true,
            ..Default::default()
        };
        let registered = api::ProjectRegistered {
            project: Some(project),
            tranche_id: "ronde-1".into(),
        };
        event("nl.projects.project-registered.v1", &registered)
    }

    pub(super) fn planned(&self) -> Event {
        let milestones = (1..=MILESTONES).map(|number| api::Milestone {
            milestone_id: format!("m{number}"),
            title: format!("Mijlpaal {number} van het plan"),
            due_on: format!("{}-06-15", 2020 + number),
            ..Default::default()
        });
        let targets = INDICATORS.map(|indicator| api::Target {
            indicator_id: indicator.into(),
            baseline_value: 0.0,
            target_value: 300.0,
        });
        let budget = CATEGORIES.map(|category| api::BudgetLine {
            category: category.into(),
            planned_cents: 50_000_000,
        });
        let plan = api::Plan {
            milestones: milestones.collect(),
            targets: targets.into(),
            budget: budget.into(),
            cofinancing_cents: 80_000_000,
        };
        let baselined = api::PlanBaselined {
            project_id: self.id(),
            plan_version: 1,
            plan: Some(plan),
        };
        event("nl.projects.plan-baselined.v1", &baselined)
    }

    pub(super) fn money(&self, state: api::MoneyState, cents: i64) -> Event {
        let recorded = api::MoneyRecorded {
            project_id: self.id(),
            amount: Some(api::MoneyAmount {
                state: state.into(),
                total_cents: cents,
                reference: "beschikking LLO-2024-017".into(),
                decided_on: "2024-01-15".into(),
            }),
            previous_total_cents: 0,
            correction_reason: String::new(),
        };
        event("nl.projects.money-recorded.v1", &recorded)
    }

    pub(super) fn achieved(&self, report: Report) -> Event {
        let milestone = report.number % u64::from(MILESTONES) + 1;
        let achieved = api::MilestoneAchieved {
            project_id: self.id(),
            milestone_id: format!("m{milestone}"),
            achieved_on: report.day(95),
            due_on: format!("{}-06-15", 2020 + milestone),
            evidence: "verslag van de begeleidingsgroep".into(),
            report_id: report.id(self),
        };
        event("nl.projects.milestone-achieved.v1", &achieved)
    }

    pub(super) fn asked_to_change(&self, report: Report) -> Event {
        let requested = api::ChangeRequested {
            project_id: self.id(),
            change_request_id: format!("w{}", report.number),
            reason: "Een partner is weggevallen.".into(),
        };
        event("nl.projects.change-requested.v1", &requested)
    }

    pub(super) fn change_decided(&self, report: Report) -> Event {
        let decided = api::ChangeDecided {
            project_id: self.id(),
            change_request_id: format!("w{}", report.number),
            approved: true,
            decision: "Akkoord.".into(),
        };
        event("nl.projects.change-decided.v1", &decided)
    }
}
