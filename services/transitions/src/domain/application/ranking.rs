//! The ranking of the applications of one size class.
//!
//! An assessor gives 0 to 100 points for each criterion. The total is the mean over the assessors of the weighted sums; it is kept
//! as a fraction, so that nothing is rounded before it is compared. **Equal totals** are ordered by the mean of the weightiest
//! criterion, then of the next ones; then by who submitted first; then by identifier. So the order is always the same.

use std::cmp::{Ordering, Reverse};

use blocks::values::{Cents, Id};
use jiff::Timestamp;

use super::Assessment;
use crate::domain::rules::{Criterion, Thresholds};

/// An application that takes part in a ranking.
#[derive(Debug, Clone)]
pub struct Entrant<'a> {
    /// Application.
    pub application_id: &'a Id,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// Grant that is asked for.
    pub requested: Cents,
    /// The criteria it is judged by, the weightiest first.
    pub criteria: Vec<&'a Criterion>,
    /// Its thresholds, if any.
    pub thresholds: Option<Thresholds>,
    /// What assessors made of it.
    pub assessments: Vec<&'a Assessment>,
}

/// What an application's total comes to by the thresholds of its rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suggestion {
    /// It can be granted.
    Granted,
    /// It can be granted on conditions.
    Conditional,
    /// It cannot.
    Rejected,
}

/// An application in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// Application.
    pub application_id: Id,
    /// Place, counting from 1; 0 without scores.
    pub place: u32,
    /// The total in hundredths of a point, rounded half up.
    pub total_hundredths: u32,
    /// The mean of each criterion in hundredths of a point, rounded half up, the weightiest first.
    pub means: Vec<(Id, u32)>,
    /// Assessors who scored.
    pub assessors: u32,
    /// Assessors who declared an interest.
    pub conflicts: u32,
    /// Grant that is asked for.
    pub requested: Cents,
    /// Whether it and all before it fit within the ceiling.
    pub within_ceiling: bool,
    /// What its total comes to, where its rules have thresholds.
    pub suggests: Option<Suggestion>,
}

/// Sums of points: means without their division.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sums {
    /// Assessors who scored, at least one.
    assessors: u64,
    /// By criterion, the weightiest first.
    points: Vec<u64>,
    /// Weighted: a hundred times the sum of the assessors' totals.
    weighted: u64,
}

impl Sums {
    fn of(entrant: &Entrant<'_>) -> Option<Self> {
        let scored: Vec<_> = entrant
            .assessments
            .iter()
            .filter(|assessment| assessment.counts())
            .collect();
        let points: Vec<u64> = entrant
            .criteria
            .iter()
            .map(|criterion| {
                let points = scored
                    .iter()
                    .filter_map(|one| one.points(&criterion.criterion_id));
                points.map(u64::from).sum()
            })
            .collect();
        let weights = entrant
            .criteria
            .iter()
            .map(|criterion| u64::from(criterion.weight_percent));
        let weighted = points
            .iter()
            .zip(weights)
            .map(|(points, weight)| points * weight)
            .sum();
        (!scored.is_empty()).then_some(Self {
            assessors: scored.len() as u64,
            points,
            weighted,
        })
    }

    /// Compares means: sums over different numbers of assessors.
    fn compare(&self, other: &Self) -> Ordering {
        let mean = |a: u64, b: u64| (a * other.assessors).cmp(&(b * self.assessors));
        let points = self.points.iter().zip(&other.points);
        points.fold(mean(self.weighted, other.weighted), |order, (a, b)| {
            order.then_with(|| mean(*a, *b))
        })
    }

    /// A mean in hundredths of a point; `sum` is of points times `scale`.
    fn hundredths(&self, sum: u64, scale: u64) -> u32 {
        let divisor = self.assessors * scale;
        u32::try_from((sum * 200 + divisor) / (divisor * 2)).unwrap_or(u32::MAX)
    }

