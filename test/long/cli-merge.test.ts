import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { useCli } from "../cli.ts";

const run = useCli();

const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-merge-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The files of M parts, each printed by a process of its own. */
async function filesOf(m: number, args: readonly string[], prefix: string): Promise<string[]> {
  const files: string[] = [];
  for (let k = 1; k <= m; k++) {
    const { code, out } = await run([...args, "--shard", `${k}/${m}`]);
    expect(code).toBe(0);
    files.push(join(folder, `${prefix}.${k}.json`));
    writeFileSync(files[k - 1] as string, out);
  }
  return files;
}

const onCpu = ["-f", "cos(x+y)", "-n", "1300", "-b", "serial"];
const files = await filesOf(3, onCpu, "cpu");

describe("merge", () => {
  it("prints what one run prints, but for the times: on the CPU, in threads", async () => {
    const whole = JSON.parse((await run([...onCpu, "--exact", "-4", "--json"])).out);
    const { code, out, err } = await run(["merge", ...files, "--exact", "-4", "--json"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const { parts, ...merged } = JSON.parse(out);
    const timeless = { seconds: null, cellsPerSecond: null, evaluationsPerSecond: null };
    expect({ ...merged, ...timeless }).toEqual({ ...whole, ...timeless });
    expect(parts).toBe(3);
    const threads = await filesOf(2, [...onCpu.slice(0, -1), "threads", "-t", "2"], "threads");
    const { integral, threads: workers } = JSON.parse((await run(["merge", ...threads, "--json"])).out);
    expect({ integral, workers }).toEqual({ integral: whole.integral, workers: 2 });
  });

  it("the same on a GPU", async () => {
    const onGpu = ["-f", "cos(x+y)", "-n", "1300", "-b", "gpu"];
    const whole = JSON.parse((await run([...onGpu, "--json"])).out);
    const merged = JSON.parse((await run(["merge", ...(await filesOf(2, onGpu, "gpu")), "--json"])).out);
    expect(merged.integral).toBe(whole.integral);
    expect(merged.adapter).toEqual(whole.adapter);
    expect(merged.precision).toBe("f32");
  });

  it("reads stdin, and any number of lines from a file", async () => {
    const all = files.map((file) => readFileSync(file, "utf8"));
    const { out } = await run(["merge", ...files, "--csv"]);
    const options = { input: all.join(""), cwd: new URL("../..", import.meta.url) };
    const piped = execFileSync(process.execPath, ["gpu-integrate", "merge", "-", "--csv"], options);
    expect(String(piped)).toBe(out);
    const both = join(folder, "both.jsonl");
    writeFileSync(both, `${all[2]}${all[0]}`);
    expect((await run(["merge", files[1] as string, both, "--csv"])).out).toBe(out);
  });

  it("says in people's words of how many parts the times are", async () => {
    const { out } = await run(["merge", ...files]);
    expect(out).toMatch(
      /^Integral value is -4\.000002e\+00\nTime spent: \d+\.\d\d sec\n\n {2}∫∫ cos\(x\+y\) dx dy/,
    );
    expect(out).toMatch(/serial f64 on node .*\n.*cell\/s · times of 3 parts added up · setup/);
    expect((await run(["merge", ...files, "-q"])).out.split("\n")).toHaveLength(3);
  });

  it("names what is wrong in one line, and exits with 1", async () => {
    const [one, two, three] = files as [string, string, string];
    const cut = join(folder, "cut.json");
    writeFileSync(cut, readFileSync(two, "utf8").slice(0, 300));
    const edited = join(folder, "edited.json");
    writeFileSync(
      edited,
      readFileSync(two, "utf8").replace(/\d(?=\]\})/, (digit) => `${9 - Number(digit)}`),
    );
    const earlier = join(folder, "earlier.json");
    writeFileSync(earlier, readFileSync(two, "utf8").replace('"schema":2', '"schema":1'));
    const odd = join(folder, "odd\nname.json");
    writeFileSync(odd, "{");
    const none = join(folder, "none.json");
    writeFileSync(none, "");
    const other = (await filesOf(2, ["-n", "1300", "-b", "serial"], "other")) as [string, string];
    const cases: [string[], string][] = [
      [[one, three], "part 2/3 is missing"],
      [[one, two, two, three], `part 2/3 is there twice: in ${two} and ${two}`],
      [[one, cut, three], `${cut} cannot be merged: it is truncated or not JSON`],
      [[one, edited, three], `${edited} cannot be merged: its checksum does not match`],
      [[one, none, three], `${none} is empty`],
      [
        [one, two, three, other[1]],
        `${other[1]} does not belong to ${one}: f is sin(x+y) in ${other[1]} and cos(x+y)`,
      ],
      [["/none/x"], "/none/x cannot be read: no such file or folder"],
      [[odd], `${JSON.stringify(odd)} cannot be merged: it is truncated`],
      [["package.json"], "package.json, line 1 cannot be merged"],
      [
        [one, earlier, three],
        `${earlier} cannot be merged: it was made by an earlier version (schema 1): make it again with this one`,
      ],
    ];
    for (const [args, message] of cases) {
      const { code, out, err } = await run(["merge", ...args]);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toContain(`gpu-integrate: ${message}`);
      expect(err.trimEnd()).not.toContain("\n");
    }
  });
});

