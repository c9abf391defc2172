//! Filling sections of a report.

use contracts::programme::v1::{FillReportRequest, FillReportResponse};
use eventing::Context;
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::{Reporting, receipt_of, standing::Standing};
use crate::contract::report_content as content;
use crate::domain::report::{Command, Content, Report, Section, Step};

/// What a request asks for.
struct Filling {
    project_id: String,
    report_id: String,
    content: Content,
    sections: Vec<Section>,
    expected_version: u64,
}

pub(super) async fn fill_report(
    service: &Reporting,
    request: &Request<FillReportRequest>,
) -> Result<FillReportResponse, Fault> {
    let given = request.get_ref();
    let (change, filling) = together(Change::parse(request, &given.request_id), parse(given))?;
    service.record(&filling.project_id, &filling.report_id).await?;
    let now = service.clock.now();
    let meta = change.meta(now, Context::default());
    let (filling, by) = (&filling, change.actor());
    let committed = service
        .store
        .execute_reading::<Report, _, Fault>(&filling.report_id, &meta, |reading| {
            let (project_id, report_id, by) = (
                filling.project_id.clone(),
                filling.report_id.clone(),
                by.to_owned(),
            );
            let (content, sections) = (Box::new(filling.content.clone()), filling.sections.clone());
            let expected_version = filling.expected_version;
            async move {
                let standing = Standing::read(reading, &project_id).await?;
                let ground = Box::new(standing.ground(reading, &project_id, &report_id).await?);
                Ok(Command {
                    report_id,
                    at: now,
                    by,
                    step: Step::Fill {
                        content,
                        sections,
                        expected_version,
                        ground,
                    },
                })
            }
            .boxed()
        })
        .await?;
    Ok(FillReportResponse {
        receipt: receipt_of(&filling.report_id, &committed),
    })
}

fn parse(request: &FillReportRequest) -> Result<Filling, Fault> {
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let report_id = faults.id("report_id", &request.report_id);
    let given = request.content.clone().unwrap_or_default();
    let content = content::parse(&given, &mut faults);
    let sections = sections(request, &content, &mut faults);
    let expected_version = request.expected_version;
    faults.finish(Filling {
        project_id,
        report_id,
        content,
        sections,
        expected_version,
    })
}

/// The sections of the mask; without a mask, those in which the content says something.
fn sections(request: &FillReportRequest, content: &Content, faults: &mut Faults) -> Vec<Section> {
    let paths = request
        .update_mask
        .as_ref()
        .map(|mask| mask.paths.as_slice())
        .unwrap_or_default();
    if paths.is_empty() {
        return Section::given(content);
    }
    let known = || Section::ALL.map(Section::path).join(", ");
    let mut sections: Vec<Section> = Vec::with_capacity(paths.len().min(Section::ALL.len()));
    for (n, path) in paths.iter().enumerate() {
        match Section::of(path) {
            Some(section) if sections.contains(&section) => {}
            Some(section) => sections.push(section),
            None => faults.add(
                format!("update_mask.paths[{n}]"),
                format!("a section of the report: {}", known()),
            ),
        }
    }
    sections
}
