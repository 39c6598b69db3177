import { badName } from "../../integrand/language/names.ts";
import { MAX_AXES } from "../../problem/grid.ts";
import { PRECISIONS } from "../../problem/problem.ts";
import { type Plan, type Shard, shareOf } from "../../quadrature/grid/plan.ts";
import { type MembersPlan, planOf } from "../../quadrature/grid/work.ts";
import { version } from "../../version.ts";
import { SCHEMA } from "../result.ts";
import { checksumOf, type PartialDocument } from "./partial-document.ts";

/** Reads a document from a line of untrusted text. Throws if it is not one, is damaged, or is of another version. */
export function readPartialDocument(line: string): PartialDocument {
  const { checksum, ...document } = parsed(line);
  if (!Array.isArray(document.partials)) throw new Error("it is not a partial document");
  const { schema, version: of } = document;
  if (schema === 1)
    throw new Error("it was made by an earlier version (schema 1): make it again with this one");
  if (schema !== SCHEMA)
    throw new Error(`its schema is ${quoted(schema)}; this version reads schema ${SCHEMA}`);
  if (of !== version) throw new Error(`it is from version ${quoted(of)}; this is ${version}`);
  if (checksum === undefined) throw new Error("it has no checksum");
  if (checksum !== checksumOf(document))
    throw new Error("its checksum does not match: it was changed or damaged");
  const plan = checkedPlan(document.problem);
  for (const [name, holds] of Object.entries(FIELDS)) {
    const value = document[name];
    if (!holds(value, document.backend)) throw new Error(`its ${name} cannot be ${quoted(value)}`);
  }
  const checked = document as unknown as PartialDocument;
  const [first, end] = checked.tiles;
  if (end > plan.tiles) throw new Error(`it has tile ${end - 1}, but the problem has ${plan.tiles} tiles`);
  if (!("rule" in plan) && (first % plan.perMember || end % plan.perMember))
    throw new Error("its tiles are not those of whole members");
  // A member of a family may fail without the others.
  const isFamily = plan.members.names.length > 0;
  const partials = checked.partials.map((one) => (isFamily ? (one ?? Number.NaN) : one));
  const isSum = (one: number) => Number.isFinite(one) || (isFamily && Number.isNaN(one));
  if (end - first !== partials.length || !partials.every(isSum))
    throw new Error("its partial sums are not one finite number per tile");
  const share = checked.shard ? shareOf(plan, checkedShard(checked.shard)) : { first, end };
  if (share.first !== first || share.end !== end)
    throw new Error(`its tiles are not those of part ${checked.shard?.join("/")}`);
  return { ...checked, partials };
}

/** K/M, checked. Throws if there is no such part. */
export function checkedShard([k, m]: Shard): Shard {
  if (Number.isInteger(k) && Number.isInteger(m) && 1 <= k && k <= m && m <= MAX_SHARDS) return [k, m];
  throw new Error(`${quoted(k)}/${quoted(m)} is not a part; give K/M with K from 1 to M`);
}

const MAX_SHARDS = 1_000_000;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** Short text without control characters, safe to print. */
const isText = (value: unknown) => typeof value === "string" && !/\p{C}/u.test(value) && value.length < 1000;
const isWhole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isTime = (value: unknown) => Number.isFinite(value) && (value as number) >= 0;
const isPair = (value: unknown): value is unknown[] => Array.isArray(value) && value.length === 2;

const FIELDS: Readonly<Record<string, (value: unknown, backend: unknown) => boolean>> = {
  backend: (value) => ["gpu", "threads", "serial", "simd"].includes(value as string),
  precision: (value) => PRECISIONS.includes(value as "f64"),
  adapter: (value, backend) =>
    backend === "gpu"
      ? isObject(value) &&
        typeof value.software === "boolean" &&
        ["name", "vendor", "architecture", "driver", "api", "variant"].every((name) => isText(value[name]))
      : value === null,
  host: (value) =>
    isObject(value) &&
    ["runtime", "os", "math"].every((name) => isText(value[name])) &&
    ["webgpu", "cpu"].every((name) => value[name] === null || isText(value[name])) &&
    isWhole(value.cores),
  shard: (value) => value === null || isPair(value),
  threads: (value) => value === undefined || value === null || isWhole(value),
  resumed: (value) => value === undefined || isWhole(value),
  seconds: (value) =>
    value === undefined ||
    (isObject(value) &&
      ["total", "setup", "compute"].every((name) => isTime(value[name])) &&
      (value.kernel === null || isTime(value.kernel))),
  tiles: (value) => isPair(value) && value.every(isWhole),
};

function checkedPlan(problem: unknown): Plan | MembersPlan {
  const { f, variables, parameters, method }: Record<string, unknown> = isObject(problem) ? problem : {};
  if (typeof f !== "string") throw new Error("its problem has no f");
  const named = Array.isArray(variables) && variables.length > 0 && variables.length <= MAX_AXES;
  if (!named || !variables.every(isVariable)) throw new Error("its problem has no variables with limits");
  const names = variables.map(({ name }) => name);
  if (names.some((name, k) => k > 0 && name <= names[k - 1]))
    throw new Error("its variables are not in order");
  if (!isObject(parameters) || !Object.values(parameters).every(areValues))
    throw new Error("its parameters have no values");
  const isFamily = Object.keys(parameters).length > 0;
  const isAccuracy = isObject(method) && method.kind === "accuracy" && isFamily;
  if (!isAccuracy && (!isObject(method) || method.kind !== "grid"))
    throw new Error(`its method is not a grid${isFamily ? " or an accuracy" : ""}`);
  const wanted = [method.relative, method.absolute, method.maxEvaluations];
  if (isAccuracy && !wanted.every((value) => Number.isFinite(value) && (value as number) >= 0))
    throw new Error("its method has no tolerances and cap of evaluations");
  if (!isAccuracy && (!Array.isArray(method.n) || method.n.length !== names.length))
    throw new Error("its n is not one number a variable");
  return planOf(problem as unknown as PartialDocument["problem"]);
}

const isVariable = (value: unknown) =>
  isObject(value) &&
  [value.from, value.to].every((limit) => typeof limit === "string") &&
  isText(value.name) &&
  badName(value.name as string) === null;

/** Whether these may be a parameter's values. */
const areValues = (given: unknown) =>
  typeof given === "string" ||
  Number.isFinite(given) ||
  (Array.isArray(given) && given.every(Number.isFinite));

function parsed(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : {};
  } catch {
    throw new Error("it is truncated or not JSON");
  }
}

/** A value as text that is safe to print, truncated. */
function quoted(value: unknown): string {
  return typeof value === "string" && isText(value) && value.length < 40
    ? value
    : String(JSON.stringify(value)).slice(0, 60);
}
