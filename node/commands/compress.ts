import { readFile, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export type Encoding = "br" | "gzip";

/** The encoding that a request's Accept-Encoding prefers; undefined for plain bytes. */
export function encodingFor(accepted = ""): Encoding | undefined {
  const weights = new Map(
    accepted.split(",").map((one) => {
      const [name = "", ...parameters] = one.toLowerCase().split(";");
      const [, q = "1"] = /^\s*q\s*=\s*([\d.]+)\s*$/.exec(parameters.join(";")) ?? [];
      return [name.trim(), Number(q)];
    }),
  );
  const weight = (name: string) => weights.get(name) ?? weights.get("*") ?? 0;
  const plain = weights.get("identity") ?? 0;
  const [best] = (["br", "gzip"] as const)
    .filter((name) => weight(name) > 0 && weight(name) >= plain)
    .sort((a, b) => weight(b) - weight(a));
  return best;
}

const COMPRESS = {
  // The best quality takes half a second for the page's script, this one milliseconds.
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes),
};

/** Reads files compressed, each version of a file once. */
export function compressor(): (file: string, encoding: Encoding) => Promise<Buffer> {
  const known = new Map<string, { version: string; body: Promise<Buffer> }>();
  return async (file, encoding) => {
    const { mtimeMs, size } = await stat(file);
    const [key, version] = [`${encoding} ${file}`, `${mtimeMs} ${size}`];
    const found = known.get(key);
    if (found?.version === version) return found.body;
    const body = readFile(file).then(COMPRESS[encoding]);
    known.set(key, { version, body });
    // A file that cannot be read is tried again.
    body.catch(() => known.delete(key));
    return body;
  };
}
