//! Lists asked for in ways nobody should: sizes below nothing, tokens of other lists or made by hand, and texts no database holds.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use contracts::radar::v1;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use testkit::reason;
use tonic::{Code, Status};

use crate::{
    bad_input::fields,
    radar::{CURATOR, HEAT_PUMPS},
    reach::{Reach, request},
};

/// A list by its name and what it is asked for at least.
const LISTS: [&str; 9] = [
    "changes",
    "search",
    "sources",
    "mentions",
    "candidates",
    "compare",
    "skills",
    "queue",
    "trends",
];

fn least(list: &str) -> Value {
    match list {
        "changes" => json!({"schemeId": "esco", "version": "1.1.1-selection"}),
        "search" => json!({"query": "lassen"}),
        "mentions" => json!({"conceptUri": HEAT_PUMPS}),
        _ => json!({}),
    }
}

fn with<T: DeserializeOwned>(list: &str, more: &Value) -> tonic::Request<T> {
    let mut asked = least(list);
    for (field, value) in more.as_object().unwrap() {
        asked[field] = value.clone();
    }
    request(asked)
}

async fn ask(hub: &Reach<'_>, list: &str, more: &Value) -> Result<(), Status> {
    let client = hub.radar(CURATOR);
    match list {
        "changes" => client
            .taxonomies()
            .list_release_changes(with(list, more))
            .await
            .map(drop),
        "search" => client
            .taxonomies()
            .search_concepts(with(list, more))
            .await
            .map(drop),
        "sources" => client.sources().list_sources(with(list, more)).await.map(drop),
        "mentions" => client.sources().list_mentions(with(list, more)).await.map(drop),
        "candidates" => client.sources().list_candidates(with(list, more)).await.map(drop),
        "compare" => client.distilling().compare_runs(with(list, more)).await.map(drop),
        "skills" => client.curation().list_skills(with(list, more)).await.map(drop),
        "queue" => client
            .curation()
            .list_curation_queue(with(list, more))
            .await
            .map(drop),
        _ => client.trends().list_trends(with(list, more)).await.map(drop),
    }
}

pub(super) async fn a_page_is_of_its_own_list(hub: &Reach<'_>) {
    let editions = json!({"pageSize": -1});
    let status = hub
        .radar("")
        .editions()
        .list_editions(request(editions))
        .await
        .unwrap_err();
    assert_eq!(fields(&status), ["page_size"]);
    let another = search_token(hub).await;
    for list in LISTS.into_iter().filter(|it| *it != "compare") {
        let negative = ask(hub, list, &json!({"pageSize": -1})).await.unwrap_err();
        assert_eq!(fields(&negative), ["page_size"], "{list}");
        for token in [another.as_str(), "x", "AAAAAAAAAAAAAAAAAAAA"] {
            let status = ask(hub, list, &json!({"pageToken": token})).await.unwrap_err();
            assert_eq!(
                (status.code(), fields(&status)),
                (Code::InvalidArgument, vec!["page_token".to_owned()]),
                "{list} {token}"
            );
        }
    }
    tokens_made_by_hand(hub).await;
    what_no_database_holds(hub).await;
}

/// A token that a list really gave out.
async fn search_token(hub: &Reach<'_>) -> String {
    let asked = json!({"query": "a", "pageSize": 1});
    let found = hub.radar("").taxonomies().search_concepts(request(asked)).await;
    let found: v1::SearchConceptsResponse = found.unwrap().into_inner();
    assert!(!found.next_page_token.is_empty());
    found.next_page_token
}

/// Tokens hold no secret: whoever reads the source can make one for any place.
async fn tokens_made_by_hand(hub: &Reach<'_>) {
    let made = |arguments: &str, key: &str| {
        let base = &Sha256::digest(arguments.as_bytes())[..12];
        let bound = Sha256::new()
            .chain_update(base)
            .chain_update(key.as_bytes())
            .finalize();
        URL_SAFE_NO_PAD.encode([&bound[..12], key.as_bytes()].concat())
    };
    let search = r#"Wanted { query: "lassen", language: "", scheme_id: "", kind: None, collection: "" }"#;
    let lists = [
        ("queue", "0|"),
        ("candidates", "||0"),
        ("search", search),
        ("changes", "esco|1.1.1-selection|0"),
    ];
    for (list, arguments) in lists {
        for key in ["-1", "9223372036854775807", "4294967295", "x", "' OR 1=1"] {
            let token = json!({"pageToken": made(arguments, key)});
            let answer = ask(hub, list, &token).await;
            answer.unwrap_or_else(|status| panic!("{list} {key}: {status:?}"));
        }
        let zero = json!({"pageToken": made(arguments, "\u{0}")});
        let status = ask(hub, list, &zero).await.unwrap_err();
        assert_eq!(fields(&status), ["page_token"], "{list}: {status:?}");
    }
}

/// PostgreSQL keeps no text with a zero in it: that is told, and never becomes a fault of the hub's own.
async fn what_no_database_holds(hub: &Reach<'_>) {
    let (zero, long) = ("\u{0}", "x".repeat(1_000_000));
    for text in [zero, long.as_str()] {
        for (list, field) in [
            ("sources", "themeId"),
            ("sources", "regionId"),
            ("sources", "sector"),
            ("skills", "themeId"),
            ("queue", "themeId"),
            ("search", "schemeId"),
            ("search", "language"),
            ("search", "collection"),
            ("search", "query"),
            ("mentions", "sourceId"),
            ("mentions", "runId"),
            ("mentions", "conceptUri"),
            ("candidates", "themeId"),
            ("candidates", "language"),
            ("changes", "schemeId"),
            ("changes", "version"),
            ("compare", "runId"),
        ] {
            let status = ask(hub, list, &json!({field: text})).await.unwrap_err();
            assert_eq!(
                (status.code(), reason(&status).as_str()),
                (Code::InvalidArgument, "REQUEST_INVALID"),
                "{list} {field}: {status:?}"
            );
        }
        let anybody = hub.radar("");
        for skill in [format!("http://{text}"), text.to_owned()] {
            let asked = request(json!({"skillId": skill}));
            invalid(anybody.curation().get_skill(asked).await);
            let asked = request(json!({"skill": skill}));
            invalid(anybody.trends().get_trend(asked).await);
            let asked = request(json!({"uri": skill}));
            invalid(anybody.taxonomies().get_concept(asked).await);
        }
        let asked = request(json!({"sourceId": text}));
        invalid(anybody.sources().get_source(asked).await);
    }
}

fn invalid<T>(answer: Result<tonic::Response<T>, Status>) {
    let status = answer.err().unwrap();
    assert_eq!(status.code(), Code::InvalidArgument, "{status:?}");
}
