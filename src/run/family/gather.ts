/** Work that several askers share: what they ask for is done together, once all of them wait. */
export interface Gather<Task, Answer> {
  /** One more asker; until it leaves, nothing is done before it asks. */
  enter(): void;
  leave(): void;
  /** The answers, in the tasks' order. */
  ask(tasks: readonly Task[]): Promise<readonly Answer[]>;
}

export function makeGather<Task, Answer>(
  work: (tasks: readonly Task[]) => Promise<readonly Answer[]>,
): Gather<Task, Answer> {
  let askers = 0;
  let waiting: {
    readonly tasks: readonly Task[];
    resolve(answers: readonly Answer[]): void;
    reject(error: unknown): void;
  }[] = [];
  const doneIfAll = () => {
    if (!waiting.length || waiting.length < askers) return;
    const all = waiting;
    waiting = [];
    work(all.flatMap(({ tasks }) => tasks)).then(
      (answers) => {
        let at = 0;
        for (const { tasks, resolve } of all) {
          resolve(answers.slice(at, at + tasks.length));
          at += tasks.length;
        }
      },
      (error) => {
        for (const { reject } of all) reject(error);
      },
    );
  };
  return {
    enter() {
      askers++;
    },
    leave() {
      askers--;
      doneIfAll();
    },
    ask: (tasks) =>
      new Promise((resolve, reject) => {
        waiting.push({ tasks, resolve, reject });
        doneIfAll();
      }),
  };
}
