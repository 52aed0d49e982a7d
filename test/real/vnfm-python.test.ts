import { evacuateWith } from '../examples/vnfm-example.ts';

const MOVED = { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-2' };

describe('the VNF manager in Python', () => {
  it('moves what is on a server that is evacuated', async () => {
    const requests = await evacuateWith('python3', 'docs/examples/vnfm.py');
    expect(requests).toMatchObject([MOVED, MOVED]);
  });
});
