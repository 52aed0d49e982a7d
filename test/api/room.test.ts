import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRoom } from '../../src/api/room.ts';

/** Works that end when they are told to, and which of them have begun. */
function createWorks(whole: number) {
  const room = createRoom(whole);
  const ends = new Map<string, () => void>();
  const begin = (name: string, size: number) =>
    room.within(
      size,
      () =>
        new Promise<string>((resolve) =>
          ends.set(name, () => {
            resolve(name);
          }),
        ),
    );
  return { room, begin, end: (name: string) => ends.get(name)?.(), begun: () => [...ends.keys()] };
}

describe('Room', () => {
  test('work begins while there is room, and what waits begins in order when others have ended', async () => {
    const works = createWorks(10);
    const all = [works.begin('a', 6), works.begin('b', 4), works.begin('c', 5), works.begin('d', 1)];
    expect(works.begun()).toEqual(['a', 'b']);
    works.end('b');
    await nextTurn();
    // There is room for d, but c is first.
    expect(works.begun()).toEqual(['a', 'b']);
    works.end('a');
    await nextTurn();
    expect(works.begun()).toEqual(['a', 'b', 'c', 'd']);
    works.end('c');
    works.end('d');
    await expect(Promise.all(all)).resolves.toEqual(['a', 'b', 'c', 'd']);
  });

  test('work that is larger than the room is done alone', async () => {
    const works = createWorks(10);
    void works.begin('small', 1);
    void works.begin('large', 11);
    void works.begin('next', 1);
    expect(works.begun()).toEqual(['small']);
    works.end('small');
    await nextTurn();
    expect(works.begun()).toEqual(['small', 'large']);
    works.end('large');
    await nextTurn();
    expect(works.begun()).toEqual(['small', 'large', 'next']);
  });

  test('work that fails leaves its room to others', async () => {
    const { room } = createWorks(10);
    await expect(room.within(10, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(room.within(10, () => Promise.resolve('done'))).resolves.toBe('done');
  });
});
