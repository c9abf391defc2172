//! Whole files into a hub that keeps what it was asked in memory.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use contracts::{
    hub::v1::Receipt,
    programme::v1::{
        DefineEntryRequest, DefineEntryResponse, Entry, GetEntryRequest, GetEntryResponse,
        ListEntriesRequest, ListEntriesResponse,
        entry::Content,
        reference_data_service_server::{ReferenceDataService, ReferenceDataServiceServer},
    },
};
use tonic::{Request, Response, Status};
use tonic_types::{ErrorDetails, StatusExt};

use super::{FileSummary, Loader, Options};
use crate::{
    cli::{Globals, LoadArgs},
    client::Hub,
    output::{Format, Lang, Texts},
};

/// A hub with reference data only.
#[derive(Clone, Default)]
struct FakeHub {
    /// Request ids, with the region each was about.
    seen: Arc<Mutex<HashMap<String, String>>>,
    order: Arc<Mutex<Vec<String>>>,
    /// Calls it is still away for.
    away: Arc<AtomicUsize>,
    /// Questions for which it has not heard of anything yet.
    unheard: Arc<AtomicUsize>,
}

#[tonic::async_trait]
impl ReferenceDataService for FakeHub {
    async fn define_entry(
        &self,
        request: Request<DefineEntryRequest>,
    ) -> Result<Response<DefineEntryResponse>, Status> {
        if self
            .away
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1))
            .is_ok()
        {
            return Err(Status::unavailable("the database is away"));
        }
        let DefineEntryRequest { request_id, entry } = request.into_inner();
        let Some(Content::Region(region)) = entry.and_then(|entry| entry.content) else {
            let mut details = ErrorDetails::with_error_info("ENTRY_INVALID", "schakelpunt", []);
            details.add_bad_request_violation("entry", "expected a region");
            return Err(Status::with_error_details(
                tonic::Code::InvalidArgument,
                "1 fault",
                details,
            ));
        };
        self.order.lock().unwrap().push(region.name);
        let repeated = self
            .seen
            .lock()
            .unwrap()
            .insert(request_id, region.region_id.clone())
            .is_some();
        let receipt = Receipt {
            id: region.region_id,
            log_positions: vec![1],
            repeated,
            ..Receipt::default()
        };
        Ok(Response::new(DefineEntryResponse {
            receipt: Some(receipt),
        }))
    }

    async fn get_entry(&self, _: Request<GetEntryRequest>) -> Result<Response<GetEntryResponse>, Status> {
        let unheard = &self.unheard;
        let heard = unheard.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        match heard {
            Ok(left) if left % 2 == 0 => Err(Status::not_found("not yet")),
            // Something else is there already.
            Ok(_) => Ok(Response::new(GetEntryResponse::default())),
            Err(_) => {
                let entry = Entry {
                    source: "een bron".into(),
                    ..Entry::default()
                };
                Ok(Response::new(GetEntryResponse { entry: Some(entry) }))
            }
        }
    }

    async fn list_entries(
        &self,
        _: Request<ListEntriesRequest>,
    ) -> Result<Response<ListEntriesResponse>, Status> {
        Err(Status::unimplemented("not asked"))
    }
}

async fn serve(hub: FakeHub) -> Globals {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let incoming = tokio_stream::wrappers::TcpListenerStream::new(listener);
    let server = tonic::transport::Server::builder().add_service(ReferenceDataServiceServer::new(hub));
    tokio::spawn(server.serve_with_incoming(incoming));
    Globals {
        address: Some(address),
        token: None,
        token_file: None,
        acting_as: Vec::new(),
        output: Format::Text,
        lang: Lang::Nl,
        timeout: 10,
        ca_file: None,
        data_dir: None,
    }
}

async fn load(hub: Option<&Hub>, file: &Path, change: impl FnOnce(&mut LoadArgs)) -> FileSummary {
    let mut args = LoadArgs::of_files(vec![file.to_owned()]);
    change(&mut args);
    let files = args.files.clone();
    let data_dir = PathBuf::from("/nowhere");
    let texts = Texts::new(Lang::Nl);
    let options = Options {
        args,
        data_dir,
        format: Format::Text,
    };
    let summary = Loader::new(hub, options, &texts).unwrap().load(&files).await;
    summary.files[0].clone()
}

fn counts(summary: &FileSummary) -> (u64, u64, u64, u64) {
    (
        summary.lines,
        summary.done,
        summary.already_there,
        summary.refused,
    )
}

const ABOUT: &str = r#"{"about":{"title":{"nl":"Regio's","en":"Regions"},"source":"een bron"}}"#;

fn region(id: &str, name: &str) -> String {
    format!(
        r#"{{"call":"DefineEntry","request":{{"entry":{{"region":{{"region_id":"{id}","name":"{name}"}}}}}}}}"#
    )
}

fn file(lines: &[String]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("regions.jsonl");
    std::fs::write(&path, lines.join("\n")).unwrap();
    (dir, path)
}

