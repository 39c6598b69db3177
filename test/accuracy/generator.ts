/** Random numbers of [0, 1), the same for the same seed: a linear congruential generator (Knuth 1969, 3.3.4). */
export function generator(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 11n) / 2 ** 53;
  };
}
