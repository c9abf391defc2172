//! Chance without surprise: numbers that depend on nothing but a name.
//!
//! Each choice of the season draws from a generator named after what it is for, such as `llo-101/plan`. A change in one
//! project therefore leaves all others as they were. The generator is SplitMix64; it serves variety, not secrecy.

/// A generator of numbers that look random.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// The generator of that name. The same name always gives the same numbers.
    #[must_use]
    pub fn named(name: &str) -> Self {
        // FNV-1a: spreads short names over all seeds.
        let seed = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from `low` to `high`, both included; `low` when there is nothing between.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.saturating_sub(low).saturating_add(1).max(1).unsigned_abs();
        let step = i64::try_from(self.next() % span).unwrap_or(0);
        low.saturating_add(step)
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// A place in a list of that length; 0 in an empty one.
    pub fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.next() % (length.max(1) as u64)).unwrap_or(0)
    }

    /// One of several texts; empty when there are none.
    pub fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices
            .get(self.index(choices.len()))
            .copied()
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_gives_the_same_numbers_and_another_name_others() {
        let draw = |name: &str| {
            let mut rng = Rng::named(name);
            (0..8).map(|_| rng.between(0, 1_000_000)).collect::<Vec<_>>()
        };
        assert_eq!(draw("llo-101/plan"), draw("llo-101/plan"));
        assert_ne!(draw("llo-101/plan"), draw("llo-102/plan"));
    }

    #[test]
    fn numbers_stay_within_their_limits() {
        let mut rng = Rng::named("limits");
        assert!((0..1_000).all(|_| (3..=7).contains(&rng.between(3, 7))));
        assert_eq!(rng.between(5, 5), 5);
        assert_eq!(rng.pick(&[]), "");
    }
}
