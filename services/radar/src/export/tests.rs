use super::*;

#[test]
fn every_form_can_be_written_in_both_languages() {
    for edition in [examples::first(), examples::second()] {
        for format in [Format::Json, Format::Csv, Format::Svg, Format::Html] {
            for language in Language::ALL {
                assert!(!render(&edition, format, language).unwrap().is_empty());
            }
        }
    }
}

#[test]
fn files_are_named_by_edition_and_by_language_where_they_have_one() {
    assert_eq!(Format::Svg.file_name(3, Language::English), "llo-radar-3.en.svg");
    assert_eq!(Format::Html.file_name(3, Language::Dutch), "llo-radar-3.nl.html");
    assert_eq!(Format::Csv.file_name(3, Language::Dutch), "llo-radar-3.csv");
    assert_eq!(Format::Json.file_name(3, Language::Dutch), "llo-radar-3.json");
}
