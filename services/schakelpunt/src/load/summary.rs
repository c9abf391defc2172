//! What became of each file.

use serde::Serialize;

use super::about::Title;
use crate::output::{Grid, Page, money::whole};

/// What became of one file.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileSummary {
    /// The file, as it was given.
    pub file: String,
    /// What it says it holds.
    pub(super) title: Title,
    /// Where it says its facts come from.
    pub source: String,
    /// Whether it holds invented things.
    pub example: bool,
    /// Lines with a call, and lines with a fault.
    pub lines: u64,
    /// Calls that changed something.
    pub done: u64,
    /// Calls that had nothing to change.
    pub already_there: u64,
    /// Calls that leave nothing on record: questions, and the development clock.
    pub without_receipt: u64,
    /// Lines that failed.
    pub refused: u64,
}

/// What became of all files.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    /// The files, in the order in which they were given.
    pub files: Vec<FileSummary>,
    /// Whether it stopped before the end, because the hub went away or at the first error as was asked.
    pub stopped: bool,
}

impl Summary {
    /// Whether every line of every file went well.
    pub fn is_good(&self) -> bool {
        self.files.iter().all(|file| file.refused == 0)
    }

    /// For people.
    pub fn show(&self, page: &mut Page<'_>) {
        let headings = [
            "column-file",
            "column-title",
            "column-source",
            ">column-lines",
            ">column-done",
            ">column-already",
            ">column-without-receipt",
            ">column-refused",
        ];
        let mut grid = page.table(&headings);
        self.files.iter().for_each(|file| row(page, &mut grid, file));
        page.grid(&grid, "none-groups");
        if self.stopped {
            page.line(page.get("load-stopped"));
        }
    }
}

fn row(page: &Page<'_>, grid: &mut Grid, file: &FileSummary) {
    let lang = page.lang();
    let title = contracts::hub::v1::LocalText {
        nl: file.title.nl.clone(),
        en: file.title.en.clone(),
    };
    let number = |number: u64| whole(i64::try_from(number).unwrap_or(i64::MAX), lang);
    grid.row([
        file.file.clone(),
        page.name(lang.pick(Some(&title)), file.example),
        file.source.clone(),
        number(file.lines),
        number(file.done),
        number(file.already_there),
        number(file.without_receipt),
        number(file.refused),
    ]);
}
