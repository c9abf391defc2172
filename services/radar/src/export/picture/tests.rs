use blocks::values::LocalText;
use proptest::prelude::*;
use roxmltree::{Document, Node};

use super::*;
use crate::{
    domain::edition::ENTRIES_MAX,
    export::{examples, text::width},
    trends::Ring,
};

fn texts(document: &Document<'_>, name: &str) -> Vec<String> {
    let named = document
        .descendants()
        .filter(|it| it.has_tag_name(("http://www.w3.org/2000/svg", name)));
    named.map(|it| it.text().unwrap_or_default().to_owned()).collect()
}

/// An edition with one skill that is called like that, in all that people write.
fn called(label: &str) -> Published {
    let mut edition = examples::second();
    let text = LocalText::new(label, label);
    edition.content.title = text.clone();
    edition.content.themes[0].name = text.clone();
    edition.content.entries[1].label = text.clone();
    edition.before[4].label = text;
    edition
}

/// Nothing runs and nothing is fetched.
fn check_harmless(picture: &str) {
    let document = Document::parse(picture).unwrap();
    let allowed = [
        "svg", "title", "desc", "g", "rect", "ellipse", "line", "circle", "path", "text",
    ];
    for node in document.descendants().filter(Node::is_element) {
        assert!(allowed.contains(&node.tag_name().name()), "{:?}", node.tag_name());
        for attribute in node.attributes() {
            let name = attribute.name();
            assert!(
                !name.starts_with("on") && !["href", "src", "style", "class"].contains(&name),
                "{name}"
            );
            assert!(!attribute.value().contains("url("), "{name}");
        }
    }
}

#[test]
fn the_picture_of_an_edition_in_dutch() {
    insta::assert_snapshot!(write(&examples::second(), Language::Dutch));
}

#[test]
fn the_picture_of_a_first_edition_in_english() {
    insta::assert_snapshot!(write(&examples::first(), Language::English));
}

#[test]
fn the_picture_says_what_it_is_and_in_which_language() {
    for language in Language::ALL {
        let picture = write(&examples::second(), language);
        let document = Document::parse(&picture).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        assert_eq!(root.attribute("lang"), Some(language.code()));
        for (attribute, name) in [("aria-labelledby", "title"), ("aria-describedby", "desc")] {
            let id = root.attribute(attribute).unwrap();
            let named = root.children().find(|it| it.attribute("id") == Some(id)).unwrap();
            assert_eq!(named.tag_name().name(), name);
            assert!(
                named
                    .text()
                    .is_some_and(|it| it.contains("edit") || it.contains("7"))
            );
        }
    }
}

#[test]
fn every_skill_is_in_the_description_in_the_disc_and_in_the_key() {
    let edition = examples::second();
    let picture = write(&edition, Language::Dutch);
    let document = Document::parse(&picture).unwrap();
    let (titles, texts, desc) = (
        texts(&document, "title"),
        texts(&document, "text"),
        texts(&document, "desc").remove(0),
    );
    for line in Sheet::new(&edition).lines {
        let label = &line.entry.label.nl;
        let start = format!("{}. {label}: ", line.number);
        assert!(titles.iter().any(|it| it.starts_with(&start)), "{start}");
        assert_eq!(
            texts.iter().filter(|it| **it == line.number.to_string()).count(),
            2
        );
        assert!(texts.contains(label) && desc.contains(label));
    }
    assert!(
        titles
            .iter()
            .any(|it| it == "2. Veilig werken met waterstof: Opkomend; naar binnen, was Onbeslist")
    );
}

#[test]
fn what_is_only_in_dutch_is_marked_as_dutch() {
    let picture = write(&examples::second(), Language::English);
    let document = Document::parse(&picture).unwrap();
    let dutch = document
        .descendants()
        .filter(|it| it.is_element() && it.attribute("lang") == Some("nl"));
    assert!(
        dutch
            .filter_map(|it| it.text())
            .any(|it| it == "Digitale tweelingen bouwen")
    );
}

#[test]
fn a_first_edition_has_no_signs() {
    let picture = write(&examples::first(), Language::Dutch);
    assert!(!picture.contains(paint::sign(super::super::sheet::Movement::New).unwrap()));
    assert!(picture.contains("Er is geen eerdere editie om mee te vergelijken."));
}

#[test]
fn no_letters_are_smaller_than_the_smallest() {
    let picture = write(&examples::second(), Language::Dutch);
    let document = Document::parse(&picture).unwrap();
    assert_eq!(document.root_element().attribute("width"), Some("1000"));
    let sizes = document.descendants().filter_map(|it| it.attribute("font-size"));
    let sizes: Vec<f64> = sizes.map(|it| it.parse().unwrap()).collect();
    assert!(sizes.len() > 10 && sizes.iter().all(|it| *it >= 11.0));
}

#[test]
fn names_of_rings_fit_where_blips_keep_away_from_them() {
    for language in Language::ALL {
        for ring in RINGS {
            let name = Words { language }.ring(ring);
            assert!(
                width(&name) * 1.1 * paint::TEXT <= 2.0 * frame::NAME_HALF_WIDTH,
                "{name}"
            );
        }
    }
}

#[test]
fn long_labels_are_shortened_where_they_are_drawn_and_whole_where_they_are_told() {
    let label = "Zeer lange omschrijving van een vaardigheid ".repeat(7);
    let label = label.trim();
    let picture = write(&called(label), Language::Dutch);
    let document = Document::parse(&picture).unwrap();
    let drawn = texts(&document, "text");
    assert!(drawn.iter().all(|it| it.chars().count() < 140));
    assert!(
        drawn
            .iter()
            .any(|it| it.starts_with("Zeer lange") && it.ends_with('…'))
    );
    assert!(texts(&document, "title").iter().any(|it| it.contains(label)));
}

#[test]
fn labels_stay_labels() {
    for label in [
        "<script>alert(1)</script>",
        "\" onload=\"alert(1)",
        "]]><!-- &amp; &#0; '",
        "\u{0}\u{b}\u{1f}\u{85}",
        "\u{202e}omgekeerd\u{200f}",
        "متعلم مدى الحياة",
        "👩‍🔧👨‍👩‍👧‍👦🇳🇱",
        "\u{fffe}\u{ffff}\u{1fffe}",
        "",
    ] {
        check_harmless(&write(&called(label), Language::Dutch));
    }
}

#[test]
fn the_largest_edition_has_all_its_skills_in_the_picture() {
    let one_cell = examples::crowd(
        1,
        |_, ring| if ring == Ring::Emerging { ENTRIES_MAX } else { 0 },
        "Lang ",
    );
    let many = examples::crowd(10, |_, _| ENTRIES_MAX / 50, &"Lang ".repeat(50));
    for edition in [one_cell, many] {
        let picture = write(&edition, Language::English);
        let document = Document::parse(&picture).unwrap();
        // One title is that of the picture.
        assert_eq!(texts(&document, "title").len(), ENTRIES_MAX + 1);
    }
}

#[test]
fn the_same_edition_gives_the_same_picture() {
    let edition = examples::crowd(6, |theme, _| theme + 1, "");
    assert_eq!(
        write(&edition, Language::Dutch),
        write(&edition.clone(), Language::Dutch)
    );
}

proptest! {
    #[test]
    fn the_picture_is_well_formed_whatever_a_label_holds(label in any::<String>()) {
        check_harmless(&write(&called(&label), Language::English));
    }
}
