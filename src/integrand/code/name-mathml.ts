/** A variable's name as MathML: a Greek letter by its sign, and a subscript after `_`, as in `r_1`. */
export function nameMathml(name: string): string {
  const [, first, index] = /^([A-Za-z]+)_(\w+)$/.exec(name) ?? [];
  return index === undefined ? part(name) : `<msub>${part(first as string)}${part(index)}</msub>`;
}

/** Whether a name would run into its neighbours: `ab` times `c` is not `abc`. */
export function isWord(name: string): boolean {
  return /<mi>[^<]{2}/.test(nameMathml(name));
}

function part(text: string): string {
  return /^\d+$/.test(text) ? `<mn>${text}</mn>` : `<mi>${GREEK.get(text) ?? text}</mi>`;
}

const SMALL =
  "α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi";
const REST = "π pi ρ rho σ sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega";
const CAPITALS = "Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega";
const GREEK = new Map(
  Array.from(`${SMALL} ${REST} ${CAPITALS}`.matchAll(/(\S) (\w+)/g), ([, sign, name]) => [name, sign]),
);
