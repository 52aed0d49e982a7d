/** Whose environment has to be heard (R6). */
import type { ComputeHost } from '../../src/engine/entities.ts';
import { createFollowing, type Following } from '../../src/engine/following.ts';

const hostOf = (id: string, more: Partial<ComputeHost> = {}): ComputeHost => ({
  id,
  computeHostType: 'PHYSICAL_SERVER',
  priority: 50,
  environmentLevel: 'NORMAL',
  levelEnteredTime: '2026-11-23T02:00:00.000Z',
  schedulingState: 'ENABLED',
  withdrawals: [],
  powerState: 'ON',
  ...more,
});

describe('the servers that are followed', () => {
  let following: Following;
  const enter = (id: string, more: Partial<ComputeHost> = {}) => {
    following.setHost(id, hostOf(id, more));
  };
  beforeEach(() => {
    following = createFollowing();
    for (const id of ['a', 'b', 'c']) enter(id);
  });

  it('are those that host something, as long as they do', () => {
    following.addRunning('b', 1);
    following.addRunning('b', 1);
    following.addRunning('b', -1);
    expect(following.computeHostIds()).toEqual(['b']);
    following.addRunning('b', -1);
    expect(following.computeHostIds()).toEqual([]);
  });

  it('are those that are evacuated, with nothing on them', () => {
    enter('c', { hostEvacuationId: 'e' });
    expect([following.computeHostIds(), following.evacuated().size]).toEqual([['c'], 1]);
    enter('c');
    expect([following.computeHostIds(), following.evacuated().size]).toEqual([[], 0]);
  });

  it('are those that these rest on, however deep, also where they rest on each other', () => {
    enter('vm', { parentComputeHostId: 'c' });
    enter('c', { parentComputeHostId: 'a' });
    following.addRunning('vm', 1);
    expect(following.computeHostIds()).toEqual(['a', 'c', 'vm']);
    enter('a', { parentComputeHostId: 'vm' });
    expect(following.computeHostIds()).toEqual(['a', 'c', 'vm']);
    following.setHost('vm', undefined);
    expect(following.computeHostIds()).toEqual(['vm']);
  });

  it('are the same list until it changes', () => {
    following.addRunning('b', 1);
    const list = following.computeHostIds();
    following.addRunning('b', 1);
    enter('b', { hostEvacuationId: 'e', environmentLevel: 'FAILED' });
    following.addRunning('b', -1);
    following.addRunning('b', -1);
    expect(following.computeHostIds()).toBe(list);
    following.addRunning('a', 1);
    expect(following.computeHostIds()).toEqual(['a', 'b']);
  });
});
