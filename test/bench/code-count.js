/** Instructions of the longest stretch without jumps and without shared memory: the inner loop, unrolled. */
export function innerLoop(assembly) {
  const blocks = assembly
    .split(/^BB\d+:/m)
    .map((text) => [...text.matchAll(/^\t([a-z]\w*)/gm)].map(([, name]) => name));
  const count = (block, pattern) => block.filter((name) => pattern.test(name)).length;
  const vectors = (block) => (block.some((name) => name.startsWith("ds_")) ? 0 : count(block, /^v_/));
  const longest = blocks.reduce((best, block) => (vectors(block) > vectors(best) ? block : best));
  return {
    vector: vectors(longest),
    special: count(longest, /^v_(sin|cos|rcp|rsq|sqrt|exp|log)_/),
    xor: count(longest, /^v_xor_b32/),
  };
}
