//! The radar at the size of the country: a whole taxonomy imported, texts read against it, and trends over millions of mentions.

mod archive;
mod import;
mod quality;
mod reading;
mod release;
mod trends;

use futures::FutureExt;

use crate::{
    measure::{Effort, Fixed, Measure, Named, Reach, Unit},
    servers::Servers,
};
use archive::Archive;
use import::Import;
use reading::{Corpus, Part};
use trends::{Question, Trends};

/// How long a taxonomy may take from the call that imports it until all its skills are found, in microseconds.
const SEARCHABLE_MICROS: f64 = 20_000_000.0;
/// How long a question about trends may take, in microseconds.
const TREND_MICROS: f64 = 100_000.0;
/// Bytes of text that are read in a second on one core, at least.
const READ_PER_SECOND: f64 = 5_000_000.0;

/// Everything that is measured of the radar.
pub(crate) const MEASURES: &[Measure] = &[
    Measure {
        name: "radar: taxonomy imported, all of it searchable",
        unit: Unit::Microseconds,
        reaches: &[Reach {
            of: "import call -> searchable",
            against: "20 s",
            ratio: 1.0,
        }],
        prepare: |servers, effort| imports(servers, effort).boxed(),
    },
    Measure {
        name: "radar: bytes/s of text read on one core, whole taxonomy",
        unit: Unit::PerSecond,
        reaches: &[
            Reach {
                of: "read",
                against: "5 MB/s",
                ratio: 1.0,
            },
            Reach {
                of: "read",
                against: "labels alone (label-match)",
                ratio: 0.1,
            },
        ],
        prepare: |servers, effort| readings(servers, effort).boxed(),
    },
    Measure {
        name: "radar: F1 in percent, passages that were never tuned on",
        unit: Unit::Percent,
        reaches: &[
            Reach {
                of: "phrases, Dutch",
                against: "label-match, Dutch",
                ratio: 1.2,
            },
            Reach {
                of: "phrases, English",
                against: "label-match, English",
                ratio: 1.2,
            },
        ],
        prepare: |servers, effort| qualities(servers, effort).boxed(),
    },
    Measure {
        name: "radar: trends over 5m mentions, slowest in a hundred",
        unit: Unit::Microseconds,
        reaches: &[
            within_allowed("one concept"),
            within_allowed("first page of all concepts"),
            within_allowed("all concepts of a sector, region and period not asked before"),
            within_allowed("radar"),
        ],
        prepare: |servers, effort| trends(servers, effort).boxed(),
    },
];

const fn within_allowed(of: &'static str) -> Reach {
    Reach {
        of,
        against: "100 ms",
        ratio: 1.0,
    }
}

async fn imports(servers: &Servers, _effort: &Effort) -> anyhow::Result<Vec<Named>> {
    Ok(vec![
        (
            "import call -> searchable",
            Box::new(Import::begin(servers).await?),
        ),
        ("20 s", Box::new(Fixed(SEARCHABLE_MICROS))),
    ])
}

async fn readings(_servers: &Servers, effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let corpus = Corpus::make(effort)?;
    Ok(vec![
        ("read", corpus.part(Part::Phrases)),
        ("labels alone (label-match)", corpus.part(Part::Labels)),
        ("words alone", corpus.part(Part::Words)),
        ("5 MB/s", Box::new(Fixed(READ_PER_SECOND))),
    ])
}

async fn qualities(_servers: &Servers, _effort: &Effort) -> anyhow::Result<Vec<Named>> {
    quality::contenders()
}

async fn trends(servers: &Servers, effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let archive = Archive::fill(servers, effort).await?;
    let asks = |question| Box::new(Trends::of(&archive, question));
    Ok(vec![
        ("one concept", asks(Question::Concept)),
        ("first page of all concepts", asks(Question::Page)),
        (
            "all concepts of a sector, region and period not asked before",
            asks(Question::Part),
        ),
        ("radar", asks(Question::Radar)),
        ("100 ms", Box::new(Fixed(TREND_MICROS))),
    ])
}
