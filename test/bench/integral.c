// The midpoint sum of sin(x+y) over [0, pi]^2 on n x n cells: `integral N RUNS` prints the integral and every time.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double integral(long n) {
  const double h = acos(-1.0) / n;
  double sum = 0;
#pragma omp parallel for reduction(+ : sum)
  for (long j = 0; j < n; j++) {
    const double y = h * (j + 0.5);
    double row = 0;
    // AVX2 converts no 64-bit integers, without which GCC leaves the sine scalar.
    for (int i = 0; i < n; i++) row += sin(h * (i + 0.5) + y);
    sum += row;
  }
  return h * h * sum;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

int main(int argc, char **argv) {
  const long n = atol(argv[1]);
  for (int run = 0; run < atoi(argv[2]); run++) {
    const double started = now();
    const double value = integral(n);
    printf("%.17g %.9f\n", value, now() - started);
  }
  return 0;
}
