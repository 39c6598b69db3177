/** The bindings of group 0 in a WGSL text, in order. */
export function bindingsOf(code) {
  const types = {
    uniform: "uniform",
    "storage, read": "read-only-storage",
    "storage, read_write": "storage",
  };
  return [...code.matchAll(/@binding\((\d+)\) var<([^>]*)>/g)]
    .map(([, binding, space]) => ({ binding: Number(binding), type: types[space] }))
    .sort((a, b) => a.binding - b.binding);
}
