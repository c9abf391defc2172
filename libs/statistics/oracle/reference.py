"""Prints the figures that the tests of this crate compare with, each with the call that gives it. See README.md."""

import sys
import warnings

import krippendorff
import numpy as np
import pandas as pd
import pingouin
import statsmodels.api as sm
import statsmodels.stats.api as sms
from ipfn import ipfn
from samplics import TaylorEstimator
from samplics.utils.types import PopParam
from scipy import special, stats
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from uncertainties import correlated_values, ufloat

warnings.filterwarnings("ignore")


def show(name, *figures):
    print(f"  {name}:", ", ".join(repr(float(figure)) for figure in figures))


def part_special():
    for a, b, x in [(2, 3, 0.4), (0.5, 9, 0.01), (20000, 30000, 0.402), (30, 0.5, 0.99), (1e6, 0.5, 0.999999),
                    (12345.5, 3.25, 0.9998), (5e8, 4e8, 0.5555)]:
        show(f"betainc{(a, b, x)}", special.betainc(a, b, x))
    for p, a, b in [(0.025, 3, 8), (0.975, 20001, 30000), (0.025, 1, 1e6), (0.05, 9, 0.5), (0.05, 0.5, 0.5),
                    (0.025, 20000, 5)]:
        show(f"beta.ppf{(p, a, b)} and what is left to 1", stats.beta.ppf(p, a, b), special.betaincinv(b, a, 1 - p))
    for p, a in [(0.025, 1), (0.025, 10), (0.025, 50000), (0.005, 3), (0.025, 1e9)]:
        show(f"gammaincinv, gammainccinv{(a, p)}", special.gammaincinv(a, p), special.gammainccinv(a, p))
    for outside, degrees in [(0.05, 1), (0.05, 3), (0.05, 18), (0.01, 2.37), (0.05, 1e6), (1e-4, 1), (0.05, 98)]:
        show(f"t.isf{(outside / 2, degrees)}", stats.t.isf(outside / 2, degrees))
    for t, degrees in [(2.5, 3), (0.01, 18), (40, 18), (6, 2.37), (300, 5)]:
        show(f"2 * t.sf{(t, degrees)}", 2 * stats.t.sf(t, degrees))
    show("f.ppf(0.975, 9, 45), f.ppf(0.025, 199, 1393)", stats.f.ppf(0.975, 9, 45), stats.f.ppf(0.025, 199, 1393))
    for x, n, p in [(0, 10, 0.3), (3, 10, 0.3), (50000, 100000, 0.5)]:
        show(f"binom.pmf{(x, n, p)}", stats.binom.pmf(x, n, p))
    for outside in [0.05, 0.01, 0.1, 1e-4]:
        show(f"norm.isf({outside / 2})", stats.norm.isf(outside / 2))


def part_rate():
    for count, exposure, level in [(0, 2.5, 0.95), (1, 1.0, 0.95), (7, 3.5, 0.9), (50000, 123.0, 0.95)]:
        tail = (1 - level) / 2
        lower = stats.chi2.ppf(tail, 2 * count) / 2 if count else 0.0
        upper = stats.chi2.isf(tail, 2 * count + 2) / 2
        show(f"chi2 for {(count, exposure, level)}", lower / exposure, upper / exposure)
    for x1, t1, x2, t2, level in [
        (11, 800, 7, 3011, 0.95), (0, 10, 5, 7, 0.95), (5, 7, 0, 10, 0.95), (4, 1, 4, 1, 0.95), (3, 1, 12, 1, 0.99),
        (1, 1e3, 30, 2e3, 0.95), (20000, 1e6, 30500, 1.5e6, 0.95), (41000, 2e6, 60000, 3e6, 0.9),
    ]:
        test = stats.binomtest(x1, x1 + x2, t1 / (t1 + t2))
        ends = test.proportion_ci(level, "exact")
        ratio = [end / (1 - end) * t2 / t1 if end < 1 else np.inf for end in (ends.low, ends.high)]
        show(f"binomtest for {(x1, t1, x2, t2, level)}: p, ends", test.pvalue, *ratio)


