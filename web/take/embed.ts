import type { Query } from "../form/query.ts";

/** HTML that shows the integral at this address in another page. */
export function embedOf(address: string, { f, variables }: Pick<Query, "f" | "variables">): string {
  const url = new URL(address);
  url.searchParams.set("embed", "1");
  const title = `The integral of ${f} over ${variables.map(({ name }) => name).join(", ")}`;
  return `<iframe src="${escaped(url.href)}" title="${escaped(title)}" width="720" height="480" loading="lazy"></iframe>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
