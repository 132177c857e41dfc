# Makes reference.json: ten invented series and the bounds that R's `surveillance` (1.20.3 here, on R 4.2.2) gives for them.
# Run by hand: Rscript tests/watch/reference.R > tests/watch/reference.json   (Debian: r-cran-surveillance)
suppressPackageStartupMessages(library(surveillance))
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(7)

negative <- function(mean, spread) {
  if (spread <= 1) rpois(length(mean), mean) else rnbinom(length(mean), mu = mean, size = mean / (spread - 1))
}
weeks <- 1:330
days <- 1:1280
season <- function(t, year) 1 + 0.5 * sin(2 * pi * t / year)
burst <- function(y, at, by) { y[at] <- y[at] + by; y }
weekday <- ifelse(days %% 7 %in% c(5, 6), 0.4, 1.2)
volume <- round(80 + 0.2 * weeks + 20 * season(weeks, 52))

series <- list(
  list(name = "weeks, few", y = negative(0 * weeks + 0.8, 1.3)),
  list(name = "weeks, season", y = negative(12 * season(weeks, 52), 2)),
  list(name = "weeks, growing", y = negative(exp(0.5 + weeks / 150), 1.5)),
  list(name = "weeks, past outbreaks", y = burst(negative(0 * weeks + 5, 1.2), c(100:104, 205:208, 318:320), 25)),
  list(name = "weeks, a share of a volume", y = negative(0.1 * volume, 1.6), exposure = volume),
  list(name = "weeks, many", y = negative(400 * season(weeks, 52), 9)),
  list(name = "days, few", y = negative(0 * days + 1.1, 1.4)),
  list(name = "days, weekday and season", y = negative(6 * weekday * season(days, 365), 1.8)),
  list(name = "days, growing", y = negative(exp(days / 700), 1)),
  list(name = "days, past outbreaks", y = burst(negative(0 * days + 2, 1.5), c(300:312, 800:806, 1270:1273), 12))
)
ways <- list(
  list(threshold = "delta", periods = 1, omitted = 3, cases = 5, reweight = TRUE, trend = TRUE, level = 0.05),
  list(threshold = "delta", periods = 10, omitted = 26, cases = 1, reweight = FALSE, trend = TRUE, level = 0.01),
  list(threshold = "nbPlugin", periods = 10, omitted = 26, cases = 0, reweight = TRUE, trend = TRUE, level = 0.01),
  list(threshold = "muan", periods = 10, omitted = 26, cases = 0, reweight = TRUE, trend = FALSE, level = 0.01)
)

numbers <- function(x) paste0("[", paste(ifelse(is.na(x), "null", sprintf("%.10g", x)), collapse = ", "), "]")
yes <- function(x) if (x) "true" else "false"
flexible <- function(s, way, year, years) {
  shares <- !is.null(s$exposure)
  data <- if (shares) sts(s$y, freq = year, population = matrix(s$exposure)) else sts(s$y, freq = year)
  range <- (length(s$y) - 11):length(s$y)
  out <- suppressWarnings(farringtonFlexible(data, control = list(
    range = range, b = years, w = 3, reweight = way$reweight, weightsThreshold = 2.58, alpha = way$level,
    trend = way$trend, pThresholdTrend = 0.05, limit54 = c(way$cases, 4), powertrans = "2/3", populationOffset = shares,
    noPeriods = way$periods, pastWeeksNotIncluded = way$omitted, thresholdMethod = way$threshold)))
  sprintf(paste0('{"threshold": "%s", "periods": %d, "omitted": %d, "reweight": %s, "trend": %s, "level": %g, "cases": %g,\n',
                 '    "expected": %s,\n    "upper": %s}'),
          way$threshold, way$periods, way$omitted, yes(way$reweight), yes(way$trend), way$level, way$cases,
          numbers(out@control$expected), numbers(upperbound(out)))
}
shown <- vapply(series, function(s) {
  year <- if (length(s$y) == length(weeks)) 52 else 365
  years <- if (year == 52) 5 else 3
  c2 <- earsC(sts(s$y, freq = year), control = list(method = "C2", baseline = 7, alpha = 0.001))
  sprintf('  {"name": "%s", "year": %d, "years": %d,\n   "counts": %s,\n   "exposure": %s,\n   "c2": %s,\n   "ways": [%s]}',
          s$name, year, years, numbers(s$y), if (is.null(s$exposure)) "null" else numbers(s$exposure),
          numbers(utils::tail(upperbound(c2), 40)), paste(vapply(ways, flexible, "", s = s, year = year, years = years), collapse = ",\n   "))
}, "")
cat("[\n", paste(shown, collapse = ",\n"), "\n]\n", sep = "")
