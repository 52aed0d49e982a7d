/** Loaded before the gateway: after SIGUSR2 its next sync of the disk takes a second longer. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const HICCUP_MILLISECONDS = 1000;

const { fdatasync } = fs;
let isSlow = false;
process.on('SIGUSR2', () => {
  isSlow = true;
});
/** @type {(descriptor: number, done: import('node:fs').NoParamCallback) => void} */
const slowly = (descriptor, done) => {
  if (!isSlow) {
    fdatasync(descriptor, done);
    return;
  }
  isSlow = false;
  setTimeout(() => {
    fdatasync(descriptor, done);
  }, HICCUP_MILLISECONDS);
};
Object.assign(fs, { fdatasync: slowly });
syncBuiltinESMExports();
