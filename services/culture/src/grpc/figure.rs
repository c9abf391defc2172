//! The reference figure service: figures of official statistics, and results beside them.

use blocks::{freshness::of_projection, office::Office};
use contracts::culture::v1::{self, reference_figure_service_server::ReferenceFigureService};
use contracts::hub::v1::{LocalText, Period};
use eventing::FieldFault;
use runtime::{
    call::Change,
    fault::{self, Fault, together},
    parse::Faults,
};
use sqlx::types::Json;
use tonic::{Request, Response};

use super::{Answer, check_block, cut, filing, one_more, parse_id, parse_page};
use crate::{
    contract::{
        component::caveats,
        figure::{kept, read_content},
        values::{REASON_CHARS_MAX, text, whole},
    },
    domain::{
        comparison::Caveat,
        figure::{Command, Content, Figure, Revision},
        instrument::Instrument,
        wave::{Plan, Sampling, Stage, Wave},
    },
    projections::figures,
};

/// Answers the calls of the reference figure service.
#[derive(Clone)]
pub struct ReferenceFigures(pub Office);

/// A result, and what keeps it from being compared with the figure.
struct Placed(v1::PlacedResult, Vec<Caveat>);

impl ReferenceFigures {
    async fn record(
        &self,
        request: &Request<v1::RecordReferenceFigureRequest>,
    ) -> Result<v1::RecordReferenceFigureResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, false);
        let content = read_content(&mut faults, given.figure.clone());
        let parsed = whole(faults, content.map(|content| (content, reason)));
        let (change, (content, reason)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.now();
        let id = content.figure_id.clone();
        let command = Command::Record {
            content: Box::new(content),
            reason,
            today,
        };
        let meta = change.meta(now, filing::block());
        let committed = self.0.store.execute::<Figure>(&id, command, &meta).await?;
        Ok(v1::RecordReferenceFigureResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn known(&self, figure_id: &str) -> Result<Vec<Revision>, Fault> {
        let id = parse_id("figure_id", figure_id)?;
        let found = self.0.store.load::<Figure>(&id).await?.state;
        if found.revisions().is_empty() {
            let what = format!("there is no reference figure {id}");
            return Err(Fault::not_found("REFERENCE_FIGURE_UNKNOWN", what));
        }
        Ok(found.revisions().to_vec())
    }

    async fn get(
        &self,
        request: &v1::GetReferenceFigureRequest,
    ) -> Result<v1::GetReferenceFigureResponse, Fault> {
        let revisions = self.known(&request.figure_id).await?;
        Ok(v1::GetReferenceFigureResponse {
            revisions: revisions.iter().map(kept).collect(),
        })
    }

    async fn list(
        &self,
        request: &v1::ListReferenceFiguresRequest,
    ) -> Result<v1::ListReferenceFiguresResponse, Fault> {
        let page = parse_page(request.page_size, &request.page_token, "figures")?;
        let freshness = of_projection(&self.0.store, self.0.clock.as_ref(), figures::NAME).await?;
        let after = page.after.clone().unwrap_or_default();
        let mut found = figures::list(self.0.store.pool(), &after, one_more(&page)).await?;
        let next_page_token = cut(&page, &mut found, String::as_str);
        let mut listed = Vec::with_capacity(found.len());
        for id in &found {
            let loaded = self.0.store.load::<Figure>(id).await?.state;
            listed.extend(loaded.present().map(kept));
        }
        Ok(v1::ListReferenceFiguresResponse {
            figures: listed,
            next_page_token,
            freshness: Some(freshness),
        })
    }

    async fn place(
        &self,
        request: &v1::PlaceBesideReferenceRequest,
    ) -> Result<v1::PlaceBesideReferenceResponse, Fault> {
        let revisions = self.known(&request.figure_id).await?;
        let Some(figure) = revisions.last() else {
            return Err(Fault::invalid(Vec::new()));
        };
        let mut faults = Faults::new();
        let one = request.wave_id.is_empty() != request.project_id.is_empty();
        faults.check("wave_id", one, "either a measurement or a project");
        faults.finish(())?;
        let Placed(result, found) = if request.project_id.is_empty() {
            self.measured(request, &figure.content).await?
        } else {
            self.reported(request, &figure.content).await?
        };
        Ok(v1::PlaceBesideReferenceResponse {
            figure: Some(kept(figure)),
            result: Some(result),
            comparable: found.is_empty(),
            caveats: caveats(&found),
        })
    }

    /// An item of a measurement, of the whole population.
    async fn measured(
        &self,
        request: &v1::PlaceBesideReferenceRequest,
        figure: &Content,
    ) -> Result<Placed, Fault> {
        let wave_id = parse_id("wave_id", &request.wave_id)?;
        let wave = self.0.store.load::<Wave>(&wave_id).await?.state;
        let plan = wave
            .at(Stage::Estimated)
            .map_err(|refusal| Fault::rejected(&refusal))?;
        let instrument = self.0.store.load::<Instrument>(&plan.instrument_id).await?.state;
        let version = instrument.version(plan.instrument_version);
        let item = version.and_then(|it| it.version.item(&request.item_id));
        let item = item.filter(|(_, scale)| scale.options.len() == 2);
        let Some((item, _)) = item else {
            let expected = "an item of the instrument with two options";
            return Err(Fault::invalid(vec![FieldFault::new("item_id", expected)]));
        };
        let whole = wave.cells().iter().find(|cell| cell.categories.is_empty());
        let items = whole
            .and_then(|cell| cell.shown.as_ref())
            .map(|shown| &shown.items);
        let found = items.into_iter().flatten().find(|it| it.item_id == item.item_id);
        let Some(estimate) = found.and_then(|it| it.estimate) else {
            let what = "too few respondents answered the item to show it";
            return Err(Fault::new("ESTIMATE_SUPPRESSED", fault::Kind::WrongState, what));
        };
        let same = item.definition_id.as_deref() == Some(figure.definition_id.as_str()) && !item.reversed;
        let result = v1::PlacedResult {
            source: source_of(plan),
            population: Some(text(&plan.population)),
            value: estimate.value / 100.0,
            n: Some(estimate.n),
            lower: Some(estimate.lower / 100.0),
            upper: Some(estimate.upper / 100.0),
            unit: "share".to_owned(),
            example: plan.example,
        };
        let year = plan.fieldwork.ends_on.year();
        let found = [
            (plan.population_id != figure.population_id, Caveat::Population),
            (plan.sampling == Sampling::NonProbability, Caveat::Sampling),
            (!same, Caveat::Definition),
            (year != figure.period.ends_on.year(), Caveat::Period),
        ];
        Ok(Placed(result, held(&found)))
    }

    /// An indicator that a project reported. Its population is whom the project reaches, which is never that of official statistics; and
    /// whether it counts by the same definition nobody has said.
    async fn reported(
        &self,
        request: &v1::PlaceBesideReferenceRequest,
        figure: &Content,
    ) -> Result<Placed, Fault> {
        let mut faults = Faults::new();
        let project_id = faults.id("project_id", &request.project_id);
        let indicator_id = faults.id("indicator_id", &request.indicator_id);
        let (project_id, indicator_id) = faults.finish((project_id, indicator_id))?;
        let row: Option<(String, f64, Json<Period>)> = sqlx::query_as(
            "SELECT report_id, value, period FROM known_results WHERE project_id = $1 AND indicator_id = $2",
        )
        .bind(&project_id)
        .bind(&indicator_id)
        .fetch_optional(self.0.store.pool())
        .await?;
        let Some((report_id, value, Json(period))) = row else {
            let what = format!("no accepted report of {project_id} tells {indicator_id}");
            return Err(Fault::not_found("RESULT_UNKNOWN", what));
        };
        let unit = self.unit(&indicator_id).await?;
        let result = v1::PlacedResult {
            source: format!("{project_id}, {report_id}, {}", period.label),
            population: Some(LocalText {
                nl: "wie het project bereikt".to_owned(),
                en: "whom the project reaches".to_owned(),
            }),
            value,
            unit,
            ..v1::PlacedResult::default()
        };
        let year = period.ends_on.get(..4).and_then(|year| year.parse().ok());
        let found = [
            (true, Caveat::Population),
            (true, Caveat::Definition),
            (year != Some(figure.period.ends_on.year()), Caveat::Period),
        ];
        Ok(Placed(result, held(&found)))
    }

    /// The unit of an indicator; empty when it is not known any more.
    async fn unit(&self, indicator_id: &str) -> Result<String, Fault> {
        use contracts::programme::v1::entry::Content as Published;
        let entry = self
            .0
            .known
            .entry(blocks::known::Kind::Indicator, indicator_id)
            .await?;
        Ok(match entry.and_then(|it| it.content) {
            Some(Published::Indicator(it)) => it.unit,
            _ => String::new(),
        })
    }
}

fn source_of(plan: &Plan) -> String {
    let (wave, instrument, version) = (&plan.wave_id, &plan.instrument_id, plan.instrument_version);
    format!("{wave}, {instrument} v{version}, {}", plan.fieldwork.label)
}

fn held(caveats: &[(bool, Caveat)]) -> Vec<Caveat> {
    let held = caveats.iter().filter(|(differs, _)| *differs);
    held.map(|(_, it)| *it).collect()
}

#[tonic::async_trait]
impl ReferenceFigureService for ReferenceFigures {
    async fn record_reference_figure(
        &self,
        request: Request<v1::RecordReferenceFigureRequest>,
    ) -> Answer<v1::RecordReferenceFigureResponse> {
        Ok(Response::new(self.record(&request).await?))
    }

    async fn get_reference_figure(
        &self,
        request: Request<v1::GetReferenceFigureRequest>,
    ) -> Answer<v1::GetReferenceFigureResponse> {
        Ok(Response::new(self.get(request.get_ref()).await?))
    }

    async fn list_reference_figures(
        &self,
        request: Request<v1::ListReferenceFiguresRequest>,
    ) -> Answer<v1::ListReferenceFiguresResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }

    async fn place_beside_reference(
        &self,
        request: Request<v1::PlaceBesideReferenceRequest>,
    ) -> Answer<v1::PlaceBesideReferenceResponse> {
        Ok(Response::new(self.place(request.get_ref()).await?))
    }
}
