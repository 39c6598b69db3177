# cuba.R METHOD LIBRARY TOLERANCE MOST INTEGRALS: a line an integral of two or more variables: index, value, claim, values of f, seconds.
library(cubature)
words <- commandArgs(TRUE)
method <- list(cuhre = cuhre, vegas = vegas)[[words[1]]]
invisible(dyn.load(words[2]))
tolerance <- as.numeric(words[3])
most <- as.numeric(words[4])
rows <- read.table(words[5], fill = TRUE)
f <- function(x) {
  n <- ncol(x)
  matrix(.C("values", as.integer(n), as.double(x), out = double(n))$out, nrow = 1)
}
for (k in seq_len(nrow(rows))) {
  row <- as.numeric(rows[k, ])
  d <- row[2]
  if (d < 2) next
  # R's clock counts whole milliseconds.
  runs <- 0
  seconds <- 0
  while (seconds < 0.02) {
    invisible(.C("choose_for_r", as.integer(row[1]), as.double(10 * most)))
    start <- sum(proc.time()[1:2])
    r <- method(f, lowerLimit = row[3 + seq_len(d)], upperLimit = row[3 + d + seq_len(d)], relTol = tolerance,
                absTol = row[3] * tolerance, maxEval = most, nVec = 1024)
    runs <- runs + 1
    seconds <- seconds + sum(proc.time()[1:2]) - start
  }
  cat(row[1], sprintf("%.17g", c(r$integral, r$error)), r$neval, seconds / runs, "\n")
}
