// What Mesa's compiler for AMD GPUs makes of a shader, on a machine without such a GPU.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { bindingsOf } from "./code-bindings.js";
import { node } from "./own.js";

/** RDNA 2, as RADV names it. */
const FAMILY = "navi21";
const PACKAGES = ["mesa-vulkan-drivers", "libvulkan-dev", "spirv-tools"];
const NEEDED = [
  "lib/*/libvulkan_radeon.so",
  "lib/*/libvulkan.so.1",
  "include/vulkan/vulkan.h",
  "bin/spirv-as",
];

const here = new URL(".", import.meta.url).pathname;
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "gpu-integrate", "mesa");
const root = join(cache, "root");
const quiet = { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 2 ** 28 };

/** What compiles a list of WGSL texts to `{ driver, statistics, assembly }` each. Throws where Mesa cannot be had. */
export function openMesa() {
  if (!NEEDED.every(find)) download();
  const [driver, loader, header, assembler] = NEEDED.map((pattern) => {
    const file = find(pattern);
    if (!file) throw new Error(`${pattern} is in none of ${PACKAGES.join(", ")}`);
    return file;
  });
  const work = mkdtempSync(join(tmpdir(), "gpu-integrate-code-"));
  const program = join(work, "code");
  const include = join(header, "../..");
  const cc = process.env.CC ?? "cc";
  execFileSync(cc, ["-O1", "-I", include, "-o", program, join(here, "code.c"), loader], quiet);
  const manifest = join(work, "driver.json");
  const icd = { library_path: driver, api_version: "1.3.0" };
  writeFileSync(manifest, JSON.stringify({ file_format_version: "1.0.0", ICD: icd }));
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: join(driver, ".."),
    VK_DRIVER_FILES: manifest,
    VK_ICD_FILENAMES: manifest,
    XDG_RUNTIME_DIR: work,
    RADV_FORCE_FAMILY: FAMILY,
  };
  return (texts) =>
    spirvOf(texts, work).map((spirv, k) => {
      const [source, binary] = [join(work, `${k}.spvasm`), join(work, `${k}.spv`)];
      writeFileSync(source, spirv);
      execFileSync(assembler, ["--target-env", "spv1.3", "-o", binary, source], { ...quiet, env });
      const kinds = bindingsOf(texts[k]).map(({ type }) => (type === "uniform" ? "u" : "s"));
      return reportIn(execFileSync(program, [binary, kinds.join("")], { ...quiet, env }));
    });
}

/** The file of this pattern in the cache, or else installed. */
function find(pattern) {
  const [before, after] = pattern.split("*/");
  for (const usr of [join(root, "usr"), "/usr"]) {
    const folder = join(usr, before);
    if (after === undefined && existsSync(folder)) return folder;
    const inside = after !== undefined && existsSync(folder) ? readdirSync(folder) : [];
    const found = inside.map((name) => join(folder, name, after)).find(existsSync);
    if (found) return found;
  }
  return undefined;
}

/** Debian's packages, so far as they are not installed, unpacked in the cache. */
function download() {
  mkdirSync(join(cache, "partial"), { recursive: true });
  const options = ["-o", `Dir::Cache::archives=${cache}`, "-o", "Debug::NoLocking=true"];
  const install = ["install", "--download-only", "--no-install-recommends", "-qq", "-y"];
  try {
    execFileSync("apt-get", [...install, ...options, ...PACKAGES], quiet);
  } catch (cause) {
    const why = cause.code === "ENOENT" ? "no apt-get" : "apt-get update may help";
    throw new Error(`${PACKAGES.join(", ")} cannot be downloaded: ${why}`, { cause });
  }
  for (const name of readdirSync(cache).filter((one) => one.endsWith(".deb")))
    execFileSync("dpkg", ["-x", join(cache, name), root], quiet);
}

/** The SPIR-V, as text, that Dawn makes of WGSL texts. */
function spirvOf(texts, work) {
  const files = texts.map((text, k) => {
    const file = join(work, `${k}.wgsl`);
    writeFileSync(file, text);
    return file;
  });
  // Unpacks the software adapter, if need be.
  node(["gpu-integrate", "adapters"]);
  const printed = execFileSync(process.execPath, [join(here, "code-spirv.js"), ...files], quiet);
  const dumped = printed.split(/^.*Dumped SPIRV disassembly.*\n/m).slice(1);
  if (dumped.length !== texts.length)
    throw new Error(`Dawn printed ${dumped.length} shaders of ${texts.length}`);
  return dumped.map((text) => text.split(/^[^ ;%\n]/m, 1)[0]);
}

function reportIn(printed) {
  const end = printed.indexOf("\n\n");
  const statistics = Object.fromEntries(
    printed
      .slice(0, end)
      .split("\n")
      .map((line) => line.split(": ")),
  );
  return { driver: statistics.driver, statistics, assembly: printed.slice(end) };
}
