/** What has been started, closed in the opposite order. */
export interface Closing {
  /**
   * @param within milliseconds after which it is left behind and the next one is closed; what those before it did not need
   *   of theirs comes on top
   */
  add(name: string, within: number, close: () => Promise<void>): void;
  /** Closes everything, once. @returns the names of those that failed or took too long */
  close(): Promise<string[]>;
}

interface Step {
  name: string;
  within: number;
  close: () => Promise<void>;
}

export function startClosing(): Closing {
  const steps: Step[] = [];
  let outcome: Promise<string[]> | undefined;
  return {
    add: (name, within, close) => {
      steps.unshift({ name, within, close });
    },
    close: () => {
      outcome ??= closeAll(steps);
      return outcome;
    },
  };
}

async function closeAll(steps: readonly Step[]): Promise<string[]> {
  const left: string[] = [];
  let due = performance.now();
  for (const step of steps) {
    due += step.within;
    const within = Math.max(step.within, due - performance.now());
    if (!(await isClosed(step, within))) left.push(step.name);
  }
  return left;
}

async function isClosed({ close }: Step, within: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, within, false);
  });
  const done = close().then(
    () => true,
    () => false,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
