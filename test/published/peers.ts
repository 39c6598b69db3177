import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cSource } from "./c.ts";
import { domainFor, MOST, MOST_SECONDS, type Outcome, type Published, scaleOf } from "./suite.ts";

/** Another program that integrates. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** Why it did not run here. */
  readonly missing?: string;
  readonly fewest: 1 | 2;
  run(tolerance: number): Outcome[];
}

/** What a program printed of an integral. */
interface Line {
  readonly value: number | null;
  readonly claim: number;
  readonly evaluations: number;
  readonly seconds: number;
}

const here = new URL("./peers/", import.meta.url).pathname;
const python = process.env.PYTHON ?? "python3";
const cc = process.env.CC ?? "cc";

/** Those that run in R take two variables and more. */
const FOR_ALL = ["hcubature", "quad, nquad", "cuhre"] as const;
type Name = (typeof FOR_ALL)[number] | "vegas";

export function peersFor(integrals: readonly Published[], names: readonly Name[] = FOR_ALL): Peer[] {
  const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-peers-"));
  writeFileSync(join(folder, "values.h"), cSource(integrals));
  const library = join(folder, "values.so");
  const compile = (...words: string[]) => quiet(cc, ["-O2", "-w", `-I${folder}`, ...words]);
  const share = () => compile("-shared", "-fPIC", "-o", library, join(here, "values.c"), "-lm");
  const outcomes = (lines: ReadonlyMap<number, Line>, tolerance: number, fewest: number) =>
    integrals.flatMap((one, k) => {
      if (domainFor(one).box.length < fewest) return [];
      return [outcomeOf(one, lines.get(k), tolerance)];
    });
  const inR = (name: "cuhre" | "vegas") => () =>
    peer(name, "cc and r-cran-cubature", 2, () => {
      const version = quiet("Rscript", ["-e", 'cat(as.character(packageVersion("cubature")))']);
      share();
      const rows = join(folder, "boxes.txt");
      const row = (one: Published, k: number) => {
        const { box } = domainFor(one);
        return [k, box.length, absoluteOf(one), ...box.map(([a]) => a), ...box.map(([, b]) => b)];
      };
      // R takes the number of columns from the first rows.
      const sorted = integrals.map(row).sort((a, b) => b.length - a.length);
      writeFileSync(rows, sorted.map((one) => one.join(" ")).join("\n"));
      return {
        version: `R's cubature ${version}, f in C`,
        run: (tolerance) => {
          const words = [join(here, "cuba.R"), name, library, tolerance, MOST, rows];
          return outcomes(linesOf(quiet("Rscript", words.map(String))), tolerance, 2);
        },
      };
    });
  const makers: Readonly<Record<Name, () => Peer>> = {
    hcubature: () =>
      peer("hcubature", "cc and libcubature-dev", 1, () => {
        const program = join(folder, "hcubature");
        compile("-o", program, join(here, "hcubature.c"), "-lcubature", "-lm");
        return {
          version: `libcubature ${packaged("libcubature-dev")}, C`,
          run: (tolerance) => {
            const lines = integrals.map((_, k) => {
              const { stdout } = spawnSync(program, [k, tolerance, MOST].map(String), {
                encoding: "utf8",
                timeout: MOST_SECONDS * 1000,
              });
              return [k, lineOf(stdout.trim().split(" "))] as const;
            });
            return outcomes(new Map(lines), tolerance, 1);
          },
        };
      }),
    "quad, nquad": () =>
      peer("quad, nquad", "cc and python3-scipy", 1, () => {
        const version = quiet(python, ["-c", "import scipy; print(scipy.__version__)"]).trim();
        share();
        const boxes = join(folder, "boxes.json");
        writeFileSync(boxes, JSON.stringify(integrals.map((one) => [domainFor(one).box, absoluteOf(one)])));
        return {
          version: `SciPy ${version}, f in C`,
          run: (tolerance) => {
            const words = [join(here, "quad.py"), library, tolerance, MOST, MOST_SECONDS, boxes];
            return outcomes(linesOf(quiet(python, words.map(String))), tolerance, 1);
          },
        };
      }),
    cuhre: inR("cuhre"),
    vegas: inR("vegas"),
  };
  return names.map((name) => makers[name]());
}

function peer(
  name: string,
  needs: string,
  fewest: 1 | 2,
  prepare: () => Pick<Peer, "version" | "run">,
): Peer {
  try {
    return { name, fewest, ...prepare() };
  } catch (error) {
    process.stderr.write(`${name}: ${(error as { stderr?: string }).stderr || error}\n`);
    return { name, fewest, version: "", missing: `needs ${needs}`, run: () => [] };
  }
}

const quiet = (program: string, words: readonly string[]) =>
  execFileSync(program, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1e8 });

function packaged(name: string): string {
  try {
    return quiet("dpkg-query", ["-W", "-f", "$" + "{Version}", name]);
  } catch {
    return "";
  }
}

/** An integral that is 0 has no relative error: there the tolerance is relative to the integral of |f|. */
const absoluteOf = (one: Published) => (one.value === 0 ? scaleOf(one) : 0);

function linesOf(text: string): Map<number, Line> {
  const rows = text.trim().split("\n");
  return new Map(
    rows.map((row) => {
      const [index, ...rest] = row.trim().split(" ");
      return [Number(index), lineOf(rest)];
    }),
  );
}

function lineOf(words: readonly string[]): Line {
  const [value, claim, evaluations, seconds] = words.map(Number) as [number, number, number, number];
  return words.length < 4
    ? { value: null, claim: 0, evaluations: MOST, seconds: claim ?? MOST_SECONDS }
    : { value, claim, evaluations, seconds };
}

function outcomeOf(one: Published, line: Line | undefined, tolerance: number): Outcome {
  const { value, claim, evaluations, seconds } = line ?? lineOf([]);
  const reached = value !== null && claim <= tolerance * (one.value === 0 ? scaleOf(one) : Math.abs(value));
  const status = reached ? "converged" : value === null ? "nothing" : "unreached";
  return { name: one.name, value, claim, reached, status, evaluations, seconds };
}
