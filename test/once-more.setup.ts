import { jest } from '@jest/globals';

/** On a machine that others use too, what waits for real time may be late: it is tried once more, and both failures are told. */
if (process.env['CI'] !== undefined) jest.retryTimes(1, { logErrorsBeforeRetry: true });
