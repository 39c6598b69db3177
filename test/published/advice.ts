/** Why an accuracy is not reached, and what a person should do. The first that fits: integral, class and variables, reason. */
export const ADVICE = {
  more: "More values of f are needed: raise `--max-evaluations`, or use the value with its claim.",
  rounding: "f64 cannot do better: use the value with its claim, which is the rounding error.",
  slow: "It takes minutes: ask for less, or use the value with its claim.",
  wrong: "The claim is too small: compare with a run at another tolerance.",
  none: "The integral exists, but the program gives no value: split the domain at the place that it names.",
  kinds: {
    "kinked 3":
      "f has a crease on a surface that is hard to cut along: integrate the two sides separately, with the surface as a limit of z, or use the value with its claim.",
    "singular 3": "f has a pole in a corner: raise `--max-evaluations`, or use the value with its claim.",
  } as Readonly<Record<string, string>>,
  integrals: {
    "fractional-part-sum":
      "Infinitely many jumps towards 0: sum the integrals between them, or use the value with its claim.",
    "fractional-part-ratio":
      "Infinitely many jumps towards both axes: sum the integrals between them, or use the value with its claim.",
    "fractional-part-both-ratios":
      "Infinitely many jumps towards both axes: sum the integrals between them, or use the value with its claim.",
  } as Readonly<Record<string, string>>,
};
