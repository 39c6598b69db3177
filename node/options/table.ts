import type { Command } from "./commands.ts";

export interface Option {
  readonly name: string;
  readonly short: string | undefined;
  /** The value's placeholder in the help; an option without one is a flag. */
  readonly value: string | undefined;
  readonly group: Group;
  /** Commands that take it. */
  readonly commands: readonly Command[];
  /** One line of help; an option without one shares the line of the next. */
  readonly help: string | undefined;
  /** Help for the commands to which it means something else. */
  readonly helpFor?: Partial<Record<Command, string>>;
  /** The value is an expression or limits, so it may be `-x`, `-y` or `-z`. */
  readonly expression?: true;
  /** It may be given more than once. */
  readonly repeatable?: true;
  /** The option that it needs with this command, and why. */
  readonly needs?: { readonly command: Command; readonly name: string; readonly why: string };
  /** Options that it cannot be combined with, and why. */
  readonly excludes?: {
    readonly names: readonly string[];
    readonly why: string;
    /** Those of them that a family may have besides. */
    readonly exceptFamilies?: readonly string[];
  };
}

type Group = "Problem" | "Backend" | "Run" | "Output";
type More = Pick<Option, "helpFor" | "expression" | "repeatable" | "needs" | "excludes">;

const ONE: Command[] = ["integrate"];
const GRID: Command[] = [...ONE, "compare"];
const WORK: Command[] = [...GRID, "sweep"];
const RESULT: Command[] = [...WORK, "merge"];
const REPORT: Command[] = [...RESULT, "adapters", "doctor"];
const ANY: Command[] = [...REPORT, "shader", "serve", "help", "version"];
const SIDES: Command[] = [...GRID, "shader"];
const PROBLEM: Command[] = [...WORK, "shader"];

const EXPRESSION: More = { expression: true };
/** Options that only grids have. */
export const GRID_ONLY: readonly string[] = "n nx ny nz rule shard checkpoint".split(" ");
/** Options that only accuracies have. */
export const ACCURACY_ONLY: readonly string[] = "tol abs-tol max-evaluations no-separation".split(" ");
const TOLERANCE: More = {
  excludes: {
    // Of --rule a word may be an accuracy's.
    names: GRID_ONLY.filter((name) => name !== "rule"),
    why: ", which asks for an accuracy; this is for a grid",
    exceptFamilies: ["shard", "checkpoint"],
  },
};
const BACKENDS = "any of serial,threads,simd,gpu (default all)";
const PRECISIONS = "GPU: any of fast,f32,df64 (default all)";

