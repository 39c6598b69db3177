import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { blocksOf, makeFolder, runIn } from "../docs/commands.ts";

const root = new URL("../..", import.meta.url);
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(new URL("docs", root)).map((name) => `docs/${name}`),
];

/** What is not run here, and why. */
const ELSEWHERE: readonly [RegExp, string][] = [
  [/^npm ci|^npm test|^npm run (lint|types)$/, "what .ci/run does"],
  [/^npm run|&& npx/, "it builds or writes what tests read"],
  [/^npm install \.\./, "package.test.ts installs the package"],
  [/^sbatch|^srun/, "no Slurm here"],
];

/** Commands of a text: of its console blocks with what they print, its indented lines, and in its lines. */
function commandsOf(text: string): { command: string; printed: string | null }[] {
  const transcripts = blocksOf(text)
    .filter(({ language }) => language === "console")
    .flatMap(({ lines }) => lines.join("\n").split(/^(?=\$ )/m))
    .map((part) => {
      const [command = "", ...output] = part.trimEnd().split("\n");
      return { command: command.slice(2), printed: output.join("\n") };
    });
  const plain = text.replace(/^```[\s\S]*?^```$/gm, "");
  const indented = [...plain.matchAll(/^ {4}((?:node|npm|npx|mpirun|seq|sbatch|srun) .*)$/gm)];
  const inline = [
    ...plain.replace(/^ {4}.*$/gm, "").matchAll(/`((?:node gpu-integrate|mpirun .*gpu-integrate)[^`…]*)`/g),
  ];
  return [
    ...transcripts,
    ...[...indented, ...inline].map(([, command = ""]) => ({ command, printed: null })),
  ];
}

/** The same work in less time: how long it takes is not the matter here. */
function briefly(command: string, printed: string | null): string {
  if (/ sweep /.test(command)) return withOption(command, "--budget", 2);
  const smaller =
    printed === null || / compare /.test(command)
      ? command.replace(/-n [12]0000\b/, "-n 3000").replace(/:1000000\b/, ":100000")
      : command;
  return / compare /.test(smaller) ? withOption(withOption(smaller, "--repeat", 1), "--warmup", 0) : smaller;
}

/** With this option once, before what the output is piped to. */
function withOption(command: string, option: string, value: number): string {
  return command.replace(new RegExp(` ${option} \\d+`), "").replace(/( \||$)/, ` ${option} ${value}$1`);
}

/** The names of a chart's series, without numbers of threads. */
const seriesIn = (svg: string) =>
  new Set(
    [...svg.matchAll(/<g class="series [^"]*"><title>([^<]*)/g)].map(([, name]) =>
      name?.replace(/ ×\d+/, ""),
    ),
  );

/** A text without its times, and without the spaces that go with them. */
const timeless = (text: string) =>
  text
    .replace(/^Time spent.*$/gm, "")
    .replace(/[\d.]+ (ns|µs|ms|s|sec|[kMG]?cell\/s|[kMG] evaluations\/s)(?!\w)/g, "#")
    .trim();

// Once, where several documents have the same.
const seen = new Set<string>();
const all = documents
  .filter((name) => name.endsWith(".md"))
  .map((name) => ({ name, commands: commandsOf(readFileSync(new URL(name, root), "utf8")).filter(isNew) }))
  .filter(({ commands }) => commands.length);

function isNew({ command }: { command: string }): boolean {
  const work = command.replace(/ \|.*/, "");
  // What is written to a folder is read there.
  if (/shard|merge/.test(work) || !seen.has(work)) return seen.add(work).has(work);
  return false;
}

describe.each(all)("every command in $name", ({ commands }) => {
  const folder = makeFolder();
  afterAll(() => rmSync(folder, { recursive: true }));
  const there = (program: string) => runIn(folder, `command -v ${program}`).code === 0;
  const hasSciPy = () => runIn(folder, 'python3 -c "import scipy.integrate"').code === 0;

  for (const { command, printed } of commands) {
    const [, elsewhere] = ELSEWHERE.find(([pattern]) => pattern.test(command)) ?? [];
    const needed = ["mpirun", "parallel"].find(
      (program) => command.includes(`${program} `) && !there(program),
    );
    const unscientific = command.startsWith("python3") && !hasSciPy() && "no SciPy here";
    const missing = elsewhere ?? ((needed && `no ${needed} here`) || unscientific);
    it.skipIf(missing)(`${command}${missing ? `: ${missing}` : ""}`, () => {
      if (/ serve$/.test(command)) {
        const { out } = runIn(folder, `timeout 5 ${command}`);
        return expect(out).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
      }
      if (/-n 200000/.test(command)) {
        const { code, err } = runIn(folder, `timeout --preserve-status -s INT 8 ${command}`);
        expect(err).toMatch(/stopped by SIGINT at .*; rerun the same command to resume/);
        return expect(code).toBe(130);
      }
      const inRoot = command.startsWith("npx");
      const { code, out, err } = runIn(inRoot ? root.pathname : folder, briefly(command, printed));
      // Of a family some members may fail, which a note after the table says.
      const failure = /^gpu-integrate: (?!using)/m.test(printed ?? "");
      expect({ command, code: code === 0, err: code === 0 ? "" : err }).toEqual({
        command,
        code: !failure,
        err: failure ? expect.any(String) : "",
      });
      const [, drawn] = /--plot (\S+)/.exec(command) ?? [];
      // Pictures that documents show; those of times have the same contenders.
      if (drawn && existsSync(new URL(`docs/${drawn}`, root))) {
        const [now, shown] = [pathToFileURL(join(folder, drawn)), new URL(`docs/${drawn}`, root)].map(
          (file) => readFileSync(file, "utf8"),
        ) as [string, string];
        if (/ sweep /.test(command)) expect(seriesIn(now)).toEqual(seriesIn(shown));
        else expect(now).toBe(shown);
      }
      const onCpu = /-b (serial|threads)(?!,)| merge |^python3/.test(command) && !/ sweep /.test(command);
      if (printed !== null && onCpu) expect(timeless(failure ? out + err : out)).toBe(timeless(printed));
    });
  }
});

it("there are commands to run, of every kind", () => {
  const commands = all.flatMap((one) => one.commands.map(({ command }) => command));
  expect(commands.length).toBeGreaterThan(50);
  for (const word of [
    "compare",
    "sweep",
    "merge",
    "adapters",
    "doctor",
    "serve",
    "--shard",
    "--estimate",
    "mpirun",
  ]) {
    expect(commands.some((command) => command.includes(word))).toBe(true);
  }
});

describe("what batch systems run", () => {
  const text = readFileSync(new URL("docs/distributed.md", root), "utf8").replaceAll("-n 20000", "-n 1000");
  const script =
    blocksOf(text)
      .find(({ language }) => language === "bash")
      ?.lines.join("\n") ?? "";
  const [, indexed = ""] = /- >-\n((?:.*\n){2})/.exec(text) ?? [];
  it.each([
    ["Slurm's array", (k: number) => `SLURM_ARRAY_TASK_ID=${k + 1} bash -c '${script}'`],
    [
      "Kubernetes's indexed job",
      (k: number) =>
        `export JOB_COMPLETION_INDEX=${k}; ${indexed.replace(/\s+/g, " ").replace("/parts/", "")}`,
    ],
  ])("%s comes to the whole", (_, command) => {
    const folder = makeFolder();
    for (let k = 0; k < 16; k++) expect(runIn(folder, command(k))).toMatchObject({ code: 0, out: "" });
    const whole = JSON.parse(runIn(folder, "node gpu-integrate -n 1000 -b threads --json").out);
    const merged = JSON.parse(runIn(folder, "node gpu-integrate merge part.*.json --json").out);
    expect(merged).toMatchObject({ integral: whole.integral, parts: 16 });
    rmSync(folder, { recursive: true });
  });
});