describe("any grid", () => {
  it.each<[string, string[]]>([
    [
      "a Gaussian over a wedge",
      ["-f", "exp(-x^2-y^2)", "-x", "0,inf", "-y", "0,x", "-n", "1300", "--rule", "gauss2"],
    ],
    ["a ball", ["-f", "1", "-x", "-1,1", "-y", "0,sqrt(1-x^2)", "-z", "0,sqrt(1-x^2-y^2)", "-n", "120"]],
    ["a line", ["-f", "exp(-t)", "-v", "t=0,inf", "-n", "900000", "--rule", "gauss3"]],
  ])("%s in parts, from a checkpoint, is the whole to the last bit", async (name, problem) => {
    const args = [...problem, "-b", "serial"];
    const integralOf = async (more: readonly string[]) =>
      JSON.parse((await run([...more, "--json"])).out).integral;
    const whole = await integralOf(args);
    expect(await integralOf(["merge", ...(await filesOf(3, args, name))])).toBe(whole);
    const checkpoint = ["--checkpoint", join(folder, `${name}.jsonl`)];
    expect(await integralOf([...args, ...checkpoint])).toBe(whole);
    expect(await integralOf([...args, ...checkpoint])).toBe(whole);
    expect((await run([...args, ...checkpoint, "--no-estimate"])).out).toContain("all from the checkpoint");
  });

  it("of a checkpoint by an earlier version is refused by name", async () => {
    const name = join(folder, "earlier.jsonl");
    writeFileSync(name, readFileSync(files[0] as string, "utf8").replace('"schema":2', '"schema":1'));
    expect(await run([...onCpu, "--checkpoint", name])).toEqual({
      code: 2,
      out: "",
      err: `gpu-integrate: --checkpoint ${name}: line 1 cannot be read: it was made by an earlier version (schema 1): make it again with this one\n`,
    });
  });
});

describe("a part", () => {
  it("is one line, with the fields that scripts may rely on", async () => {
    const text = readFileSync(files[1] as string, "utf8");
    expect(text.indexOf("\n")).toBe(text.length - 1);
    const document = JSON.parse(text);
    const names = "schema version problem backend precision adapter host shard tiles checksum partials".split(
      " ",
    );
    for (const name of names) expect(document).toHaveProperty(name);
    // 1300 cells a side are 11 x 3 tiles.
    expect(document).toMatchObject({ schema: 2, shard: [2, 3], tiles: [11, 22], backend: "serial" });
    expect(document.partials).toHaveLength(11);
  });

  it("beyond the last tile has no partial sums, and belongs to the whole all the same", async () => {
    const empty = await filesOf(3, ["-f", "x", "-n", "100", "-b", "serial"], "empty");
    const read = (k: number) => JSON.parse(readFileSync(empty[k] as string, "utf8"));
    expect([read(0), read(1), read(2)].map(({ tiles, partials }) => [...tiles, partials.length])).toEqual([
      [0, 1, 1],
      [1, 1, 0],
      [1, 1, 0],
    ]);
    const whole = JSON.parse((await run(["-f", "x", "-n", "100", "-b", "serial", "--json"])).out);
    const { integral } = JSON.parse((await run(["merge", ...empty, "--json"])).out);
    expect(integral).toBe(whole.integral);
    expect(integral).toBeCloseTo(Math.PI ** 3 / 2, 9);
    const { code, err } = await run(["merge", ...empty.slice(0, 2)]);
    expect({ code, err }).toEqual({ code: 1, err: "gpu-integrate: part 3/3 is missing\n" });
  });
});
