/** Work that is done again and again, and at once when it is asked for. */
export interface Loop {
  start(): void;
  /** Does it now instead of after the pause; once more when it is being done. */
  wake(): void;
  stop(): Promise<void>;
}

export function createLoop(work: () => Promise<void>, pause: number, onError: (error: unknown) => void): Loop {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = true;
  const run = () => {
    if (stopped) return;
    if (running !== undefined) {
      again = true;
      return;
    }
    clearTimeout(timer);
    again = false;
    running = work()
      .catch(onError)
      .finally(() => {
        running = undefined;
        if (again) run();
        else if (!stopped) timer = setTimeout(run, pause);
      });
  };
  return {
    start() {
      stopped = false;
      run();
    },
    wake: run,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
