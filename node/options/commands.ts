/** What each command does, in the order of the help. */
export const COMMANDS = {
  integrate: "compute one integral (the default command)",
  compare: "time GPU and CPU on one integral and check that they agree",
  sweep: "compare over a range of N: find where the GPU starts to win",
  merge: "combine the parts that --shard printed",
  shader: "print the WGSL shader of an integral",
  serve: "serve the page on this machine",
  adapters: "list the WebGPU adapters",
  doctor: "report what this machine has and what is missing",
  help: "show help on a command, as COMMAND --help does",
  version: "print the version",
} as const;

export type Command = keyof typeof COMMANDS;

/** Commands that take words besides their name. */
export const WORDS: Partial<Record<Command, string>> = { merge: "FILE...", help: "[COMMAND]" };

/** Commands that a process of an MPI job does by itself. */
export const ALONE: readonly Command[] = ["adapters", "doctor", "help", "version"];

export const EXAMPLES: Partial<Record<Command, readonly string[]>> = {
  integrate: [
    "-n 20000                  sin(x+y), x and y from 0 to pi",
    '-f "exp(-x^2-y^2)" -x -inf,inf -y -inf,inf --exact pi',
    '-f 1 -x -1,1 -y "-sqrt(1-x^2),sqrt(1-x^2)" --rule gauss4 -n 2000',
  ],
  compare: [
    "compare -n 4000",
    'compare -f "exp(-x^2-y^2)" -x 0,inf -y 0,x -n 4000',
    "compare -n 4000 -b threads,gpu -p f32 --repeat 20",
    'compare -f "sqrt(abs(x-y))" -x 0,1 -y 0,1 --tol 1e-8',
  ],
  sweep: [
    "sweep -n 250:8000",
    'sweep -f "exp(x*y*z)" -x 0,1 -y 0,1 -z 0,1 -n 40:400',
    "sweep -f x^8 -x 0,1 -n 1:99 --rule midpoint,gauss4 --plot x.svg",
  ],
  merge: ["--shard 1/2 > part.1.json", "--shard 2/2 > part.2.json", "merge part.1.json part.2.json"],
  shader: [
    "shader > integrate.wgsl",
    'shader -f "exp(-x^2-y^2)" -x 0,inf -y 0,x -n 4000 -p df64',
    'shader -f "sqrt(abs(x-y))" -x 0,1 -y 0,1 --tol 1e-5',
  ],
  serve: ["serve --port 8080"],
};

/** What a command's help explains besides its options. */
export const GLOSSARY: Partial<Record<Command, readonly string[]>> = {
  integrate: [
    "Expressions",
    "  + - * / ^ ( ), < <= > >= == !=, && || !, c ? a : b, pi, e, tau, and functions:",
    "  sin cos tan asin acos atan atan2 sinh cosh tanh exp log ln log2 log10 sqrt",
    "  cbrt abs sign floor ceil round min max pow hypot",
  ],
  shader: [
    "Output",
    "  One WGSL module on stdout. The comment at the top says what to bind and how",
    "  to dispatch it. No GPU is needed.",
    "  The default precision is f32 on a grid; for an accuracy it is f32 down to a",
    "  tolerance of 1e-5, else df64.",
    "  Variant fused keeps sums and products exact by fma, for devices whose fma",
    "  rounds once; xor does so by XOR, for all others. The default is what a run on",
    "  this machine would use, or xor without an adapter.",
  ],
  compare: [
    "Columns",
    "  off by     distance from the reference (serial, or the most threads)",
    "  allowed    error bound of the precision; fast has none",
    "  ±          with --tol, the claimed error; integrals may differ by the sum of",
    "             their claims",
    "  setup      finding the device, compiling the shader, starting workers",
    "  compute    first submit to last partial sum, by the host's clock: the median,",
    "             ± half the distance of 10th and 90th percentile, from 5 runs on",
    "  kernel     the same by the GPU's own clock",
    "  × serial   speed relative to serial, by compute time (including setup)",
    "  × threads  the same, relative to the most threads",
    "Timing",
    "  After a warm-up the backends take turns: at least 5 runs each, then until half",
    "  a second or 1000 runs. --repeat and --warmup set exact numbers instead.",
    "  serial and threads are plain f64 JavaScript, a reference for the results;",
    "  compare a GPU's speed with simd.",
  ],
};
