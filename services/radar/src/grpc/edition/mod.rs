//! The edition service: numbered, frozen publications of the radar.

mod publish;

use blocks::office::parse_page;
use contracts::radar::v1::{self, edition_service_server::EditionService};
use runtime::{fault::Fault, parse::Faults};
use tonic::{Request, Response};

use super::{Answer, Desk, one_more};
use crate::{
    contract::edition::{edition, summary},
    domain::edition::{Edition, Published, stream},
    export::{self, Format, Language},
    projections::editions,
};

/// Answers the calls of the edition service.
#[derive(Clone)]
pub struct Editions(pub Desk);

impl Editions {
    /// An edition; the newest for 0.
    async fn edition(&self, number: u32) -> Result<Published, Fault> {
        let number = if number == 0 { self.newest().await? } else { number };
        let found = self.0.office.store.load::<Edition>(&stream(number)).await?.state;
        let what = || match number {
            0 => "no edition of the radar was published yet".to_owned(),
            _ => format!("there is no edition {number} of the radar"),
        };
        found
            .published()
            .cloned()
            .ok_or_else(|| Fault::not_found("EDITION_UNKNOWN", what()))
    }

    /// Number of the newest edition; 0 when there is none.
    async fn newest(&self) -> Result<u32, Fault> {
        let newest = editions::list(self.0.office.store.pool(), None, 1).await?;
        let mut number = newest.first().copied().unwrap_or(0);
        // The list may be a moment behind the log.
        while self.is_there(number + 1).await? {
            number += 1;
        }
        Ok(number)
    }

    async fn is_there(&self, number: u32) -> Result<bool, Fault> {
        let found = self.0.office.store.load::<Edition>(&stream(number)).await?;
        Ok(found.state.published().is_some())
    }

    async fn list(&self, request: &v1::ListEditionsRequest) -> Result<v1::ListEditionsResponse, Fault> {
        let page = parse_page(request.page_size, &request.page_token, "")?;
        let before = page.after.as_deref().and_then(|it| it.parse().ok());
        let mut numbers = editions::list(self.0.office.store.pool(), before, one_more(&page)).await?;
        let more = numbers.len() > page.limit;
        numbers.truncate(page.limit);
        let last = numbers.last().filter(|_| more);
        let next_page_token = last.map_or_else(String::new, |it| page.next_token(&it.to_string()));
        let mut editions = Vec::with_capacity(numbers.len());
        for number in numbers {
            editions.push(summary(&self.edition(number).await?));
        }
        Ok(v1::ListEditionsResponse {
            editions,
            next_page_token,
        })
    }

    async fn export(&self, request: &v1::ExportEditionRequest) -> Result<v1::ExportEditionResponse, Fault> {
        let mut faults = Faults::new();
        let format = match v1::EditionFormat::try_from(request.format) {
            Ok(v1::EditionFormat::Json) => Some(Format::Json),
            Ok(v1::EditionFormat::Csv) => Some(Format::Csv),
            Ok(v1::EditionFormat::Svg) => Some(Format::Svg),
            Ok(v1::EditionFormat::Html) => Some(Format::Html),
            Ok(v1::EditionFormat::Unspecified) | Err(_) => None,
        };
        let language = match request.language.as_str() {
            "" | "nl" => Some(Language::Dutch),
            "en" => Some(Language::English),
            _ => None,
        };
        faults.check(
            "format",
            format.is_some(),
            "one of the values of the contract, not unspecified",
        );
        faults.check("language", language.is_some(), "`nl`, `en` or nothing");
        let (format, language) = blocks::contract::whole(faults, format.zip(language))?;
        let published = self.edition(request.number).await?;
        let content = export::render(&published, format, language);
        let content = content.map_err(|error| Fault::internal("writing an edition", &error))?;
        Ok(v1::ExportEditionResponse {
            content: content.into_bytes(),
            media_type: format.media_type().to_owned(),
            file_name: format.file_name(published.content.number, language),
        })
    }
}

#[tonic::async_trait]
impl EditionService for Editions {
    async fn publish_edition(
        &self,
        request: Request<v1::PublishEditionRequest>,
    ) -> Answer<v1::PublishEditionResponse> {
        Ok(Response::new(self.publish(&request).await?))
    }

    async fn get_edition(&self, request: Request<v1::GetEditionRequest>) -> Answer<v1::GetEditionResponse> {
        let found = self.edition(request.get_ref().number).await?;
        Ok(Response::new(v1::GetEditionResponse {
            edition: Some(edition(&found)),
        }))
    }

    async fn list_editions(
        &self,
        request: Request<v1::ListEditionsRequest>,
    ) -> Answer<v1::ListEditionsResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }

    async fn export_edition(
        &self,
        request: Request<v1::ExportEditionRequest>,
    ) -> Answer<v1::ExportEditionResponse> {
        Ok(Response::new(self.export(request.get_ref()).await?))
    }
}
