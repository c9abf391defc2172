//! Bad input to every call that changes something: all that is wrong is told at once, by field, and nothing personal is repeated.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use testkit::{reason, request_id};
use tonic::{Code, Status};

use super::refused;
use crate::{
    bad_input::fields,
    radar::{COORDINATOR, CURATOR},
    reach::{Reach, request},
};

const PERSONAL: &str = "Bel jan.jansen@voorbeeld.nl, BSN 123456782";

/// Checks what is told about a request in which these fields are wrong.
fn told(status: &Status, expected: &[&str]) {
    assert_eq!(
        (status.code(), reason(status).as_str()),
        (Code::InvalidArgument, "REQUEST_INVALID"),
        "{status:?}"
    );
    let mut named = fields(status);
    named.sort();
    named.dedup();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(named, expected, "{}", status.message());
    let said = format!("{status:?}");
    assert!(!said.contains("jansen") && !said.contains("123456782"), "{said}");
}

macro_rules! asked {
    ($hub:expr, $service:ident . $method:ident, $given:expr) => {
        refused(
            stringify!($method),
            $hub.radar(&format!("{CURATOR} {COORDINATOR}"))
                .$service()
                .$method(request($given)),
        )
        .await
    };
}

pub(super) async fn everything_wrong_is_told_at_once(hub: &Reach<'_>) {
    releases(hub).await;
    sources(hub).await;
    runs(hub).await;
    skills(hub).await;
    editions(hub).await;
}

async fn releases(hub: &Reach<'_>) {
    let part = json!({"requestId": "geen", "schemeId": "E SCO", "version": "", "fileName": "../x.csv", "content": ""});
    told(
        &asked!(hub, taxonomies.upload_release_file, part),
        &["request_id", "scheme_id", "version", "file_name"],
    );
    let digest = json!({"name": "a/b.csv", "sha256": "zz"});
    let release = json!({
        "requestId": "", "schemeId": "ESCO!", "version": "een twee", "title": PERSONAL, "licence": "", "publishedOn": "morgen",
        "sourceUri": "ftp://x", "files": [digest, digest],
    });
    told(
        &asked!(hub, taxonomies.import_release, release),
        &[
            "request_id",
            "scheme_id",
            "version",
            "title",
            "licence",
            "published_on",
            "source_uri",
            "files[0].name",
            "files[0].sha256",
            "files[1].name",
            "files[1].sha256",
        ],
    );
    let none = json!({"requestId": request_id(), "schemeId": "esco", "version": "3", "title": "t", "licence": "l", "publishedOn": "2026-01-01"});
    told(&asked!(hub, taxonomies.import_release, none), &["files"]);
}

fn bad_source() -> Value {
    json!({
        "title": PERSONAL, "publisher": "", "publishedOn": "2025-02-30", "licence": "x".repeat(301), "language": "fr",
        "regionIds": ["AM 01"], "sectors": ["", PERSONAL], "themeIds": ["../.."], "uri": "javascript:alert(1)",
    })
}

const SOURCE_FIELDS: [&str; 11] = [
    "source.title",
    "source.publisher",
    "source.published_on",
    "source.licence",
    "source.kind",
    "source.language",
    "source.region_ids[0]",
    "source.sectors[0]",
    "source.sectors[1]",
    "source.theme_ids[0]",
    "source.uri",
];

async fn sources(hub: &Reach<'_>) {
    let register = json!({"requestId": "x", "source": bad_source(), "text": {"format": "TEXT_FORMAT_UNSPECIFIED", "content": ""}});
    let expected = [&SOURCE_FIELDS[..], &["request_id", "text.format", "text.content"]].concat();
    told(&asked!(hub, sources.register_source, register), &expected);
    let nothing = asked!(hub, sources.register_source, json!({"requestId": request_id()}));
    assert!(fields(&nothing).iter().any(|it| it == "source"), "{nothing:?}");
    let revise = json!({"requestId": "x", "sourceId": "s 1", "source": bad_source(), "reason": PERSONAL});
    let expected = [&SOURCE_FIELDS[..], &["request_id", "source_id", "reason"]].concat();
    told(&asked!(hub, sources.revise_source, revise), &expected);
    let withdraw = json!({"requestId": "x", "sourceId": "x".repeat(65), "reason": "r".repeat(5_000)});
    told(
        &asked!(hub, sources.withdraw_source, withdraw),
        &["request_id", "source_id", "reason"],
    );
    let nameless = json!({
        "requestId": request_id(), "text": {"format": "TEXT_FORMAT_PLAIN", "content": STANDARD.encode("Een tekst zonder uitgever.")},
        "source": {"title": "t", "publisher": "?!", "publishedOn": "2026-07-02", "licence": "l", "kind": "SOURCE_KIND_OTHER"},
    });
    let status = asked!(hub, sources.register_source, nameless);
    assert_eq!(reason(&status), "SOURCE_INVALID");
    assert_eq!(fields(&status), ["source.published_on", "source.publisher"]);
}

