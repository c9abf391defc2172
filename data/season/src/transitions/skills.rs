//! Skills by topic, with the URIs that ESCO gives them. Labels are our own Dutch translations of its English ones, and say so.

use contracts::hub::v1::SkillRef;

use crate::{
    cast::{Block, Seat},
    words,
};

/// The release that the URIs were taken from.
const TAXONOMY: &str = "ESCO 1.1.1";

/// What belongs to one topic of the block's projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Topic {
    /// Last part of the identifiers of its bottleneck and demand.
    pub id: &'static str,
    /// Sector: a code of the standard industrial classification (SBI).
    pub sector: &'static str,
    /// For whom.
    pub target_group: &'static str,
    /// Skills: last part of the URI, our translation, and the label in ESCO.
    skills: [(&'static str, &'static str, &'static str); 2],
}

/// In the order of the topics in [`words`].
const TOPICS: [Topic; 9] = [
    Topic {
        id: "warmtenetten",
        sector: "35.30",
        target_group: "monteurs en ontwerpers van warmtenetten",
        skills: [
            (
                "60032986-43ac-4c26-a830-c825f3fa205a",
                "stadsverwarming en -koeling ontwerpen",
                "design district heating and cooling energy systems",
            ),
            (
                "ef010091-ddce-410d-9864-9276ef6fe390",
                "stadsverwarming en -koeling",
                "district heating and cooling",
            ),
        ],
    },
    Topic {
        id: "warmtepompen",
        sector: "43.22",
        target_group: "zij-instromers in de installatietechniek",
        skills: [
            (
                "00735755-adc6-4ea0-b034-b8caff339c9f",
                "warmtepompen installeren",
                "install heat pump",
            ),
            (
                "59998878-fa14-458a-9085-06b45e89df1b",
                "soorten warmtepompen",
                "types of heat pumps",
            ),
        ],
    },
    Topic {
        id: "circulair-slopen",
        sector: "43.11",
        target_group: "slopers en uitvoerders in de bouw",
        skills: [
            (
                "3bf93cf6-2b6f-46ad-b0ba-3b161379bac1",
                "selectief slopen",
                "perform selective demolition",
            ),
            (
                "22c45bf7-e52b-475f-847b-c32a87f65a5d",
                "circulaire economie",
                "circular economy",
            ),
        ],
    },
    Topic {
        id: "stroomnet",
        sector: "35.13",
        target_group: "technici bij netbeheerders en aannemers",
        skills: [
            (
                "4e0a7f6e-b546-4cc6-9f8b-53e4fa31a426",
                "slimme netten ontwerpen",
                "design smart grids",
            ),
            (
                "79a5bc25-5b59-47bc-a4c2-fb8e8cb1ddf6",
                "slimme elektriciteitsnetten",
                "smart grids systems",
            ),
        ],
    },
    Topic {
        id: "waterstof",
        sector: "20.11",
        target_group: "procesoperators",
        skills: [
            (
                "5e641832-dafe-46fa-8e0a-b29b223f985a",
                "technieken voor waterstofproductie beoordelen",
                "assess hydrogen production technologies",
            ),
            (
                "4f499e02-2983-40c5-a493-c720e6b03b23",
                "voorlichten over waterstof",
                "provide information on hydrogen",
            ),
        ],
    },
    Topic {
        id: "isoleren",
        sector: "43.29",
        target_group: "isolatiemonteurs",
        skills: [
            (
                "3b4f2a64-9884-4f3d-8020-44dc95919a7c",
                "het isolatieconcept ontwerpen",
                "design the insulation concept",
            ),
            (
                "0d0fe364-462d-48dd-b54b-e972e2bdecb1",
                "soorten isolatiemateriaal",
                "types of insulation material",
            ),
        ],
    },
    Topic {
        id: "batterijen",
        sector: "38.32",
        target_group: "medewerkers van verwerkers en garages",
        skills: [
            (
                "519e5731-4d6c-4f98-938e-0976a202c6ba",
                "verwerking van gevaarlijk afval",
                "hazardous waste treatment",
            ),
            (
                "1fe682ad-b8a2-44bb-a557-7eccf79b2014",
                "recyclinginstallaties bedienen",
                "operate recycling processing equipment",
            ),
        ],
    },
    Topic {
        id: "wind-op-zee",
        sector: "33.14",
        target_group: "onderhoudsmonteurs",
        skills: [
            (
                "b7a26b32-c457-49aa-9a78-25ade10090e3",
                "windturbines onderhouden",
                "maintain wind turbines",
            ),
            (
                "013a64b9-5e74-4f7f-af5b-9ec76715238b",
                "constructies op zee inspecteren",
                "inspect offshore constructions",
            ),
        ],
    },
    Topic {
        id: "biogrondstoffen",
        sector: "20.14",
        target_group: "operators en laboranten",
        skills: [
            (
                "b115cabc-c030-45b2-ac8e-922d45716183",
                "omzetting van biomassa",
                "biomass conversion",
            ),
            (
                "0082c13b-5866-4542-bc4f-722a4ae9530e",
                "biomassa-installaties ontwerpen",
                "design biomass installations",
            ),
        ],
    },
];

impl Topic {
    /// The topic of a project of the block.
    #[must_use]
    pub fn of(seat: &Seat) -> &'static Self {
        &TOPICS[words::topic_place(seat) % TOPICS.len()]
    }

    /// The topic with this identifier; the first one when there is none.
    #[must_use]
    pub fn named(id: &str) -> &'static Self {
        TOPICS.iter().find(|topic| topic.id == id).unwrap_or(&TOPICS[0])
    }

    /// Its skills.
    #[must_use]
    pub fn skills(&self) -> Vec<SkillRef> {
        let skill = |(id, label, in_esco): &(&str, &str, &str)| SkillRef {
            uri: format!("http://data.europa.eu/esco/skill/{id}"),
            taxonomy: TAXONOMY.into(),
            label: format!("{label} (eigen vertaling van: {in_esco})"),
        };
        self.skills.iter().map(skill).collect()
    }

    /// Its skills in our own words.
    #[must_use]
    pub fn labels(&self) -> [&'static str; 2] {
        self.skills.map(|(_, label, _)| label)
    }

    /// Identifier of its demand.
    #[must_use]
    pub fn demand_id(&self) -> String {
        format!("vraag-{}", self.id)
    }

    /// Identifier of its bottleneck.
    #[must_use]
    pub fn bottleneck_id(&self) -> String {
        format!("knelpunt-{}", self.id)
    }
}

/// Whether a project is one of the block's.
#[must_use]
pub fn has_topic(seat: &Seat) -> bool {
    seat.block == Block::Transitions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_skill_is_named_twice_and_each_says_that_its_label_is_a_translation() {
        let all: Vec<_> = TOPICS.iter().flat_map(Topic::skills).collect();
        let uris: std::collections::BTreeSet<_> = all.iter().map(|skill| &skill.uri).collect();
        assert_eq!(uris.len(), all.len());
        assert!(all.iter().all(|skill| skill.label.contains("eigen vertaling")));
    }
}
