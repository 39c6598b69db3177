import { describe, it } from "vitest";
import { CLOSED_FORMS, useClosedForms } from "../closed-forms.ts";

const expectClosedForm = useClosedForms();

describe.each(["fast", "f32", "df64"] as const)("in %s", (precision) => {
  it.each(CLOSED_FORMS)("$name: $options.f", async (form) => {
    await expectClosedForm(form, "gpu", precision);
  });
});
