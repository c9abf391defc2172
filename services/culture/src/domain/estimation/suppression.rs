//! Which cells may be shown, so that of no group smaller than the least anything can be worked out: not directly, and not by adding and
//! taking published cells from each other, in whatever cut they stand. The work is done by [`statistics::disclosure`], which guarantees it.
//!
//! Who answered differs from component to component: so it is done for each of the three, and what any of them holds back is held back of
//! all. To show less never tells more, so doing one after the other keeps what was guaranteed. Items rest on the same respondents as their
//! component.

use std::collections::BTreeSet;

use statistics::{
    Faults,
    disclosure::{DisclosureFault, Respondents, Selection, Status, Threshold, protect},
};

use super::Refusal;
use crate::domain::{response::Response, wave::Category};

/// A cell: what it is of, and which responses are in it.
pub(super) struct Group {
    pub(super) categories: Vec<Category>,
    pub(super) respondents: Vec<usize>,
}

/// What the responses of a measurement are told apart by, and how heavy each is.
pub(super) struct Base<'a> {
    /// The variables of all cuts.
    pub(super) variables: Vec<&'a str>,
    pub(super) responses: &'a [Response],
    pub(super) weights: &'a [f64],
    /// Fewest respondents behind anything that is shown.
    pub(super) least: u32,
}

impl Base<'_> {
    /// The places among `candidates` that may be shown of a figure which those with a score answered.
    pub(super) fn shown(
        &self,
        groups: &[Group],
        candidates: &BTreeSet<usize>,
        scores: &[Option<f64>],
    ) -> Result<BTreeSet<usize>, Refusal> {
        let candidates: Vec<usize> = candidates
            .iter()
            .copied()
            .filter(|place| !self.is_dominated(&groups[*place].respondents, scores))
            .collect();
        let proposed: Vec<Selection> = candidates
            .iter()
            .map(|place| selection(&groups[*place].categories))
            .collect();
        let unprotected = |error: &dyn std::error::Error| Refusal::Unprotected(error.to_string());
        let threshold = Threshold::new(self.least).map_err(|error| unprotected(&error))?;
        let respondents = self.respondents(scores).map_err(|error| unprotected(&error))?;
        let protection =
            protect(&respondents, &[], &proposed, threshold).map_err(|error| unprotected(&error))?;
        let cells = candidates.into_iter().zip(protection.cells);
        // Of a cell in which nobody answered there is nothing to show.
        let shown = cells.filter(|(_, cell)| cell.status == Status::Shown && cell.n > 0);
        Ok(shown.map(|(place, _)| place).collect())
    }

    /// Those with a score, by what tells them apart.
    fn respondents(&self, scores: &[Option<f64>]) -> Result<Respondents, Faults<DisclosureFault>> {
        let mut respondents = Respondents::new(self.variables.iter().copied())?;
        for (response, score) in self.responses.iter().zip(scores) {
            let category = |it: &&str| response.categories.get(*it).map_or("", String::as_str);
            let categories: Vec<&str> = self.variables.iter().map(category).collect();
            respondents.add(&categories, score.is_some().into())?;
        }
        Ok(respondents)
    }

    /// Whether one respondent counts for more than half of a cell: its mean then tells mostly what that one answered.
    fn is_dominated(&self, respondents: &[usize], scores: &[Option<f64>]) -> bool {
        let known = respondents.iter().filter(|it| scores[**it].is_some());
        let weights = known.map(|it| self.weights[*it]);
        let heaviest = weights.clone().fold(0.0, f64::max);
        heaviest > weights.sum::<f64>() / 2.0
    }
}

fn selection(categories: &[Category]) -> Selection {
    let all = Selection::all();
    categories.iter().fold(all, |selection, it| {
        selection.only(it.variable.as_str(), [it.category_id.as_str()])
    })
}
