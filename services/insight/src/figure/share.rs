//! Dividing an amount over regions so that the parts add up to exactly the whole.

use contracts::programme::v1::RegionShare;

/// The part of `total` euro cents that falls in `region_id`, by the shares of a project.
///
/// Largest remainder: every region first gets its share rounded down to whole cents, and the cents that are left go one by
/// one to the regions that lost most by the rounding, equal ones by region code. So the parts of all regions add exactly to
/// the total, and the same shares always give the same parts. A region without a share gets nothing.
#[must_use]
pub fn split_cents(total: i64, regions: &[RegionShare], region_id: &str) -> i64 {
    let whole: i128 = regions
        .iter()
        .map(|region| i128::from(region.share_percent))
        .sum();
    if whole == 0 {
        return 0;
    }
    let mut parts: Vec<Part<'_>> = regions
        .iter()
        .map(|region| Part::new(total, region, whole))
        .collect();
    parts.sort_by(|a, b| (b.remainder, a.region_id).cmp(&(a.remainder, b.region_id)));
    let left = i128::from(total) - parts.iter().map(|part| part.floor).sum::<i128>();
    let mine = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| part.region_id == region_id);
    let cents: i128 = mine
        .map(|(rank, part)| part.floor + i128::from((rank as i128) < left))
        .sum();
    // A part never exceeds the total it was cut from.
    i64::try_from(cents).unwrap_or(total)
}

struct Part<'a> {
    region_id: &'a str,
    floor: i128,
    remainder: i128,
}

impl<'a> Part<'a> {
    fn new(total: i64, region: &'a RegionShare, whole: i128) -> Self {
        let product = i128::from(total) * i128::from(region.share_percent);
        Self {
            region_id: &region.region_id,
            floor: product.div_euclid(whole),
            remainder: product.rem_euclid(whole),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn share(region_id: &str, share_percent: u32) -> RegionShare {
        RegionShare {
            region_id: region_id.to_owned(),
            share_percent,
        }
    }

    #[test]
    fn the_cent_that_is_left_goes_to_the_largest_remainder() {
        let regions = [share("AM01", 33), share("AM02", 33), share("AM03", 34)];
        let parts: Vec<i64> = regions
            .iter()
            .map(|r| split_cents(10_001, &regions, &r.region_id))
            .collect();
        assert_eq!(parts, [3_300, 3_300, 3_401]);
    }

    #[test]
    fn equal_remainders_are_served_by_region_code() {
        let regions = [share("AM02", 50), share("AM01", 50)];
        assert_eq!(split_cents(1, &regions, "AM01"), 1);
        assert_eq!(split_cents(1, &regions, "AM02"), 0);
    }

    #[test]
    fn a_region_outside_the_project_gets_nothing() {
        assert_eq!(split_cents(500, &[share("AM01", 100)], "AM02"), 0);
        assert_eq!(split_cents(500, &[], "AM02"), 0);
    }

    proptest! {
        #[test]
        fn the_parts_add_up_to_exactly_the_whole(total: i64, shares in prop::collection::vec(1u32..100, 1..8)) {
            let regions: Vec<_> = shares.iter().enumerate().map(|(i, s)| share(&format!("AM{i:02}"), *s)).collect();
            let sum: i128 = regions.iter().map(|r| i128::from(split_cents(total, &regions, &r.region_id))).sum();
            prop_assert_eq!(sum, i128::from(total));
        }
    }
}
