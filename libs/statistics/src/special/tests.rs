//! Against scipy 1.17.1; `oracle/reference.py` prints these figures under "special".
#![allow(clippy::excessive_precision)]

use super::*;

fn close(ours: f64, theirs: f64, relative: f64) {
    let apart = (ours - theirs).abs() / theirs.abs();
    assert!(apart <= relative, "{ours:e} and {theirs:e} are {apart:e} apart");
}

/// `scipy.special.betainc(a, b, x)`.
#[test]
fn the_incomplete_beta() {
    for (a, b, x, y, share) in [
        (2.0, 3.0, 0.4, 0.6, 0.5247999999999999),
        (0.5, 9.0, 0.01, 0.99, 0.3251287673737886),
        (20_000.0, 30_000.0, 0.402, 0.598, 0.8193713666857604),
        (30.0, 0.5, 0.99, 0.01, 0.43933436890525074),
        (1e6, 0.5, 0.999999, 1e-6, 0.15729915515583534),
        (12_345.5, 3.25, 0.9998, 2e-4, 0.6116046470950762),
    ] {
        // scipy takes 1 - x for y, which loses digits near 1.
        close(incomplete_beta(a, b, x, y), share, 1e-10);
    }
    close(
        incomplete_beta(5e8, 4e8, 0.5555, 0.4445),
        0.00039815170726729607,
        1e-8,
    );
}

/// `scipy.stats.beta.ppf(p, a, b)`.
#[test]
fn the_quantiles_of_the_beta() {
    for (p, a, b, x) in [
        (0.025, 3.0, 8.0, 0.06673951117773447),
        (0.975, 20_001.0, 30_000.0, 0.4043097700572109),
        (0.025, 1.0, 1e6, 2.5317807663794178e-08),
        (0.05, 9.0, 0.5, 0.8030740454081718),
        (0.05, 0.5, 0.5, 0.0061558297024311365),
        (0.025, 20_000.0, 5.0, 0.9994881028296745),
    ] {
        let (below, above) = quantile_beta(p, a, b);
        close(below, x, 1e-12);
        assert!((below + above - 1.0).abs() < 1e-15);
    }
    close(quantile_beta(0.025, 20_000.0, 5.0).1, 0.000511897170325502, 1e-12);
}

/// `scipy.special.gammaincinv(a, p)` and `gammainccinv(a, p)`.
#[test]
fn the_quantiles_of_the_gamma() {
    for (p, a, lower, upper) in [
        (0.025, 1.0, 0.025317807984289876, 3.6888794541139363),
        (0.025, 10.0, 4.7953886961324335, 17.08480345141917),
        (0.025, 50_000.0, 49562.686650323674, 50439.20765283279),
        (0.005, 3.0, 0.33786338872773336, 9.273792089255544),
        (0.025, 1e9, 999938021.4439279, 1000061980.450378),
    ] {
        close(quantile_gamma(p, a), lower, 1e-12);
        close(quantile_gamma_upper(p, a), upper, 1e-12);
    }
}

/// `scipy.stats.t.isf(outside / 2, degrees)`, `2 * scipy.stats.t.sf(t, degrees)` and `scipy.stats.f.ppf`.
#[test]
fn student_and_fisher() {
    for (outside, degrees, t) in [
        (0.05, 1.0, 12.706204736174705),
        (0.05, 3.0, 3.1824463052837086),
        (0.05, 18.0, 2.1009220402410387),
        (0.01, 2.37, 7.680186673810437),
        (0.05, 1e6, 1.9599663568141072),
        (1e-4, 1.0, 6366.197671315936),
    ] {
        close(quantile_student(outside, degrees), t, 1e-11);
    }
    for (t, degrees, p) in [
        (2.5, 3.0, 0.08770664700806556),
        (0.01, 18.0, 0.9921312880965929),
        (40.0, 18.0, 4.865261692304997e-19),
        (6.0, 2.37, 0.017555270734074688),
        (300.0, 5.0, 7.809907457922212e-12),
    ] {
        close(two_sided_student(t, degrees), p, 1e-12);
        close(two_sided_student(-t, degrees), p, 1e-12);
    }
    assert_eq!(two_sided_student(0.0, 4.0), 1.0);
    assert_eq!(two_sided_student(f64::MAX, 4.0), 0.0);
    close(quantile_f(0.975, 9.0, 45.0), 2.4122046673987727, 1e-12);
    close(quantile_f(0.025, 199.0, 1_393.0), 0.8033623660180589, 1e-12);
}

/// `scipy.stats.binom.pmf(x, n, p)` and `scipy.stats.norm.isf(outside / 2)`.
#[test]
fn binomial_and_normal() {
    for (x, n, p, share) in [
        (0.0, 10.0, 0.3, 0.0282475249),
        (3.0, 10.0, 0.3, 0.2668279319999998),
        (50_000.0, 1e5, 0.5, 0.0025231262141967386),
    ] {
        close(binomial_pmf(x, n, p, 1.0 - p), share, 1e-11);
    }
    assert_eq!(binomial_pmf(0.0, 5.0, 0.0, 1.0), 1.0);
    assert_eq!(binomial_pmf(5.0, 5.0, 1.0, 0.0), 1.0);
    assert_eq!(binomial_pmf(4.0, 5.0, 1.0, 0.0), 0.0);
    for (outside, z) in [
        (0.05, 1.9599639845400545),
        (0.01, 2.575829303548901),
        (0.1, 1.6448536269514729),
        (1e-4, 3.890591886413094),
    ] {
        close(quantile_normal(outside), z, 1e-12);
    }
}
