import { describe, expect, it } from "vitest";
import { CLOSED_FORMS, useClosedForms } from "./closed-forms.ts";

const expectClosedForm = useClosedForms();

// The long tests have all of them in the GPU's precisions.
describe.each(CLOSED_FORMS)("$name: $options.f", (form) => {
  it("in f64, with the bits of serial on threads", async () => {
    const serial = await expectClosedForm(form, "serial", "f64");
    expect(await expectClosedForm(form, "threads", "f64")).toBe(serial);
  });
});

describe.each(["disc", "ball", "a slow tail", "quarter Gaussian", "simplex", "limits that cross"])(
  "%s",
  (name) => {
    const form = CLOSED_FORMS.find((one) => one.name === name) as (typeof CLOSED_FORMS)[number];
    it.each(["fast", "f32", "df64"] as const)("in %s", async (precision) => {
      await expectClosedForm(form, "gpu", precision);
    });
  },
);