#[tokio::test]
async fn a_file_is_loaded_once_however_often_it_is_loaded() {
    let globals = serve(FakeHub::default()).await;
    let hub = Hub::of(&globals).unwrap();
    let regions = (0..200).map(|number| region(&format!("AM{number}"), "naam"));
    let (_dir, path) = file(
        &std::iter::once(ABOUT.to_owned())
            .chain(regions)
            .collect::<Vec<_>>(),
    );
    assert_eq!(counts(&load(Some(&hub), &path, |_| ()).await), (200, 200, 0, 0));
    assert_eq!(counts(&load(Some(&hub), &path, |_| ()).await), (200, 0, 200, 0));
}

#[tokio::test]
async fn a_line_that_fails_is_counted_and_the_others_go_on() {
    let globals = serve(FakeHub::default()).await;
    let hub = Hub::of(&globals).unwrap();
    let refused = r#"{"call":"DefineEntry","request":{"entry":{"theme":{"theme_id":"t"}}}}"#.to_owned();
    let lines = [
        ABOUT.into(),
        "# regio's".into(),
        region("AM01", "a"),
        refused,
        "{".into(),
        String::new(),
        region("AM02", "b"),
    ];
    let (_dir, path) = file(&lines);
    assert_eq!(counts(&load(Some(&hub), &path, |_| ()).await), (4, 2, 0, 2));
    assert_eq!(
        counts(&load(Some(&hub), &path, |args| args.stop_at_first_error = true).await).3,
        1
    );
}

#[tokio::test]
async fn lines_about_the_same_thing_keep_their_order() {
    let fake = FakeHub::default();
    let globals = serve(fake.clone()).await;
    let hub = Hub::of(&globals).unwrap();
    let names: Vec<_> = (0..50).map(|number| number.to_string()).collect();
    let regions = names.iter().map(|name| region("AM01", name));
    let (_dir, path) = file(
        &std::iter::once(ABOUT.to_owned())
            .chain(regions)
            .collect::<Vec<_>>(),
    );
    load(Some(&hub), &path, |_| ()).await;
    assert_eq!(*fake.order.lock().unwrap(), names);
}

#[tokio::test]
async fn a_hub_that_is_away_for_a_moment_is_waited_for() {
    let fake = FakeHub::default();
    fake.away.store(2, Ordering::SeqCst);
    let globals = serve(fake).await;
    let hub = Hub::of(&globals).unwrap();
    let (_dir, path) = file(&[ABOUT.into(), region("AM01", "a")]);
    assert_eq!(counts(&load(Some(&hub), &path, |_| ()).await), (1, 1, 0, 0));
}

#[tokio::test]
async fn a_line_waits_until_its_answer_has_what_it_says() {
    let fake = FakeHub::default();
    let globals = serve(fake.clone()).await;
    let hub = Hub::of(&globals).unwrap();
    let waits = |source: &str| {
        format!(
            r#"{{"call":"GetEntry","request":{{"entry_id":"a"}},"until":{{"entry":{{"source":"{source}"}}}}}}"#
        )
    };
    let (_dir, path) = file(&[ABOUT.into(), waits("een bron"), region("AM01", "a")]);
    fake.unheard.store(5, Ordering::SeqCst);
    assert_eq!(counts(&load(Some(&hub), &path, |_| ()).await), (2, 1, 0, 0));
    assert_eq!(fake.unheard.load(Ordering::SeqCst), 0, "it was asked again");
    let (_dir, path) = file(&[ABOUT.into(), waits("een andere bron"), region("AM01", "a")]);
    let in_vain = load(Some(&hub), &path, |args| args.retry_for = 0).await;
    assert_eq!(counts(&in_vain), (2, 0, 1, 1));
}

#[tokio::test]
async fn a_hub_that_stays_away_stops_the_load() {
    let fake = FakeHub::default();
    fake.away.store(usize::MAX, Ordering::SeqCst);
    let globals = serve(fake).await;
    let hub = Hub::of(&globals).unwrap();
    let (_dir, path) = file(&[
        ABOUT.into(),
        region("AM01", "a"),
        region("AM01", "b"),
        region("AM01", "c"),
    ]);
    assert_eq!(
        counts(&load(Some(&hub), &path, |args| args.retry_for = 0).await),
        (1, 0, 0, 1)
    );
}

#[tokio::test]
async fn a_file_that_does_not_say_what_it_is_is_refused_whole() {
    for lines in [
        vec![],
        vec![region("AM01", "a")],
        vec![
            r#"{"about":{"title":{"nl":"x"},"source":" "}}"#.into(),
            region("AM01", "a"),
        ],
    ] {
        let (_dir, path) = file(&lines);
        assert_eq!(
            counts(&load(None, &path, |_| ()).await),
            (1, 0, 0, 1),
            "{lines:?}"
        );
    }
}

#[tokio::test]
async fn a_check_finds_what_would_be_done_only_once_and_a_second_about() {
    let lines = [
        ABOUT.into(),
        region("AM01", "a"),
        region("AM02", "b"),
        region("AM01", "a"),
        ABOUT.into(),
    ];
    let (_dir, path) = file(&lines);
    assert_eq!(counts(&load(None, &path, |_| ()).await), (4, 0, 0, 2));
}

#[tokio::test]
async fn the_data_files_of_the_programme_are_understood() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    for folder in ["reference", "professionalisation", "culture", "example-season"] {
        for entry in std::fs::read_dir(data.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let summary = load(None, &path, |_| ()).await;
            assert_eq!(summary.refused, 0, "{}", path.display());
            assert!(!summary.source.is_empty());
        }
    }
}
