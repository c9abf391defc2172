use super::*;
use crate::language::Language;
use crate::testing::reading;

const LABELS: &[&str] = &[
    "nl:waterstof maken|en:make hydrogen",
    "nl:veiligheid bewaken|en:guard safety",
    "nl:lassen|en:welding",
];

fn keys(text: &str) -> Vec<(String, u32)> {
    reading(LABELS, text)
        .terms
        .into_iter()
        .map(|term| (term.key, term.count))
        .collect()
}

#[test]
fn variants_of_a_term_have_one_key() {
    let text = "Zij werken aan waterstofveiligheid. De veiligheid van waterstof is van belang voor iedereen. Veiligheid van de waterstof telt.";
    let terms = reading(LABELS, text).terms;
    let term = terms.iter().find(|term| term.key == "veilig waterstof").unwrap();
    assert_eq!(term.count, 3);
    assert_eq!(term.surfaces.len(), 3);
    assert!(term.places.iter().all(|place| text.get(place.clone()).is_some()));
}

#[test]
fn terms_are_no_function_words_and_no_mentions() {
    let found = keys(
        "They have experience with welding of large turbines and with the repair of turbines for the industry.",
    );
    assert!(
        found.iter().any(|(key, count)| key == "turbin" && *count == 2),
        "{found:?}"
    );
    assert!(
        found
            .iter()
            .all(|(key, _)| !key.contains("weld") && !key.contains("the")),
        "{found:?}"
    );
}

#[test]
fn a_part_of_a_longer_term_counts_less() {
    let text = "Quantum sensing matters. We use quantum sensing, and quantum sensing is new.";
    let terms = reading(LABELS, text).terms;
    let value = |key: &str| {
        terms
            .iter()
            .find(|term| term.key == key)
            .map_or(0.0, |term| term.c_value)
    };
    assert!(value("quantum sens") > 4.0);
    assert!(value("quantum") < 0.1);
}

#[test]
fn log_likelihood_as_published() {
    // Events and trials of a worked example by Rayson and Garside (2000) have no ready figure for the four-cell form; this is -2 ln of the ratio by hand.
    let by_hand = |k1: f64, n1: f64, k2: f64, n2: f64| {
        let l = |p: f64, k: f64, n: f64| k * p.ln() + (n - k) * (1.0 - p).ln();
        let p = (k1 + k2) / (n1 + n2);
        2.0 * (l(k1 / n1, k1, n1) + l(k2 / n2, k2, n2) - l(p, k1, n1) - l(p, k2, n2))
    };
    assert!(
        (log_likelihood((30, 1_000), (40, 10_000)) - by_hand(30.0, 1_000.0, 40.0, 10_000.0)).abs() < 1e-9
    );
    assert!(log_likelihood((1, 1_000), (400, 10_000)) < 0.0);
    assert!(log_likelihood((5, 100), (50, 1_000)).abs() < 1e-9);
    assert_eq!(log_likelihood((0, 0), (1, 2)), 0.0);
    assert!(log_likelihood((9, 3), (0, 5)).is_finite());
}

#[test]
fn backgrounds_add_up_in_any_order() {
    let readings = [
        "Turbines draaien op zee en ook op het land.",
        "De turbines van zee zijn nieuw en de kabels zijn lang.",
    ]
    .map(|text| reading(LABELS, text));
    let mut whole = Background::default();
    readings.iter().for_each(|reading| whole.add(reading));
    let mut parts = readings.iter().map(|reading| {
        let mut part = Background::default();
        part.add(reading);
        part
    });
    let (one, mut other) = (parts.next().unwrap(), parts.next().unwrap());
    other.merge(&one);
    assert_eq!(other, whole);
    assert_eq!((whole.documents(), whole.frequency("turbin").documents), (2, 2));
    assert!(whole.keyness("kabel", 20, 100) > whole.keyness("turbin", 2, 100));
    let stored = Background::new(
        2,
        whole.words(),
        [("turbin".to_owned(), whole.frequency("turbin"))],
    );
    assert_eq!(stored.frequency("turbin"), whole.frequency("turbin"));
}

#[test]
fn clusters_join_variants_and_nothing_else() {
    let terms = [
        ("veilig waterstof", 5),
        ("waterstofveilig", 9),
        ("veilig waterstof werk", 2),
        ("waterstof", 4),
        ("brandveilig", 3),
        ("batterij", 7),
        ("brand", 1),
    ];
    let variants: Vec<Variant<'_>> = terms
        .iter()
        .map(|(key, count)| Variant {
            key,
            language: Language::Nl,
            count: *count,
        })
        .collect();
    let clusters = cluster(&variants);
    let members: Vec<Vec<usize>> = clusters.iter().map(|cluster| cluster.members.clone()).collect();
    assert_eq!(members[0], [1, 0, 2]);
    assert_eq!(clusters[0].representative, 1);
    assert_eq!(members.iter().map(Vec::len).sum::<usize>(), terms.len());
    let mut turned: Vec<Variant<'_>> = variants.clone();
    turned.reverse();
    let keys = |clusters: &[Cluster], variants: &[Variant<'_>]| -> Vec<Vec<String>> {
        clusters
            .iter()
            .map(|cluster| {
                cluster
                    .members
                    .iter()
                    .map(|at| variants[*at].key.to_owned())
                    .collect()
            })
            .collect()
    };
    assert_eq!(keys(&clusters, &variants), keys(&cluster(&turned), &turned));
}