async fn runs(hub: &Reach<'_>) {
    let start = json!({"requestId": "x", "runId": "r r", "method": "m".repeat(100_000)});
    told(
        &asked!(hub, distilling.start_run, start),
        &["request_id", "run_id", "method"],
    );
    let put = json!({"requestId": "x", "runId": "", "reason": " "});
    told(
        &asked!(hub, distilling.use_run, put),
        &["request_id", "run_id", "reason"],
    );
    let stop = json!({"requestId": "x", "runId": "\u{0}"});
    told(&asked!(hub, distilling.stop_run, stop), &["request_id", "run_id"]);
}

async fn skills(hub: &Reach<'_>) {
    let skill = json!({
        "skillId": "a b", "label": {"nl": PERSONAL, "en": "e".repeat(301)}, "description": {"nl": "d".repeat(5_001), "en": "\u{7}"},
        "conceptUri": "esco/1", "termKeys": ["", "k".repeat(201)], "themeIds": [""],
    });
    let propose = json!({"requestId": "x", "skill": skill, "reason": PERSONAL});
    told(
        &asked!(hub, curation.propose_skill, propose),
        &[
            "request_id",
            "skill.skill_id",
            "skill.label.nl",
            "skill.label.en",
            "skill.description.nl",
            "skill.description.en",
            "skill.concept_uri",
            "skill.term_keys[0]",
            "skill.term_keys[1]",
            "skill.theme_ids[0]",
            "reason",
        ],
    );
    let invented = json!({"skillId": "a", "label": {"nl": "a"}, "termKeys": ["zomaar wat"], "conceptUri": "http://example.org/geen"});
    let invented = json!({"requestId": request_id(), "skill": invented, "reason": "r"});
    told(
        &asked!(hub, curation.propose_skill, invented),
        &["skill.concept_uri", "skill.term_keys[0]"],
    );
    let cite = json!({"requestId": "x", "skillId": "", "sourceId": "s/1", "note": PERSONAL});
    told(
        &asked!(hub, curation.cite_source, cite),
        &["request_id", "skill_id", "source_id", "note"],
    );
    let gone = json!({"requestId": request_id(), "skillId": "a", "sourceId": "s0", "note": "n"});
    told(&asked!(hub, curation.cite_source, gone), &["source_id"]);
    let step = || json!({"requestId": "x", "skillId": "a b"});
    let expected = ["request_id", "skill_id"];
    told(&asked!(hub, curation.review_skill, step()), &expected);
    told(&asked!(hub, curation.publish_skill, step()), &expected);
    let reasoned = || json!({"requestId": "x", "skillId": "a b", "reason": PERSONAL});
    let expected = ["request_id", "skill_id", "reason"];
    told(&asked!(hub, curation.decide_on_skill, reasoned()), &expected);
    told(&asked!(hub, curation.retire_skill, reasoned()), &expected);
    told(&asked!(hub, curation.record_dissent, reasoned()), &expected);
    let merge = json!({"requestId": "x", "skillId": "a b", "intoSkillId": "", "reason": ""});
    told(
        &asked!(hub, curation.merge_skill, merge),
        &["request_id", "skill_id", "into_skill_id", "reason"],
    );
    for id in ["bestaat-niet", "s0"] {
        let unknown = asked!(hub, curation.review_skill, super::step(id));
        assert_eq!(reason(&unknown), "SKILL_UNKNOWN");
    }
}

async fn editions(hub: &Reach<'_>) {
    let scope =
        json!({"themeId": "energy-raw-materials", "sector": "\u{0}", "periods": 41, "asOf": "2027-01-01"});
    let edition =
        json!({"requestId": "x", "title": {"nl": PERSONAL}, "note": {"en": PERSONAL}, "scope": scope});
    told(
        &asked!(hub, editions.publish_edition, edition),
        &[
            "request_id",
            "title.nl",
            "note.en",
            "scope",
            "scope.sector",
            "scope.periods",
            "scope.as_of",
        ],
    );
    let empty = json!({"requestId": request_id(), "title": {"nl": "Leeg"}});
    assert_eq!(
        reason(&asked!(hub, editions.publish_edition, empty)),
        "EDITION_EMPTY"
    );
    let export = json!({"number": 1, "language": "de"});
    told(
        &asked!(hub, editions.export_edition, export),
        &["format", "language"],
    );
}
