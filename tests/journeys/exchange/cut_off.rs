//! Subscribers whose streams break at any moment, while events come: each has in the end what the ledger has, in its order.

use contracts::ledger::v1::Entry;
use futures::future::join_all;
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use testkit::request_id;

use super::{COORDINATOR, PROGRAMME, Stream, acknowledge, active, get, of_ledger, wanted};
use crate::reach::{Reach, request};

/// Subscribers, and events while they read.
const SUBSCRIBERS: u64 = 6;
const EVENTS: usize = 400;
/// Events that are defined at a time.
const AT_ONCE: usize = 8;

/// Themes are reference data, which are for everyone.
const KIND: &str = "nl.reference-data.";

fn id(number: u64) -> String {
    format!("lezer-{number}")
}

pub(super) async fn everyone_has_what_the_ledger_has(hub: &Reach<'_>) {
    for number in 0..SUBSCRIBERS {
        let mut subscription = wanted(&id(number));
        subscription["filters"] = json!([{"prefix": {"values": {"type": KIND}}}]);
        active(hub, subscription).await;
    }
    let before = of_ledger(hub, KIND).await.len();
    let publishing = join_all((0..AT_ONCE).map(|lane| publish(hub, lane)));
    let reading = join_all((0..SUBSCRIBERS).map(|number| read(hub, number, before + EVENTS)));
    let (_, records) = tokio::join!(publishing, reading);
    let due = of_ledger(hub, KIND).await;
    for record in records {
        assert_eq!(without_repeats(record), due);
    }
}

async fn publish(hub: &Reach<'_>, lane: usize) {
    let mut reference = hub.programme(COORDINATOR).reference();
    for turn in 0..EVENTS / AT_ONCE {
        // In letters: nine digits in a row may look like a citizen service number.
        let name: String = format!("{lane:03}{turn:05}")
            .bytes()
            .map(|it| char::from(it + b'a' - b'0'))
            .collect();
        let theme = json!({"theme": {"themeId": format!("toets-{name}"), "name": {"nl": name, "en": name}}, "source": "Toets."});
        let define = json!({"requestId": request_id(), "entry": theme});
        reference.define_entry(request(define)).await.unwrap();
    }
}

/// Reads until so many different events were acknowledged, with streams that break now and then.
async fn read(hub: &Reach<'_>, number: u64, until: usize) -> Vec<Entry> {
    let mut random = StdRng::seed_from_u64(number);
    let (id, mut record, mut acknowledged) = (id(number), Vec::<Entry>::new(), 0);
    while acknowledged < until as u64 {
        let mut stream = Stream::of(hub, &id, random.random_range(1..60)).await;
        for _ in 0..random.random_range(1..12) {
            record.extend(stream.take(1).await);
            if random.random_bool(0.2) {
                // Cut off: what was taken is not acknowledged, and what is on its way is lost.
                break;
            }
            let last = record.last().unwrap().position;
            acknowledged = acknowledge(hub, &id, last).await.1;
            if acknowledged >= until as u64 {
                break;
            }
        }
    }
    record
}

/// The record without what was taken again: a repeat goes back to where the subscription stood, and has the same ids.
fn without_repeats(record: Vec<Entry>) -> Vec<Entry> {
    let mut distinct = Vec::<Entry>::new();
    for entry in record {
        match distinct.binary_search_by_key(&entry.position, |it| it.position) {
            Ok(place) => assert_eq!(distinct[place], entry, "a repeat is the same event"),
            Err(place) => {
                assert_eq!(
                    place,
                    distinct.len(),
                    "position {} was passed over before",
                    entry.position
                );
                distinct.push(entry);
            }
        }
    }
    distinct
}

pub(super) async fn nothing_is_left_to_deliver(hub: &Reach<'_>) {
    let due = of_ledger(hub, KIND).await.len() as u64;
    for number in 0..SUBSCRIBERS {
        let status = get(hub, &id(number)).await.subscription.unwrap().status.unwrap();
        assert_eq!((status.waiting, status.acknowledged), (0, due));
    }
    let open: Value = json!({"programmeId": PROGRAMME, "subscriptionId": id(0)});
    let mut deliveries = hub.exchange(&super::subscriber()).deliveries();
    let mut stream = deliveries.deliver(request(open)).await.unwrap().into_inner();
    let first = stream.message().await.unwrap().unwrap();
    assert!(first.events.is_empty(), "a sign of life, and no event");
}
