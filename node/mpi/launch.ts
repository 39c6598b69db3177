/** The place in an MPI job that a launcher has given to this process. */
export interface Launch {
  readonly rank: number;
  /** How many there are; null where the launcher does not say. */
  readonly size: number | null;
  /** Names of MPI's library, the likeliest first. */
  readonly libraries: readonly string[];
}

/** Milliseconds that a launcher has for passing a message on, before it is told to end everything. */
export const LAST_WORDS = 300;

const OPEN_MPI = ["libmpi.so.40", "libmpi.so"];
const MPICH = ["libmpich.so.12", "libmpi.so.12", "libmpi.so"];

/** What launchers tell the processes that they start: Open MPI's, Hydra's (MPICH, Intel MPI) and Slurm's, PMIx. */
const LAUNCHERS = [
  { rank: "OMPI_COMM_WORLD_RANK", size: "OMPI_COMM_WORLD_SIZE", libraries: [...OPEN_MPI, ...MPICH] },
  { rank: "PMI_RANK", size: "PMI_SIZE", libraries: [...MPICH, ...OPEN_MPI] },
  { rank: "PMIX_RANK", size: "SLURM_STEP_NUM_TASKS", libraries: [...OPEN_MPI, ...MPICH] },
];

/** Null outside of an MPI job, and in one of a single process, which needs no MPI. */
export function launchIn(env: NodeJS.ProcessEnv): Launch | null {
  const launcher = LAUNCHERS.find(({ rank }) => /^\d+$/.test(env[rank] ?? ""));
  if (!launcher) return null;
  const size = Number(env[launcher.size]) || null;
  if (size === 1) return null;
  const { GPU_INTEGRATE_MPI: named } = env;
  return { rank: Number(env[launcher.rank]), size, libraries: named ? [named] : launcher.libraries };
}

/** What to say where Slurm has started several processes that do not know of each other; null elsewhere. */
export function unshared(env: NodeJS.ProcessEnv): string | null {
  const tasks = Number(env.SLURM_STEP_NUM_TASKS);
  if (launchIn(env) || !(tasks > 1) || env.SLURM_PROCID !== "0") return null;
  const advice =
    "srun --mpi=pmix (Open MPI) or --mpi=pmi2 (MPICH) lets them share it, and --shard does a part";
  return `Slurm has started ${tasks} of this, and each does all of it: ${advice}`;
}
