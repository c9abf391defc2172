//! The offer service.

use blocks::{freshness::of_projection, known::Kind, office::Office};
use contracts::professionalisation::v1::{self, offer_service_server::OfferService};
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::{Request, Response};

use super::{Answer, check_project, cut, filing, one_more, parse_id, parse_page};
use crate::{
    contract::{
        offer::{figures, kept, read_content},
        values::whole,
    },
    domain::{
        offer::{Command, Content, Figures, Offer},
        provider::Provider,
    },
    projections::offers::{self, Wanted},
};

/// Answers the calls of the offer service.
#[derive(Clone)]
pub struct Offers(pub Office);

impl Offers {
    async fn publish(
        &self,
        request: &Request<v1::PublishOfferRequest>,
    ) -> Result<v1::PublishOfferResponse, Fault> {
        let given = request.get_ref();
        let (change, content) = parse(request, &given.request_id, given.offer.clone())?;
        self.check_named(&content).await?;
        let (now, _) = self.0.now();
        let meta = change.meta(now, filing::offer(&content));
        let id = content.offer_id.clone();
        let committed = self
            .0
            .store
            .execute_reading::<Offer, _, Fault>(&id, &meta, |reading| {
                let content = Box::new(content.clone());
                async move {
                    let provider = reading.read::<Provider>(&content.provider_id).await?.state;
                    Ok(Command::Publish {
                        content,
                        provider_known: provider.profile().is_some(),
                    })
                }
                .boxed()
            })
            .await?;
        Ok(v1::PublishOfferResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn revise(
        &self,
        request: &Request<v1::ReviseOfferRequest>,
    ) -> Result<v1::ReviseOfferResponse, Fault> {
        let given = request.get_ref();
        let (change, content) = parse(request, &given.request_id, given.offer.clone())?;
        self.check_named(&content).await?;
        let (now, _) = self.0.now();
        let meta = change.meta(now, filing::offer(&content));
        let id = content.offer_id.clone();
        let command = Command::Revise {
            content: Box::new(content),
        };
        let committed = self.0.store.execute::<Offer>(&id, command, &meta).await?;
        Ok(v1::ReviseOfferResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn withdraw(
        &self,
        request: &Request<v1::WithdrawOfferRequest>,
    ) -> Result<v1::WithdrawOfferResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let provider_id = faults.id("provider_id", &given.provider_id);
        let id = faults.id("offer_id", &given.offer_id);
        let withdrawn_on = faults.date("withdrawn_on", &given.withdrawn_on);
        let parsed = whole(faults, withdrawn_on);
        let (change, withdrawn_on) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.now();
        let meta = change.meta(now, filing::block());
        let command = Command::Withdraw {
            provider_id,
            withdrawn_on,
            today,
        };
        let committed = self
            .0
            .execute_filed::<Offer>(&id, &meta, command, |it| it.content().map(filing::offer))
            .await?;
        Ok(v1::WithdrawOfferResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn check_named(&self, content: &Content) -> Result<(), Fault> {
        let regions = content.region_ids.iter().enumerate();
        let named: Vec<_> = regions
            .map(|(index, id)| (format!("offer.region_ids[{index}]"), Kind::Region, id.as_str()))
            .collect();
        self.0.known.check(&named).await?;
        check_project(&self.0, "offer.project_id", content.project_id.as_ref()).await
    }

    async fn get(&self, request: &v1::GetOfferRequest) -> Result<v1::GetOfferResponse, Fault> {
        let id = parse_id("offer_id", &request.offer_id)?;
        let found = self.0.store.load::<Offer>(&id).await?;
        let offer = kept(&found.state, found.version);
        if offer.is_none() {
            return Err(Fault::not_found(
                "OFFER_UNKNOWN",
                format!("there is no offer {id}"),
            ));
        }
        Ok(v1::GetOfferResponse { offer })
    }

    async fn list(&self, request: &v1::ListOffersRequest) -> Result<v1::ListOffersResponse, Fault> {
        let wanted = Wanted {
            provider_id: &request.provider_id,
            region_id: &request.region_id,
            skill_uri: &request.skill_uri,
            withdrawn_too: request.withdrawn_too,
        };
        let page = parse_page(request.page_size, &request.page_token, &format!("{wanted:?}"))?;
        let freshness = of_projection(&self.0.store, self.0.clock.as_ref(), offers::NAME).await?;
        let after = page.after.clone().unwrap_or_default();
        let mut found = offers::list(self.0.store.pool(), &wanted, &after, one_more(&page)).await?;
        let next_page_token = cut(&page, &mut found, String::as_str);
        let mut offers = Vec::with_capacity(found.len());
        for id in &found {
            let loaded = self.0.store.load::<Offer>(id).await?;
            offers.extend(kept(&loaded.state, loaded.version));
        }
        Ok(v1::ListOffersResponse {
            offers,
            next_page_token,
            freshness: Some(freshness),
        })
    }

    async fn measure(
        &self,
        request: &v1::MeasureFlexibilityRequest,
    ) -> Result<v1::MeasureFlexibilityResponse, Fault> {
        let freshness = of_projection(&self.0.store, self.0.clock.as_ref(), offers::NAME).await?;
        let pool = self.0.store.pool();
        let found = offers::flexibilities(pool, &request.provider_id, &request.region_id).await?;
        Ok(v1::MeasureFlexibilityResponse {
            figures: Some(figures(Figures::of(found))),
            freshness: Some(freshness),
        })
    }
}

fn parse<T: prost::Message>(
    request: &Request<T>,
    request_id: &str,
    offer: Option<v1::Offer>,
) -> Result<(Change, Content), Fault> {
    let mut faults = Faults::new();
    let content = read_content(&mut faults, offer);
    together(Change::parse(request, request_id), whole(faults, content))
}

#[tonic::async_trait]
impl OfferService for Offers {
    async fn publish_offer(
        &self,
        request: Request<v1::PublishOfferRequest>,
    ) -> Answer<v1::PublishOfferResponse> {
        Ok(Response::new(self.publish(&request).await?))
    }

    async fn revise_offer(
        &self,
        request: Request<v1::ReviseOfferRequest>,
    ) -> Answer<v1::ReviseOfferResponse> {
        Ok(Response::new(self.revise(&request).await?))
    }

    async fn withdraw_offer(
        &self,
        request: Request<v1::WithdrawOfferRequest>,
    ) -> Answer<v1::WithdrawOfferResponse> {
        Ok(Response::new(self.withdraw(&request).await?))
    }

    async fn get_offer(&self, request: Request<v1::GetOfferRequest>) -> Answer<v1::GetOfferResponse> {
        Ok(Response::new(self.get(request.get_ref()).await?))
    }

    async fn list_offers(&self, request: Request<v1::ListOffersRequest>) -> Answer<v1::ListOffersResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }

    async fn measure_flexibility(
        &self,
        request: Request<v1::MeasureFlexibilityRequest>,
    ) -> Answer<v1::MeasureFlexibilityResponse> {
        Ok(Response::new(self.measure(request.get_ref()).await?))
    }
}
