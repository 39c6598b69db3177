/* hcubature INDEX TOLERANCE MOST: prints the value, the claim, the values of f and the seconds. */
#include <cubature.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "values.c"

static int counted(unsigned n, const double *x, void *data, unsigned outputs, double *out) {
  (void)data;
  (void)outputs;
  *out = value(n, (double *)x);
  return 0;
}

int main(int count, char **words) {
  if (count < 4) return 2;
  const double tolerance = atof(words[2]), limit = atof(words[3]);
  const struct integral *one = choose(atoi(words[1]), 2 * limit);
  struct timespec start, end;
  double integral, error;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
  if (hcubature(1, counted, NULL, one->variables, one->from, one->to, limit, one->zero ? tolerance * one->scale : 0,
                tolerance, ERROR_INDIVIDUAL, &integral, &error))
    return 1;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
  printf("%.17g %.17g %ld %.9f\n", integral, error, evaluated(),
         (end.tv_sec - start.tv_sec) + 1e-9 * (end.tv_nsec - start.tv_nsec));
}