/** Every option there is: parsing, help, refusals and tests read this table. */
export const OPTIONS: readonly Option[] = [
  option(
    "Problem",
    "-f, --integrand EXPR",
    PROBLEM,
    "the integrand (default sin(x+y) over 0,pi)",
    EXPRESSION,
  ),
  option("Problem", "-v, --variable NAME=A,B", PROBLEM, "limits: constants, inf, other variables", {
    ...EXPRESSION,
    repeatable: true,
  }),
  option("Problem", "-x A,B", PROBLEM, undefined, EXPRESSION),
  option("Problem", "-y A,B", PROBLEM, undefined, EXPRESSION),
  option("Problem", "-z A,B", PROBLEM, "short for -v x=A,B, -v y=A,B, -v z=A,B", EXPRESSION),
  option(
    "Problem",
    "--param NAME=A:B:COUNT",
    [...ONE, "shader"],
    "one integral per value (also NAME=V1,V2)",
    {
      ...EXPRESSION,
      repeatable: true,
      excludes: {
        names: ["exact", "estimate"],
        why: ", whose integrals differ; with --tol each has a claimed error",
      },
    },
  ),
  option("Problem", "-n N", PROBLEM, undefined, {
    helpFor: { sweep: "range of N, A:B (default 250:8000; 3D 40:400)" },
  }),
  option("Problem", "--nx N", SIDES),
  option("Problem", "--ny N", SIDES),
  option("Problem", "--nz N", SIDES, "cells: all axes; x, y, z (default 1e4, 3D 1e3)"),
  option("Problem", "--rule R", PROBLEM, "midpoint (default) to gauss16; regions, lattice", {
    helpFor: { sweep: "the rule to time; more to compare errors" },
  }),
  option("Problem", "--tol T", SIDES, undefined, TOLERANCE),
  option("Problem", "--abs-tol T", SIDES, "relative or absolute error (default 1e-8)", {
    ...TOLERANCE,
    helpFor: {
      compare: "compare at equal accuracy, not on a grid",
      shader: "the shader for an accuracy (default 1e-8)",
    },
  }),
  option("Problem", "--no-separation", SIDES, "keep products whole", {
    ...TOLERANCE,
    helpFor: { shader: "no note where a run would split a product" },
  }),
  option("Problem", "--max-evaluations N", GRID, "give up after N values of f (default 1e8)", TOLERANCE),
  option("Problem", "--exact EXPR", RESULT, "the known value, to show the error", EXPRESSION),
  option("Problem", "--estimate", [...ONE, "merge"]),
  option("Problem", "--no-estimate", [...ONE, "merge"], "error estimate of a grid (default if cheap)", {
    excludes: { names: ["estimate"], why: "; choose one" },
  }),
  option("Backend", "-b, --backend B", WORK, "auto (default), gpu, simd, threads or serial", {
    helpFor: { compare: BACKENDS, sweep: BACKENDS },
  }),
  option("Backend", "-p, --precision P", PROBLEM, "GPU: fast, f32 (default), df64; CPU: f64", {
    helpFor: {
      compare: PRECISIONS,
      sweep: PRECISIONS,
      shader: "fast, f32 or df64 (default f32; see below)",
    },
  }),
  option("Backend", "--variant V", ["shader"], "fused or xor (default: the adapter's)"),
  option("Backend", "-t, --threads K", WORK, "CPU workers (default all cores)"),
  option("Backend", "--adapter NAME", WORK),
  option("Backend", "--software", WORK, "GPU by name; the software adapter"),
  option("Run", "--repeat R", GRID),
  option("Run", "--warmup W", GRID, "time R runs after W untimed (default 1, 0)", {
    helpFor: { compare: "R timed runs each, after W untimed (see Timing)" },
  }),
  option("Run", "--timeout SECONDS", WORK, "stop after this many seconds"),
  option("Run", "--checkpoint FILE", ONE),
  option("Run", "--shard K/M", ONE, "save and resume; part K of M, for merge", {
    excludes: {
      names: ["repeat", "warmup", "estimate", "no-estimate", "exact", "csv", "plot"],
      why: ", which computes only a part",
    },
  }),
  option("Run", "--steps S", ["sweep"], "number of values of N (default 8)"),
  option("Run", "--budget SECONDS", ["sweep"], "time to spend (default 45)"),
  option("Output", "--plot FILE.svg", [...ONE, "sweep", "merge"], "draw a family as a curve or a map", {
    helpFor: { sweep: "draw time, speed-up and error against N" },
    needs: {
      command: "integrate",
      name: "param",
      why: "draws a family: give --param, too, or see sweep --help",
    },
  }),
  option("Run", "--port P", ["serve"], "the port (default 8321, or a free one)"),
  option("Run", "--host H", ["serve"], "the address (default 127.0.0.1)"),
  option("Output", "--json", REPORT, undefined, {
    helpFor: { adapters: "the list as JSON", doctor: "the report as JSON" },
  }),
  option("Output", "--csv", RESULT, "the result as JSON; as CSV", {
    excludes: { names: ["json"], why: "; choose one" },
  }),
  option("Output", "-q, --quiet", [...ONE, "merge", "serve"], "the two result lines and nothing else", {
    helpFor: { serve: "the address and nothing else" },
  }),
  option("Output", "--no-progress", RESULT),
  option("Output", "--no-color", ANY, "no progress line; no colour", {
    helpFor: Object.fromEntries(ANY.filter((one) => !RESULT.includes(one)).map((one) => [one, "no colour"])),
  }),
  option("Output", "-h, --help", ANY),
  option("Output", "-V, --version", ANY, "this help; the program's version"),
];

/** From its spelling in the help: `-f, --integrand EXPR`. */
function option(
  group: Group,
  spelling: string,
  commands: readonly Command[],
  help?: string,
  more?: More,
): Option {
  const [, short, name = short as string, value] =
    /^(?:-(\w))?(?:, )?(?:--([\w-]+))?(?: (\S+))?$/.exec(spelling) ?? [];
  return { name, short, value, group, commands, help, ...more };
}
