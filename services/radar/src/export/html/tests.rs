use blocks::values::LocalText;
use proptest::prelude::*;
use roxmltree::{Document, Node, ParsingOptions};

use super::*;
use crate::{export::examples, trends::Ring};

/// The page as XML: what HTML calls by other rules is not in it.
fn parse(page: &str) -> Document<'_> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(page, options).unwrap()
}

fn named<'a>(node: Node<'a, 'a>, name: &str) -> Vec<Node<'a, 'a>> {
    node.descendants()
        .filter(|it| it.is_element() && it.tag_name().name() == name)
        .collect()
}

fn text(node: Node<'_, '_>) -> String {
    let texts = node
        .descendants()
        .filter(Node::is_text)
        .filter_map(|it| it.text());
    texts.collect::<String>().trim().to_owned()
}

fn called(label: &str) -> Published {
    let mut edition = examples::second();
    let text = LocalText::new(label, label);
    edition.content.title = text.clone();
    edition.content.note = text.clone();
    edition.content.themes[0].name = text.clone();
    edition.content.basis.reading_method = label.to_owned();
    for entry in &mut edition.content.entries {
        entry.label = text.clone();
    }
    edition.before[4].label = text;
    edition
}

fn check_harmless(page: &str) {
    let document = parse(page);
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert!(
            !["script", "link", "img", "iframe", "object", "form"].contains(&name),
            "{name}"
        );
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(
                !name.starts_with("on") && !["src", "style"].contains(&name),
                "{name}"
            );
            assert!(name != "href" || value == "#skills", "{value}");
        }
    }
}

#[test]
fn the_page_of_an_edition_in_dutch() {
    insta::assert_snapshot!(write(&examples::second(), Language::Dutch));
}

#[test]
fn the_page_of_an_edition_in_english() {
    insta::assert_snapshot!(write(&examples::second(), Language::English));
}

#[test]
fn the_page_of_a_first_edition_says_what_there_is_not() {
    insta::assert_snapshot!(write(&examples::first(), Language::Dutch));
}

#[test]
fn every_row_has_a_cell_for_each_column_and_one_heading() {
    let page = write(&examples::second(), Language::Dutch);
    let document = parse(&page);
    let tables = named(document.root(), "table");
    assert_eq!(tables.len(), 3);
    for table in tables {
        assert_eq!(named(table, "caption").len(), 1);
        let columns = named(named(table, "thead")[0], "th");
        assert!(columns.iter().all(|it| it.attribute("scope") == Some("col")));
        for row in named(named(table, "tbody")[0], "tr") {
            let cells: Vec<Node<'_, '_>> = row.children().filter(Node::is_element).collect();
            assert_eq!(cells.len(), columns.len());
            assert!(cells.iter().all(|it| !text(*it).is_empty()));
            let headings = cells.iter().filter(|it| it.attribute("scope") == Some("row"));
            assert_eq!(headings.count(), 1);
        }
    }
}

#[test]
fn every_skill_is_in_the_table_with_its_number() {
    let edition = examples::second();
    let page = write(&edition, Language::Dutch);
    let document = parse(&page);
    let rows = named(named(named(document.root(), "table")[0], "tbody")[0], "tr");
    let shown: Vec<(String, String)> = rows
        .iter()
        .map(|it| {
            let cells: Vec<_> = it.children().filter(Node::is_element).collect();
            (text(cells[0]), text(cells[1]))
        })
        .collect();
    let sheet = Sheet::new(&edition);
    let expected = sheet
        .lines
        .iter()
        .map(|it| (it.number.to_string(), it.entry.label.nl.clone()));
    assert_eq!(shown, expected.collect::<Vec<_>>());
}

#[test]
fn what_names_another_element_names_one_that_is_there() {
    let page = write(&examples::second(), Language::English);
    let document = parse(&page);
    let ids: Vec<&str> = document
        .descendants()
        .filter_map(|it| it.attribute("id"))
        .collect();
    let distinct: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), distinct.len());
    for attribute in ["aria-labelledby", "aria-describedby"] {
        let mut named = document.descendants().filter_map(|it| it.attribute(attribute));
        assert!(named.all(|it| distinct.contains(it)));
    }
}

#[test]
fn only_what_must_be_is_closed_at_once() {
    let page = write(&examples::second(), Language::Dutch);
    let document = parse(&page);
    let pictures = ["rect", "ellipse", "line", "circle", "path"];
    for node in document
        .descendants()
        .filter(|it| it.is_element() && !it.has_children())
    {
        let name = node.tag_name().name();
        assert!(name == "meta" || pictures.contains(&name), "{name}");
    }
}

#[test]
fn an_edition_without_figures_has_dashes() {
    let mut edition = examples::first();
    let entry = &mut edition.content.entries[0];
    (entry.growth, entry.ring) = (None, Ring::Undecided);
    entry.rings.clear();
    entry.theme_ids.clear();
    let page = write(&edition, Language::Dutch);
    assert!(page.contains("In geen thema, sector of regio is genoeg gelezen"));
    let document = parse(&page);
    let row = named(named(named(document.root(), "table")[0], "tbody")[0], "tr")[0];
    let cells: Vec<String> = row.children().filter(Node::is_element).map(text).collect();
    assert_eq!(cells[2..9], ["–", "Onbeslist", "–", "–", "–", "–", "–"]);
}

#[test]
fn a_label_is_whole_in_the_table() {
    let label = "Lange naam ".repeat(28);
    let page = write(&called(&label), Language::Dutch);
    let document = parse(&page);
    let heading = named(named(document.root(), "tbody")[0], "th")[0];
    assert_eq!(text(heading), label.trim());
}

#[test]
fn labels_stay_labels() {
    for label in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</style></title>",
        "\u{0}\u{202e}x",
        "",
    ] {
        check_harmless(&write(&called(label), Language::Dutch));
    }
}

proptest! {
    #[test]
    fn the_page_is_well_formed_whatever_a_label_holds(label in any::<String>()) {
        check_harmless(&write(&called(&label), Language::English));
    }
}
