//! Sources that come in, are corrected, and no longer count.

use blocks::{
    contract::{REASON_CHARS_MAX, read_choice, read_given, whole},
    known::Kind as Known,
};
use contracts::radar::v1;
use distil::{Detected, Document, ExtractError, fingerprint};
use eventing::Context;
use runtime::{
    call::Change,
    fault::{Fault, Kind, together},
    parse::Faults,
};
use sha2::{Digest, Sha256};
use tonic::Request;

use super::Sources;
use crate::{
    contract::source::{read_content, read_format},
    domain::source::{Command, Content, Format, Source, Text},
    grpc::filing,
};

/// Largest text as it is handed in, in bytes. The limit of a call is a little above.
const CONTENT_BYTES_MAX: usize = 12 * 1024 * 1024;

/// A text that was taken out of a document.
struct Extracted {
    document: Document,
    language: Detected,
    words: u32,
}

impl Sources {
    pub(super) async fn register(
        &self,
        mut request: Request<v1::RegisterSourceRequest>,
    ) -> Result<v1::RegisterSourceResponse, Fault> {
        let parsed = parse(request.get_ref());
        let change = Change::parse(&request, &request.get_ref().request_id.clone());
        let (change, (content, format)) = together(change, parsed)?;
        self.check_known(&content).await?;
        let bytes = request.get_mut().text.take().unwrap_or_default().content;
        let sha256 = hex::encode(Sha256::digest(&bytes));
        let Extracted {
            document,
            language,
            words,
        } = extract(bytes, format).await?;
        let source_id = source_id(document.text());
        let language = content
            .language
            .clone()
            .or(language.language.map(|it| it.code().to_owned()));
        let text = Text {
            format,
            sha256,
            language: language.unwrap_or_default(),
            words,
            passages: u32::try_from(document.passages().len()).unwrap_or(u32::MAX),
        };
        let store = &self.0.office.store;
        // What no longer counts is not kept again.
        if store
            .load::<Source>(&source_id)
            .await?
            .state
            .withdrawal()
            .is_none()
        {
            self.0.archive.keep_text(&source_id, &document).await?;
        }
        let (now, today) = self.0.office.now();
        let meta = change.meta(now, filing::source(&content));
        let command = Command::Register {
            source_id: source_id.clone(),
            content: Box::new(content),
            text,
            today,
        };
        let committed = store.execute::<Source>(&source_id, command, &meta).await?;
        Ok(v1::RegisterSourceResponse {
            receipt: self.0.office.receipt(&source_id, &committed),
            source_id,
        })
    }

    pub(super) async fn revise(
        &self,
        request: &Request<v1::ReviseSourceRequest>,
    ) -> Result<v1::ReviseSourceResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("source_id", &given.source_id);
        let content = read_content(&mut faults, given.source.clone());
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let parsed = whole(faults, content);
        let (change, content) = together(Change::parse(request, &given.request_id), parsed)?;
        self.check_known(&content).await?;
        let (at, today) = self.0.office.now();
        let meta = change.meta(at, filing::source(&content));
        let command = Command::Revise {
            content: Box::new(content),
            reason,
            by: change.actor().to_owned(),
            at,
            today,
        };
        let committed = self.0.office.store.execute::<Source>(&id, command, &meta).await?;
        Ok(v1::ReviseSourceResponse {
            receipt: self.0.office.receipt(&id, &committed),
        })
    }

    pub(super) async fn withdraw(
        &self,
        request: &Request<v1::WithdrawSourceRequest>,
    ) -> Result<v1::WithdrawSourceResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("source_id", &given.source_id);
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let parsed = faults.finish(reason);
        let (change, reason) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.office.now();
        let meta = change.meta(now, Context::default());
        let command = Command::Withdraw {
            reason,
            by: change.actor().to_owned(),
            today,
        };
        let office = &self.0.office;
        let context = |it: &Source| it.content().map(filing::source);
        let committed = office
            .execute_filed::<Source>(&id, &meta, command, context)
            .await?;
        self.0.archive.delete_text(&id).await?;
        Ok(v1::WithdrawSourceResponse {
            receipt: office.receipt(&id, &committed),
        })
    }

    async fn check_known(&self, content: &Content) -> Result<(), Fault> {
        let named = |list: &'static str, kind, ids: &[String]| -> Vec<(String, Known, String)> {
            let ids = ids.iter().enumerate();
            ids.map(|(index, id)| (format!("source.{list}[{index}]"), kind, id.clone()))
                .collect()
        };
        let mut all = named("region_ids", Known::Region, &content.region_ids);
        all.extend(named("theme_ids", Known::Theme, &content.theme_ids));
        let all: Vec<_> = all
            .iter()
            .map(|(field, kind, id)| (field.clone(), *kind, id.as_str()))
            .collect();
        self.0.office.known.check(&all).await
    }
}

fn parse(given: &v1::RegisterSourceRequest) -> Result<(Content, Format), Fault> {
    let mut faults = Faults::new();
    let content = read_content(&mut faults, given.source.clone());
    let (format, bytes) = given
        .text
        .as_ref()
        .map_or((0, 0), |it| (it.format, it.content.len()));
    read_given(&mut faults, "text", given.text.as_ref().map(|_| ()));
    let format = read_choice(&mut faults, "text.format", format, read_format);
    let expected = format!("1 to {CONTENT_BYTES_MAX} bytes, not {bytes}");
    faults.check(
        "text.content",
        (1..=CONTENT_BYTES_MAX).contains(&bytes),
        &expected,
    );
    whole(faults, content.zip(format))
}

/// Takes the text out of a document, beside the calls that wait: a large PDF takes seconds.
async fn extract(bytes: Vec<u8>, format: Format) -> Result<Extracted, Fault> {
    let format = match format {
        Format::Plain => distil::Format::Plain,
        Format::Markdown => distil::Format::Markdown,
        Format::Html => distil::Format::Html,
        Format::Pdf => distil::Format::Pdf,
    };
    let work = tokio::task::spawn_blocking(move || {
        let document = distil::extract(&bytes, format)?;
        let language = distil::detect(document.text());
        let words = u32::try_from(document.text().split_whitespace().count()).unwrap_or(u32::MAX);
        Ok::<_, ExtractError>(Extracted {
            document,
            language,
            words,
        })
    });
    match work.await {
        Ok(Ok(extracted)) => Ok(extracted),
        Ok(Err(error)) => {
            let fields = vec![eventing::FieldFault::new("text.content", error.to_string())];
            let what = "no text can be taken out of this document";
            Err(Fault::new("SOURCE_UNREADABLE", Kind::Invalid, what).with_fields(fields))
        }
        Err(error) => Err(Fault::internal("taking the text out of a document", &error)),
    }
}

/// The identifier of a text: the same document is the same source.
fn source_id(text: &str) -> String {
    format!("s{}", fingerprint(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_the_same_source() {
        let one = source_id("Warmtepompen: een studie.\n\nDeel 1");
        assert_eq!(one, source_id("warmtepompen een studie — deel 1"));
        assert!(runtime::parse::is_id(&one));
    }
}