    fn suggestion(&self, thresholds: Thresholds) -> Suggestion {
        let reaches = |points: u32| self.weighted >= u64::from(points) * 100 * self.assessors;
        if reaches(thresholds.granted_from) {
            Suggestion::Granted
        } else if reaches(thresholds.conditional_from) {
            Suggestion::Conditional
        } else {
            Suggestion::Rejected
        }
    }
}

/// The applications, the best first; those without scores at the end. What is rejected by its total takes nothing of the ceiling.
#[must_use]
pub fn rank(entrants: Vec<Entrant<'_>>, ceiling: Option<Cents>) -> Vec<Ranked> {
    let mut all: Vec<(Option<Sums>, Entrant<'_>)> = entrants
        .into_iter()
        .map(|entrant| (Sums::of(&entrant), entrant))
        .collect();
    all.sort_by(|(a, x), (b, y)| {
        let by_score = match (a, b) {
            (Some(a), Some(b)) => b.compare(a),
            (a, b) => Reverse(a.is_some()).cmp(&Reverse(b.is_some())),
        };
        by_score
            .then_with(|| x.submitted_at.cmp(&y.submitted_at))
            .then_with(|| x.application_id.cmp(y.application_id))
    });
    let mut left = ceiling;
    let places = all.into_iter().zip(1..);
    places
        .map(|((sums, entrant), place)| ranked(sums, &entrant, place, &mut left))
        .collect()
}

/// Takes what is asked for from what is left of the ceiling, and nothing after the first that does not fit.
fn ranked(sums: Option<Sums>, entrant: &Entrant<'_>, place: u32, left: &mut Option<Cents>) -> Ranked {
    let suggests = sums.as_ref().zip(entrant.thresholds);
    let suggests = suggests.map(|(sums, thresholds)| sums.suggestion(thresholds));
    let takes_part = sums.is_some() && suggests != Some(Suggestion::Rejected);
    let mut within_ceiling = false;
    if takes_part {
        *left = left
            .and_then(|left| left.checked_sub(entrant.requested))
            .filter(|left| !left.is_negative());
        within_ceiling = left.is_some();
    }
    let means = sums.iter().flat_map(|sums| {
        let criteria = entrant.criteria.iter().zip(&sums.points);
        criteria.map(|(criterion, points)| (criterion.criterion_id.clone(), sums.hundredths(*points, 1)))
    });
    let conflicts = entrant
        .assessments
        .iter()
        .filter(|assessment| assessment.conflict);
    Ranked {
        application_id: entrant.application_id.clone(),
        place: if sums.is_some() { place } else { 0 },
        total_hundredths: sums
            .as_ref()
            .map_or(0, |sums| sums.hundredths(sums.weighted, 100)),
        means: means.collect(),
        assessors: sums
            .as_ref()
            .map_or(0, |sums| u32::try_from(sums.assessors).unwrap_or(u32::MAX)),
        conflicts: u32::try_from(conflicts.count()).unwrap_or(u32::MAX),
        requested: entrant.requested,
        within_ceiling,
        suggests,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{application::Score, rules::SizeClass};

    fn criterion(id: &str, weight_percent: u32) -> Criterion {
        Criterion {
            criterion_id: id.into(),
            weight_percent,
            size_class: SizeClass::Small,
        }
    }

    fn assessment(points: [u32; 2]) -> Assessment {
        let score = |id: &str, points| Score {
            criterion_id: id.into(),
            points,
            motivation: "goed".into(),
        };
        Assessment {
            conflict: false,
            scores: vec![score("quality", points[0]), score("impact", points[1])],
        }
    }

    /// Identifier, second of submission, grant asked for, and points for quality (60) and impact (40) by assessor.
    type Case = (&'static str, i64, i64, Vec<[u32; 2]>);

    fn ranking(cases: &[Case], ceiling: Option<i64>, thresholds: Option<Thresholds>) -> Vec<Ranked> {
        let criteria = [criterion("quality", 60), criterion("impact", 40)];
        let kept: Vec<_> = cases
            .iter()
            .map(|(id, second, requested, scores)| {
                let scores: Vec<_> = scores.iter().map(|points| assessment(*points)).collect();
                (
                    (*id).to_owned(),
                    Timestamp::from_second(*second).unwrap(),
                    Cents(*requested),
                    scores,
                )
            })
            .collect();
        let entrants = kept.iter().map(|(id, submitted_at, requested, scores)| Entrant {
            application_id: id,
            submitted_at: *submitted_at,
            requested: *requested,
            criteria: criteria.iter().collect(),
            thresholds,
            assessments: scores.iter().collect(),
        });
        rank(entrants.collect(), ceiling.map(Cents))
    }

    fn order(ranked: &[Ranked]) -> Vec<&str> {
        ranked.iter().map(|one| one.application_id.as_str()).collect()
    }

    #[test]
    fn the_total_is_the_mean_of_weighted_sums() {
        let ranked = ranking(&[("a", 0, 1, vec![[80, 50], [90, 70]])], None, None);
        assert_eq!(ranked[0].total_hundredths, 7_500);
        assert_eq!(
            ranked[0].means,
            [("quality".to_owned(), 8_500), ("impact".to_owned(), 6_000)]
        );
        assert_eq!((ranked[0].place, ranked[0].assessors), (1, 2));
    }

    #[test]
    fn means_are_compared_exactly_also_over_different_numbers_of_assessors() {
        // A third of a point apart: equal when rounded to whole points.
        let three = vec![[80, 80], [80, 80], [81, 81]];
        let ranked = ranking(&[("a", 0, 1, vec![[80, 80]]), ("b", 1, 1, three)], None, None);
        assert_eq!(order(&ranked), ["b", "a"]);
        assert_eq!(ranked[0].total_hundredths, 8_033);
    }

    #[test]
    fn equal_totals_go_by_the_weightiest_criterion_then_by_submission_then_by_identifier() {
        let ranked = ranking(
            &[
                ("d", 2, 1, vec![[70, 70]]),
                ("c", 2, 1, vec![[70, 70]]),
                ("b", 1, 1, vec![[70, 70]]),
                ("a", 9, 1, vec![[80, 55]]),
            ],
            None,
            None,
        );
        assert_eq!(order(&ranked), ["a", "b", "c", "d"]);
    }

    #[test]
    fn after_the_first_that_does_not_fit_nothing_is_within_the_ceiling() {
        let ranked = ranking(
            &[
                ("a", 0, 60, vec![[90, 90]]),
                ("b", 0, 50, vec![[80, 80]]),
                ("c", 0, 10, vec![[70, 70]]),
                ("d", 0, 1, vec![]),
            ],
            Some(100),
            None,
        );
        let within: Vec<_> = ranked.iter().map(|one| one.within_ceiling).collect();
        assert_eq!(
            (order(&ranked), within),
            (vec!["a", "b", "c", "d"], vec![true, false, false, false])
        );
        assert_eq!(ranked[3].place, 0);
    }

    #[test]
    fn what_is_rejected_by_its_total_takes_nothing_of_the_ceiling() {
        let thresholds = Thresholds {
            granted_from: 70,
            conditional_from: 60,
        };
        let ranked = ranking(
            &[
                ("a", 0, 60, vec![[70, 70]]),
                ("b", 0, 40, vec![[60, 60]]),
                ("c", 0, 1, vec![[59, 60]]),
            ],
            Some(100),
            Some(thresholds),
        );
        let suggested: Vec<_> = ranked
            .iter()
            .map(|one| (one.suggests, one.within_ceiling))
            .collect();
        assert_eq!(
            suggested,
            [
                (Some(Suggestion::Granted), true),
                (Some(Suggestion::Conditional), true),
                (Some(Suggestion::Rejected), false)
            ]
        );
    }

    #[test]
    fn without_a_known_ceiling_nothing_is_within_it() {
        let ranked = ranking(&[("a", 0, 1, vec![[90, 90]])], None, None);
        assert!(!ranked[0].within_ceiling);
    }
}
