/** Work that needs much memory as long as it lasts. */
export interface Room {
  /** Does the work when there is room for it, in the order of asking; what is larger than the whole room, alone. */
  within<Result>(size: number, work: () => Promise<Result>): Promise<Result>;
}

export function createRoom(whole: number): Room {
  let free = whole;
  const waiting: { size: number; enter: () => void }[] = [];
  const fits = (size: number): boolean => size <= free || free === whole;
  const leave = (size: number) => {
    free += size;
    for (let [first] = waiting; first !== undefined && fits(first.size); [first] = waiting) {
      waiting.shift();
      free -= first.size;
      first.enter();
    }
  };
  return {
    async within(size, work) {
      if (waiting.length === 0 && fits(size)) free -= size;
      else await new Promise<void>((enter) => waiting.push({ size, enter }));
      try {
        return await work();
      } finally {
        leave(size);
      }
    },
  };
}
