//! Arguments of `schakelpunt radar`.

use clap::{Args, Subcommand, ValueEnum};
use contracts::radar::v1::{MentionManner, PeriodLength, Ring, TrendScope};

use super::PagesArgs;

pub mod edition;
pub mod run;
pub mod source;

/// What the radar reads, what it finds in it, and how that develops.
#[derive(Clone, Debug, Subcommand)]
pub enum RadarCommand {
    /// The radar as it stands: published skills by ring.
    Show {
        /// Which sources count.
        #[command(flatten)]
        scope: TrendScopeArgs,
    },
    /// Sources.
    #[command(subcommand)]
    Source(source::SourceCommand),
    /// Where skills are named.
    Mentions(MentionsArgs),
    /// Terms that no concept covers.
    Candidates(CandidatesArgs),
    /// Runs of methods over the archive.
    #[command(subcommand)]
    Run(run::RunCommand),
    /// How mentions of skills develop.
    #[command(subcommand)]
    Trend(TrendCommand),
    /// Editions.
    #[command(subcommand)]
    Edition(edition::EditionCommand),
}

/// Where skills are named.
#[derive(Clone, Debug, Args)]
pub struct MentionsArgs {
    /// Source.
    #[arg(long, value_name = "SOURCE", required_unless_present = "concept")]
    pub source: Option<String>,
    /// Concept.
    #[arg(long, value_name = "URI")]
    pub concept: Option<String>,
    /// Run; without it the one in use.
    #[arg(long, value_name = "RUN")]
    pub run: Option<String>,
    /// Only those that are named like this.
    #[arg(long, value_enum)]
    pub manner: Option<MannerArg>,
    /// How much of the list.
    #[command(flatten)]
    pub pages: PagesArgs,
}

/// Terms that no concept covers.
#[derive(Clone, Debug, Args)]
pub struct CandidatesArgs {
    /// Only in sources about this theme.
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// Only in this language.
    #[arg(long, value_enum)]
    pub language: Option<LanguageArg>,
    /// Least number of sources that name it.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub sources: u32,
    /// How much of the list.
    #[command(flatten)]
    pub pages: PagesArgs,
}

/// How mentions of skills develop.
#[derive(Clone, Debug, Subcommand)]
pub enum TrendCommand {
    /// Trends of all concepts that are named, what grows most surely first.
    List {
        /// Only in this ring.
        #[arg(long, value_enum)]
        ring: Option<RingArg>,
        /// Which sources count.
        #[command(flatten)]
        scope: TrendScopeArgs,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
    /// One trend, period by period.
    Show {
        /// URI of a concept, or the identifier of a published skill.
        #[arg(value_name = "URI|SKILL")]
        skill: String,
        /// Which sources count.
        #[command(flatten)]
        scope: TrendScopeArgs,
    },
}

/// Which sources count in a trend, and in how many periods of which length.
#[derive(Clone, Debug, Default, Args)]
pub struct TrendScopeArgs {
    /// Sources about this theme.
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// Sources about this sector.
    #[arg(long, value_name = "SECTOR")]
    pub sector: Option<String>,
    /// Sources about this region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Periods.
    #[command(flatten)]
    pub periods: PeriodsArgs,
}

/// In how many periods of which length.
#[derive(Clone, Debug, Default, Args)]
pub struct PeriodsArgs {
    /// Length of a period; without it half a year.
    #[arg(long, value_enum)]
    pub period: Option<PeriodArg>,
    /// Number of periods; without it 8.
    #[arg(long, value_name = "N")]
    pub periods: Option<u32>,
    /// Day after the last period, YYYY-MM-DD; without it today.
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
}

impl TrendScopeArgs {
    /// As the contract writes it.
    pub fn scope(self) -> TrendScope {
        TrendScope {
            theme_id: self.theme.unwrap_or_default(),
            sector: self.sector.unwrap_or_default(),
            region_id: self.region.unwrap_or_default(),
            ..self.periods.scope()
        }
    }
}

impl PeriodsArgs {
    /// As the contract writes it, over all sources.
    pub fn scope(self) -> TrendScope {
        let length = self.period.map_or(PeriodLength::Unspecified, PeriodArg::length);
        TrendScope {
            period_length: length.into(),
            periods: self.periods.unwrap_or_default(),
            as_of: self.as_of.unwrap_or_default(),
            ..TrendScope::default()
        }
    }
}

/// Length of a period, as an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PeriodArg {
    /// A quarter.
    Quarter,
    /// Half a year.
    HalfYear,
    /// A year.
    Year,
}

impl PeriodArg {
    fn length(self) -> PeriodLength {
        match self {
            Self::Quarter => PeriodLength::Quarter,
            Self::HalfYear => PeriodLength::HalfYear,
            Self::Year => PeriodLength::Year,
        }
    }
}

/// Ring of the radar, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RingArg {
    /// Too little was read to tell.
    Undecided,
    /// It comes up.
    Emerging,
    /// It is named more and more.
    Growing,
    /// It is named as often as before.
    Established,
    /// It is named less and less.
    Declining,
}

impl RingArg {
    /// As the contract writes it.
    pub fn ring(self) -> Ring {
        match self {
            Self::Undecided => Ring::Undecided,
            Self::Emerging => Ring::Emerging,
            Self::Growing => Ring::Growing,
            Self::Established => Ring::Established,
            Self::Declining => Ring::Declining,
        }
    }
}

/// How a skill is named, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum MannerArg {
    /// The text says something of it.
    Asserted,
    /// The text says that it is not so.
    Negated,
    /// It stands in a mere list.
    Listed,
}

impl MannerArg {
    /// As the contract writes it.
    pub fn manner(self) -> MentionManner {
        match self {
            Self::Asserted => MentionManner::Asserted,
            Self::Negated => MentionManner::Negated,
            Self::Listed => MentionManner::Listed,
        }
    }
}

/// Language of a text, as an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LanguageArg {
    /// Dutch.
    Nl,
    /// English.
    En,
}

impl LanguageArg {
    /// As the contract writes it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }
}
