//! The providers of the season: example organisations with numbers of the right form that are not real.

use contracts::professionalisation::v1::{Provider, ProviderKind, RegisterProviderRequest};
use jiff::civil::{Date, date};
use serde_json::json;

use crate::{
    catalogue::organisation_name,
    line::{Call, Line},
};

/// A provider: what was decided about it rather than drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cast {
    /// The organisation.
    pub id: &'static str,
    /// Kind.
    pub kind: ProviderKind,
    /// Number of the register for its kind. No institution has a BRIN number with an X in this place, and no company such a number.
    number: &'static str,
    /// Where it teaches.
    pub regions: &'static [&'static str],
    /// Project of the block in which it develops; none when it does so by itself.
    pub project: Option<&'static str>,
    /// Day it was registered.
    pub since: Date,
    /// Levels of its two scans, in the order of [`super::scans::DIMENSIONS`].
    pub levels: [[u32; 5]; 2],
}

/// All providers.
pub static PROVIDERS: [Cast; 10] = [
    Cast {
        id: "vb-hs-noorderzon",
        kind: ProviderKind::Hbo,
        number: "00XA",
        regions: &["AM03", "AM36", "AM05", "AM06", "AM09"],
        project: Some("llo-210"),
        since: date(2025, 1, 20),
        levels: [[1, 2, 1, 2, 1], [2, 3, 2, 2, 2]],
    },
    Cast {
        id: "vb-hs-westkust",
        kind: ProviderKind::Hbo,
        number: "00XB",
        regions: &["AM19", "AM38", "AM14"],
        project: Some("llo-111"),
        since: date(2024, 1, 22),
        levels: [[2, 2, 2, 2, 1], [3, 3, 3, 3, 2]],
    },
    Cast {
        id: "vb-hs-stroomdal",
        kind: ProviderKind::Hbo,
        number: "00XC",
        regions: &["AM14", "AM11"],
        project: Some("llo-231"),
        since: date(2025, 1, 20),
        levels: [[1, 1, 1, 1, 1], [1, 2, 1, 2, 1]],
    },
    Cast {
        id: "vb-hs-lagelanden",
        kind: ProviderKind::Hbo,
        number: "00XD",
        regions: &["AM09", "AM07"],
        project: Some("llo-115"),
        since: date(2024, 1, 22),
        levels: [[2, 1, 2, 2, 2], [3, 2, 3, 3, 2]],
    },
    Cast {
        id: "vb-uni-hoogveld",
        kind: ProviderKind::Wo,
        number: "00XE",
        regions: &["AM29", "AM08", "AM07"],
        project: Some("llo-109"),
        since: date(2024, 1, 29),
        levels: [[1, 2, 1, 1, 1], [2, 2, 2, 2, 1]],
    },
    Cast {
        id: "vb-roc-noorderlicht",
        kind: ProviderKind::Mbo,
        number: "00XF",
        regions: &["AM08", "AM10", "AM38"],
        project: Some("llo-109"),
        since: date(2024, 1, 29),
        levels: [[2, 2, 1, 3, 2], [3, 3, 2, 3, 3]],
    },
    Cast {
        id: "vb-roc-zeearm",
        kind: ProviderKind::Mbo,
        number: "00XG",
        regions: &["AM29", "AM30", "AM01"],
        project: Some("llo-107"),
        since: date(2024, 1, 22),
        levels: [[1, 2, 2, 2, 2], [2, 3, 2, 3, 2]],
    },
    Cast {
        id: "vb-roc-duinzoom",
        kind: ProviderKind::Mbo,
        number: "00XH",
        regions: &["AM13"],
        project: Some("llo-110"),
        since: date(2024, 2, 5),
        // In one dimension it fell back.
        levels: [[2, 2, 2, 2, 2], [3, 2, 1, 2, 3]],
    },
    Cast {
        id: "vb-opl-stapwerk",
        kind: ProviderKind::Private,
        number: "00000011",
        regions: &["AM13", "AM19", "AM20"],
        project: None,
        since: date(2024, 2, 5),
        levels: [[3, 2, 2, 3, 3], [4, 3, 3, 3, 4]],
    },
    Cast {
        id: "vb-fonds-vakleren",
        kind: ProviderKind::Sector,
        number: "00000029",
        regions: &["AM30", "AM22", "AM18"],
        project: None,
        since: date(2024, 2, 5),
        levels: [[3, 3, 2, 4, 3], [3, 4, 3, 4, 3]],
    },
];

impl Cast {
    /// A provider by its identifier; the first one when there is none, which a test excludes.
    #[must_use]
    pub fn named(id: &str) -> &'static Self {
        PROVIDERS
            .iter()
            .find(|cast| cast.id == id)
            .unwrap_or(&PROVIDERS[0])
    }

    /// The role token of its officer.
    #[must_use]
    pub fn officer(&self) -> String {
        format!("provider-officer:{}", self.id)
    }

    /// Its project, as the contract writes it.
    #[must_use]
    pub fn project_id(&self) -> String {
        self.project.unwrap_or_default().to_owned()
    }

    fn provider(&self) -> Provider {
        let is_public = matches!(
            self.kind,
            ProviderKind::Mbo | ProviderKind::Hbo | ProviderKind::Wo
        );
        let number = |wanted: bool| {
            if wanted {
                self.number.to_owned()
            } else {
                String::new()
            }
        };
        Provider {
            provider_id: self.id.into(),
            name: organisation_name(self.id).into(),
            kind: self.kind.into(),
            brin: number(is_public),
            kvk: number(!is_public),
            region_ids: self.regions.iter().map(|id| (*id).to_owned()).collect(),
            website: String::new(),
            example: true,
        }
    }
}

/// Registrations. That the block has heard of the organisation is waited for: it is another block's.
#[must_use]
pub fn lines() -> Vec<Line> {
    let line = |cast: &Cast| {
        let request = RegisterProviderRequest {
            provider: Some(cast.provider()),
            ..Default::default()
        };
        Line::new(cast.since, Call::RegisterProvider, cast.officer(), &request).until(json!({}))
    };
    PROVIDERS.iter().map(line).collect()
}