def part_trend():
    for counts, exposures, level in [
        ([3, 4, 9, 12, 19], [1e6, 1.2e6, 1.1e6, 1.3e6, 1.4e6], 0.95),
        ([120, 80, 260, 90, 310, 150, 420, 200], [50e3, 45e3, 60e3, 41e3, 70e3, 52e3, 61e3, 58e3], 0.95),
        ([0, 0, 1, 0, 2, 0, 0, 5, 3, 0], [10, 0, 12, 8, 9, 0, 11, 10, 14, 13], 0.95),
        ([40210, 39100, 37555, 36990, 33111, 30080], [2.1e9, 2.0e9, 2.2e9, 2.15e9, 2.3e9, 2.2e9], 0.9),
    ]:
        counts, exposures = np.array(counts, float), np.array(exposures, float)
        read = exposures > 0
        periods = np.arange(len(counts))[read]
        model = sm.GLM(counts[read], sm.add_constant(periods), family=sm.families.Poisson(),
                       offset=np.log(exposures[read]))
        fit = model.fit(scale="X2", tol=1e-14, maxiter=500)
        slope = fit.params[1]
        error = fit.bse[1] * np.sqrt(max(fit.scale, 1) / fit.scale)
        half = stats.t.isf((1 - level) / 2, fit.df_resid) * error
        p = 2 * stats.t.sf(abs(slope / error), fit.df_resid)
        show(f"GLM for {counts.tolist()}: dispersion, slope, error, ratio, ends, p",
             fit.scale, slope, error, np.exp(slope), np.exp(slope - half), np.exp(slope + half), p)


def part_multiple():
    given = [0.01, 0.04, 0.03, 0.005, 0.55, 0.04, 1.0, 0.0001]
    show("false_discovery_control(method='bh')", *stats.false_discovery_control(given, method="bh"))


def part_survey():
    counts = np.array([[[4, 2], [3, 1]], [[2, 5], [6, 3]], [[1, 2], [2, 4]]], float)
    totals = [np.array([400.0, 350.0, 250.0]), np.array([550.0, 450.0]), np.array([620.0, 380.0])]
    raking = ipfn.ipfn(counts.copy(), totals, [[0], [1], [2]], convergence_rate=1e-15, max_iteration=2000, rate_tolerance=0)
    per_cell = (raking.iteration() / counts).ravel()
    show("ipfn: weights per cell", *per_cell)
    weights = np.repeat(per_cell, counts.ravel().astype(int))
    effective = weights.sum() ** 2 / (weights**2).sum()
    show("effective size", effective)

    answers = np.array([respondent * 7 % 11 / 2 for respondent in range(len(weights))])
    few = (np.array([3.2, 4.1, 2.0, 3.7, 5.0, 1.5]), np.array([1, 2.5, 0.5, 3, 1, 1.5]))
    for name, (values, with_weights) in {"raked": (answers, weights), "few": few}.items():
        mean = TaylorEstimator(PopParam.mean)
        mean.estimate(y=values, samp_weight=with_weights)
        show(f"TaylorEstimator, {name}: mean, error, ends", mean.point_est, mean.stderror, mean.lower_ci, mean.upper_ci)

    yes = answers > 2.5
    share = (weights * yes).sum() / weights.sum()
    show("proportion_confint(wilson)", share, *proportion_confint(share * effective, effective, 0.05, method="wilson"))
    error = TaylorEstimator(PopParam.mean)
    error.estimate(y=yes.astype(float), samp_weight=weights)
    show("TaylorEstimator, proportion: error", error.stderror)
    show("proportion_confint(0, 12, wilson)", *proportion_confint(0, 12, 0.05, method="wilson"))

    rows = np.array([[4, 5, 3, 4], [2, 3, 2, 2], [5, 5, 4, 5], [3, 3, 3, 2], [1, 2, 2, 1], [4, 4, 5, 4], [3, 4, 2, 3],
                     [2, 2, 3, 3]], float)
    alpha, printed = pingouin.cronbach_alpha(pd.DataFrame(rows))
    n, k = rows.shape
    ends = [1 - (1 - alpha) * stats.f.isf(tail, n - 1, (n - 1) * (k - 1)) for tail in (0.025, 0.975)]
    show(f"cronbach_alpha (interval {printed}), ends by f", alpha, *ends)


