import { send } from '../../peers/send.ts';

/** Lets something happen on the example site, so that there is one of every resource. */
export async function seed(url: string, callbackUri: string): Promise<void> {
  const post = async (path: string, body: object): Promise<void> => {
    const { status } = await send(`${url}${path}`, { method: 'POST', body });
    if (status !== 201) throw new Error(`POST ${path} answered ${status}`);
  };
  for (const api of ['envnotif', 'vnfmig', 'vrinfo', 'vrfm']) await post(`/${api}/v1/subscriptions`, { callbackUri });
  const datum = { parameterType: 'POWER', parameterName: 'battery.charge', dataType: 'VALUE', value: 34, unit: '%' };
  await post('/envnotif/v1/environment_notifications', {
    id: 'reading-1',
    timeStamp: new Date().toISOString(),
    environmentData: [{ computeHostId: 'server-1', ...datum }],
  });
  await untilThereIs(`${url}/vnfmig/v1/migration_requests`);
  await untilThereIs(`${url}/vrfm/v1/alarms`);
}

/** Longest wait for what the gateway makes of it, ms. */
const PATIENCE = 10_000;

async function untilThereIs(list: string): Promise<void> {
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    const { body } = await send(list);
    if (Array.isArray(body) && body.length > 0) return;
  }
  throw new Error(`nothing on ${list}`);
}
