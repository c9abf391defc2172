//! The parts of the programme: building blocks, workgroups, themes, tranches and the programmes it is linked with.

use serde::{Deserialize, Serialize};

use super::{Kind, Reference};
use crate::domain::{
    findings::Findings,
    values::{Cents, Id, LocalText},
};

/// The four building blocks of the LLO-Katalysator, in the order of the programme.
const BLOCKS: [&str; 4] = ["radar", "transitions", "professionalisation", "culture"];

/// One of the four building blocks (bouwstenen).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildingBlock {
    /// `radar`, `transitions`, `professionalisation` or `culture`.
    pub block_id: Id,
    /// Number in the programme, 1 to 4.
    pub number: u32,
    /// Name.
    pub name: LocalText,
    /// What it does.
    pub description: LocalText,
}

impl BuildingBlock {
    pub(super) fn check(&self, findings: &mut Findings) {
        let place = BLOCKS.iter().position(|block| *block == self.block_id);
        findings.check(
            place.is_some(),
            "block_id",
            format!("one of {}", BLOCKS.join(", ")),
        );
        if let Some(number) = place.and_then(|place| u32::try_from(place + 1).ok()) {
            findings.check(
                self.number == number,
                "number",
                format!("{number} for {}", self.block_id),
            );
        }
    }
}

/// A workgroup of a building block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workgroup {
    /// Identifier.
    pub workgroup_id: Id,
    /// Building block it belongs to.
    pub block_id: Id,
    /// Name.
    pub name: LocalText,
}

impl Workgroup {
    pub(super) fn references(&self) -> Vec<Reference> {
        vec![Reference::new(
            "entry.workgroup.block_id",
            Kind::BuildingBlock,
            &self.block_id,
        )]
    }
}

/// A theme, such as the energy and raw-materials transition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// Identifier.
    pub theme_id: Id,
    /// Name.
    pub name: LocalText,
}

/// A tranche (aanvraagronde) of the programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tranche {
    /// Identifier.
    pub tranche_id: Id,
    /// Number, counting from 1.
    pub number: u32,
    /// Name.
    pub name: LocalText,
}

impl Tranche {
    pub(super) fn check(&self, findings: &mut Findings) {
        findings.check(self.number >= 1, "number", "a number from 1");
    }
}

/// Another programme of the Nationaal Groeifonds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedProgramme {
    /// Identifier.
    pub programme_id: Id,
    /// Name.
    pub name: String,
    /// Groeifonds round it was awarded in; empty while it could not be confirmed.
    pub round: String,
    /// Granted amount, if known.
    pub granted: Option<Cents>,
    /// Conditional amount, if known.
    pub conditional: Option<Cents>,
    /// Reserved amount, if known.
    pub reserved: Option<Cents>,
    /// A remark on the figures.
    pub note: String,
}

impl LinkedProgramme {
    pub(super) fn check(&self, findings: &mut Findings) {
        let amounts = [
            ("granted_cents", self.granted),
            ("conditional_cents", self.conditional),
            ("reserved_cents", self.reserved),
        ];
        for (field, amount) in amounts {
            findings.check(
                !amount.is_some_and(Cents::is_negative),
                field,
                "an amount that is not negative",
            );
        }
    }
}
