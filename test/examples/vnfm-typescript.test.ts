import { evacuateWith } from './vnfm-example.ts';

const MOVED = { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-2' };

describe('the VNF manager in TypeScript', () => {
  it('moves what is on a server that is evacuated', async () => {
    const requests = await evacuateWith(process.execPath, 'dist/docs/examples/vnfm.js');
    expect(requests).toMatchObject([MOVED, MOVED]);
  });
});
