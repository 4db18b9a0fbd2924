"""The peers' side: plain numpy/scipy, scikit-learn, xgboost, and whole processes of the basket miners.

peers.py FOLDER ELKI-CLASSPATH JAVA-COMMAND prints: case, peer, seconds of CPU, figure.
"""
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
import re
import resource
import shutil
import subprocess
import sys
import time

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

folder, elki, lazo = sys.argv[1:]


def show(case, peer, seconds, figure):
    print(f"{case}\t{peer}\t{seconds:.4f}\t{figure:.6g}", flush=True)


def best(times, work):
    spent = []
    for _ in range(times):
        before = time.process_time()
        figure = work()
        spent.append(time.process_time() - before)
    return min(spent), figure


def child(command):
    """CPU time of a whole process, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return seconds, done.stdout


def bg_nbd(x, last, age):
    """Fader, Hardie, Lee (2005) as the paper writes it: one array per term, differences for slopes."""
    bought = x > 0

    def loss(log_parameters):
        r, alpha, a, b = np.exp(log_parameters)
        base = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        base += gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
        active = -(r + x) * np.log(alpha + age)
        gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + last)
        return -np.mean(base + np.where(bought, np.logaddexp(active, gone), active))

    start = np.log([0.5, 0.5 * age.sum() / x.sum(), 0.5, 2.0])
    found = minimize(loss, start, method="L-BFGS-B", options={"ftol": 1e-12, "gtol": 1e-7})
    return -found.fun * len(x)


for name in ("cdnow-sample", "cdnow-full", "million-days", "million-times"):
    x, last, age = np.fromfile(f"{folder}/{name}.f64").reshape(-1, 3).T.copy()
    seconds, figure = best(1 if len(x) > 100_000 else 5, lambda: bg_nbd(x, last, age))
    show(f"BG/NBD, {name}", "numpy, scipy", seconds, figure)

from sklearn.cluster import KMeans

points = np.fromfile(f"{folder}/points.f64").reshape(-1, 8)
for algorithm in ("lloyd", "elkan"):
    model = KMeans(8, n_init=1, tol=0, algorithm=algorithm, random_state=1)
    seconds, figure = best(1, lambda: model.fit(points).inertia_)
    show("k-means, 1M x 8, k = 8", f"scikit-learn, {algorithm}", seconds, figure)

import xgboost

rows = np.fromfile(f"{folder}/rows.f64").reshape(-1, 21)
matrix = xgboost.DMatrix(rows[:, :20], rows[:, 20])
for depth in (3, 6):
    parameters = dict(
        max_depth=depth, eta=0.1, tree_method="hist", objective="binary:logistic", base_score=rows[:, 20].mean(), nthread=1, seed=1
    )
    model = xgboost.train(parameters, matrix, 200)
    some = xgboost.DMatrix(rows[: 20_000 if depth == 3 else 2_000, :20])
    seconds, parts = best(3, lambda: model.predict(some, pred_contribs=True))
    show(f"TreeSHAP, {some.num_row():,} rows, 200 trees of depth {depth}", "xgboost's own, C++", seconds, np.abs(parts[:, 0]).mean())

for name in ("groceries", "many-baskets"):
    case = f"frequent sets, {name}"
    baskets = sum(1 for _ in open(f"{folder}/{name}.txt"))
    least = -(-baskets // 1000)
    seconds, out = child(lazo.split() + ["sets", folder, name, "0.001"])
    show(f"{case}, whole process", "Lazo", seconds, float(out))
    seconds, out = child(
        [lazo.split()[0], "-cp", elki, "de.lmu.ifi.dbs.elki.application.KDDCLIApplication"]
        + ["-dbc.parser", "SimpleTransactionParser", "-dbc.in", f"{folder}/{name}.txt"]
        + ["-algorithm", "itemsetmining.FPGrowth", "-itemsetmining.minsupp", str(least)]
        + ["-resulthandler", "ResultWriter"]
    )
    show(f"{case}, whole process", "ELKI FP-growth", seconds, len(re.findall(r"^[^#\n].*: \d+", out, re.M)))
    if shutil.which("Rscript") and subprocess.run(["Rscript", "-e", "library(arules)"], capture_output=True).returncode == 0:
        _, out = child(
            ["Rscript", "-e"]
            + [
                f"suppressMessages(library(arules)); t <- read.transactions('{folder}/{name}.txt', sep=' ');"
                "p <- list(support=.001, target='frequent itemsets', minlen=1, maxlen=20);"
                "cpu <- sum(system.time(s <- eclat(t, p, control=list(verbose=FALSE)))[1:2]); cat(cpu, length(s))"
            ]
        )
        seconds, figure = out.split()[-2:]
        show(case, "arules eclat", float(seconds), float(figure))
