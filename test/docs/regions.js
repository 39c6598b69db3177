// The guide's pictures of regions: `npm run regions` draws docs/regions-*.svg.
import { writeFileSync } from "node:fs";
import { runnerImport } from "vite";

const own = (name) => runnerImport(new URL(name, import.meta.url).pathname).then(({ module }) => module);
const [{ SUBJECTS }, { regionsOf }, { picture }] = await Promise.all(
  ["./subjects.ts", "./regions.ts", "./regions-picture.ts"].map(own),
);
for (const subject of SUBJECTS) {
  const file = new URL(`../../docs/regions-${subject.name}.svg`, import.meta.url);
  writeFileSync(file, picture(subject, await regionsOf(subject)));
}
