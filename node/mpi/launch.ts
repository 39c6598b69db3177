/** This process's place in an MPI job, as the launcher states it. */
export interface Launch {
  readonly rank: number;
  /** The number of ranks; null where the launcher does not say. */
  readonly size: number | null;
  /** Names of the MPI library, likeliest first. */
  readonly libraries: readonly string[];
}

/** Milliseconds for a launcher to pass a message on before it has to end the job. */
export const LAST_WORDS = 300;

const OPEN_MPI = ["libmpi.so.40", "libmpi.so"];
const MPICH = ["libmpich.so.12", "libmpi.so.12", "libmpi.so"];

/** Variables set by launchers: Open MPI, Hydra (MPICH, Intel MPI), and PMIx as in Slurm. */
const LAUNCHERS = [
  { rank: "OMPI_COMM_WORLD_RANK", size: "OMPI_COMM_WORLD_SIZE", libraries: [...OPEN_MPI, ...MPICH] },
  { rank: "PMI_RANK", size: "PMI_SIZE", libraries: [...MPICH, ...OPEN_MPI] },
  { rank: "PMIX_RANK", size: "SLURM_STEP_NUM_TASKS", libraries: [...OPEN_MPI, ...MPICH] },
];

/** Null outside an MPI job, and in a job of one process, which needs no MPI. */
export function launchIn(env: NodeJS.ProcessEnv): Launch | null {
  const launcher = LAUNCHERS.find(({ rank }) => /^\d+$/.test(env[rank] ?? ""));
  if (!launcher) return null;
  const size = Number(env[launcher.size]) || null;
  if (size === 1) return null;
  const { GPU_INTEGRATE_MPI: named } = env;
  return { rank: Number(env[launcher.rank]), size, libraries: named ? [named] : launcher.libraries };
}

/** A note where Slurm has started several processes that do not know of each other; else null. */
export function unshared(env: NodeJS.ProcessEnv): string | null {
  const tasks = Number(env.SLURM_STEP_NUM_TASKS);
  if (launchIn(env) || !(tasks > 1) || env.SLURM_PROCID !== "0") return null;
  const advice = "use srun --mpi=pmix (Open MPI) or --mpi=pmi2 (MPICH) to share it, or --shard to do parts";
  return `Slurm has started ${tasks} processes, and each does the whole integral: ${advice}`;
}
