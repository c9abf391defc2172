//! Parts of the disc: a theme each. A skill of several themes is in the first of them.

use crate::{
    domain::edition::Entry,
    export::{
        sheet::{Line, RINGS, Sheet},
        words::{Said, Words},
    },
    trends::Ring,
};

/// Most segments: with more, each would be too narrow for what is in it. The smallest themes share the last.
pub(super) const SEGMENTS_MAX: usize = 7;

/// A part of the disc.
#[derive(Debug)]
pub(super) struct Segment {
    /// Letter by which it is named.
    pub(super) letter: char,
    /// Name of the theme.
    pub(super) name: Said,
    /// For each ring, which lines of the sheet are in it.
    pub(super) lines: [Vec<usize>; RINGS.len()],
}

impl Segment {
    /// Number of skills in it.
    pub(super) fn skills(&self) -> usize {
        self.lines.iter().map(Vec::len).sum()
    }
}

/// Divides the skills: themes in the order of the edition, those that share one last.
pub(super) fn divide(sheet: &Sheet<'_>, words: &Words) -> Vec<Segment> {
    let themes = themes(sheet);
    let named = themes.iter().map(|it| Some(*it)).chain([None]);
    let segments = named.map(|theme| (theme, lines(sheet, |it| shown_theme(it, &themes) == theme)));
    let taken = segments.filter(|(_, lines)| lines.iter().any(|it| !it.is_empty()));
    let segment = |((theme, lines), letter): ((Option<&str>, _), char)| Segment {
        letter,
        name: theme.map_or_else(
            || Said::plain(&words.get("edition-other-themes")),
            |it| sheet.theme_name(words, it),
        ),
        lines,
    };
    taken.zip('A'..='Z').map(segment).collect()
}

/// Themes that get a segment of their own.
fn themes<'a>(sheet: &Sheet<'a>) -> Vec<&'a str> {
    let count = |theme: &str| {
        sheet
            .lines
            .iter()
            .filter(|it| first_theme(it.entry) == Some(theme))
            .count()
    };
    let themes = sheet.edition.content.themes.iter().map(|it| it.theme_id.as_str());
    let mut taken: Vec<(usize, usize, &str)> = themes
        .enumerate()
        .map(|(at, id)| (count(id), at, id))
        .filter(|(count, ..)| *count > 0)
        .collect();
    let strays = sheet
        .lines
        .iter()
        .any(|it| first_theme(it.entry).is_none_or(|it| sheet.theme(it).is_none()));
    if taken.len() + usize::from(strays) > SEGMENTS_MAX {
        taken.sort_by_key(|(count, at, _)| (std::cmp::Reverse(*count), *at));
        taken.truncate(SEGMENTS_MAX - 1);
        taken.sort_by_key(|(_, at, _)| *at);
    }
    taken.into_iter().map(|(.., id)| id).collect()
}

fn first_theme(entry: &Entry) -> Option<&str> {
    entry.theme_ids.first().map(String::as_str)
}

fn shown_theme<'a>(line: &'a Line<'_>, themes: &[&str]) -> Option<&'a str> {
    first_theme(line.entry).filter(|it| themes.contains(it))
}

fn lines(sheet: &Sheet<'_>, is_here: impl Fn(&Line<'_>) -> bool) -> [Vec<usize>; RINGS.len()] {
    let within = |ring: Ring| {
        let lines = sheet.lines.iter().enumerate();
        let here = lines.filter(|(_, it)| it.entry.ring == ring && is_here(it));
        here.map(|(index, _)| index).collect()
    };
    RINGS.map(within)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Language, examples};

    const WORDS: Words = Words {
        language: Language::English,
    };

    fn names(edition: &crate::domain::edition::Published) -> Vec<(char, String, usize)> {
        let sheet = Sheet::new(edition);
        let segments = divide(&sheet, &WORDS);
        segments
            .iter()
            .map(|it| (it.letter, it.name.text.clone(), it.skills()))
            .collect()
    }

    #[test]
    fn a_skill_is_in_the_segment_of_its_first_theme() {
        let expected = [
            ('A', "Energy and raw-materials transition".to_owned(), 4),
            ('B', "Care".to_owned(), 1),
            ('C', "Digitalisering".to_owned(), 1),
            ('D', "Other themes".to_owned(), 1),
        ];
        assert_eq!(names(&examples::second()), expected);
    }

    #[test]
    fn the_smallest_of_many_themes_share_a_segment() {
        let edition = examples::crowd(20, |theme, _| if theme % 3 == 0 { 3 } else { 1 }, "");
        let names = names(&edition);
        assert_eq!(names.len(), SEGMENTS_MAX);
        assert_eq!(names[1].1, "Thema 3");
        assert_eq!(names.last().map(|it| it.1.as_str()), Some("Other themes"));
        assert_eq!(
            names.iter().map(|it| it.2).sum::<usize>(),
            edition.content.entries.len()
        );
    }
}