def part_effect():
    x = np.array([3.1, 2.7, 4.4, 3.9, 5.0, 2.2, 3.3, 4.1])
    y = np.array([2.0, 2.6, 3.9, 1.4, 2.9])
    means = sms.CompareMeans(sms.DescrStatsW(x), sms.DescrStatsW(y))
    show("mean and deviation of x and y", x.mean(), x.std(ddof=1), y.mean(), y.std(ddof=1))
    show("CompareMeans.tconfint_diff(unequal)", *means.tconfint_diff(usevar="unequal"))
    show("CompareMeans.ttest_ind(unequal): t, p, degrees", *means.ttest_ind(usevar="unequal"))

    differences = np.array([0.4, -0.2, 1.1, 0.6, 0.0, 0.9, -0.1, 0.5, 0.3])
    paired = stats.ttest_1samp(differences, 0)
    show("ttest_1samp: mean, deviation, p, ends", differences.mean(), differences.std(ddof=1), paired.pvalue,
         *paired.confidence_interval(0.95))
    for counts in [(56, 70, 48, 80), (0, 10, 7, 12), (15, 15, 3, 9)]:
        ends = confint_proportions_2indep(*counts, method="newcomb", compare="diff")
        show(f"confint_proportions_2indep{counts}", *ends)

    after, before = ufloat(3.9, 0.08), ufloat(3.4, 0.07)
    comparison_after, comparison_before = ufloat(3.6, 0.05), ufloat(3.5, 0.06)
    result = (after - before) - (comparison_after - comparison_before)
    variances, n = np.array([0.08, 0.07, 0.05, 0.06]) ** 2, np.array([120, 130, 200, 180])
    degrees = variances.sum() ** 2 / (variances**2 / (n - 1)).sum()
    show("difference in differences: value, error, degrees, half", result.nominal_value, result.std_dev, degrees,
         stats.t.isf(0.025, degrees) * result.std_dev)

    slope, shift = correlated_values([0.85, 0.42], [[0.03**2, -0.0024], [-0.0024, 0.09**2]])
    bridged = ufloat(3.61, 0.07) - (slope * ufloat(3.55, 0.06) + shift)
    show("bridged: value, error, half (118 degrees)", bridged.nominal_value, bridged.std_dev,
         stats.t.isf(0.025, 118) * bridged.std_dev)
    bridged = (after - (slope * before + shift)) - (comparison_after - (slope * comparison_before + shift))
    show("bridged in differences: value, error, half (118 degrees)", bridged.nominal_value, bridged.std_dev,
         stats.t.isf(0.025, 118) * bridged.std_dev)


def part_agreement():
    kappa = cohens_kappa(np.array([[22, 3, 1], [4, 15, 6], [0, 2, 17]]))
    show("cohens_kappa: kappa, std_kappa, ends", kappa.kappa, kappa.std_kappa, kappa.kappa_low, kappa.kappa_upp)
    none = np.nan
    four = [[1, 2, 3, 3, 2, 1, 4, 1, 2, none, none, none], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, none, 3],
            [none, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, none], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, none]]
    two = [[1, 1, 2, 2, 1, 2, 1, 1], [1, 2, 2, 2, 1, 1, 1, 2]]
    for name, coders in {"four coders": four, "two coders": two}.items():
        show(f"alpha(nominal), {name}", krippendorff.alpha(reliability_data=coders, level_of_measurement="nominal"))


PARTS = {name.removeprefix("part_"): part for name, part in list(globals().items()) if name.startswith("part_")}

for chosen in sys.argv[1:] or PARTS:
    print(f"{chosen}:")
    PARTS[chosen]()
